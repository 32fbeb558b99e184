"""What can be chosen about a report."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symback.domains.text import DECIMAL_DIGITS, GET_DIGITS, TABLE_DIGITS
from symback.errors import SymbackError, Way
from symback.passes.nudge import FORWARD, SCHEMES

ARITHMETICS = ("auto", "exact", "decimal", "float")
MOST_SHOWN_DIGITS = 1000


@dataclass(frozen=True, slots=True)
class Options:
    """The choices, with their defaults. Raises SymbackError for one that cannot be.

    `epsilons` are the nudges; `scheme` is forward or central; `arithmetic` auto, exact, decimal or float; `digits` the
    significant decimal digits of what is not rational (None: 9 in tables, 17 for `--get` and csv, 30 in JSON); `partial` leaves inputs without a value as letters; `formulas`
    and `nudges` say whether those are wanted; `only` names what the output is to be differentiated by (None: everything);
    `check` says how a large graph's gradient is checked: all, sample, direction, none (which None is too);
    `parts` are the tables whose rows the report is to hold: forward, local, chained, gradient.
    """

    epsilons: tuple[Fraction, ...] = (Fraction(1, 1000),)
    scheme: str = FORWARD
    arithmetic: str = "auto"
    digits: int | None = None
    partial: bool = False
    formulas: bool = True
    nudges: bool = True
    only: frozenset[str] | None = None
    parts: frozenset[str] = frozenset({"forward", "local", "chained"})
    check: str | None = None

    def __post_init__(self) -> None:
        if self.scheme not in SCHEMES:
            raise SymbackError(f"the scheme is one of {', '.join(SCHEMES)}, not {self.scheme}")
        if self.arithmetic not in ARITHMETICS:
            raise SymbackError(f"the arithmetic is one of {', '.join(ARITHMETICS)}, not {self.arithmetic}")
        if self.digits is not None and not 1 <= self.digits <= MOST_SHOWN_DIGITS:
            raise SymbackError(f"digits are from 1 to {MOST_SHOWN_DIGITS}, not {self.digits}")
        if not self.epsilons or any(not 0 < e <= 10**6 or e.denominator > 10**200 for e in self.epsilons):
            raise SymbackError("a nudge is above 0, from 1e-200 to 1e6", hint=Way("--eps 0.001", "Fraction(1, 1000)"))

    @property
    def decimals(self) -> int:
        """The digits that decimal arithmetic has to find, and JSON writes."""
        return self.digits or DECIMAL_DIGITS

    @property
    def get_digits(self) -> int:
        """The digits of what a script reads: `--get`, csv and tsv."""
        return self.digits or GET_DIGITS

    @property
    def table_digits(self) -> int:
        """The digits that people read."""
        return self.digits or TABLE_DIGITS
