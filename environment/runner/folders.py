"""Whose notebooks a command means: those of a reader's own folder, or the project's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import originals
from project import NOTEBOOKS, ROOT, TARGET, UsageError

# The folder that `lab up --folder` opened, for the terminals and kernels that it starts.
VARIABLE = "CNNLABS_FOLDER"


def own(named: Path | None = None) -> Path | None:
    """Returns the folder of the reader's own notebooks: the one named, else the one where the command is run, where it
    holds copies of labs, else the one that `lab up --folder` opened. None means the project's own.
    """
    if named is not None and not named.is_dir():
        raise UsageError(f"--folder: there is no folder {named}")
    opened = os.environ.get(VARIABLE)
    for folder in (named, _here(), Path(opened) if opened else None):
        if folder is not None and folder.is_dir():
            return None if _is_the_projects(folder) else folder.resolve()
    return None


def _here() -> Path | None:
    try:
        here = Path.cwd()
    except FileNotFoundError:  # removed under a terminal's feet
        return None
    return here if not _is_the_projects(here) and originals.holds_copies(here) else None


def _is_the_projects(folder: Path) -> bool:
    folder = folder.resolve()
    return folder == ROOT or any(folder.is_relative_to(place) for place in (NOTEBOOKS, TARGET))


def usable(folder: Path) -> None:
    """Makes a folder for results, and raises UsageError where nothing can be written to it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UsageError(
            f"results cannot be written to {folder}: {error.strerror}. Name another folder with --out"
        ) from None
