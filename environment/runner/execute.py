"""Runs one notebook without a browser."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbclient.util import ensure_async
from nbformat import NotebookNode


@dataclass(frozen=True)
class Failure:
    """What failed in a notebook: one of its cells; without a cell, its start."""

    message: str
    cell_number: int = 0
    source: str = ""
    reason: str = ""  # the message, in a line
    ends: bool = True  # no later cell was run

    @property
    def fact(self) -> str:
        """Where it failed, in a few words."""
        return f"cell {self.cell_number} failed" if self.cell_number else self.message


class Interrupted(Exception):
    """The user, or whoever started the runner, wants it to end."""

    def __init__(self, signal_number: int):
        super().__init__(signal_number)
        self.exit_status = 128 + signal_number


def execute(
    notebook: NotebookNode,
    folder: Path,
    write: Callable[[str], None],
    settings: Mapping[str, str],
    past_failures: bool = False,
) -> list[Failure]:
    """Runs a notebook's cells in place, in a kernel that starts in a folder with these environment variables.

    Writes one line for each cell: its number, its first line of source and, once it has run, its time. Returns what
    failed: the first cell that does so ends the run, unless it is to go on past failures. The kernel is stopped whatever
    happens; SIGINT and SIGTERM raise Interrupted after that.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return asyncio.run(_execute(notebook, folder, write, settings, past_failures))


async def _execute(
    notebook: NotebookNode,
    folder: Path,
    write: Callable[[str], None],
    settings: Mapping[str, str],
    past_failures: bool,
) -> list[Failure]:
    signals: list[int] = []
    this_task = asyncio.current_task()
    assert this_task is not None

    def stop(number: int) -> None:
        signals.append(number)
        if len(signals) == 1:  # a second one must not keep the kernel from being stopped
            this_task.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop, number)

    name = notebook.metadata.get("kernelspec", {}).get("name", "java")
    kernel = AsyncKernelManager(kernel_name=name)
    client = NotebookClient(
        notebook,
        km=kernel,
        timeout=None,  # training takes as long as it takes
        startup_timeout=600,
        iopub_timeout=30,  # pictures may arrive long after the reply
        record_timing=False,  # the same notebook gives the same file
    )
    try:
        await kernel.start_kernel(cwd=str(folder), env={**os.environ, **settings})
        await client.async_start_new_kernel_client()
        return await _run_cells(client, write, signals, past_failures)
    except NoSuchKernel:
        return [Failure(f"there is no kernel named '{name}'")]
    except (RuntimeError, OSError) as error:
        return [Failure(f"the kernel did not start: {error}")]
    except asyncio.CancelledError:
        raise Interrupted(signals[0]) from None
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        if kernel.has_kernel and client.km is not None:  # nbclient forgets one that did not start, and stops it
            await kernel.shutdown_kernel()


async def _run_cells(
    client: NotebookClient, write: Callable[[str], None], signals: list[int], past_failures: bool
) -> list[Failure]:
    """Runs the cells one by one, and not by nbclient's hooks: Debian 11 and Ubuntu 22.04 have a version without them, its own
    loop takes the signals from stop above, and it calls none for a kernel that died.
    """
    message = await ensure_async(client.kc.kernel_info())
    info = await client.async_wait_for_reply(message)
    if info is not None:
        client.nb.metadata["language_info"] = info["content"]["language_info"]

    indices = [i for i, cell in enumerate(client.nb.cells) if cell.cell_type == "code" and cell.source.strip()]
    failures: list[Failure] = []
    for number, index in enumerate(indices, start=1):
        cell = client.nb.cells[index]
        write(f"{number:5}/{len(indices)}  {_first_line(cell.source):64}")
        start = time.monotonic()
        error, died = "", False
        try:
            await client.async_execute_cell(cell, index, execution_count=number)
        except CellExecutionError as failed:
            error = _trace(cell) or str(failed)
        except DeadKernelError:
            if signals:  # nbclient takes every end for the kernel's
                raise asyncio.CancelledError from None
            error, died = "The kernel died. What it said last stands above, where it said something.", True
        seconds = time.monotonic() - start
        write(f" {seconds:8.1f} s{'  failed' if error else ''}\n")
        if error:
            ends = died or not past_failures
            failures.append(Failure(error, number, cell.source, "the kernel died" if died else _reason(cell), ends))
            if ends:
                break
    return failures


def _errors(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.outputs if output.output_type == "error"]


def _trace(cell: NotebookNode) -> str:
    return "\n".join(_errors(cell)[-1].traceback) if _errors(cell) else ""


def _reason(cell: NotebookNode) -> str:
    """What a cell's error says, in a line."""
    said = [f"{error.ename}: {error.evalue}".strip(": ") for error in _errors(cell)[-1:]]
    return _shortened(without_colours(said[0]).split("\n")[0], 200) if said else ""


def _first_line(source: str) -> str:
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    code = [line for line in lines if not line.startswith(("//", "/*", "*", "import "))]
    return _shortened((code or lines)[0], 64)


def _shortened(line: str, length: int) -> str:
    return line if len(line) <= length else line[: length - 3] + "..."


def without_colours(text: str) -> str:
    """Drops a terminal's escape sequences."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
