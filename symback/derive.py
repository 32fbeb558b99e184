"""Writes symback/derivatives.py: every operation's derivatives as sympy derives them. Run `python -m symback.derive`.

A test derives them afresh and compares, so the committed table cannot drift from sympy or from the function table.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sympy

from symback.domains.base import compiled
from symback.domains.stable import SLOPES
from symback.domains.sympy import WRITTEN_OUT, opaque
from symback.functions import BY_NAME, Function
from symback.symbolic import text as shown

X, Y, F = sympy.symbols("x y f", real=True)
UNIT = sympy.Symbol("u")

OPERATORS: dict[str, Any] = {"+": X + Y, "-": X - Y, "*": X * Y, "/": X / Y, "neg": -X}
# Piecewise constant: 0 between the jumps, and no derivative at them (the walker sees to that).
STEPS = ("sign", "heaviside", "floor", "ceil")
HANDLED = ("max", "min", "where")  # their derivatives are conventions: arithmetic.base and algebra.rules state them


def derive_all() -> dict[str, tuple[str, ...]]:
    """Every operation's derivatives, by operand, as text in x, y and f (the operation's own value)."""
    table = {
        name: tuple(shown(sympy.diff(e, v)) for v in ((X, Y) if name != "neg" else (X,)))
        for name, e in OPERATORS.items()
    }
    table["**"] = power()
    for name, row in BY_NAME.items():
        if name not in HANDLED:
            table[name] = derive(row)
    check_slopes(table)
    return table


def check_slopes(table: dict[str, tuple[str, ...]]) -> None:
    """Raise ValueError for a row of SLOPES that sympy does not find equal to the derived one."""
    for name, texts in SLOPES.items():
        for derived, text in zip(table[name], texts, strict=True):
            if not same(name, derived, text):
                raise ValueError(f"{name}: {text} is not {derived}")


def same(name: str, derived: str, text: str) -> bool:
    """True if sympy finds two forms of a derivative equal, on either side of 0."""
    for sign in (1, -1):
        size, y = sympy.Symbol("x", positive=True), sympy.Symbol("y", positive=True)
        x = sign * size
        start = x / y if name == "/" else start_of(BY_NAME[name], (x, y)[: BY_NAME[name].arity[0]])
        forms: list[Any] = [WRITTEN_OUT.run(compiled(one), (x, y, start))[-1] for one in (derived, text)]
        first, second = forms
        # 0 far out, where a double holds no more
        second = second.replace(sympy.Piecewise, lambda *pieces: pieces[-1].expr)
        if sympy.simplify((first - second).rewrite(sympy.exp)) != 0:
            return False
    return True


def power() -> tuple[str, str]:
    """x**y by x in the form without division, which holds at 0 too, and by y."""
    base = sympy.Symbol("x", positive=True)
    by_base = sympy.powsimp(sympy.diff(base**Y, base))
    return shown(by_base), shown(sympy.diff(base**Y, Y).subs(base**Y, F))


def derive(row: Function) -> tuple[str, ...]:
    """The derivatives of one row of the function table."""
    if row.name in STEPS:
        return ("0",)
    if row.name == "cbrt":  # x = f**3 holds for either sign, where sympy's x**(1/3) does not
        return (shown(1 / sympy.diff(F**3, F)),)
    if row.name == "polygamma":
        return "0/0", "polygamma(x + 1, y)" if sympy.diff(sympy.polygamma(X, Y), Y) == sympy.polygamma(X + 1, Y) else ""
    if row.name == "logaddexp":  # y + softplus(x - y), or with x and y exchanged: nothing overflows
        unit = opaque("sigmoid")
        if sympy.simplify(sympy.diff(sympy.log(sympy.exp(X) + sympy.exp(Y)), X) - 1 / (1 + sympy.exp(Y - X))) != 0:
            raise ValueError("the derivative of logaddexp(x, y) by x is not sigmoid(x - y)")
        return shown(unit(X - Y)), shown(unit(Y - X))
    variables = (X, Y)[: row.arity[0]]
    start = start_of(row, variables)
    return tuple(shown(in_terms_of_value(sympy.diff(start, v), start)) for v in variables)


def start_of(row: Function, arguments: tuple[Any, ...]) -> Any:
    """Return the function of `arguments` in what sympy can differentiate."""
    if row.name == "logit":  # two terms, whose derivatives are as short as they come
        return sympy.log(arguments[0]) - sympy.log(1 - arguments[0])
    return WRITTEN_OUT.apply(row.name, arguments)


def in_terms_of_value(slope: Any, start: Any) -> Any:
    """The shortest way to write `slope`, with the function's own value f or the sigmoid where that helps."""
    sigmoid = opaque("sigmoid")(X)
    forms = [slope, slope.subs(start, F)]
    if slope.has(sympy.exp(-X)) or slope.has(sympy.exp(X)):
        unit = sympy.simplify(
            slope.rewrite(sympy.exp).subs(sympy.exp(X), 1 / sympy.exp(-X)).subs(sympy.exp(-X), 1 / UNIT - 1)
        )
        own = sympy.simplify(start - 1 / (1 + sympy.exp(-X))) == 0
        forms.append(sympy.factor_terms(sympy.expand(unit)).subs(UNIT, F if own else sigmoid))
    return min(forms, key=lambda form: len(shown(form)))


def source(table: dict[str, tuple[str, ...]]) -> str:
    """The text of symback/derivatives.py."""
    lines = [
        '"""Every operation\'s derivative by each operand, in x, y and f (its own value). Written by `python -m symback.derive`: do not edit."""',
        "",
        "DERIVATIVES: dict[str, tuple[str, ...]] = {",
        *(f'    "{name}": ({quoted(texts)}),' for name, texts in table.items()),
        "}",
        "",
    ]
    return "\n".join(lines)


def quoted(texts: tuple[str, ...]) -> str:
    return f'"{texts[0]}",' if len(texts) == 1 else ", ".join(f'"{t}"' for t in texts)


if __name__ == "__main__":
    Path(__file__).with_name("derivatives.py").write_text(source(derive_all()), encoding="utf-8")
