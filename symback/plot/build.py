"""Laying down a picture: which inputs are drawn, over which range, with which points."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from symback.errors import SymbackError, Way, giving
from symback.plot.model import MOST_TOUCHES
from symback.plot.touches import touch
from symback.plot.values import Values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from symback.graph.graph import Graph
    from symback.plot.model import Drawing, PlotOptions, Touch
    from symback.plot.sample import Paper
    from symback.syntax.formula import Formula

Point = dict[str, object]


def picture(graph: Graph, points: Sequence[Point], options: PlotOptions) -> Drawing:
    """The picture of a program: against one parameter a curve, over two the contours.

    Raises SymbackError: exit code 2 for what cannot be drawn, 3 where a point has no value.
    """
    graph = with_valued(graph, points)
    by = drawn(graph)
    if len(points) > MOST_TOUCHES:
        raise SymbackError(f"{len(points)} points are too many for one picture", hint=f"at most {MOST_TOUCHES}")
    check_ranges(by, options)
    given = common(graph, by, points)
    touches = touches_of(graph, by, points, options)
    values = Values(graph, by, numbers(given))
    sketch = Sketch(graph, by, values, given_texts(graph, given), touches, options)
    from symback.plot.curve import curve
    from symback.plot.field import field

    return curve(sketch) if len(by) == 1 else field(sketch)


def plotted(graph: Graph, values: Mapping[str, object], options: PlotOptions | None) -> Drawing:
    """The picture at the points that values stand for, where a list is several of one input."""
    from symback.plot.model import PlotOptions

    return picture(graph, combinations(values), options or PlotOptions())


def combinations(values: Mapping[str, object]) -> list[Point]:
    """The points that values stand for, where a list, tuple or range is several of one input: every combination."""
    several = [value if isinstance(value, (list, tuple, range)) else [value] for value in values.values()]
    return [dict(zip(values, chosen, strict=True)) for chosen in product(*several)]


@dataclass(frozen=True)
class Sketch:
    """What a curve and a field both begin with."""

    graph: Graph
    by: tuple[str, ...]
    values: Values
    given: tuple[tuple[str, Any], ...]
    touches: tuple[Touch, ...]
    options: PlotOptions

    def common(self, paper: Paper) -> dict[str, Any]:
        """What every picture holds."""
        return {
            "program": self.graph.program,
            "output": self.graph.output,
            "by": self.by,
            "sign": "d" if len(self.graph.inputs) == 1 else "∂",
            "given": self.given,
            "paper": paper,
            "touches": self.touches,
            "scheme": self.options.scheme,
        }


def with_valued(graph: Graph, points: Sequence[Point]) -> Graph:
    """The graph again where a value decides what a name means, as `e` or `gamma`."""
    from symback.graph.graph import graph_of

    names = {name for point in points for name in point}
    if names <= graph.parsed.inputs.keys() or names <= set(graph.valued):
        return graph
    return graph_of(graph.program, graph.split, graph.wrt, tuple({*graph.valued, *names}))


def drawn(graph: Graph) -> tuple[str, ...]:
    """The inputs that the picture is drawn against, the first to the right. Raises SymbackError unless one or two."""
    names = graph.parameters
    if len(names) in (1, 2):
        return names
    if not names:
        raise SymbackError("there is no input to draw the output against")
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    raise SymbackError(
        f"a picture has room for one input or two, and there are {len(names)}: {shown}",
        hint=Way(
            f"--wrt {names[0]}, or --wrt {names[0]},{names[1]}, with values for the others",
            f'wrt="{names[0]}", or wrt="{names[0]},{names[1]}", with values for the others',
        ),
    )


def check_ranges(by: tuple[str, ...], options: PlotOptions) -> None:
    """Raise SymbackError for a range of something that is not drawn."""
    for name in options.named_ranges:
        if name and name not in by:
            raise SymbackError(
                f"{name} is not drawn, and has no range",
                hint=Way(f"--range {by[0]}=-5:5", f'PlotOptions(ranges={{"{by[0]}": (-5, 5)}})'),
            )


def common(graph: Graph, by: tuple[str, ...], points: Sequence[Point]) -> dict[str, Formula]:
    """The values of the inputs that are not drawn: one for all points. Raises SymbackError where one has none, or several."""
    from symback.report.inputs import check_constants, input_formulas, missing_values

    check_constants(graph)
    found = [input_formulas(graph, point, partial=True) for point in points or [{}]]
    for formulas in found:
        graph.unvalued_functions({*formulas, *by})
    missing = [name for name in graph.inputs if name not in by and name not in found[0]]
    if missing:
        error = missing_values(graph, missing)
        error.hint = giving(missing)
        raise error
    for name in (name for name in graph.inputs if name not in by):
        if any(formulas[name].code != found[0][name].code for formulas in found):
            raise SymbackError(
                f"{name} has several values, and a picture holds one curve", hint=Way(f"--wrt {name}", f'wrt="{name}"')
            )
    return {name: found[0][name] for name in graph.inputs if name not in by}


def touches_of(graph: Graph, by: tuple[str, ...], points: Sequence[Point], options: PlotOptions) -> tuple[Touch, ...]:
    """The points that are on the picture; an error among several says at which."""
    found = []
    for point in points:
        if not wants_touch(graph, by, point):
            continue
        try:
            found.append(touch(graph, by, point, options))
        except SymbackError as error:
            if len(points) > 1:
                error.reason += " at " + ", ".join(f"{name}={value}" for name, value in point.items())
            raise
    return tuple(found)


def wants_touch(graph: Graph, by: tuple[str, ...], point: Point) -> bool:
    """Whether a point says where on the picture it is. Raises SymbackError where it says half of it."""
    from symback.report.inputs import missing_values

    missing = [name for name in by if name not in point and name not in graph.parsed.values]
    if missing and len(missing) < len(by):
        error = missing_values(graph, missing)
        error.hint = giving(missing)
        raise error
    return not missing


def numbers(given: Mapping[str, Formula]) -> dict[str, float]:
    from symback.points.answers import constant

    return {name: constant(name, formula) for name, formula in given.items()}


def given_texts(graph: Graph, given: Mapping[str, Formula]) -> tuple[tuple[str, Any], ...]:
    """The inputs that are not drawn and their values, as the report would show them."""
    from symback.report.inputs import constant_value

    return tuple((name, constant_value(given[name])[0]) for name in graph.inputs if name in given)
