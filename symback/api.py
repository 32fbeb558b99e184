"""What Python users call: the one file that looks both ways, from a graph to all that is worked out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from symback.graph import graph as data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from symback.formulas import Formulas
    from symback.graph.node import Node
    from symback.plot.model import Drawing, PlotOptions
    from symback.report.model import Report
    from symback.report.options import Options
    from symback.symbolic import Expressions
    from symback.syntax.program import Program


@dataclass(frozen=True, eq=False, init=False)
class Graph(data.Graph):
    """A program as a graph of nodes. `Graph("(2+3*w)**2").at(w=3)` gives values, derivatives and nudges.

    `program` is the text; `split` says how statements are cut (`lecture`, `atomic`, `none`; the default is `lecture`
    where one statement defines the output and `none` for several); `wrt` names the parameters (default: every input), as
    `"w"`, `"w,b"` or names one by one;
    `valued` names inputs that will get a value, where that decides what a name means (`gamma`, `e`).

    Raises SymbackError where the program or a name in `wrt` is not right.
    """

    parsed: Program = field(init=False, repr=False)  # not to be given, so that dataclasses.replace reads the text again
    inputs: tuple[str, ...] = field(init=False, repr=False)
    nodes: tuple[Node, ...] = field(init=False, repr=False)

    def __init__(
        self,
        program: str,
        split: str | None = None,
        wrt: str | Iterable[str] | None = None,
        valued: Iterable[str] = (),
    ) -> None:
        names = wrt.replace(",", " ").split() if isinstance(wrt, str) else wrt
        names = None if names is None else tuple(names)
        super().__init__(*parts(data.graph_of(program, split, names, tuple(valued))))

    def focused(self, name: str, inputs: tuple[str, ...] | None = None) -> Graph:
        """The same graph with the node `name` as its output; what comes after it is left out."""
        found = Graph.__new__(Graph)
        data.Graph.__init__(found, *parts(super().focused(name, inputs)))
        return found

    @property
    def formulas(self) -> Expressions:
        """Every node, local and chained derivative as a sympy expression."""
        from symback.symbolic import Expressions

        return Expressions(self.derived)

    @property
    def derived(self) -> Formulas:
        """Every node, local and chained derivative as an expression of symback/algebra: derived once for all points."""
        from symback.formulas import Formulas

        return self.once(Formulas)

    def at(self, values: Mapping[str, object] | None = None, /, **named: object) -> Report:
        """The report at a point: `at(w=3)`, `at({"lambda": "1/3"})`. Values are numbers, or text such as "pi/4".

        Without values the report holds formulas alone. Raises SymbackError (exit code 3 where there is no answer).
        """
        from symback.report.options import Options

        return self.report({**(values or {}), **named}, Options())

    def report(self, values: Mapping[str, object], options: Options) -> Report:
        """As `at`, with options."""
        from symback.report.build import report_at

        return report_at(self, values, options)

    def plot(
        self, values: Mapping[str, object] | None = None, options: PlotOptions | None = None, /, **named: object
    ) -> Drawing:
        """The output drawn against the parameter, or over both of two: `plot(w=3)`, `plot(w=[3, 2, -3])`.

        A list of values gives several points. Raises SymbackError as `at` does, and for more than two parameters.
        """
        from symback.plot.build import plotted

        return plotted(self, {**(values or {}), **named}, options)

    def _repr_svg_(self) -> str | None:
        from symback.notebook import graph_svg

        return graph_svg(self)


def parts(graph: data.Graph) -> tuple[Any, ...]:
    """Return what a graph's data is made of, in order."""
    return graph.program, graph.split, graph.wrt, graph.valued, graph.parsed, graph.inputs, graph.nodes
