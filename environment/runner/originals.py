"""The notebooks as the project shipped them, and `environment/lab restore`, the way back to them.

With git an original is what was last committed. Without, it is a copy that the first start makes, in a folder that
nothing which cleans up a build takes away.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from project import ENVIRONMENT, MINE, NOTEBOOKS, ROOT, UsageError, choose, git, name_of

COPIES = ".originals"


def keep() -> None:
    """Copies the notebooks at the first start, where no git has them."""
    copies = NOTEBOOKS / COPIES
    if copies.exists() or _git("rev-parse", "HEAD") is not None:
        return
    part = NOTEBOOKS / f"{COPIES}.part"
    shutil.rmtree(part, ignore_errors=True)
    try:
        for path in [*NOTEBOOKS.glob("*.ipynb"), *NOTEBOOKS.glob("solutions/*.ipynb")]:
            copy = part / path.relative_to(NOTEBOOKS)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        part.rename(copies)
    except OSError as error:  # a folder that cannot be written; or another start was quicker
        if not copies.exists():
            print(f"environment/lab: no originals are kept for 'lab restore': {error}", file=sys.stderr)


def names() -> list[str]:
    """Returns the names of all originals."""
    listed = _git("ls-tree", "-r", "-z", "--name-only", "HEAD", "notebooks/")
    if listed is None:
        paths = [path.relative_to(NOTEBOOKS / COPIES) for path in (NOTEBOOKS / COPIES).rglob("*.ipynb")]
    else:
        paths = [Path(path).relative_to("notebooks") for path in listed.decode().split("\0") if path]
    found = (path.with_suffix("").as_posix() for path in paths if path.suffix == ".ipynb")
    return sorted(name for name in found if not MINE.search(name))


def read(name: str) -> bytes:
    """Returns an original's file."""
    committed = _git("show", f"HEAD:notebooks/{name}.ipynb")
    return (NOTEBOOKS / COPIES / f"{name}.ipynb").read_bytes() if committed is None else committed


def fill(folder: Path) -> list[str]:
    """Copies the original labs to a folder that has no notebook yet; returns the names of those copied.

    What a lab says of `environment/lab` is true there, too: the folder gets a link of that name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _link_script(folder)
    if any(folder.glob("*.ipynb")):
        return []
    labs = [name for name in names() if "/" not in name]
    for name in labs:
        _write_whole(folder / f"{name}.ipynb", read(name))
    return labs


def _link_script(folder: Path) -> None:
    script, link = ENVIRONMENT / "lab", folder / "environment" / "lab"
    if link.exists() and not link.is_symlink():
        return  # the folder is a project, or has something of the reader's there
    try:
        link.parent.mkdir(exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(script)
    except OSError:
        pass  # a disk without links: the script can still be called by its path


def name_for(path: Path) -> str | None:
    """Returns the original's name that a reader's notebook was made from, as far as its own name says so.

    `01-lenet.mine`, `01-lenet-Copy1` and `01-lenet (2)` come from `01-lenet`.
    """
    return _name_for(path, names())


def _name_for(path: Path, known: list[str]) -> str | None:
    own = name_of(path, NOTEBOOKS)
    fitting = [name for name in known if own == name or (own.startswith(name) and not own[len(name)].isalnum())]
    return max(fitting, key=len, default=None)


def holds_copies(folder: Path) -> bool:
    """Whether a folder has a notebook that was made from an original."""
    paths, known = [*folder.glob("*.ipynb")], names()
    return any(_name_for(path, known) for path in paths)


def _git(*arguments: str) -> bytes | None:
    if not (ROOT / ".git").exists():
        return None
    try:
        done = subprocess.run([*git(ROOT), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def restore(name: str, folder: Path) -> Path | None:
    """Brings an original back to a folder. What lies in its place is kept under another name, which is returned."""
    path = folder / f"{name}.ipynb"
    original = read(name)
    kept = None
    if path.exists():
        edited = path.read_bytes()
        if edited == original:
            return None
        kept = _keep_aside(path, edited)
    path.parent.mkdir(exist_ok=True)
    _write_whole(path, original)
    return kept


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _keep_aside(path: Path, content: bytes) -> Path:
    """Writes the reader's notebook to a file that was not there before, safely on the disk."""
    for number in itertools.count(1):
        aside = path.with_name(f"{path.stem}.mine{'' if number == 1 else f'-{number}'}.ipynb")
        try:
            with aside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return aside
        except FileExistsError:
            continue
    raise AssertionError("there is always another number")


def main(options: argparse.Namespace) -> int:
    """Brings the original of a notebook back."""
    import folders

    try:
        own = folders.own(options.folder)
        path = Path(options.notebook)
        name = name_for(path) if path.is_file() else None
        if name:  # a path says by itself whose notebook is meant
            own = None if path.resolve().is_relative_to(NOTEBOOKS) else path.resolve().parent
        known = [name for name in names() if own is None or "/" not in name]
        name = name or choose(options.notebook, known)
    except UsageError as error:
        print(f"environment/lab restore: {error}", file=sys.stderr)
        return 2
    shown = "notebooks" if own is None else own
    was_there = ((own or NOTEBOOKS) / f"{name}.ipynb").exists()
    try:
        kept = restore(name, own or NOTEBOOKS)
    except OSError as error:
        print(f"environment/lab restore: {shown}/{name}.ipynb cannot be written: {error.strerror}", file=sys.stderr)
        print("Run it in the folder of your notebooks, or name that with --folder.", file=sys.stderr)
        return 1
    if kept:
        print(f"{shown}/{name}.ipynb is the original again; yours is {kept.relative_to(own or ROOT)}.")
        print("Where it is open in the browser, close that page without saving, and open it again.")
    elif was_there:
        print(f"{shown}/{name}.ipynb is as it was shipped: there is nothing to restore.")
    else:
        print(f"{shown}/{name}.ipynb is there again.")
    return 0
