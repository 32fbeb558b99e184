"""Nothing that a story says is false: its equations and its strong words are held against arithmetic of the test's own.

Programs with kinks (some of which cancel), coarse and fine nudges to one side and to both, decimals and pi. The test runs
every program itself, in mpmath, takes slopes from small steps, and believes nothing of the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import mpmath
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.domains.text import as_fraction
from symback.errors import SymbackError
from symback.explain import equation
from symback.explain.choices import Choices
from symback.explain.equation import Equation, Untrue, holding, worth
from symback.explain.model import Derivative, Formula, Line, Math, Name, Number, Sign, Step, Story, Words, math
from symback.explain.story import tell
from symback.report.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from symback.explain.equation import Known, Side
    from tests.conftest import Answer

mp = mpmath.MPContext()
mp.dps = 120
TINY = mp.mpf(10) ** -40  # the step that takes slopes
SAME = mp.mpf(10) ** -18  # by how much numbers that are equal differ in this arithmetic
SHOWN = mp.mpf(10) ** -7  # by how much rounded ones may
FEWEST = mp.mpf(10) ** -110  # of its size: what is less is beyond the digits of this arithmetic
ABOUT = mp.mpf("0.051")  # and what a nudge did from what the slope says, to be called ≈


def relu(x: Any) -> Any:
    return x if x > 0 else mp.mpf(0)


FUNCTIONS: dict[str, Any] = {
    "exp": mp.exp, "log": mp.log, "sin": mp.sin, "cos": mp.cos, "tanh": mp.tanh, "sqrt": mp.sqrt, "abs": abs, "relu": relu, "max": max, "min": min,
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)), "sign": mp.sign, "pi": mp.pi, "heaviside": lambda x: (mp.sign(x) + 1) / 2, "tan": mp.tan,
    "where": lambda condition, yes, no: yes if condition else no, "erf": mp.erf, "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)), "floor": mp.floor,
    "sinh": mp.sinh, "cosh": mp.cosh, "atan": mp.atan, "asinh": mp.asinh, "hypot": mp.hypot, "softplus": lambda x: mp.log(1 + mp.exp(x)),
    "log10": mp.log10, "log2": lambda x: mp.log(x) / mp.log(2), "clip": lambda x, low, high: min(max(x, low), high), "e": mp.e,
}  # fmt: skip


class NoValue(Exception):
    """Raised where the arithmetic of the test has no answer."""


def evaluate(text: str, values: Mapping[str, Any]) -> Any:
    """Return the value of a formula of symback's, every numeral taken as it is written."""
    text = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?(?:e-?\d+)?)", r"mpf('\1')", text)
    try:
        found = eval(text, {"__builtins__": {}}, {"mpf": mp.mpf, **FUNCTIONS, **values})  # the test's own text
    except (ZeroDivisionError, ValueError, NameError, OverflowError, TypeError):
        raise NoValue from None
    if not mp.isfinite(found) or mp.im(found) != 0:
        raise NoValue
    return mp.re(found)


def real(value: Any) -> Any:
    fraction = as_fraction(value, 80)
    return mp.mpf(fraction.numerator) / fraction.denominator


def is_as_shown(number: Number) -> bool:
    """True if what stands there is the number: its digits, or a multiple of pi or of a root."""
    if isinstance(number.value, float):
        return float(number.text) == number.value
    if not isinstance(number.value, Fraction):
        return "pi" in number.text or "sqrt" in number.text
    return Fraction(number.text) == number.value


def digits_of(number: Number) -> Fraction:
    """Return what the digits that stand there say."""
    is_closed = "pi" in number.text or "sqrt" in number.text
    return as_fraction(number.value, 80) if is_closed else Fraction(number.text)


