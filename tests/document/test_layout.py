"""Whatever the table and the width: nothing is cut, no number and no name is broken, no line is too long."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symback.document.layout import broken, fit, lay, on_points, parts
from symback.document.model import FORMULA, NUMBER, TEXT, Column, Look, Table
from symback.document.terminal import draw, hanging

NAMES = st.sampled_from(["w", "x_1", "longer_name", "J", "a"])
ATOMS = st.one_of(NAMES, st.integers(0, 99999).map(str))
FORMULAS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", "*", "/", "**"]), inner).map("".join),
        inner.map("({})".format),
        inner.map("exp({})".format),
        st.tuples(inner, inner).map(lambda two: f"where({two[0]} > 0, {two[1]}, 0)"),
    ),
    max_leaves=12,
)
NUMBERS = st.one_of(
    st.none(), st.integers(-(10**9), 10**9).map(lambda n: Fraction(n, 1000)), st.fractions(max_denominator=997)
)
COLUMNS = (
    Column("label", "derivative", TEXT),
    Column("in_nodes", "in nodes", FORMULA),
    Column("in_inputs", "in inputs", FORMULA),
    Column("value", "value", NUMBER),
    Column("nudge", "nudge", NUMBER),
)
ROWS = st.lists(st.tuples(NAMES, FORMULAS, FORMULAS, NUMBERS, NUMBERS), min_size=1, max_size=5)


def words(text: str) -> list[str]:
    """Names, numbers and operators, in order."""
    return re.findall(r"[\w.]+|[^\s\w.]", text)


@given(ROWS, st.integers(60, 200))
def test_no_line_is_too_long_or_ends_in_blanks_and_nothing_is_lost(rows, width):
    table = Table("chained", "A title", COLUMNS, tuple(rows))
    lines = list(draw(table, Look(width)))
    assert all(line == line.rstrip() for line in lines)
    laid = lay(table)
    if fit(laid, width):
        assert all(len(line) <= width for line in lines)
    pieces = [word for line in lines for word in words(line)]
    for row in laid.cells:
        for cell in row:
            assert all(word in pieces for word in words(cell)), cell


@given(FORMULAS, st.integers(14, 60))
def test_a_folded_formula_is_the_formula_again_once_joined(formula, width):
    lines = broken(formula, COLUMNS[1], width)
    assert words(" ".join(lines)) == words(formula)
    longest = max(len(part) for part in parts(formula, COLUMNS[1]))
    assert all(len(line) <= max(width, longest) for line in lines)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6))
def test_decimal_points_stand_below_each_other(thousandths):
    table = Table("forward", "", (COLUMNS[3],), tuple((Fraction(n, 1000),) for n in thousandths))
    cells = [row[0] for row in lay(table).cells]
    width = max(map(len, cells))
    lined_up = [cell.rjust(width) for cell in cells]
    ends = {match.end() for cell in lined_up if (match := re.match(r" *-?\d+", cell))}
    assert len(ends) == 1


@pytest.mark.parametrize(
    ("numbers", "aligned"),
    [
        (["3", "22.001"], ["3    ", "22.001"]),
        (["1/3", "2"], ["1/3", "2  "]),
        (["—", "1.5"], ["—  ", "1.5"]),
        (["", "1.5"], ["", "1.5"]),
        (["123456789", "0.123456789"], ["123456789", "0.123456789"]),
    ],
)
def test_on_points(numbers, aligned):
    assert [text.rstrip() for text in on_points(numbers)] == [text.rstrip() for text in aligned]
    assert on_points(numbers)[0] == aligned[0]


def test_a_table_that_does_not_fit_is_shown_in_parts_formulas_first():
    row = ("∂J/∂w", "x*(b + c - y)", "x*(b + w*x - y)", Fraction(-4), Fraction(-3998, 1000))
    lines = list(draw(Table("chained", "", COLUMNS, (row,)), Look(60)))
    assert lines[0].split() == ["derivative", "in", "nodes", "in", "inputs", "value", "nudge"]
    longer = (row[0], " + ".join([row[1]] * 9), " + ".join([row[2]] * 9), *row[3:])
    lines = list(draw(Table("chained", "", COLUMNS, (longer,)), Look(60)))
    titles = [line.split() for line in lines if line.startswith("derivative")]
    assert titles == [["derivative", "in", "nodes"], ["derivative", "in", "inputs"], ["derivative", "value", "nudge"]]


def test_below_sixty_columns_the_cells_stand_below_each_other():
    row = ("dJ/dw", "6*a", "18*w + 12", Fraction(66), Fraction(66009, 1000))
    assert list(draw(Table("chained", "", COLUMNS, (row,)), Look(59))) == [
        "dJ/dw",
        "  in nodes   6*a",
        "  in inputs  18*w + 12",
        "  value      66",
        "  nudge      66.009",
    ]


def test_a_number_wider_than_the_terminal_is_whole():
    long = Fraction(10**29 + 1)
    lines = list(draw(Table("forward", "", (COLUMNS[0], COLUMNS[3]), (("J", long),)), Look(20)))
    assert any(str(10**29 + 1) in line for line in lines)


def test_a_table_without_rows_is_its_header():
    lines = list(draw(Table("chained", "", COLUMNS, ()), Look(80)))
    assert lines[0].split() == ["derivative", "in", "nodes", "in", "inputs", "value", "nudge"]


@pytest.mark.parametrize(
    ("line", "width", "folded"),
    [
        ("Gradient: dJ/dw = 66", 40, ["Gradient: dJ/dw = 66"]),
        ("Gradient: a = 1   b = 2   c = 3", 20, ["Gradient: a = 1", "  b = 2   c = 3"]),
        ("one two three", 8, ["one two", "  three"]),
    ],
)
def test_sentences_fold_between_their_parts(line, width, folded):
    assert hanging(line, width) == folded
