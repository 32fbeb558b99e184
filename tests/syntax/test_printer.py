"""Formulas to text: in the order that they were written, read back as they are (test_properties.py has that for random ones)."""

from __future__ import annotations

import pytest

from symback.syntax.printer import to_text
from symback.syntax.program import parse_program

# text as written, text as printed
PRINTED = [
    ("2+3*w", "2 + 3*w"),
    ("(w+1)*(w+1)+2*3", "(w + 1)*(w + 1) + 2*3"),
    ("w-w", "w - w"),
    ("w*w", "w*w"),
    ("2w", "2*w"),
    ("2(w+1)", "2*(w + 1)"),
    ("w-(a-b)", "w - (a - b)"),
    ("(w-a)-b", "w - a - b"),
    ("w/(a*b)", "w/(a*b)"),
    ("w/a*b", "w/a*b"),
    ("(a**b)**c", "(a**b)**c"),
    ("a**b**c", "a**b**c"),
    ("-w**2", "-w**2"),
    ("(-w)**2", "(-w)**2"),
    ("2**-w", "2**(-w)"),
    ("w**-1", "w**-1"),
    ("w⁻¹", "w**-1"),
    ("√w", "sqrt(w)"),
    ("|w|", "abs(w)"),
    ("pow(w,2)", "w**2"),
    ("ln(w)", "log(w)"),
    ("log(w,2)", "log(w, 2)"),
    ("arcsin(w)", "asin(w)"),
    ("where(w>0,w,-w)", "where(w > 0, w, -w)"),
    ("max(w,a,b)", "max(w, a, b)"),
    ("0.10*w", "0.1*w"),
    ("1e300*w", "1e300*w"),
    ("π*w+e", "pi*w + e"),
    ("α*w₁", "alpha*w_1"),
    ("(1+exp(-z))", "1 + exp(-z)"),
]


@pytest.mark.parametrize(("text", "printed"), PRINTED)
def test_a_formula_is_printed_in_the_order_that_it_was_written(text: str, printed: str) -> None:
    formula = parse_program(text).statements[-1].formula
    assert to_text(formula.code, formula.names) == printed
    again = parse_program(printed).statements[-1].formula
    assert (again.code, again.names) == (formula.code, formula.names)


def test_a_long_formula_is_cut_where_that_is_asked_for() -> None:
    formula = parse_program("+".join(["w"] * 1000)).statements[-1].formula
    shown = to_text(formula.code, formula.names, limit=40)
    assert len(shown) == 40
    assert shown.endswith("…")
    assert len(to_text(formula.code, formula.names)) == 4 * 999 + 1
