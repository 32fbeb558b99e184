"""Made-up programs: of five levels, the same for the same seed, with small numbers and no kink at the point."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, TypeVar

from symback.errors import SymbackError
from symback.graph.graph import Graph, graph_of
from symback.report.build import report_at
from symback.report.inputs import constant_fraction
from symback.report.options import Options
from symback.syntax.printer import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from symback.report.model import Chained, Local

T = TypeVar("T")
LEVELS = range(1, 6)
LARGEST, LARGEST_BELOW = 400, 64  # of numerators and denominators that one works out in the head
COEFFICIENTS = {"p": (2, 5), "q": (1, 9)}  # what {p} and {q} stand for in a pattern
LEAST, MOST = -4, 5  # inputs, without 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A program in which {p} (2 to 5) and {q} (1 to 9) stand for numbers, and [+|-] for one of the two.

    `wrt` names the parameters (None: every input). `given` says which inputs follow from the others, where the numbers would
    not come out simple otherwise: exp at 0, roots of squares.
    """

    program: str
    wrt: tuple[str, ...] | None = None
    given: dict[str, str] = field(default_factory=dict)


W, WB = ("w",), ("w", "b")
TO_ZERO = {"b": "-({w})*({x})"}  # so that w*x + b is 0, where exp, sigmoid and others have simple values
CHOICE = re.compile(r"\[(.*?)\]")

