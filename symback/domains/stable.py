"""What doubles take instead of a definition, or of a derived derivative, that overflows or loses its digits in them."""

from __future__ import annotations

from symback.functions import BY_NAME

# Of values.
VALUES = {row.name: row.stable for row in BY_NAME.values() if row.stable} | {
    "asec": "where(x > 0, atan(sqrt(abs(x) - 1)*sqrt(abs(x) + 1)), pi - atan(sqrt(abs(x) - 1)*sqrt(abs(x) + 1)))",
    "acsc": "sign(x)*atan2(1, sqrt(abs(x) - 1)*sqrt(abs(x) + 1))",
    "acoth": "sign(x)*log1p(2/(abs(x) - 1))/2",
    "asech": "log1p((1 - x + sqrt(1 - x)*sqrt(1 + x))/x)",
    "logit": "where(x < 1/4, log(x/(1 - x)), log1p((2*x - 1)/(1 - x)))",
    "normpdf": "where(abs(x) > 40, 0, exp(-x**2/2)/sqrt(2*pi))",
}

# Of derivatives. `python -m symback.derive` holds each against sympy's own.
SLOPES: dict[str, tuple[str, ...]] = {
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
