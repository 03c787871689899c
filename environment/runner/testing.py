"""`environment/lab test`: what must be there ahead of the tests. What they are is in check.py."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
from pathlib import Path

import build
import check
from project import TARGET, java_version

BROWSER = ("chromium", "chromium-driver", "fonts-dejavu-core")


def main(options: argparse.Namespace) -> int:
    """Runs the tests."""
    os.environ["CNNLABS_OFFLINE"] = "1"  # a test downloads no data
    runs = TARGET / "runs-of-tests"  # and trains, whatever was trained before
    os.environ["CNNLABS_RUNS"] = str(runs)
    try:
        shutil.rmtree(runs, ignore_errors=True)
        options.platform = build.prepare(with_spark=True).platform
        options.jdk = int(re.findall(r"\d+", java_version())[0])
        require_browser()
    except BaseException:
        print("0 passed, 1 failed")  # where nothing can be tested
        raise
    return check.main(options)


def require_browser() -> None:
    """Installs what the tests in a browser need, where that is Debian's way; else they are skipped."""
    if shutil.which("chromedriver"):
        return
    release = Path("/etc/os-release")
    if shutil.which("apt-get") and release.exists() and re.search(r"^ID=debian$", release.read_text(), re.MULTILINE):
        print(f"Installing with apt-get, for the tests in a browser: {' '.join(BROWSER)}")
        as_root = [] if os.geteuid() == 0 else ["sudo"]
        install = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends"]
        if all(_succeeds([*as_root, *command]) for command in (["apt-get", "update", "-qq"], [*install, *BROWSER])):
            return
    print("There is no Chromium with its driver, and it cannot be installed here: the tests in a browser are skipped.")


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:  # no sudo
        return False
