"""Signs the project's own notebooks, so that Jupyter draws the plots that they were saved with.

A signature lets a notebook's scripts run when it is opened, so only what the project shipped gets one: with git,
the notebooks that are as they were committed; without, those that are there at the first start.
"""

from __future__ import annotations

import errno
import subprocess
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary

from project import NOTEBOOKS, ROOT, TARGET, git

# Who cannot write here has changed no notebook either.
WRITE_PROTECTED = (errno.EACCES, errno.EPERM, errno.EROFS)


def shipped() -> list[Path]:
    """Returns the notebooks that the project shipped, as far as that can be known."""
    notebooks = sorted([*NOTEBOOKS.glob("*.ipynb"), *NOTEBOOKS.glob("solutions/*.ipynb")])
    if not (ROOT / ".git").exists():
        first_start = TARGET / "lab" / "notebooks-trusted"
        if first_start.exists():
            return []
        try:
            first_start.parent.mkdir(parents=True, exist_ok=True)
            first_start.touch()
        except OSError as error:
            if error.errno not in WRITE_PROTECTED:
                raise
        return notebooks
    return [notebook for notebook in notebooks if _is_as_committed(notebook)]


def _is_as_committed(notebook: Path) -> bool:
    def succeeds(*arguments: str) -> bool:
        command = [*git(ROOT), *arguments, "--", str(notebook)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    try:
        return succeeds("ls-files", "--error-unmatch") and succeeds("diff", "--quiet", "HEAD")
    except FileNotFoundError:
        return False  # no git, nothing known


def sign() -> None:
    """Signs what has no signature yet."""
    notary = NotebookNotary()
    for path in shipped():
        notebook = nbformat.read(path, as_version=4)
        if not notary.check_signature(notebook):
            notary.sign(notebook)
