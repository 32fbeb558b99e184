"""Every kind of bad input that the language and the options know: exit code, place, what is wrong, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Answer

# fmt: off
# The program, the exit code, the column of the caret (None: no place), words of the message, words of the way out (None: none).
PROGRAMS = [
    # statements
    ("a = 2*w; w+a; J = w", 2, 10, "only the last statement may go without a name", "a = …"),
    (";w", 2, 1, "a statement is missing before ;", None),
    ("a = w;; b = a", 2, 7, "a statement is missing before ;", None),
    ("a = w; a = 2*w; J = a", 2, 8, "a is defined twice", "another name"),
    ("J = a+w; a = 2*w", 2, 5, "a is used before its definition", "put the definition first"),
    ("a = a+1", 2, 5, "a is defined by itself", "another name"),
    ("", 2, None, "the program is empty", "(2+3*w)**2"),
    ("  ", 2, None, "the program is empty", "(2+3*w)**2"),
    ("# a comment", 2, 1, "the program is empty", "(2+3*w)**2"),
    ("w = 3; b = 2", 2, 1, "the program only gives values to inputs", "J = w**2"),
    ("pi = 3; w*pi", 2, 1, "pi is a constant", "another name"),
    ("2 = w", 2, 3, "this is an equation", "w = 2"),
    ("w+1 = 2", 2, 5, "this is an equation", "F = w+1 - 2"),
    # what stands side by side
    ("1/2w", 2, 3, "/2w can be read in two ways", "1/(2*w) or 1/2*w"),
    ("1/-2w", 2, 4, "/-2w can be read in two ways", "1/(-2*w) or 1/-2*w"),
    ("2**2w", 2, 4, "**2w can be read in two ways", "2**(2*w) or 2**2*w"),
    ("1/2(w)", 2, 3, "/2(…) can be read in two ways", "1/(2*(w))"),
    ("3 m", 2, 3, "an operator is missing between '3' and 'm'", "3*m"),
    ("x y", 2, 3, "an operator is missing between 'x' and 'y'", "x*y"),
    ("w 2", 2, 3, "an operator is missing between 'w' and '2'", "w*2"),
    ("(w)(w)", 2, 4, "an operator is missing between ')' and '('", "(w)*(w)"),
    ("1 200", 2, 1, "two numbers side by side", "no blank inside a number"),
    ("w(2)", 2, 1, "w is not a function", "w*(2) for a product"),
    ("sin w", 2, 1, "the argument of sin stands in parentheses", "sin(w)"),
    # what is missing
    ("w*", 2, 2, "the expression ends after '*'", None),
    ("*w", 2, 1, "an operand is missing before '*'", None),
    ("(w", 2, 1, "( is never closed", None),
    ("w)", 2, 2, "a ) without its (", None),
    ("|w", 2, 1, "| is never closed", None),
    ("()", 2, 1, "the parentheses are empty", None),
    # names
    ("w" * 256, 2, 1, "a name of 256 characters; at most 255", None),
    ("2*sin", 2, 3, "sin is a function", "sin(…), or give sin a value with --at"),
    ("а*2", 2, 1, "CYRILLIC SMALL LETTER A (U+0430)", "a"),
    ("2*ｘ", 2, 3, "FULLWIDTH LATIN SMALL LETTER X (U+FF58)", "x"),
    ("𝑥*2", 2, 1, "MATHEMATICAL ITALIC SMALL X (U+1D465)", "x"),
    ("w+ο", 2, 3, "GREEK SMALL LETTER OMICRON (U+03BF)", "o"),
    ("Α*2", 2, 1, "GREEK CAPITAL LETTER ALPHA (U+0391)", "A"),
    ("e\u0301*2", 2, 2, "COMBINING ACUTE ACCENT (U+0301)", "leave it out"),
    ("w\u200b*2", 2, 2, "ZERO WIDTH SPACE (U+200B)", "leave it out"),
    ("\ufeffw", 2, 1, "ZERO WIDTH NO-BREAK SPACE (U+FEFF)", "leave it out"),
    ("\u00a0", 2, 1, "NO-BREAK SPACE (U+00A0)", "an ordinary blank"),
    ("w \u2013 2", 2, 3, "EN DASH (U+2013)", "-"),
    ("2\u2022w", 2, 2, "BULLET (U+2022)", "*"),
    ("w+2٣", 2, 4, "ARABIC-INDIC DIGIT THREE (U+0663)", "3"),
    # numbers
    ("010*w", 2, 1, "010 is not a number", "10"),
    ("1e*w", 2, 1, "1e is not a number", "1*e for a product"),
    ("w*0x10", 2, 3, "0x10 is not a number", "decimal numbers only"),
    ("1_*w", 2, 1, "1_ is not a number", "1"),
    ("1__0", 2, 1, "1__0 is not a number", "10"),
    ("1e1e1", 2, 1, "1e1e1 is not a number", "1e1*e1 for a product"),
    (".", 2, 1, "'.' is not in the language", None),
    ("1.2.3*w", 2, 1, "1.2.3 is not a number", None),
    ("w*1e5000000", 3, 3, "a number beyond 10^±1,000,000", None),
    ("w+1e-2000000", 3, 3, "a number beyond 10^±1,000,000", None),
    ("w+9**9**9", 3, 3, "too large to hold", None),
    # what is not in the language
    ("w%2", 2, 2, "'%' is not in the language", "a/100 for a percentage, a - b*floor(a/b) for a remainder"),
    ("w//2", 2, 2, "// is not in the language", "floor(a/b)"),
    ("w!", 2, 2, "'!' is not in the language", "gamma(n + 1) for a factorial"),
    ("w<2", 2, 2, "< stands inside where(…) only", "where(a < b, then, else)"),
    ("1+w==2", 2, 4, "== stands inside where(…) only", "where(a == b, then, else)"),
    ("where(0<w<1, 1, 2)", 2, 10, "one comparison at a time", "where(a < b and b < c, then, else)"),
    ("'w'", 2, 1, "a quote is not in the language", "a name such as x_1"),
    ('w+"w"', 2, 3, "is not in the language", "there are no strings"),
    ("[w", 2, 1, "[ is never closed", None),
    ("{w}", 2, 1, "'{' is not in the language", "("),
    ("w.real", 2, 2, ".real is an attribute, and there are none", "sin(x)"),
    ("w[0]", 2, 1, "a scalar has no entries", "a declaration, such as w: n, or a value, w=[1,2]"),
    ("w&2", 2, 2, "'&' is not in the language", "where(…)"),
    ("lambda x: x", 2, 1, "lambda x: is Python's", "x"),
    ("\\frac{w}{2}", 2, 1, "\\frac is LaTeX", "(w/2)"),
    ("\\frac{w}{2", 2, 1, "\\frac is LaTeX", "plain signs"),
    ("np.exp(w)", 2, 1, "np. is a module's", "exp(w)"),
    ("y' = 2w", 2, 1, "this gives a derivative", "symback check"),
    ("w if w else 2", 2, 3, "if is not in the language", "where(w > 0"),
    ("w+0,5", 2, 4, "decimals are written with a point, not a comma", "w+0.5"),
    ("w,2", 2, 2, "a comma stands between the arguments of a function only", "a decimal point is '.'"),
    # functions
    ("sinn(w)", 2, 1, "sinn is not a function", "sin(w)"),
    ("2*sgmoid(w)", 2, 3, "sgmoid is not a function", "2*sigmoid(w)"),
    ("Sin(w)", 2, 1, "Sin is not a function", "sin(w)"),
    ("factorial(w)", 2, 1, "factorial is not a function", "gamma(w + 1)"),
    ("qqqqq(w)", 2, 1, "qqqqq is not a function", "symback functions"),
    ("pi(w)", 2, 1, "pi is a number, not a function", "pi*(w)"),
    ("sin()", 2, 1, "sin needs one argument", None),
    ("w+sin(w, 2)", 2, 3, "sin needs one argument, not 2", None),
    ("atan2(w)", 2, 1, "atan2 needs 2 arguments, not 1", None),
    ("max(w)", 2, 1, "max takes the entries of an array, and this is a scalar", "a declaration, such as w: n, or max([a, b])"),
    ("log(w, 2, 3)", 2, 1, "log needs 1 or 2 arguments, not 3", None),
    ("where(w, 1, 2)", 2, 1, "where needs a comparison first", "where(w > 0, then, else)"),
    # mathematics without an answer
    ("1+(-8)**(1/3)", 3, 3, "is not real; cbrt(x) is the real cube root", None),
    ("w+log(-1)", 3, 3, "log(-1) has no value: it needs a positive argument", None),
    ("1/0*w", 3, 1, "division by zero", None),
]
OPTIONS = [
    # values of inputs
    (["w*b", "--at", "w=3"], 2, 3, "b has no value", "--at b=…, or --partial to leave letters"),
    (["w*b", "--at", "w=3,c=2"], 2, None, "c is not an input of the program", "the inputs are w, b"),
    (["weight*2", "--at", "wieght=3"], 2, None, "wieght is not an input", "weight"),
    (["a = 2*w; a**2", "--at", "a=3"], 2, None, "a is a node, not an input", "the inputs are w"),
    (["w", "--at", "w"], 2, None, "'w' is not name=value", "--at w=3"),
    (["w", "--at", "w=3,"], 2, None, "name=value is missing", "--at w=3"),
    (["x**2", "--at", "2"], 2, None, "'2' is not name=value", "--at x=2"),
    (["x*y", "--at", "2"], 2, None, "'2' is not name=value", "--at x=2,y=8"),
    (["x**2", "--at", "x:2"], 2, None, "'x:2' is not name=value", "--at x=2"),
    (["x**2", "--at", "x=0,5"], 2, None, "'5' is not name=value", "--at x=0.5"),
    (["x*y", "--at", "x=0,5"], 2, None, "'5' is not name=value", "--at x=0.5 or --at x=0,y=5"),
    (["x*(", "--at", "2"], 2, None, "'2' is not name=value", "--at w=3,b=8 (decimals with a point)"),
    (["w*e", "--get", "de"], 2, None, "e is a constant of the language here", "--at e=…"),
    (["w*pi", "--get", "dpi"], 2, None, "pi is a constant of the language here", None),
    (["w", "--at", "=3"], 2, None, "a name is missing", "--at w=3"),
    (["w", "--at", "2w=3"], 2, None, "'2w' is not a name", "--at w=3"),
    (["w", "--at", "w="], 2, None, "w is given no value", "w=3"),
    (["w", "--at", "w=2*x"], 2, 3, "the value of w must be a number, and x is a name", None),
    (["w", "--at", "w=3;4"], 2, 2, "one value is one expression", None),
    (["w", "--at", "w=010"], 2, 1, "010 is not a number", "10"),
    (["w", "--at", "w=1+1/0"], 3, 3, "division by zero", None),
    (["w", "--at", "w=1:3"], 2, None, "a range is first:last:step", "w=-3:3:0.5"),
    (["w", "--at", "w=1:3:-1"], 2, None, "goes nowhere", "w=-3:3:0.5"),
    (["w", "--at", "w=0:1e9:1"], 2, None, "has more than 1,000,000 points", "--points FILE.csv"),
    (["w", "--at", "@no-such-file"], 2, None, "no-such-file: No such file", None),
    (["log(w)+w", "--at", "w=0"], 3, 1, "log(0) has no value: it needs a positive argument", None),
    (["exp(w)", "--at", "w=1e9"], 3, 1, "too large to hold", None),
    (["sqrt(w)", "--at", "w=0"], 3, 1, "dJ/dw does not exist at this point", None),
    (["sin(w)", "--at", "w=1", "--arithmetic", "exact"], 2, None, "exact arithmetic holds rationals only", "--arithmetic decimal"),
    # names that options take
    (["w*x", "--wrt", "q"], 2, None, "q is not an input of the program", "the inputs are w, x"),
    (["w*x", "--wrt", "w,"], 2, None, "a name is missing", "--wrt w,b"),
    (["w*x", "--at", "w=3,x=1", "--wrt", "w", "--get", "dx"], 2, None, "--get dx: x is data and gets no derivative", "--wrt w,x"),
    (["w*x", "--get", "q"], 2, None, "--get q: the program has no q", "one of J, w, x"),
    (["w*x", "--get", ""], 2, None, "--get is given no name", "--get J"),
    (["weight*x", "--get", "dJ/dwieght"], 2, None, "--get dJ/dwieght: the program has no wieght", "weight"),
    (["w*x", "--get", "J:formla"], 2, None, "formla is none of exact, formula, nodes, nudge", "formula"),
    (["w", "--get", "J"], 2, None, "--get J: there is no value", "--at w=3"),
    (["w", "--at", "w=1", "--only", "q"], 2, None, "--only q: the program has no q", "one of J, w"),
    (["w", "--at", "w=1", "--sweep=dq"], 2, None, "--sweep dq: the program has no dq", "one of J, w"),
    # numbers that options take
    (["w", "--eps", "0"], 2, None, "a nudge is above 0", "--eps 0.001"),
    (["w", "--eps", "0.1,"], 2, None, "--eps is a number, or several", "--eps 0.01,0.001"),
    (["w", "--eps", ""], 2, None, "--eps is a number, or several", "--eps 0.01,0.001"),
    (["w", "--eps", "pi"], 2, None, "--eps needs a rational number, not pi", None),
    (["w", "--digits", "0"], 2, None, "digits are from 1 to 1000, not 0", None),
    (["w", "--format", "csv", "--table", "all"], 2, None, "csv and tsv hold one table", "--table forward"),
]
# What click says, in the words of all other messages.
USAGE = [
    (["diff", "w", "--file", "x"], "PROGRAM and --file together: give one of them", "symback diff --help"),
    (["diff", "w", "--partail"], "no such option '--partail'", "--partial"),
    (["diff", "w", "--numbers-onl"], "no such option '--numbers-onl'", "--numbers-only"),
    (["diff", "w", "-at", "w=3"], "one PROGRAM, not 3: 'w', '-at', 'w=3'", "--at"),
    (["diff", "w", "+", "2"], "one PROGRAM, not 3: 'w', '+', '2'", "A program with blanks stands in quotes"),
    (["diff", "w", "w=3"], "one PROGRAM, not 2: 'w', 'w=3'", "A value is given with --at w=3"),
    (["diff", "w", "--format", "jsn"], "invalid value for '--format'", "symback diff --help"),
    (["diff", "w", "--scheme"], "option '--scheme' requires an argument", "symback diff --help"),
    (["diff", "w", "--order", "3"], "1<=x<=2", "symback diff --help"),
    (["dif", "w"], "no such command 'dif'", "diff"),
    (["grad", "w"], "no such command 'grad'", "diff"),
    (["(2+3*w)**2"], "no such command '(2+3*w)**2'", "symback diff '(2+3*w)**2'"),
    (["check", "w"], "nothing is claimed", "--claim dJ/dw=66, or --claims FILE"),
    (["completion", "tcsh"], "'tcsh' is not one of bash, zsh, fish", "symback completion --help"),
]
# fmt: on


def said(error: str) -> tuple[int | None, str, str | None]:
    """The column of the caret, the message, and the way out."""
    lines = error.splitlines()
    place = next((number for number, line in enumerate(lines) if line.strip("~ ").startswith("^")), None)
    column = None if place is None else lines[place].index("^") - 1  # the program stands two blanks in
    way = next((line[7:] for line in lines if line.startswith("  try: ")), None)
    return column, "\n".join(line for line in lines if line.startswith("error: ")), way


@pytest.mark.parametrize(("program", "code", "column", "words", "way"), PROGRAMS, ids=lambda v: str(v)[:40])
def test_a_program(
    program: str, code: int, column: int | None, words: str, way: str | None, run: Callable[..., Answer]
) -> None:
    check(run("diff", "--", program), code, column, words, way)


@pytest.mark.parametrize(("arguments", "code", "column", "words", "way"), OPTIONS, ids=lambda v: str(v)[:40])
def test_options(
    arguments: list[str], code: int, column: int | None, words: str, way: str | None, run: Callable[..., Answer]
) -> None:
    check(run("diff", *arguments), code, column, words, way)


def check(answer: Answer, code: int, column: int | None, words: str, way: str | None) -> None:
    assert (answer.code, answer.out) == (code, ""), answer.err
    found_column, message, found_way = said(answer.err)
    assert words in message
    assert found_column == column
    assert (found_way is None) == (way is None), answer.err
    assert way is None or way in (found_way or "")


@pytest.mark.parametrize(("arguments", "words", "way"), USAGE, ids=lambda v: str(v)[:40])
def test_usage(arguments: list[str], words: str, way: str, run: Callable[..., Answer]) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said(answer.err) == (None, answer.err.splitlines()[0], way)
    assert words in answer.err.splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "text", "out"),
    [
        (["diff", "-f", "-", "--at", "w=3", "--get", "dw"], "w**2\n", "6\n"),
        (["diff", "w**2", "--at", "@-", "--get", "dw"], "w,3\n", "6\n"),
        (["check", "w**2", "--at", "w=3", "--claims", "-"], "dw=6\nJ=9\n", "2 of 2 claims right\n"),
    ],
)
def test_a_dash_is_standard_input_wherever_a_file_is_read(arguments, text, out, process) -> None:
    assert process(*arguments, text=text).out.endswith(out)


def test_a_message_about_a_file_names_it_and_the_line(tmp_path, process) -> None:
    (tmp_path / "net.txt").write_text("a = 2*w\nb = sinn(a)\n")
    assert "error: net.txt, line 2: sinn is not a function\n" in process("diff", "--file", "net.txt").err
    (tmp_path / "claims.txt").write_text("# mine\n\ndw=1\ndb=2\n")
    answer = process("check", "w", "--claims", "claims.txt")
    assert (answer.code, answer.out) == (2, "")
    assert "error: claims.txt, line 4: the claim about db: the program has no db\n" in answer.err
    (tmp_path / "w.csv").write_text("by,value\nw,1\nq,1\n")
    assert "error: w.csv, row 3: the claim about dq" in process("check", "w", "--claims", "w.csv").err


def test_several_names_and_claims_stand_in_one_option(run: Callable[..., Answer]) -> None:
    assert run("diff", "a = 2*w; a**2", "--at", "w=3", "--get", "J,dw", "--get", "a").out == "36\n24\n6\n"
    assert run("check", "w**2+b*w", "--at", "w=3,b=1", "--claim", "J=12,dw=7", "--claim", "db=max(w,w)").code == 0
    assert run("check", "w*b", "--at", "w=3,b=1", "--claim", "dw=1,db=4").code == 1


def test_a_byte_order_mark_at_the_start_of_a_file_is_no_part_of_the_program(tmp_path, process) -> None:
    (tmp_path / "program.txt").write_bytes(b"\xef\xbb\xbfa = 2*w\r\nJ = a**2\r\n")
    assert process("diff", "--file", "program.txt", "--get", "dw:formula").out == "8*w\n"
    assert process("diff", "-", "--get", "dw:formula", text="\ufeffw**2").out == "2*w\n"
    assert '"gradient": {"w": 6.0}' in process("batch", "--numbers-only", text="\ufeffw=3; w**2\n").out