@dataclass
class World:
    """A program at a point, as this test computes it."""

    graph: Graph
    at: dict[str, Any]
    epsilon: Fraction
    central: bool

    def run(self, moved: Mapping[str, Any]) -> dict[str, Any]:
        """Return the value of everything; `moved` names are where it says, nodes among them."""
        values = {**self.at, **moved}
        for node in self.graph.nodes:
            if node.name not in moved:
                try:
                    values[node.name] = evaluate(node.text(10**6), values)
                except NoValue:
                    continue
        return values

    @cached_property
    def values(self) -> dict[str, Any]:
        return self.run({})

    def output(self, name: str, by: Any) -> Any:
        """Return the output with `name` raised."""
        found = self.run({name: self.values[name] + by}).get(self.graph.output)
        if found is None:
            raise NoValue
        return found

    def quotient(self, name: str, step: Any) -> Any:
        return (self.output(name, step) - self.output(name, 0)) / step

    def sides(self, name: str) -> tuple[Any, Any]:
        """Return the slopes left and right."""
        return self.quotient(name, -TINY), self.quotient(name, TINY)

    def slope(self, atom: Derivative) -> Any:
        """Return a derivative, of the output along all ways, or of a node on its edge; raises NoValue at a kink."""
        if atom.of == atom.by:
            return mp.mpf(1)
        if atom.of == self.graph.output and not atom.direct:
            left, right = self.sides(atom.by)
        else:
            text, place = self.graph.by_name[atom.of].text(10**6), self.values[atom.by]
            found = [evaluate(text, {**self.values, atom.by: place + step}) for step in (-TINY, mp.mpf(0), TINY)]
            left, right = (found[1] - found[0]) / TINY, (found[2] - found[1]) / TINY
        if abs(left - right) > SAME * (1 + abs(left)):
            raise NoValue
        return (left + right) / 2

    def way(self, name: str) -> list[Any]:
        """Return the output at evenly spaced places of the nudge, from its low end to its high one."""
        step = mp.mpf(self.epsilon.numerator) / self.epsilon.denominator
        return [self.output(name, step * k / 8) for k in range(-8 if self.central else 0, 9)]

    def k(self, name: str) -> Any:
        way = self.way(name)
        step = mp.mpf(self.epsilon.numerator) / self.epsilon.denominator
        return (way[-1] - way[0]) / (2 * step if self.central else step)


def sides(found: Math) -> tuple[list[list[Any]], list[str]]:
    """Return the sides of an equation, and what stands between them."""
    parts: list[list[Any]] = [[]]
    signs = []
    for atom in found.atoms:
        if isinstance(atom, Sign) and atom.text in ("=", "≈"):
            parts.append([])
            signs.append(atom.text)
        else:
            parts[-1].append(atom)
    return parts, signs


def value_of(part: list[Any], world: World, by: str | None, *, shown: bool = False) -> tuple[Any, Any] | None:
    """Return what a side comes to and its largest summand; None where this test cannot tell."""
    total, largest, term, sign = mp.mpf(0), mp.mpf(0), None, "+"
    try:
        for atom in [*part, Sign("+")]:
            if isinstance(atom, Sign):
                if atom.text in ("+", "−", "-"):
                    if term is not None:
                        total, largest, term = total + term, max(largest, abs(term)), None
                    sign = atom.text
                elif atom.text not in ("×", "·"):
                    return None
                continue
            factor = of_atom(atom, world, by, shown=shown)
            term = (factor if sign == "+" else -factor) if term is None else term * factor
    except (NoValue, KeyError):
        return None
    return total, largest


def of_atom(atom: Any, world: World, by: str | None, *, shown: bool) -> Any:
    def real(number: Number) -> Any:
        fraction = digits_of(number) if shown or is_as_shown(number) else as_fraction(number.value, 80)
        return mp.mpf(fraction.numerator) / fraction.denominator

    named = {**world.values, "epsilon": mp.mpf(world.epsilon.numerator) / world.epsilon.denominator}
    if isinstance(atom, Number):
        return real(atom)
    if isinstance(atom, Name):
        if atom.name == "k" and by is not None and "k" not in world.graph.by_name:
            return world.k(by)
        return named[atom.name]
    if isinstance(atom, Derivative):
        return world.slope(atom)
    assert isinstance(atom, Formula)
    values = {name: real(value) for name, value in atom.values.items()} if atom.values else named
    return evaluate(atom.text, values)


