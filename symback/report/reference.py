"""The reference of functions: how each is called, its derivatives, and where it has none. Told from the tables alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symback import functions
from symback.derivatives import DERIVATIVES
from symback.document.model import FORMULA, PEOPLE, PROGRAMS, TEXT, WORDS, Column, Table
from symback.errors import SymbackError, suggestion
from symback.functions import ANY, BY_NAME, CLIP, LOG_BASE, Function

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What a function's arguments are called where x, y would mislead.
ARGUMENTS = {"atan2": ("y", "x"), "polygamma": ("n", "x"), LOG_BASE: ("x", "base"), "where": ("a", "b", "x", "y")}
CALLS = {LOG_BASE: "log(x, base)", "where": "where(a < b, x, y)", "max": "max(x, y, …)", "min": "min(x, y, …)"}
# The derivatives that are conventions, for two arguments: nothing derives them.
TIED = "where(x {} y, 1, where(x == y, 1/2, 0))"
SHARES = {
    "max": {"x": TIED.format(">"), "y": TIED.format("<")},
    "min": {"x": TIED.format("<"), "y": TIED.format(">")},
    "where": {"x": "where(a < b, 1, 0)", "y": "where(a < b, 0, 1)"},
}
OTHER_EDGES = {"hypot": ["kink where x = 0 and y = 0"]}
NO_FORMULA = "0/0"  # how the table of derivatives says that there is none by an argument
SPECIAL_POINTS = (-1, 0, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One function: `derivatives` by argument (None where there is none by it), `excluded` says where it has none."""

    name: str
    call: str
    aliases: tuple[str, ...]
    about: str
    derivatives: Mapping[str, str | None]
    domain: str
    excluded: str
    convention: str | None

    def derivative_text(self) -> str:
        """The derivatives in one line: `1/x`, or `by x: …; by y: …`."""
        if len(self.derivatives) == 1:
            return next(iter(self.derivatives.values())) or "none"
        return "; ".join(f"by {name}: {text or 'none'}" for name, text in self.derivatives.items())


def entries() -> list[Entry]:
    """Every function, in the order of the table; log(x, base) after log, and pow first among the powers."""
    rows: list[Entry] = []
    for row in BY_NAME.values():
        if row.name == "sqrt":
            rows.append(power())
        if row.name != LOG_BASE:
            rows.append(entry(row))
        if row.name == "log":
            rows.append(entry(BY_NAME[LOG_BASE]))
        if row.name == "min":
            rows.append(clip())
    return rows


def chosen(names: Sequence[str]) -> list[Entry]:
    """The functions of those names (all where none is given). Raises SymbackError for a name that is none."""
    everything = entries()
    meant = [functions.CALLED.get(name.lower(), name) for name in names]
    for name, asked in zip(meant, names, strict=True):
        if all(name != e.name for e in everything):
            formula = functions.meant(asked, ())
            near = functions.OTHER_NAMES.get(asked.lower()) or suggestion(asked, list(functions.ALIASES))
            way = formula if functions.is_foreign(asked) else f"symback functions {near}" if near else None
            raise SymbackError(f"there is no function {asked[:60]}", hint=way)
    return [e for e in everything if not meant or e.name in meant]


def entry(row: Function) -> Entry:
    call = call_of(row)
    name = call.partition("(")[0]
    return Entry(name, call, row.aliases, row.about, derivatives(row, call), domain(row), excluded(row), row.convention)


def power() -> Entry:
    """pow(x, y) is the operator **, which has no row of its own."""
    by = dict(zip(("x", "y"), (put_in(text, ("x", "y"), "x**y") for text in DERIVATIVES["**"]), strict=True))
    domain = "x above 0; any x with a whole y; 0 with y above 0"
    return Entry(
        "pow", "pow(x, y)", (), "x to the power y, also x**y and x^y", by, domain, "by y where x is not above 0", None
    )


def clip() -> Entry:
    """The entry of clip, which is made of max and min and has no row of its own."""
    slopes = {
        "x": "where(x < low, 0, where(x > high, 0, 1))", "low": "where(x < low, 1, 0)", "high": "where(x > high, 1, 0)",
    }  # fmt: skip
    return Entry(
        CLIP, "clip(x, low, high)", (), "x kept between low and high: min(max(x, low), high)", slopes, "every number",
        "kink where x = low or x = high", "1/2 at each",
    )  # fmt: skip


def arguments(row: Function) -> tuple[str, ...]:
    return ARGUMENTS.get(row.name, ("x", "y")[: row.arity[0] if row.arity[1] != ANY else 2])


