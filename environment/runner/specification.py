"""The kernel specification `java`: how Jupyter starts the project's kernel."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from project import ENVIRONMENT, UsageError, java_program

# Kernels of other projects on which the labs run, and what their JVM is to be told.
OTHERS = {
    "ijava": ("IJava", []),
    "jjava": ("JJava", ["--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED"]),
    "rapaio": ("rapaio", []),
}


def environment_lines(text: str) -> dict[str, str]:
    """Reads KEY=VALUE lines; comments and empty lines say nothing."""
    lines = (line.strip() for line in text.splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def engine_environment() -> dict[str, str]:
    """Returns the environment of a process that trains."""
    return environment_lines((ENVIRONMENT / "engine.env").read_text(encoding="utf-8"))


def specification(
    java: str, class_path: str, main: str = "cnnlabs.kernel.Main", name: str = "Java", options: Sequence[str] = ()
) -> dict[str, object]:
    """Returns the specification of a kernel with this class path, of this project if no other is given."""
    return {
        "argv": [java, f"@{ENVIRONMENT / 'java.options'}", *options, "-cp", class_path, main, "{connection_file}"],
        "display_name": name,
        "language": "java",
        "interrupt_mode": "message",
        "env": engine_environment(),
    }


def write(place: Path, content: dict[str, object]) -> None:
    """Writes a specification, so that nobody reads half of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    part.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    part.replace(place)


def _place(kernel: str) -> Path:
    """Returns where the user's own Jupyter and VS Code look for a kernel."""
    from jupyter_core.paths import jupyter_data_dir

    return Path(jupyter_data_dir()) / "kernels" / kernel / "kernel.json"


def _class_path(kernel_json: Path) -> str:
    """Returns the class path of a specification; an empty one if there is none."""
    try:
        argv = json.loads(kernel_json.read_text(encoding="utf-8"))["argv"]
        return str(argv[argv.index("-cp") + 1])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return ""


def _builds(class_path: str) -> Path | None:
    """Returns the folder of builds, of one kind and one project, that a class path has the labs' library from."""
    jars = map(Path, class_path.split(os.pathsep))
    return next((jar.parent.parent for jar in jars if jar.name == "cnnlabs.jar"), None)


def refresh(source: Path) -> int:
    """Brings what the user registered to this build, where it names an earlier one of its kind: its jars have moved."""
    class_path = _class_path(source)
    builds = _builds(class_path)
    if _builds(_class_path(_place("java"))) == builds:
        register(source)
    for kind in OTHERS:
        registered = _class_path(_place(kind))
        if _builds(registered) == builds:
            try:
                use(kind, Path(registered.split(os.pathsep)[0]), class_path)
            except UsageError as error:
                print(f"environment/lab: the kernel {kind} is not brought up to date: {error}", file=sys.stderr)
    return 0


def register(source: Path) -> int:
    """Copies a specification to where the user's own Jupyter and VS Code look."""
    place = _place("java")
    if place.exists() and "cnnlabs.kernel.Main" not in place.read_text(encoding="utf-8"):
        print(f"environment/lab: another kernel named java is registered in {place.parent}:", file=sys.stderr)
        print("remove it or move it away first (jupyter kernelspec uninstall java).", file=sys.stderr)
        return 1
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place.with_suffix(".part"))
    place.with_suffix(".part").replace(place)
    print(f"The kernel java is registered in {place.parent}.")
    return 0


def use(kind: str, jar: Path, class_path: str) -> int:
    """Registers a kernel of another project, whose jar the reader has, with the labs' libraries.

    `class_path` is that of this project's kernel: its jar comes first.
    """
    name, options = OTHERS[kind]
    libraries = class_path.split(os.pathsep, 1)[1]
    content = specification(
        java_program(), f"{jar.resolve()}{os.pathsep}{libraries}", main_class(jar), f"Java ({name})", options
    )
    place = _place(kind)
    write(place, content)
    print(f"{name} is registered in {place.parent}: choose 'Java ({name})' as a notebook's kernel.")
    return 0


def main_class(jar: Path) -> str:
    """Returns the class that `java -jar` would start."""
    try:
        with zipfile.ZipFile(jar) as archive:
            manifest = archive.read("META-INF/MANIFEST.MF").decode("utf-8")
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise UsageError(f"{jar} is no jar of a kernel: {error}") from None
    found = re.search(r"^Main-Class: *(\S+)", re.sub(r"\r?\n ", "", manifest), re.MULTILINE)
    if not found:
        raise UsageError(f"{jar} is no jar of a kernel: its manifest names no Main-Class")
    return found[1]