def is_rounded(part: list[Any]) -> bool:
    numbers = [a for a in part if isinstance(a, Number)]
    numbers += [v for a in part if isinstance(a, Formula) and a.values for v in a.values.values()]
    return not all(map(is_as_shown, numbers))


def check_equation(found: Math, world: World, by: str | None) -> int:
    """Check what stands left and right of every = and ≈; return how many were checked."""
    parts, signs = sides(found)
    if any(isinstance(atom, Number) and atom.role == "try" for atom in found.atoms):
        return 0  # an ε to be tried
    checked = 0
    for left, right, sign in zip(parts, parts[1:], signs, strict=False):
        one, other = value_of(left, world, by), value_of(right, world, by)
        if one is None or other is None:
            continue
        checked += 1
        change = any(isinstance(a, Number) and a.role == "change" for a in left)
        share = (
            ABOUT if change and sign == "≈" else SHOWN if sign == "≈" or is_rounded(left) or is_rounded(right) else SAME
        )
        assert abs(one[0] - other[0]) <= share * max(one[1], other[1]) + 100 * TINY, (sign, left, right)
        if not any(isinstance(atom, Formula) for atom in (*left, *right)) and not change:
            seen = [found for part in (left, right) if (found := value_of(part, world, by, shown=True)) is not None]
            allowed = len((*left, *right)) * mp.mpf("1e-3")  # four digits of each number
            assert abs(seen[0][0] - seen[-1][0]) <= allowed * max(seen[0][1], seen[-1][1]) + 100 * TINY, (left, right)
        if sign == "=" and (is_rounded(left) or is_rounded(right)):
            one, other = (value_of(part, world, by, shown=True) for part in (left, right))
            assert one is not None, left
            assert other is not None, right
            assert abs(one[0] - other[0]) <= SAME * max(one[1], other[1]), (left, right)
    return checked


def numbers(line: Line, role: str) -> list[Any]:
    return [
        a.value
        for piece in line.pieces
        if isinstance(piece, Math)
        for a in piece.atoms
        if isinstance(a, Number) and a.role == role
    ]


def first_name(line: Line) -> str | None:
    return next((a.name for p in line.pieces if isinstance(p, Math) for a in p.atoms if isinstance(a, Name)), None)


def check_words(line: Line, world: World, by: str) -> int:
    """Check the strong words of a line about the output as a function of `by`; return how many there were."""
    text = " ".join(piece.text for piece in line.pieces if isinstance(piece, Words))
    checked = 0
    try:
        way = world.way(by)
        left, right = world.sides(by)
    except (NoValue, KeyError):
        return 0
    scale = max(map(abs, way)) + max(abs(way[-1] - way[0]), TINY)
    if "straight line" in text:
        bends = [a - 2 * b + c for a, b, c in zip(way, way[1:], way[2:], strict=False)]
        assert max(map(abs, bends)) <= SAME * scale, line
        checked += 1
    if "does not move" in text:
        assert max(way) - min(way) <= SAME * scale, line
        checked += 1
    if "They agree exactly" in text or "They agree in all digits" in text:
        assert abs(left - right) <= SAME * (1 + abs(left)), line
        assert abs(world.k(by) - right) <= SHOWN * (1 + abs(right)), line
        checked += 1
    if "They agree: the difference fades" in text:
        assert abs(world.k(by) - right) <= ABOUT * (max(abs(right), abs(world.k(by))) if abs(right) > SAME else 1), line
        checked += 1
    if "has a kink here" in text and "no kink" not in text and "left" in text and line.part != "rules":
        told = [real(value) for role in ("left", "right") for value in numbers(line, role)[:1]]
        if len(told) == 2 and f" {world.graph.output} " in f" {first_name(line)} ":
            assert abs(told[0] - left) + abs(told[1] - right) <= SHOWN * (1 + abs(left) + abs(right)), line
            checked += 1
    for word, low, high in (
        ("nearly all of it", 1 - ABOUT, 1 + ABOUT),
        (" most of it", 0.5, 1),
        (" all of it", 1 - SAME, 1 + SAME),
    ):
        if word in text and not (word == " all of it" and "nearly" in text):
            share = real(numbers(line, "leading term")[0]) / (world.k(by) - (left + right) / 2)
            assert low <= share <= high, (line, share)
            checked += 1
    return checked


