"""The values of --at: names and texts, several points, ranges, files."""

from __future__ import annotations

import csv
import itertools
import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback.cli.common import read_file
from symback.errors import SymbackError
from symback.report.inputs import constant_fraction
from symback.syntax.names import MAX_NAME, NAME_PATTERN, normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_POINTS = 1_000_000
RANGE_PARTS = 3


def points(at: Sequence[str]) -> Iterator[dict[str, object]]:
    """The points that --at gives: every combination, the last input varies fastest. One empty point where it gives none."""
    given = [assignments(argument) for argument in at]
    if len(given) == 1 and isinstance(given[0], dict) and not has_ranges(given[0]):
        yield given[0]
        return
    pairs = list(itertools.chain.from_iterable(one.items() if isinstance(one, dict) else one for one in given))
    single = dict(pairs)
    if len(single) == len(pairs) and not has_ranges(single):
        yield single
        return
    values: dict[str, list[object]] = {}
    for name, value in pairs:
        values.setdefault(name, []).extend(spread(name, value))
    total = 1
    for several in values.values():
        total *= len(several)
    if total > MOST_POINTS:
        raise SymbackError(f"--at gives {total} points; at most {MOST_POINTS}", hint="--points FILE.csv")
    for combination in itertools.product(*values.values()):
        yield dict(zip(values, combination, strict=True))


def has_ranges(values: Mapping[str, object]) -> bool:
    """Whether a value may stand for several: `-3:3:0.5`. One look, for there may be 100,000."""
    return ":" in ",".join(map(str, values.values()))


def assignments(argument: str) -> dict[str, object] | Iterator[tuple[str, object]]:
    """The names and values of one --at, in pairs where a name may come twice."""
    return from_file(argument[1:]) if argument.startswith("@") else from_argument(argument)


def from_argument(argument: str) -> Iterator[tuple[str, object]]:
    for part in split_list(argument):
        name, equals, value = part.partition("=")
        if not equals:
            what = f"{part.strip()!r} is not name=value" if part.strip() else "name=value is missing"
            raise SymbackError(what, hint="--at w=3,b=8 (decimals with a point)")
        yield checked_name(name.strip()), value.strip()


def checked_name(name: str, example: str = "--at w=3") -> str:
    """The plain spelling of an input's name; SymbackError where it cannot be one, with `example` as the way out."""
    if not name:
        raise SymbackError("a name is missing", hint=example)
    if len(name) > MAX_NAME or re.fullmatch(NAME_PATTERN, name) is None:
        raise SymbackError(f"{name[:60]!r} is not a name", hint=example)
    return normal_name(name)


def split_list(text: str) -> list[str]:
    """The parts between commas; commas inside parentheses do not separate."""
    parts, depth, start = [], 0, 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and depth <= 0:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


def spread(name: str, value: object) -> list[object]:
    """One value, or those of a range `first:last:step`, ends included."""
    if not isinstance(value, str) or ":" not in value:
        return [value]
    parts = value.split(":")
    if len(parts) != RANGE_PARTS:
        raise SymbackError(f"a range is first:last:step, not {value!r}", hint=f"--at {name}=-3:3:0.5")
    first, last, step = (constant_fraction(name, part) for part in parts)
    if step == 0 or (last - first) / step < 0:
        raise SymbackError(f"the range {value} goes nowhere: its step is 0 or leads away", hint=f"--at {name}=-3:3:0.5")
    count = (last - first) // step + 1
    if count > MOST_POINTS:
        raise SymbackError(f"the range {value} has {count} points; at most {MOST_POINTS}", hint="--points FILE.csv")
    return [first + i * step for i in range(count)]


def from_file(name: str) -> dict[str, object] | Iterator[tuple[str, object]]:
    """Values from a JSON object or a two-column CSV (name,value)."""
    text = read_file(name).lstrip("\ufeff")
    return from_json(text, name) if text.lstrip().startswith("{") else from_csv(text, name)


def from_csv(text: str, name: str) -> Iterator[tuple[str, object]]:
    for row in csv.reader(text.splitlines()):
        if not row or row == ["name", "value"] or row[0].lstrip().startswith("#"):
            continue
        if len(row) != 2:
            raise SymbackError(f"{name}: a row is name,value, not {','.join(row)[:60]!r}")
        yield checked_name(row[0].strip()), row[1].strip()


def from_json(text: str, where: str) -> dict[str, object]:
    try:
        data = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise SymbackError(f"{where} is not JSON: {error}") from None
    return checked_names(checked_object(data, where))


def checked_names(values: dict[str, object]) -> dict[str, object]:
    """As `checked_name` for each name; of 100,000 plain ones it takes one look to see that they are right."""
    if (
        all(map(str.isidentifier, values))
        and "".join(values).isascii()
        and max(map(len, values), default=0) <= MAX_NAME
    ):
        return values
    return {checked_name(name): value for name, value in values.items()}


def checked_object(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise SymbackError(f"{where} holds no JSON object of names and values")
    if {str, Fraction}.issuperset(map(type, data.values())):
        return data
    for key, value in data.items():
        if not isinstance(value, (str, Fraction)):
            raise SymbackError(f"{where}: the value of {key} is neither a number nor text")
    return data
