"""Expressions of sympy as programs: text in our language, and the symbol that each name stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import sympy
from sympy.core.function import Application
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import Boolean

from symback import functions
from symback.errors import SymbackError, suggestion
from symback.symbolic import OURS, Printer, parts
from symback.syntax.names import GREEK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_TERMS = 1000  # of a Sum or Product that is written out
MOST_PARTS = 3000  # of one formula: in a larger one, parts that come again become statements
WORDS = {"and", "or", "not"}
# What sympy has and our language writes as a formula of the arguments.
WRITTEN: dict[str, Callable[..., Any]] = {
    "sinc": lambda x: sympy.Piecewise((sympy.sin(x) / x, sympy.Ne(x, 0)), (1, True)),
    "frac": lambda x: x - sympy.floor(x),
    "Mod": lambda x, y: x - y * sympy.floor(x / y),
    "factorial": lambda n: sympy.gamma(n + 1),
    "binomial": lambda n, k: sympy.gamma(n + 1) / (sympy.gamma(k + 1) * sympy.gamma(n - k + 1)),
    "beta": lambda x, y: sympy.gamma(x) * sympy.gamma(y) / sympy.gamma(x + y),
    "harmonic": lambda n: sympy.digamma(n + 1) + sympy.EulerGamma,
    "log1p": lambda x: sympy.log(1 + x),
    "expm1": lambda x: sympy.exp(x) - 1,
}
READ = (
    sympy.Symbol, sympy.Number, sympy.NumberSymbol, sympy.Add, sympy.Mul, sympy.Pow, Application, ExprCondPair, Boolean,
)  # fmt: skip
WRITTEN_OUT = (sympy.Sum, sympy.Product, sympy.Derivative)
CONSTANTS = {"EulerGamma": "(-digamma(1))", "GoldenRatio": "((1 + sqrt(5))/2)", "Pi": "pi", "Exp1": "exp(1)"}


class Reading(NamedTuple):
    """A program, and the symbols of the person for its inputs' names."""

    program: str
    symbols: dict[str, Any]


def read(expression: object) -> Reading:
    """Return the program of a sympy expression. Raises SymbackError for what our language does not have."""
    if not isinstance(expression, sympy.Expr):
        raise refused(expression, "one expression, not")
    try:
        plain = written_out(expression)
        names = named(plain)
        printer = Reader(names)
        shared, (last,) = sympy.cse([plain]) if parts(plain, MOST_PARTS) > MOST_PARTS else ([], (plain,))
        names.update({symbol: free_name(str(symbol), set(names.values())) for symbol, _ in shared})
        lines = [f"{names[symbol]} = {printer.doprint(part)}" for symbol, part in shared]
        program = "\n".join([*lines, str(printer.doprint(last))])
    except RecursionError:
        raise SymbackError("the expression is nested too deeply", hint="statements for its parts") from None
    made = {symbol for symbol, _ in shared}
    return Reading(program, {name: symbol for symbol, name in names.items() if symbol not in made})


def written_out(expression: Any) -> Any:
    """Return an expression without sums, products, derivatives and functions that are formulas in our language."""
    for call in expression.atoms(sympy.Sum, sympy.Product):
        for _, *limits in call.limits:
            if len(limits) != 2 or not all(limit.is_Integer for limit in limits):
                raise refused(call, "the limits must be whole numbers:")
            if limits[1] - limits[0] >= MOST_TERMS:
                raise refused(call, f"more than {MOST_TERMS} terms:")
    return expression.replace(lambda part: isinstance(part, WRITTEN_OUT), lambda part: part.doit())


def named(expression: Any) -> dict[Any, str]:
    """Return a name for every symbol, near to its own, in the order of sympy's sorting."""
    names: dict[Any, str] = {}
    for symbol in sorted(expression.free_symbols, key=lambda symbol: symbol.sort_key()):
        names[symbol] = free_name(str(symbol), set(names.values()))
    return names


def free_name(wanted: str, taken: set[str]) -> str:
    """Return a name of our language that is not taken: `x_{1}` is x_1, a second x is x_2."""
    plain = re.sub(r"_*[^A-Za-z0-9_]+_*", "_", "".join(GREEK.get(char, char) for char in wanted)).strip("_")
    if not plain or plain[0].isdigit():
        plain = f"x_{plain}".rstrip("_")
    if plain in WORDS or plain == "pi":
        plain += "_1"
    found, count = plain, 2
    while found in taken:
        found, count = f"{plain}_{count}", count + 1
    return found