def check_moves(line: Line, world: World, by: str) -> int:
    """Check where a nudge is said to lead, `J: 121 → 121.022001`; return how many ways there were."""
    checked, step = 0, mp.mpf(world.epsilon.numerator) / world.epsilon.denominator
    name = None
    for piece in line.pieces:
        if not isinstance(piece, Math):
            continue
        if len(piece.atoms) == 1 and isinstance(piece.atoms[0], Name):
            name = piece.atoms[0].name
        signs = [atom.text for atom in piece.atoms if isinstance(atom, Sign)]
        told = [atom for atom in piece.atoms if isinstance(atom, Number)]
        if name is None or not signs or not set(signs) <= {"→", "←"}:
            continue
        low = world.run({by: world.values[by] - step if world.central else world.values[by]})
        high = world.run({by: world.values[by] + step})
        truth = [low, high] if len(told) == 2 else [low, world.values, high]
        for atom, values in zip(told, truth, strict=True):
            if name in values:
                assert abs(real(atom.value) - values[name]) <= SHOWN * abs(values[name]) + TINY, (line, atom)
                checked += 1
    return checked


def check_direction(line: Line, world: World, by: str) -> int:
    """Check the words that say which way the output goes, and by how little."""
    text = " ".join(piece.text for piece in line.pieces if isinstance(piece, Words))
    try:
        way, (left, right) = world.way(by), world.sides(by)
    except (NoValue, KeyError):
        return 0
    moved, size = way[-1] - way[0], max(map(abs, way))
    step = mp.mpf(world.epsilon.numerator) / world.epsilon.denominator
    slope, told = (left + right) / 2, [real(value) for value in numbers(line, "change")]
    facts = {
        "goes up by": moved > 0 or abs(moved) <= FEWEST * size,
        "goes down by": moved < 0 or abs(moved) <= FEWEST * size,
        "ends as high as it began": abs(moved) <= SAME * size,
        "from low to high nothing is left": abs(moved) <= SAME * size and abs(way[0] - world.output(by, 0)) > 0,
        "hardly anything beside": abs(moved) <= ABOUT * step,
        "too coarse to show it": abs(moved - slope * step * (2 if world.central else 1)) > abs(moved) / 1000,
        "the other way than its slope says": moved * slope < 0,
        "has no kink here": abs(left - right) <= SHOWN * (1 + abs(left)),
        "with just this": abs(world.k(by) - slope) <= SAME * (1 + abs(slope)),
        "takes away": world.central and abs(world.k(by) - slope) <= SAME * (1 + abs(slope)),
    }
    said = [words for words in facts if words in text]
    for words in said:
        assert facts[words], (words, line)
    if told and ("goes up by" in said or "goes down by" in said):
        assert abs(told[0] - abs(moved)) <= SHOWN * abs(moved) + FEWEST * size, line
    return len(said)


def check_short(line: Line, world: World, by: str) -> int:
    """Check what a short story says of a nudge: rates that are told in words, steps along arrows, what a quotient becomes."""
    text = " ".join(piece.text for piece in line.pieces if isinstance(piece, Words))
    maths = [piece.atoms for piece in line.pieces if isinstance(piece, Math)]
    checked, step = 0, mp.mpf(world.epsilon.numerator) / world.epsilon.denominator
    if " we know, " in text:
        names = [atoms[0].name for atoms in maths if isinstance(atoms[0], Name)]
        told = {
            "local": 1,
            "upstream": 1,
            **{a.role: real(a.value) for atoms in maths for a in atoms if isinstance(a, Number)},
        }
        edges = {"local": Derivative(names[0], by, direct=True), "upstream": Derivative(names[2], names[0])}
        for role, edge in edges.items():
            truth = world.slope(edge)
            assert abs(told[role] - truth) <= SHOWN * (1 + abs(truth)), (line, role)
        checked += 2
    if "becomes" in text:
        left, right = world.sides(by)
        found = real(maths[-1][0].value)
        assert abs(found - left) + abs(found - right) <= SHOWN * (1 + abs(found)), line
        checked += 1
    for atoms in maths if line.part in ("nudge", "arrows") else []:
        arrows = [
            (a, b, c)
            for a, b, c in zip(atoms, atoms[1:], atoms[2:], strict=False)
            if isinstance(b, Sign) and b.text in "↑↓"
        ]
        for name, way, size in arrows:
            if not isinstance(size, Number) or size.role != "step":
                continue
            moved = (world.run({by: world.values[by] + TINY})[name.name] - world.values[name.name]) / TINY * step
            truth = moved if way.text == "↑" else -moved
            assert abs(real(size.value) - truth) <= SHOWN * (abs(truth) + step), (line, name)
            checked += 1
    return checked


