"""What Python users call: the one file that looks both ways, from a graph to all that is worked out of it."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from symback.errors import SymbackError
from symback.graph import graph as data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    from symback.check.model import Checked
    from symback.formulas import Formulas
    from symback.graph.node import Node
    from symback.plot.model import Drawing, PlotOptions
    from symback.report.model import Report
    from symback.report.options import Options
    from symback.report.second import SecondReport
    from symback.symbolic import Expressions
    from symback.syntax.program import Program

LONGEST_SHOWN = 200  # characters of a program
STORIES = ("plain", "markdown", "latex", "html", "json")


@contextmanager
def in_python() -> Iterator[None]:
    """Errors say the way out in Python's words."""
    try:
        yield
    except SymbackError as error:
        raise error.in_python() from None


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Graph(data.Graph):
    """A program as a graph of nodes. `Graph("(2+3*w)**2").at(w=3)` gives values, derivatives and nudges.

    `program` is the text, or an expression of sympy; `split` says how statements are cut (`lecture`, `atomic`, `none`; the
    default is `lecture` where one statement defines the output and `none` for several); `wrt` names the parameters
    (default: every input), as `"w"`, `"w,b"` or names one by one; `valued` names inputs that will get a value, where that
    decides what a name means (`gamma`, `e`). Symbols of sympy may stand for names, in `wrt` and in what gives values.

    Raises SymbackError where the program or a name in `wrt` is not right.
    """

    parsed: Program = field(init=False, repr=False)  # not to be given, so that dataclasses.replace reads the text again
    inputs: tuple[str, ...] = field(init=False, repr=False)
    nodes: tuple[Node, ...] = field(init=False, repr=False)

    @in_python()
    def __init__(
        self,
        program: object,
        split: str | None = None,
        wrt: str | Iterable[object] | None = None,
        valued: Iterable[str] = (),
    ) -> None:
        own: Mapping[str, Any] = {}
        if not isinstance(program, str):
            from symback.readers.sympy import read

            program, own = read(program)
            valued = (*valued, *own)
        wanted = wrt.replace(",", " ").split() if isinstance(wrt, str) else wrt
        names = None if wanted is None else tuple(named(name, own) for name in wanted)
        super().__init__(*parts(data.graph_of(program, split, names, tuple(valued), arrays=True)))
        if own:
            from symback.symbolic import symbols_of

            self.made["symbols"] = {**symbols_of(self), **own}

    def focused(self, name: str, inputs: tuple[str, ...] | None = None) -> Graph:
        """The same graph with the node `name` as its output; what comes after it is left out."""
        found = Graph.__new__(Graph)
        data.Graph.__init__(found, *parts(super().focused(name, inputs)))
        if "symbols" in self.made:
            found.made["symbols"] = self.symbols
        return found

    @property
    def symbols(self) -> Mapping[str, Any]:
        """The symbol of sympy for every input and node: the person's own where the program was an expression of sympy."""
        from symback.symbolic import symbols_of

        found: Mapping[str, Any] = self.made.setdefault("symbols", symbols_of(self))
        return found

    @property
    def formulas(self) -> Expressions:
        """Every node, local and chained derivative as a sympy expression, in `symbols`."""
        from symback.symbolic import Expressions

        self._of_scalars()
        return Expressions(self.derived, self.symbols)

    def to_sympy(self, name: str | None = None) -> Any:
        """The output, or the node `name`, as one expression of sympy in the inputs' symbols.

        Functions that sympy lacks are written out, so `diff`, `lambdify`, `evalf`, `latex` and `pickle` work.
        """
        from symback.symbolic import whole

        self._of_scalars()
        return whole(self, self.output if name is None else name, self.symbols)

    @property
    def derived(self) -> Formulas:
        """Every node, local and chained derivative as an expression of symback/algebra: derived once for all points."""
        from symback.formulas import Formulas

        self._of_scalars()
        return self.once(Formulas)

    def at(self, values: Mapping[Any, object] | None = None, /, **named: object) -> Report:
        """The report at a point: `at(w=3)`, `at({"lambda": "1/3"})`. Values are numbers, or text such as "pi/4".

        Vectors and matrices are lists or NumPy arrays, and the report of a program with such is a
        `symback.report.arrays.ArrayReport`. Without values the report holds formulas alone. Raises SymbackError (exit code 3 where there is no answer).
        """
        from symback.report.options import Options

        return self.report(self._given(values, named), Options())

    @in_python()
    def report(self, values: Mapping[Any, object], options: Options) -> Report:
        """As `at`, with options."""
        from symback.report.build import report_at
        from symback.report.inputs import has_arrays

        given = self._given(values)
        if has_arrays(self, given):
            from symback.report.arrays import array_report

            whole = data.graph_of(self.program, "none", self.wrt, tuple({*self.valued, *given}), arrays=True)
            return array_report(whole, given, options)  # type: ignore[return-value]  # a report of another kind: what is asked of both is called the same
        return report_at(self, given, options)

    def _of_scalars(self) -> None:
        """Raise SymbackError for a program with vectors and matrices."""
        if self.parsed.shapes is not None:
            raise SymbackError(
                "the program has vectors and matrices, which this does not take", hint="at(…), which does"
            )

    def _given(
        self, values: Mapping[Any, object] | None, more: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        """Values by name: symbols of sympy stand for the inputs that are read from them."""
        own = self.made.get("symbols", {})
        return {**{named(name, own): value for name, value in (values or {}).items()}, **(more or {})}

    @in_python()
    def plot(
        self, values: Mapping[Any, object] | None = None, options: PlotOptions | None = None, /, **named: object
    ) -> Drawing:
        """The output drawn against the parameter, or over both of two: `plot(w=3)`, `plot(w=[3, 2, -3])`.

        A list of values gives several points. Raises SymbackError as `at` does, and for more than two parameters.
        """
        from symback.plot.build import plotted

        self._of_scalars()
        return plotted(self, self._given(values, named), options)

    @in_python()
    def check(
        self, claims: str | Iterable[str], values: Mapping[Any, object] | None = None, /, *,
        tolerance: Fraction | None = None, assume: Iterable[str] = (), options: Options | None = None, **named: object,
    ) -> Checked:  # fmt: skip
        """Claims checked as `symback check` does: `check(["dJ/dw=66", "da/dw=3"], w=3)`. `all_right` says whether all are."""
        from symback.check.checker import Checker
        from symback.check.large import LargeChecker
        from symback.check.model import Checked
        from symback.report.build import in_arrays, read_for
        from symback.report.options import Options

        self._of_scalars()
        graph, given = read_for(self, self._given(values, named))
        chosen = options or Options()
        kind = LargeChecker if in_arrays(graph, given, chosen) else Checker
        checker = kind(graph, given, chosen, tolerance=tolerance, assume=tuple(assume))
        results = checker.check_all([claims] if isinstance(claims, str) else claims)
        return Checked(tuple(results), given, chosen.decimals, checker.notes)

    @in_python()
    def explain(
        self, values: Mapping[Any, object] | None = None, /, *,
        format: str = "plain", brief: bool = False, long: bool = False, without: Iterable[str] = (), options: Options | None = None, **named: object,  # noqa: A002 (as the command calls it)
    ) -> str:  # fmt: skip
        """The story that `symback explain` tells, as text: plain, markdown, latex, html or json."""
        from importlib import import_module

        from symback.explain.choices import Choices
        from symback.explain.story import tell
        from symback.picture.told import drawing
        from symback.report.options import Options

        self._of_scalars()
        if format not in STORIES:
            raise SymbackError(f"a story is written as one of {', '.join(STORIES)}, not {format}")
        graph_at = self._given(values, named)
        story = tell(self, graph_at, options or Options(), Choices(without=frozenset(without), long=long), drawing)
        if story.missing is not None:
            raise story.missing
        written: str = import_module(f"symback.render.explain_{format}").render([story], brief=brief)
        return written

    def hessian(
        self, values: Mapping[Any, object] | None = None, /, *, options: Options | None = None, **named: object
    ) -> SecondReport:
        """The second derivatives, as `symback diff --order 2` has them: `hessian(w=3, b=2).values["w", "b"]`."""
        return self._second(None, self._given(values, named), options)

    def hvp(
        self, direction: Mapping[Any, object], values: Mapping[Any, object] | None = None, /, *,
        options: Options | None = None, **named: object,
    ) -> SecondReport:  # fmt: skip
        """The Hessian times a direction, as `symback diff --hvp` has it: `hvp({"w": 1}, w=3, b=2).values["b"]`."""
        return self._second(self._given(direction), self._given(values, named), options)

    @in_python()
    def _second(
        self, direction: Mapping[str, object] | None, values: Mapping[str, object], options: Options | None
    ) -> SecondReport:
        from symback.report.build import read_for
        from symback.report.options import Options
        from symback.report.second import second_report

        self._of_scalars()
        return second_report(*read_for(self, values), options or Options(), direction)

    def __repr__(self) -> str:
        chosen = [f"{n}={v!r}" for n, v in (("split", self.split), ("wrt", self.wrt), ("valued", self.valued)) if v]
        program = self.program if len(self.program) <= LONGEST_SHOWN else self.program[: LONGEST_SHOWN - 1] + "…"
        return f"Graph({', '.join([repr(program), *chosen])})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 (IPython's signature)
        from symback.notebook import graph_text

        printer.text(graph_text(self))

    def _repr_svg_(self) -> str | None:
        from symback.notebook import graph_svg

        return graph_svg(self)


def from_sympy(expression: object, wrt: str | Iterable[object] | None = None, split: str | None = None) -> Graph:
    """Return the graph of an expression of sympy: `from_sympy((2 + 3*w)**2, wrt=[w]).at({w: 3})`.

    Raises SymbackError for what is no expression, or has parts that our language lacks.
    """
    return Graph(expression, split, wrt)


def points(
    program: str | data.Graph, rows: Iterable[Mapping[str, object]], values: Mapping[str, object] | None = None, /, *,
    wrt: str | Iterable[str] | None = None, split: str | None = None, only: Iterable[str] | None = None,
    on_error: str = "stop", precise: bool = False, judged: Options | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the rows of a table with the output and its derivatives, as `symback diff --points` has them: in doubles.

    `points("w**2*b", [{"w": 3, "b": 2, "id": "x"}])`; of a data frame `frame.to_dict("records")` are the rows. `values` holds what they have in
    common; `only` names the derivatives that are wanted; `on_error` is stop, skip or null, `judged` (how to nudge) adds the verdicts.
    """
    from symback.rows.answers import FORMATS, ON_ERROR, Points

    texts = "".join(json.dumps(row, default=as_json) + "\n" for row in map(dict, rows))
    if on_error not in ON_ERROR:
        raise SymbackError(f"on_error is one of {', '.join(ON_ERROR)}, not {on_error}")
    given = dict(values or {})
    with in_python():
        graph = program if isinstance(program, data.Graph) else Graph(program, split, wrt, given)
        names = None if only is None else [one for one in (*graph.inputs, *graph.by_name) if one in set(only)]
        made = Points(graph, given, on_error, FORMATS[-1], precise=precise, only=names, judged=judged)
        return [json.loads(line) for text in made.answers(io.BytesIO(texts.encode())) for line in text.splitlines()]


def batch(
    programs: Iterable[str | Mapping[str, object]], values: Mapping[str, object] | None = None, /, *,
    wrt: str | Iterable[str] | None = None, split: str | None = None, options: Options | None = None, jobs: int = 1,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Yield an answer a program, as `symback batch` writes them: what `diff --format json` has, or an `error`.

    A program is text, or has a point of its own: `batch(["w=3; w**2", {"program": "w*x", "at": {"w": 2, "x": 3}, "id": 7}])`.
    """
    from symback.lines.answer import Settings
    from symback.lines.jobs import answers
    from symback.report.options import Options

    names = wrt.replace(",", " ").split() if isinstance(wrt, str) else wrt
    settings = Settings(
        options or Options(), split, dict(values or {}), None if names is None else tuple(names), in_python=True
    )
    asked = ({"program": one} if isinstance(one, str) else {**one} for one in programs)
    for text, _ in answers((json.dumps(one, default=as_json) for one in asked), settings, jobs):
        found: dict[str, Any] = json.loads(text)
        yield found


def as_json(value: object) -> object:
    """Return what JSON does not know as what it does: NumPy's numbers as Python's, all others (fractions, decimals) as text."""
    return value.item() if hasattr(value, "item") else str(value)


def named(name: object, symbols: Mapping[str, Any]) -> str:
    """Return the name of the input that a symbol of sympy stands for; a name is its own."""
    if isinstance(name, str):
        return name
    return next((known for known, symbol in symbols.items() if symbol == name), str(name))


def parts(graph: data.Graph) -> tuple[Any, ...]:
    """Return what a graph's data is made of, in order."""
    return graph.program, graph.split, graph.wrt, graph.valued, graph.parsed, graph.inputs, graph.nodes
