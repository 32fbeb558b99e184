"""What is true of a program at a point, found out without symback: forward duals and differences on mpmath.

Nothing here imports symback. Python's `ast` reads the text (the language is a part of Python's, but for `^`), rationals stay
Fractions, and everything else is a `Real`: the same number in two contexts of its own, of different precision. Where the
two part, digits were lost, and the walk starts again with more of them; a number that shrinks with the precision is 0.
Functions are texts in the language itself: a definition, or mpmath's function with its derivative.
"""

from __future__ import annotations

import ast
import operator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import mpmath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


class NoValue(Exception):
    """Outside a domain, at a pole: mathematics has no answer."""


class Unsure(Exception):
    """The oracle does not know; a test passes on to another point."""


class NeedMore(Exception):
    """Digits were lost: walk again with more."""


class Nought(Fraction):
    """A 0 that was not worked out but seen: what there is shrinks as digits are added."""


LEVELS = ((150, 250), (450, 600), (1000, 1250), (1900, 2200))  # digits of the two contexts
SURE = mpmath.mpf(10) ** -45  # what the two may differ by, relatively
MOST_BITS = 20_000  # of an exact fraction
LARGEST = 1_000_000  # decimal exponent that the language allows
FARTHEST = mpmath.mpf(10) ** 1000  # from here on exp's exponent is too long to work with


@cache
def context(digits: int) -> Any:
    made = mpmath.MPContext()
    made.dps = digits
    return made


@dataclass(frozen=True, slots=True)
class Real:
    """One number in two contexts."""

    parts: tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Dual:
    """A value and its derivative in the direction `tag`; either may be a Dual of a lower tag. `slope` None: it has none."""

    tag: int
    value: Any
    slope: Any


# ---- functions ------------------------------------------------------------------------------------------------------

DEFINED = {
    "log2": "log(x)/log(2)", "log10": "log(x)/log(10)", "hypot": "sqrt(x**2 + y**2)",
    "tan": "sin(x)/cos(x)", "cot": "cos(x)/sin(x)", "sec": "1/cos(x)", "csc": "1/sin(x)",
    "acot": "atan(1/x)", "asec": "acos(1/x)", "acsc": "asin(1/x)",
    "coth": "1/tanh(x)", "sech": "1/cosh(x)", "csch": "1/sinh(x)",
    "acoth": "atanh(1/x)", "asech": "acosh(1/x)", "acsch": "asinh(1/x)",
    "abs": "where(x > 0, x, where(x < 0, -x, 0))", "sign": "where(x > 0, 1, where(x < 0, -1, 0))",
    "relu": "where(x > 0, x, 0)", "leaky_relu": "where(x > 0, x, x/100)", "elu": "where(x > 0, x, expm1(x))",
    "clip": "min(max(x, y), z)", "heaviside": "where(x > 0, 1, where(x < 0, 0, unsure(x)))",
    "sigmoid": "1/(1 + exp(-x))", "logit": "log(x/(1 - x))", "silu": "x*sigmoid(x)",
    "softplus": "where(x > 0, x + log1p(exp(-x)), log1p(exp(x)))", "logaddexp": "x + softplus(y - x)",
    "normcdf": "erfc(-x/sqrt(2))/2", "normpdf": "exp(-x**2/2)/sqrt(2*pi)", "gelu": "x*erfc(-x/sqrt(2))/2",
}  # fmt: skip
# Of mpmath's own functions: the derivative by each argument, and what changes its sign at an edge or at the domain's end.
DERIVATIVES = {
    "exp": ["exp(x)"], "expm1": ["exp(x)"], "log": ["1/x"], "log1p": ["1/(1 + x)"],
    "sqrt": ["1/(2*sqrt(x))"], "cbrt": ["1/(3*cbrt(x)**2)"],
    "sin": ["cos(x)"], "cos": ["-sin(x)"], "asin": ["1/sqrt(1 - x**2)"], "acos": ["-1/sqrt(1 - x**2)"], "atan": ["1/(1 + x**2)"],
    "sinh": ["cosh(x)"], "cosh": ["sinh(x)"], "tanh": ["1/cosh(x)**2"],
    "asinh": ["1/sqrt(1 + x**2)"], "acosh": ["1/sqrt(x**2 - 1)"], "atanh": ["1/(1 - x**2)"],
    "atan2": ["y/(x**2 + y**2)", "-x/(x**2 + y**2)"],
    "erf": ["2*exp(-x**2)/sqrt(pi)"], "erfc": ["-2*exp(-x**2)/sqrt(pi)"],
    "gamma": ["gamma(x)*digamma(x)"], "lgamma": ["digamma(x)"], "digamma": ["polygamma(1, x)"],
    "polygamma": ["unsure(x)", "polygamma(x + 1, y)"],
    "floor": ["0"], "ceil": ["0"], "unsure": ["unsure(x)"],
}  # fmt: skip
EDGES = {
    "log": ["x"], "log1p": ["1 + x"], "sqrt": ["x"], "cbrt": ["x"], "asin": ["1 - x", "1 + x"], "acos": ["1 - x", "1 + x"],
    "acosh": ["x - 1"], "atanh": ["1 - x", "1 + x"],
}  # fmt: skip
OUTSIDE = {"log": "<=", "log1p": "<=", "sqrt": "<", "asin": "<", "acos": "<", "acosh": "<", "atanh": "<="}
ALIASES = {
    "ln": "log", "σ": "sigmoid", "swish": "silu", "expit": "sigmoid", "logistic": "sigmoid", "tg": "tan", "sgn": "sign", "gammaln": "lgamma", "loggamma": "lgamma",
    **{f"arc{name}": f"a{name}" for name in ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "tan2")},
}  # fmt: skip
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
COMPARED = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq, ast.NotEq: operator.ne}  # fmt: skip