def check_outcome(line: Line, world: World) -> int:
    """Check what the end of a story says: which way to go, and how far one nudge moved the output."""
    checked, verb = 0, ""
    for piece in line.pieces:
        if isinstance(piece, Words):
            verb = next(
                (word for word in ("decrease", "increase", "Leave", "gives", "direction") if word in piece.text), verb
            )
        elif line.part == "advice" and verb in ("decrease", "increase") and isinstance(piece.atoms[0], Name):
            left, right = world.sides(piece.atoms[0].name)
            assert (left + right > 0) == (verb == "decrease"), line
            checked += 1
        elif line.part == "advice" and verb == "Leave" and piece.atoms[0] != Name(world.graph.output):
            left, right = world.sides(piece.atoms[0].name)
            assert abs(left + right) <= SAME, line
            checked += 1
    text = " ".join(piece.text for piece in line.pieces if isinstance(piece, Words))
    if line.part == "check" and " gives " in text:
        by = first_name(line)
        assert by is not None
        atoms = [a for piece in line.pieces if isinstance(piece, Math) for a in piece.atoms if isinstance(a, Number)]
        step = mp.mpf(world.epsilon.numerator) / world.epsilon.denominator
        truths = [world.values[by] + step, world.output(by, step), world.k(by), sum(world.sides(by)) / 2]
        for atom, truth in zip(atoms, truths, strict=False):
            assert abs(real(atom.value) - truth) <= SHOWN * (1 + abs(truth)), (line, atom)
            checked += 1
    return checked


def check_story(story: Story, world: World) -> int:
    """Check all that a story says; return how much of it could be checked."""
    checked = 0
    for step, line in lines_of(story):
        by = first_name(line) if line.part == "check" else step.node if step.kind == "backward" else None
        told_at = " gives " in " ".join(piece.text for piece in line.pieces if isinstance(piece, Words))
        away = any(isinstance(piece, Words) and "away from this point" in piece.text for piece in line.pieces)
        for piece in line.pieces:
            if isinstance(piece, Math) and not away and not told_at:
                checked += check_equation(piece, world, by)
        if by is not None and by in world.values:
            checked += check_words(line, world, by)
            if line.part in ("nudge", "check", "advice", "verdict", "leftover"):
                checked += check_direction(line, world, by)
            if line.part in ("nudge", "check"):
                checked += check_moves(line, world, by)
            if step.kind == "backward":
                checked += where_known(partial(check_short, line, world, by))
        if line.part in ("advice", "check"):
            checked += where_known(partial(check_outcome, line, world))
    return checked


def where_known(check: Callable[[], int]) -> int:
    """Return how much could be checked: nothing where this arithmetic has no answer."""
    try:
        return check()
    except (NoValue, KeyError):
        return 0


def lines_of(story: Story) -> Iterator[tuple[Step, Line]]:
    for step in story.steps:
        yield from ((step, line) for line in step.lines)
        yield step, Line("brief", step.brief)


def told(
    program: str, at: dict[str, object], options: Options, split: str | None = None, *, long: bool = False
) -> tuple[Story, World]:
    graph = Graph(program, split)
    at = {name: value for name, value in at.items() if name in graph.inputs}
    story = tell(graph, at, options, Choices(long=long))
    values = {name: evaluate(str(value), {}) for name, value in at.items()}
    return story, World(graph, values, options.epsilons[0], options.scheme == "central")


