"""What the tests share: the runner on Python's path, notebooks to try it on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ENVIRONMENT.parent / "notebooks"
sys.path.insert(0, str(ENVIRONMENT / "runner"))

os.environ.pop("CNNLABS_FOLDER", None)  # a terminal of Jupyter's has one
os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else each start of the Python kernel warns of its debugger

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = """\
// The one cell to change.
int epochs = 20, batchSize = 10; // epochs; batchSize
double[] learningRates = {0.1, 0.01, 0.001};
String activation = "tanh; or \\"sigmoid\\"";
boolean shuffle = true;
final long seed = 42L;
Map<String, Integer> widths = Map.of("conv1", 6);
var loss = Loss.MEAN_SQUARED_ERROR;
"""


def notebook(*cells: str, kernel: str = "python3", parameters: str | None = None, **profiles: object) -> NotebookNode:
    """Returns a notebook with a title, perhaps a parameters cell, and code cells."""
    made = new_notebook(cells=[new_markdown_cell("Before\n\n# The title\n\nProse.")])
    if parameters is not None:
        made.cells.append(new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    made.cells += [new_code_cell(cell) for cell in cells]
    made.metadata.kernelspec = {"name": kernel, "display_name": kernel, "language": ""}
    if profiles:
        made.metadata.cnnlabs = {"profiles": profiles}
    return nbformat.from_dict(made)


def write(made: NotebookNode, path: Path) -> Path:
    nbformat.write(made, path)
    return path


def exercise_checks(made: NotebookNode) -> list[str]:
    """Returns the calls of `Lab.exercise` in a notebook's cells, without the answers that stand above them."""
    sources = (cell.source for cell in made.cells if cell.cell_type == "code")
    return [source[source.index("Lab.exercise(") :] for source in sources if "Lab.exercise(" in source]
