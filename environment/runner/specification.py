"""The kernel specification `java`: how Jupyter starts the project's kernel."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from project import ENVIRONMENT, ROOT


def environment_lines(text: str) -> dict[str, str]:
    """Reads KEY=VALUE lines; comments and empty lines say nothing."""
    lines = (line.strip() for line in text.splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def specification(java: str, class_path: str) -> dict[str, object]:
    """Returns the specification of a kernel with this class path."""
    return {
        "argv": [
            java,
            f"@{ENVIRONMENT / 'java.options'}",
            "-cp",
            class_path,
            "cnnlabs.kernel.Main",
            "{connection_file}",
        ],
        "display_name": "Java",
        "language": "java",
        "interrupt_mode": "message",
        "env": environment_lines((ENVIRONMENT / "engine.env").read_text(encoding="utf-8")),
    }


def _is_of_this_project(kernel_json: Path) -> bool:
    return f"@{ROOT}{os.sep}" in kernel_json.read_text(encoding="utf-8")


def register(source: Path, refresh: bool) -> int:
    """Copies a specification to where the user's own Jupyter and VS Code look.

    With `refresh` only where this project's is there already: its jars have moved.
    """
    from jupyter_core.paths import jupyter_data_dir

    place = Path(jupyter_data_dir()) / "kernels" / "java" / "kernel.json"
    if refresh and not (place.exists() and _is_of_this_project(place)):
        return 0
    if place.exists() and "cnnlabs.kernel.Main" not in place.read_text(encoding="utf-8"):
        print(f"environment/lab: another kernel named java is registered in {place.parent}:", file=sys.stderr)
        print("remove it or move it away first (jupyter kernelspec uninstall java).", file=sys.stderr)
        return 1
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place.with_suffix(".part"))
    place.with_suffix(".part").replace(place)
    print(f"The kernel java is registered in {place.parent}.")
    return 0


def main(command: str, arguments: list[str]) -> int:
    if command == "register":
        return register(Path(arguments[-1]), refresh="--refresh" in arguments)
    build = Path(arguments[0])
    java = str(Path(os.environ["JAVA_HOME"]) / "bin" / "java")
    content = specification(java, (build / "classpath").read_text(encoding="utf-8").strip())
    (build / "kernel.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return 0
