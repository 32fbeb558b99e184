"""The grammar: what binds how, what is accepted with which value, and what is refused where, why and with which way out."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from symback.domains.exact import Exact
from symback.errors import SymbackError
from symback.syntax.program import parse_program

if TYPE_CHECKING:
    from symback.domains.values import Number
    from symback.syntax.formula import Formula

POINT = {"w": 3, "x": 5, "y": -2, "a": 7, "w_1": 11, "alpha": 13, "lambda": 17, "E": 19, "sinw": 23}


def formula_of(text: str) -> Formula:
    return parse_program(text).statements[-1].formula


def value_of(text: str) -> Number:
    formula = formula_of(text)
    return Exact().run(formula.code, [Fraction(POINT[name]) for name in formula.names])[-1]


# text, value at POINT as worked out by hand
ACCEPTED = [
    ("1+2*3", "7"),
    ("10-4-3", "3"),
    ("100/10/2", "5"),
    ("2*3/4*5", "15/2"),
    ("(2+3*w)**2", "121"),
    ("-w**2", "-9"),
    ("(-w)**2", "9"),
    ("-w^2*2", "-18"),
    ("2**-1", "1/2"),
    ("2**-w", "1/8"),
    ("2**3**2", "512"),
    ("2^3^2", "512"),
    ("(2**3)**2", "64"),
    ("--w", "3"),
    ("-+-w", "3"),
    ("w--y", "1"),
    ("w*-y", "6"),
    ("w/-y", "3/2"),
    ("+w", "3"),
    ("2w", "6"),
    ("2w**2", "18"),
    ("2w^2x", None),
    ("2(3+w)", "12"),
    ("2(3+w)**2", "72"),
    ("3abs(y)", "6"),
    ("-2w", "-6"),
    ("a-2w", "1"),
    ("a*2w", "42"),
    ("2w/4", "3/2"),
    ("2.w", "6"),
    (".5w", "3/2"),
    ("w²", "9"),
    ("w⁻¹", "1/3"),
    ("2w²", "18"),
    ("-w²", "-9"),
    ("w²**2", "81"),
    ("2**w²", "512"),
    ("(w+1)²", "16"),
    ("w·x×2÷5−1", "5"),
    ("√4", "2"),
    ("√(w+1)", "2"),
    ("√4*x", "10"),
    ("√4²", "4"),
    ("2√4", None),
    ("2*√4", "4"),
    ("|y|", "2"),
    ("|w-x|*|y|", "4"),
    ("||y|-w|", "1"),
    ("-|y|", "-2"),
    ("w₁+α", "24"),
    ("w_1+alpha", "24"),
    ("lambda*2", "34"),
    ("sinw", "23"),
    ("w # a comment + 5", "3"),
    ("(w\n+\nx)", "8"),
    ("max(w,\n x)", "5"),
    ("pow(w, 2)", "9"),
    ("pow(2, -1)", "1/2"),
    ("max(1, w, x, y)", "5"),
    ("min(1, w, x, y)", "-2"),
    ("abs(y)", "2"),
    ("cbrt(-8)", "-2"),
    ("sign(y)", "-1"),
    ("floor(-7/2)", "-4"),
    ("ceil(-7/2)", "-3"),
    ("hypot(w, 4)", "5"),
    ("log(8, 2)", "3"),
    ("log10(1000)", "3"),
    ("log2(1/8)", "-3"),
    ("gamma(5)", "24"),
    ("relu(y)", "0"),
    ("leaky_relu(y)", "-1/50"),
    ("sigmoid(0)", "1/2"),
    ("where(w > 0, x, y)", "5"),
    ("where(w <= y, x, y)", "-2"),
    ("where(w != 3, 1, 2)", "2"),
    ("where(w == 3, 1, 2)", "1"),
    ("where(w+1 >= 2*2, where(x < y, 1, 2), 3)", "2"),
    ("where(w < 0, 1/(w-3), x)", "5"),
    ("where((w > 0), 1, 2)", "1"),
    ("where(w > 0 and y > 0, 1, 2)", "2"),
    ("where(w > 0 or y > 0, 1, 2)", "1"),
    ("where(not w > 0, 1, 2)", "2"),
    ("where(not (w < 0 or y > 0) and x == 5, 1, 2)", "1"),
    ("where(y > 0 and w > 0 or x > 0, 1, 2)", "1"),
    ("where(y > 0 and (w > 0 or x > 0), 1, 2)", "2"),
    ("where(y > 0 and 1/(y+2) > 0, 1, 2)", "2"),
    ("sin^2(0)+1", "1"),
    ("abs^2(y)", "4"),
    ("-abs²(y)*2", "-8"),
    ("2**abs**2(y)", "16"),
    ("3abs^3(y)", "24"),
    ("log²(8, 2)", "9"),
    ("(abs^2(y))^3", "64"),
    ("clip(w, 0, 2)", "2"),
    ("clip(y, -1, 2)", "-1"),
    ("clip(w, 0, 4)", "3"),
    ("heaviside(y)+heaviside(w)+heaviside(0)", "3/2"),
    ("σ(0)", "1/2"),
    ("1_000", "1000"),
    ("1e3", "1000"),
    ("3e0w", "9"),
    ("(((w)))", "3"),
]
REFUSED = {text for text, value in ACCEPTED if value is None}


@pytest.mark.parametrize(("text", "value"), [case for case in ACCEPTED if case[1]])
def test_accepted_with_the_value_that_the_grammar_says(text: str, value: str) -> None:
    assert value_of(text) == Fraction(value)


@pytest.mark.parametrize("text", sorted(REFUSED))
def test_nothing_else_multiplies_by_standing_side_by_side(text: str) -> None:
    with pytest.raises(SymbackError):
        parse_program(text)


# text, column and width of the caret, reason, hint
ERRORS = [
    ("(x", 1, 1, "( is never closed", None),
    ("((x)", 1, 1, "( is never closed", None),
    ("2*max(w, 1", 3, 4, "( is never closed", None),
    ("x)", 2, 1, "a ) without its (", None),
    ("()", 1, 2, "the parentheses are empty", None),
    ("x +", 3, 1, "the expression ends after '+'", None),
    ("* x", 1, 1, "an operand is missing before '*'", None),
    ("x + * y", 5, 1, "an operand is missing before '*'", None),
    ("max(w,)", 7, 1, "an operand is missing before ')'", None),
    ("1/2w", 3, 2, "/2w can be read in two ways", "1/(2*w) or 1/2*w"),
    ("1/2(w)", 3, 2, "/2(…) can be read in two ways", "1/(2*(w)) or 1/2*(w)"),
    ("2**3w", 4, 2, "**3w can be read in two ways", "2**(3*w) or 2**3*w"),
    ("x**-2y", 5, 2, "**-2y can be read in two ways", "x**(-2*y) or x**-2*y"),
    ("1/-2w", 4, 2, "/-2w can be read in two ways", "1/(-2*w) or 1/-2*w"),
    ("2^3w", 3, 2, "^3w can be read in two ways", "2^(3*w) or 2^3*w"),
    ("1/2sin w", 3, 4, "/2sin can be read in two ways", "1/(2*sin(w)) or 1/2*sin(w)"),
    ("1/2w+1/3x y", 3, 2, "/2w can be read in two ways", "1/(2*w)+1/(3*x)*y or 1/2*w+1/3*x*y"),
    ("3 m", 3, 1, "an operator is missing between '3' and 'm'", "3*m"),
    ("x y", 3, 1, "an operator is missing between 'x' and 'y'", "x*y"),
    ("w²3", 3, 1, "an operator is missing between '2' and '3'", "w**2*3"),
    ("1 2", 1, 3, "two numbers side by side: 1 2", "no blank inside a number, and . for decimals"),
    ("w(2)", 1, 1, "w is not a function", "w*(2) for a product; `symback functions` lists the functions"),
    ("x + sgimoid(w)", 5, 7, "sgimoid is not a function", "x + sigmoid(w)"),
    ("Sin(w)", 1, 3, "Sin is not a function", "sin(w)"),
    ("factorial(w)", 1, 9, "factorial is not a function", "gamma(w + 1)"),
    ("sqr(w)+1", 1, 3, "sqr is not a function", "w**2+1"),
    ("2*sqr(w+1)", 3, 3, "sqr is not a function", "2*((w+1)**2)"),
    ("exp2(w)", 1, 4, "exp2 is not a function", "2**w"),
    ("mod(w, x+1)", 1, 3, "mod is not a function", "w - (x+1)*floor(w/(x+1))"),
    ("root(w, 3)", 1, 4, "root is not a function", "w**(1/3)"),
    ("erfinv(w)", 1, 6, "erfinv is not a function", "`symback functions` lists the functions"),
    ("erfinv(w, 2)", 1, 6, "erfinv is not a function", "`symback functions` lists the functions"),
    ("N(w)", 1, 1, "N is not a function", "normcdf(w) for the normal distribution, N*(w) for a product"),
    ("2*Phi(w)", 3, 3, "Phi is not a function", "normcdf(w) for the normal distribution, 2*Phi*(w) for a product"),
    ("mse(w)", 1, 3, "mse is not a function", "((a - y)**2 + (b - z)**2)/2, of two examples"),
    ("sum(w, x)*2", 1, 3, "sum is not a function", "(w + x)*2"),
    ("mean(w, x)", 1, 4, "mean is not a function", "(w + x)/2"),
    ("sqr(w)**2", 1, 3, "sqr is not a function", "(w**2)**2"),
    ("1-mod(w,x)", 3, 3, "mod is not a function", "1-(w - x*floor(w/x))"),
    ("Max(0, w)", 1, 3, "Max is not a function", "max(0, w)"),
    (
        "integral(w)",
        1,
        8,
        "integral is not a function: symback differentiates",
        "symback check 'x**2/2' --claim 'dx=x' for an integral that you have found",
    ),
    ("diff(w**2, w)", 1, 4, "a program is what is differentiated", "w**2, whose derivatives are answered (--get dw)"),
    ("foo(w, x)", 1, 3, "foo is not a function", "`symback functions` lists the functions"),
    ("if(w, 1, 2)", 1, 2, "if is not a function", "where(w > 0, …, …)"),
    ("clip(w, 0)", 1, 10, "clip needs 3 arguments, not 2", None),
    ("f(x) = x^2", 1, 1, "a statement is name = expression", "f = x^2"),
    ("pi(2)", 1, 2, "pi is a number, not a function", "pi*(2)"),
    ("sin w", 1, 5, "the argument of sin stands in parentheses", "sin(w)"),
    ("sin 2w + 1", 1, 5, "the argument of sin stands in parentheses", "sin(2w) + 1"),
    ("sin² w", 1, 6, "the argument of sin stands in parentheses", "sin**2(w)"),
    ("sin^2w", 1, 6, "the argument of sin stands in parentheses", "sin^2(w)"),
    ("sin⁻¹(w)", 1, 5, "sin⁻¹(…) can be read in two ways", "asin(w) or 1/sin(w)"),
    ("sin^-1(w)", 1, 6, "sin^-1(…) can be read in two ways", "asin(w) or 1/sin(w)"),
    ("sin⁻¹ w", 1, 5, "sin⁻¹(…) can be read in two ways", "asin(w) or 1/sin(w)"),
    ("sin^-2 w", 1, 6, "the argument of sin comes before the power", "sin(w)**-2"),
    ("log^-2(w)", 1, 6, "the argument of log comes before the power", "log(w)**-2"),
    ("sin^n(w)", 1, 5, "the argument of sin comes before the power", "sin(w)**n"),
    ("sin^2(w)^3", 9, 1, "a power of a power stands in parentheses", "(sin^2(w))^3"),
    ("πr²", 1, 2, "πr is π and a letter side by side", "pi*r**2"),
    ("2πw + 1", 2, 2, "πw is π and a letter side by side", "2*pi*w + 1"),
    ("πr²h", 1, 2, "πr is π and a letter side by side", "pi*r**2*h"),
    ("4/3πr³", 4, 2, "πr is π and a letter side by side", "4/(3*pi*r**3) or 4/3*pi*r**3"),
    ("e^πw", 3, 2, "πw is π and a letter side by side", "e^(pi*w) or e^pi*w"),
    ("sinπw", 1, 5, "sinπw is π and a letter side by side", "sin(pi*w)"),
    ("sin πw cos w", 5, 2, "πw is π and a letter side by side", "sin(pi*w)*cos(w)"),
    ("w + xπ", 5, 2, "xπ is π and a letter side by side", "w + x*pi"),
    ("(w+1)(x+1)", 6, 1, "an operator is missing between ')' and '('", "(w+1)*(x+1)"),
    ("x y w", 3, 1, "an operator is missing between 'x' and 'y'", "x*y*w"),
    ("x = 2; 3 x + 1", 10, 1, "an operator is missing between '3' and 'x'", "x = 2; 3*x + 1"),
    ("2|w|", 2, 1, "a | without its partner: |w| is the absolute value", "2*|w|"),
    ("2|w|x", 2, 1, "a | without its partner: |w| is the absolute value", "2*|w|*x"),
    ("ln|w|", 3, 1, "a | without its partner: |w| is the absolute value", "ln(|w|)"),
    ("|w||x|", 4, 1, "a | without its partner: |w| is the absolute value", "|w|*|x|"),
    ("not x", 1, 3, "not stands in the condition of where(…) only", "where(w > 0 and x > 0, then, else)"),
    ("d/dx sin(x)", 1, 4, "a program is what is differentiated", "sin(x), whose derivatives are answered (--get dx)"),
    ("d/dx (x^2)", 1, 4, "a program is what is differentiated", "(x^2), whose derivatives are answered (--get dx)"),
    ("x and y", 3, 3, "and stands in the condition of where(…) only", "where(w > 0 and x > 0, then, else)"),
    ("where(w > 0 and 2, 1, 2)", 17, 1, "a comparison is missing", "w > 0"),
    ("where(2*(w > 0) > 1, 1, 2)", 12, 1, "a comparison is no number", "where(w > 0, 1, 0)"),
    ("sin()", 1, 5, "sin needs one argument", None),
    ("sin(1,w)", 1, 8, "sin needs one argument, not 2", None),
    ("atan2(w)", 1, 8, "atan2 needs 2 arguments, not 1", None),
    ("log(w,2,3)", 1, 10, "log needs 1 or 2 arguments, not 3", None),
    ("where(w, 1, 2)", 1, 5, "where needs a comparison first", "where(w > 0, then, else)"),
    ("where(w>0, 1)", 1, 13, "where needs 3 arguments, not 2", None),
    ("where(1<w<2,1,2)", 10, 1, "one comparison at a time", "where(a < b and b < c, then, else)"),
    ("w > 0", 3, 1, "> stands inside where(…) only", "where(a > b, then, else)"),
    ("where(w > 0, x == 1, 2)", 16, 2, "== stands inside where(…) only", "where(a == b, then, else)"),
    ("w//2", 2, 2, "// is not in the language", "floor(a/b)"),
    ("(1,w)", 3, 1, "a comma stands between the arguments of a function only", None),
    (
        "w,1",
        2,
        1,
        "a comma stands between the arguments of a function only",
        "a decimal point is '.'; several numbers are several values of an input",
    ),
    ("|w", 1, 1, "| is never closed", None),
    ("w|", 2, 1, "a | without its partner: |w| is the absolute value", "abs(…)"),
    ("√", 1, 1, "the expression ends after '√'", None),
    ("⁻¹", 1, 2, "an operand is missing before '⁻¹'", None),
    ("x if y else z", 3, 2, "if is not in the language", "where(w > 0 and x > 0, then, else)"),
    ("w->2", 3, 1, "an operand is missing before '>'", None),
]


@pytest.mark.parametrize(("text", "column", "width", "reason", "hint"), ERRORS, ids=[case[0] for case in ERRORS])
def test_refused_with_place_reason_and_way_out(
    text: str, column: int, width: int, reason: str, hint: str | None
) -> None:
    with pytest.raises(SymbackError) as caught:
        parse_program(text)
    error = caught.value
    assert (error.reason, error.hint, error.exit_code) == (reason, hint, 2)
    assert error.span == (column - 1, column - 1 + width)


def test_the_caret_stands_under_the_place() -> None:
    with pytest.raises(SymbackError) as caught:
        parse_program("2*w + sgimoid(w)")
    assert str(caught.value).split("\n") == [
        "  2*w + sgimoid(w)",
        "        ^~~~~~~",
        "error: sgimoid is not a function",
        "  try: 2*w + sigmoid(w)",
    ]


def test_the_line_of_a_longer_program_is_shown_with_its_number() -> None:
    with pytest.raises(SymbackError) as caught:
        parse_program("a = w\nb = a +\nJ = b")
    assert str(caught.value).split("\n")[:2] == ["  line 2: b = a +", "                ^"]


def test_only_the_surroundings_of_a_long_line_are_shown() -> None:
    with pytest.raises(SymbackError) as caught:
        parse_program("w+" * 500 + "sgimoid(w)" + "+w" * 500)
    line, marks = str(caught.value).split("\n")[:2]
    assert len(line) < 80
    assert line[marks.index("^") :].startswith("sgimoid")
    assert marks.count("~") == 6


COUNT = 100_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("+".join(["w"] * COUNT), 3 * COUNT, id="sum"),
        pytest.param("(" * COUNT + "w" + ")" * COUNT, 3, id="parentheses"),
        pytest.param("-" * COUNT + "w", 3, id="minus"),
        pytest.param("(1+" * COUNT + "w" + ")" * COUNT, COUNT + 3, id="depth"),
        pytest.param("abs(" * COUNT + "w" + ")" * COUNT, 3, id="calls"),
        pytest.param("max(" + ",".join(["w"] * COUNT) + ")", 3, id="arguments"),
        pytest.param("1**" * COUNT + "w", 1, id="powers"),
    ],
)
def test_depth_and_length_cost_memory_and_no_recursion(text: str, value: int) -> None:
    begun = time.process_time()
    assert value_of(text) == value
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "text",
    ["where(w > 0" + " and w < 9" * 10_000 + ", 1, 2)", "where(" + "(" * 10_000 + "w > 0" + ")" * 10_000 + ", 1, 2)"],
)
def test_long_conditions(text: str) -> None:
    assert value_of(text) == 1


def test_conditions_within_conditions_are_bounded() -> None:
    text = "where(" + "not (w > 9 or " * 200 + "w < 0" + ")" * 200 + ", 1, 2)"
    with pytest.raises(SymbackError, match="nested too deeply"):
        parse_program(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("cosx + 1", "cos(x)"),
        ("sin2x", "sin(2x)"),
        ("logb*b", "log(b)"),
        ("loss + cost + maxx + b", None),
        ("cosx = w; cosx**2", None),
    ],
)
def test_a_name_that_reads_as_a_function_glued_to_its_argument_is_noted(text: str, read: str | None) -> None:
    notes = parse_program(text).readings()
    assert [read] == [note.split("; ")[1].partition(" is")[0] for note in notes] if read else not notes


def test_every_instruction_knows_its_place() -> None:
    text = "(2+3*w)**2 - sin(x)"
    formula = formula_of(text)
    shown = [text[start:end] for start, end in formula.spans]
    assert shown == ["2", "3", "w", "3*w", "(2+3*w)", "2", "(2+3*w)**2", "x", "sin(x)", text]


def test_a_place_takes_its_parentheses_in() -> None:
    text = "((1-1)) * (1/(w-3))"
    shown = [text[start:end] for start, end in formula_of(text).spans]
    assert shown == ["1", "1", "((1-1))", "1", "w", "3", "(w-3)", "(1/(w-3))", text]
