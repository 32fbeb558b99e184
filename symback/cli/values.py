"""The values of --at: names and texts, several points, ranges, files."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

from symback.cli.common import NotNamed, read_file
from symback.delimited import table
from symback.errors import SymbackError
from symback.files import unique
from symback.functions import CONSTANTS
from symback.report.inputs import constant_fraction
from symback.syntax.names import MAX_NAME, NAME_PATTERN, normal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_POINTS = 1_000_000
RANGE_PARTS = 3


def points(at: Sequence[str]) -> Iterator[dict[str, object]]:
    """The points that --at gives. One empty point where it gives none.

    An --at that gives the same inputs as one before is another point; those of different inputs make a grid, in which
    the last varies fastest.
    """
    axes = [group for argument in at for group in assignments(argument)]
    if len(axes) > 1:
        axes = apart(together(axes))
    if prod(axis.count for axis in axes) > MOST_POINTS:
        raise too_many("--at gives")
    if len(axes) == 1:  # which may have 100,000 inputs
        yield from axes[0].points()
        return
    for combination in itertools.product(*(list(axis.points()) for axis in axes)):
        yield {name: value for point in combination for name, value in point.items()}


@dataclass(frozen=True)
class Group:
    """What one --at gives: values of some inputs, a row a point, in which a value may stand for a range of them."""

    names: tuple[str, ...]
    rows: list[tuple[object, ...]]

    def joined(self, other: Group) -> Group:
        """The points of this group, and then those of another of the same inputs."""
        order = [other.names.index(name) for name in self.names]
        return Group(self.names, [*self.rows, *(tuple(row[k] for k in order) for row in other.rows)])

    @cached_property
    def ranges(self) -> list[list[Sequence[object]]] | None:
        """Every row's values, ranges as all that they stand for; None where there is no range. One look, for there may be 100,000."""
        if not any(":" in ",".join(map(str, row)) for row in self.rows):
            return None
        return [[spread(name, value) for name, value in zip(self.names, row, strict=True)] for row in self.rows]

    @cached_property
    def count(self) -> int:
        """Return how many points there are."""
        return len(self.rows) if self.ranges is None else sum(prod(map(len, row)) for row in self.ranges)

    def points(self) -> Iterator[dict[str, object]]:
        """The points, one by one."""
        rows = (
            self.rows
            if self.ranges is None
            else itertools.chain.from_iterable(itertools.product(*row) for row in self.ranges)
        )
        for row in rows:
            yield dict(zip(self.names, row, strict=True))


def together(groups: list[Group]) -> list[Group]:
    """The groups, those of the same inputs joined."""
    found: dict[tuple[str, ...], Group] = {}
    for group in groups:
        key = tuple(sorted(group.names))
        found[key] = found[key].joined(group) if key in found else group
    return list(found.values())


def apart(groups: list[Group]) -> list[Group]:
    """The groups, those that share some of their inputs taken apart: every value of an input goes with those of the others."""
    counts = Counter(name for group in groups for name in group.names)
    found: dict[tuple[str, ...], Group] = {}
    for group in groups:
        alone = all(counts[name] == 1 for name in group.names)
        parts = (
            [group]
            if alone
            else [
                Group((name,), list(dict.fromkeys((row[k],) for row in group.rows)))
                for k, name in enumerate(group.names)
            ]
        )
        for part in parts:
            found[part.names] = found[part.names].joined(part) if part.names in found else part
    return list(found.values())


def too_many(what: str) -> SymbackError:
    return SymbackError(f"{what} more than {MOST_POINTS:,} points", hint="--points FILE.csv")


def assignments(argument: str) -> list[Group]:
    """The values of one --at."""
    return from_file(argument[1:]) if argument.startswith("@") else grouped(from_argument(argument))


def grouped(pairs: Iterable[tuple[str, object]]) -> list[Group]:
    """Names and values as a group; where a name comes twice, every name is a group of its own."""
    listed = list(pairs)
    values = dict(listed)
    if len(values) == len(listed):
        return one_group(values)
    return [Group((name,), [(value,)]) for name, value in listed]


def from_argument(argument: str) -> Iterator[tuple[str, object]]:
    for part in split_list(argument):
        name, equals, value = part.partition("=")
        if not equals:
            raise NotNamed(argument, part.strip())
        yield checked_name(name.strip()), value.strip()