def gamma(ctx: Any, x: Any) -> Any:
    """mpmath's own is slow the first time; loggamma is not."""
    return ctx.exp(ctx.loggamma(x)) if x > 0 else ctx.pi / (ctx.sinpi(x) * ctx.exp(ctx.loggamma(1 - x)))


def lgamma(ctx: Any, x: Any) -> Any:
    return ctx.loggamma(x) if x > 0 else ctx.log(ctx.pi / abs(ctx.sinpi(x))) - ctx.loggamma(1 - x)


def cbrt(ctx: Any, x: Any) -> Any:
    return ctx.sign(x) * ctx.cbrt(abs(x))


BY_HAND: dict[str, Callable[..., Any]] = {"gamma": gamma, "lgamma": lgamma, "cbrt": cbrt}
GROWS = {"exp": 1, "expm1": 1, "sinh": 1, "cosh": 1}  # functions whose value is beyond all bounds soon


@cache
def read(text: str) -> ast.expr:
    """The tree of an expression; numbers keep their text."""
    source = text.replace("^", "**").strip()
    tree = ast.parse(f"({source})", mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value = Fraction((ast.get_source_segment(f"({source})", node) or "").replace("_", ""))  # type: ignore[assignment]
    return tree


def statements(program: str) -> list[tuple[str, ast.expr]]:
    """The statements of a program of this test's own making: `a = …; b = …; …`."""
    found = []
    for part in program.split(";"):
        name, equals, body = part.partition("=") if part.split("=")[0].strip().isidentifier() else ("J", "", part)
        found.append((name.strip(), read(body if equals else part)))
    return found


# ---- one walk -------------------------------------------------------------------------------------------------------


class Walk:
    """A walk at one level of precision. `signs` holds the sign of every edge's expression, `edge` says if one is 0."""

    def __init__(self, level: int) -> None:
        self.level = level
        self.contexts = tuple(context(digits) for digits in LEVELS[level])
        self.signs: dict[tuple[Any, ...], int] = {}
        self.edge = False
        self.quiet = 0  # within a derivative's text nothing is an edge of the program
        self.path: tuple[int, ...] = ()

    # numbers

    def real(self, number: Any) -> tuple[Any, Any]:
        if isinstance(number, Real):
            return number.parts
        low, high = (ctx.mpf(number.numerator) / ctx.mpf(number.denominator) for ctx in self.contexts)
        if low == high and not isinstance(number, Nought) and fraction(high) != number:
            raise NeedMore  # both have lost the same digits: 1e600 + 0.001 is not 1e600
        return low, high

    def settled(self, parts: Sequence[Any]) -> Any:
        """The number that two contexts found, if they agree; 0 where what they found only shrinks with the precision."""
        low, high = parts
        if not (self.contexts[0].isfinite(low) and self.contexts[1].isfinite(high)):
            raise Unsure("infinite")
        if high and abs(low - high) <= SURE * abs(high):
            if abs(mpmath.log10(abs(high))) > LARGEST and high.man and high.exp > 0:
                raise Unsure("too large")
            return Real((low, high))
        if self.level == 0:
            raise NeedMore
        between = LEVELS[self.level][1] - LEVELS[self.level][0]
        if abs(high) <= abs(low) * mpmath.mpf(10) ** -(between // 2) or (
            not low and abs(high) <= mpmath.mpf(10) ** -LEVELS[self.level][0]
        ):
            return Nought(0)
        raise NeedMore

    def each(self, function: Callable[..., Any], *numbers: Any) -> Any:
        """The function of plain numbers, in both contexts."""
        columns = zip(self.contexts, *(self.real(n) for n in numbers), strict=True)
        try:
            return self.settled([function(ctx, *parts) for ctx, *parts in columns])
        except (ZeroDivisionError, OverflowError, MemoryError, ValueError, mpmath.libmp.NoConvergence) as error:
            raise Unsure(str(error)) from None

    def sign(self, number: Any) -> int:
        while isinstance(number, Dual):
            number = number.value
        if isinstance(number, Fraction):
            return (number > 0) - (number < 0)
        return 1 if number.parts[1] > 0 else -1

    def difference_sign(self, a: Any, b: Any) -> int:
        return self.sign(self.apply("-", [plain(a), plain(b)]))

    def whole(self, number: Any) -> tuple[int, bool]:
        """The whole number at or below, and whether the number is whole."""
        number = plain(number)
        if isinstance(number, Fraction):
            return number.numerator // number.denominator, number.denominator == 1
        if abs(number.parts[1]) > mpmath.mpf(10) ** 100:
            raise Unsure("whole?")
        near = int(self.contexts[1].nint(number.parts[1]))
        sign = self.difference_sign(number, Fraction(near))
        return (near, True) if sign == 0 else (near if sign > 0 else near - 1, False)

    def note(self, key: Any, sign: int) -> None:
        if not self.quiet:
            self.signs[(*self.path, key)] = sign
            self.edge = self.edge or sign == 0

    # trees

    def or_none(self, tree: ast.expr, env: Mapping[str, Any]) -> Any:
        """The value, or the NoValue that says why there is none: only who uses it has none either."""
        try:
            return self.value(tree, env)
        except NoValue as reason:
            return reason

    def value(self, tree: ast.expr, env: Mapping[str, Any]) -> Any:
        match tree:
            case ast.Constant():
                return tree.value
            case ast.Name():
                found = env[tree.id] if tree.id in env else self.constant(tree.id)
                if isinstance(found, NoValue):
                    raise found
                return found
            case ast.UnaryOp(op=ast.USub()):
                return self.apply("*", [Fraction(-1), self.value(tree.operand, env)], tree)
            case ast.UnaryOp(op=ast.UAdd()):
                return self.value(tree.operand, env)
            case ast.BinOp():
                return self.apply(
                    OPERATORS[type(tree.op)], [self.value(tree.left, env), self.value(tree.right, env)], tree
                )
            case ast.Call(func=ast.Name(id="where")):
                condition, yes, no = tree.args
                return self.value(yes if self.holds(condition, env) else no, env)
            case ast.Call(func=ast.Name()):
                name = ALIASES.get(tree.func.id, tree.func.id)
                return self.call(name, [self.value(a, env) for a in tree.args], tree)
        raise Unsure(ast.dump(tree))

    def constant(self, name: str) -> Real:
        if name not in ("pi", "e"):
            raise KeyError(name)
        return Real(tuple(+ctx.pi if name == "pi" else ctx.e + 0 for ctx in self.contexts))  # type: ignore[arg-type]

    def holds(self, tree: ast.expr, env: Mapping[str, Any]) -> bool:
        """Whether a condition holds. Every comparison in it is an edge; all are looked at, so that none is missed."""
        match tree:
            case ast.BoolOp():
                settles = isinstance(tree.op, ast.Or)
                settled = False
                for part in tree.values:
                    try:
                        settled |= self.holds(part, env) == settles
                    except NoValue:
                        if not settled:  # what comes after the part that settles it need not have a value
                            raise
                return settled == settles
            case ast.UnaryOp(op=ast.Not()):
                return not self.holds(tree.operand, env)
            case ast.Compare():
                sides = self.value(tree.left, env), self.value(tree.comparators[0], env)
                sign = self.difference_sign(*sides)
                self.edge |= any(isinstance(side, Dual) and side.slope is None for side in sides)
                self.note((id(tree), "point") if type(tree.ops[0]) in (ast.Eq, ast.NotEq) else id(tree), sign)
                return bool(COMPARED[type(tree.ops[0])](sign, 0))
        raise Unsure(ast.dump(tree))

    def call(self, name: str, args: list[Any], tree: Any) -> Any:
        if name == "pow":
            return self.apply("**", args, tree)
        if name == "log" and len(args) == 2:
            return self.apply("/", [self.apply("log", args[:1], tree), self.apply("log", args[1:], (tree,))], tree)
        if name in ("max", "min"):
            return self.extreme(1 if name == "max" else -1, args, tree)
        if name in DEFINED:
            outer, self.path = self.path, (*self.path, id(tree))
            try:
                return self.value(read(DEFINED[name]), dict(zip("xyz", args, strict=False)))
            finally:
                self.path = outer
        return self.apply(name, args, tree)

    def extreme(self, way: int, args: list[Any], tree: Any) -> Any:
        """The largest (smallest); an equal share of the slope for each that ties."""
        best, tied = args[0], 1
        for k, other in enumerate(args[1:]):
            sign = way * self.difference_sign(other, best)
            self.note((id(tree), k), sign)
            if sign > 0:
                best, tied = other, 1
            elif sign == 0:
                tied += 1
                best = self.shared(best, other, Fraction(1, tied))
        return best

    def shared(self, a: Any, b: Any, part: Fraction) -> Any:
        """Between two equal numbers: the slope of b has its part, the slope of a the rest."""
        mixed = self.apply("*", [1 - part, a]), self.apply("*", [part, b])
        return self.apply("+", list(mixed)) if isinstance(a, Dual) or isinstance(b, Dual) else a

    # operations

    def apply(self, op: str, args: list[Any], tree: Any = None) -> Any:
        tags = [a.tag for a in args if isinstance(a, Dual)]
        if not tags:
            self.edges(op, args, tree)
            return self.plain(op, args)
        tag = max(tags)
        values = [a.value if isinstance(a, Dual) and a.tag == tag else a for a in args]
        slopes = [a.slope if isinstance(a, Dual) and a.tag == tag else Fraction(0) for a in args]
        value = self.apply(op, values, tree)
        self.quiet += 1
        try:
            return Dual(tag, value, self.slope(op, values, slopes))
        finally:
            self.quiet -= 1

    def slope(self, op: str, values: list[Any], slopes: list[Any]) -> Any:
        total: Any = Fraction(0)
        for k, slope in enumerate(slopes):
            if slope is None:
                return None
            if isinstance(slope, Fraction) and not slope:
                continue
            try:
                total = self.apply("+", [total, self.apply("*", [self.partial(op, values, k), slope])])
            except NoValue:
                return None
        return total

    def partial(self, op: str, values: list[Any], k: int) -> Any:
        if op in ("+", "-"):
            return Fraction(1 if op == "+" or not k else -1)
        if op == "*":
            return values[1 - k]
        if op == "/":
            return self.value(read("1/y" if not k else "-x/y**2"), dict(zip("xy", values, strict=True)))
        if op == "**":
            return self.power_partial(values, k)
        return self.value(read(DERIVATIVES[op][k]), dict(zip("xy", values, strict=False)))

    def power_partial(self, values: list[Any], k: int) -> Any:
        env = dict(zip("xy", values, strict=True))
        if self.sign(values[0]) == 0:
            below = self.difference_sign(values[1], Fraction(1))
            if not k and below >= 0:
                return self.value(read("y*x**(y - 1)"), env) if below else Fraction(1)
            raise NoValue if not k else Unsure("0**y by y")
        if k and self.sign(values[0]) < 0:
            raise NoValue
        return self.value(read("x**y*log(x)" if k else "y*x**(y - 1)"), env)

    def edges(self, op: str, args: list[Any], tree: Any) -> None:
        """Note the signs of what an operation has an edge at. Raise NoValue outside its domain."""
        key = id(tree)
        if op == "/":
            self.note((key, "pole"), self.sign(args[1]))
            if not self.sign(args[1]):
                raise NoValue("division by 0")
        elif op == "**":
            self.power_edges(args, key)
        elif op in ("gamma", "lgamma", "digamma", "polygamma", "floor", "ceil"):
            below, is_whole = self.whole(args[-1])
            of_gamma = op not in ("floor", "ceil")
            if of_gamma and below > 0:
                below, is_whole = 0, False
            self.note((key, "whole"), 0 if is_whole else 1)
            if not is_whole:
                self.note((key, "pole" if of_gamma else "below"), below or 10**9)
            if of_gamma and is_whole:
                raise NoValue("a pole of gamma")
        elif op == "atan2":
            y, x = map(self.sign, args)
            if x < 0:
                self.note(key, y)
            if not x and not y:
                raise NoValue("atan2(0, 0)")
        for k, text in enumerate(EDGES.get(op, ())):
            self.quiet += 1
            sign = self.sign(self.value(read(text), {"x": args[0]}))
            self.quiet -= 1
            self.note((key, k), sign)
            if op in OUTSIDE and (sign < 0 or (sign == 0 and OUTSIDE[op] == "<=")):
                raise NoValue(f"outside {op}")

    def power_edges(self, args: list[Any], key: Any) -> None:
        base, (below, is_whole), positive = self.sign(args[0]), self.whole(args[1]), self.sign(args[1]) > 0
        if not base and not self.sign(args[1]):
            raise Unsure("0**0")
        if not base and not positive:
            raise NoValue("0 to a negative power")
        if base < 0 and not is_whole:
            raise NoValue("a negative number to a broken power")
        if not (is_whole and below > 0):
            self.note(key, base)
        if is_whole and base <= 0:  # where the exponent moves, it leaves the domain
            self.note((key, "whole"), below or 10**9)

    def plain(self, op: str, args: list[Any]) -> Any:
        exact = all(isinstance(a, Fraction) for a in args)
        if op in ("+", "-", "*", "/"):
            if any(isinstance(a, Nought) for a in args) and op in ("*", "/"):
                return Nought(0)
            if op == "*" and any(isinstance(a, Fraction) and not a for a in args):
                return Fraction(0)
            function = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}[op]
            if exact:
                found = function(*args)
                if found.numerator.bit_length() + found.denominator.bit_length() < MOST_BITS:
                    return found
            return self.each(lambda _, a, b: function(a, b), *args)
        if op in ("floor", "ceil"):
            below, is_whole = self.whole(args[0])
            return Fraction(below if is_whole or op == "floor" else below + 1)
        if op == "**":
            return self.power(*args)
        if op == "unsure":
            raise Unsure("a convention that is not written down")
        if op == "polygamma":
            order, _ = self.whole(args[0])
            return self.each(lambda ctx, x: ctx.polygamma(order, x), args[1])
        if (
            exact
            and not args[0]
            and op in ("sin", "tanh", "sinh", "asin", "atan", "asinh", "atanh", "erf", "expm1", "log1p", "sqrt", "cbrt")
        ):
            return Fraction(0)
        if exact and (op, args[0]) in (
            (("exp"), 0),
            ("cos", 0),
            ("cosh", 0),
            ("log", 1),
            ("acosh", 1),
            ("acos", 1),
            ("lgamma", 1),
            ("lgamma", 2),
        ):
            return Fraction(1 if op in ("exp", "cos", "cosh") else 0)
        size = max(abs(p[1]) for p in map(self.real, args))
        if (
            size > FARTHEST
            or (op in GROWS and self.sign(args[0]) > 0 and size > 2.4e6)
            or (op in ("gamma", "erfc", "digamma") and size > 10**5)
        ):
            raise Unsure("too large")
        if (op == "tanh" and size > 300) or (
            op in ("erf", "erfc") and size > 60 and (op == "erf" or self.sign(args[0]) < 0)
        ):
            raise Unsure("too near to 1, or to 2")
        return self.each(BY_HAND.get(op, lambda ctx, *parts: getattr(ctx, op)(*parts)), *args)

    def power(self, base: Any, exponent: Any) -> Any:
        if not self.sign(exponent):
            return Fraction(1)
        if not self.sign(base):
            return Fraction(0)
        below, is_whole = self.whole(exponent)
        if is_whole:
            if (
                isinstance(base, Fraction)
                and abs(below) * (base.numerator.bit_length() + base.denominator.bit_length()) < MOST_BITS
            ):
                return base**below
            if isinstance(base, Fraction) and abs(base) == 1:
                return base ** (below % 2)
            if abs(below) < 10**4:
                return self.each(lambda ctx, x: x**below, base)
        size = abs(self.real(exponent)[1] * mpmath.log10(abs(self.real(base)[1])))
        if size > LARGEST:
            raise Unsure("too large")
        odd = is_whole and below % 2 and self.sign(base) < 0
        found = self.each(lambda ctx, x, y: abs(x) ** y, base, exponent)
        return self.apply("*", [Fraction(-1), found]) if odd else found


