"""The pictures of the README, taken out of the executed notebooks: `python3 environment/runner/pictures.py`.

They are what the cells of full runs on the real data showed. To be run again whenever one of the notebooks was.
"""

from __future__ import annotations

import base64
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import pdf
import shown
from project import NOTEBOOKS, ROOT

FOLDER = ROOT / "docs" / "images"

# A README is read on phones, too.
MOST_BYTES = 150_000


@dataclass(frozen=True)
class Picture:
    """A file of this project, and what it shows.

    `cells` are texts, each of which one cell's source has. Of a cell that shows several things, `output` counts from 0
    which one it is. With a `size` in pixels, width and height, a browser draws the outputs, side by side as far as
    there is room, and cuts them off there; without, the picture is as the cell has it. `script` is run before that.
    """

    file: str
    notebook: str
    cells: tuple[str, ...]
    output: int = 0
    size: tuple[int, int] | None = None
    script: str = ""


# From the first epoch, with which the figure begins, to the last.
_LAST_EPOCH = """
Plotly.animate(document.querySelector(".js-plotly-plot"), ["50"],
    {mode: "immediate", frame: {duration: 0, redraw: true}, transition: {duration: 0}});
"""

PICTURES = (
    Picture(
        "01-error-curves.png",
        "01-lenet-hyperparameters",
        (
            'Plots.errorCurves("sigmoid + MSE", runsOf',
            'Plots.errorCurves("sigmoid + cross-entropy", runsOf',
            'Plots.errorCurves("tanh + MSE", runsOf',
            'Plots.errorCurves("tanh + cross-entropy", runsOf',
        ),
        size=(1520, 760),
    ),
    Picture("02-feature-maps.png", "02-feature-maps", ('showMaps("tanh"',), size=(904, 722)),  # four of ten images
    Picture("05-greatest-losses.png", "05-mnist", ('ImageGrids.predictions("The greatest losses"',)),
    Picture("07-network.svg", "07-designing-a-cnn", ("show(nine, five)",)),
    Picture("08-latent-space.png", "08-latent-space", ("LatentPlots.steps(",), size=(760, 760), script=_LAST_EPOCH),
)


class PictureError(Exception):
    """A picture cannot be made of its notebook; nothing was written."""


def make(picture: Picture, browser: str | None) -> bytes:
    """Returns a picture's file. Raises OSError, too, where the browser does not draw it."""
    notebook = _read(picture.notebook)
    found = [_output(picture, notebook, text) for text in picture.cells]
    if picture.size:
        content = draw(_page(picture, _loader(notebook), found), picture.size, browser)
    elif picture.file.endswith(".svg"):
        content = _svg(picture, found[0])
    else:
        content = _png(picture, found[0])
    if len(content) > MOST_BYTES:
        raise PictureError(f"it has {len(content):,} bytes, more than {MOST_BYTES:,}: give it a smaller size")
    return content


def _read(name: str) -> NotebookNode:
    try:
        notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    except FileNotFoundError:
        raise PictureError(f"there is no notebook {name}") from None
    if any("injected-parameters" in cell.metadata.get("tags", []) for cell in notebook.cells):
        raise PictureError(f"{name} was not run with its parameters as written: run it with --profile full")
    if any("stand-in" in line for line in shown.data(notebook)):
        raise PictureError(f"{name} was run on a stand-in: run it on the real data")
    return notebook


def _output(picture: Picture, notebook: NotebookNode, text: str) -> str:
    """Returns the HTML that the cell with this text showed."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and text in cell.source]
    if len(cells) != 1:
        count = f"{len(cells)} cells" if cells else "no cell"
        raise PictureError(f"{picture.notebook} has {count} with the text {text!r}, where one is wanted")
    found = _html(cells[0])
    if picture.output >= len(found):
        raise PictureError(
            f"{picture.notebook}: the cell with the text {text!r} shows {len(found)} outputs, and none has the"
            f" number {picture.output}: run the notebook, or correct the number"
        )
    return found[picture.output]


def _html(cell: NotebookNode) -> list[str]:
    outputs = (output.get("data", {}) for output in cell.outputs)
    return ["".join(data["text/html"]) for data in outputs if "text/html" in data]


def _png(picture: Picture, found: str) -> bytes:
    match = re.match(r'<img src="data:image/png;base64,([^"]+)"', found)
    if not match:
        raise PictureError(f"{picture.notebook}: what the cell with the text {picture.cells[0]!r} shows is no PNG")
    return base64.b64decode(match[1])


def _svg(picture: Picture, found: str) -> bytes:
    """A drawing by itself has no page around it that would be light or dark."""
    if not found.startswith("<svg "):
        raise PictureError(f"{picture.notebook}: what the cell with the text {picture.cells[0]!r} shows is no SVG")
    return found.replace('style="', 'style="background:#fff;color:#000;', 1).encode()


def _loader(notebook: NotebookNode) -> str:
    """Returns what brings the drawing library into a page: the output of the set-up cell."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "code" and "Lab.setUp()" in cell.source)
    script = re.compile(r"<script>.*</script>", re.DOTALL)
    scripts = (script.search(html) for cell in cells for html in _html(cell))
    return next((match[0] for match in scripts if match), "")


def _page(picture: Picture, loader: str, found: list[str]) -> str:
    """Returns a page that shows outputs and cannot ask for anything else."""
    outputs = "".join(f'<div style="float:left">{html}</div>' for html in found)
    return (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Pictures</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'unsafe-inline' data:\">"
        "<style>body { margin: 0; background: #fff } img { display: block } .modebar { display: none }</style>"
        f"<body>{loader}{outputs}<script>{picture.script}</script></body></html>"
    )


def draw(page: str, size: tuple[int, int], browser: str | None) -> bytes:
    """Returns the upper left of a page as PNG. Raises OSError where the browser does not do it."""
    if not browser:
        raise PictureError(f"a browser is wanted to draw it, and none of {', '.join(pdf.BROWSERS)} is installed")
    with tempfile.TemporaryDirectory(prefix="cnnlabs-") as folder:
        html, png = Path(folder) / "page.html", Path(folder) / "page.png"
        html.write_text(page, encoding="utf-8")
        window = f"--window-size={size[0]},{size[1]}"
        pdf.make(png, "picture", html, browser, "--hide-scrollbars", window, f"--screenshot={png}")
        return png.read_bytes()


def main() -> int:
    browser = pdf.browser()
    status = 0
    for picture in PICTURES:
        try:
            content = make(picture, browser)
        except (PictureError, OSError) as error:
            print(f"{picture.file} is as it was: {error}", file=sys.stderr)
            status = 1
            continue
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / picture.file).write_bytes(content)
        print(f"{picture.file}: {len(content):,} bytes")
    return status


if __name__ == "__main__":
    sys.exit(main())