def refused(part: Any, why: str) -> SymbackError:
    """Return the error for a part of an expression that our language does not have."""
    shown = str(part)
    return SymbackError(f"{why} {shown if len(shown) <= 60 else shown[:59] + '…'}")


class Reader(Printer):
    """Writes an expression in our language, symbols by their names."""

    def __init__(self, names: Mapping[Any, str]) -> None:
        super().__init__()
        self.names = names

    def _print(self, expr: Any, **settings: Any) -> str:
        if not isinstance(expr, READ):
            raise refused(expr, "the language does not have")
        return str(super()._print(expr, **settings))

    def _print_Symbol(self, expr: Any) -> str:
        return self.names[expr]

    _print_Dummy = _print_Symbol

    def _print_Float(self, expr: Any) -> str:
        text = repr(float(expr)) if expr._prec == 53 else str(super()._print_Float(expr))  # noqa: SLF001 (bits: 53 are a double's)
        mantissa, mark, exponent = text.partition("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}{mark}{exponent}"

    def _print_NumberSymbol(self, expr: Any) -> str:
        known = CONSTANTS.get(type(expr).__name__)
        if known is None:
            raise refused(expr, "the language does not have the constant")
        return known

    _print_Pi = _print_Exp1 = _print_EulerGamma = _print_GoldenRatio = _print_NumberSymbol
    _print_Catalan = _print_TribonacciConstant = _print_NumberSymbol

    def _print_ImaginaryUnit(self, expr: Any) -> str:
        raise refused(expr, "the language has real numbers alone, not")

    def _print_Infinity(self, expr: Any) -> str:
        raise refused(expr, "no number:")

    _print_NegativeInfinity = _print_ComplexInfinity = _print_NaN = _print_Infinity

    def _print_Function(self, expr: Any) -> str:
        name = expr.func.__name__
        if name in WRITTEN:
            return f"({self._print(WRITTEN[name](*expr.args))})"
        operation = getattr(expr, "operation", None) or OURS.get(name, name)
        if operation.startswith("where"):
            return str(super()._print_Function(expr))
        row = functions.BY_NAME.get(functions.CALLED.get(operation, ""))
        if row is None:
            near = suggestion(name, list(functions.CALLED))
            raise SymbackError(f"{name} is not a function of the language", hint=near)
        low, high = row.arity
        if not low <= len(expr.args) <= high:
            raise refused(expr, f"{row.name} takes {low} argument{'s' * (low > 1)}:")
        return f"{row.name}({', '.join(self._print(argument) for argument in expr.args)})"

    _print_LatticeOp = _print_sinc = _print_frac = _print_factorial = _print_binomial = _print_Mod = _print_Function

    def _print_Heaviside(self, expr: Any) -> str:
        argument, at_zero = expr.args
        if at_zero == sympy.Rational(1, 2):
            return f"heaviside({self._print(argument)})"
        given = self._print(argument)
        return f"where({given} > 0, 1, where({given} < 0, 0, {self._print(at_zero)}))"

    def _print_Piecewise(self, expr: Any) -> str:
        pieces = list(expr.args)
        if pieces[-1].cond == True:  # noqa: E712 (sympy's true)
            out = self._print(pieces.pop().expr)
        else:  # where no condition holds there is no value
            some = min(expr.free_symbols, key=lambda symbol: symbol.sort_key())
            out = f"sqrt(-1 - {self._print(some)}**2)"
        for piece in reversed(pieces):
            out = f"where({self._print(piece.cond)}, {self._print(piece.expr)}, {out})"
        return out

    def _print_ITE(self, expr: Any) -> str:
        test, then, otherwise = expr.args
        return f"where({self._print(test)}, {self._print(then)}, {self._print(otherwise)})"

    def _print_Relational(self, expr: Any) -> str:
        return f"{self._print(expr.lhs)} {expr.rel_op} {self._print(expr.rhs)}"

    def _print_And(self, expr: Any) -> str:
        return self.joined(expr, " and ")

    def _print_Or(self, expr: Any) -> str:
        return self.joined(expr, " or ")

    def joined(self, expr: Any, word: str) -> str:
        return f"({word.join(self._print(part) for part in sorted(expr.args, key=str))})"

    def _print_Not(self, expr: Any) -> str:
        return f"(not {self._print(expr.args[0])})"
