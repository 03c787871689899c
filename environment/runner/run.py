"""`environment/lab run`: notebooks in, executed notebooks and pages out."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import build
import folders
import hand_in
import hand_out
import originals
import parameters
import pdf
import shown
from execute import Failure, Interrupted, execute, without_colours
from project import NOTEBOOKS, TARGET, UsageError, choose, name_of, notebooks


@dataclass(frozen=True)
class Job:
    """A notebook that is ready to run."""

    path: Path
    notebook: NotebookNode
    title: str
    profile: str
    assignments: list[str]

    @property
    def name(self) -> str:
        return name_of(self.path, NOTEBOOKS)

    @property
    def is_the_projects(self) -> bool:
        return self.path.is_relative_to(NOTEBOOKS)

    @property
    def is_solution(self) -> bool:
        return self.name.startswith("solutions/")

    @property
    def settings(self) -> str:
        return f"profile {self.profile}: {' '.join(self.assignments) or 'the parameters as written'}"

    @property
    def environment(self) -> dict[str, str]:
        """What its kernel is told: a reader's own notebook has its runs beside it, unless another store is named."""
        runs = (NOTEBOOKS if self.is_the_projects else self.path.parent) / "runs"
        return {"CNNLABS_PROFILE": self.profile, "CNNLABS_RUNS": os.environ.get("CNNLABS_RUNS") or str(runs)}


@dataclass(frozen=True)
class Output:
    """Where results go, and in which form."""

    folder: Path | None = None  # else each job's own
    hand_in: bool = False
    browser: str | None = None  # that makes a PDF, if one is wanted

    def place(self, job: Job) -> Path:
        """Returns the page that is made of a notebook; the other results are beside it."""
        return _folder(job, self.folder, "hand-in" if self.hand_in else "executed") / f"{job.name}.html"


def _folder(job: Job, named: Path | None, kind: str) -> Path:
    """Returns where results go: beside a reader's own notebook, and into `target` of the project's."""
    return (named or (TARGET if job.is_the_projects else job.path.parent) / kind).resolve()


def find(name: str, own: Path | None = None) -> Path:
    """Returns the notebook that a name, the start of one, or a path means, in a reader's own folder or the project."""
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    if own is not None:
        exact = own / (name if name.endswith(".ipynb") else f"{name}.ipynb")
        known = [path.stem for path in notebooks(own)]
        return exact if exact.is_file() else own / f"{choose(name, known, own)}.ipynb"
    exact = NOTEBOOKS / (name if name.endswith(".ipynb") else f"{name}.ipynb")
    if exact.is_file():
        return exact.resolve()
    return NOTEBOOKS / f"{choose(name, [name_of(known, NOTEBOOKS) for known in labs() + solutions()])}.ipynb"


def labs(own: Path | None = None) -> list[Path]:
    return notebooks(own or NOTEBOOKS)


def solutions() -> list[Path]:
    return notebooks(NOTEBOOKS / "solutions")


def needs_spark(path: Path) -> bool:
    """Whether a notebook says that it wants Apache Spark on its class path."""
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        return metadata.get("cnnlabs", {}).get("needs") == "spark"
    except (OSError, ValueError, LookupError, AttributeError, TypeError):
        return False  # It is no notebook, which whoever reads it says better.


def without_spark(paths: list[Path], named: bool) -> list[Path]:
    """Leaves out what needs Spark, where there is none; what was named must not be left out."""
    needy = [path for path in paths if needs_spark(path)]
    if needy and not os.environ.get("CNNLABS_SPARK"):
        names = ", ".join(path.stem for path in needy)
        if named:
            raise UsageError(f"{names} needs Apache Spark: add --spark")
        print(f"Left out: {names}, which needs Apache Spark (--spark).")
        return [path for path in paths if path not in needy]
    return paths


