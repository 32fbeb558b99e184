"""Random programs: the gradient is sympy's derivative of the whole expression and a high-precision difference;
the formulas evaluate to the numbers; and what is printed is read back as the same program.

The strategy builds a program's text and, beside it, the sympy expression itself, so nothing of symback decides the truth.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import mpmath
import sympy
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symback.arithmetic.mixed import MOST_DIGITS, Mixed
from symback.errors import SymbackError
from symback.graph.graph import Graph
from symback.report.options import Options
from symback.syntax.printer import to_text
from symback.syntax.program import Program, parse_program

NAMES = ("w", "b", "x")
SYMBOLS = {name: sympy.Symbol(name, real=True) for name in NAMES}
FUNCTIONS = {
    "sin": sympy.sin, "cos": sympy.cos, "exp": sympy.exp, "tanh": sympy.tanh, "atan": sympy.atan, "sinh": sympy.sinh,
    "cosh": sympy.cosh, "asinh": sympy.asinh, "erf": sympy.erf, "sqrt": sympy.sqrt, "log": sympy.log,
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)), "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "gelu": lambda x: x * (1 + sympy.erf(x / sympy.sqrt(2))) / 2, "log2": lambda x: sympy.log(x) / sympy.log(2),
    "tan": sympy.tan, "asin": sympy.asin, "acosh": sympy.acosh, "cbrt": lambda x: sympy.sign(x) * abs(x) ** sympy.Rational(1, 3),
}  # fmt: skip
DIGITS = 40


class Both(NamedTuple):
    """A program of the language and what it means: `single` is one expression, `named` has a statement for each operation."""

    single: str
    named: str
    means: Any


LEAVES = [*((name, SYMBOLS[name]) for name in NAMES), ("2", sympy.Integer(2)), ("1.25", sympy.Rational(5, 4))]
INFIX = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b}
OPERATIONS = [*INFIX, *INFIX, "neg", "**", *FUNCTIONS]
LONGEST = 300  # characters of a single expression


@st.composite
def programs(draw: st.DrawFn) -> Both:
    """Three to eight operations, each on what stands before it, the last one included: values are used more than once."""
    pool = [(text, text, means) for text, means in LEAVES]  # single, named, sympy's
    statements: list[str] = []
    for count in range(draw(st.integers(3, 8))):
        operation = draw(st.sampled_from(OPERATIONS))
        last, other = pool[-1] if count else pool[0], pool[draw(st.integers(0, len(pool) - 1))]
        left, right = (last, other) if draw(st.booleans()) else (other, last)
        power = draw(st.sampled_from([-2, -1, 2, 3])) if operation == "**" else 0
        texts = [written(operation, left[k], right[k], last[k], power) for k in (0, 1)]
        means = meant(operation, left[2], right[2], last[2], power)
        assume(not means.has(sympy.zoo, sympy.nan, sympy.oo))
        statements.append(f"s{count} = {texts[1]}")
        pool.append((texts[0], f"s{count}", means))
    single, _, means = pool[-1]
    assume(len(single) <= LONGEST and means.free_symbols)
    return Both(single, "; ".join(statements), means)


def written(operation: str, left: str, right: str, last: str, power: int) -> str:
    if operation in INFIX:
        return f"({left} {operation} {right})"
    if operation == "**":
        return f"({last})**({power})"
    return f"(-{last})" if operation == "neg" else f"{operation}({last})"


def meant(operation: str, left: Any, right: Any, last: Any, power: int) -> Any:
    if operation in INFIX:
        return INFIX[operation](left, right)
    if operation == "**":
        return last**power
    return -last if operation == "neg" else FUNCTIONS[operation](last)


rationals = st.builds(Fraction, st.integers(-40, 40), st.sampled_from([7, 11, 13]))
points = st.fixed_dictionaries(dict.fromkeys(NAMES, rationals))
quick = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def put_in(expression: Any, point: dict[str, Fraction]) -> Any:
    """The value of a sympy expression to 40 digits, or None where it has none that is real and finite."""
    values = {SYMBOLS[n]: sympy.Rational(v.numerator, v.denominator) for n, v in point.items()}
    try:
        found = sympy.N(expression.subs(values), DIGITS)
    except TypeError:  # sympy came by a nan of its own
        return None
    return found if found.is_Float or found.is_Rational else None


def close(ours: Any, truth: Any) -> bool:
    with mpmath.workdps(DIGITS):
        own = Mixed(work=2 * DIGITS).real(ours)
        other = mpmath.mpf(str(truth))
        return bool(abs(own - other) <= (abs(other) + mpmath.mpf(10) ** -8) * mpmath.mpf(10) ** -20)


def report_or_reject(graph: Graph, point: dict[str, Fraction], options: Options) -> Any:
    given_values = {name: value for name, value in point.items() if name in graph.inputs}
    try:
        return graph.report(given_values, options)
    except SymbackError as error:
        if error.exit_code != 3:  # only mathematics without an answer is a reason to try another point
            raise
        assume(False)


@quick
@given(programs(), points, st.sampled_from(["lecture", "atomic", "none"]), st.booleans())
def test_the_gradient_is_that_of_the_whole_expression(
    program: Both, point: dict[str, Fraction], split: str, named: bool
) -> None:
    graph = Graph(program.named if named else program.single, split=split)
    report = report_or_reject(graph, point, Options(formulas=False, nudges=False))
    assume(put_in(program.means, point) is not None)
    assert close(report.values[report.output], put_in(program.means, point))
    for name, slope in report.gradient.items():
        truth = put_in(sympy.diff(program.means, SYMBOLS[name]), point)
        if truth is not None and slope is not None:
            assert close(slope, truth), name


@quick
@given(programs(), points)
def test_the_gradient_is_a_high_precision_difference(program: Both, point: dict[str, Fraction]) -> None:
    graph = Graph(program.single)
    report = report_or_reject(graph, point, Options(formulas=False, nudges=False))
    arithmetic = Mixed(digits=60, work=MOST_DIGITS)  # at the most digits, what cancels whole is 0
    code, names = graph.parsed.statements[-1].formula.code, graph.parsed.statements[-1].formula.names

    def value(name: str, step: Fraction) -> Any:
        slots = [point[n] + step if n == name else point[n] for n in names]
        return arithmetic.run(code, slots)[-1]

    h = Fraction(1, 10**50)
    for name, slope in report.gradient.items():
        try:
            high, low = (arithmetic.real(value(name, step)) for step in (h, -h))
            difference = (high - low) / arithmetic.real(2 * h)
        except (TypeError, AttributeError):  # Undefined on one side: the edge of the domain
            continue
        if slope is not None:
            assert abs(difference - arithmetic.real(slope)) <= (1 + abs(difference)) * mpmath.mpf(10) ** -20, name


@settings(quick, max_examples=40)
@given(programs(), points, st.booleans())
def test_formulas_evaluate_to_the_numbers(program: Both, point: dict[str, Fraction], named: bool) -> None:
    report = report_or_reject(Graph(program.named if named else program.single), point, Options(nudges=False))
    values = {name: value for name, value in report.values.items() if value is not None}
    arithmetic = Mixed(digits=30, work=MOST_DIGITS)

    def evaluated(text: str) -> Any:
        formula = parse_program(text).statements[-1].formula
        return arithmetic.real(arithmetic.run(formula.code, [values[name] for name in formula.names])[-1])

    for row in report.chained_rows:
        for text in (row.in_nodes, row.in_inputs):
            if text is not None and row.value is not None:
                own = arithmetic.real(row.value)
                assert abs(evaluated(text) - own) <= (abs(own) + mpmath.mpf(10) ** -8) * mpmath.mpf(10) ** -18, text


@quick
@given(programs(), st.sampled_from(["lecture", "atomic", "none"]))
def test_what_is_printed_is_read_back_as_the_same_program(program: Both, split: str) -> None:
    formula = parse_program(program.single).statements[-1].formula
    printed = to_text(formula.code, formula.names)
    again = parse_program(printed).statements[-1].formula
    assert (again.code, again.names) == (formula.code, formula.names)
    nodes = Graph(program.single, split=split).nodes
    written = "; ".join(f"{node.name} = {node.text()}" for node in nodes)
    if any(node.operands for node in nodes):
        same = Graph(written, split="none").nodes
        assert [(n.name, n.rule, n.operands) for n in same] == [(n.name, n.rule, n.operands) for n in nodes]


@quick
@given(st.text(alphabet="wx12.+-*/^()|,;=<> \n√²e#α", max_size=14))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    program = parsed_or_error(text)
    if isinstance(program, SymbackError):
        assert program.exit_code in (2, 3)
        assert program.span is None or 0 <= program.span[0] <= program.span[1] <= len(text)
        assert str(program).count("error: ") == 1
        return
    formula = program.statements[-1].formula
    again = parse_program(to_text(formula.code, formula.names), program.values).statements[-1].formula
    assert (again.code, again.names) == (formula.code, formula.names)


def parsed_or_error(text: str) -> Program | SymbackError:
    try:
        return parse_program(text)
    except SymbackError as error:
        return error
