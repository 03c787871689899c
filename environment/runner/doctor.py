"""`environment/lab doctor`: what is there, in lines. Needs no Jupyter, which may be what is missing."""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import gpu
from build import Build
from project import ENVIRONMENT, ROOT, become, choose_runs, java_program, java_version

# What the script does not find, and what is said of it.
MISSING = {
    "jdk": ("JDK", "missing: none of version 17 or newer with jdk.jshell was found"),
    "text": ("Text", "missing: Fontconfig, FreeType or HarfBuzz, which the JDK draws text with"),
    "arm": ("ARM", "missing: GCC's library libgomp, which Deeplearning4j needs there"),
    "maven": ("Maven", "missing"),
    "jupyter": ("Jupyter", "missing: no Python 3.9 or newer with notebook, nbclient and nbconvert was found"),
}


def main(options: argparse.Namespace) -> int:
    """Prints the lines."""
    build = Build.chosen(options.gpu)
    line("System", f"{_system()}, {platform.release()} {platform.machine()}")
    if os.access("/proc/cpuinfo", os.R_OK):
        line("Processor", f"{_processor()}, {len(os.sched_getaffinity(0))} cores")
        line("Memory", _memory())
    if _there("jdk", options):
        line("JDK", f"{java_version()}, in {os.environ['JAVA_HOME']}")
    _there("text", options)
    _there("arm", options)
    if _there("maven", options):
        line("Maven", _maven())
    if _there("jupyter", options):
        line("Python", f"Python {platform.python_version()}, {sys.executable}")
        line("Jupyter", _jupyter())
        line("GPU", str(gpu.choice()))
    if options.missing:
        print("environment/lab up installs what is missing on Debian and Ubuntu.")
        return 1
    if build.missing():
        line("Build", "not up to date: environment/lab up makes it")
        return 0
    line("Build", f"up to date, for {build.platform}, in {build.folder}")
    if not (ROOT / "lib/src/main/java/cnnlabs/notebook/Doctor.java").exists():
        line("Engine", "unknown: this version of the library has no doctor")
        return 0
    choose_runs()
    become([java_program(), f"@{ENVIRONMENT / 'java.options'}", "-cp", build.class_path, "cnnlabs.notebook.Doctor"])


def line(what: str, found: str) -> None:
    print(f"{what:10} {found}")


def _there(tool: str, options: argparse.Namespace) -> bool:
    """Whether a tool is there; else a line says so."""
    if tool in options.missing:
        line(*MISSING[tool])
    return tool not in options.missing


def _system() -> str:
    release = Path("/etc/os-release")
    text = release.read_text(encoding="utf-8") if release.exists() else ""
    name = re.search(r"^PRETTY_NAME=[\"']?([^\"'\n]*)", text, re.MULTILINE)
    return name[1] if name else platform.system()


def _processor() -> str:
    name = re.search(r"^model name[^:\n]*: (.*)", Path("/proc/cpuinfo").read_text(errors="replace"), re.MULTILINE)
    return name[1] if name else ""


def _memory() -> str:
    kibibytes = dict(re.findall(r"^(\w+): +(\d+)", Path("/proc/meminfo").read_text(), re.MULTILINE))
    total, free = (int(kibibytes.get(name, "0")) / 2**20 for name in ("MemTotal", "MemAvailable"))
    return f"{total:.1f} GiB, {free:.1f} GiB free"


def _maven() -> str:
    done = subprocess.run(["mvn", "-v"], capture_output=True, text=True, check=False)
    said = re.search(r"Apache Maven [0-9.]*", done.stdout)
    return said[0] if said else ""


def _jupyter() -> str:
    packages = ["notebook", "nbclient", "nbconvert", "nbformat", "jupyter_client"]
    if find_spec("jupyterlab"):
        packages.append("jupyterlab")
    return ", ".join(f"{package} {version(package)}" for package in packages)