def plain(number: Any) -> Any:
    while isinstance(number, Dual):
        number = number.value
    return number


# ---- questions ------------------------------------------------------------------------------------------------------


class Slopes(NamedTuple):
    """`value` is that of the conventions (None: there is none), `left` and `right` the slopes of the two sides."""

    value: Any
    left: Any
    right: Any
    smooth: bool  # no edge of an operation at the point itself


STEPS = (("1e-120", "1e-160", 1), ("1e-700", "1e-750", 3))
SAME = mpmath.mpf(10) ** -15


@dataclass
class Oracle:
    """A program's statements and the texts of its inputs' values. `by` and `to` name what moves and what is looked at."""

    body: Sequence[tuple[str, ast.expr]]
    at: Mapping[str, str]
    known: dict[int, dict[str, Any]] = field(default_factory=dict)

    def here(self, level: int) -> dict[str, Any]:
        """Every value at the point."""
        if level not in self.known:
            walk = Walk(level)
            env = {name: walk.value(read(text), {}) for name, text in self.at.items()}
            for name, tree in self.body:
                env[name] = walk.or_none(tree, env)
            self.known[level] = env
        return self.known[level]

    def moved(self, walk: Walk, by: str, to: str, change: Callable[[Any], Any], *, local: bool = False) -> Any:
        """The value of `to` after `by` has been changed; `local`: along its own edge alone."""
        env = dict(self.here(walk.level))
        if isinstance(env[by], NoValue):
            raise Unsure("what moves has no value")
        env[by] = change(env[by])
        changed, needed = {by}, self.needed(to)
        for name, tree in self.body:
            if name in needed and name != by and (name == to if local else not changed.isdisjoint(names_in(tree))):
                env[name] = walk.or_none(tree, env)
                changed.add(name)
            if name == to:
                break
        out = env[to]
        if isinstance(out, NoValue):
            raise out
        if not (isinstance(out, Dual) and out.slope is None) and any(
            isinstance(env[n], NoValue) or (isinstance(env[n], Dual) and env[n].slope is None) for n in changed
        ):
            raise Unsure("a node beside the branch that is taken has no value near by")
        return out

    def needed(self, to: str) -> set[str]:
        """The names that `to` is made of, its own included."""
        found = {to}
        for name, tree in reversed(self.body):
            if name in found:
                found.update(names_in(tree))
        return found

    def shifted(self, walk: Walk, by: str, to: str, step: Fraction, *, local: bool = False) -> Any:
        return self.moved(walk, by, to, lambda x: walk.apply("+", [x, step]), local=local)

    def values(self) -> dict[str, Any]:
        return sure(self.here)

    def at_step(self, by: str, to: str, step: Fraction, *, local: bool = False) -> Any:
        """The value of `to` with `by` raised by `step`. Raise NoValue where there is none."""
        return sure(lambda level: self.shifted(Walk(level), by, to, step, local=local))

    def quotient(self, by: str, to: str, step: Fraction, minus: Fraction = Fraction(0), *, local: bool = False) -> Any:
        """The nudge's quotient between `minus` and `step`."""

        def found(level: int) -> Any:
            walk = Walk(level)
            ends = [self.shifted(walk, by, to, s, local=local) for s in (step, minus)]
            quotient = walk.apply("/", [walk.apply("-", ends), step - minus])
            if isinstance(quotient, Nought) and level < len(LEVELS) - 2:
                raise NeedMore
            return quotient

        return sure(found)

    def dual(
        self, by: str, to: str, *, local: bool = False, step: Fraction = Fraction(0)
    ) -> tuple[Any, bool, dict[Any, int], Any]:
        """The slope by the conventions, whether an edge is here, the signs, and the value, at `step` from the point."""

        def found(level: int) -> tuple[Any, bool, dict[Any, int], Any]:
            walk = Walk(level)
            out = self.moved(walk, by, to, lambda x: Dual(1, walk.apply("+", [x, step]), Fraction(1)), local=local)
            slope, value = (out.slope, out.value) if isinstance(out, Dual) else (Fraction(0), out)
            return slope, walk.edge, walk.signs, value

        return sure(found)

    def second(self, by: str, other: str, to: str) -> Any:
        """The second derivative; None where an edge is here."""

        def found(level: int) -> Any:
            walk = Walk(level)
            env = dict(self.here(level))
            for name in {by, other}:
                inner = Dual(1, env[name], Fraction(int(name == other)))
                env[name] = Dual(2, inner, Fraction(int(name == by)))
            for name, tree in self.body:
                env[name] = walk.or_none(tree, env)
            out = env[to]
            if isinstance(out, NoValue):
                return None
            first = out.slope if isinstance(out, Dual) and out.tag == 2 else Fraction(0)
            return (
                None
                if walk.edge
                else first.slope
                if isinstance(first, Dual)
                else Fraction(0)
                if first is not None
                else None
            )

        return sure(found)

    def slopes(self, by: str, to: str, *, local: bool = False) -> Slopes:
        """What is true of the derivative of `to` by `by`."""
        try:
            value, edge, signs, _ = self.dual(by, to, local=local)
        except NoValue:
            return Slopes(None, None, None, smooth=True)
        if not edge:
            return Slopes(value, value, value, smooth=True)
        return Slopes(value, *(self.one_side(by, to, side, signs, local=local) for side in (-1, 1)), smooth=False)

    def one_side(self, by: str, to: str, side: int, signs: dict[Any, int], *, local: bool) -> Any:
        """One side's slope, the limit of differences; None where they run away or there is no value."""
        here = sure(lambda level: self.here(level)[by])
        size = min(Fraction(1), abs(here)) if isinstance(here, Fraction) and here else Fraction(1)
        for far, near, level in STEPS:
            try:
                ends = [
                    self.extrapolated(by, to, side * size * Fraction(h), level, signs, local=local) for h in (far, near)
                ]
            except NoValue:
                return None
            except NeedMore:
                continue
            return limit(*ends)
        raise Unsure("an edge too near by")

    def extrapolated(self, by: str, to: str, step: Fraction, level: int, signs: dict[Any, int], *, local: bool) -> Any:
        """The difference quotient with the first order of its error taken away. Raise NeedMore where an edge lies between."""
        found = []
        for h in (step, step / 2):
            walk = Walk(level)
            end = self.shifted(walk, by, to, h, local=local)
            if any(signs[key] != sign for key, sign in walk.signs.items() if signs.get(key)):
                raise NeedMore
            start = self.here(level)[to]
            found.append(walk.apply("/", [walk.apply("-", [end, start]), h]))
        if all(isinstance(q, Fraction) for q in found):
            return 2 * found[1] - found[0]
        one, half = (walk.real(q) for q in found)
        if abs(2 * half[1] - one[1]) <= SURE * abs(one[1]):
            return Fraction(0)  # of a parabola nothing is left but noise
        return Real(tuple(2 * b - a for a, b in zip(one, half, strict=True)))  # type: ignore[arg-type]

    def edge_within(
        self, by: str, to: str, low: Fraction, high: Fraction, *, local: bool = False, pieces: int = 8
    ) -> bool:
        """Whether between two steps from the point there is a kink, a jump, a pole or the domain's end."""
        try:
            places = {low + (high - low) * k / pieces for k in range(pieces + 1)}
            here = sure(lambda level: self.here(level)[by])
            if isinstance(here, Fraction):  # poles that keep the sign are mostly at whole numbers
                places |= {n - here for n in range(-3, 4) if low < n - here < high}
            steps = sorted(places)
            ends = [self.dual(by, to, local=local, step=step) for step in steps]
            usual = max(abs(as_mpf(e[0])) for e in ends if e[0] is not None)
            return any(
                differing(a, b) and self.breaks(by, to, (low, high), piece, usual, local=local)
                for piece, (a, b) in zip(pairwise(steps), pairwise(ends), strict=True)
            )
        except NoValue:
            return True

    def breaks(
        self,
        by: str,
        to: str,
        ends: tuple[Fraction, Fraction],
        piece: tuple[Fraction, Fraction],
        usual: Any,
        *,
        local: bool,
    ) -> bool:
        """Whether between two steps the slope or the value changes where the signs do, which bisection finds."""
        low, high = piece
        a, first = self.dual(by, to, local=local, step=low), low
        beyond = (high - low) / 2**60
        kinds = {
            key[-1][-1] for key in differing(a, self.dual(by, to, local=local, step=high)) if isinstance(key[-1], tuple)
        }
        if "pole" in kinds:
            return True
        if "point" in kinds:
            raise Unsure("another value at a single point, perhaps")
        for _ in range(58):
            middle = (low + high) / 2
            m = self.dual(by, to, local=local, step=middle)
            if differing(a, m):
                high = middle
            else:
                low, a = middle, m
        if low == ends[0] or high == ends[1]:
            raise Unsure("an edge at the end of the nudge")
        if low == first:
            low -= beyond
            a = self.dual(by, to, local=local, step=low)
        high += beyond  # bisection may have met the edge itself
        b = self.dual(by, to, local=local, step=high)
        if a[0] is None or b[0] is None:
            return True
        left, right = as_mpf(a[0]), as_mpf(b[0])
        most = max(abs(left), abs(right))
        jump = abs(as_mpf(a[3]) - as_mpf(b[3])) > 100 * most * abs(as_mpf(high - low)) + SAME * abs(as_mpf(a[3]))
        bends = abs(left - right) > mpmath.mpf(10) ** -6 * most + SAME * usual  # a smooth slope may be 0 here
        return bool(jump or bends or most > 10**5 * (usual + 1))


