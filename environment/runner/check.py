"""`environment/lab test`: what continuous integration runs."""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

from project import ENVIRONMENT, ROOT, TARGET

# oneDNN's names of what it may use at most, and how Linux calls what the processor must have for it.
INSTRUCTION_SETS = {"SSE41": "sse4_1", "AVX": "avx", "AVX2": "avx2", "AVX512_CORE": "avx512dq", "DEFAULT": ""}
JDKS = (17, 21, 25)
Item = TypeVar("Item")
Result = TypeVar("Result")
KERNEL_TESTS = ENVIRONMENT / "kernel" / "src" / "test" / "python"


@dataclass(frozen=True)
class Count:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"

    def at_least_one_failed(self) -> Count:
        """What a part counts that ended badly, whatever its tests say: a build that broke before them."""
        return self if self.failed else Count(self.passed, 1, self.skipped)


def java_modules(options: argparse.Namespace) -> Count:
    """The tests of the library and the kernel, with the checks of the sources where the JDK can run them."""
    command = ["mvn", "-B", "-ntp", "--fail-at-end", f"-Dnd4j.platform={options.platform}", "verify"]
    command.append("-Pspark")
    if options.jdk == 17:
        command.append("-Pchecks")
    else:
        print(f"The checks of the sources are left out: they run on a JDK 17, and this is {options.jdk}.")
    if options.full:
        command.append("-DexcludedGroups=")
        if options.platform.startswith("linux-x86_64"):  # the benchmark's libtorch is for no other
            command.append("-Pbench")
    return junit_tests(command, [ROOT / "lib", *(ROOT / "lib").glob("*/"), ENVIRONMENT / "kernel"])


def every_processor(options: argparse.Namespace) -> Count:
    """The engine's tests as on most processors. With --full the library's, too, as on each, by each JDK and on a busy machine.

    Not each by each: what oneDNN does does not hang on the JVM.
    """
    if not options.full:
        return library_tests(options, "AVX2", modules="lib/engine")
    others = [name for name in INSTRUCTION_SETS if name != "DEFAULT"]  # which ran already, by this JDK
    count = sum((library_tests(options, instructions) for instructions in others), Count())
    for version, java in sorted(jvms().items()):
        if version != options.jdk:
            count += library_tests(options, "DEFAULT", version, java)
    with busy_loops(2):
        return count + library_tests(options, "DEFAULT", beside=", beside two busy loops")


def library_tests(
    options: argparse.Namespace, instructions: str, jdk: int = 0, java: Path | None = None,
    modules: str = "lib/engine,lib", beside: str = "",
) -> Count:
    """The modules' tests with a set of instructions and on a JVM. The long ones ran before."""
    name = f"{modules}, instructions {instructions}, JDK {jdk or options.jdk}{beside}"
    if not has_instructions(instructions, Path("/proc/cpuinfo")):
        print(f"{name}: left out, since this processor has no {instructions}.")
        return Count(skipped=1)
    print(f"--- {name}")
    command = ["mvn", "-B", "-ntp", f"-Dnd4j.platform={options.platform}", "-pl", modules, "test"]
    if java:
        command.append(f"-Djvm={java}")
    count = junit_tests(
        command, [ROOT / module for module in modules.split(",")], {"DNNL_MAX_CPU_ISA": instructions}
    )
    if not count.passed:
        count = count.at_least_one_failed()
    print(f"{name}: {count}")
    return count


def has_instructions(name: str, cpuinfo: Path) -> bool:
    """Whether the processor has them. Where that cannot be read, oneDNN takes what there is."""
    flags = re.findall(r"^flags\s*:(.*)", cpuinfo.read_text(), re.MULTILINE) if cpuinfo.exists() else []
    return not flags or not INSTRUCTION_SETS[name] or INSTRUCTION_SETS[name] in flags[0].split()