PATTERNS: dict[int, tuple[Pattern, ...]] = {
    1: (  # one input, a chain of two or three nodes
        Pattern("({p}*w[+|-]{q})**2"),
        Pattern("{q} [+|-] (w+{p})**2"),
        Pattern("{p}*w**[2|3] [+|-] {q}"),
        Pattern("({q}[+|-]{p}*w)**2/2"),
        Pattern("(w**2[+|-]{q})**2"),
        Pattern("{p}*(w[+|-]{q})**3"),
        Pattern("1/({p}*w[+|-]{q})"),
        Pattern("(w/{p}[+|-]{q})**2"),
        Pattern("({q}-w)**3/{p}"),
        Pattern("{q}/(w**2+{p})"),
        Pattern("-({q}-{p}*w)**2"),
        Pattern("{p} [+|-] {q}/w"),
    ),
    2: (  # several inputs, one path each
        Pattern("{p}*(a[+|-]b*c)"),
        Pattern("(a*b[+|-]c)**2"),
        Pattern("({p}*a[+|-]b)*c"),
        Pattern("(a[+|-]b)*({p}*c[+|-]{q})"),
        Pattern("(a-b)**2/2 [+|-] c"),
        Pattern("{p}*a*b [+|-] c**2"),
        Pattern("a/(b[+|-]c)"),
        Pattern("{q} - {p}*(u*v[+|-]w)"),
        Pattern("a*b/c [+|-] {q}"),
        Pattern("(a[+|-]b)/({p}*c)"),
        Pattern("{p}*a**2 [+|-] b*c"),
        Pattern("(a*b[+|-]{q})*(c+{p})"),
    ),
    3: (  # a neuron with data, and inputs that are used twice
        Pattern("c = w*x; a = c+b; d = a-y; J = d**2/2", WB),
        Pattern("(w*x+b-y)**2/2", WB),
        Pattern("(w*x-y)**2 [+|-] {p}*w**2", W),
        Pattern("(a+b)*(b[+|-]{q})"),
        Pattern("a*b [+|-] (a-b)**2"),
        Pattern("u = a*b; v = u[+|-]a; J = {p}*v"),
        Pattern("u = w*x; J = u**2 [+|-] {p}*u"),
        Pattern("u = a+b; v = a-b; J = u*v**2"),
        Pattern("c = w*x; d = c-y; J = {p}*d**2", ("w", "x")),
        Pattern("u = a+b; J = u**2 [+|-] {p}*a*b"),
        Pattern("u = a*b; J = u/(u+{q})"),
        Pattern("p = w*x+b; d = p-y; J = d**2/2 + {p}*(w**2+b**2)", WB),
    ),
    4: (  # functions
        Pattern("[exp|sin|tanh|sigmoid](w*x+b)*y", WB, TO_ZERO),
        Pattern("{p}*log(w*x+b)", WB, {"b": "1 - ({w})*({x})"}),
        Pattern("sqrt(a**2+b**2)", None, {"a": "3*{p}", "b": "4*{p}"}),
        Pattern("sqrt(w*x+b)", WB, {"b": "{q}**2 - ({w})*({x})"}),
        Pattern("1/(1+exp(-z))", None, {"z": "0"}),
        Pattern("relu(w*x+b)*v", ("w", "b", "v")),
        Pattern("[max|min](a*b, c+{q})**2"),
        Pattern("abs(w*x-y) + {p}*w**2", W),
        Pattern("{p}/(1+w**2)"),
        Pattern("where(w > 0, w**2, {p}*w) * b"),
        Pattern("exp(a-b)*c", None, {"b": "{a}"}),
        Pattern("w*cos(z) [+|-] sin({p}*z)", None, {"z": "0"}),
        Pattern("exp({p}*[sin|tanh](w))[+|-]{q}*w", None, {"w": "0"}),
        Pattern("log(cos(z)+{q}*sin(z))*v", None, {"z": "0"}),
    ),
    5: (  # networks of two layers, shared nodes, a softmax, the gate of a cell
        Pattern(
            "t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2",
            ("w1", "b1", "w2", "b2"),
        ),
        Pattern("t = w*x; z = t+b; a = sigmoid(z); d = a-y; J = {p}*d**2", WB, TO_ZERO),
        Pattern("h = relu(u*x+b); g = relu(v*x+c); a = h+g; d = a-y; J = d**2/2", ("u", "v", "b", "c")),
        Pattern("h = w*x; z = h+x; a = relu(z); d = a-y; J = d**2/2 + {p}*w", ("w", "x")),
        Pattern("t = w*x; z = t+b; a = [tanh|sin](z); d = a-y; J = d**2 + {p}*w**2", WB, TO_ZERO),
        Pattern("u = a*b; v = max(u, c); p = v**2; J = u*p + {p}*a"),
        Pattern("t = w*x; z = t+b; u = exp(z); d = u-y; J = d**2/2 + {p}*z", WB, TO_ZERO),
        Pattern("t = w*x; z = t+b; a = sigmoid(z); u = v*a; d = u-y; J = d**2/2", ("w", "b", "v"), TO_ZERO),
        Pattern("h1 = u*x; h2 = relu(h1); h3 = v*h2; h4 = h3+h1; J = (h4-y)**2/2", ("u", "v")),
        Pattern(
            "u = exp(a); v = exp(b); s = u+v; p = u/s; d = p-y; J = {p}*d**2",
            ("a", "b"),
            {"a": "0", "b": "0", "y": "1"},
        ),
        Pattern(
            "z = w*x+b; f = sigmoid(z); g = f*h; k = 1-f; a = k*v; c = g+a; J = (c-y)**2", ("w", "b", "v"), TO_ZERO
        ),
        Pattern(
            "z = w*x+b; g = tanh(z); i = sigmoid(u); c = i*g; h = c+m; J = {p}*h*y",
            ("w", "b", "u"),
            {**TO_ZERO, "u": "0"},
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A program with its point: `at` gives every input as text, `wrt` names the parameters (None: every input)."""

    program: str
    at: dict[str, str]
    wrt: tuple[str, ...] | None
    level: int
    seed: int

    @property
    def graph(self) -> Graph:
        """The program as a graph."""
        return graph_of(self.program, None, self.wrt)


def made_up(level: int, seed: int) -> MadeUp:
    """The program of a level and a seed. Raises SymbackError for a level that there is not."""
    return chosen(level, seed)[1]


def chosen(level: int, seed: int) -> tuple[Pattern, MadeUp]:
    """As `made_up`, after the pattern that it was made by."""
    if level not in LEVELS:
        raise SymbackError(f"the levels are {LEVELS[0]} to {LEVELS[-1]}, not {level}")
    random = Random(f"symback {level} {seed}")  # noqa: S311 (an exercise, not a secret)
    while True:
        pattern = pick(random, PATTERNS[level])
        found = drawn(pattern, random, level, seed)
        if is_nice(found):
            return pattern, found


def several(level: int, seed: int, count: int) -> Iterator[MadeUp]:
    """`count` programs, the first of them `made_up(level, seed)`: no two the same, and none by the pattern of another until all had a turn."""
    seen: set[tuple[str, str]] = set()
    used: list[Pattern] = []
    while len(seen) < count:
        pattern, found = chosen(level, seed)
        key = (found.program, str(found.at))
        if pattern not in used:
            used.append(pattern)  # also where it comes out as before, for some patterns have one program only
            if len(used) == len(PATTERNS[level]):
                used.clear()
            if key not in seen:
                seen.add(key)
                yield found
        seed += 1


def pick(random: Random, choices: Sequence[T]) -> T:
    """One of them. By random() alone, which gives the same numbers in every version of Python."""
    return choices[int(random.random() * len(choices))]


def between(random: Random, low: int, high: int) -> int:
    return low + int(random.random() * (high - low + 1))


def drawn(pattern: Pattern, random: Random, level: int, seed: int) -> MadeUp:
    """A pattern with numbers in the place of its letters, and a value for every input."""
    numbers = {name: between(random, *limits) for name, limits in COEFFICIENTS.items()}
    program = CHOICE.sub(lambda found: pick(random, found[1].split("|")), pattern.program).format(**numbers)
    at: dict[str, str] = {}
    for name in graph_of(program).inputs:
        if name not in pattern.given:
            at[name] = str(between(random, LEAST, MOST - 1) or MOST)
    for name, text in pattern.given.items():
        at[name] = number_text(constant_fraction(name, text.format(**numbers, **at)))
    return MadeUp(program, at, pattern.wrt, level, seed)


def is_nice(found: MadeUp) -> bool:
    """True if the numbers are ones to work with: small, every nudge as it should be, and few derivatives 0."""
    try:
        report = report_at(found.graph, found.at, Options(formulas=False))
    except SymbackError:  # no value there, or no derivative
        return False
    rows: list[Local | Chained] = [*report.local_rows, *report.chained_rows]
    values = [*report.values.values(), *(row.value for row in rows)]
    zeros = sum(row.value == 0 for row in report.chained_rows)
    return (
        all(map(is_small, values))
        and all(row.verdict.kind == "match" for row in rows)
        and 3 * zeros <= len(report.chained_rows)
    )


def is_small(value: object) -> bool:
    return isinstance(value, Fraction) and abs(value.numerator) <= LARGEST and value.denominator <= LARGEST_BELOW
