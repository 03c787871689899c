"""The parameters of a Java notebook: read from its cell tagged `parameters`, set in a cell after it.

The rule is papermill's: a parameter is a plain variable that the tagged cell declares, and a new cell tagged
`injected-parameters`, right after it, assigns the values of this run. What is new is that the values are Java.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell


class ParameterError(Exception):
    """What the user asked for does not fit the notebook."""


@dataclass(frozen=True)
class Parameter:
    """A variable that the parameters cell declares, as its text says."""

    type: str
    name: str
    default: str

    def __str__(self) -> str:
        return f"{self.type} {self.name} = {self.default}"


# Java's comments, literals and brackets: what may hold a semicolon or a comma that separates nothing.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'(?:\\.|[^'\\\n])*'"
    r"|//[^\n]*|/\*.*?\*/"
    r"|.",
    re.DOTALL,
)
_DECLARATION = re.compile(
    r"\s*(?:final\s+)?(?P<type>[\w$.]+(?:\s*<[^=;]*>)?(?:\s*\[\s*\])*)"
    r"\s+(?P<name>[A-Za-z_$][\w$]*)\s*=(?!=)\s*(?P<value>.*)",
    re.DOTALL,
)
_NEXT_NAME = re.compile(r"\s*(?P<name>[A-Za-z_$][\w$]*)\s*=(?!=)\s*(?P<value>.*)", re.DOTALL)


def declared(source: str) -> dict[str, Parameter]:
    """Returns the variables that Java source declares with a value, in their order."""
    found: dict[str, Parameter] = {}
    for statement in _split(source, ";"):
        first, *others = _split(statement, ",")
        # A comma inside < > separates no variables: what follows it is no `name = value`.
        while others and not _NEXT_NAME.fullmatch(others[0]):
            first += "," + others.pop(0)
        match = _DECLARATION.fullmatch(first)
        if not match:
            continue
        type_ = re.sub(r"\s+", "", match["type"]).replace(",", ", ")
        names = [(match["name"], match["value"])]
        for other in others:
            more = _NEXT_NAME.fullmatch(other)
            if more:
                names.append((more["name"], more["value"]))
            else:
                names[-1] = (names[-1][0], names[-1][1] + "," + other)
        for name, value in names:
            found[name] = Parameter(type_, name, " ".join(value.split()))
    return found


def _split(source: str, separator: str) -> list[str]:
    """Splits Java source where the separator stands outside brackets and literals; drops the comments."""
    parts, depth = [""], 0
    for token in _TOKEN.findall(source):
        if token.startswith(("//", "/*")):
            token = " "
        depth += (token in "([{") - (token in ")]}")
        if token == separator and depth == 0:
            parts.append("")
            continue
        parts[-1] += token
        if token == "}" and depth == 0 and separator == ";" and not _DECLARATION.fullmatch(parts[-1]):
            parts.append("")  # the end of a method, a class or a block, which no semicolon follows
    return parts


def java_value(parameter: Parameter, value: Any) -> str:
    """Returns a value as a Java expression of the parameter's type.

    `value` is text of the command line, or a value of JSON from a profile. For an array it is a list: JSON's or,
    as text, JSON's or words between commas. Of a type not known here it is text that is a Java expression.
    """
    return _java_value(parameter.type, value, f"{parameter.name} is {_article(parameter.type)}")


def _java_value(type_: str, value: Any, fact: str) -> str:
    def unfit(reason: str) -> ParameterError:
        return ParameterError(f"{fact}: {_shown(value)} is {reason}")

    if type_.endswith("[]"):
        element = type_[:-2]
        values = (_java_value(element, item, fact) for item in _items(value))
        return f"new {type_} {{{', '.join(values)}}}"
    if isinstance(value, list):
        raise unfit("a list")
    text = (value if isinstance(value, str) else json.dumps(value)).strip()
    if type_ in _INTEGERS:
        literal = _INTEGER.fullmatch(text)
        if not literal or (literal["long"] and type_ != "long"):
            raise unfit("not a whole number")
        bits, suffix = _INTEGERS[type_]
        number = _integer(literal, bits)
        if number is None:
            raise unfit("out of range")
        return f"{number}{suffix}"
    if type_ in ("double", "float"):
        literal = _FLOATING.fullmatch(text)
        if not literal:
            raise unfit("not a number")
        number_text = literal["number"] if re.search(r"[.eE]", text) else literal["number"] + ".0"
        if not _is_in_range(number_text, type_):
            raise unfit("out of range")
        return number_text + ("f" if type_ == "float" else "")
    if type_ == "boolean":
        if text not in ("true", "false"):
            raise unfit("not true or false")
        return text
    if type_ == "String":
        # JSON's escapes are all Java's.
        return json.dumps(value if isinstance(value, str) else text, ensure_ascii=False)
    if not text:
        raise unfit("not a Java expression")
    return text


_INTEGERS = {"byte": (8, ""), "short": (16, ""), "int": (32, ""), "long": (64, "L")}


def _digits(of_base: str) -> str:
    """Digits as Java writes them: an underscore may stand between two of them."""
    return f"[{of_base}](?:[{of_base}_]*[{of_base}])?"


# Java's literals of whole numbers, with a sign.
_INTEGER = re.compile(
    rf"(?P<sign>[+-]?)(?:0[xX](?P<hex>{_digits('0-9a-fA-F')})|0[bB](?P<binary>{_digits('01')})"
    rf"|0_*(?P<octal>{_digits('0-7')})|(?P<decimal>0|[1-9](?:[0-9_]*[0-9])?))(?P<long>[lL]?)"
)
# And of decimal fractions. Of a float or double parameter, the type in the literal says nothing new.
_FLOATING = re.compile(
    rf"(?P<number>[+-]?(?:{_digits('0-9')}(?:\.(?:{_digits('0-9')})?)?|\.{_digits('0-9')})"
    rf"(?:[eE][+-]?{_digits('0-9')})?)[fFdD]?"
)


def _integer(literal: re.Match[str], bits: int) -> int | None:
    """Returns the number that Java reads, or None where it refuses the literal as too large."""
    base = {"hex": 16, "binary": 2, "octal": 8, "decimal": 10}
    kind = next(kind for kind in base if literal[kind] is not None)
    digits = literal[kind].replace("_", "").lstrip("0") or "0"
    if len(digits) > 64:
        return None
    number = int(digits, base[kind])
    if kind != "decimal" and bits >= 32 and 2 ** (bits - 1) <= number < 2**bits:
        number -= 2**bits  # all other bases write the bits, the sign among them
    if literal["sign"] == "-":
        number = -number
    return number if -(2 ** (bits - 1)) <= number < 2 ** (bits - 1) else None


def _is_in_range(number: str, type_: str) -> bool:
    """Whether a number is neither rounded to infinity nor, unless it is 0, to 0: javac refuses both."""
    value = float(number.replace("_", ""))  # of which Python reads one at a time
    if type_ == "float":
        try:
            (value,) = struct.unpack("f", struct.pack("f", value))
        except OverflowError:
            return False
    is_zero = not re.search("[1-9]", re.split("[eE]", number)[0])
    return math.isfinite(value) and (value != 0 or is_zero)


def _items(value: Any) -> list[Any]:
    if isinstance(value, str):
        try:
            # Numbers stay as they were written.
            value = json.loads(value, parse_float=str, parse_int=str)
        except ValueError:
            text = value.strip()
            if text.startswith("[") and text.endswith("]"):  # Java's numbers need not be JSON's: .5
                return [item.strip() for item in _split(text[1:-1], ",")]
            return [item.strip() for item in value.split(",")]
    return value if isinstance(value, list) else [value]


def _article(type_: str) -> str:
    return ("an " if type_[0] in "aeiou" else "a ") + type_


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str) else json.dumps(value)


def of(notebook: NotebookNode) -> dict[str, Parameter]:
    """Returns the parameters that a notebook declares; none where it has no cell for them."""
    cell_index = _tagged(notebook, "parameters")
    return {} if cell_index is None else declared(notebook.cells[cell_index].source)


def inject(
    notebook: NotebookNode, profile: str, overrides: Mapping[str, str]
) -> list[str]:
    """Puts the profile's values, and over them the user's, into a notebook.

    A profile is what the notebook's metadata say under `cnnlabs`, `profiles` and its name: parameters to values.
    Returns the assignments. Raises ParameterError, before anything is changed, where a name or a value is wrong.
    """
    of_profile = notebook.metadata.get("cnnlabs", {}).get("profiles", {}).get(profile, {})
    cell_index = _tagged(notebook, "parameters")
    if cell_index is None and (of_profile or overrides):
        raise ParameterError("it has no cell tagged 'parameters', so nothing can be set")
    parameters = of(notebook)
    values = {**of_profile, **overrides}
    for name in values:
        if name not in parameters:
            where = "-p" if name in overrides else f"its profile '{profile}'"
            known = "".join(f"\n  {parameter}" for parameter in parameters.values())
            raise ParameterError(f"{where} sets '{name}'; its parameters are:{known or ' none'}")
    assignments = [f"{name} = {java_value(parameters[name], value)};" for name, value in values.items()]

    stale = _tagged(notebook, "injected-parameters")
    if stale is not None:
        del notebook.cells[stale]
        cell_index = _tagged(notebook, "parameters")
    if assignments:
        source = "\n".join([_comment(profile, of_profile, overrides), *assignments])
        cell = new_code_cell(source, metadata={"tags": ["injected-parameters"]})
        if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
            del cell["id"]  # cells have ids since 4.5
        notebook.cells.insert(cell_index + 1, cell)
    return assignments


def _comment(profile: str, of_profile: Mapping[str, Any], overrides: Mapping[str, str]) -> str:
    by_profile = [name for name in of_profile if name not in overrides]
    comment = f"// Profile {profile}: {', '.join(by_profile) or 'the parameters as written'}."
    return comment + (f" Set with -p: {', '.join(overrides)}." if overrides else "")


def _tagged(notebook: NotebookNode, tag: str) -> int | None:
    indices = [i for i, cell in enumerate(notebook.cells) if tag in cell.metadata.get("tags", [])]
    if len(indices) > 1:
        raise ParameterError(f"it has {len(indices)} cells tagged '{tag}', where one is allowed")
    return indices[0] if indices else None