def jvms(folder: Path = Path("/usr/lib/jvm")) -> dict[int, Path]:
    """One JVM of each version that the labs run on, of those that the machine has: by version."""
    found = {}
    for release in [Path(os.environ.get("JAVA_HOME", "."), "release"), *sorted(folder.glob("*/release"))]:
        version = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE) if release.exists() else None
        if version and int(version[1]) in JDKS:
            found.setdefault(int(version[1]), release.parent / "bin" / "java")
    return found


@contextmanager
def busy_loops(number: int) -> Iterator[None]:
    """Keeps as many of the machine's cores busy meanwhile."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def junit_tests(command: list[str], modules: list[Path], environment: dict[str, str] | None = None) -> Count:
    """Runs Maven, and counts what the modules' tests report."""

    def reports() -> list[Path]:
        return [report for module in modules for report in module.glob("target/surefire-reports/TEST-*.xml")]

    for stale in reports():
        stale.unlink()
    sys.stdout.flush()
    status = subprocess.run(command, cwd=ROOT, env={**os.environ, **(environment or {})}, check=False).returncode
    count = sum((junit_count(report.read_text(encoding="utf-8")) for report in reports()), Count())
    return count if status == 0 else count.at_least_one_failed()


def junit_count(report: str) -> Count:
    """Reads a JUnit report."""
    suite = ElementTree.fromstring(report)
    total, failures, errors, skipped = (
        int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
    )
    return Count(total - failures - errors - skipped, failures + errors, skipped)


def python_tests(arguments: list[str]) -> Count:
    """Runs a program that ends as Python's unittest does, and reads its count."""
    sys.stdout.flush()
    process = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, stderr=subprocess.PIPE, text=True, errors="replace", check=False
    )
    print(process.stderr, end="")
    count = unittest_count(process.stderr)
    return count if process.returncode == 0 else count.at_least_one_failed()


def unittest_count(output: str) -> Count:
    """Reads unittest's last lines: `Ran 12 tests in 0.5s` and `FAILED (failures=1, errors=2, skipped=3)`."""
    ran = re.findall(r"^Ran (\d+) tests?", output, re.MULTILINE)
    verdict = re.findall(r"^(?:OK|FAILED)(?: \((.*)\))?$", output, re.MULTILINE)
    if not ran or not verdict:
        return Count(failed=1)
    numbers = {name.strip(): int(number) for name, number in re.findall(r"([a-z ]+)=(\d+)", verdict[-1])}
    failed = sum(numbers.get(name, 0) for name in ("failures", "errors", "unexpected successes"))
    skipped = numbers.get("skipped", 0)
    return Count(int(ran[-1]) - failed - skipped, failed, skipped)


def kernel_protocol(options: argparse.Namespace) -> Count:
    """The kernel, asked as Jupyter asks it; with the long tests, for long."""
    tests = [[str(KERNEL_TESTS / "test_kernel.py")]]
    if options.full:
        tests[0].append("--full")
        tests += [[str(KERNEL_TESTS / f"test_{name}.py")] for name in ("soak", "start")]
    return sum(map(python_tests, tests), Count())


def runner(options: argparse.Namespace) -> Count:
    """The tests of the script and of the runner."""
    return python_tests(["-m", "unittest", "discover", "-s", str(ENVIRONMENT / "tests")])


def notebooks(options: argparse.Namespace) -> Count:
    """Every notebook, in its quick profile; the solutions last, which find the labs' runs in the store."""
    import run

    return sum((count for group in (run.labs(), run.solutions()) for count in side_by_side(notebook, group)), Count())


def notebook(path: Path) -> Count:
    """Runs one, and then prints what that said, since another runs beside it."""
    import run

    said = io.StringIO()
    try:
        with redirect_stdout(said):
            total, failed = run.run_all([path], "quick", {}, run.Output(TARGET / "executed-by-test"))
    except run.UsageError as error:
        print(error, file=said)
        total, failed = 1, [path.stem]
    finally:
        print(said.getvalue(), end="", flush=True)
    return Count(total - len(failed), len(failed))


