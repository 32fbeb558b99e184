"""Programs with a term that is there in one region alone, which is hidden, and the claim that forgets it: made from numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from random import Random

NAMES = ("x", "y", "z", "t")
SMOOTH = {  # by the program's text its derivative by x, neither with a branch
    "x**2": "2*x", "x**3*y": "3*x**2*y", "sin(x)*y": "cos(x)*y", "exp(-x)": "-exp(-x)", "x*y + z": "y", "x/(1 + x**2)": "(1 - x**2)/(1 + x**2)**2",
    "log(1 + x**2)": "2*x/(1 + x**2)", "tanh(x)": "1 - tanh(x)**2", "x": "1 + 0*x",
}  # fmt: skip
TERMS = (
    "x",
    "x**2/1000",
    "1e-9*x**3",
    "exp(-x**2/1e6)*x + x",
    "x*(1 + y**2)",
)  # none with a derivative by x of 0 on a region


class Hidden(NamedTuple):
    """A program and a claim of its derivative by x that is wrong in one region alone."""

    program: str
    claim: str


def size(rng: Random) -> str:
    """A number of any size."""
    power = rng.choice((-30, -12, -6, -3, -1, 0, 0, 0, 1, 1, 2, 3, 4, 6, 9, 12))
    return f"{rng.choice((1, 2, 3, 5, 7, 1.3, 2.71, 4.44))}e{power}"


def place(rng: Random) -> str:
    return rng.choice(("", "-")) + rng.choice(
        (size(rng), f"{rng.uniform(0.1, 20):.3g}", rng.choice(("0.3", "1.5", "sqrt(2)", "pi", "2/3")))
    )


def half(rng: Random, name: str) -> str:
    """A condition that an input alone decides, far away or near."""
    return rng.choice((
        f"{name} > {place(rng)}", f"{name} < {place(rng)}", f"{name}**2 > {size(rng)}", f"abs({name}) > {size(rng)}", f"exp({name}) > {size(rng)}",
        f"{name}**3 < {place(rng)}", f"atan({name}) > 1.{rng.randint(1, 5)}", f"log(1 + {name}**2) > {rng.uniform(1, 60):.3g}",
    ))  # fmt: skip


def narrow(rng: Random, name: str) -> str:
    """A condition that holds in a narrow window of one input."""
    width = f"1e-{rng.randint(2, 12)}"
    at = rng.choice(("0.3", "1.5", "-2.5", "7", "sqrt(2)", "pi", "100", "-1/3", "1234.5"))
    square = f"1e-{rng.randint(3, 16)}"
    return rng.choice((
        f"abs({name} - {at}) < {width}", f"({name} - {at})**2 < {square}", f"{name} > {at} and {name} < {at} + {width}",
        f"cos({name} - {at}) > 1 - {square[:-1] + square[-1] if len(square) < 5 else '1e-9'}", f"1/(1 + ({name} - {at})**2) > 1 - 1e-{rng.randint(2, 9)}",
    ))  # fmt: skip


def several(rng: Random) -> str:
    """A condition on several inputs at once."""
    a, b, c = (f"{rng.uniform(0.2, 5):.2g}" for _ in range(3))
    sign = rng.choice("+-")
    r = rng.choice(("1e-1", "1e-2", "1e-4", "1e-6"))
    p, q = (f"{rng.uniform(-5, 5):.3g}" for _ in range(2))
    return rng.choice((
        f"x*y > {size(rng)}", f"x + y > {place(rng)}", f"x {sign} {a}*y > {place(rng)} and y > {place(rng)}", "x*y > 1e6 and x + y < 2010",
        f"hypot(x - ({p}), y - ({q})) < {r}", f"(x - ({p}))**2 + {b}*(y - ({q}))**2 < {r}", f"abs(x - ({p})) + {c}*abs(y - ({q})) < {r}",
        f"(x + y - ({p}))**2 + {a}*(x - y - ({q}))**2 < {r}", f"{half(rng, 'x')} and {half(rng, 'y')}", f"{half(rng, 'x')} and {half(rng, 'y')} and {half(rng, 'z')}",
        f"{half(rng, 'y')} and {half(rng, 'z')}", f"{narrow(rng, 'x')} and {half(rng, 'y')}", f"x/y > {size(rng)} and x + y < {place(rng)}",
        f"x > {a} and y < -{b} and z > {c} and t < -{a}", f"x + y + z > {size(rng)} and x < -{a}", f"x**2 + y**2 > {size(rng)} and x < 0 and y < 0",
        f"x**2 + y**2 < {a} and x + y > {a}**(1/2)",
    ))  # fmt: skip


def bump(rng: Random) -> str:
    """A term that is not 0 in one region alone, without a `where`."""
    p = f"{rng.uniform(-5, 5):.3g}"
    far, other = place(rng), place(rng)
    s1, s2, s3, s4 = (rng.choice("+-") for _ in range(4))
    return rng.choice((
        f"relu({s1}(x - ({far})))*relu({s2}(y - ({other})))", f"relu({s1}(x - ({far})))**2", f"relu(1e-3 - abs(x - ({p})))", f"relu({size(rng)} - abs(x))*x",
        f"relu({s1}x - 2)*relu({s2}y - 2)*relu({s3}z - 2)*relu({s4}t - 2)", f"max({far}, x) - ({far})", f"min(x, {far})", f"floor(abs(x)/{size(rng)})*x",
        f"relu(1e-4 - hypot(x - ({p}), y - 1.5))", f"relu(-log(abs(x)) - {rng.randint(5, 60)})", f"abs(x - ({far})) + x", f"clip(x, {far}, {far} + 1)",
        f"sigmoid(1e6*(x - ({far})))*x", f"x*exp(-1e10*(x - ({p}))**2)", f"(1 + tanh(1e9*({s1}x - 1000)))*(1 + tanh(1e9*({s2}y - 50)))*x",
    ))  # fmt: skip


def condition(rng: Random) -> str:
    kind = rng.randrange(4)
    return half(rng, "x") if kind == 0 else narrow(rng, "x") if kind == 1 else several(rng)


def hidden(rng: Random) -> Hidden:
    """A program with a hidden term and the derivative of the rest; or a plain program, and the term in the claim."""
    program, slope = rng.choice(sorted(SMOOTH.items()))
    way = rng.randrange(5)
    if way == 4:
        return Hidden(f"{program} + {bump(rng)}", f"dx={slope}")
    term = rng.choice(TERMS)
    extra = f"where({condition(rng)}, {term}, 0)"
    if way == 3:
        return Hidden(f"{program} + 0*(y + z + t)", f"dx={slope} + {extra}")
    return Hidden(f"{program} + {extra}", f"dx={slope}")
