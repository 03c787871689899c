"""`environment/lab run`: notebooks in, executed notebooks and pages out."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import parameters
from execute import Failure, Interrupted, execute, without_colours
from project import NOTEBOOKS, TARGET


class UsageError(Exception):
    """What the user asked for makes no sense; nothing was run."""


@dataclass(frozen=True)
class Job:
    """A notebook that is ready to run."""

    path: Path
    notebook: NotebookNode
    title: str
    settings: str

    @property
    def name(self) -> str:
        return self.path.stem


def find(name: str) -> Path:
    """Returns the notebook that a name, the start of one, or a path means."""
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    known = _known()
    stem = name[: -len(".ipynb")] if name.endswith(".ipynb") else name
    fitting = [p for p in known if p.stem == stem] or [p for p in known if p.stem.startswith(stem)]
    if len(fitting) == 1:
        return fitting[0]
    fact = f"'{name}' means more than one notebook" if fitting else f"there is no notebook '{name}'"
    listed = "".join(f"\n  {p.stem}" for p in fitting or known) or " none"
    raise UsageError(f"{fact}; {'it fits' if fitting else 'those in notebooks/ are'}:{listed}")


def _known() -> list[Path]:
    return sorted(NOTEBOOKS.glob("*.ipynb"), key=lambda path: path.stem)


def prepare(path: Path, profile: str, overrides: Mapping[str, str]) -> Job:
    """Reads a notebook and sets its parameters."""
    try:
        notebook = nbformat.read(path, as_version=4)
        assignments = parameters.inject(notebook, profile, overrides)
    except parameters.ParameterError as error:
        raise UsageError(f"{path.name}: {error}") from None
    except (ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise UsageError(f"{path} is no notebook: {error}") from None
    settings = " ".join(assignments) or "the parameters as written"
    return Job(path, notebook, _title(notebook) or path.stem, f"profile {profile}: {settings}")


def _title(notebook: NotebookNode) -> str | None:
    for cell in notebook.cells:
        heading = re.search(r"^# +(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if heading:
            return heading[1].strip()
    return None


def run(job: Job, out: Path) -> Failure | None:
    """Runs a notebook and writes what became of it, as a notebook and as a page, even where it failed."""
    _write(f"{job.name} ({job.settings})\n")
    start = time.monotonic()
    try:
        failure = execute(job.notebook, job.path.parent, _write)
    except Interrupted:
        _write(f"\n  interrupted; what ran is in {_save(job, out)}\n")
        raise
    place = _save(job, out)
    if failure:
        _write(_report(job, failure))
    seconds = time.monotonic() - start
    _write(f"  {'failed' if failure else 'ran'} in {seconds:.1f} s: {place}/{job.name}.ipynb and .html\n")
    return failure


def _report(job: Job, failure: Failure) -> str:
    message = failure.message if sys.stdout.isatty() else without_colours(failure.message)
    if not failure.cell_number:
        return f"\n{job.name} failed: {message}\n\n"
    source = "".join(f"    {line}\n" for line in failure.source.splitlines())
    return f"\nCell {failure.cell_number} of {job.name} failed:\n\n{source}\n{message.rstrip()}\n\n"


def _save(job: Job, out: Path) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    _write_whole(out / f"{job.name}.ipynb", nbformat.writes(job.notebook) + "\n")
    _write_whole(out / f"{job.name}.html", page(job))
    return out


def page(job: Job) -> str:
    """Returns a notebook as a page that asks for nothing else: no script, style or picture of elsewhere."""
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    urls = ("require_js_url", "mathjax_url", "jquery_url", "mermaid_js_url")
    options = {url: "" for url in urls if HTMLExporter.class_traits().get(url)}
    exporter = HTMLExporter(config=Config({"HTMLExporter": {"embed_images": True, **options}}))
    resources = {"metadata": {"name": job.title, "path": str(job.path.parent)}}
    html, _ = exporter.from_notebook_node(job.notebook, resources=resources)
    return html


def _write_whole(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def _write(text: str) -> None:
    print(text, end="", flush=True)


def run_all(names: Sequence[str], profile: str, overrides: Mapping[str, str], out: Path) -> tuple[int, list[str]]:
    """Runs notebooks one after the other; returns how many there were and the names of those that failed.

    Everything that can be known to be wrong is found before the first one runs.
    """
    paths = [find(name) for name in names] if names else _known()
    if not paths:
        raise UsageError(f"there are no notebooks in {NOTEBOOKS}")
    paths = list(dict.fromkeys(paths))
    stems = [path.stem for path in paths]
    if len(set(stems)) < len(stems):
        raise UsageError("two notebooks of one name would overwrite each other's results")
    jobs = [prepare(path, profile, overrides) for path in paths]
    os.environ["CNNLABS_PROFILE"] = profile
    return len(jobs), [job.name for job in jobs if run(job, out)]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="environment/lab run", allow_abbrev=False)
    parser.add_argument("notebooks", nargs="*", metavar="NOTEBOOK")
    parser.add_argument("-p", dest="parameters", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--profile", choices=("quick", "full"), default="quick")
    parser.add_argument("--out", type=Path, default=TARGET / "executed", metavar="DIR")
    options = parser.parse_intermixed_args(arguments)
    overrides: dict[str, str] = {}
    for parameter in options.parameters:
        name, equals, value = parameter.partition("=")
        if not name or not equals:
            parser.error(f"-p wants NAME=VALUE, not '{parameter}'")
        overrides[name.strip()] = value
    try:
        total, failed = run_all(options.notebooks, options.profile, overrides, options.out)
    except UsageError as error:
        print(f"environment/lab run: {error}", file=sys.stderr)
        return 2
    except Interrupted as interrupted:
        return interrupted.exit_status
    if total > 1:
        _write(f"{total - len(failed)} of {total} notebooks ran.\n")
    if failed:
        _write(f"Failed: {', '.join(failed)}.\n")
    return 1 if failed else 0
