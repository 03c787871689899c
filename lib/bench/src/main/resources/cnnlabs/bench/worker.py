"""The benchmark's worker for PyTorch in Python: it does what Worker.java says.

Its arguments are the folder of its files, which part of the trials is its own, and of how many parts.
"""

import math
import sys
import time
from itertools import cycle

import torch
import torch.nn.functional as functional

BATCHES = 16  # of the sample, as in Sample.java
CHECK_STEPS = 5


class Model:
    """A network: functions in the order of the layers, and the parameters that they use."""

    def __init__(self, layers, loss, rate, shape, start):
        self.loss, self.rate, self.start = loss, rate, start
        self.parameters, self.layers = [], []
        for layer in layers:
            kind, *numbers = layer.split()
            numbers = [float(number) for number in numbers]
            function, shape = getattr(self, kind.replace("-", "_"))(shape, *numbers)
            self.layers.append(function)

    def parameter(self, *shape):
        count = math.prod(shape)
        values, self.start = self.start[:count], self.start[count:]
        self.parameters.append(values.reshape(shape).clone().requires_grad_())
        return self.parameters[-1]

    def convolution(self, shape, filters, size, padding, bias):
        channels, height, width = shape
        filters, size, padding = int(filters), int(size), int(padding)
        weights = self.parameter(filters, channels, size, size)
        biases = self.parameter(filters) if bias else None
        lost = size - 1 - 2 * padding
        return (
            lambda maps, training: functional.conv2d(maps, weights, biases, padding=padding),
            (filters, height - lost, width - lost),
        )

    def dense(self, shape, units):
        inputs = math.prod(shape)
        weights, biases = self.parameter(int(units), inputs), self.parameter(int(units))
        return lambda maps, training: functional.linear(maps.flatten(1), weights, biases), (int(units),)

    def normalization(self, shape, epsilon, momentum):
        gamma, beta = torch.ones(shape[0]).requires_grad_(), torch.zeros(shape[0]).requires_grad_()
        mean, variance = torch.zeros(shape[0]), torch.ones(shape[0])
        self.parameters += [gamma, beta]
        return (
            lambda maps, training: functional.batch_norm(
                maps, mean, variance, gamma, beta, training, momentum, epsilon
            ),
            shape,
        )

    def max_pooling(self, shape):
        channels, height, width = shape
        return lambda maps, training: functional.max_pool2d(maps, 2), (channels, height // 2, width // 2)

    def average_pooling(self, shape):
        channels, height, width = shape
        return lambda maps, training: functional.avg_pool2d(maps, 2, 1), (channels, height - 1, width - 1)

    def dropout(self, shape, rate):
        return lambda maps, training: functional.dropout(maps, rate, training), shape

    def relu(self, shape):
        return lambda maps, training: torch.relu(maps), shape

    def sigmoid(self, shape):
        return lambda maps, training: torch.sigmoid(maps), shape

    def tanh(self, shape):
        return lambda maps, training: torch.tanh(maps), shape

    def forward(self, maps, training):
        for layer in self.layers:
            maps = layer(maps, training)
        return maps

    def train(self, features, labels, one_hot):
        outputs = self.forward(features, True)
        if self.loss == "MSE":
            loss = functional.mse_loss(outputs, one_hot)
        else:
            loss = functional.cross_entropy(outputs, labels)
        # The fastest that PyTorch has on a processor: no gradients to set to zero, one call for all updates.
        gradients = torch.autograd.grad(loss, self.parameters)
        with torch.no_grad():
            torch._foreach_add_(self.parameters, gradients, alpha=-self.rate)
        return loss.item()

    @torch.inference_mode()
    def probabilities(self, features):
        return torch.softmax(self.forward(features, False), 1)


class Worker:
    def __init__(self, folder, part, parts):
        with open(f"{folder}/workload", encoding="utf-8") as file:
            first, *trials = file.read().splitlines()
        phase, batch_size, *shape = first.split()
        self.training = phase == "TRAINING"
        self.shape = [int(size) for size in shape]
        self.trials = trials[part::parts]
        self.start = self.read(folder, "parameters", torch.float32)
        features = self.read(folder, "features", torch.float32)
        labels = self.read(folder, "labels", torch.int32).long()
        batches = zip(
            features.reshape(BATCHES, int(batch_size), *self.shape).unbind(),
            labels.reshape(BATCHES, int(batch_size)).unbind(),
            functional.one_hot(labels, 10).float().reshape(BATCHES, int(batch_size), 10).unbind(),
        )
        self.batches = list(batches)
        self.models, self.next_batch = [], cycle(self.batches)

    @staticmethod
    def read(folder, name, dtype):
        with open(f"{folder}/{name}", "rb") as file:
            return torch.frombuffer(bytearray(file.read()), dtype=dtype)

    def model(self, trial, chance=True):
        settings, *layers = trial.split(";")
        rate, loss = settings.split()
        layers = [layer for layer in layers if chance or not layer.startswith("dropout")]
        return Model(layers, loss, float(rate), tuple(self.shape), self.start)

    def check(self):
        losses = []
        for trial in self.trials:
            model = self.model(trial, chance=False)
            steps = [self.loss(model) for _ in range(CHECK_STEPS)]
            losses += [steps[0], steps[-1]]
        return "check " + " ".join(f"{loss:.9g}" for loss in losses)

    def loss(self, model):
        features, labels, one_hot = self.batches[0]
        if self.training:
            return model.train(features, labels, one_hot)
        return functional.nll_loss(model.probabilities(features).log(), labels).item()

    def time(self, iterations):
        if not self.models:
            self.models = [self.model(trial) for trial in self.trials]
        processor, start = time.process_time_ns(), time.perf_counter_ns()
        for model in self.models:
            for _ in range(iterations):
                features, labels, one_hot = next(self.next_batch)
                if self.training:
                    model.train(features, labels, one_hot)
                else:
                    model.probabilities(features)
        return f"time {time.perf_counter_ns() - start} {time.process_time_ns() - processor}"


def main(folder, part, parts):
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    worker = Worker(folder, int(part), int(parts))
    print(f"ready PyTorch {torch.__version__}", flush=True)
    for line in sys.stdin:
        question, *numbers = line.split()
        print(worker.check() if question == "check" else worker.time(int(numbers[0])), flush=True)


main(*sys.argv[1:])
