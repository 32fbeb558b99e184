"""The rules of calculus that give a local derivative, found in the structure of the node's rule.

From the node's last operation down to the operand, each operation on the way names a rule: sum, constant factor,
product, quotient, power, or a function's own, with its derivative from the table (symback/derivatives.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.domains.base import derivative
from symback.explain.model import Formula, Piece, Program, math, say
from symback.functions import BY_NAME, LOG_BASE
from symback.syntax.formula import Code, constant_mask, operands
from symback.syntax.printer import to_text

if TYPE_CHECKING:
    from symback.graph.node import Node

LETTERS = (("u", "p", "s", "f", "U"), ("v", "q", "t", "g", "V"), ("n", "m", "k", "N"))  # the first that is free
CURVED = "function"
# Rules that are named at most once a node, in words; {u} and {v} are set as formulas below.
PLAIN = {
    "shift": "Added constants drop out",
    "sum": "Sum rule: every summand passes its change on",
    "difference": "Difference rule: the second part counts with a minus sign",
    "minus": "A minus sign stays in front",
    "factor": "Constant factors stay",
}
BY = " with respect to "
GENERIC = {
    "product": ("Product rule: the derivative of ", "u*v", BY, "u", " is ", "v"),
    "square": ("Product rule: each factor takes its turn, so the derivative of ", "u*v", " is ", "du*v + u*dv", "", ""),
    "quotient": ("Quotient rule: the derivative of ", "u/v", BY, "u", " is ", "1/v"),
    "divisor": ("Quotient rule: the derivative of ", "u/v", BY, "v", " is ", "-u/v**2"),
    "turns": ("Quotient rule: the derivative of ", "u/v", " is ", "(du*v - u*dv)/v**2", "", ""),
    "power": ("Power rule: ", "u**n", " has the derivative ", "n*u**(n - 1)", "", ""),
    "exponential": ("Exponential rule: the derivative of ", "u**v", BY, "v", " is ", "u**v*log(u)"),
    "both": (
        "Power rule and exponential rule, since base and exponent each take their turn: the derivative of ",
        "u**v",
        " is ",
        "v*u**(v - 1)*du + u**v*log(u)*dv",
        "",
        "",
    ),
}


def sentences(node: Node, operand: str, taken: set[str]) -> list[tuple[Piece, ...]]:
    """The rules on the way from `node` down to `operand`, each once, the outermost first."""
    found: list[tuple[Piece, ...]] = []
    curved = 0
    way = way_down(node, operand)
    for place, (key, kind, position) in enumerate(way):
        words = rule_words(key, kind, position, letters(taken))
        turn = place > 0 and way[place - 1][:2] == (key, kind) and way[place - 1][2] < position
        curved += key not in PLAIN and not turn
        if words not in found:
            found.append(words)
    if curved > 1:
        found.append(say("Chain rule inside the node: from the outside in, the slopes multiply"))
    return found


def way_down(node: Node, operand: str) -> list[tuple[str, str, int]]:
    """(rule, operation, position of the operand in it) for every operation with `operand` below it, the last first."""
    code = node.rule
    holds = below(code, {k for k, name in enumerate(node.operands) if name == operand})
    mask = constant_mask(code)
    found = []
    for index in range(len(code) - 1, -1, -1):
        inner = operands(code[index])
        places = [k for k, i in enumerate(inner) if holds[i]]
        if places:
            kind = str(code[index][0])
            key = rule(kind, [mask[i] for i in inner], places)
            found += [(key, kind, place) for place in (places if key == CURVED else places[:1])]
    return found


def below(code: Code, slots: set[int]) -> list[bool]:
    """For every instruction whether one of the slots stands in it."""
    found: list[bool] = []
    for instruction in code:
        if instruction[0] == "slot":
            found.append(instruction[1] in slots)
        else:
            found.append(any(found[i] for i in operands(instruction)))
    return found


def rule(kind: str, constant: list[bool], places: list[int]) -> str:
    """The rule's key for one operation, from which of its operands are constant and which hold the variable."""
    if kind in ("+", "-"):
        if any(constant):
            return "minus" if kind == "-" and places == [1] else "shift"
        return "sum" if kind == "+" else "difference"
    if kind == "neg":
        return "minus"
    if kind == "*":
        return "factor" if any(constant) else "square" if len(places) > 1 else "product"
    if kind == "/":
        if constant[1]:
            return "factor"
        return "turns" if len(places) > 1 else "quotient" if places == [0] else "divisor"
    if kind == "**":
        return "both" if len(places) > 1 else "power" if places == [0] else "exponential"
    return CURVED


def letters(taken: set[str]) -> tuple[str, ...]:
    """Letters that the program does not use."""
    return tuple(next((n for n in row if not taken & {n, f"d{n}"}), f"{row[0]}_0") for row in LETTERS)


def rule_words(key: str, kind: str, position: int, names: tuple[str, ...]) -> tuple[Piece, ...]:
    """One rule, said in general."""
    if key in PLAIN:
        return say(PLAIN[key])
    if key in GENERIC:
        return say(*(generic(part, names) if place % 2 else part for place, part in enumerate(GENERIC[key])))
    return function_words(kind, position, names)


def generic(text: str, names: tuple[str, ...]) -> str | Formula:
    """A formula in u and v, with the letters that are free."""
    if not text:
        return ""
    from symback.explain.formulas import formula

    found = formula(text)
    new = dict(zip("uvn", names, strict=True))
    renamed = tuple(n[:-1] + new[n[-1]] for n in found.names)
    return Formula(found.code, renamed, to_text(found.code, renamed))


def function_words(kind: str, position: int, names: tuple[str, ...]) -> tuple[Piece, ...]:
    """A function's own derivative, from the table."""
    if kind.startswith("where"):
        return say("Only the branch that is taken passes its change on")
    name = "log" if kind == LOG_BASE else kind
    if kind in ("max", "min"):
        which = "largest" if kind == "max" else "smallest"
        return say("In ", Program(name), f" only the {which} value passes its change on (equal values share)")
    arguments = 1 if BY_NAME[kind].arity == (1, 1) else 2
    call = (*((("slot", k)) for k in range(arguments)), (kind, *range(arguments)))
    used = tuple(names[:arguments])
    whole = Formula(call, used, to_text(call, used))
    slope = with_call(derivative(kind, position), call, arguments)
    slopes = names_of(slope, used)
    by = (BY, math(generic(("u", "v")[position], names))) if arguments > 1 else ()
    if slope == call:
        return say(Program(name), " is its own derivative")
    return say(
        "The derivative of ",
        whole,
        *by,
        " is ",
        Formula(slope, slopes, to_text(slope, slopes)),
    )


def with_call(code: Code, call: Code, arguments: int) -> Code:
    """The table's derivative with the function itself written out where the table has its value, f."""
    made: list[tuple[object, ...]] = list(call) if any(i == ("slot", arguments) for i in code) else []
    place: dict[int, int] = {}
    whole = len(made) - 1
    for index, instruction in enumerate(code):
        if instruction[0] == "slot" and instruction[1] >= arguments:
            place[index] = whole
            continue
        place[index] = len(made)
        plain = instruction[0] in ("slot", "num", "const")
        made.append(instruction if plain else (instruction[0], *(place[i] for i in instruction[1:])))
    if place[len(code) - 1] != len(made) - 1:  # the derivative is the function itself, as of exp
        return call
    return tuple(made)


def names_of(code: Code, used: tuple[str, ...]) -> tuple[str, ...]:
    """The name in every slot of the code."""
    most = max((i[1] for i in code if i[0] == "slot"), default=-1)
    return used[: most + 1]
