"""What a notebook's cells showed, as far as the library marks it for programs."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from nbformat import NotebookNode

_DATA = re.compile(r'<p class="cnnlabs-data">(.*?)</p>', re.DOTALL)
_EXERCISE = re.compile(r'<p class="cnnlabs-exercise (\w+)"[^>]*>(.*?)</p>', re.DOTALL)


@dataclass(frozen=True)
class Exercise:
    """An exercise whose answer a cell checks; the verdict is open, right or wrong."""

    verdict: str
    text: str


def data(notebook: NotebookNode) -> list[str]:
    """Returns the data sets that the notebook showed, each once."""
    return list(dict.fromkeys(html.unescape(found) for page in _pages(notebook) for found in _DATA.findall(page)))


def exercises(notebook: NotebookNode) -> list[Exercise]:
    """Returns the exercises that the notebook checked, in their order."""
    found = (match for page in _pages(notebook) for match in _EXERCISE.findall(page))
    return [Exercise(verdict, html.unescape(text)) for verdict, text in found]


def _pages(notebook: NotebookNode) -> list[str]:
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return ["".join(output["data"]["text/html"]) for output in outputs if "text/html" in output.get("data", {})]
