"""A rule as expressions: its value, and its local derivatives by the table that sympy derived, in one walk right to left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.algebra.calls import apply
from symback.algebra.expression import (
    CONSTANTS,
    HALF,
    MINUS_ONE,
    ONE,
    ZERO,
    Call,
    Expression,
    Number,
    Product,
    Sum,
    Symbol,
    bounded,
    number,
)
from symback.algebra.operations import add, expression_of, multiply, negative, power, raised
from symback.domains.base import active_operands, derivative
from symback.syntax.formula import Code, constant_mask

if TYPE_CHECKING:
    from collections.abc import Sequence


def expressions(code: Code, slots: Sequence[Expression]) -> list[Expression]:
    """The expression of every instruction of `code`, with slot k standing for slots[k]. Raises TooLong."""
    found: list[Expression] = []
    for instruction in code:
        kind = instruction[0]
        if kind == "slot":
            found.append(slots[instruction[1]])
        elif kind == "num":
            found.append(number(instruction[1]))
        elif kind == "const":
            found.append(CONSTANTS[instruction[1]])
        else:
            found.append(bounded(apply(kind, [found[i] for i in instruction[1:]])))
    return found


def local_derivatives(code: Code, slots: Sequence[Expression]) -> list[Expression | None]:
    """The local derivative of a rule by each slot. None where no change passes. Raises TooLong."""
    values = expressions(code, slots)
    adjoints: list[Expression | None] = [None] * len(code)
    adjoints[-1] = ONE
    for index, operation, pairs in active_operands(code, constant_mask(code)):
        upstream = adjoints[index]
        if upstream is None:
            continue
        arguments = [values[i] for i in code[index][1:]]
        for position, operand in pairs:
            slope = partial(operation, position, arguments, values[index])
            if slope is not None:
                share = multiply(slope, upstream)
                before = adjoints[operand]
                adjoints[operand] = bounded(share if before is None else add(before, share))
    found: list[Expression | None] = [None] * len(slots)
    for index, instruction in enumerate(code):
        if instruction[0] == "slot":
            found[instruction[1]] = adjoints[index]
    return found


def partial(operation: str, position: int, arguments: Sequence[Expression], result: Expression) -> Expression | None:
    """The derivative of an operation by one operand; None where no change passes."""
    if operation.startswith("where"):
        if position < 2:
            return None
        branches = (ONE, ZERO) if position == 2 else (ZERO, ONE)
        return apply(operation, [*arguments[:2], *branches])
    if operation in ("max", "min"):
        return share_of(operation, position, arguments, result)
    if operation == "**" and position == 0 and isinstance(arguments[1], Number):  # holds at 0 too
        return multiply(arguments[1], raised(arguments[0], arguments[1].value - 1))
    code = derivative(operation, position)
    return expressions(code, [*arguments, *[result] * (3 - len(arguments))])[-1]


def share_of(operation: str, position: int, arguments: Sequence[Expression], result: Expression) -> Expression:
    """The derivative of max or min: 1 where the operand alone is it, equal shares where several tie."""
    if len(arguments) == 2:
        mine, other = arguments[position], arguments[1 - position]
        ahead, behind = ("where>", "where<") if operation == "max" else ("where<", "where>")
        return Call(ahead, (mine, other, ONE, Call(behind, (mine, other, ZERO, Number(HALF)))))
    ties = [Call("where==", (argument, result, ONE, ZERO)) for argument in arguments]
    return multiply(ties[position], power(add(*ties), number(-1)))


def slope_by(expression: Expression, name: str) -> Expression:
    """The derivative of an expression by a name in it. Raises TooLong."""
    if isinstance(expression, Symbol):
        return ONE if expression.name == name else ZERO
    if isinstance(expression, Call):
        return bounded(add(*(slope_of_call(expression, k, a, name) for k, a in enumerate(expression.arguments))))
    if isinstance(expression, Product):
        return bounded(add(*(slope_of_factor(expression, base, name) for base in expression.factors)))
    if isinstance(expression, Sum):
        return bounded(add(*(multiply(Number(c), slope_by(t, name)) for t, c in expression.terms.items())))
    return ZERO


def slope_of_call(call: Call, position: int, argument: Expression, name: str) -> Expression:
    inner = slope_by(argument, name)
    outer = None if inner == ZERO else partial(call.operation, position, call.arguments, call)
    return ZERO if outer is None else multiply(outer, inner)


def slope_of_factor(whole: Product, base: Expression, name: str) -> Expression:
    """What the product's factor with this base adds: the others times its own slope."""
    above = whole.factors[base]
    exponent, inner = expression_of(above), slope_by(base, name)
    others = multiply(whole, power(base, negative(exponent)))
    found = ZERO if inner == ZERO else multiply(exponent, power(base, add(exponent, MINUS_ONE)), inner, others)
    rising = slope_by(exponent, name)
    return found if rising == ZERO else add(found, multiply(whole, apply("log", [base]), rising))
