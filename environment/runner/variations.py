"""The labs with other parameters than their own: each of these runs to its end, or is refused in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import run
from execute import Failure, execute, without_colours
from project import UsageError

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


# The first that runs and the first that is refused are tried by `lab test`, the others with --full. Those of a lab are
# in the order in which they find each other's runs in the store: a run that is the beginning of a longer one lacks its
# last network.
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
        "trainingImages=10 batchSize=10 epochs=1 perceptronEpochs=1 imageSize=18 imageSizes=18 perceptronRates=1"
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
    "09": ["imageSize=17", "imageSizes=[]", "improvedRates=[]", "mnistImages=10", "batchSize=201", "wideGain=0"],
    "10": ["batchSize=601", "width=0", "seeds=[]", "labelSmoothing=1", "digitRotation=181", "validationImages=700"],
    "11": ["rounds=0", "seeds=[]", "learningRates=[]", "megabytesPerSecond=0", "manyExecutors=0", "batchSize=301"],
}


def variations(full: bool) -> Iterator[Variation]:
    """All of them, or the first of each kind that a lab has."""
    for lab in _RUN:
        for expected, table in (("runs", _RUN), ("either", _DIVERGING), ("refused", _REFUSED)):
            several = table.get(lab, [])
            if not full:
                several = several[: 0 if expected == "either" else 1]
            yield from (Variation(lab, parameters, expected) for parameters in several)


def complaint(variation: Variation, failures: Sequence[Failure], fits: Collection[str]) -> str:
    """Returns what is wrong with how a lab ended; nothing where it is as it should be.

    `fits` are the sources of the cells that refuse parameters.
    """
    if not failures:
        return f"{variation} ran, and should be refused" if variation.expected == "refused" else ""
    failure = failures[0]
    said = without_colours(failure.message)
    in_words = "IllegalArgumentException" in said and ADVICE in said
    if in_words and (variation.expected == "either" or variation.expected == "refused" and failure.source in fits):
        return ""
    return f"{variation} failed in cell {failure.cell_number}:\n{failure.source}\n{said.rstrip()}"


def try_all(full: bool) -> tuple[int, int]:
    """Runs them in their quick profiles; returns how many passed and how many did not."""
    passed, wrong = 0, []
    for variation in variations(full):
        path = run.find(variation.lab)
        try:
            if not run.without_spark([path], named=False):
                continue
            job = run.prepare(path, "quick", variation.overrides)
            failures = execute(job.notebook, job.path.parent, lambda line: None, job.environment)
            fits = [cell.source for cell in job.notebook.cells if cell.get("id", "").startswith("fits")]
            said = complaint(variation, failures, fits)
        except UsageError as error:
            said = str(error)
        print(f"{'wrong' if said else 'right'}: {variation}", flush=True)
        passed += not said
        wrong += [said] if said else []
    print(*wrong, sep="\n\n")
    return passed, len(wrong)
