"""Four hundred random true claims are never called wrong, two thousand random false ones never right."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import equivalent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symback import Graph
from symback.check.checker import Checker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from symback.check.model import Result

PROGRAMS, CLAIMS = 100, 20
LASTING = settings(max_examples=PROGRAMS, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def checked(number: int, change: Callable[..., str]) -> Iterator[tuple[str, Result]]:
    """A program made from a number, and what is found of claims that change its derivative."""
    rng = Random(number)
    program, derivative = equivalent.pair(rng)
    checker = Checker(Graph(program), prove=False, explain=False)
    for result in checker.check_all(f"dw={change(derivative, rng)}" for _ in range(CLAIMS)):
        yield program, result


@settings(LASTING, max_examples=PROGRAMS // 5)  # a right one is tried everywhere, which takes long
@given(st.integers(0, 2**64))
def test_true_claims_are_never_wrong(number: int) -> None:
    for program, result in checked(number, equivalent.rewritten):
        assert result.verdict == "match", (program, result)
        assert (result.evidence or "").startswith("agrees at ")


@LASTING
@given(st.integers(0, 2**64))
def test_false_claims_are_never_right(number: int) -> None:
    for program, result in checked(number, equivalent.spoilt):
        assert result.verdict == "wrong", (program, result)
        assert result.counterexample is not None


@settings(LASTING, max_examples=60)
@given(st.integers(0, 2**64))
def test_algebra_never_proves_what_is_false(number: int) -> None:
    """The algebra alone, without the points that would refute it."""
    from symback.check.claims import read_claim
    from symback.check.proof import proves

    rng = Random(number)
    program, derivative = equivalent.pair(rng)
    checker = Checker(Graph(program))
    claim = read_claim(f"dw={equivalent.spoilt(derivative, rng)}", checker.graph)
    assert not proves(checker.truth(claim.wanted), claim)


@settings(LASTING, max_examples=60)
@given(st.integers(0, 2**64))
def test_numbers_of_true_and_false_derivatives(number: int) -> None:
    """A polynomial's derivative at a rational point, worked out by hand with fractions: exact, to the last digit."""
    from fractions import Fraction

    rng = Random(number)
    numbers = [Fraction(rng.randint(-9, 9), rng.randint(1, 4)) for _ in range(4)]
    point = Fraction(rng.randint(-9, 9), rng.randint(1, 5))
    true = sum(k * c * point ** (k - 1) for k, c in enumerate(numbers) if k)
    program = " + ".join(f"({c})*w**{k}" for k, c in enumerate(numbers)) + " + 0*w"
    checker = Checker(Graph(program), {"w": point}, explain=False)
    assert checker.check(f"dw={true}").verdict == "match"
    assert checker.check(f"dw={true + Fraction(1, 10**40)}").verdict == "wrong"