CASES = [
    ("relu(x)-relu(-x)", {"x": 0}),
    ("relu(z) - z*y + log(1+exp(-abs(z)))", {"z": 0, "y": 1}),
    ("w**2", {"w": 3}),
    ("w**2", {"w": 0}),
    ("(2+3*w)**2", {"w": 3}),
    ("abs(w)", {"w": 0}),
    ("abs(w)+abs(-w)", {"w": 0}),
    ("abs(w)", {"w": "-0.0005"}),
    ("max(x, y)", {"x": 1, "y": 1}),
    ("sin(w)/w", {"w": "pi/4"}),
    ("exp(w)", {"w": 20}),
    ("1/w", {"w": "0.0005"}),
    ("x**x", {"x": 2}),
    ("w**3", {"w": 0}),
    ("abs(w)*w", {"w": 0}),
    ("relu(w)**2 + w*relu(-w)", {"w": 0}),
    ("w*relu(v)", {"w": 2, "v": 0}),
    ("1/(1+exp(-z))", {"z": 0}),
    ("u = w**2; J = u*w", {"w": "-3"}),
    ("cos(w)", {"w": "pi"}),
    ("(w - 1/3)**2", {"w": "1/3"}),
    ("sqrt(2)*w", {"w": "sqrt(2)"}),
    ("where(w > 1, 1/w, w)", {"w": 0}),
]


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("epsilon", ["1", "1/1000", "1/1000000000000"])
@pytest.mark.parametrize("scheme", ["forward", "central"])
@pytest.mark.parametrize(("program", "at"), CASES)
def test_nothing_told_is_false(program: str, at: dict[str, object], scheme: str, epsilon: str, long: bool) -> None:
    story, world = told(program, at, Options((Fraction(epsilon),), scheme), long=long)
    assert check_story(story, world) > 0


LEAF = st.sampled_from(["w", "x", "w", "x", "2", "0.5", "1/3", "pi"])
UNARY = st.sampled_from(["-({})", "({})**2", "({})**3", "1/({})", "exp({})", "sin({})", "relu({})", "sigmoid({})", "sqrt({})", "log({})", "abs({})", "tanh({})", "2*({})", "({})/3", "abs({0})-abs(-({0}))", "relu({0})-relu(-({0}))"])  # fmt: skip
BINARY = st.sampled_from(
    [
        "({})+({})",
        "({})*({})",
        "({})-({})",
        "({})/({})",
        "max({}, {})",
        "min({}, {})",
        "({})**({})",
        "where({0} > 1, {1}, {0})",
    ]
)
PROGRAMS = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(lambda shape, a: shape.format(a), UNARY, inner),
        st.builds(lambda shape, a, b: shape.format(a, b), BINARY, inner, inner),
    ),
    max_leaves=4,
)
VALUES = st.sampled_from(["0", "1", "2", "-1", "3", "1/3", "-5/2", "0.1", "pi/4", "pi", "sqrt(2)", "0.0005", "20"])


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    program=PROGRAMS,
    values=st.lists(VALUES, min_size=2, max_size=2),
    epsilon=st.sampled_from(["1/1000", "1", "5", "1/10", "1/1000000000000"]),
    scheme=st.sampled_from(["forward", "central"]),
    split=st.sampled_from(["lecture", "atomic", "none"]),
    long=st.booleans(),
)
def test_nothing_told_of_random_programs_is_false(
    program: str, values: list[str], epsilon: str, scheme: str, split: str, long: bool
) -> None:
    try:
        story, world = told(
            program, {"w": values[0], "x": values[1]}, Options((Fraction(epsilon),), scheme), split, long=long
        )
    except SymbackError:
        assume(False)  # it has no value, or no derivative, there
    check_story(story, world)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(program=PROGRAMS, values=st.lists(VALUES, min_size=2, max_size=2), long=st.booleans())
