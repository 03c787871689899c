"""`environment/lab kernel`: a kernel for the reader's own Jupyter or VS Code."""

from __future__ import annotations

import argparse
from pathlib import Path

import build
import specification
from project import UsageError


def main(options: argparse.Namespace) -> int:
    """Registers this project's kernel, or that of another project."""
    if options.user:
        return specification.register(build.prepare().specification)
    kind, jar = options.use
    if kind not in specification.OTHERS:
        raise UsageError(f"--use knows ijava, jjava and rapaio, and not '{kind}'")
    if not Path(jar).is_file():
        raise UsageError(f"there is no jar {jar}")
    return specification.use(kind, Path(jar), build.prepare().class_path)
