"""Claims and their verdicts: right ones, wrong ones, and those at kinks; the truths are the lectures'."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from symback import Graph, Options, SymbackError
from symback.check.checker import Checker

if TYPE_CHECKING:
    from symback.check.model import Result

NETWORK, AT_3 = "(2+3*w)**2", {"w": 3}
LECTURE, AT_LECTURE = "u = b*c; v = a+u; J = 3*v", {"a": 5, "b": 3, "c": 2}
NEURON, AT_NEURON = "c = w*x; a = c+b; d = a-y; J = d**2/2", {"x": -2, "y": 2, "w": 2, "b": 8}
RELU = "t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2"
AT_RELU = {"x": 1, "y": 5, "w1": 2, "b1": 0, "w2": 3, "b2": 1}

RIGHT = [
    (NETWORK, AT_3, "dJ/dw=66"), (NETWORK, AT_3, "dw = 66"), (NETWORK, AT_3, "da/dw=3"), (NETWORK, AT_3, "a=11"),
    (NETWORK, AT_3, "J=121"), (NETWORK, AT_3, "local:dJ/da=22"), (NETWORK, AT_3, "dJ/da=22"), (NETWORK, AT_3, "w=3"),
    (NETWORK, AT_3, "dw=6*(2+3*w)"), (NETWORK, AT_3, "dw=6*a"), (NETWORK, AT_3, "dw=18*w+12"), (NETWORK, AT_3, "dw=3*a + 9w+6"),
    (NETWORK, AT_3, "local:dJ/da=2*a"), (NETWORK, AT_3, "J=a*(2+3w)"), (NETWORK, AT_3, "dJ/dJ=1"), (NETWORK, AT_3, "dw=132/2"),
    (LECTURE, AT_LECTURE, "db=6"), (LECTURE, AT_LECTURE, "dc=9"), (LECTURE, AT_LECTURE, "dv/db=c"), (LECTURE, AT_LECTURE, "du=3"),
    (NEURON, AT_NEURON, "dw=-4"), (NEURON, AT_NEURON, "dw=x*d"), (NEURON, AT_NEURON, "dw=(a-y)*x"), (NEURON, AT_NEURON, "db=2"),
    (RELU, AT_RELU, "dw1=6"), (RELU, AT_RELU, "da1=6"), (RELU, AT_RELU, "dw2=4"), (RELU, AT_RELU, "da2/dw1=3"),
    ("sin(w)", {"w": "pi/4"}, "dw=sqrt(2)/2"), ("sin(w)", {"w": "pi/4"}, "dw=0.7071067811865"), ("sin(w)", {"w": "pi/3"}, "dw=1/2"),
    ("w/3", {"w": 1}, "dw=1/3"), ("w/3", {"w": 1}, "dw=0.3333333333333333"), ("exp(w)", {"w": 1}, "dw=e"),
    ("w**2", {"w": 0}, "dw=0"), ("relu(w)**2", {"w": 0}, "dw=0"), ("cbrt(w)**3", {"w": 0}, "dw=1"), ("e*w", {"e": 2, "w": 3}, "dw=e"),
]  # fmt: skip
WRONG = [
    (NETWORK, AT_3, "dJ/dw=65", "66"), (NETWORK, AT_3, "dw=66.0000000001", "66"), (NETWORK, AT_3, "a=12", "11"),
    (NETWORK, AT_3, "dw=22*w", "66"), (NETWORK, AT_3, "dw=18*w+12+1e-40", "66"), (NETWORK, AT_3, "local:dJ/da=a", "22"),
    (LECTURE, AT_LECTURE, "db=9", "6"), (NEURON, AT_NEURON, "dw=4", "-4"), (NEURON, AT_NEURON, "dw=w*d", "-4"),
    (RELU, AT_RELU, "dw1=2", "6"), ("w/3", {"w": 1}, "dw=0.333", "1/3"), ("w/3", {"w": 1}, "dw=1/4", "1/3"),
    ("x/3", {"x": 2}, "dx=0.333333333", "1/3"), ("x/3", {"x": 2}, "dx=0.3333333331", "1/3"),
]  # fmt: skip


def check(program: str, at: dict[str, object], claim: str, **more: object) -> Result:
    return Checker(Graph(program, valued=tuple(at)), at, **more).check(claim)  # type: ignore[arg-type]


@pytest.mark.parametrize(("program", "at", "claim"), RIGHT)
def test_right(program: str, at: dict[str, object], claim: str) -> None:
    result = check(program, at, claim)
    assert result.verdict == "match", result
    assert result.evidence == "proved" or (result.evidence or "").startswith("agrees at ")
    assert (result.parts_at, result.slips) == (None, ())


@pytest.mark.parametrize(("program", "at", "claim", "truth"), WRONG)
def test_wrong(program: str, at: dict[str, object], claim: str, truth: str) -> None:
    result = check(program, at, claim)
    assert result.verdict == "wrong"
    assert result.value == Fraction(truth)
    assert result.parts_at is not None
    assert result.truth is not None


@pytest.mark.parametrize("claim", ["dw=6*(2+3*w)", "dw=6*a", "da/dw=3", "J=4+12*w+9*w**2", "local:dJ/da=2*a"])
def test_formulas_need_no_point(claim: str) -> None:
    result = check(NETWORK, {}, claim)
    assert (result.verdict, result.evidence, result.value) == ("match", "proved", None)


def test_a_number_needs_a_point() -> None:
    with pytest.raises(SymbackError) as caught:
        check(NETWORK, {}, "dJ/dw=66")
    assert caught.value.exit_code == 2
    assert "--at w=" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("program", "claim", "verdict", "left", "right"),
    [
        ("abs(w)", "dw=0", "kink", -1, 1), ("abs(w)", "dw=1", "kink", -1, 1), ("abs(w)", "dw=sign(w)", "kink", -1, 1),
        ("relu(w)", "dw=0", "kink", 0, 1), ("max(w, 0)", "dw=1/2", "kink", 0, 1), ("abs(w)", "dw=2*w", "wrong", None, None),
        ("sqrt(w)", "dw=0", "undefined", None, None), ("sqrt(w)", "dw=1/(2*sqrt(w))", "undefined", None, None),
        ("cbrt(w)", "dw=0", "undefined", None, None), ("floor(w)", "dw=0", "undefined", None, None),
    ],
)  # fmt: skip
def test_nothing_is_right_where_there_is_no_derivative(program, claim, verdict, left, right) -> None:  # type: ignore[no-untyped-def]
    result = check(program, {"w": 0}, claim)
    assert result.verdict == verdict
    assert verdict == "wrong" or (result.left, result.right) == (left, right)
    assert not result.is_right


def test_without_a_value_there_is_no_answer() -> None:
    with pytest.raises(SymbackError) as caught:
        check("log(w)", {"w": -1}, "dw=-1")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("program", "claim", "evidence"),
    [
        ("sin(w)*cos(w)", "dw=cos(2*w)", "proved"), ("sin(w)*cos(w)", "dw=1-2*sin(w)**2", "proved"), ("tan(w)", "dw=1+tan(w)**2", "proved"),
        ("sigmoid(w)", "dw=J*(1-J)", "proved"), ("tanh(w)", "dw=4/(exp(w)+exp(-w))**2", "proved"), ("w**10", "dw=10*w**9", "proved"),
        ("atan(w)", "dw=cos(atan(w))**2", "proved"), ("asin(w)", "dw=1/cos(asin(w))", None), ("2**w", "dw=exp(w*log(2))*log(2)", None),
        ("relu(w)", "dw=(1+sign(w))/2", "agrees at"), ("abs(w)", "dw=w/abs(w)", "agrees at"),
        ("gamma(w)", "dw=gamma(w)*digamma(w)", None),
        ("p = sigmoid(w*x); -(y*log(p) + (1-y)*log(1-p))", "dw=(p-y)*x", "proved"),  # 1-p loses its digits at some of the points
    ],
)  # fmt: skip
def test_identities(program: str, claim: str, evidence: str | None) -> None:
    result = check(program, {}, claim)
    assert result.verdict == "match"
    assert evidence is None or (result.evidence or "").startswith(evidence)


@pytest.mark.parametrize(
    ("program", "claim"),
    [
        ("relu(w - 100)", "dw=0"), ("w**2", "dw=2*w + relu(w - 50)"), ("w**2", "dw=2*abs(w)"), ("sin(w)", "dw=cos(w) + 1e-100"),
        ("w**2", "dw=2*sqrt(w)**2"), ("exp(w)", "dw=exp(w)*(1 + 1e-250)"), ("w", "dw=w/w + exp(-100*w**2 - 200)"),
    ],
)  # fmt: skip
def test_false_identities_that_hold_nearly(program: str, claim: str) -> None:
    if claim == "dw=0":
        with pytest.raises(SymbackError):  # a number, and not true everywhere
            check(program, {}, claim)
    else:
        assert check(program, {}, claim).verdict == "wrong"


CONVENTIONS = ["where(w > 0, w**w, 1)", "where(w != 0, w*log(abs(w)), 0)", "where(w != 0, w*sin(1/w), 0)"]


@pytest.mark.parametrize("program", CONVENTIONS)
def test_a_convention_is_no_truth(program: str) -> None:
    assert check(program, {"w": 0}, "dw=0").verdict == "not checked"


def test_every_claim_is_tried_at_points_of_its_own() -> None:
    program = "2*w*(w + 1)**2/(3*(w**2*(w - 2)**2 + 1))"
    truth = Graph(program).derived
    slope = truth.text(truth.in_inputs("w"))
    results = Checker(Graph(program), {}).check_all([f"dw={slope}", f"dw=({slope})*where(w < 1e6, 1, 2)"])
    assert [result.verdict for result in results] == ["match", "wrong"]


@pytest.mark.parametrize("program", ["1e-500*w", "w/10**100 + 2", "10**400*w", "1e-5000*w + x"])
def test_a_long_constant_is_a_constant(program: str) -> None:
    assert check(program, {}, "dw=1e-501").verdict == "wrong"


@pytest.mark.parametrize("size", ["1e400", "-1e309"])
def test_points_beyond_doubles(size: str) -> None:
    assert check("w**2", {"w": size}, "dw=2*w").verdict == "match"
    assert check("w**2", {"w": size}, "dw=2*w + 1").verdict == "wrong"


def test_tolerance() -> None:
    assert check(NETWORK, AT_3, "dw=66.009", tolerance=Fraction(1, 1000)).verdict == "match"
    assert check(NETWORK, AT_3, "dw=66.009", tolerance=Fraction(1, 10**5)).verdict == "wrong"
    assert check("sin(w)", {"w": 1}, "dw=0.55").verdict == "wrong"
    assert check("sin(w)", {"w": 1}, "dw=0.55", tolerance=Fraction(1, 10)).verdict == "match"
    assert (
        check("sin(w) - w", {"w": 0}, "dw=1e-13", tolerance=Fraction(1, 10**9)).verdict == "wrong"
    )  # no floor under it


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [("0.54", "match"), ("0.540", "match"), ("0.541", "wrong"), ("0.54030", "match"), ("0.54031", "wrong"), ("1/2", "wrong"),
     ("1", "wrong"), ("0.5403023058681398", "match"), ("0.5403023058681388", "wrong"), ("cos(1)", "match")],
)  # fmt: skip
def test_a_number_counts_with_the_digits_it_is_written_with(claim: str, verdict: str) -> None:
    assert check("sin(w)", {"w": 1}, f"dw={claim}").verdict == verdict


def test_a_rounded_number_is_told_the_tolerance_that_takes_it() -> None:
    """The hint is the least of two digits: it takes the claim, and one less in its last digit does not."""
    for program, at, claim, hint in (
        ("sin(w)", {"w": 1}, "dw=0.5404", "1.9e-4"), ("w**w", {"w": 2}, "dw=6.78", "1.1e-3"), ("w/3", {"w": 1}, "dw=0.3333", "1e-4"),
        ("exp(w)", {"w": 0}, "dw=1.0099", "9.9e-3"),
    ):  # fmt: skip
        reason = check(program, at, claim).reason or ""
        assert f"--tol {hint} " in reason, (program, reason)
        digits, _, exponent = hint.partition("e")
        found, unit = Fraction(hint), Fraction(10) ** (int(exponent) - (1 if digits != "1" else 2))
        assert check(program, at, claim, tolerance=found).verdict == "match"
        assert check(program, at, claim, tolerance=found - unit).verdict == "wrong"
    assert check("sin(w)", {"w": 1}, "dw=0.7103").reason is None


def test_a_large_graph_is_answered_without_a_search_for_slips() -> None:
    program = "\n".join(["a0 = w*x", *(f"a{k} = a{k - 1}*0.5 + w*a{k - 1}" for k in range(1, 600))])
    checker = Checker(Graph(program), {"w": "1/2", "x": 1})
    assert checker.check("J=1" if checker.graph.output == "J" else f"{checker.graph.output}=1/2").verdict == "match"
    assert checker.check("dx=1").parts_at == "da0/dx"


def test_floats_are_compared_with_the_tolerance() -> None:
    options = Options(arithmetic="float")
    assert Checker(Graph("0.1*w + 0.2*w"), {"w": "0.3"}, options).check("J=0.09").verdict == "match"


def test_a_counterexample_is_one() -> None:
    result = check(NETWORK, {}, "dw=6*w")
    assert result.counterexample is not None
    point = result.counterexample.point["w"]
    assert result.counterexample.claimed == 6 * point
    assert result.counterexample.truth == 18 * point + 12


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("66", "is not a claim"), ("=66", "is not a claim"), ("dJ/dw=", "claims nothing"), ("dJ/dz=1", "the program has no z"),
        ("dq=1", "the program has no dq"), ("dw=q", "the program has no q"), ("dw=(2", "never closed"), ("dw=1;2", "one formula"),
        ("dw:exact=66", "not about"), ("dw=1/0", "division by zero"), ("local:dJ/dw=3", "no edge"), ("dw/dJ=3", "is an input"),
    ],
)  # fmt: skip
def test_what_is_no_claim(claim: str, words: str) -> None:
    with pytest.raises(SymbackError, match=words):
        check(NETWORK, AT_3, claim)


def test_data_get_no_derivative() -> None:
    with pytest.raises(SymbackError, match="data") as caught:
        Checker(Graph(NEURON, wrt=("w", "b")), AT_NEURON).check("dx=1")
    assert "--wrt" in (caught.value.hint or "")


def test_squaring_again_and_again_comes_to_an_end() -> None:
    squares = ["a0 = w", *(f"a{k} = a{k - 1}*a{k - 1} + 1" for k in range(1, 20))]
    assert Checker(Graph("; ".join(squares)), {}).check("dw=a3").verdict == "wrong"


def test_numbers_need_no_sympy() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from symback.check.checker import Checker; from symback import Graph; "
        "assert Checker(Graph('(2+3*w)**2'), {'w': 3}).check('dw=66').is_right; assert 'sympy' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# program, point, claim, verdict: with letters, a claim holds whatever they are
WITH_LETTERS = [
    ("w**2+x", "dw=6", "match"), ("w**2+x", "dw=0", "wrong"), ("5*w+x", "dw=5", "match"), ("exp(w)*x", "dx=0", "wrong"), ("exp(w)*x", "dx=exp(3)", "match"),
    ("w**2*x", "dx=9", "match"), ("w**2*x", "dw=6*x", "match"), ("w**2*x", "dw=2*w*x", "match"), ("w**2*x", "dw=7*x", "wrong"), ("a=w**2; J=a*x", "a=9", "match"), ("a=w**2; J=a*x", "da/dw=5", "wrong"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "claim", "verdict"), WITH_LETTERS)
def test_claims_with_letters(program: str, claim: str, verdict: str) -> None:
    assert Checker(Graph(program), {"w": 3}, Options(partial=True)).check(claim).verdict == verdict


def test_a_long_map_has_no_constant_derivative() -> None:
    program = "; ".join(f"x{k + 1} = 37/10*x{k}*(1 - x{k})" for k in range(30))
    with pytest.raises(SymbackError, match="only at a point"):
        Checker(Graph(program), {}).check("dx2=3")
