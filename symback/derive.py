"""Writes symback/derivatives.py: every operation's derivatives as sympy derives them. Run `python -m symback.derive`.

A test derives them afresh and compares, so the committed table cannot drift from sympy or from the function table.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sympy

from symback import symbolic
from symback.domains.base import compiled
from symback.functions import BY_NAME, Function

X, Y, F = sympy.symbols("x y f", real=True)
UNIT = sympy.Symbol("u")

OPERATORS: dict[str, Any] = {"+": X + Y, "-": X - Y, "*": X * Y, "/": X / Y, "neg": -X}
# Piecewise constant: 0 between the jumps, and no derivative at them (the walker sees to that).
STEPS = ("sign", "heaviside", "floor", "ceil")
# What each derivation starts from, where sympy has the function under another name or only for positive arguments.
STARTS: dict[str, Any] = {
    "expm1": sympy.exp(X) - 1,
    "log1p": sympy.log(1 + X),
    "abs": sympy.Abs(X),
    "lgamma": sympy.loggamma(X),
    "digamma": sympy.polygamma(0, X),
    "silu": X / (1 + sympy.exp(-X)),
    "softplus": sympy.log(1 + sympy.exp(X)),
    "relu": sympy.Piecewise((X, X > 0), (0, True)),
    "leaky_relu": sympy.Piecewise((X, X > 0), (X / 100, True)),
    "logit": sympy.log(X) - sympy.log(1 - X),
    "elu": sympy.Piecewise((X, X > 0), (sympy.exp(X) - 1, True)),
}
# What doubles take instead, where the derived form overflows or loses its digits in them. Each is held against sympy's own.
FORMS: dict[str, tuple[str, ...]] = {
    "/": ("1/y", "-f/y"),
    "asin": ("1/sqrt((1 - x)*(1 + x))",),
    "acos": ("-1/sqrt((1 - x)*(1 + x))",),
    "atan": ("(1/hypot(1, x))**2",),
    "acot": ("-(1/hypot(1, x))**2",),
    "asec": ("1/abs(x)/(sqrt(abs(x) - 1)*sqrt(abs(x) + 1))",),
    "acsc": ("-1/abs(x)/(sqrt(abs(x) - 1)*sqrt(abs(x) + 1))",),
    "atan2": ("y/hypot(x, y)/hypot(x, y)", "-x/hypot(x, y)/hypot(x, y)"),
    "tanh": ("sech(x)**2",),
    "coth": ("-csch(x)**2",),
    "asinh": ("1/hypot(1, x)",),
    "atanh": ("1/((1 - x)*(1 + x))",),
    "acoth": ("1/(1 - x)/(1 + x)",),
    "asech": ("-1/(x*sqrt(1 - x)*sqrt(1 + x))",),
    "acsch": ("-1/abs(x)/hypot(1, x)",),
    "sigmoid": ("f*sigmoid(-x)",),
    "silu": ("sigmoid(x)*(1 + x*sigmoid(-x))",),
    "erf": ("where(abs(x) > 40, 0, 2*exp(-x**2)/sqrt(pi))",),
    "erfc": ("where(abs(x) > 40, 0, -2*exp(-x**2)/sqrt(pi))",),
    "gelu": ("erfc(-x/sqrt(2))/2 + where(abs(x) > 40, 0, x*exp(-x**2/2)/sqrt(2*pi))",),
    "normcdf": ("where(abs(x) > 40, 0, exp(-x**2/2)/sqrt(2*pi))",),
}
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
    return table


def stable(table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The rows of FORMS. Raises ValueError for one that sympy does not find equal to the derived one."""
    for name, texts in FORMS.items():
        for derived, text in zip(table[name], texts, strict=True):
            if not same(name, derived, text):
                raise ValueError(f"{name}: {text} is not {derived}")
    return FORMS