def differing(a: tuple[Any, ...], b: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """The edges' expressions whose signs are others at two points."""
    return [key for key, sign in a[2].items() if b[2].get(key, sign) != sign]


def limit(far: Any, near: Any) -> Any:
    """Where quotients at a small and a smaller step go; None: nowhere."""
    if plain(far) == plain(near):
        return near
    a, b = abs(as_mpf(far)), abs(as_mpf(near))
    if abs(as_mpf(far) - as_mpf(near)) <= SAME * b:
        return near
    if b > a * mpmath.mpf("1.05"):
        return None
    if b < a / 20:
        return Fraction(0)
    raise Unsure("no limit is seen")


def sure(find: Callable[[int], Any]) -> Any:
    """What is found at the first level of precision that suffices. Raise Unsure where none does."""
    for level in range(len(LEVELS) - 1):
        try:
            return find(level)
        except NeedMore:
            continue
        except RecursionError:
            break
    raise Unsure("digits are lost, however many there are")


def as_mpf(number: Any) -> Any:
    """The number in the context of hundreds of digits that it was found in."""
    number = plain(number)
    if isinstance(number, Real):
        return number.parts[1]
    ctx = context(LEVELS[0][1])
    return ctx.mpf(number.numerator) / ctx.mpf(number.denominator)


def same(a: Any, b: Any, within: Any = SAME) -> bool:
    """Whether two numbers are equal for what the oracle knows of them."""
    if a is None or b is None:
        return a is b
    if isinstance(a, Fraction) and isinstance(b, Fraction) and a == b:
        return True
    return bool(abs(as_mpf(a) - as_mpf(b)) <= within * max(abs(as_mpf(a)), abs(as_mpf(b))))


def evaluated(text: str, values: Mapping[str, Any]) -> Any:
    """A formula of symback's, read by the oracle, at values that it found itself (at the first level)."""
    return Walk(0).value(read(text), values)


def fraction(number: Any) -> Fraction:
    """The rational that a number of a context is."""
    sign, mantissa, exponent, _ = number._mpf_
    return Fraction(-1 if sign else 1) * int(mantissa) * Fraction(2) ** int(exponent)


def names_in(tree: ast.expr) -> Iterator[str]:
    """The variables of a tree."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    yield from (n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and id(n) not in called)