def call_of(row: Function) -> str:
    return CALLS.get(row.name) or f"{row.name}({', '.join(arguments(row))})"


def derivatives(row: Function, call: str) -> dict[str, str | None]:
    """The derivative by every argument, the function's own value written as its call."""
    if row.name in SHARES:
        return dict(SHARES[row.name])
    names = arguments(row)
    texts = [None if t == NO_FORMULA else put_in(t, names, call) for t in DERIVATIVES[row.name]]
    return dict(zip(names, texts, strict=True))


def put_in(text: str, names: tuple[str, ...], call: str) -> str:
    """A text of the tables, which write x, y for the arguments and f for the value, in a function's own names."""
    meant = dict(zip(("x", "y"), names, strict=False)) | {"f": f"({call})" if "*" in call else call}
    return re.sub(r"\b[xyf]\b", lambda m: meant.get(m[0], m[0]), text)


def domain(row: Function) -> str:
    """For which arguments the function has a value, in words."""
    if row.domain is not None:
        return row.domain[0]
    return "every number" + (f" but where {breaks(row)}" if row.at_breaks == "pole" else "")


def excluded(row: Function) -> str:
    """Return where the function has a value but no derivative, or one by convention only."""
    found = [f"{row.at_breaks} where {breaks(row)}"] if row.breaks and row.at_breaks not in ("pole", "bend") else []
    edges = vertical(row)
    return "; ".join(
        [*found, *([f"vertical tangent at {', '.join(edges)}"] if edges else []), *OTHER_EDGES.get(row.name, [])]
    )


def breaks(row: Function) -> str:
    return " or ".join(place(text, arguments(row)) for text in row.breaks)


def place(text: str, names: tuple[str, ...]) -> str:
    """In words where a break's formula says that the function breaks."""
    inside = re.fullmatch(r"where\((.+), (.+), 1\)", text)
    condition, formula = (inside[1], inside[2]) if inside else ("", text)
    whole = re.fullmatch(r"floor\((\w)\)", formula)
    sides = re.fullmatch(r"(\w) - (\w)", formula)
    words = f"{whole[1]} is a whole number" if whole else f"{sides[1]} = {sides[2]}" if sides else f"{formula} = 0"
    return put_in(words + (f" and {condition}" if condition else ""), names, "")


def vertical(row: Function) -> list[str]:
    """The special points where the function has a value and its derivative has none, apart from its breaks."""
    from symback.domains.exact import Exact
    from symback.domains.values import Undefined

    if row.breaks or row.arity != (1, 1):
        return []
    arithmetic: Any = Exact()
    found = []
    for point in SPECIAL_POINTS:
        values = [Fraction(point)]
        result = arithmetic.apply(row.name, values)
        if not isinstance(result, Undefined) and isinstance(arithmetic.partial(row.name, 0, values, result), Undefined):
            found.append(str(point))
    return found


def table(listed: Sequence[Entry]) -> Table:
    """The reference as a table for every format."""
    columns = (
        Column("name", "function", TEXT, PROGRAMS), Column("call", "function", TEXT),
        Column("derivative", "derivative", FORMULA), Column("about", "what it is", WORDS, PROGRAMS),
        Column("aliases", "also", WORDS, PROGRAMS), Column("named", "what it is", WORDS, PEOPLE),
        Column("domain", "has a value for", WORDS), Column("excluded", "no derivative", WORDS, PROGRAMS),
        Column("convention", "convention", WORDS, PROGRAMS), Column("exceptions", "no derivative", WORDS, PEOPLE),
    )  # fmt: skip
    return Table("functions", "", columns, tuple(row_of(e) for e in listed), labels=2)


def row_of(e: Entry) -> tuple[str, ...]:
    """An entry as a row: for people the other names stand with what it is, and a convention with its place."""
    aliases, convention = ", ".join(e.aliases), e.convention or ""
    named = e.about + (f" (also {aliases})" if aliases else "")
    exceptions = e.excluded + (f"; by convention {convention}" if convention else "")
    return (
        e.name, e.call, e.derivative_text(), e.about, aliases, named, e.domain, e.excluded, convention, exceptions,
    )  # fmt: skip


def data(listed: Sequence[Entry]) -> dict[str, Any]:
    """The reference as plain data."""
    return {
        "schema": 1,
        "functions": [
            {
                "name": e.name, "call": e.call, "aliases": list(e.aliases), "about": e.about,
                "derivatives": [{"by": name, "formula": text} for name, text in e.derivatives.items()],
                "domain": e.domain, "excluded": e.excluded or None, "convention": e.convention,
            }
            for e in listed
        ],
    }  # fmt: skip