@example(program="sin(w)/w", values=["pi/4", "1"], long=True)
@example(program="(w*x + 2)**2/(1 + exp(-x))", values=["1/3", "sqrt(2)"], long=False)
def test_no_equation_of_a_smooth_point_has_a_side_that_does_not_hold(
    program: str, values: list[str], long: bool
) -> None:
    """Where nothing needs care, every side that is to be told comes to the same: none has to be left out."""
    graph, lost = Graph(program), []
    at = {name: value for name, value in zip(("w", "x"), values, strict=True) if name in graph.inputs}

    def strict(parts: Sequence[Side], known: Known | None = None) -> list[Side]:
        kept = holding(parts, known)
        lost.extend(part for part in parts if part not in kept and worth(part, known) is not None)
        return kept

    try:
        report = graph.report(at, Options())
    except SymbackError:
        assume(False)  # it has no value, or no derivative, there
    assume(all(row.verdict.kind == "match" for row in (*report.chained_rows, *report.local_rows)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(equation, "holding", strict)
        tell(graph, at, Options(), Choices(long=long))
    assert lost == []


def test_a_side_that_does_not_hold_is_not_told() -> None:
    six, seven, end = (Number(Fraction(value), "derivative") for value in (6, 7, 6))
    assert holding([math(six), math(seven), end]) == [math(six), end]


# a program far out, its point, what is told of its nudge, and what would be false
FAR = [
    ("log(w)", "1e400000", "do not show whether J moves", r"ends as high|nothing left over|They agree"),
    ("log(w)", "1e10", "They agree", "digits at hand"),
    ("abs(w)", "1e999990", "do not tell how far J goes", "has no value|They agree"),
    ("relu(w)", "1e500000", "do not tell how far J goes", "has no value|They agree"),
    ("where(w>0,w**2,3)", "1e-999990", "This nudge is coarse", r"They agree|≈ 2e-999990 × 0\.001"),
    ("where(w>0,w**2,3)", "2", "4 × 0.001", "This nudge is coarse"),
    ("2**w", "1e-400000", "They agree", "digits at hand"),
    ("1e400000*w", "2", "They agree", "coarse|digits at hand"),
]


@pytest.mark.parametrize(("program", "at", "so", "false"), FAR)
def test_a_story_of_numbers_far_out_says_what_its_digits_tell(
    program: str, at: str, so: str, false: str, run: Callable[..., Answer]
) -> None:
    text = ""
    for more in ([], ["--without", "nudge"]):  # the double check tells what the steps have not
        answered = run("explain", program, "--at", f"w={at}", "--long", *more)
        assert (answered.code, answered.err) == (0, "")
        text += " ".join(answered.out.split())
    assert so in text
    assert re.search(false, text) is None


@pytest.mark.parametrize(("left", "right"), [("6", "6.001"), ("0", "1"), ("1/3", "0.333333")])
def test_an_equation_that_does_not_hold_cannot_be_told(left: str, right: str) -> None:
    told = Equation((Number(Fraction(left), "value"), Number(Fraction(right), "value")))
    with pytest.raises(Untrue):
        _ = told.math


def test_the_check_would_find_a_false_equation_and_a_false_word() -> None:
    story, world = told("w**2", {"w": 3}, Options())
    with pytest.raises(AssertionError):
        check_equation(math(Derivative("J", "w"), "=", Number(Fraction(7), "derivative")), world, "w")
    way = math(Number(Fraction(9), "value"), "→", Number(Fraction(10), "nudged"))
    with pytest.raises(AssertionError):
        check_moves(Line("nudge", (math(Name("J")), way)), world, "w")
    with pytest.raises(AssertionError):
        check_direction(Line("nudge", (Words("J goes down by"),)), world, "w")
    with pytest.raises(AssertionError):
        check_outcome(Line("advice", (Words("increase "), math(Name("w")))), world)
    with pytest.raises(AssertionError):
        check_short(Line("leftover", (Words(" becomes "), math(Number(Fraction(7), "derivative")))), world, "w")
    with pytest.raises(AssertionError):
        check_short(Line("nudge", (math(Name("J"), "↑", Number(Fraction(7, 1000), "step")),)), world, "w")
    with pytest.raises(AssertionError):
        check_words(Line("leftover", (Words("seen from it, this is a straight line"),)), world, "w")
    assert check_story(story, world) > 0
