"""Random programs: the gradient is sympy's derivative of the whole expression and a high-precision difference;
the formulas evaluate to the numbers; and what is printed is read back as the same program.

The strategy builds a program's text and, beside it, the sympy expression itself, so nothing of symback decides the truth.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_programs import SYMBOLS, Both, close, points, programs, put_in, quick

from symback import Graph
from symback.domains.exact import Exact
from symback.domains.text import as_fraction
from symback.domains.values import Undefined
from symback.errors import SymbackError
from symback.report.options import Options
from symback.syntax.printer import to_text
from symback.syntax.program import Program, parse_program


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
    arithmetic = Exact(bits=4000, last=True)
    code, names = graph.parsed.statements[-1].formula.code, graph.parsed.statements[-1].formula.names

    def value(name: str, step: Fraction) -> Any:
        slots = [point[n] + step if n == name else point[n] for n in names]
        return arithmetic.run(code, slots)[-1]

    h = Fraction(1, 10**50)
    for name, slope in report.gradient.items():
        high, low = (value(name, step) for step in (h, -h))
        if isinstance(high, Undefined) or isinstance(low, Undefined):  # the edge of the domain
            continue
        difference = (as_fraction(high, 200) - as_fraction(low, 200)) / (2 * h)
        if slope is not None:
            assert abs(difference - as_fraction(slope)) <= (1 + abs(difference)) / 10**20, name


@settings(quick, max_examples=40)
@given(programs(), points, st.booleans())
def test_formulas_evaluate_to_the_numbers(program: Both, point: dict[str, Fraction], named: bool) -> None:
    report = report_or_reject(Graph(program.named if named else program.single), point, Options(nudges=False))
    values = {name: value for name, value in report.values.items() if value is not None}
    arithmetic = Exact(bits=4000, last=True)

    def evaluated(text: str) -> Any:
        formula = parse_program(text).statements[-1].formula
        found = arithmetic.run(formula.code, [values[name] for name in formula.names])[-1]
        return None if isinstance(found, Undefined) else as_fraction(found)

    for row in report.chained_rows:
        for text in (row.in_nodes, row.in_inputs):
            if text is not None and row.value is not None:
                own = as_fraction(row.value)
                theirs = evaluated(text)
                if theirs is None:  # the value is a limit: a formula may have none there
                    assert row.verdict.reason is not None or not Options().nudges, text
                    continue
                assert abs(theirs - own) <= (abs(own) + Fraction(1, 10**8)) / 10**18, text


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
