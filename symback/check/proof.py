"""A bounded attempt to prove by algebra that a claimed formula is the truth.

The difference of the two is written with exponentials, logarithms and roots alone, put over one denominator, and its
numerator expanded: where everything cancels, the claim is proved. No step here can hang: each is skipped where it
would make too many terms, and then nothing is proved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy

from symback import symbolic
from symback.algebra import expression as algebra
from symback.algebra.expression import TooLong
from symback.domains.base import compiled
from symback.domains.sympy import SYMPY
from symback.functions import BY_NAME
from symback.symbolic import from_algebra

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from symback.algebra.expression import Expression
    from symback.check.model import Claim
    from symback.check.truth import Truth
    from symback.syntax.formula import Code

LARGEST = 300  # parts of a difference that is worked on
MOST_TERMS = 600  # terms that expanding it may make


def proves(truth: Truth, claim: Claim) -> bool:
    """True if algebra shows that the claim is the truth; False says nothing."""
    try:
        return any(vanishes(ours - true) for ours, true in readings(truth, claim))
    except (TooLong, RecursionError, ValueError, TypeError, AttributeError, NotImplementedError, ZeroDivisionError):
        return False  # sympy gave up: no proof


def readings(truth: Truth, claim: Claim) -> list[tuple[Any, Any]]:
    """Claim and truth as expressions: both in nodes, then both in inputs."""
    formulas, wanted = truth.formulas, claim.wanted
    code, names = claim.formula.code, claim.formula.names
    known = formulas.expressions
    in_nodes = true_in_nodes(truth)
    found = []
    if in_nodes is not None:
        found = [(claimed(code, [algebra.symbol(name) for name in names]), from_algebra(in_nodes))]
    put = [expression for name in names if (expression := known.get(name)) is not None]
    in_inputs = known[wanted.of] if wanted.by is None else None if in_nodes is None else formulas.put_in(in_nodes)
    if len(put) < len(names) or in_inputs is None:
        return found
    return [*found, (claimed(code, put), from_algebra(in_inputs))]


def claimed(code: Code, slots: Sequence[Expression]) -> Any:
    """The claimed formula with these operands."""
    return symbolic.bounded(SYMPY.run(code, [from_algebra(slot) for slot in slots])[-1])


def true_in_nodes(truth: Truth) -> Expression | None:
    of, by = truth.wanted.of, truth.wanted.by
    if by is None:
        return None
    if of == by:
        return algebra.ONE
    if truth.wanted.local:
        return truth.formulas.local(of, by)
    return truth.formulas.in_nodes(by)


def vanishes(difference: Any) -> bool:
    """True if a difference is 0 by one of a few bounded rewritings."""
    if difference == 0:
        return True
    symbolic.bounded(difference, LARGEST)
    defined = by_definition(difference)
    return any(numerator_is_zero(form) for form in (difference, defined, exponentials(defined)))


def numerator_is_zero(expression: Any) -> bool:
    """True if the numerator, over one denominator, expands to 0."""
    symbolic.bounded(expression, LARGEST)
    if sympy.expand_mul(expression) == 0 if symbolic.expansion_size(expression) <= MOST_TERMS else False:
        return True
    top, bottom = sympy.fraction(sympy.together(expression))
    symbolic.bounded(top, 4 * LARGEST)
    if bottom == 0 or symbolic.expansion_size(top) > MOST_TERMS:
        return False
    return bool(sympy.expand(top, log=False, power_base=False) == 0)


def by_definition(expression: Any) -> Any:
    """`expression` with every function that sympy lacks (sigmoid, silu, …) written out by our definition."""
    for _ in range(4):
        ours = [part for part in expression.atoms(sympy.Function) if definition(part) is not None]
        if not ours:
            return expression
        expression = symbolic.bounded(expression.xreplace({part: definition(part) for part in ours}), 4 * LARGEST)
    return expression


def definition(part: Any) -> Any | None:
    """Return what an application of one of our functions stands for; None where it is one of sympy's, or has pieces."""
    operation = getattr(part, "operation", None)
    row = BY_NAME.get(operation) if operation else None
    if row is None or row.definition is None or row.breaks:
        return None
    return SYMPY.run(compiled(row.definition), part.args)[-1]


def exponentials(expression: Any) -> Any:
    """`expression` with circular and hyperbolic functions as exponentials: what is equal then has one form."""
    circular: tuple[Callable[..., Any], ...] = (
        sympy.sin, sympy.cos, sympy.tan, sympy.cot, sympy.sec, sympy.csc,
        sympy.sinh, sympy.cosh, sympy.tanh, sympy.coth, sympy.sech, sympy.csch,
    )  # fmt: skip
    if not expression.has(*circular):
        return expression
    return (
        sympy.powsimp(expression.rewrite(circular, sympy.exp)) if symbolic.parts(expression, 150) <= 150 else expression
    )
