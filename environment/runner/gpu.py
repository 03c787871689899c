"""Whether ND4J's CUDA back end can run on a graphics card of this machine.

It is asked before anything of it is loaded, in processes of their own: a driver that hangs or crashes takes
nobody along.
"""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from dataclasses import dataclass

# The artifact nd4j-cuda-11.6 1.0.0-M2.1 holds machine code for these compute capabilities, and no PTX
# that a driver could translate for others.
OLDEST, NEWEST = (3, 7), (8, 6)

# Machine code runs on later cards of its generation, NVIDIA says; nobody has tried it with this artifact.
UNTESTED = (8, 9)
SWITCH = "CNNLABS_GPU_UNTESTED"

SECONDS = 20
QUERY = ["nvidia-smi", "--query-gpu=index,name,compute_cap", "--format=csv,noheader"]

# Which cards a process may see, in CUDA's words: a machine that several share sets it for each of them.
VISIBLE = "CUDA_VISIBLE_DEVICES"

# The order in which nvidia-smi counts; CUDA's own puts the fastest card first.
ORDER = {"CUDA_DEVICE_ORDER": "PCI_BUS_ID"}

# Attributes of a device, as the driver's cuda.h numbers them.
MAJOR, MINOR = 75, 76


def _text(capability: tuple[int, int]) -> str:
    return f"{capability[0]}.{capability[1]}"


class NoAnswer(Exception):
    """Nothing is known of any card; says why."""


@dataclass(frozen=True)
class Device:
    index: int
    name: str
    capability: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.name}, compute capability {_text(self.capability)}"


@dataclass(frozen=True)
class Choice:
    """A device to compute on, or none and the reason."""

    device: Device | None
    reason: str

    def __str__(self) -> str:
        return f"{'' if self.device else 'none to compute on, so the processor does: '}{self.reason}."

    def environment(self) -> dict[str, str]:
        """What a process needs to compute on the device; empty without one."""
        if self.device is None:
            return {}
        return {
            "BACKEND_PRIORITY_CPU": "0",
            "BACKEND_PRIORITY_GPU": "100",
            **ORDER,
            VISIBLE: str(self.device.index),
        }


def parse(output: str) -> list[Device]:
    """Reads lines of index, name and compute capability."""
    devices = []
    for line in filter(None, map(str.strip, output.splitlines())):
        match = re.fullmatch(r"(\d+), (.+), (\d+)\.(\d+)", line)
        if not match:
            raise NoAnswer(f"nvidia-smi says what this does not know: {line[:100]!r}")
        index, name, major, minor = match.groups()
        devices.append(Device(int(index), name, (int(major), int(minor))))
    return devices


def _ask(command: list[str], who: str) -> str:
    """Returns what a command prints."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False, errors="replace")
    except FileNotFoundError:
        raise NoAnswer(f"no NVIDIA driver: {who} was not found") from None
    except OSError as error:
        raise NoAnswer(f"{who} cannot be started: {error}") from None
    except subprocess.TimeoutExpired:
        raise NoAnswer(f"{who} gave no answer within {SECONDS} seconds") from None
    said = (done.stdout + done.stderr).strip()
    if done.returncode:
        how = f"died of signal {-done.returncode}" if done.returncode < 0 else f"failed with {done.returncode}"
        first = said.splitlines()[0][:200] if said else "and said nothing"
        raise NoAnswer(f"{who} {how}: {first}")
    return done.stdout


def devices() -> list[Device]:
    """Returns the cards that nvidia-smi lists, or else the driver's library."""
    try:
        return parse(_ask(QUERY, "nvidia-smi"))
    except NoAnswer as unknown:
        try:  # An old nvidia-smi does not know compute capabilities.
            return parse(_ask([sys.executable, os.path.abspath(__file__)], "the driver's library"))
        except NoAnswer:
            raise unknown from None


def visible(found: list[Device], named: str | None) -> list[Device]:
    """Returns the cards that CUDA_VISIBLE_DEVICES leaves, in its order; all where it is not set.

    :raises NoAnswer: if it leaves none, or does not name them by nvidia-smi's numbers
    """
    if named is None or not found:
        return found
    cards = {device.index: device for device in found}
    left = []
    for number in filter(None, map(str.strip, named.split(","))):
        if not re.fullmatch(r"-?\d+", number):
            raise NoAnswer(f"{VISIBLE} is '{named}', and this knows only nvidia-smi's numbers, such as 0,1")
        if int(number) not in cards:
            break  # as CUDA does: what stands behind it is not seen
        left.append(cards[int(number)])
    if not left:
        raise NoAnswer(f"{VISIBLE} is '{named}', which leaves no card")
    return left


def choose(found: list[Device], untested: bool) -> Choice:
    """Returns the first card that the artifact runs on.

    :param untested: whether a card will do that nobody has tried
    """
    for device in found:
        if OLDEST <= device.capability <= NEWEST:
            return Choice(device, str(device))
    for device in found:
        if device.capability == UNTESTED and untested:
            return Choice(device, f"{device}, which is untested")
    if not found:
        return Choice(None, "the NVIDIA driver finds no card")
    reasons = []
    for device in found:
        if device.capability == UNTESTED:
            reasons.append(f"{device}, is untested: set {SWITCH}=1 to try it")
        else:
            age = "old" if device.capability < OLDEST else "new"
            reasons.append(f"{device}, is too {age}: ND4J's CUDA 11.6 runs on {_text(OLDEST)} to {_text(NEWEST)}")
    return Choice(None, "; ".join(reasons))


def choice() -> Choice:
    """Returns what this machine can do."""
    if not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        return Choice(None, f"the CUDA back end is for Linux on x86-64, and this is {sys.platform}")
    try:
        return choose(visible(devices(), os.environ.get(VISIBLE)), os.environ.get(SWITCH) == "1")
    except NoAnswer as unknown:
        return Choice(None, str(unknown))


def use() -> bool:
    """Says on standard error what computes, and has what is started from here compute on it. Whether that is a card."""
    made = choice()
    print(f"GPU: {made}", file=sys.stderr)
    os.environ.update(made.environment())
    return made.device is not None


def _driver() -> int:
    """Prints what the driver's library knows: all cards, in the form of nvidia-smi and counted as it does."""
    os.environ.update(ORDER)
    os.environ.pop(VISIBLE, None)
    driver = ctypes.CDLL("libcuda.so.1")
    count, value, name = ctypes.c_int(), ctypes.c_int(), ctypes.create_string_buffer(256)

    def call(function: str, *arguments: object) -> None:
        status = getattr(driver, function)(*arguments)
        if status:
            sys.exit(f"{function} gave {status}")

    call("cuInit", 0)
    call("cuDeviceGetCount", ctypes.byref(count))
    for index in range(count.value):
        device, capability = ctypes.c_int(), []
        call("cuDeviceGet", ctypes.byref(device), index)
        call("cuDeviceGetName", name, len(name), device)
        for attribute in (MAJOR, MINOR):
            call("cuDeviceGetAttribute", ctypes.byref(value), attribute, device)
            capability.append(value.value)
        print(f"{index}, {name.value.decode(errors='replace')}, {capability[0]}.{capability[1]}")
    return 0


if __name__ == "__main__":
    sys.exit(_driver())
