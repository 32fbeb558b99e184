"""The walk that a verdict takes most often, on mpmath's bare numbers: a tenth of the time, and no care at all.

What it cannot do, or meets on the way (an end of a domain, a pole), it leaves to the careful arithmetic: Unsure is raised.
So it may say that a leftover halves, and never that it does not.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, cmp_to_key
from typing import TYPE_CHECKING, Any, TypeAlias

from symback.arithmetic.base import COMPARE, compiled
from symback.arithmetic.values import Pi, Undefined
from symback.functions import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from symback.arithmetic.values import Value
    from symback.graph.node import Node
    from symback.syntax.formula import Code

Raw: TypeAlias = Any  # mpmath's tuple of sign, mantissa, exponent, bits; its own functions are untyped
LONGEST = 1 << 12  # bits of a number that is taken over
NEAREST = "n"


class Unsure(Exception):
    """Left to the careful arithmetic."""


@cache
def library() -> Any:
    """mpmath's bare numbers: looked up once, for an import in a walk takes as long as a sum."""
    from mpmath import libmp

    return libmp


@cache
def functions() -> dict[str, Callable[..., Raw]]:
    """mpmath's functions on bare numbers, by the names that the table of functions has for them."""
    libmp = library()
    names = "exp sin cos tan sinh cosh tanh atan asin acos asinh acosh atanh erf erfc log sqrt"

    def log1p(x: Raw, bits: int, rounding: str) -> Raw:
        return libmp.mpf_log(libmp.mpf_add(libmp.fone, x, 2 * bits), bits, rounding)

    def expm1(x: Raw, bits: int, rounding: str) -> Raw:
        return libmp.mpf_sub(libmp.mpf_exp(x, 2 * bits), libmp.fone, bits, rounding)

    return {
        "log1p": log1p,
        "expm1": expm1,
        **{name: getattr(libmp, f"mpf_{name}") for name in names.split()},
        "+": libmp.mpf_add,
        "-": libmp.mpf_sub,
        "*": libmp.mpf_mul,
        "/": libmp.mpf_div,
        "**": libmp.mpf_pow,
    }


def bare(value: Value, bits: int) -> Raw:
    """A value as a bare number. Raises Unsure."""
    libmp = library()
    if isinstance(value, Fraction):
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > LONGEST:
            raise Unsure
        return libmp.from_rational(value.numerator, value.denominator, bits, NEAREST)
    if isinstance(value, Pi):
        return libmp.mpf_mul(constant("pi", bits), bare(value.factor, bits), bits, NEAREST)
    if isinstance(value, (Undefined, float)):
        raise Unsure
    return value._mpf_


class Walker:
    """Computes one result again and again with one name moved; `values` are those of the forward pass."""

    def __init__(self, values: Mapping[str, Value], bits: int) -> None:
        self.values, self.bits = values, bits
        self.known: dict[str, Raw] = {}
        self.numbers: dict[int, dict[int, Raw]] = {}

    def value(self, name: str) -> Raw:
        """The value of an input or node without a nudge."""
        if name not in self.known:
            self.known[name] = bare(self.values[name], self.bits)
        return self.known[name]

    def at(self, nodes: Sequence[Node], name: str, result: str, step: Raw) -> Raw:
        """The result with `name` moved by `step`. Raises Unsure."""
        libmp = library()
        moved = {name: libmp.mpf_add(self.value(name), step, self.bits, NEAREST)}
        try:
            for node in nodes:
                slots = [moved[n] if n in moved else self.value(n) for n in node.operands]
                moved[node.name] = self.run(node.rule, slots)
        except (ValueError, ZeroDivisionError, OverflowError, libmp.ComplexResult) as outside:
            raise Unsure from outside
        return moved[result]

    def run(self, code: Code, slots: Sequence[Raw]) -> Raw:
        """The value of a formula. Raises Unsure."""
        table, bits, constants = functions(), self.bits, self.constants(code)
        values: list[Raw] = []
        for index, instruction in enumerate(code):
            operation = instruction[0]
            if operation == "slot":
                value = slots[instruction[1]]
            elif index in constants:
                value = constants[index]
            elif operation in table:
                value = table[operation](*[values[i] for i in instruction[1:]], bits, NEAREST)
            else:
                value = self.other(operation, [values[i] for i in instruction[1:]])
            if not value[1] and value[2]:  # infinite, or not a number
                raise Unsure
            values.append(value)
        return values[-1]

    def constants(self, code: Code) -> dict[int, Raw]:
        """The numbers in a formula, by instruction. Codes live as long as the graph, so their places in memory tell them apart."""
        if id(code) not in self.numbers:
            self.numbers[id(code)] = {
                index: bare(instruction[1], self.bits)
                if instruction[0] == "num"
                else constant(instruction[1], self.bits)
                for index, instruction in enumerate(code)
                if instruction[0] in ("num", "const")
            }
        return self.numbers[id(code)]

    def other(self, operation: str, values: Sequence[Raw]) -> Raw:
        """What mpmath has no function for: signs, choices, and functions that have a definition. Raises Unsure."""
        libmp = library()
        if operation == "neg":
            return libmp.mpf_neg(values[0])
        if operation.startswith("where"):
            left, right, then, otherwise = values
            return then if COMPARE[operation[5:]](libmp.mpf_cmp(left, right), 0) else otherwise
        if operation in ("max", "min"):
            ordered = sorted(values, key=cmp_to_key(libmp.mpf_cmp))
            return ordered[-1 if operation == "max" else 0]
        row = BY_NAME.get(operation)
        if row is None or row.definition is None:
            raise Unsure
        return self.run(compiled(row.definition), values)


def constant(name: str, bits: int) -> Raw:
    """pi or e."""
    libmp = library()
    return libmp.mpf_pi(bits) if name == "pi" else libmp.mpf_e(bits)
