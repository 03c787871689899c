"""Where the project's things are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / "environment"
NOTEBOOKS = ROOT / "notebooks"
TARGET = ROOT / "target"
