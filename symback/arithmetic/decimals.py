"""mpmath's decimals: a context of our own, so that nobody else's precision is touched."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

BITS_PER_DIGIT = 3.3219280948873623
LONG = 1 << 1024
SHORT = 512  # bits of a rational whose decimal is remembered


@cache
def own_context() -> Any:
    """A context of our own: nobody else's precision is touched."""
    from mpmath.ctx_mp import MPContext

    return MPContext()


def decimal_context(digits: int) -> Any:
    """mpmath's context set to `digits` digits."""
    context = own_context()
    bits = int(digits * BITS_PER_DIGIT) + 8
    if context.prec != bits:  # setting it costs more than an addition
        context.prec = bits
    return context


def whole(context: Any, value: int) -> Any:
    """A whole number as a decimal. mpmath takes the zero bits at the end of a long one off byte by byte: done here at once."""
    if -LONG < value < LONG:
        return context.mpf(value)
    zeros = (value & -value).bit_length() - 1
    return context.ldexp(context.mpf(value >> zeros), zeros)


def quotient(work: int, top: int, bottom: int) -> Any:
    """A rational as a decimal of `work` digits."""
    if top.bit_length() + bottom.bit_length() <= SHORT:
        return known_quotient(work, top, bottom)
    return divided(work, top, bottom)


def divided(work: int, top: int, bottom: int) -> Any:
    context = decimal_context(work)
    return whole(context, top) / whole(context, bottom)


known_quotient = lru_cache(maxsize=1 << 10)(divided)  # the same few come again: a program's numbers, ε, the steps
