"""The chain rule of one step, the sum over paths, and what is used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.explain.equation import ROUNDING, Equation, chain, holding, worth
from symback.explain.formulas import epsilon_number, formula
from symback.explain.model import Line, Math, Name, Number, Sentence, count, listed, math, say

if TYPE_CHECKING:
    from symback.domains.values import Number as Value
    from symback.explain.equation import Side
    from symback.explain.teller import Teller
    from symback.report.model import Chained, Term

MOST_PATHS = 6  # paths whose shares are told one by one
LONGEST_LETTERS = 120  # characters of a formula that is told where there are no numbers
LONGEST_BESIDE = 50  # and beside numbers


def chain_lines(teller: Teller, row: Chained) -> list[Line]:
    """The chain rule with formula and numbers; a node used in several places sums its paths."""
    terms = row.terms
    if is_direct(teller, row):
        direct = say(Name(row.by), " feeds ", teller.output, " directly, so this is the whole answer")
        return [Line("chain", say(*direct, *letters(teller, row), "."))]
    if not adds_up(row):
        return [Line("chain", limit_words(teller, row))]
    if len(terms) > MOST_PATHS:
        return [Line("chain", many(teller, row))]
    found = []
    if len(terms) > 1:
        users = listed([Name(t.through) for t in terms])
        found.append(Line("chain", say(Name(row.by), " is used by ", *users, ". A change travels along every path, so the shares add up.", *direct_words(teller, row))))  # fmt: skip
    found.append(Line("chain", say("Chain rule: ", chained_equation(teller, row), ".", *in_letters(teller, row))))
    return found


def adds_up(row: Chained) -> bool:
    """True if the shares of the paths make up the derivative, as they do wherever every edge has one."""
    if row.value is None or not row.terms:
        return True
    if any(term.value is None for term in row.terms):
        return False
    shares = worth(summed([math(Number(term.value, "share")) for term in row.terms]), None)
    value = worth(Number(row.value, "derivative"), None)
    return shares is None or value is None or shares.near(value, ROUNDING)


def limit_words(teller: Teller, row: Chained) -> Sentence:
    """Return what the derivative is where an edge on the way has none, so that the chain rule does not give it."""
    users = listed([Name(t.through) for t in row.terms])
    start = say(Name(row.by), " is used by ", *users, ". The chain rule cannot tell here, for on the way an edge has no derivative at this point")  # fmt: skip
    if row.verdict.kind == "match":
        start = say(*start, "; but ", teller.output, " has one, the limit of the quotient from both sides")
    return say(*start, ": ", chained_equation(teller, row), ".")


def direct_words(teller: Teller, row: Chained) -> Sentence:
    """Return what `direct` means, where an edge and a longer way lead to the same node."""
    edges = [teller.edge(term.through, row.by) for term in row.terms]
    direct = next((edge for edge in edges if edge.direct), None)
    return say(" Here ", direct, " is the share of that edge alone.") if direct is not None else ()


def chained_equation(teller: Teller, row: Chained, *, known: bool = False, letters: bool = False) -> Math:
    """`∂J/∂w = ∂a/∂w × ∂J/∂a = 3 × 22 = 66`; where the factor's formula is `known`, `∂J/∂w = x × ∂J/∂a = …`.

    `letters` asks for the derivative in inputs at the end.
    """
    symbols = summed([product(teller, row.by, term, known=known) for term in row.terms])
    if not is_direct(teller, row) and not adds_up(row):
        return chain([math(teller.total(row.by)), *teller.result(row.value, "derivative")], teller)
    parts: list[Side] = [math(teller.total(row.by)), symbols]
    numbers = [numbers_of(teller, term) for term in row.terms]
    if is_direct(teller, row):
        parts = [parts[0], *(map(formula, [row.in_nodes] if row.in_nodes is not None else []))]
    elif all(numbers) and row.value is not None:
        parts.append(summed([n for n in numbers if n is not None]))
        if len(row.terms) > 1:
            parts.append(summed([math(teller.number(t.value, "share")) for t in row.terms]))
    elif row.value is None:
        parts += formula_product(row)
    told = (
        is_direct(teller, row) and row.value is not None and row.in_nodes == teller.number(row.value, "derivative").text
    )
    if row.value is not None and not told:
        parts += teller.result(row.value, "derivative")
        in_inputs = teller.formula(row.in_inputs) if letters else None
        parts += [in_inputs] if in_inputs is not None and in_inputs.names else []
    return chain(parts, teller)


def is_direct(teller: Teller, row: Chained) -> bool:
    """True if the name leads into the output on one edge and nowhere else."""
    return len(row.terms) == 1 and row.terms[0].through == teller.report.output


def product(teller: Teller, by: str, term: Term, *, known: bool = False) -> Math:
    """∂a/∂w × ∂J/∂a; the edge alone where it leads into the output. `known`: its formula in the edge's place."""
    local = teller.report.local.get((term.through, by)) if known else None
    found = teller.formula(teller.local_formula(local)) if local is not None else None
    edge = found if found is not None and found.names and "where(" not in found.text else teller.edge(term.through, by)
    return math(edge) if term.through == teller.report.output else math(edge, "×", teller.total(term.through))


