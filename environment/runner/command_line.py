"""What `environment/lab` can be asked. What its readers are told of that is usage.txt."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

# What `bench` times, as Workload.java has it.
BENCHMARKS = (
    "lenet lenet-evaluation five-convolutions five-convolutions-wide mnist-dropout batch-normalization"
    " seven-convolutions grid"
).split()


class Parser(argparse.ArgumentParser):
    """Reads what follows a command; says in a line what is wrong with it, and for --help what usage.txt says.

    `form` is what the command wants, where that answers every mistake.
    """

    def __init__(self, prog: str, form: str = "", **settings: Any):
        super().__init__(prog=prog, allow_abbrev=False, **settings)
        self.form = form

    def error(self, message: str) -> NoReturn:
        print(f"environment/lab: {self.form or message}\nSee: environment/lab help", file=sys.stderr)
        sys.exit(2)

    def format_help(self) -> str:
        text = (Path(__file__).parent / "usage.txt").read_text(encoding="utf-8")
        head, *parts = re.split(r"^(?=  \w)", text, flags=re.MULTILINE)
        return head + "".join(part for part in parts if part.split()[0] == self.prog.split()[-1])


class Wanted(argparse.Action):
    """An option with a value. `wants` says what that must be, and `check` returns it, or raises ValueError."""

    def __init__(self, option_strings: Sequence[str], dest: str, wants: str, check: Callable[[str], object], **settings: Any):
        super().__init__(option_strings, dest, nargs="?", **settings)
        self.wants, self.check = wants, check

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: str | None = None) -> None:
        try:
            setattr(namespace, self.dest, self.check(values or ""))
        except ValueError:
            parser.error(f"{option_string} wants {self.wants.format(values or '')}")


def _port(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,4}", text) or int(text) > 65535:
        raise ValueError
    return int(text)


def _matching(pattern: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError
        return text

    return check


def _folder(text: str) -> Path:
    return Path(_matching(".+")(text))


def _file(text: str) -> Path:
    file = Path(text)
    if not text or file.is_dir() or not file.parent.is_dir():
        raise ValueError
    return file.parent.resolve() / file.name


def commands() -> dict[str, Parser]:
    """Returns the parsers of what follows each command."""
    commands = Parser("environment/lab").add_subparsers()

    up = commands.add_parser("up")
    up.add_argument("--port", action=Wanted, default=8888, wants="a number from 1 to 65535", check=_port)
    up.add_argument(
        "--ip",
        action=Wanted,
        default="127.0.0.1",
        wants="an address, such as 127.0.0.1",
        check=_matching("[0-9a-f.:]+"),
    )
    up.add_argument("--folder", action=Wanted, wants="a folder for your notebooks", check=_folder)
    up.add_argument("--no-browser", action="store_true")
    up.add_argument("--jupyterlab", action="store_true")

    run = commands.add_parser("run")
    run.add_argument("notebooks", nargs="*")
    run.add_argument("-p", dest="parameters", action="append", default=[])
    run.add_argument("--profile", action=Wanted, wants="quick or full, and not '{}'", check=_matching("quick|full"))
    run.add_argument("--hand-in", action="store_true")
    run.add_argument("--pdf", action="store_true")
    run.add_argument("--clear", action="store_true")
    run.add_argument("--keep-edits", action="store_true")
    run.add_argument("--out", action=Wanted, wants="a folder for the results", check=_folder)
    run.add_argument("--folder", action=Wanted, wants="the folder of your notebooks", check=_folder)

    restore = commands.add_parser("restore", form="restore wants one notebook, such as 01")
    restore.add_argument("notebook")
    restore.add_argument("--folder", action=Wanted, wants="the folder of your notebooks", check=_folder)

    test = commands.add_parser("test")
    test.add_argument("--full", action="store_true")

    bench = commands.add_parser("bench")
    bench.add_argument(
        "--only",
        action=Wanted,
        wants=f"one of {' '.join(BENCHMARKS)}, and not '{{}}'",
        check=_matching("|".join(BENCHMARKS)),
    )
    bench.add_argument("--out", action=Wanted, wants="a file, in a folder that exists", check=_file)

    doctor = commands.add_parser("doctor")
    doctor.add_argument("--missing", action="append", default=[])  # by the script: a tool that it did not find

    kernel = commands.add_parser("kernel", form="kernel wants --user, or --use ijava|jjava|rapaio JAR")
    which = kernel.add_mutually_exclusive_group(required=True)
    which.add_argument("--user", action="store_true")
    which.add_argument("--use", nargs=2)

    for command in (up, run, doctor):
        command.add_argument("--gpu", action="store_true")
    for command in (up, run):
        command.add_argument("--spark", action="store_true")
    return commands.choices


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Reads a command line, of which the first argument is the command. Ends the program with 2 where it makes no sense."""
    command, known = arguments[0], commands()
    if command not in known:
        Parser("environment/lab").error(f"there is no command '{command}'")
    parser = known[command]
    options, unknown = parser.parse_known_intermixed_args(arguments[1:])
    if unknown:
        parser.error(f"{command} does not know '{unknown[0]}'")
    options.command = command
    return options
