"""Claims that are false in one region alone are never right; where a region is not met nothing is said; what is true stays right."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import hidden
import pytest

from symback import Graph
from symback.check.checker import Checker

if TYPE_CHECKING:
    from symback.check.model import Result

FALSE = [  # program, claim
    ("where(x>10 and y<-10, x, 0)", "dx=0*x"), ("where(x>1000 and y<-1000, x, 0)", "dx=0*x"), ("where(x>100 and y>100 and z<0, x, 0)", "dx=0*x"),
    ("x**2+where(x*y>1e6 and x+y<2010, x, 0)", "dx=2*x"), ("x**2+where(x*y>1e6 and x+y<0, x, 0)", "dx=2*x"),
    ("x**2+relu(x-2)*relu(y-2)*relu(z-2)*relu(-t-2)", "dx=2*x"), ("x**3*y", "dx=3*x**2*y+relu(x-1000)*relu(-y-1000)"),
    ("x**3", "dx=3*x**2+floor(abs(x)/1e9)"), ("relu(1e-30-x)*relu(x)", "dx=0*x"), ("relu(-log(x)-50)", "dx=0*x"),
    ("x**2+relu(0.0001-hypot(x-1.5,y-2.5))", "dx=2*x"), ("where(sin(x)>1-1e-12, x, 0)", "dx=0*x"), ("x**2+relu(1e-4-abs(x+y-3)-5*abs(x-2*y-1))", "dx=2*x"),
    ("x**2+where(abs(x-0.3)<1e-9, 1e-3*(x-0.3)**2, 0)", "dx=2*x"), ("x**2+where(abs(x-0.3)<1e-20, 1e-3*(x-0.3)**2, 0)", "dx=2*x"),
    ("x+exp(-1e20*(x-sqrt(2))**2)", "dx=1+0*x"), ("x**2+1e-3*(1+tanh(1e9*(x-1000)))", "dx=2*x"), ("x**2", "dx=2*x+where(x==0.3,1,0)"),
    ("x**2+sigmoid(1e9*(x-1000))*sigmoid(1e9*(-y-1000))", "dx=2*x"), ("where(x==0.3,7,x**2)", "J=x**2"), ("acos(cos(x))", "dx=1+0*x"),
    ("x**2", "dx=2*x*(1+1/cosh(1e7*(x-0.7)))"), ("x*y", "dx=y*(1+2**(-(1e7*(x-0.7))**2))"), ("x**2", "dx=2*x*(1+1/(1+sinh(1e7*(x-0.7))**2))"), ("x**2", "dx=2*x/(1+0.5**abs(1e3*(x-314)))"),
    ("log(x)*y", "dx=y/x+x*gelu(-abs(1e9*(x+y-2.5)))"), ("sin(x)+y", "dx=cos(x)+0*y+gelu(-abs(1e5*(x*y-0.7)))"),
    ("log(x*(1e-6-x))", "dx=1/x+1/(1e-6-x)"), ("sqrt(x-100)*sqrt(100.001-x)", "dx=sqrt(100.001-x)/(2*sqrt(x-100))+sqrt(x-100)/(2*sqrt(100.001-x))"),
]  # fmt: skip
TRUE = [
    ("relu(x)+relu(x-1)", "dx=where(x>1,2,where(x>0,1,0))"), ("relu(x+y)+relu(x+y-1)", "dx=heaviside(x+y)+heaviside(x+y-1)"), ("relu(sigmoid(x))", "dx=sigmoid(x)*(1-sigmoid(x))"),
    ("relu(x**2+1)", "dx=2*x"), ("abs(x)*abs(y)*abs(z)", "dx=sign(x)*abs(y*z)"), ("relu(1+relu(w*x+b))*y", "dw=where(w*x+b>0,x*y,0)"), ("relu(sin(x)-0.5)", "dx=cos(x)*(1+sign(sin(x)-0.5))/2"),
    ("max(a,b,c,d)", "da=where(a>max(b,c,d),1,where(a<max(b,c,d),0,1/2))"), ("relu(relu(relu(x-1)-1)-1)", "dx=where(x>3,1,0)"), ("abs(abs(x)-1)", "dx=sign(x)*sign(abs(x)-1)"),
    ("where(abs(r)<=1, r**2/2, abs(r)-1/2)", "dr=clip(r,-1,1)"), ("min(x,y)*max(x,y)", "dx=y+0*x"), ("elu(x)", "dx=min(exp(x),1)"), ("x-floor(x)", "dx=1+0*x"),
    ("exp(-(x**2))*exp(-1000-x**2)", "dx=-4*x*J"), ("clip(x,-1,1)*clip(y,-1,1)", "dx=where(abs(x)<1,1,0)*clip(y,-1,1)"),
]  # fmt: skip


def check(program: str, claim: str, *assume: str) -> Result:
    """The verdict by points alone: no algebra, which would prove some of the true ones."""
    return Checker(Graph(program), {}, prove=False, explain=False, assume=assume).check(claim)


@pytest.mark.parametrize(("program", "claim"), FALSE)
def test_a_claim_that_is_false_in_a_region_is_refuted(program: str, claim: str) -> None:
    result = check(program, claim)
    assert result.verdict == "wrong"
    assert result.counterexample is not None


@pytest.mark.parametrize(("program", "claim"), TRUE)
def test_a_true_claim_over_branches_is_right(program: str, claim: str) -> None:
    result = check(program, claim)
    assert result.verdict == "match", result.reason
    assert (result.evidence or "").startswith("agrees at ")


@pytest.mark.parametrize(
    ("program", "claim", "assume", "verdict"),
    [
        ("relu(1e-30-x)", "dx=0*x", ("x > 0",), "wrong"), ("relu(x-5)", "dx=0*x", ("x < 4",), "match"), ("relu(x-5)", "dx=0*x", ("x < 6",), "wrong"),
        ("relu(x+y-5)", "dx=0*x", ("x < 2", "y < 2"), "match"), ("relu(t1-t2)", "dt1=0*t1", ("t1+t2==1", "t2 > 0.6"), "match"),
        ("max(x,y)*w", "dw=x", ("x > y",), "match"), ("max(x,y)*w", "dw=x", ("y > x",), "wrong"), ("max(x,y)*w", "dw=x", ("x > y and y > 3",), "match"), ("w*abs(t)", "dw=t", ("t >= 0",), "match"),
        ("w*abs(t)", "dw=t", ("not t < 0",), "match"), ("w*abs(t)", "dw=t", ("t >= -1",), "wrong"), ("w*abs(t)", "dw=t", ("t > 0 or t < -1",), "wrong"),
    ],
)  # fmt: skip
def test_what_is_assumed_narrows_the_regions(program: str, claim: str, assume: tuple[str, ...], verdict: str) -> None:
    assert check(program, claim, *assume).verdict == verdict


@pytest.mark.parametrize(
    ("program", "claim", "words"),
    [
        ("x**2 + where(sin(x) == 1/3, x, 0)", "dx=2*x", "1/3"),  # no rational x is there, and a double is beside it
        ("x**2 + where(sin(1e5*x)*sin(1e5*sqrt(2)*y) + sin(1e5*x*y) > 1.9999999999, x, 0)", "dx=2*x", "where"),
        ("z=w*x+b; L=relu(z)**2", "dL/dw=dL/dz*where(x>1e5,0,x)", "branches of its own"),
    ],
)  # fmt: skip
def test_a_region_that_is_not_met_is_named(program: str, claim: str, words: str) -> None:
    result = check(program, claim)
    assert result.verdict == "not checked"
    assert words in (result.reason or "")


@pytest.mark.parametrize("number", range(60))
def test_hidden_regions_are_found(number: int) -> None:
    """Never right. Ten thousand of them are tried by hand: range(10_000)."""
    case = hidden.hidden(Random(number))
    assert check(case.program, case.claim).verdict == "wrong", case


def test_a_proof_says_where_there_is_no_derivative() -> None:
    result = Checker(Graph("x**2+where(x==0.3,7,0)"), {}).check("dx=2*x")
    assert (result.verdict, result.evidence, result.reason) == ("match", "proved", "there is no derivative at x = 0.3")
    assert Checker(Graph("x**2"), {}).check("dx=2*x").reason is None


def test_ranges_enclose() -> None:
    """Every instruction's value at random points of random boxes lies in its range, which is not all numbers."""
    from symback.domains.base import compiled
    from symback.domains.enclosure import EVERYTHING, Ranges
    from symback.domains.exact import Exact
    from symback.domains.text import as_fraction
    from symback.domains.values import Undefined
    from symback.passes.edges import written_out

    random, narrow = Random(5), 0
    formulas = (
        "exp(x)*y - x/y", "abs(x) + relu(y - x)", "sqrt(x**2 + y**2)", "sin(x)*cos(y) + sigmoid(x)", "log(x)/(1 + y**2)", "x**3 - y**-2", "max(x, y, 0)*tanh(x)",
        "floor(x) + atan(y)", "gelu(x) + silu(y)", "where(x < y, -x, expm1(y))", "(x - y)*(x + y)", "x**y", "erf(x) - erfc(y)", "cbrt(x)*log1p(y)", "1/(1 - x)",
    )  # fmt: skip
    for text in formulas:
        code = written_out(compiled(text))
        for _ in range(150):
            size = 10.0 ** random.randint(-3, 3)
            ends = [sorted(random.choice((random.uniform(-1, 1) * size, 0.0, 1.0)) for _ in range(2)) for _ in range(2)]
            found = Ranges().run(code, [(low, high, False) for low, high in ends])
            point = [
                Fraction(low) + (Fraction(high) - Fraction(low)) * Fraction(random.randint(0, 8), 8)
                for low, high in ends
            ]
            for value, (low, high, never_zero) in zip(Exact(last=True).run(code, point), found, strict=True):
                if not isinstance(value, Undefined):
                    number = as_fraction(value, 40)
                    assert low <= number <= high, (text, point)
                    assert number or not never_zero, (text, point)
                    narrow += (low, high, False) != EVERYTHING
    assert narrow > 10_000
