"""`environment/lab bench`: the compiled step beside Deeplearning4j as it ships and PyTorch."""

from __future__ import annotations

import argparse

import build
import maven
from project import ENVIRONMENT, TARGET, LabError, become, choose_runs, java_program

# What is built and written here. Its jars lie apart, where no other build takes them from under a benchmark that runs.
PLACE = TARGET / "bench"


def main(options: argparse.Namespace) -> int:
    """Times it."""
    platform = build.nd4j_platform()
    if not platform.startswith("linux-x86_64"):
        raise LabError("the benchmark's libtorch is for Linux on x86-64 only")
    with build.build_errors(), build.locked():
        make(platform)
    choose_runs()
    class_path = (PLACE / "classpath").read_text(encoding="utf-8").strip()
    arguments = [str(PLACE), options.only or "", str(options.out or "")]
    become([java_program(), f"@{ENVIRONMENT / 'java.options'}", "-cp", class_path, "cnnlabs.bench.Bench", *arguments])


def make(platform: str) -> None:
    """Builds it."""
    print("Building the benchmark ...")
    if not (PLACE / "djl").exists():
        print("The first time downloads libtorch, about 110 MB.")
    PLACE.mkdir(parents=True, exist_ok=True)
    maven.remove_jars(maven.BENCH)
    maven.package(platform, ["-Pbench", "-pl", ",".join(maven.BENCH.values())])
    maven.take_jars(maven.BENCH, PLACE, PLACE, "lib/bench")
