"""A page as a PDF or a picture, by a browser of the Chromium family."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")

_SECONDS = 180


def browser() -> str | None:
    """Returns the program of a browser that is installed."""
    return next((program for program in map(shutil.which, BROWSERS) if program), None)


def write(page: Path, program: str) -> Path:
    """Prints a page, its figures drawn, to a PDF beside it. Raises OSError where the browser does not do it."""
    pdf = page.with_suffix(".pdf")
    make(pdf, "PDF", page, program, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    return pdf


def make(file: Path, kind: str, page: Path, program: str, *options: str) -> None:
    """Has a browser make a file of a page, as its options say. Raises OSError where it does not do it."""
    file.unlink(missing_ok=True)
    profile = tempfile.mkdtemp(dir=page.parent, prefix="browser-")
    command = [
        program,
        "--headless",
        "--disable-gpu",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),  # with it a browser refuses to start as root
        f"--user-data-dir={profile}",
        "--no-first-run",
        "--virtual-time-budget=30000",  # for the scripts that draw; it does not wait that long
        *options,
        page.as_uri(),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise OSError(f"{program} did not end within {_SECONDS} s") from None
    finally:
        shutil.rmtree(profile, ignore_errors=True)
    if not file.exists():
        said = done.stderr.strip().splitlines()
        raise OSError(f"{program} made no {kind}{': ' + said[-1] if said else ''}")
