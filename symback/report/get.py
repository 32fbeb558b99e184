"""`--get`: one value of a report by name: `J`, `a`, `dJ/dw`, `dw`, `da/dw`, `local:dJ/da`, `d2J/dw2`, with `:exact`, `:formula`, …"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symback.domains.ball import OfZero
from symback.domains.text import exact_text, plain_text
from symback.errors import SymbackError, Way, giving, no_answer, suggestion
from symback.functions import CONSTANTS
from symback.graph.graph import graph_of
from symback.graph.inline import in_inputs
from symback.passes.judge import NOT_CHECKED, ROUNDING
from symback.report.build import FormulaTexts, in_arrays, read_for, report_at, report_of
from symback.report.model import Chained, Local, Report
from symback.report.point import walks_at
from symback.syntax.names import NAME_PATTERN, normal_name
from symback.syntax.printer import to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from symback.domains.values import Number
    from symback.graph.graph import Graph
    from symback.report.options import Options
    from symback.report.point import Walks

LONGEST_TEXT = 100_000  # characters of a formula in inputs
FORMS = ("exact", "formula", "nodes", "nudge")
DERIVATIVE = re.compile(rf"(?:d|∂)({NAME_PATTERN})/(?:d|∂)({NAME_PATTERN})")


SECOND = re.compile(rf"[d∂][2²]({NAME_PATTERN})/[d∂](.+)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one --get asks for: a value (`by` is None), or the derivative of `of` by `by`, on the edge alone if `local`.

    The second derivative where there is `and_by`.
    """

    text: str
    of: str
    by: str | None
    form: str | None
    local: bool
    and_by: str | None = None


def parse(text: str, graph: Graph, option: str = "--get") -> Wanted:
    """Read one --get, or what another option asks for. Raises SymbackError where the graph has no such value or derivative."""
    if not text:
        raise SymbackError(f"{option} is given no name", hint=f"{option} {graph.output}")
    try:
        return read(text, graph, second=option == "--get")
    except SymbackError as error:
        error.reason = f"{option} {text}: {error.reason}"
        raise


def read(text: str, graph: Graph, *, second: bool = False) -> Wanted:
    """Read the name of a value or a derivative, or where that may be of a `second` derivative. Raises SymbackError."""
    local = text.startswith("local:")
    body, _, form = text.removeprefix("local:").partition(":")
    if form and form not in FORMS:
        raise SymbackError(f"{form} is none of {', '.join(FORMS)}", hint=suggestion(form, list(FORMS)))
    names = graph.names
    if second and not local and (twice := SECOND.fullmatch(body)):
        of, by, and_by = normal_name(twice[1]), *both(twice[2], graph)
        for name in (by, and_by):
            check_derivative(of, name, local, graph)
        return Wanted(text, of, by, form or None, local, and_by)
    match = DERIVATIVE.fullmatch(body)
    if match:
        of, by = normal_name(match[1]), normal_name(match[2])
    elif plain(body) in names and not local:
        return Wanted(text, plain(body), None, form or None, False)
    elif body[:1] in ("d", "∂") and plain(body[1:]) in names:
        of, by = graph.output, plain(body[1:])
    else:
        if body[1:] in CONSTANTS and body[:1] in ("d", "∂"):
            raise constant(body[1:])
        near = suggestion(body, [*names, *(f"d{n}" for n in names)])
        raise SymbackError(f"the program has no {body}", hint=near or f"one of {', '.join(sorted(names)[:8])}")
    check_derivative(of, by, local, graph)
    return Wanted(text, of, by, form or None, local)


def both(below: str, graph: Graph) -> tuple[str, str]:
    """The two inputs that a second derivative is by: `w2` and `w²` are twice w, `wdb` is w and b. Raises SymbackError."""
    pairs = [(below[:-1], below[:-1])] if below[-1] in "2²" else []
    pairs += [(below[:i], below[i + 1 :]) for i in range(1, len(below) - 1) if below[i] in "d∂"]
    inputs = set(graph.inputs)
    found = [(one, other) for one, other in ((plain(a), plain(b)) for a, b in pairs) if {one, other} <= inputs]
    if len(found) != 1:
        what = "has two readings" if found else f"the program has no such inputs as in d{below}"
        first = next(iter(graph.inputs), "w")
        raise SymbackError(what, hint=f"d2{graph.output}/d{first}2, or --order 2 for all of them")
    return found[0]


def plain(name: str) -> str:
    return normal_name(name) if re.fullmatch(NAME_PATTERN, name) else name


