"""Where the project's things are, what its notebooks are called, and what its commands share."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / "environment"
NOTEBOOKS = ROOT / "notebooks"
TARGET = ROOT / "target"

# What `lab restore` calls the reader's edited notebook, behind its name.
MINE = re.compile(r"\.mine(?:-\d+)?$")


class UsageError(Exception):
    """What the user asked for makes no sense; nothing was done."""


class LabError(Exception):
    """What the user asked for cannot be done here; says why."""


def choose_runs(folder: Path = NOTEBOOKS) -> None:
    """Gives what is started from here the store of runs in a folder, unless the user has named one."""
    if not os.environ.get("CNNLABS_RUNS"):
        os.environ["CNNLABS_RUNS"] = str(folder / "runs")


def java_program() -> str:
    """Returns the program of the Java that the script found."""
    return os.path.join(os.environ["JAVA_HOME"], "bin", "java")


def java_version() -> str:
    """Returns what that says of itself, in a line."""
    done = subprocess.run([java_program(), "--version"], stdout=subprocess.PIPE, text=True, check=False)
    return done.stdout.split("\n")[0]


def become(command: Sequence[str]) -> NoReturn:
    """Goes on as another program, which gets the signals that are meant for this one."""
    sys.stdout.flush()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, and would have the other do so, too
    os.execv(command[0], command)


def git(root: Path) -> list[str]:
    """Returns how git is called on a project that may belong to somebody else, such as a teacher."""
    return ["git", "-c", f"safe.directory={root}", "-C", str(root)]


def notebooks(folder: Path) -> list[Path]:
    """Returns a folder's notebooks by name, but for those that a reader's work was kept in."""
    return sorted(
        (path for path in folder.glob("*.ipynb") if not MINE.search(path.stem)), key=lambda path: path.stem
    )


def name_of(path: Path, folder: Path) -> str:
    """Returns what a notebook is called: `01-lenet`, `solutions/01-lenet`, or its stem if it lies elsewhere."""
    path = path.resolve().with_suffix("")
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def choose(name: str, known: Sequence[str], where: object = "notebooks/") -> str:
    """Returns the one of the known names that is this name or starts with it; `where` says what knows them."""
    stem = name[: -len(".ipynb")] if name.endswith(".ipynb") else name
    fitting = [other for other in known if other == stem] or [other for other in known if other.startswith(stem)]
    if len(fitting) == 1:
        return fitting[0]
    fact = f"'{name}' means more than one notebook" if fitting else f"there is no notebook '{name}'"
    listed = "".join(f"\n  {other}" for other in fitting or known) or " none"
    raise UsageError(f"{fact}; {'it fits' if fitting else f'those in {where} are'}:{listed}")
