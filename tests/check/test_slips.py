"""Wrong claims: the place where they part from the truth, and the name of the slip. Each is a slip made by hand."""

from __future__ import annotations

import pytest

from symback import Graph
from symback.check.checker import Checker

NETWORK, AT_3 = "(2+3*w)**2", {"w": 3}
UNIT = "z = w0*x0 + w1*x1 + b; a = sigmoid(z); L = (a-y)**2"
AT_UNIT = {"w0": -2, "x0": 1, "w1": 3, "x1": 2, "b": -4, "y": 1}

SLIPS = [
    # program, point, claim, words in the slip's name, place
    (NETWORK, AT_3, "dw=22", "inner derivative forgotten", "da/dw"),
    (NETWORK, {}, "dw=2*(2+3*w)", "inner derivative forgotten", "da/dw"),
    ("sin(3*w)", {}, "dw=cos(3*w)", "inner derivative forgotten", "da/dw"),
    ("log(w**2+1)", {}, "dw=1/(w**2+1)", "inner derivative forgotten", "da/dw"),
    (NETWORK, AT_3, "dw=3", "outer derivative forgotten", "dJ/da"),
    (NETWORK, AT_3, "dw=25", "added, not multiplied", "da/dw"),
    ("w*x + w**3", {}, "dw=x", "a path is missing", "J"),
    ("w*x + w**3", {}, "dw=3*w**2", "a path is missing", "J"),
    (NETWORK, AT_3, "dw=-66", "sign", "dJ/da"),
    ("cos(w)", {}, "dw=sin(w)", "sign: the derivative of cos is -sin", "dJ/dw"),
    ("x - w**2", {}, "dw=2*w", "sign", "dJ/da"),
    (NETWORK, AT_3, "dw=726", "exponent not lowered", "dJ/da"),
    (NETWORK, {}, "dw=6*(2+3*w)**2", "exponent not lowered", "dJ/da"),
    ("w**5", {}, "dw=5*w**5", "exponent not lowered", "dJ/dw"),
    ("w**5", {}, "dw=w**4", "not brought down", "dJ/dw"),
    ("w**5", {}, "dw=w**6/6", "integrated", "dJ/dw"),
    ("w**2*sin(w)", {}, "dw=2*w*cos(w)", "product of the derivatives", "J"),
    ("w**2*sin(w)", {}, "dw=2*w*sin(w)", "one of its two terms missing", "J"),
    ("sin(w)/w", {}, "dw=(sin(w)-w*cos(w))/w**2", "quotient rule the wrong way round", "J"),
    ("sin(w)/w", {}, "dw=(w*cos(w)-sin(w))/w", "without the square", "J"),
    ("sin(w)/w**2", {}, "dw=cos(w)/(2*w)", "quotient of the derivatives", "J"),
    ("sin(w)", {"w": 30}, "J=0.5", "degrees for radians", "J"),
    ("sin(w)", {"w": 30}, "dw=0.86602540378", "degrees for radians", "J"),
    ("sin(w)", {}, "J=sin(pi*w/180)", "degrees for radians", "J"),
    ("log(w)", {"w": 100}, "J=2", "log10 for ln", "J"),
    ("log(w**2+1)", {}, "dw=2*w/((w**2+1)*log(10))", "log10 for ln", "dJ/da"),
    ("2**w", {}, "dw=w*2**(w-1)", "power rule used on an exponential", "dJ/dw"),
    ("2**w", {}, "dw=2**w", "factor log of the base", "dJ/dw"),
    ("sqrt(w)", {}, "dw=1/sqrt(w)", "without the factor 1/2", "dJ/dw"),
    ("sigmoid(2*w)", {}, "dw=2*sigmoid(2*w)", "sigmoid itself", "dJ/da"),
    ("u = b*c; v = a+u; J = 3*v", {"a": 5, "b": 3, "c": 2}, "db=9", "mixed up: this is dJ/dc", "dJ/db"),
    (NETWORK, AT_3, "dw=66.009", "nudge's quotient", "dJ/dw"),
    (NETWORK, AT_3, "local:dJ/da=121", "the value of J", "dJ/da"),
    (UNIT, AT_UNIT, "dL/dw1=-1", "derivative of sigmoid taken as sigmoid itself", "da/dz"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "claim", "name", "place"), SLIPS)
def test_slip(program: str, at: dict[str, object], claim: str, name: str, place: str) -> None:
    result = Checker(Graph(program), at).check(claim)
    assert result.verdict == "wrong"
    assert result.slips, result
    assert name in result.slips[0].name
    assert result.parts_at == place
    assert result.slips[0].evidence


def test_the_wrong_key_of_the_logistic_unit() -> None:
    """The key says -1 for dL/dw1; da/dz = a = 1/2 in place of a(1 - a) = 1/4 gives just that."""
    result = Checker(Graph(UNIT), AT_UNIT).check("dL/dw1=-1")
    assert str(result.value) == "-1/2"
    assert "da/dz taken as 0.5 instead of 0.25" in result.slips[0].evidence
    assert any("this is dL/da" in slip.name for slip in result.slips)


def test_a_right_claim_through_the_same_edge_clears_it() -> None:
    """dL/dw0 is right and goes through da/dz, too: so the fault is elsewhere."""
    results = Checker(Graph(UNIT), AT_UNIT).check_all(["dL/dw1=-1", "dL/dw0=-1/4"])
    assert all("sigmoid" not in slip.name for slip in results[0].slips)
    assert results[0].parts_at == "dz/dw1"


def test_a_slip_within_one_node() -> None:
    result = Checker(Graph("sin(3*w)", "none")).check("dw=cos(3*w)")
    assert "inner derivative forgotten" in result.slips[0].name
    assert result.parts_at == "dJ/dw"


def test_an_error_is_carried_on() -> None:
    results = Checker(Graph(NETWORK), AT_3).check_all(["dJ/da=21", "dw=63", "a=12", "J=144"])
    assert [r.parts_at for r in results] == ["dJ/da", "dJ/da", "a", "a"]
    assert "carried on from dJ/da=21" in results[1].slips[0].name
    assert "carried on from a=12" in results[3].slips[0].name


@pytest.mark.parametrize(
    ("claim", "place"), [("dw=65", "da/dw"), ("dJ/da=7", "dJ/da"), ("J=5", "J"), ("local:da/dw=7", "da/dw")]
)
def test_the_place_where_nothing_explains_it(claim: str, place: str) -> None:
    result = Checker(Graph(NETWORK), AT_3).check(claim)
    assert (result.parts_at, result.slips) == (place, ())
