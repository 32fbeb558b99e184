"""Reading what is typed into a box: a number, a fraction, or a formula in the program's names, evaluated at the point.

An answer is right where it is as near to the truth as people write numbers: within half a hundredth, as in a table of two
decimals. Small values (below a tenth) take five in a hundred of themselves instead, so that 0 is no answer for 0.001, and large ones
(above a million) their first nine digits. 0 is 0.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from symback import functions
from symback.domains.ball import within
from symback.domains.exact import Exact
from symback.domains.text import as_fraction
from symback.domains.values import Number, Undefined, Value
from symback.errors import SymbackError, suggestion
from symback.exercise.model import FORWARD, LOCAL
from symback.report.get import Wanted
from symback.syntax.parser import Parser
from symback.syntax.tokens import tokenize

if TYPE_CHECKING:
    from symback.exercise.model import Box, Exercise
    from symback.syntax.formula import Formula

RIGHT, WRONG, UNREADABLE = "right", "wrong", "unreadable"
LONGEST = 300  # characters
HALF_A_HUNDREDTH = Fraction(1, 200)
SMALL, LARGE = Fraction(1, 20), Fraction(5, 10**9)  # shares of the value itself
NOISE = Fraction(1, 10**12)  # of doubles: what a 0 may come out as
# What keyboards and copied text put where the language has a minus, a blank or a prime.
TYPED = str.maketrans(dict.fromkeys("‐‑‒–—﹣－", "-") | dict.fromkeys("\u00a0\u2009\u202f\u2007", " ") | {"⁄": "/", "∕": "/", "⋅": "*", "∙": "*"})  # fmt: skip
# Numbers as schools write them, which the language has not.
COMMA, THOUSANDS = re.compile(r"[-+]?[0-9]+,[0-9]+"), re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")
RATIO = re.compile(r"[-+]?[0-9]+ ?: ?[0-9]+")
MIXED = re.compile("([-+]?)([0-9]*) ?([¼-¾⅐-⅞])")
EQUALS = re.compile(r"(?<![<>=!])=(?!=)")  # not of a comparison


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of an answer: right, wrong, or unreadable with the reason. `value` is what it came to at the point.

    `formula` is what was typed where formulas are asked for.
    """

    verdict: str
    value: Number | None = None
    reason: str = ""
    formula: Formula | None = None


def judge(exercise: Exercise, box: Box, typed: str) -> Judged:
    """True if `typed` is the answer of a box. Never raises, whatever is typed."""
    try:
        formula = read(exercise, box, typed)
        if box.answer is None:
            return Judged(RIGHT if same_formula(exercise, box, formula) else WRONG, formula=formula)
        value = evaluated(exercise, formula)
    except SymbackError as error:
        return Judged(UNREADABLE, None, error.reason + (f"; try: {error.hint}" if error.hint else ""))
    if isinstance(value, Undefined):
        return Judged(UNREADABLE, None, value.reason)
    return Judged(RIGHT if is_right(value, box.answer) else WRONG, value)


def read(exercise: Exercise, box: Box, typed: str) -> Formula:
    """The formula that an answer writes. Raises SymbackError where it writes none, or a name that cannot be used."""
    text = " ".join(EQUALS.split(typed.translate(TYPED))[-1].split())
    if len(text) > LONGEST:
        raise SymbackError(f"an answer has at most {LONGEST} characters")
    if not text:
        raise SymbackError("a number is missing")
    tokens = tokenize(as_written(text).removeprefix("+"))
    names = usable(exercise, box)
    known = {*exercise.graph.inputs, *exercise.graph.by_name}
    formula, end = Parser(text, functions.CONSTANTS - known).parse(tokens, 0)
    if tokens[end].kind != "end":
        raise SymbackError("an answer is one number or formula")
    for name in formula.names:
        if name not in names:
            raise unknown(name, names, known, box)
        if box.kind == FORWARD:
            raise SymbackError(f"a number is asked for: what does {name} come to?")
    return formula


def as_written(text: str) -> str:
    """A number as people write it, in the language's way: 4½ is (4+1/2), 9:2 is 9/2, 4,5 is 4.5; other text as it is.

    Raises SymbackError for 4,500, which may be meant either way.
    """
    if found := MIXED.fullmatch(text):
        part = unicodedata.normalize("NFKC", found[3]).replace("⁄", "/")
        return f"{found[1]}({found[2] or 0}+{part})"
    if THOUSANDS.fullmatch(text):
        raise SymbackError(
            f"{text} can be read in two ways", hint=f"{text.replace(',', '.')} or {text.replace(',', '')}"
        )
    return text.replace(",", ".").replace(":", "/") if COMMA.fullmatch(text) or RATIO.fullmatch(text) else text


def usable(exercise: Exercise, box: Box) -> set[str]:
    """The names that an answer may use: a node's value is told by what comes before it, a derivative by everything."""
    nodes = exercise.columns[: box.column] if box.kind == FORWARD else exercise.columns
    return {*exercise.graph.inputs, *nodes}


def unknown(name: str, names: set[str], known: set[str], box: Box) -> SymbackError:
    if name in known:
        return SymbackError(f"{name} is not known yet")
    if box.kind == FORWARD:
        return SymbackError(f"the program has no {name}", hint="a number")
    near = suggestion(name, sorted(names)) or f"a number, or a formula in {', '.join(sorted(names)[:8])}"
    return SymbackError(f"the program has no {name}", hint=near)


def evaluated(exercise: Exercise, formula: Formula) -> Value:
    """The value of a formula at the point of the exercise."""
    values = exercise.report.values
    for name in formula.names:
        if values[name] is None:
            raise SymbackError(f"{name} has no value here")
    return Exact(last=True).run(
        formula.code, [as_fraction(v) if isinstance(v := values[n], float) else v for n in formula.names]
    )[-1]


def is_right(given: Number, truth: Number) -> bool:
    """True if `given` is near enough to `truth`, by the rule that heads this file."""
    noise = NOISE if isinstance(truth, float) else Fraction(0)
    return within(given, truth, LARGE, noise) or (
        within(given, truth, SMALL) and within(given, truth, Fraction(0), HALF_A_HUNDREDTH)
    )


def same_formula(exercise: Exercise, box: Box, formula: Formula) -> bool:
    """True if a formula agrees with a box's derivative at every point that is tried, in every region that is found."""
    wanted = Wanted(box.label, box.node, box.operand, None, box.kind == LOCAL)
    from symback.check.identity import compare, explore
    from symback.check.model import Claim
    from symback.check.samples import Samples

    samples = Samples(exercise.graph, {}, {})
    found = compare(Claim(box.label, wanted, formula), samples)
    explore(found, samples)
    return found.refuted is None and found.points > 0
