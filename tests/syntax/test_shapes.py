"""Reading by shape gives what the parser gives, places included."""

from __future__ import annotations

import pytest

from symback.errors import SymbackError
from symback.syntax.program import parse_program, read_statements
from symback.syntax.shapes import LONG, read_by_shape
from symback.syntax.tokens import tokenize

CONSTANTS = frozenset({"pi", "e"})
LINES = [
    "a{i} = tanh(w{i}*x + b{i})",
    "c{i} = 2w{i} - 1e-3*x2/(3 + y)  # a comment with ( in it and a = b",
    "  d{i}=where(w{i} > 0, w{i}**2, -w{i}) ; f{i} = log(w{i}, 2)",
    "g{i} = pi*w{i} + e*x",
    "h{i} = pi + x{i}",
    "k{i} = (3/2) + 0.5",
]


def long_program(extra: str = "") -> str:
    lines = [line.format(i=i) for i in range(LONG) for line in LINES]
    return "\n".join([*lines, extra or "x + y"])


def test_by_shape_reads_what_the_parser_reads() -> None:
    source = long_program()
    by_shape = read_by_shape(source, CONSTANTS)
    assert by_shape is not None
    for fast, slow in zip(by_shape, read_statements(tokenize(source), source, CONSTANTS), strict=True):
        assert fast[0] == slow[0]
        assert (fast[1].code, fast[1].names) == (slow[1].code, slow[1].names)
        assert fast[2] == slow[2]
        assert [fast[1].span(i) for i in range(len(fast[1].code))] == list(slow[1].spans)


@pytest.mark.parametrize("source", ["a = (w\n+ 1)", "a = |w|", "α = 1", "a = w;; b = w"])
def test_what_lines_cannot_tell_apart_is_left_to_the_parser(source: str) -> None:
    assert read_by_shape("\n" * LONG + source, CONSTANTS) is None


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        ("z = sgimoid(x)", "sgimoid is not a function"),
        ("a0 = w", "a0 is defined twice"),
        ("z = z + 1", "z is defined by itself"),
        ("z = x y", "an operator is missing between 'x' and 'y'"),
        ("pi = x", "pi is a constant and cannot be defined"),
    ],
)
def test_errors_stand_where_they_are(last: str, reason: str) -> None:
    source = long_program(last)
    with pytest.raises(SymbackError) as caught:
        parse_program(source)
    assert caught.value.reason == reason
    assert caught.value.span is not None
    assert source.rindex("\n") < caught.value.span[0]


def test_a_name_is_found_where_it_first_stands() -> None:
    source = long_program()
    program = parse_program(source)
    place = program.place("w7")
    assert place is not None
    assert source[slice(*place)] == "w7"
    assert place[0] == source.index("w7*x")
