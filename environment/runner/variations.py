"""The labs with other parameters than their own: each of these runs to its end, or is refused in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_code_cell

import run
from execute import Failure, execute, without_colours

ADVICE = "Change that in the cell under Parameters."


@dataclass(frozen=True)
class Variation:
    """Parameters of a lab, over those of its quick profile, and what is to become of them."""

    lab: str
    parameters: str
    expected: str  # "runs", "refused" (before anything is trained) or "either": a rate that may be too large

    @property
    def overrides(self) -> dict[str, str]:
        return dict(assignment.split("=", 1) for assignment in self.parameters.split())

    def __str__(self) -> str:
        return f"{self.lab} with {self.parameters}"


# What is refused and the first that runs are tried by `lab test`, the others with --full. Those that run find the runs of
# the quick profile in the store, where one that is the beginning of a longer one lacks its last network.
SMALLEST = "epochs=1 trainingImages=10 batchSize=10 testImages=1"
SMALLEST_HELD_OUT = "epochs=1 trainingImages=4 validationImages=2 batchSize=2 testImages=1"
_RUN = {
    "00": [SMALLEST, "trainingImages=1 batchSize=1", "epochs=6 batchSize=3000", "learningRate=1000 epochs=2"],
    "01": [SMALLEST, "epochs=1", "epochs=6 learningRates=0.1,0.01", "testImages=2 batchSize=1000"],
    "02": [
        "epochs=2 layer=pool2",
        SMALLEST + " excitingImages=1 layer=conv1",
        "epochs=1 learningRate=10 sigmoidLearningRate=10 layer=pool1",
    ],
    "03": ["epochs=3 mapImages=10000 layer=pool1", SMALLEST + " mapImages=1", "epochs=6 layer=conv1"],
    "04": [
        "epochs=1 wideEpochs=2 trainingImages=5 batchSize=5 testImages=1 watchedImages=1",
        "epochs=3 batchSize=100 watchedImages=50000",
    ],
    "05": [
        SMALLEST_HELD_OUT + " seeds=7",
        "epochs=1 seeds=1 dropoutRate=0",
        "epochs=4 seeds=1,-1 l2=0.1 batchSize=1800",
    ],
    "06": ["epochs=3 seeds=1,2", SMALLEST_HELD_OUT + " seeds=3", "epochs=6 momentum=0 l2=0.1 seeds=5"],
    "07": [
        SMALLEST_HELD_OUT + " longEpochs=2 filters=1 seeds=4",
        "epochs=3 longEpochs=2 cropPadding=0 momentum=0 seeds=1",
        "longEpochs=2 validationImages=600 cropPadding=31 seeds=1",
    ],
    "08": [
        "epochs=3 every=1 layer=dense2 momentum=0 cropPadding=0 otherComponents=20 otherIterations=250 otherPerplexities=5",
        SMALLEST_HELD_OUT + " trainingImages=40 testImages=20 points=20 drawn=1 neighbours=1 components=1 perplexity=2"
        " every=7 iterations=250 reportSteps=50 otherComponents=[] otherIterations=[] otherPerplexities=[]",
        "epochs=5 every=4 reportSteps=3 components=300 perplexity=66 drawn=200 neighbours=199 otherIterations=[]",
    ],
    "09": [
        "trainingImages=50 batchSize=50 epochs=1 perceptronEpochs=1 imageSize=18 imageSizes=18 perceptronRates=1"
        " leNetRates=1 improvedRates=1",
        "imageSize=28 imageSizes=20,64 wideGain=0.1 epochs=2 batchSize=200",
    ],
    "10": [
        SMALLEST_HELD_OUT + " ablationEpochs=1 digitEpochs=1 trainingDigits=4 width=1 ablationWidth=1 digitWidth=1"
        " seeds=1 ablationSeeds=1 digitSeeds=1",
        "l2=0 labelSmoothing=0 cropPadding=0 digitL2=0 digitCrop=0 digitRotation=0 momentum=0 seeds=1,2,3"
        " ablationSeeds=1 digitSeeds=1",
    ],
    "11": [
        SMALLEST + " seeds=1 learningRates=0.1 manyRuns=1 manyExecutors=1",
        "rounds=2 manyRuns=1000000 megabytesPerSecond=0.5 seeds=1",
    ],
}
_DIVERGING = {
    "03": ["learningRate=1000 sigmoidLearningRate=1000"],
    "04": ["learningRate=1000"],
    "05": ["learningRate=1000 seeds=1"],
    "06": ["learningRate=1000 seeds=1"],
    "07": ["learningRate=1000 adaptiveLearningRate=1000 seeds=1"],
    "08": ["learningRate=1000"],
    "10": ["learningRate=1000"],
}
_REFUSED = {
    "00": ["batchSize=3001", "epochs=0", "learningRate=0", "testImages=10001", "trainingImages=60001"],
    "01": ["batchSize=1001", "epochs=0", "learningRates=0.1", "learningRates=0.01,0.1"],
    "02": ["layer=dense1", "ownPicture=none.png", "excitingImages=501", "batchSize=3001", "sigmoidLearningRate=0"],
    "03": ["layer=conv3", "mapImages=0", "batchSize=1501", "testImages=0"],
    "04": ["batchSize=201", "wideEpochs=0", "watchedImages=0"],
    "05": ["batchSize=1801", "validationImages=2000", "l2=0", "seeds=[]", "seeds=1,1", "dropoutRate=1"],
    "06": ["batchSize=801", "validationImages=1000", "l2=0", "seeds=[]", "momentum=1"],
    "07": ["batchSize=601", "validationImages=0", "longEpochs=0", "filters=0", "cropPadding=32", "seeds=[]"],
    "08": [
        "points=401",
        "perplexity=70",
        "otherPerplexities=5,100",
        "otherIterations=100",
        "otherComponents=51",
        "iterations=249",
        "layer=pool2",
        "drawn=201",
        "neighbours=200",
        "every=0",
        "reportSteps=-1",
    ],
    "09": [
        "imageSize=17",
        "imageSizes=[]",
        "improvedRates=[]",
        "mnistImages=10",
        "trainingImages=49",
        "batchSize=201",
        "wideGain=0",
    ],
    "10": ["batchSize=601", "width=0", "seeds=[]", "labelSmoothing=1", "digitRotation=181", "validationImages=700"],
    "11": ["rounds=0", "seeds=[]", "learningRates=[]", "megabytesPerSecond=0", "manyExecutors=0", "batchSize=301"],
}


def variations(full: bool) -> Iterator[Variation]:
    """All of them, or what is refused and the first of each lab that runs."""
    for lab, several in _RUN.items():
        yield from (Variation(lab, parameters, "refused") for parameters in _REFUSED[lab])
        yield from (Variation(lab, parameters, "runs") for parameters in (several if full else several[:1]))
        yield from (Variation(lab, parameters, "either") for parameters in (_DIVERGING.get(lab, []) if full else []))


def complaint(variation: Variation, failure: Failure | None) -> str:
    """Returns what is wrong with how a variation ended; nothing where it is as it should be."""
    if failure is None:
        return f"{variation} should be refused" if variation.expected == "refused" else ""
    said = without_colours(failure.message)
    if variation.expected != "runs" and "IllegalArgumentException" in said and ADVICE in said:
        return ""
    return f"{variation} failed in cell {failure.cell_number}:\n{failure.source}\n{said.rstrip()}"


def try_to_run(variation: Variation) -> str:
    """Runs a lab in its quick profile, but for these parameters; returns the complaint, if there is one."""
    job = run.prepare(run.find(variation.lab), "quick", variation.overrides)
    failures = execute(job.notebook, job.path.parent, lambda line: None, job.environment)
    return complaint(variation, next(iter(failures), None))


def try_refusals(lab: str, several: Sequence[Variation]) -> list[str]:
    """Has a lab's parameters, and what refuses them, evaluated in one kernel with each of these values."""
    job = run.prepare(run.find(lab), "quick", {})
    cells = [cell for cell in job.notebook.cells if cell.cell_type == "code"]
    place = next(i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", []))
    rules = [cell.source for cell in cells if cell.id.startswith("fits")]
    asked = [
        "\n".join([cells[place].source, *run.prepare(job.path, "quick", variation.overrides).assignments, *rules])
        for variation in several
    ]
    job.notebook.cells = [*cells[:place], *map(new_code_cell, asked)]
    failures = execute(job.notebook, job.path.parent, lambda line: None, job.environment, past_failures=True)
    failed = {failure.source: failure for failure in failures}
    return [complaint(variation, failed.get(source)) for variation, source in zip(several, asked)]


def try_all(lab: Path, full: bool) -> tuple[int, int]:
    """Tries those of a lab; returns how many passed and how many did not."""
    complaints: list[str] = []

    def note(several: Sequence[Variation], said: Sequence[str]) -> None:
        for variation, wrong in zip(several, said):
            print(f"wrong: {wrong}\n" if wrong else f"right: {variation}", flush=True)
        complaints.extend(said)

    of_lab = [variation for variation in variations(full) if lab.stem.startswith(variation.lab)]
    refused = [variation for variation in of_lab if variation.expected == "refused"]
    note(refused, try_refusals(lab.stem, refused))
    for variation in of_lab:
        if variation not in refused:
            note([variation], [try_to_run(variation)])
    wrong = len(list(filter(None, complaints)))
    return len(complaints) - wrong, wrong