def checked_name(name: str, example: str = "--at w=3") -> str:
    """The plain spelling of an input's name; SymbackError where it cannot be one, with `example` as the way out."""
    if not name:
        raise SymbackError("a name is missing", hint=example)
    if len(name) > MAX_NAME or re.fullmatch(NAME_PATTERN, name) is None:
        raise SymbackError(f"{name[:60]!r} is not a name", hint=example)
    return normal_name(name)


def split_list(text: str) -> list[str]:
    """The parts between commas; commas inside brackets do not separate."""
    parts, depth, start = [], 0, 0
    for i, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth <= 0:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


def spread(name: str, value: object) -> Sequence[object]:
    """One value, or those of a range `first:last:step`, ends included."""
    if not isinstance(value, str) or ":" not in value:
        return [value]
    parts = value.split(":")
    if len(parts) != RANGE_PARTS:
        raise SymbackError(f"a range is first:last:step, not {value[:60]!r}", hint=f"--at {name}=-3:3:0.5")
    first, last, step = (constant_fraction(name, part) for part in parts)
    if step == 0 or (last - first) / step < 0:
        raise SymbackError(
            f"the range {value[:60]} goes nowhere: its step is 0 or leads away", hint=f"--at {name}=-3:3:0.5"
        )
    count = (last - first) // step + 1
    if count > MOST_POINTS:
        raise too_many(f"the range {value[:60]} has")
    return [first + i * step for i in range(count)]


def from_file(name: str) -> list[Group]:
    """Values from a JSON object, from a two-column CSV (name,value), or from a CSV with a header of names: a point a row."""
    if name.endswith((".npz", ".npy")):
        from symback.cli.arrays import loaded

        arrays = loaded(name)
        if not isinstance(arrays, dict):
            raise SymbackError(f"{name} holds one array, which needs a name", hint=f"--at W=@{name}")
        return one_group({checked_name(key): value for key, value in arrays.items()})
    text = read_file(name).lstrip("\ufeff")
    if text.lstrip()[:1] in ("{", "["):
        return one_group(from_json(text, name))
    return from_table([row for row in table(text, name) if not row[0].lstrip().startswith("#")], name)


def from_table(rows: list[list[str]], where: str) -> list[Group]:
    """The values in a table, by names in its first column, or by names in its first row."""
    if rows and is_header(rows):
        names = [checked_name(cell.strip()) for cell in rows[0]]
        twice = next((name for name in names if names.count(name) > 1), None)
        wrong = next((number for number, row in enumerate(rows[1:], 2) if len(row) != len(names)), None)
        if twice or wrong:
            what = (
                f"the header names {twice} twice"
                if twice
                else f"row {wrong} has {len(rows[(wrong or 1) - 1])} cells, the header {len(names)}"
            )
            raise SymbackError(f"{where}: {what}")
        return [Group(tuple(names), [tuple(cell.strip() for cell in row) for row in rows[1:]])]
    return grouped(named_values(rows, where))


def one_group(values: dict[str, object]) -> list[Group]:
    """Values by name as one group; none where there are no values."""
    return [Group(tuple(values), [tuple(values.values())])] if values else []


def named_values(rows: list[list[str]], where: str) -> Iterator[tuple[str, object]]:
    for row in rows:
        if [cell.strip() for cell in row] == ["name", "value"]:
            continue
        if len(row) != 2:
            raise SymbackError(f"{where}: a row is name,value, not {','.join(row)[:60]!r}")
        yield checked_name(row[0].strip()), row[1].strip()


def is_header(rows: list[list[str]]) -> bool:
    """True if a table's first row names inputs: all of it are names, and no name with its value."""
    first = [cell.strip() for cell in rows[0]]
    if first == ["name", "value"] or not all(re.fullmatch(NAME_PATTERN, cell) for cell in first):
        return False
    if len(rows) > 1 and (len(first) != 2 or normal_name(first[1]) not in CONSTANTS):
        return True
    return len(rows) > 1 and re.fullmatch(NAME_PATTERN, rows[1][0].strip()) is None


def from_json(text: str, where: str) -> dict[str, object]:
    try:
        data = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=unique)
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
    return unique([(checked_name(name), value) for name, value in values.items()])


def checked_object(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise SymbackError(f"{where} holds no JSON object of names and values")
    if {str, Fraction}.issuperset(map(type, data.values())):
        return data
    for key, value in data.items():
        if not isinstance(value, (str, Fraction, list)):
            raise SymbackError(f"{where}: the value of {key} is neither a number nor text")
    return data
