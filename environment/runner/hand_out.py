"""A notebook as a teacher hands it out: the original, without outputs and without the answer to its question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode

import hand_in
import originals

ANSWER = "## Answer"
INVITATION = f"{ANSWER}\n\nWhat do your runs say? Write it here: double-click this text."


def original_of(notebook: NotebookNode, path: Path, write: Callable[[str], None]) -> NotebookNode:
    """Returns the original that a notebook was made from, and says so where they differ; itself where none is known."""
    edits = hand_in.edits(notebook, path)
    name = originals.name_for(path)
    if name is None or edits is None:
        return notebook
    write(f"{path.name} differs from its original ({edits}), which is written; yours with --keep-edits.\n")
    return hand_in.read_original(name)


def cleared(notebook: NotebookNode) -> NotebookNode:
    """Returns a notebook without what its cells showed, and with an invitation in place of the text of *Answer*."""
    from nbconvert.preprocessors import ClearOutputPreprocessor

    made, _ = ClearOutputPreprocessor().preprocess(notebook, {})
    for cell in made.cells:
        if cell.cell_type == "markdown" and cell.source.startswith(f"{ANSWER}\n"):
            cell.source = INVITATION
    return made