def constant(name: str) -> SymbackError:
    """The error for a derivative by a constant; e is an input once it is given a value."""
    way = giving([name], ", which makes it an input, or another name") if name == "e" else None
    return SymbackError(f"{name} is a constant of the language here", hint=way)


def check_derivative(of: str, by: str, local: bool, graph: Graph) -> None:
    for name in (of, by):
        if name not in graph.names and name in CONSTANTS:
            raise constant(name)
        if name not in graph.names:
            names = [*graph.inputs, *graph.by_name]
            near = suggestion(name, names) or f"one of {', '.join(sorted(names)[:8])}"
            raise SymbackError(f"the program has no {name}", hint=near)
    if of not in graph.by_name:
        raise SymbackError(f"{of} is an input and has no derivative")
    if graph.is_data(by):
        wrt = ",".join([*graph.parameters, by])
        raise SymbackError(f"{by} is data and gets no derivative", hint=Way(f"--wrt {wrt}", f'wrt="{wrt}"'))
    if local and by not in graph.by_name[of].operands:
        way = f"d{of}/d{by} is the derivative along all paths"
        raise SymbackError(f"there is no edge from {by} to {of}", hint=way)


def passes_on(graph: Graph, by: str, of: str) -> bool:
    """True if a report on `of` has a derivative by `by`: an input's may be 0, a node's is there only where it lies before."""
    if of == graph.output or by not in graph.by_name:
        return by not in graph.by_name or not graph.by_name[by].unused
    return any(node.name == of for node in graph.downstream(by))


def options_for(wanted: list[Wanted], options: Options) -> Options:
    """The options with no more work in them than the values asked for need."""
    formulas = any(w.form in ("formula", "nodes") and w.by is not None for w in wanted)
    nudges = any(w.form == "nudge" for w in wanted)
    only = None if any(w.local for w in wanted) else frozenset(w.by for w in wanted if w.by is not None)
    parts = frozenset("forward" if w.by is None else "local" if w.local else "chained" for w in wanted)
    check = "all" if nudges and only is not None else None
    return replace(options, formulas=formulas, nudges=nudges, only=only, parts=parts, check=check)


def values(
    graph: Graph,
    wanted: list[Wanted],
    point: dict[str, object],
    options: Options,
    say: Callable[[str], None] = lambda _: None,
) -> list[str]:
    """The texts of what is wanted at one point."""
    reports: dict[tuple[str, bool], Report] = {}
    said: dict[str, None] = {}
    walks: dict[str, Walks] = {}
    graph, given = read_for(graph, point)

    def report(output: str, *, local: bool = False) -> Report:
        """The report of one output: of its edges, or of all else, from the same passes."""
        if (output, local) not in reports:
            focus = graph if output == graph.output else graph.focused(output)
            asked = [w for w in wanted if w.local == local and (w.by is None or local or w.of == output)]
            chosen = options_for(asked, options)
            if in_arrays(focus, given, chosen):
                found = report_at(focus, given, chosen)
            else:
                walks[output] = walks.get(output) or walks_at(focus, given, chosen)
                found = report_of(walks[output], chosen)
            reports[output, local] = found
            said.update(dict.fromkeys(found.caveats))
        return reports[output, local]

    found = [
        second_text(w, graph, given, options, said) if w.and_by else one(w, graph, report, options.get_digits)
        for w in wanted
    ]
    for caveat in said:
        if "0" in found or not isinstance(caveat, OfZero):
            say(caveat)
    return found


def one(wanted: Wanted, graph: Graph, report: Callable[..., Report], digits: int) -> str:
    """The text of one value."""
    if wanted.by is None:
        return value_text(wanted, graph, report(graph.output), digits)
    if wanted.local:
        edges = report(graph.output, local=True)
        return derivative_text(wanted, edges.local[wanted.of, wanted.by], digits, large=edges.large)
    if wanted.of == wanted.by:
        return "1"
    if not passes_on(graph, wanted.by, wanted.of):
        found = report(wanted.of).values[wanted.of]
        return number_text(found, wanted, digits) if found is None and wanted.form not in ("formula", "nodes") else "0"
    whole = report(wanted.of)
    return derivative_text(wanted, whole.chained[wanted.by], digits, large=whole.large)


