"""What stands above a notebook that is handed in: which one it is, and what its reader made of it."""

from __future__ import annotations

import copy
import datetime
import html
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

import originals
import parameters
import shown


def with_cover(
    notebook: NotebookNode, path: Path, profile: str, assignments: Sequence[str], incomplete: str
) -> NotebookNode:
    """Returns a notebook that was run with a cover above it.

    `assignments` are those of the profile and of -p; `incomplete` says why it did not run to its end, if it did not.
    """
    name = originals.name_for(path)
    original = nbformat.reads(originals.read(name).decode("utf-8"), as_version=4) if name else None
    rows = [
        ("Notebook", path.name),
        ("Original", f"{name}.ipynb: {_edits(notebook, original)}" if original else "none of this name is known"),
        ("Parameters", _parameters(notebook, original, assignments)),
        ("Profile", "quick, a small training" if profile == "quick" else "full"),
        ("Data", "\n".join(shown.data(notebook)) or "none was shown"),
        ("Answers", _answers(notebook)),
        ("Run on", datetime.datetime.now().astimezone().strftime("%Y-%m-%d, %H:%M %Z")),
    ]
    if incomplete:
        rows.append(("Incomplete", f"{incomplete}; the cells after that have no output"))
    covered = copy.deepcopy(notebook)
    cover = new_markdown_cell(_table(rows))
    if "id" not in (covered.cells[0] if covered.cells else {}):
        cover.pop("id", None)  # cells have ids since 4.5
    covered.cells.insert(0, cover)
    return covered


def _table(rows: Sequence[tuple[str, str]]) -> str:
    """Returns rows as HTML without an empty line: Markdown would end the table there."""

    def cell(tag: str, text: str) -> str:
        return f'<{tag} style="text-align:left">{html.escape(text)}</{tag}>'.replace("\n", "<br>")

    head = '<table style="margin-left:0">\n<caption style="text-align:left">Handed in with CNN Labs</caption>'
    body = (f"<tr>{cell('th', what)}{cell('td', text)}</tr>" for what, text in rows)
    return "\n".join([head, *body, "</table>"])


def _edits(notebook: NotebookNode, original: NotebookNode) -> str:
    """Counts the cells that the reader changed, added and removed."""
    before = {cell.get("id"): cell.source for cell in original.cells}
    after = {
        cell.get("id"): cell.source
        for cell in notebook.cells
        if "injected-parameters" not in cell.metadata.get("tags", [])
    }
    changed = sum(before[id_] != source for id_, source in after.items() if id_ in before)
    counts = [
        (changed, "changed"),
        (len(after.keys() - before.keys()), "added"),
        (len(before.keys() - after.keys()), "removed"),
    ]
    said = ", ".join(f"{count} {what}" for count, what in counts if count)
    return f"cells {said}" if said else "no cell was changed"


def _parameters(notebook: NotebookNode, original: NotebookNode | None, assignments: Sequence[str]) -> str:
    """Says each parameter that is not the original's, a line each."""
    here = {name: parameter.default for name, parameter in parameters.of(notebook).items()}
    here.update(assignment.rstrip(";").split(" = ", 1) for assignment in assignments)
    if original is None:
        return "\n".join(f"{name} = {value}" for name, value in here.items()) or "none"
    there = {name: parameter.default for name, parameter in parameters.of(original).items()}
    differing = [
        f"{name} = {value} (original: {there.get(name, 'none')})"
        for name, value in here.items()
        if value != there.get(name)
    ]
    return "\n".join(differing) or "all as in the original"


def _answers(notebook: NotebookNode) -> str:
    exercises = shown.exercises(notebook)
    return "\n".join(exercise.text for exercise in exercises) or "no cell checks one"
