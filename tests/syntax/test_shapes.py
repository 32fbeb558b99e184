"""Reading by shape gives what the parser gives, places included."""

from __future__ import annotations

import pytest

from symback.errors import SymbackError
from symback.syntax.program import parse_program, read_by_tokens, read_statements
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
    found, used = by_shape
    assert list(used) == list(read_by_tokens(source, CONSTANTS)[1])
    for fast, slow in zip(found, read_statements(tokenize(source), source, CONSTANTS), strict=True):
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
        (f"{'z' * 256} = x", "a name of 256 characters; at most 255"),
        (f"a1x = tanh({'z' * 256}*x + b1)", "a name of 256 characters; at most 255"),
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


def test_shapes_that_take_turns_are_read_too() -> None:
    lines = [f"{name}{i} = {text}" for i in range(LONG) for name, text in (("a", f"w{i}*x"), ("b", f"x + a{i}"))]
    program = parse_program("\n".join([*lines, "c = pi*x", "e1 = x*pi", "J = a1*b1"]))
    assert [s.formula.names for s in program.statements[:4]] == [("w0", "x"), ("x", "a0"), ("w1", "x"), ("x", "a1")]
    assert [s.formula.names for s in program.statements[-3:]] == [("x",), ("x",), ("a1", "b1")]
    assert list(program.inputs)[:3] == ["w0", "x", "w1"]


def test_values_stand_among_the_inputs_by_first_use() -> None:
    lines = [f"a{i} = w{i}*x" for i in range(LONG)]
    program = parse_program("\n".join(["y = 3", "z = 2", *lines, "J = a1*z + w0"]))
    assert list(program.inputs)[:2] == ["w0", "x"]
    assert list(program.inputs)[-2:] == ["z", "y"]
