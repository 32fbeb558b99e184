"""Random programs in w with their derivatives, and random ways to write the same function: made by hand rules, not by symback."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

NEVER_ZERO = ("(w**2 + 1)", "(exp(w) + 1)", "(2 + sin(w))", "3", "(w**4 + 2*w**2 + 5)", "cosh(w)")
ONES = (
    "(sin(w)**2 + cos(w)**2)", "(cosh(w)**2 - sinh(w)**2)", "(exp(w)*exp(-w))", "(cos(w/2)**2 - (cos(w) - 1)/2)",
    "((1 + tanh(w)**2*cosh(w)**2)/cosh(w)**2)", "(sigmoid(w) + sigmoid(-w))",
)  # fmt: skip
ZEROS = ("(sin(2*w) - 2*sin(w)*cos(w))", "(cos(2*w) - 2*cos(w)**2 + 1)", "((w + 1)**2 - w**2 - 2*w - 1)", "(exp(2*w) - exp(w)**2)",
         "(sinh(w) - (exp(w) - exp(-w))/2)", "(w**3 - 1 - (w - 1)*(w**2 + w + 1))")  # fmt: skip
NOT_ZERO = ("1", "w", "w**2", "sin(w)", "cos(w)", "exp(w)", "(w - 1)", "sin(w)*w", "sqrt(w**2 + 1)", "atan(w)")
SMALL = ("1", "-2", "1/1000", "1e-12", "3e-30", "-1e-60", "1e-200")


def polynomial(rng: Random) -> tuple[str, str]:
    """A polynomial in one of three forms, and its derivative in another."""
    numbers = [Fraction(rng.randint(-5, 5), rng.choice((1, 1, 2, 3))) for _ in range(rng.randint(2, 5))] + [
        Fraction(rng.randint(1, 4))
    ]
    slopes = [k * c for k, c in enumerate(numbers)][1:]
    return form(numbers, rng), form(slopes, rng)


def form(numbers: list[Fraction], rng: Random) -> str:
    """A polynomial expanded in random order, by Horner, or split in two."""
    terms = [f"({c})*w**{k}" for k, c in enumerate(numbers)]
    way = rng.randrange(3)
    if way == 0:
        rng.shuffle(terms)
        return "(" + " + ".join(terms) + ")"
    if way == 1:
        text = f"({numbers[-1]})"
        for c in reversed(numbers[:-1]):
            text = f"({text}*w + ({c}))"
        return text
    cut = rng.randrange(1, len(terms) + 1)
    return "((" + " + ".join(terms[:cut]) + ") + w**0*(" + " + ".join([*terms[cut:], "0"]) + "))"


def roots(rng: Random) -> tuple[str, str]:
    """A product of linear factors, and its derivative as the sum that the product rule gives."""
    places = [rng.randint(-4, 4) for _ in range(rng.randint(2, 4))]
    factors = [f"(w - ({r}))" for r in places]
    terms = ["*".join(f for k, f in enumerate(factors) if k != left) for left in range(len(factors))]
    return "*".join(factors), "(" + " + ".join(terms) + ")"


def circular(rng: Random) -> tuple[str, str]:
    """A trigonometric function, and its derivative by one of several identities."""
    k = rng.randint(1, 4)
    return rng.choice(
        [
            (
                "sin(w)*cos(w)",
                rng.choice(["cos(2*w)", "(1 - 2*sin(w)**2)", "(2*cos(w)**2 - 1)", "(cos(w)**2 - sin(w)**2)"]),
            ),
            ("sin(w)**2", rng.choice(["sin(2*w)", "2*sin(w)*cos(w)", "cos(pi/2 - 2*w)"])),
            ("cos(w)**2", rng.choice(["-sin(2*w)", "(-2*sin(w)*cos(w))"])),
            (f"sin({k}*w)", rng.choice([f"{k}*cos({k}*w)", f"{k}*sin({k}*w + pi/2)", f"{k}*(1 - 2*sin({k}*w/2)**2)"])),
            ("tan(w)", rng.choice(["(1 + tan(w)**2)", "1/cos(w)**2", "sec(w)**2"])),
            (f"cos({k}*w)", rng.choice([f"(-{k}*sin({k}*w))", f"{k}*cos({k}*w + pi/2)"])),
        ]
    )


def smooth(rng: Random) -> tuple[str, str]:
    """Exponentials, logarithms, roots and the functions of neural networks."""
    return rng.choice(
        [
            ("exp(3*w)", rng.choice(["3*exp(3*w)", "3*exp(w)**3", "3*exp(2*w)*exp(w)"])),
            ("log(w**2 + 1)", rng.choice(["2*w/(w**2 + 1)", "2/(w + 1/w)*1"])),
            ("sqrt(w**2 + 1)", rng.choice(["w/sqrt(w**2 + 1)", "w*sqrt(w**2 + 1)/(1 + w**2)"])),
            (
                "sigmoid(w)",
                rng.choice(["sigmoid(w)*(1 - sigmoid(w))", "exp(-w)/(1 + exp(-w))**2", "1/(2 + 2*cosh(w))"]),
            ),
            ("tanh(w)", rng.choice(["(1 - tanh(w)**2)", "1/cosh(w)**2", "4/(exp(w) + exp(-w))**2"])),
            ("softplus(w)", rng.choice(["sigmoid(w)", "1/(1 + exp(-w))", "exp(w)/(1 + exp(w))"])),
            ("atan(w)", rng.choice(["1/(1 + w**2)", "cos(atan(w))**2"])),
            ("2**w", rng.choice(["2**w*log(2)", "log(2)*exp(w*log(2))"])),
        ]
    )


def pair(rng: Random) -> tuple[str, str]:
    """A program and its derivative: one of the kinds, or the sum or product of two."""
    kinds = (polynomial, roots, circular, smooth)
    f, df = rng.choice(kinds)(rng)
    way = rng.randrange(4)
    if way < 2:
        return f, df
    g, dg = rng.choice(kinds)(rng)
    return (f"{f} + {g}", f"({df} + {dg})") if way == 2 else (f"({f})*({g})", f"({df}*({g}) + ({f})*{dg})")


def rewritten(text: str, rng: Random) -> str:
    """The same function, written otherwise."""
    for _ in range(rng.randint(0, 2)):
        other = rng.choice(NEVER_ZERO)
        text = rng.choice(
            [
                f"({text})*{other}/{other}", f"-(-({text}))", f"({text})*{rng.choice(ONES)}", f"{rng.choice(ZEROS)} + ({text})",
                f"2*({text}) - ({text})", f"(({text}) + {other}) - {other}", f"({text})/2 + ({text})/2",
            ]
        )  # fmt: skip
    return text


def spoilt(text: str, rng: Random) -> str:
    """Another function, however little it differs."""
    return f"{rewritten(text, rng)} + ({rng.choice(SMALL)})*{rng.choice(NOT_ZERO)}"
