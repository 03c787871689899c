"""Does what `environment/lab` is asked, once it has found the tools."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import command_line
import originals
import specification
from project import LabError, UsageError

# The module of each command: imported only for it, since Jupyter's packages take their time.
MODULES = {
    "up": "up",
    "run": "run",
    "restore": "originals",
    "test": "testing",
    "bench": "bench",
    "doctor": "doctor",
    "kernel": "kernel",
}


def main(arguments: list[str]) -> int:
    sys.stdout.reconfigure(line_buffering=True)  # in one order with what is started from here
    if arguments[0] == "--check":  # by the script, ahead of installing anything
        command_line.parse(arguments[1:])
        return 0
    options = command_line.parse(arguments)
    os.environ.update(specification.engine_environment())
    originals.keep()
    try:
        return int(import_module(MODULES[options.command]).main(options))
    except UsageError as error:
        print(f"environment/lab {options.command}: {error}", file=sys.stderr)
        return 2
    except LabError as error:
        print(f"environment/lab: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
