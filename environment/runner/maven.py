"""The modules, what Maven makes of them, and what it says meanwhile."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from project import ROOT, LabError

# The project's own jars, in the order of a class path, and the module that each is made of.
LIBRARY = {"cnnlabs": "lib", "cnnlabs-engine": "lib/engine"}
KERNEL = {"cnnlabs-kernel": "environment/kernel", **LIBRARY}
SPARK = {"cnnlabs-spark": "lib/spark"}
BENCH = {"cnnlabs-bench": "lib/bench", **LIBRARY}

# The plugin's full name: Maven would ask the network what the short one means.
CLASS_PATHS = "org.apache.maven.plugins:maven-dependency-plugin:build-classpath"


def package(platform: str, options: Sequence[str]) -> None:
    """Makes the modules' jars and, beside each, the list of what it runs with.

    :param platform: ND4J's name for the processor
    :param options: which profiles, and which modules if not all
    """
    command = ["mvn", "-B", f"-Dnd4j.platform={platform}", "-Dmaven.test.skip=true", "-DincludeScope=runtime"]
    command += ["-Dmdep.outputFile=target/runtime.classpath", *options, "package", CLASS_PATHS]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,  # it holds the lock of the builds, should it outlive this
    ) as maven:
        follow(maven.stdout or (), 10)
    if maven.returncode:
        raise LabError("the build failed")


def follow(lines: Iterable[str], seconds: float) -> None:
    """Shows errors and, every so many seconds, how far Maven is: the first time it downloads for a minute or more."""
    arrived: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in lines:
            arrived.put(line)
        arrived.put(None)

    threading.Thread(target=read, daemon=True).start()
    files, doing, shown = 0, "starting", time.monotonic()
    while True:
        try:
            said = arrived.get(timeout=seconds)
        except queue.Empty:
            said = ""
        if said is None:
            return
        # Debian's Maven resets a terminal's colours even where there is no terminal.
        line = said.replace("\x1b[m", "").replace("\x1b[0m", "").rstrip("\n")
        if "Downloading from" in line:
            doing = f"downloading {line.split('/')[-1]}"
        elif "Downloaded from" in line:
            files += 1
        elif line.startswith("[INFO] Building ") and not line.startswith("[INFO] Building jar"):
            doing = f"building {line[len('[INFO] Building '):].split('  ')[0]}"
        elif line and not line.startswith(("[INFO]", "[WARNING]", "Progress")):
            print(line, file=sys.stderr)
        if time.monotonic() - shown >= seconds:
            print(f"  ... files downloaded: {files}; {doing}")
            shown = time.monotonic()


def remove_jars(modules: Mapping[str, str]) -> None:
    """Removes what Maven made before: a version's name may have changed."""
    for name, module in modules.items():
        for jar in (ROOT / module / "target").glob(f"{name}*.jar"):
            jar.unlink()


def take_jars(modules: Mapping[str, str], folder: Path, named: Path, runs_with: str) -> None:
    """Copies the modules' jars to a folder, and writes the class path there: they, and the jars of others.

    :param named: the folder that the class path has them in
    :param runs_with: the module whose libraries the class path has
    """
    for name, module in modules.items():
        made = [*(ROOT / module / "target").glob(f"{name}*.jar")]
        if len(made) != 1:
            raise LabError(f"Maven made {len(made)} jars named {name}*.jar in {module}/target, where one is expected")
        shutil.copyfile(made[0], folder / f"{name}.jar")
    libraries = (ROOT / runs_with / "target" / "runtime.classpath").read_text(encoding="utf-8").strip()
    others = [jar for jar in libraries.split(os.pathsep) if not jar.startswith(f"{ROOT}/")]
    jars = [*(str(named / f"{name}.jar") for name in modules), *others]
    (folder / "classpath").write_text(os.pathsep.join(jars) + "\n", encoding="utf-8")
