"""Kinks, poles and the edges of domains: the verdict that each must get.

Every row is written down from the function's definition, not from what the code says: the program, the point, what is
nudged with, and the verdict with its value, slopes, and the epsilon that would do.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest

from symback import Graph, Options, SymbackError

ANY = object()


@dataclass(frozen=True)
class Row:
    """`value` None means that there is no derivative; `error` that the program has no answer there (exit 3)."""

    program: str
    at: str
    verdict: str
    value: object = ANY
    left: str | None = None
    right: str | None = None
    tried: str | None = None
    eps: str = "0.001"
    scheme: str = "forward"
    arithmetic: str = "auto"

    @property
    def name(self) -> str:
        return (
            f"{self.program} at {self.at} {self.scheme if self.scheme != 'forward' else ''}{self.eps} {self.arithmetic}"
        )


def match(program: str, at: str, value: object = ANY, **more: str) -> Row:
    return Row(program, at, "match", value, **more)


def kink(program: str, at: str, left: str, right: str, value: object = ANY) -> Row:
    return Row(program, at, "kink", value, left, right)


def undefined(program: str, at: str) -> Row:
    return Row(program, at, "undefined", None)


def epsilon(program: str, at: str, tried: str | None, **more: str) -> Row:
    return Row(program, at, "epsilon", tried=tried, **more)


ROWS = [
    # smooth, though the leftover is not small beside the derivative
    match("w**2", "0", "0"),
    match("w**3", "0", "0"),
    match("w**4", "0", "0"),
    match("w", "2", "1"),
    match("w**2 - 6*w", "3", "0"),
    match("sin(w)", "pi/2", "0"),
    match("cos(w)", "0", "0"),
    match("exp(-w**2)", "0", "0"),
    match("1 - cos(w)", "0", "0"),
    match("(w - 1)**10", "1", "0"),
    match("w - w", "5", "0"),
    match("0*w + 3", "5", "0"),
    # kinks, with the convention
    kink("abs(w)", "0", "-1", "1", "0"),
    kink("abs(w - 3)", "3", "-1", "1", "0"),
    kink("abs(2*w)", "0", "-2", "2", "0"),
    kink("abs(sin(w))", "pi", "-1", "1", "0"),
    kink("abs(w**2 - 1)", "1", "-2", "2", "0"),
    kink("abs(w**2 - 1)", "-1", "-2", "2", "0"),
    kink("w + abs(w)", "0", "0", "2", "1"),
    kink("relu(w)", "0", "0", "1", "0"),
    kink("relu(3*w - 6)", "2", "0", "3", "0"),
    kink("relu(-w)", "0", "-1", "0", "0"),
    kink("leaky_relu(w)", "0", "1/100", "1", "1/100"),
    kink("leaky_relu(-w)", "0", "-1", "-1/100", "-1/100"),
    kink("max(w, 0)", "0", "0", "1", "1/2"),
    kink("min(w, 0)", "0", "1", "0", "1/2"),
    kink("max(w, -w)", "0", "-1", "1", "0"),
    kink("max(w, w**2)", "0", "0", "1", "1/2"),
    kink("max(w, w**2)", "1", "1", "2", "3/2"),
    kink("min(w, w**2)", "1", "2", "1", "3/2"),
    kink("max(w, 2*w, 3*w)", "0", "1", "3", "2"),
    kink("where(w > 0, w, 2*w)", "0", "2", "1", "2"),
    kink("where(w >= 0, w, 2*w)", "0", "2", "1", "1"),
    kink("where(w < 1, w**2, 3*w - 2)", "1", "2", "3", "3"),
    kink("sqrt(w**2)", "0", "-1", "1", None),
    kink("hypot(w, 0)", "0", "-1", "1", None),
    kink("abs(w)/2 + w", "0", "1/2", "3/2", "1"),
    kink("exp(abs(w))", "0", "-1", "1", "0"),
    kink("abs(tan(w))", "0", "-1", "1", "0"),
    kink("acos(cos(w))", "0", "-1", "1", None),
    # an edge has a kink, the result has none
    match("relu(w)**2", "0", "0"),
    match("abs(w)**2", "0", "0"),
    match("abs(w)**3", "0", "0"),
    match("w*abs(w)", "0", "0"),
    match("cos(abs(w))", "0", "0"),
    match("relu(w) - relu(-w)", "0", "1"),
    match("max(w, 0) + min(w, 0)", "0", "1"),
    match("where(w > 0, w**2, 0)", "0", "0"),
    match("where(w > 0, w, w)", "0", "1"),
    match("cbrt(w)**3", "0", "1"),
    match("cbrt(w**3)", "0", "1"),
    match("sqrt(w)**2", "4", "1"),
    match("sqrt(w**4)", "0", "0"),
    match("max(w, w)", "3", "1"),
    match("hypot(w, 1)", "0", "0"),
    match("floor(w)*0 + w", "1/2", "1"),
    # steps away from their jumps
    match("floor(w)", "1/2", "0"),
    match("ceil(w)", "-7/3", "0"),
    match("sign(w)", "2", "0"),
    match("w - floor(w)", "5/2", "1"),
    # no derivative: jumps
    undefined("floor(w)", "2"),
    undefined("floor(log10(w))", "1/1000"),
    undefined("ceil(log(w, 3))", "9"),
    undefined("ceil(w)", "2"),
    undefined("sign(w)", "0"),
    undefined("w - floor(w)", "3"),
    undefined("where(w > 0, 1, 0)", "0"),
    undefined("where(w == 0, 1, 0)", "0"),
    undefined("acot(1/w)*0 + sign(w)", "0"),
    undefined("floor(w**2)", "2"),
    undefined("atan2(w, -1)", "0"),
    # no derivative: vertical tangents, and one side without values
    undefined("sqrt(w)", "0"),
    undefined("cbrt(w)", "0"),
    undefined("sqrt(abs(w))", "0"),
    undefined("asin(w)", "1"),
    undefined("asin(w)", "-1"),
    undefined("acos(w)", "1"),
    undefined("acosh(w)", "1"),
    undefined("asech(w)", "1"),
    undefined("asec(w)", "1"),
    undefined("w**(3/2)", "0"),
    undefined("w**(1/2)", "0"),
    undefined("w**(1/3)", "0"),
    undefined("w**0.3", "0"),
    undefined("sqrt(w - 2)", "2"),
    undefined("w*sqrt(w)", "0"),
    undefined("cbrt(w)**2", "0"),
    # the nudge reaches over a kink, a pole, a jump or the edge of the domain
    epsilon("abs(w)", "-0.0005", "1/10000"),
    epsilon("relu(w)", "-0.0005", "1/10000"),
    epsilon("abs(w - 1)", "0.99999", "1/1000000"),
    epsilon("1/w", "-0.0005", "1/10000"),
    epsilon("1/w**2", "-0.0005", "1/10000"),
    epsilon("log(-w)", "-0.0005", "1/10000"),
    epsilon("log(w)", "0.0005", "1/10000", scheme="central"),
    epsilon("sqrt(w)", "0.0005", "1/10000", scheme="central"),
    epsilon("abs(w)", "0.0005", "1/10000", scheme="central"),
    epsilon("floor(w)", "1.9999", "1/100000"),
    epsilon("sign(w)", "-0.0005", "1/10000"),
    epsilon("tan(w)", "1.5707", "1/100000"),
    epsilon("max(w, 1)", "0.9995", "1/10000"),
    epsilon("where(w > 0, w, 2*w)", "-0.0005", "1/10000"),
    epsilon("gamma(w)", "-1.0005", "1/10000"),
    epsilon("asin(w)", "0.9999", "1/100000"),
    epsilon("cbrt(w)", "-0.0005", "1/10000"),
    epsilon("atan2(w, -1)", "-0.0005", "1/10000"),
    epsilon("abs(w)", "-0.5", "1/10", eps="1"),
    epsilon("abs(sin(w))", "3.1415", "1/100000"),
    # and where it is only touched on the way, without a change of sign
    epsilon("sqrt(w**2)", "-0.0003", "1/10000"),
    epsilon("hypot(w, 0)", "-0.0003", "1/10000"),
    epsilon("acos(cos(w))", "-0.0003", "1/10000"),
    epsilon("1/w**2", "-0.0003", "1/10000"),
    epsilon("cbrt(w**2)", "-0.0003", "1/10000"),
    epsilon("abs((w - 0.0003)*(w - 0.0006))", "0", "1/10000"),
    epsilon("1/((w - 0.0003)*(w - 0.0006))", "0", "1/10000"),
    epsilon("floor(1000*w)", "0.0003", "1/10000"),
    epsilon("tan(1000*w)", "0.001", "1/10000"),
    # just short of it
    match("abs(w)", "0.0005", "1"),
    match("1/w", "0.0005", "-4000000"),
    match("log(w)", "0.0005", "2000"),
    match("tan(w)", "1.56"),
    match("abs(w)", "-0.002", "-1"),
    match("gamma(w)", "-1.4"),
    match("sqrt(w)", "0.0001", "50"),
    # scales
    match("exp(1000*w)", "1"),
    match("1e30*w", "1", str(10**30)),
    match("w**2", "1e-300", f"2/{10**300}"),
    match("w**2", "1e30", str(2 * 10**30)),
    match("1e-30*w**2", "1", f"2/{10**30}"),
    match("log(w)", "1e300", f"1/{10**300}"),
    match("w**w", "2"),
    match("x**y", "x=2,y=0"),
    match("sigmoid(w)", "50"),
    match("tanh(w)", "40"),
    # rounding in doubles
    Row("w**2", "3", "rounding", "6", tried="1/100000000", eps="1e-12", arithmetic="float"),
    Row("sin(w)", "1", "rounding", tried="1/100000000", eps="1e-14", arithmetic="float"),
    Row("exp(w)", "1", "rounding", tried="1/100000000", eps="1e-16", arithmetic="float"),
    match("w**2", "3", "6", arithmetic="float"),
    match("w**2", "3", "6", eps="1e-12"),
    match("exp(w)", "1", arithmetic="float"),
    match("2*w", "3", "2", eps="0.0009765625", arithmetic="float"),
    # what is a whole number by its making, and what is divided by itself
    undefined("floor(w*pi**0)", "1"),
    kink("abs(w*pi**0 - 1)", "1", "-1", "1", "0"),
    kink("abs(log(w*pi)/log(w*pi) - w)", "1", "-1", "1", "0"),
    match("max(w*sin(1), sin(1)*w)", "2"),
    undefined("floor(cbrt(w)**3)", "2"),
    match("max(cbrt(w)**3, w)", "2", "1"),
    match("max(cbrt(w)**3, w)", "-2", "1"),
    kink("abs(cbrt(w)**3 - 2)", "2", "-1", "1", "0"),
]

NO_VALUE = [
    ("1/w", "0"), ("log(w)", "0"), ("log(w)", "-1"), ("sqrt(w)", "-1"), ("tan(w)", "pi/2"), ("gamma(w)", "0"),
    ("gamma(w)", "-2"), ("asin(w)", "1.001"), ("acosh(w)", "0"), ("atanh(w)", "1"), ("w**(-1)", "0"), ("csc(w)", "0"),
    ("cot(w)", "pi"), ("log(w, 1)", "2"), ("(-w)**0.5", "2"), ("coth(w)", "0"), ("lgamma(w)", "0"),
]  # fmt: skip


def point(text: str) -> dict[str, str]:
    return dict(part.split("=") for part in text.split(",")) if "=" in text else {"w": text}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_verdict(row: Row) -> None:
    options = Options((Fraction(row.eps),), row.scheme, row.arithmetic, formulas=False)
    graph = Graph(row.program, "none")
    name = graph.inputs[0]
    if row.verdict == "undefined":
        with pytest.raises(SymbackError) as caught:
            graph.report(point(row.at), options)
        assert caught.value.exit_code == 3
        return
    found = graph.report(point(row.at), options).chained[name]
    verdict = found.verdict
    assert verdict.kind == row.verdict, verdict
    if row.value is None:
        assert found.value is None
    elif row.value is not ANY:
        assert found.value == Fraction(str(row.value))
    assert (verdict.left, verdict.right) == (row.left and Fraction(row.left), row.right and Fraction(row.right))
    assert verdict.try_epsilon == (row.tried and Fraction(row.tried))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_verdict_of_the_lecture_split(row: Row) -> None:
    """The verdict on the output does not depend on how the program is cut into nodes."""
    options = Options((Fraction(row.eps),), row.scheme, row.arithmetic, formulas=False)
    graph = Graph(row.program)
    if row.verdict == "undefined":
        with pytest.raises(SymbackError):
            graph.report(point(row.at), options)
        return
    assert graph.report(point(row.at), options).chained[graph.inputs[0]].verdict.kind == row.verdict


@pytest.mark.parametrize(("program", "at"), NO_VALUE)
def test_no_value_is_exit_3(program: str, at: str) -> None:
    with pytest.raises(SymbackError) as caught:
        Graph(program).at({"w": at})
    assert caught.value.exit_code == 3


def test_there_are_enough_rows() -> None:
    assert len({(row.program, row.at) for row in ROWS if row.verdict != "match"}) >= 60