def same(name: str, derived: str, text: str) -> bool:
    """True if sympy finds two forms of a derivative equal, on either side of 0."""
    for sign in (1, -1):
        size, y = sympy.Symbol("x", positive=True), sympy.Symbol("y", positive=True)
        x = sign * size
        start = x / y if name == "/" else start_of(BY_NAME[name], (x, y)[: BY_NAME[name].arity[0]])
        first, second = (
            symbolic.expressions(compiled(one), (x, y, start))[-1].replace(
                lambda part: hasattr(part, "operation"), written_out
            )
            for one in (derived, text)
        )
        second = second.replace(
            sympy.Piecewise, lambda *pieces: pieces[-1].expr
        )  # 0 far out, where a double holds no more
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
        unit = symbolic.opaque("sigmoid")
        if sympy.simplify(sympy.diff(sympy.log(sympy.exp(X) + sympy.exp(Y)), X) - 1 / (1 + sympy.exp(Y - X))) != 0:
            raise ValueError("the derivative of logaddexp(x, y) by x is not sigmoid(x - y)")
        return shown(unit(X - Y)), shown(unit(Y - X))
    variables = (X, Y)[: row.arity[0]]
    start = start_of(row, variables)
    return tuple(shown(in_terms_of_value(sympy.diff(start, v), start)) for v in variables)


def start_of(row: Function, arguments: tuple[Any, ...]) -> Any:
    """The function of `arguments` in what sympy can differentiate."""
    if row.name in STARTS:
        return STARTS[row.name].subs(X, arguments[0])
    if row.name in symbolic.NATIVE:
        return symbolic.NATIVE[row.name](*arguments)
    if row.definition is None:
        raise ValueError(f"{row.name} cannot stand in a definition; where and abs can")
    start = symbolic.expressions(compiled(row.definition), arguments)[-1]
    return start.replace(lambda part: hasattr(part, "operation"), written_out)


def written_out(call: Any) -> Any:
    """The call of a function that sympy lacks, by that function's own row."""
    comparison = call.operation.removeprefix("where")
    if comparison != call.operation:
        left, right, then, otherwise = call.args
        return sympy.Piecewise((then, sympy.Rel(left, right, comparison)), (otherwise, True))
    return start_of(BY_NAME[call.operation], call.args)


def in_terms_of_value(slope: Any, start: Any) -> Any:
    """The shortest way to write `slope`, with the function's own value f or the sigmoid where that helps."""
    sigmoid = symbolic.opaque("sigmoid")(X)
    forms = [slope, slope.subs(start, F)]
    if slope.has(sympy.exp(-X)) or slope.has(sympy.exp(X)):
        unit = sympy.simplify(
            slope.rewrite(sympy.exp).subs(sympy.exp(X), 1 / sympy.exp(-X)).subs(sympy.exp(-X), 1 / UNIT - 1)
        )
        own = sympy.simplify(start - 1 / (1 + sympy.exp(-X))) == 0
        forms.append(sympy.factor_terms(sympy.expand(unit)).subs(UNIT, F if own else sigmoid))
    return min(forms, key=lambda form: len(shown(form)))


def shown(expression: Any) -> str:
    return symbolic.text(expression)


def source(table: dict[str, tuple[str, ...]]) -> str:
    """The text of symback/derivatives.py."""
    lines = [
        '"""Every operation\'s derivative by each operand, in x, y and f (its own value). Written by `python -m symback.derive`: do not edit."""',
        "",
        "DERIVATIVES: dict[str, tuple[str, ...]] = {",
        *(f'    "{name}": ({quoted(texts)}),' for name, texts in table.items()),
        "}",
        "",
        "# The same, in forms that keep their digits in doubles.",
        "STABLE: dict[str, tuple[str, ...]] = {",
        *(f'    "{name}": ({quoted(texts)}),' for name, texts in stable(table).items()),
        "}",
        "",
    ]
    return "\n".join(lines)


def quoted(texts: tuple[str, ...]) -> str:
    return f'"{texts[0]}",' if len(texts) == 1 else ", ".join(f'"{t}"' for t in texts)


if __name__ == "__main__":
    Path(__file__).with_name("derivatives.py").write_text(source(derive_all()), encoding="utf-8")
