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
from execute import Failure

_AS_SHIPPED = "no cell was changed"
_ALL_AS_IN_THE_ORIGINAL = "all as in the original"


def with_cover(
    notebook: NotebookNode,
    path: Path,
    profile: str,
    assignments: Sequence[str],
    failures: Sequence[Failure] = (),
    incomplete: str = "",
) -> NotebookNode:
    """Returns a notebook that was run with a cover above it.

    `assignments` are those of the profile and of -p; `failures` are cells that failed; `incomplete` says why the notebook
    did not run to its end, if it did not.
    """
    name = originals.name_for(path)
    original = read_original(name) if name else None
    set_here = _parameters(notebook, original, assignments)
    rows = [
        ("Notebook", path.name),
        ("Original", f"{name}.ipynb: {_edits(notebook, original)}" if original else "none of this name is known"),
        ("Parameters", set_here),
        ("Profile", "quick, a small training" if profile == "quick" else "full"),
        ("Data", "\n".join(shown.data(notebook)) or "none was shown"),
        ("Answers", _answers(notebook, set_here != _ALL_AS_IN_THE_ORIGINAL)),
        ("Run on", datetime.datetime.now().astimezone().strftime("%Y-%m-%d, %H:%M %Z")),
    ]
    if failures:
        rows.append(("Failed", "\n".join(f"cell {failed.cell_number}: {failed.reason}" for failed in failures)))
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


def edits(notebook: NotebookNode, path: Path) -> str | None:
    """Returns what its reader did to the cells of an original; None where nothing, or where none is known."""
    name = originals.name_for(path)
    said = _edits(notebook, read_original(name)) if name else _AS_SHIPPED
    return None if said == _AS_SHIPPED else said


def read_original(name: str) -> NotebookNode:
    """Returns an original as a notebook."""
    return nbformat.reads(originals.read(name).decode("utf-8"), as_version=4)


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
    said = [f"{count} {'cell' if count == 1 else 'cells'} {what}" for count, what in counts if count]
    return ", ".join(said) if said else _AS_SHIPPED


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
    return "\n".join(differing) or _ALL_AS_IN_THE_ORIGINAL


def _answers(notebook: NotebookNode, with_other_parameters: bool) -> str:
    """Says how many answers are right, and what was said of each."""
    checks = sum(cell.source.count("Lab.exercise(") for cell in notebook.cells if cell.cell_type == "code")
    found = shown.exercises(notebook)
    if not checks and not found:
        return "no cell of this notebook checks an answer"
    right = sum(exercise.verdict == "right" for exercise in found)
    lines = [f"{right} of {max(checks, len(found))} right", *(exercise.text for exercise in found)]
    if len(found) < checks:
        lines.append(f"{checks - len(found)} not checked: the cell failed or was not run")
    if with_other_parameters and any(exercise.verdict == "wrong" for exercise in found):
        lines.append("They are compared with runs of the parameters above, which are not the original's.")
    return "\n".join(lines)