def numbers_of(teller: Teller, term: Term) -> Math | None:
    """3 × 22."""
    if term.local_value is None or term.upstream_value is None or term.value is None:
        return None
    local = teller.number(term.local_value, "local")
    if term.through == teller.report.output:
        return math(local)
    return math(local, "×", teller.number(term.upstream_value, "upstream"))


def formula_product(row: Chained) -> list[Math]:
    """Without numbers: the product in formulas, then the derivative in nodes and in inputs."""
    found: list[Math] = []
    if len(row.terms) == 1 and row.terms[0].local is not None and row.terms[0].upstream is not None:
        found.append(math(formula(row.terms[0].local), "×", formula(row.terms[0].upstream)))
    for text in dict.fromkeys((row.in_nodes, row.in_inputs)):
        found += [math(formula(text))] if text is not None and len(text) <= LONGEST_LETTERS else []
    return found


def summed(parts: list[Math]) -> Math:
    """The parts with + between them."""
    made: list[str | Math] = []
    for part in parts:
        made += ["+", part] if made else [part]
    return math(*made)


def in_letters(teller: Teller, row: Chained) -> Sentence:
    """` In letters: ∂J/∂w = 6a = 18w + 12.`, beside numbers."""
    if row.value is None:
        return ()
    texts = [t for t in dict.fromkeys((row.in_nodes, row.in_inputs)) if t is not None and len(t) <= LONGEST_BESIDE]
    found = holding([math(teller.total(row.by)), *(f for f in map(formula, texts) if f.names)], teller)
    return say(" As a formula: ", Equation(tuple(found), teller).math, ".") if len(found) > 1 else ()


def letters(teller: Teller, row: Chained) -> Sentence:
    """For a direct edge: what the derivative is in inputs, where that says something new."""
    if row.in_inputs is None or row.in_inputs == row.in_nodes or len(row.in_inputs) > LONGEST_BESIDE:
        return ()
    sides = holding([math(teller.total(row.by)), formula(row.in_inputs)], teller)
    return say("; in the inputs it is ", sides[1]) if len(sides) > 1 else ()


def many(teller: Teller, row: Chained) -> Sentence:
    """Return what is said where more paths lead on than a sentence takes: how many, and their sum."""
    start = say(
        Name(row.by),
        " is used in ",
        count(len(row.terms)),
        " places. A change travels along every path, and the shares add up",
    )
    if row.value is None:
        return say(*start, ".")
    return say(*start, ": ", chain([math(teller.total(row.by)), *teller.result(row.value, "derivative")], teller), ".")


def reuse_line(teller: Teller, row: Chained) -> list[Line]:
    """Return which derivatives of the nodes after it are used again, and for whom else."""
    if not adds_up(row):
        return []
    known = [t.through for t in row.terms if t.through != teller.report.output][:MOST_PATHS]
    told = [known_math(teller, name) for name in known]
    if not told:
        return []
    others = [
        Name(o) for name in known for o in teller.graph.by_name[name].distinct_operands
        if o != row.by and not teller.graph.is_data(o)
    ]  # fmt: skip
    also = say("; it serves ", *listed(list(dict.fromkeys(others))), " too") if others else ()
    are = " is known" if len(told) == 1 else " are known"
    again = " from the steps above and used again, not computed again" if teller.once("reuse") else ""
    return [Line("reuse", say(*listed(told), are + again, *(also if len(told) == 1 else ()), "."))]


def known_math(teller: Teller, name: str) -> Math:
    """`∂J/∂a = 22`."""
    found = teller.report.chained.get(name)
    value: Value | None = found.value if found is not None else None
    return chain([math(teller.total(name)), *teller.result(value, "upstream")], teller)


def brief(teller: Teller, row: Chained) -> Sentence:
    """The step in one line."""
    known = row.value is not None
    if len(row.terms) > MOST_PATHS and adds_up(row):
        return many(teller, row)
    found = say(chained_equation(teller, row))
    if not is_direct(teller, row) and not adds_up(row):
        found = say(*found, ", the limit from both sides" if row.verdict.kind == "match" else "")
    if not known or not row.nudges or row.nudges[0].k is None:
        return found
    nudge = math(teller.epsilon, "=", epsilon_number(row.nudges[0].epsilon))
    k = teller.number(row.nudges[0].k, "k")
    return say(*found, "; nudged by ", nudge, ": ", chain([math(teller.k), k]))
