"""`environment/lab up`: the notebooks in Jupyter."""

from __future__ import annotations

import argparse
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import build
import folders
import originals
import trust
from project import NOTEBOOKS, LabError, become, choose_runs


def main(options: argparse.Namespace) -> int:
    """Opens the project's notebooks, or those of a reader's folder."""
    application = "jupyterlab" if options.jupyterlab else "notebook"
    if options.jupyterlab and not is_at_least("jupyterlab", 4):
        raise LabError(
            "JupyterLab 4 or newer is not there: apt-get install jupyterlab (Debian 13), or "
            f"{sys.executable} -m pip install jupyterlab"
        )
    build.prepare(options.gpu, options.spark)
    trust.sign()
    if options.folder:
        fill(options.folder)
        folder = options.folder.absolute()
        os.environ[folders.VARIABLE] = str(folder)  # what `run` and `restore` mean, in a terminal that Jupyter opens
    else:
        folder = NOTEBOOKS
    choose_runs(folder)
    os.chdir(folder)
    become([sys.executable, "-m", application, *settings(options)])


def fill(folder: Path) -> None:
    """Copies the labs to a reader's folder that has no notebook yet."""
    try:
        copied = originals.fill(folder)
    except OSError as error:
        raise LabError(f"the folder for your notebooks cannot be used: {error}") from None
    if copied:
        print(f"Copied {len(copied)} labs to {folder}.")


def settings(options: argparse.Namespace) -> list[str]:
    """Returns how Jupyter is started."""
    is_new = options.jupyterlab or is_at_least("notebook", 7)
    sender = "ZMQChannelsWebsocketConnection" if is_new else "NotebookApp"
    chosen = [
        f"--ip={options.ip}",
        f"--port={options.port}",
        "-y",  # Ctrl-C ends it without asking
        "--MultiKernelManager.default_kernel_name=java",
        # A page with a plotting library and pictures passes the default of 1 MB a second, and would lose outputs.
        f"--{sender}.iopub_data_rate_limit=100000000",
    ]
    if not is_new:
        # Notebook 6 on Debian 13 sleeps on a kernel's first answer, up to a minute, until anything else happens: this
        # looks every second for kernels that idled for thirty years.
        chosen += ["--MappingKernelManager.cull_interval=1", "--MappingKernelManager.cull_idle_timeout=1000000000"]
    if os.geteuid() == 0:
        chosen.append("--allow-root")
    # Without a screen, 'the browser' is at best one that takes over this terminal.
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if options.no_browser or (sys.platform.startswith("linux") and not has_screen):
        chosen.append("--no-browser")
    return chosen


def is_at_least(package: str, major: int) -> bool:
    """Whether a package is installed in a version from this one on."""
    try:
        return int(version(package).split(".")[0]) >= major
    except (PackageNotFoundError, ValueError):
        return False
