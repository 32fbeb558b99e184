"""Programs of statements: which names are inputs, which have values, what the output is called, and what is no program."""

from __future__ import annotations

import pytest

from symback import Graph
from symback.errors import SymbackError
from symback.syntax.program import parse_program

# text, inputs, names that the program values, statements, output
PROGRAMS = [
    ("(2+3*w)**2", ["w"], [], ["J"], "J"),
    ("a = 2+3*w; J = a**2", ["w"], [], ["a", "J"], "J"),
    ("a = 2+3*w\nJ = a**2\n", ["w"], [], ["a", "J"], "J"),
    ("a = 2+3*w\n\n# then\na**2", ["w"], [], ["a", "J"], "J"),
    ("J**2", ["J"], [], ["L"], "L"),
    ("J*L", ["J", "L"], [], ["y"], "y"),
    ("J*L*y", ["J", "L", "y"], [], ["J1"], "J1"),
    ("J = w; J**2", ["w"], [], ["J", "L"], "L"),
    ("w = 3; w**2", ["w"], ["w"], ["J"], "J"),
    ("a = w**2; w = 3", ["w"], ["w"], ["a"], "a"),
    ("w = -3; b = 3/2; t = pi/4; w*b*t", ["w", "b", "t"], ["w", "b", "t"], ["J"], "J"),
    ("c = w*x; a = c+b; d = a-y; d**2/2", ["w", "x", "b", "y"], [], ["c", "a", "d", "J"], "J"),
    ("b*a + b", ["b", "a"], [], ["J"], "J"),
    ("e*w", ["w"], [], ["J"], "J"),
    ("e = 2; e*w", ["e", "w"], ["e"], ["J"], "J"),
    ("v = 2; w**2", ["w", "v"], ["v"], ["J"], "J"),
    ("lambda*beta + S*N*E*I*Q", ["lambda", "beta", "S", "N", "E", "I", "Q"], [], ["J"], "J"),
    ("print + if + class + None", ["print", "if", "class", "None"], [], ["J"], "J"),
    ("L = (\n  w\n  - y\n)**2", ["w", "y"], [], ["L"], "L"),
    ("α = w; α*2", ["w"], [], ["alpha", "J"], "J"),
    ("w*w;", ["w"], [], ["J"], "J"),
    ("2*3", [], [], ["J"], "J"),
]


@pytest.mark.parametrize(("text", "inputs", "valued", "statements", "output"), PROGRAMS, ids=[p[0] for p in PROGRAMS])
def test_what_a_program_says(
    text: str, inputs: list[str], valued: list[str], statements: list[str], output: str
) -> None:
    program = parse_program(text)
    assert list(program.inputs) == inputs
    assert list(program.values) == valued
    assert [s.name for s in program.statements] == statements
    assert program.output == output


def test_a_name_that_at_gives_a_value_is_a_variable() -> None:
    assert list(parse_program("e*w", valued=["e"]).inputs) == ["e", "w"]
    assert list(parse_program("gamma*w", valued=["gamma"]).inputs) == ["gamma", "w"]


# text, column and width of the caret, reason, hint
ERRORS = [
    ("", None, None, "the program is empty", "(2+3*w)**2"),
    (" \n\t ", None, None, "the program is empty", "(2+3*w)**2"),
    ("# only a comment", 1, 1, "the program is empty", "(2+3*w)**2"),
    (";w", 1, 1, "a statement is missing before ;", None),
    ("w;;w", 3, 1, "a statement is missing before ;", None),
    ("a+1; b+w", 1, 3, "only the last statement may go without a name", "a = …"),
    ("w = 3", 1, 1, "the program only gives values to inputs", "add what is to be computed, such as J = w**2"),
    ("w = 3; v = 2", 1, 1, "the program only gives values to inputs", "add what is to be computed, such as J = w**2"),
    ("a = w; a = 2*w", 8, 1, "a is defined twice", "another name for the second"),
    ("w = 3; w = 4; w**2", 8, 1, "w is defined twice", "another name for the second"),
    ("a = 1; a = w", 8, 1, "a is defined twice", "another name for the second"),
    ("a = a+1", 5, 1, "a is defined by itself", "another name on the left"),
    ("a = 2*b; b = w; a*b", 7, 1, "b is used before its definition", "put the definition first"),
    ("2 = w", 3, 1, "this is an equation, and a program is an expression", "w = 2"),
    ("w**2 = y", 6, 1, "the name of a statement stands left of its =", "y = w**2"),
    ("w+1 = 3", 5, 1, "this is an equation, and a program is an expression", "F = w+1 - 3"),
    ("x^2 + y^2 = 25", 11, 1, "this is an implicit equation, and a program is an expression", "F = x^2 + y^2 - 25; then dy/dx = -(dF/dx)/(dF/dy)"),
    ("a = 2; a*F = y + 1", 12, 1, "this is an implicit equation, and a program is an expression", "G = a*F - (y + 1); then dy/da = -(dG/da)/(dG/dy)"),
    ("x = y = z", 7, 1, "= makes a statement: a name and nothing else stands left of it", "== compares, inside where(…)"),
    ("pi = 3; w*pi", 1, 2, "pi is a constant and cannot be defined", "another name"),
    ("a =", 4, 0, "an expression is missing here", None),
    ("a = ; w", 5, 1, "an operand is missing before ';'", None),
    ("w = = 2", 5, 1, "a comparison stands inside where(…) only", None),
    ("f(x) = x**2", 1, 1, "a statement is name = expression", "f = x**2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "width", "reason", "hint"), ERRORS, ids=[repr(e[0]) for e in ERRORS])
def test_what_is_no_program(text: str, column: int | None, width: int | None, reason: str, hint: str | None) -> None:
    with pytest.raises(SymbackError) as caught:
        parse_program(text)
    error = caught.value
    assert (error.column, error.reason, error.hint, error.exit_code) == (column, reason, hint, 2)
    if error.span and width is not None:
        assert error.span[1] - error.span[0] == width


# text, column and width of the caret, reason: parts without variables that have no value, exit 3 with or without values
WITHOUT_ANSWER = [
    ("w + 1/0", 5, 3, "division by zero"),
    ("w*(2-2)**-1", 3, 9, "division by zero: 0 to a negative power"),
    ("9**9**9 + w", 1, 7, "the value is beyond 10^1,000,000, too large to hold"),
    ("w + log(-1)", 5, 7, "log(-1) has no value: it needs a positive argument"),
    ("w + (-8)**(1/3)", 5, 11, "a negative number to the power 1/3 is not real; cbrt(x) is the real cube root"),
    ("w*1e1000001", 3, 9, "a number beyond 10^±1,000,000"),
    ("w + 10**-1000001", 5, 12, "a number below 10^-1,000,000"),
]


@pytest.mark.parametrize(("text", "column", "width", "reason"), WITHOUT_ANSWER, ids=[c[0] for c in WITHOUT_ANSWER])
@pytest.mark.parametrize("values", [{}, {"w": 2}], ids=["formulas", "values"])
def test_a_constant_part_without_value(
    text: str, column: int, width: int, reason: str, values: dict[str, object]
) -> None:
    with pytest.raises(SymbackError) as caught:
        Graph(text).at(values)
    error = caught.value
    assert (error.column, error.reason, error.exit_code) == (column, reason, 3)
    assert error.span == (column - 1, column - 1 + width)