def other_parameters(options: argparse.Namespace) -> Count:
    """The labs with other parameters; with the long tests, with many."""
    import run

    labs = run.without_spark(run.labs(), named=False)
    return sum(side_by_side(partial(other_parameters_of, full=options.full), labs), Count())


def other_parameters_of(lab: Path, full: bool) -> Count:
    """Tries those of one lab."""
    import variations

    return Count(*variations.try_all(lab, full))


def side_by_side(work: Callable[[Item], Result], items: Sequence[Item], at_once: int = 2) -> Iterator[Result]:
    """Does work on each item in a process of its own, some at once: while one waits or trains on one core, another works."""
    with ProcessPoolExecutor(at_once) as pool:
        try:
            yield from pool.map(work, items)
        except BaseException:
            for process in multiprocessing.active_children():
                process.terminate()  # which ends what it runs, too
            raise


def browser(options: argparse.Namespace) -> Count:
    """The first notebook in a browser, or all of them."""
    profiles = "browser,checks" if options.jdk == 17 else "browser"
    command = ["mvn", "-B", "-ntp", f"-P{profiles}", "-pl", "environment/browser", "verify"]
    if options.full:
        command.append("-DexcludedGroups=")
    return junit_tests(command, [ENVIRONMENT / "browser"])


def image(options: argparse.Namespace) -> Count:
    """The steps of the Dockerfile, in a fresh Debian."""
    return tried("try", "The steps of the Dockerfile are", "debootstrap")


def arm(options: argparse.Namespace) -> Count:
    """The first lab and the engine's gradients on an emulated ARM processor."""
    if not Path("/proc/sys/fs/binfmt_misc/qemu-aarch64").exists():
        print("Linux on ARM is not tried: that needs a kernel that hands its programs to QEMU (Debian: qemu-user-static).")
        return Count(skipped=1)
    return tried("try-arm", "Linux on ARM is", "debootstrap")


def tried(script: str, what: str, *tools: str) -> Count:
    """Runs a script that needs root and tools."""
    if os.geteuid() != 0 or not all(map(shutil.which, tools)):
        print(f"{what} not tried: that needs root, {' and '.join(tools)}.")
        return Count(skipped=1)
    sys.stdout.flush()
    status = subprocess.run([str(ENVIRONMENT / "image" / script)], check=False).returncode
    return Count(passed=1) if status == 0 else Count(failed=1)


PARTS: dict[str, Callable[[argparse.Namespace], Count]] = {
    "library and kernel": java_modules,
    "every processor": every_processor,
    "kernel protocol": kernel_protocol,
    "script and runner": runner,
    "notebooks": notebooks,
    "other parameters": other_parameters,
    "browser": browser,
}
LONG_PARTS = {"arm": arm, "image": image}
# These wait more than they compute.
TOGETHER = ("every processor", "kernel protocol", "script and runner")


def groups(full: bool) -> list[tuple[str, ...]]:
    """The parts in their order, those together that run side by side: none of the long ones, which would slow each other."""
    if full:
        return [(name,) for name in (*PARTS, *LONG_PARTS)]
    others = [(name,) for name in PARTS if name not in TOGETHER]
    return [others[0], TOGETHER, *others[1:]]


def timed(name: str, options: argparse.Namespace) -> tuple[Count, str]:
    """Runs a part; returns its count and the line that sums it up."""
    print(f"--- {name}", flush=True)
    start = time.monotonic()
    count = {**PARTS, **LONG_PARTS}[name](options)
    return count, f"{name:20} {time.monotonic() - start:7.1f} s  {count}"


def main(options: argparse.Namespace) -> int:
    from execute import Interrupted

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both end what runs
    os.environ["CNNLABS_TEST"] = "full" if options.full else "fast"

    total, lines = Count(), []
    try:
        for names in groups(options.full):
            for count, line in side_by_side(partial(timed, options=options), names, len(names)):
                total += count
                lines.append(line)
    except (Interrupted, KeyboardInterrupt):
        print("Interrupted.")
        return 130
    print("---", *lines, sep="\n")
    print(total)
    return 1 if total.failed else 0
