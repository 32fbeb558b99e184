"""Text to tokens: numbers are exact, names have a plain spelling, and what is not in the language is refused by name."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symback.errors import SymbackError
from symback.syntax.tokens import number_value, parse_int, tokenize

NUMBERS = [
    ("3", Fraction(3)),
    ("0", Fraction(0)),
    ("0.1", Fraction(1, 10)),
    (".5", Fraction(1, 2)),
    ("2.", Fraction(2)),
    ("0.0", Fraction(0)),
    ("1e-3", Fraction(1, 1000)),
    ("1E3", Fraction(1000)),
    ("1e0000000000005", Fraction(100_000)),
    ("1e-00000000000000000003", Fraction(1, 1000)),
    ("1e+0000000000000", Fraction(1)),
    ("1e-5000", Fraction(1, 10**5000)),
    ("2.5e+2", Fraction(250)),
    ("1_000", Fraction(1000)),
    ("1_000.5", Fraction(2001, 2)),
    ("0e999999999999", Fraction(0)),
    ("1e1000000", Fraction(10**1_000_000)),
    ("0.00e5", Fraction(0)),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS, ids=[text for text, _ in NUMBERS])
def test_a_number_is_exact(text: str, value: Fraction) -> None:
    token, end = tokenize(text)
    assert (token.kind, end.kind) == ("number", "end")
    assert number_value(token, text) == value


# text, columns of the caret (from 1, how many), reason, hint
REFUSED_NUMBERS = [
    ("010", 1, 3, "010 is not a number", "10"),
    ("00.5", 1, 4, "00.5 is not a number", "0.5"),
    ("1e", 1, 2, "1e is not a number", "1*e for a product"),
    ("2E", 1, 2, "2E is not a number", "2*E for a product"),
    ("1e+", 1, 2, "1e is not a number", "1*e for a product"),
    ("w + 0x10", 5, 4, "0x10 is not a number", "decimal numbers only"),
    ("0b1", 1, 3, "0b1 is not a number", "decimal numbers only"),
    ("1_", 1, 2, "1_ is not a number", "1"),
    ("1__0", 1, 4, "1__0 is not a number", "10"),
    ("1e1e1", 1, 5, "1e1e1 is not a number", "1e1*e1 for a product"),
    ("1.2.3", 1, 5, "1.2.3 is not a number", None),
    ("2*1..2", 3, 4, "1..2 is not a number", None),
]


@pytest.mark.parametrize(("text", "column", "width", "reason", "hint"), REFUSED_NUMBERS)
def test_what_looks_like_a_number_and_is_none(
    text: str, column: int, width: int, reason: str, hint: str | None
) -> None:
    with pytest.raises(SymbackError) as caught:
        tokenize(text)
    error = caught.value
    assert (error.reason, error.hint, error.exit_code) == (reason, hint, 2)
    assert error.span == (column - 1, column - 1 + width)


@pytest.mark.parametrize("text", ["1e1000001", "1e-1000001", "9e999999999999999999", "12e1000000"])
def test_a_number_too_large_or_small_to_hold_has_exit_3(text: str) -> None:
    token = tokenize(text)[0]
    with pytest.raises(SymbackError, match="beyond") as caught:
        number_value(token, text)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("digits", ["7" * 5000, "1" + "0" * 20_000, "9" * 12_345])
def test_digits_beyond_what_python_reads_at_once(digits: str) -> None:
    value = parse_int(digits)
    assert value // 10 ** (len(digits) - 10) == int(digits[:10])
    assert value % 10**10 == int(digits[-10:])
    assert value % 9 == sum(map(int, digits)) % 9  # casting out nines sees all digits


NAMES = [
    ("w", "w"),
    ("_w1", "_w1"),
    ("lambda", "lambda"),
    ("print", "print"),
    ("w₁", "w_1"),
    ("w₁₂", "w_12"),
    ("w_₁", "w_1"),
    ("w1₂", "w1_2"),
    ("α", "alpha"),
    ("λ₀", "lambda_0"),
    ("Σ", "Sigma"),
    ("Δw", "Deltaw"),
    ("π", "pi"),
    ("a" * 255, "a" * 255),
]


@pytest.mark.parametrize(("text", "plain"), NAMES)
def test_a_name_has_one_plain_spelling(text: str, plain: str) -> None:
    token = tokenize(text)[0]
    assert (token.kind, token.text, token.span) == ("name", plain, (0, len(text)))


OPERATORS = [("^", "**"), ("·", "*"), ("×", "*"), ("÷", "/"), ("−", "-"), ("²", "2"), ("⁻¹²", "-12"), ("⁰", "0")]


@pytest.mark.parametrize(("text", "plain"), OPERATORS)
def test_other_signs_for_the_same(text: str, plain: str) -> None:
    assert tokenize("w" + text)[1].text == plain


def test_every_token_keeps_its_place() -> None:
    text = "α₁ = 2.5 # half five\n\t+ w³"
    placed = [(t.kind, text[t.start : t.end]) for t in tokenize(text)]
    assert placed == [
        ("name", "α₁"), ("op", "="), ("number", "2.5"), ("newline", "\n"),
        ("op", "+"), ("name", "w"), ("power", "³"), ("end", ""),
    ]  # fmt: skip


LEAVE_OUT = "leave it out: it cannot be seen on its own"

# text, column, reason, hint
REFUSED_CHARACTERS = [
    ("а+1", 1, "CYRILLIC SMALL LETTER A (U+0430) is not in the language", "a"),
    ("w+ｘ", 3, "FULLWIDTH LATIN SMALL LETTER X (U+FF58) is not in the language", "x"),
    ("𝑥+1", 1, "MATHEMATICAL ITALIC SMALL X (U+1D465) is not in the language", "x"),
    ("2*ο", 3, "GREEK SMALL LETTER OMICRON (U+03BF) is not in the language", "o"),
    ("Α", 1, "GREEK CAPITAL LETTER ALPHA (U+0391) is not in the language", "A"),
    ("Β", 1, "GREEK CAPITAL LETTER BETA (U+0392) is not in the language", "B"),
    ("x\u0301", 2, "COMBINING ACUTE ACCENT (U+0301) is not in the language", LEAVE_OUT),
    ("w\u200b", 2, "ZERO WIDTH SPACE (U+200B) is not in the language", LEAVE_OUT),
    ("w\u202ex", 2, "RIGHT-TO-LEFT OVERRIDE (U+202E) is not in the language", LEAVE_OUT),
    ("w–1", 2, "EN DASH (U+2013) is not in the language", "-"),
    ("∞", 1, "INFINITY (U+221E) is not in the language", "a number"),
    ("w\0", 2, "control character U+0000 (U+0000) is not in the language", None),
    ("\udc80w", 1, "the byte 0x80 is not UTF-8 text", None),
    ("w%2", 2, "'%' is not in the language", "a/100 for a percentage, a - b*floor(a/b) for a remainder"),
    ("w!", 2, "'!' is not in the language", "gamma(n + 1) for a factorial"),
    ("2*[w]", 3, "'[' is not in the language", "("),
    ("w[0]", 1, "w[0] is an array's entry, and a name stands for one number", "w_0"),
    ("w.real", 2, ".real is an attribute, and there are none", "sin(x): a function stands before its argument"),
    ("w .", 3, "'.' is not in the language", None),
    ('w"', 2, "'\"' is not in the language", "leave it out: there are no strings"),
    ("∑w", 1, "N-ARY SUMMATION (U+2211) is not in the language", "x_1 + x_2 + x_3, every term written out"),
    ("'w'", 1, "a quote is not in the language", "a name such as x_1"),
    ("x := 2", 3, "':' is not in the language", None),
    ("x@y", 2, "'@' is not in the language", None),
]


@pytest.mark.parametrize(("text", "column", "reason", "hint"), REFUSED_CHARACTERS)
def test_a_character_outside_the_language_is_called_by_its_name(
    text: str, column: int, reason: str, hint: str | None
) -> None:
    with pytest.raises(SymbackError) as caught:
        tokenize(text)
    error = caught.value
    assert (error.column, error.reason, error.hint, error.exit_code) == (column, reason, hint, 2)


def test_names_end_at_255_characters() -> None:
    with pytest.raises(SymbackError, match="a name of 256 characters; at most 255"):
        tokenize("a" * 256)


@pytest.mark.parametrize("text", ["w⁻", "w⁻⁻¹", "w⁰¹", "w²⁻"])
def test_superscripts_are_whole_exponents(text: str) -> None:
    with pytest.raises(SymbackError, match="superscripts make a whole exponent") as caught:
        tokenize(text)
    assert caught.value.column == 2