def second_text(
    wanted: Wanted, graph: Graph, given: Mapping[str, object], options: Options, said: dict[str, None]
) -> str:
    """The text of a second derivative, for which no other is worked out; `said` gets what there is to note."""
    names = tuple(dict.fromkeys((wanted.by or "", wanted.and_by or "")))
    if wanted.form in ("formula", "nodes"):
        return second_formula(wanted, graph)
    focus = graph if wanted.of == graph.output else graph.focused(wanted.of)
    from symback.report.second import second_report

    found = second_report(replace(focus, wrt=names), given, options, None)
    said.update(dict.fromkeys(found.notes))
    entry = next(e for e in found.entries if (e.by, e.and_by) == (wanted.by, wanted.and_by))
    if wanted.form == "nudge":
        return number_text(entry.k, wanted, options.get_digits)
    if entry.value is None:
        reason = f": {entry.verdict.reason}" if entry.verdict.reason else ", or is not known"
        raise no_answer(f"{wanted.text} does not exist at this point{reason}")
    return number_text(entry.value, wanted, options.get_digits)


def second_formula(wanted: Wanted, graph: Graph) -> str:
    """The formula of a second derivative in inputs: the derivative of that of the first."""
    if wanted.form == "nodes":
        raise SymbackError(
            f"--get {wanted.text}: a second derivative is a formula in inputs",
            hint=wanted.text.replace(":nodes", ":formula"),
        )
    text: str | None = wanted.of
    for name in (wanted.by or "", wanted.and_by or ""):
        focus = graph.focused(wanted.of) if text == wanted.of else graph_of(f"{text}", "none", None, graph.inputs)
        text = "0" if name not in focus.inputs else FormulaTexts(focus, {}).in_inputs(name)
        if text is None:
            raise no_answer(f"--get {wanted.text}: the formula is too long", hint="the number")
    return text or "0"


def value_text(wanted: Wanted, graph: Graph, report: Report, digits: int) -> str:
    if wanted.form in ("formula", "nodes"):
        return value_formula(wanted, graph)
    if wanted.form == "nudge":
        raise SymbackError(
            f"--get {wanted.text}: a value has no nudge, a derivative has: d{report.output}/d{wanted.of}:nudge"
        )
    value = report.values[wanted.of]
    if value is None and report.has_values:
        way = "--arithmetic decimal" if report.large else None
        raise no_answer(f"{wanted.text} has no value at this point, or none that is known", hint=way)
    return number_text(value, wanted, digits)


def value_formula(wanted: Wanted, graph: Graph) -> str:
    """A node's formula: in its operands, or in the inputs alone. Raises SymbackError where that would be too long."""
    if wanted.of not in graph.by_name:
        return wanted.of
    if wanted.form == "nodes":
        return graph.by_name[wanted.of].text()
    formula = in_inputs(graph, wanted.of)
    text = to_text(formula.code, formula.names, LONGEST_TEXT)
    if len(text) == LONGEST_TEXT and text.endswith("…"):
        raise no_answer(f"--get {wanted.text}: the formula is too long", hint=f"{wanted.of}:nodes, or the number")
    return text


def derivative_text(wanted: Wanted, row: Local | Chained, digits: int, *, large: bool) -> str:
    if wanted.form in ("formula", "nodes"):
        in_inputs = row.formula if isinstance(row, Local) else row.in_nodes if wanted.form == "nodes" else row.in_inputs
        if in_inputs is None:
            raise no_answer(
                f"--get {wanted.text}: the formula is too long",
                hint=f"{wanted.text.partition(':')[0]}:nodes, or the number",
            )
        return in_inputs
    if wanted.form == "nudge":
        return "\t".join(number_text(nudge.k, wanted, digits) for nudge in row.nudges) or number_text(
            None, wanted, digits
        )
    if row.value is None and row.verdict.kind == ROUNDING:
        raise no_answer(f"{wanted.text} has no digits left in doubles", hint="--arithmetic decimal")
    if row.value is None and large and row.verdict.kind == NOT_CHECKED:
        raise no_answer(
            f"{wanted.text} does not exist at this point, or is not known in doubles", hint="--arithmetic decimal"
        )
    if row.value is None and row.verdict.reason:
        how = "is not known" if row.verdict.kind == NOT_CHECKED else "does not exist"
        raise no_answer(f"{wanted.text} {how} at this point: {row.verdict.reason}")
    return number_text(row.value, wanted, digits)


def number_text(value: Number | None, wanted: Wanted, digits: int) -> str:
    if value is None:
        raise SymbackError(
            f"--get {wanted.text}: there is no value", hint="--at w=3 gives inputs values; :formula needs none"
        )
    if wanted.form == "exact":
        exact = exact_text(value)
        if exact is None:
            raise SymbackError(
                f"--get {wanted.text}: the value is not rational, or too long to be held as p/q",
                hint=wanted.text.partition(":exact")[0],
            )
        return exact
    return plain_text(value, digits)
