"""The build: the jars of the library and the kernel, and the specification of the kernel that runs with them.

A build lies in a folder of its own, named by the hash of its sources, so that a change never overwrites a jar under a
running kernel. Builds with Spark or CUDA lie apart, each kind with a specification of its own: what one terminal runs
takes nothing from under the kernels of another.
"""

from __future__ import annotations

import fcntl
import filecmp
import hashlib
import os
import platform
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import gpu
import specification
from maven import KERNEL, SPARK, package, remove_jars, take_jars
from project import ROOT, TARGET, LabError, java_program

# What a kernel's build is made of, and what lies below that and is no part of it.
HOW = ("build", "maven", "specification")
SOURCES = ("pom.xml", "lib", "environment", *(f"environment/runner/{name}.py" for name in HOW))
APART = {"lib/bench", *(f"environment/{name}" for name in ("browser", "image", "lab", "runner", "tests"))}

# A build has 5 MB. Whether a process still has its jars in one cannot be asked: it may run in another container, or name
# them by an argument file.
DAYS_UNUSED = 14


def nd4j_platform() -> str:
    """Returns ND4J's name for this machine's processor: its native code is downloaded for no other."""
    system, machine = platform.system(), platform.machine()
    if (system, machine) == ("Linux", "x86_64"):
        avx2 = re.search(r"\bavx2\b", Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace"))
        return f"linux-x86_64-onednn{'-avx2' if avx2 else ''}"
    names = {
        ("Linux", "aarch64"): "linux-arm64",
        ("Darwin", "x86_64"): "macosx-x86_64-onednn-avx2",
        ("Darwin", "arm64"): "macosx-arm64",
    }
    if (system, machine) not in names:
        raise LabError(f"Deeplearning4j has no native code for {system} on {machine}")
    return names[system, machine]


@contextmanager
def locked() -> Iterator[None]:
    """Keeps others from building meanwhile: Maven's folders are the same for every kind of build."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with (TARGET / "lock").open("a") as lock:
        os.set_inheritable(lock.fileno(), True)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sources() -> Iterator[Path]:
    """Returns the files that a kernel's build is made of."""

    def below(path: Path) -> Iterator[Path]:
        name = path.relative_to(ROOT).as_posix()
        if path.name == "target" or name in APART or name.endswith("/src/test"):
            return
        if path.is_dir():
            for child in sorted(path.iterdir()):
                yield from below(child)
        else:
            yield path

    for place in SOURCES:
        yield from below(ROOT / place)


@dataclass(frozen=True)
class Build:
    """What these sources, this JDK and this processor make."""

    cuda: bool = False
    spark: bool = False

    @classmethod
    def chosen(cls, with_gpu: bool = False, with_spark: bool = False) -> Build:
        """Returns the build for a card, if one is wanted and fits; with Spark, too, where a lab that has it started this."""
        spark = with_spark or bool(os.environ.get("CNNLABS_SPARK"))
        if spark:
            os.environ["CNNLABS_SPARK"] = "1"
        return cls(with_gpu and gpu.use(), spark)

    @cached_property
    def platform(self) -> str:
        return nd4j_platform()

    @property
    def profiles(self) -> list[str]:
        return [*(["-Pcuda"] if self.cuda else []), *(["-Pspark"] if self.spark else [])]

    @property
    def modules(self) -> dict[str, str]:
        return {**KERNEL, **(SPARK if self.spark else {})}

    @property
    def _kind(self) -> str:
        return f"{'-cuda' if self.cuda else ''}{'-spark' if self.spark else ''}"

    @property
    def jupyter(self) -> Path:
        """Where Jupyter finds the kernel specification."""
        return TARGET / f"jupyter{self._kind}"

    @property
    def specification(self) -> Path:
        return self.jupyter / "kernels" / "java" / "kernel.json"

    @cached_property
    def folder(self) -> Path:
        made_of = hashlib.sha256(repr((str(ROOT), os.environ["JAVA_HOME"], self.platform, self.profiles)).encode())
        for path in sources():
            made_of.update(f"{path.relative_to(ROOT)}\n".encode())
            made_of.update(hashlib.sha256(path.read_bytes()).digest())
        return TARGET / f"lab{self._kind}" / made_of.hexdigest()[:12]

    @property
    def class_path(self) -> str:
        return (self.folder / "classpath").read_text(encoding="utf-8").strip()

    def missing(self) -> Path | None:
        """Returns a file that the build lacks, if it does: a jar of others lies in Maven's folder."""
        try:
            jars = self.class_path.split(os.pathsep)
        except OSError:
            return self.folder / "classpath"
        return next((Path(jar) for jar in jars if not os.path.exists(jar)), None)

    def is_published(self) -> bool:
        try:
            return filecmp.cmp(self.folder / "kernel.json", self.specification, shallow=False)
        except OSError:
            return False

    def make(self) -> None:
        print("Building the library and the kernel ...")
        if self.cuda:
            print("The first time downloads CUDA's libraries, about 2.4 GB.")
        elif not any(TARGET.glob("jupyter*")):
            print("The first time downloads about 250 MB.")
        remove_jars({**KERNEL, **SPARK})
        package(self.platform, self.profiles)
        part = self.folder.with_name(f"{self.folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        take_jars(self.modules, part, self.folder, "lib/spark" if self.spark else "lib")
        class_path = (part / "classpath").read_text(encoding="utf-8").strip()
        specification.write(part / "kernel.json", specification.specification(java_program(), class_path))
        shutil.rmtree(self.folder, ignore_errors=True)
        part.rename(self.folder)
        self._remove_others()

    def _remove_others(self) -> None:
        """Removes builds of this kind that no command has used for two weeks."""
        oldest = time.time() - DAYS_UNUSED * 24 * 3600
        for other in self.folder.parent.iterdir():
            if other != self.folder and other.is_dir() and other.stat().st_mtime < oldest:
                shutil.rmtree(other, ignore_errors=True)

    def publish(self) -> None:
        """Puts the specification where Jupyter looks for it, and where the user registered one of this kind."""
        self.specification.parent.mkdir(parents=True, exist_ok=True)
        part = self.specification.with_name("kernel.json.part")
        shutil.copyfile(self.folder / "kernel.json", part)
        part.replace(self.specification)
        specification.refresh(self.specification)

    def make_what_is_missing(self) -> None:
        """Of two at once the second waits, and finds the work done."""
        lacking = self.missing() or (None if self.is_published() else self.specification)
        if lacking is None:
            return
        try:
            TARGET.mkdir(parents=True, exist_ok=True)
            (TARGET / "lock").open("a").close()
        except OSError:
            raise LabError(
                f"the project is not built for Java in {os.environ['JAVA_HOME']} ({lacking} is not there, or not for you"
                f" to read), and you cannot write {TARGET}. Its owner builds it with environment/lab up"
            ) from None
        with build_errors(), locked():
            if self.missing():
                self.make()
            if not self.is_published():
                self.publish()


@contextmanager
def build_errors() -> Iterator[None]:
    """Says of a file that cannot be copied or written that the build failed."""
    try:
        yield
    except OSError as error:
        print(f"environment/lab: {error}", file=sys.stderr)
        raise LabError("the build failed") from None


def prepare(with_gpu: bool = False, with_spark: bool = False) -> Build:
    """Makes sure of what comes before a notebook: the build, and a kernel specification that Jupyter finds."""
    build = Build.chosen(with_gpu, with_spark)
    build.make_what_is_missing()
    with suppress(OSError):
        os.utime(build.folder)  # it is in use
    places = [str(build.jupyter), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, places))
    return build