def prepare(path: Path, profile: str, overrides: Mapping[str, str], shipped: bool = False) -> Job:
    """Reads a notebook, or the original that it was made from, and sets its parameters."""
    try:
        notebook = nbformat.read(path, as_version=4)
        if shipped:
            notebook = hand_out.original_of(notebook, path, _write)
    except (ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise UsageError(f"{path} is no notebook: {error}") from None
    try:
        assignments = parameters.inject(notebook, profile, overrides)
    except parameters.ParameterError as error:
        raise UsageError(f"{path.name}: {error}") from None
    return Job(path, notebook, _title(notebook) or path.stem, profile, assignments)


def _title(notebook: NotebookNode) -> str | None:
    for cell in notebook.cells:
        heading = re.search(r"^# +(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if heading:
            return heading[1].strip()
    return None


def run(job: Job, output: Output) -> Failure | None:
    """Runs a notebook and writes what became of it, as a notebook and as a page, even where it failed.

    To be handed in, a notebook runs on after a cell that fails, which its cover names. Returns why it did not run to its
    end.
    """
    _write(f"{job.name} ({job.settings})\n")
    start = time.monotonic()
    try:
        failures = execute(job.notebook, job.path.parent, _write, job.environment, past_failures=output.hand_in)
    except Interrupted:
        _write(f"\n  interrupted; what ran is in {_save(job, output, [], 'it was interrupted').parent}\n")
        raise
    failure = next((failure for failure in failures if failure.ends), None)
    if failure is None and job.is_solution:
        failure = _unsolved(job.notebook)
    failed_cells = [failure for failure in failures if failure.cell_number]
    written = _save(job, output, failed_cells, failure.fact if failure else "")
    if failure:
        _write(_report(job, failure))
    elif failures:
        _write(f"  {_cells(failures)} failed: the page says why, and what the cells after that showed.\n")
    seconds = time.monotonic() - start
    _write(f"  {'failed' if failure else 'ran'} in {seconds:.1f} s: {written.with_suffix('')}.ipynb and .html\n")
    if output.browser:
        try:
            _write(f"  {pdf.write(written, output.browser)}\n")
        except OSError as error:
            _write(f"  no PDF: {error}\n")
            return failure or (None if output.hand_in else Failure(str(error)))
    elif output.hand_in:
        _write(f"  no PDF: none of {', '.join(pdf.BROWSERS)} is installed\n")
    return failure


def _unsolved(notebook: NotebookNode) -> Failure | None:
    """A solution has answers, and they are right."""
    exercises = shown.exercises(notebook)
    unsolved = [exercise.text for exercise in exercises if exercise.verdict != "right"]
    if exercises and not unsolved:
        return None
    return Failure("\n".join(unsolved) or "it checks no exercise")


def _report(job: Job, failure: Failure) -> str:
    message = failure.message if sys.stdout.isatty() else without_colours(failure.message)
    if not failure.cell_number:
        return f"\n{job.name} failed: {message}\n\n"
    source = "".join(f"    {line}\n" for line in failure.source.splitlines())
    return f"\nCell {failure.cell_number} of {job.name} failed:\n\n{source}\n{message.rstrip()}\n\n"


def _cells(failures: Sequence[Failure]) -> str:
    numbers = [str(failure.cell_number) for failure in failures]
    return f"cell {numbers[0]}" if len(numbers) == 1 else f"cells {', '.join(numbers[:-1])} and {numbers[-1]}"


def _save(job: Job, output: Output, failed: Sequence[Failure], incomplete: str) -> Path:
    """Writes the notebook and its page, and returns the page."""
    place = output.place(job)
    place.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(place.with_suffix(".ipynb"), nbformat.writes(job.notebook) + "\n")
    shown_notebook = job.notebook
    if output.hand_in:
        shown_notebook = hand_in.with_cover(job.notebook, job.path, job.profile, job.assignments, failed, incomplete)
    _write_whole(place, page(job, shown_notebook))
    return place


# Paper of A4's shape on which a figure of 760 pixels fits beside the prompts; printers scale it.
_PRINT_STYLE = """
<style>
@page { size: 270mm 381mm; margin: 10mm; }
@media print { .modebar { display: none; } .jp-OutputArea-output { overflow: visible !important; } }
</style>
"""


def page(job: Job, notebook: NotebookNode) -> str:
    """Returns a notebook as a page that asks for nothing else: no script, style or picture of elsewhere."""
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    urls = ("require_js_url", "mathjax_url", "jquery_url", "mermaid_js_url")
    options = {url: "" for url in urls if HTMLExporter.class_traits().get(url)}
    exporter = HTMLExporter(config=Config({"HTMLExporter": {"embed_images": True, **options}}))
    resources = {"metadata": {"name": job.title, "path": str(job.path.parent)}}
    html, _ = exporter.from_notebook_node(notebook, resources=resources)
    return html.replace("</head>", f"{_PRINT_STYLE}</head>", 1)


def _write_whole(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def _write(text: str) -> None:
    print(text, end="", flush=True)


def prepare_all(
    paths: Sequence[Path], profile: str, overrides: Mapping[str, str], shipped: bool = False
) -> list[Job]:
    """Reads notebooks, each once, and sets their parameters."""
    if not paths:
        raise UsageError(f"there are no notebooks in {NOTEBOOKS}")
    jobs = [prepare(path, profile, overrides, shipped) for path in dict.fromkeys(paths)]
    if len({job.name for job in jobs}) < len(jobs):
        raise UsageError("two notebooks of one name would overwrite each other's results")
    return jobs


def run_all(
    paths: Sequence[Path], profile: str, overrides: Mapping[str, str], output: Output
) -> tuple[int, list[str]]:
    """Runs notebooks one after the other; returns how many there were and the names of those that failed.

    Everything that can be known to be wrong is found before the first one runs.
    """
    jobs = prepare_all(paths, profile, overrides)
    for job in jobs:
        if output.hand_in:
            _check_whose(job)
        folders.usable(output.place(job).parent)
    return len(jobs), [job.name for job in jobs if run(job, output)]


def _check_whose(job: Job) -> None:
    """Refuses to hand in a notebook that its reader cannot have changed, and says so of one that nobody changed."""
    hint = "Run this in the folder of your notebooks, or name that with --folder"
    if job.is_the_projects and not os.access(job.path, os.W_OK):
        raise UsageError(f"{job.path} is the project's, which you cannot write, and so not yours to hand in. {hint}")
    if originals.name_for(job.path) and not hand_in.edits(job.notebook, job.path):
        _write(f"{job.path} is as it was shipped, without an answer. Where yours is in another folder: {hint}.\n")


def _hand_out(jobs: Sequence[Job], named: Path | None) -> None:
    """Writes notebooks to be handed out."""
    places = [_folder(job, named, "cleared") / f"{job.name}.ipynb" for job in jobs]
    for place in places:
        folders.usable(place.parent)
    for job, place in zip(jobs, places):
        _write_whole(place, nbformat.writes(hand_out.cleared(job.notebook)) + "\n")
        _write(f"{place}\n")


def _profile(options: argparse.Namespace) -> str:
    """What is handed in or out is the notebook as it is written, unless the quick profile is asked for."""
    return options.profile or ("full" if options.hand_in or options.clear else "quick")


def _output(options: argparse.Namespace) -> Output:
    browser = pdf.browser() if options.pdf or options.hand_in else None
    if options.pdf and not browser:
        raise UsageError(f"--pdf wants a browser, and none of {', '.join(pdf.BROWSERS)} is installed")
    return Output(options.out, options.hand_in, browser)


def main(options: argparse.Namespace) -> int:
    """Runs notebooks, or writes them to be handed out."""
    build.prepare(options.gpu, options.spark)
    overrides: dict[str, str] = {}
    try:
        for parameter in options.parameters:
            name, equals, value = parameter.partition("=")
            if not name or not equals:
                raise UsageError(f"-p wants NAME=VALUE, not '{parameter}'")
            overrides[name.strip()] = value
        if options.hand_in and len(options.notebooks) != 1:
            raise UsageError("--hand-in wants one notebook: yours, such as 01 or a path")
        own = folders.own(options.folder)
        paths = [find(name, own) for name in options.notebooks] or labs(own)
        if options.clear:
            if options.hand_in or options.pdf:
                raise UsageError("--clear runs nothing: leave out --hand-in and --pdf")
            _hand_out(prepare_all(paths, _profile(options), overrides, not options.keep_edits), options.out)
            return 0
        if options.keep_edits:
            raise UsageError("--keep-edits belongs to --clear")
        paths = without_spark(paths, named=bool(options.notebooks))
        total, failed = run_all(paths, _profile(options), overrides, _output(options))
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
