"""Formulas of vectors and matrices: expressions in one canonical form, and the domain of arrays that writes them.

A value is a number times a term, or a sum of such; a term is a chain of matrix products, a product entry by entry with its scalars,
or an atom. Transposes stand on atoms, numbers in front, and a scalar within a chain leaves it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache, reduce
from math import gcd
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from symback.domains.array import ArrayDomain
from symback.domains.base import derivative
from symback.domains.shapes import ShapeError, axis_of, shape_of, table, together, transposed
from symback.domains.values import Undefined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from symback.domains.array import Held
    from symback.syntax.arrays import Shape, Size

T = TypeVar("T")
MOST_PARTS = 320  # of a formula
MOST_LISTED = 12  # entries of a vector that is written as a list


class Term(NamedTuple):
    """An expression: `kind` and `parts`.

    name (name) · number () · sum ((number, term), …) · times ((term, exponent), …) · chain (term, …) · T (term) · call (operation, term, …)
    · ones () · eye ()
    """

    kind: str
    parts: tuple[Any, ...]
    shape: Shape
    size: int = 1


class TooLong(Exception):
    """A formula has outgrown what anyone reads."""


UNIT = Term("number", (), ())
TOO_LONG = Undefined("the formula is too long")


def made(kind: str, parts: tuple[Any, ...], shape: Shape, below: Iterable[Term]) -> Term:
    size = 1 + sum(term.size for term in below)
    if size > MOST_PARTS:
        raise TooLong
    return Term(kind, parts, shape, size)


def name(text: str, shape: Shape = ()) -> Term:
    return Term("name", (text,), shape)


def number(value: Fraction) -> Term:
    return total([(value, UNIT)], ())


def zero(shape: Shape) -> Term:
    return Term("sum", (), shape)


def filled(value: int, shape: Shape) -> Term:
    """An array of ones or zeros."""
    return zero(shape) if not value else Term("ones", (), shape) if shape else UNIT


def is_zero(term: Term) -> bool:
    return term.kind == "sum" and not term.parts


def terms_of(term: Term) -> tuple[tuple[Fraction, Term], ...]:
    """The summands of an expression, each a number and a term."""
    return term.parts if term.kind == "sum" else ((Fraction(1), term),)


def value_of(term: Term) -> Fraction | None:
    """The number that an expression is; None where it is no number."""
    found = terms_of(term)
    if not found and not term.shape:
        return Fraction(0)
    return found[0][0] if len(found) == 1 and found[0][1] == UNIT else None


def total(found: Iterable[tuple[Fraction, Term]], shape: Shape) -> Term:
    """The sum of terms times numbers, equal ones collected."""
    counts: dict[Any, tuple[Fraction, Term]] = {}
    for times, term in found:
        for own, inner in terms_of(term):
            before, known = counts.get(key(inner), (Fraction(0), inner))
            counts[key(inner)] = before + times * own, known
    kept = tuple(pair for pair in counts.values() if pair[0])
    if len(kept) > 1 and shape:
        kept = spread_by_others(kept, shape)
    if kept and shape and spanned([term.shape for _, term in in_order(kept, lambda pair: pair[1].shape)]) != shape:
        kept = tuple((c, product([(t, Fraction(1)), (filled(1, shape), Fraction(1))], shape)) for c, t in kept)
    if len(kept) == 1 and kept[0][0] == 1:
        return kept[0][1]
    return made("sum", kept, shape, (term for _, term in kept))


def spread_by_others(kept: tuple[tuple[Fraction, Term], ...], shape: Shape) -> tuple[tuple[Fraction, Term], ...]:
    """The summands without ones that only spread them, where another summand has the whole shape."""
    bare = [without_ones(term) for _, term in kept]
    if not any(term.shape == shape and rest is term for (_, term), rest in zip(kept, bare, strict=True)):
        return kept
    return tuple((c * own, inner) for (c, _), rest in zip(kept, bare, strict=True) for own, inner in terms_of(rest))


def without_ones(term: Term) -> Term:
    """A term without the ones that it is multiplied with."""
    if term.kind == "ones":
        return UNIT
    if term.kind != "times" or not any(base.kind == "ones" for base, _ in term.parts):
        return term
    rest = [(base, exponent) for base, exponent in term.parts if base.kind != "ones"]
    shape = spanned([base.shape for base, _ in rest])
    return term if shape is None else product(rest, shape)


@lru_cache(maxsize=1 << 14)
def key(term: Term) -> Any:
    """Return what two terms have in common that differ in the order of summands or factors alone."""
    if term.kind in ("sum", "times"):
        return (
            term.kind,
            term.shape,
            frozenset((key(a), b) if isinstance(a, Term) else (a, key(b)) for a, b in term.parts),
        )
    parts = tuple(key(part) if isinstance(part, Term) else part for part in term.parts)
    return term.kind, parts, term.shape


def spanned(shapes: Iterable[Shape]) -> Shape | None:
    """The shape of what goes together entry by entry, one after the other; None where a column meets a row."""
    found: Shape = ()
    try:
        for shape in shapes:
            found = together(found, shape)
    except ShapeError:
        return None
    return found


def in_order(parts: Sequence[T], shape_of_part: Callable[[T], Shape]) -> list[T]:
    """The parts in an order in which they go together: where a column would meet a row, matrices first."""
    shapes = list(map(shape_of_part, parts))
    if spanned(shapes) is not None:
        return list(parts)
    return sorted(parts, key=lambda part: 1 in table(shape_of_part(part)))


def scaled(times: Fraction, term: Term) -> Term:
    return total([(times, term)], term.shape)


def content(term: Term) -> tuple[Fraction, Term]:
    """The number that all of a sum has in common, and what is left; a lone or leading minus goes to the number."""
    found = terms_of(term)
    if term.kind != "sum" or not found:
        return Fraction(1), term
    below = {c.denominator for c, _ in found}
    common = Fraction(gcd(*(abs(c.numerator) for c, _ in found)), below.pop() if len(below) == 1 else 1)
    if all(c < 0 for c, _ in found):
        common = -common
    return common, term if common == 1 else total([(c / common, t) for c, t in found], term.shape)


def product(factors: Iterable[tuple[Term, Fraction]], shape: Shape) -> Term:
    """The product entry by entry of powers; equal bases are one power."""
    times = Fraction(1)
    powers: dict[Term, Fraction] = {}
    known: dict[Any, Term] = {}
    for factor, exponent in factors:
        base = factor
        if exponent.denominator == 1:
            own, base = content(base)
            if not own:
                return zero(shape)
            if is_zero(base):
                if exponent > 0:
                    return zero(shape)
            else:
                times *= own**exponent.numerator
        for inner, power in (
            base.parts if base.kind == "times" and exponent.denominator == 1 else ((base, Fraction(1)),)
        ):
            if inner != UNIT:
                one = known.setdefault(key(inner), inner)
                powers[one] = powers.get(one, Fraction(0)) + power * exponent
    kept = {base: exponent for base, exponent in powers.items() if exponent and base.kind != "ones"}
    opened = next((base for base in kept if cancels(base, kept)), None)
    if opened is not None:
        rest = [(base, exponent) for base, exponent in kept.items() if base != opened]
        return scaled(
            times, shortest(total([(c, product([*rest, (t, Fraction(1))], shape)) for c, t in opened.parts], shape))
        )
    if spanned([base.shape for base in in_order([*kept], lambda base: base.shape)]) != shape:
        kept[filled(1, shape)] = Fraction(1)
    ordered = in_order(sorted(kept.items(), key=lambda item: len(item[0].shape) > 0), lambda item: item[0].shape)
    if not ordered:
        return scaled(times, UNIT)
    if len(ordered) == 1 and ordered[0][1] == 1:
        return scaled(times, ordered[0][0])
    return scaled(times, made("times", tuple(ordered), shape, kept))


def cancels(base: Term, powers: dict[Term, Fraction]) -> bool:
    """True if a sum among the factors of a product divides in some summand by another of them."""
    if base.kind != "sum" or powers[base] != 1:
        return False
    return any(e < 0 and powers.get(b, 0) > 0 for _, t in base.parts if t.kind == "times" for b, e in t.parts)


def shortest(term: Term) -> Term:
    """A sum multiplied out, where that is shorter: Y*(1 - A) + (Y - 1)*A is Y - A."""
    found = term
    for _ in range(3):
        found = total([(c * own, t) for c, part in terms_of(found) for own, t in multiplied_out(part)], term.shape)
    return found if found.size < term.size else collected(term)


def multiplied_out(term: Term) -> Iterable[tuple[Fraction, Term]]:
    """A product with one of its sums taken apart."""
    opened = next((b for b, e in term.parts if b.kind == "sum" and e == 1), None) if term.kind == "times" else None
    if opened is None:
        return [(Fraction(1), term)]
    rest = [(b, e) for b, e in term.parts if b != opened]
    return [(c, product([*rest, (t, Fraction(1))], term.shape)) for c, t in opened.parts]


def apart(term: Term) -> tuple[Term, Term]:
    """The scalars of a product entry by entry, and the rest of it."""
    if term.kind != "times":
        return UNIT, term
    one = [(base, exponent) for base, exponent in term.parts if not base.shape]
    rest = [(base, exponent) for base, exponent in term.parts if base.shape]
    return (product(one, ()), product(rest, term.shape)) if one and rest else (UNIT, term)


def matmul(left: Term, right: Term, shape: Shape) -> Term:
    """The product of matrices and vectors; two vectors have their dot product."""
    if not left.shape or not right.shape:
        return reshaped(product([(left, Fraction(1)), (right, Fraction(1))], together(left.shape, right.shape)), shape)
    if is_zero(left) or is_zero(right):
        return zero(shape)
    if len(left.shape) == len(right.shape) == 1:
        left = flipped(left)
    times = Fraction(1)
    scalars: list[Term] = []
    chain: list[Term] = []
    for side in (left, right):
        own, inner = content(side)
        times *= own
        scalar, rest = apart(inner)
        scalars.append(scalar)
        chain += rest.parts if rest.kind == "chain" else [rest]
    chain = [term for term in chain if term.kind != "eye"] or chain[:1]
    return scaled(
        times, product([*((scalar, Fraction(1)) for scalar in scalars), (chained(chain), Fraction(1))], shape)
    )


def chained(chain: Sequence[Term]) -> Term:
    """A chain of matrix products; what is a scalar within it leaves it."""
    if len(chain) == 1:
        return chain[0]
    for last in range(1, len(chain)):
        for first in range(last):
            inner = chain[first : last + 1]
            if len(inner) < len(chain) and table(inner[0].shape)[0] == 1 and table(inner[-1].shape)[1] == 1:
                rest = chained([*chain[:first], *chain[last + 1 :]])
                return product([(chained(inner), Fraction(1)), (rest, Fraction(1))], rest.shape)
    rows, columns = table(chain[0].shape)[0], table(chain[-1].shape)[1]
    if rows == columns == 1:
        other = [flipped(term) for term in reversed(chain)]
        chain = min(list(chain), other, key=lambda found: (sum(map(turns, found)), text_of_chain(found)))
        return made("chain", tuple(chain), (), chain)
    shape: Shape = (rows,) if len(chain[-1].shape) == 1 else (rows, columns)
    return made("chain", tuple(chain), shape, chain)


def text_of_chain(chain: Sequence[Term]) -> str:
    return "@".join(map(text, chain))


def reshaped(term: Term, shape: Shape) -> Term:
    """A term as one of another shape with the same entries: n×1 for n."""
    return term if term.shape == shape else term._replace(shape=shape)


def flipped(term: Term) -> Term:
    """The transpose: of a sum by its terms, of a chain by its factors backwards, of anything twice itself."""
    if not term.shape:
        return term
    shape = transposed(term.shape)
    if term.kind == "T":
        inner: Term = term.parts[0]
        return inner
    if term.kind == "sum":
        return total([(c, flipped(t)) for c, t in term.parts], shape) if term.parts else zero(shape)
    if term.kind == "chain":
        return chained([flipped(t) for t in reversed(term.parts)])
    if term.kind == "times":
        return product([(flipped(t), e) for t, e in term.parts], shape)
    if term.kind in ("ones", "eye"):
        return Term(term.kind, (), shape)
    if term.kind == "call" and term.parts[0] == "diag" and len(term.shape) == 2:
        return term
    if term.kind == "call" and term.parts[0] == "inv" and flipped(term.parts[1]) == term.parts[1]:
        return term
    return made("T", (term,), shape, (term,))


def turns(term: Term) -> int:
    """Return how many transposes are written in an expression."""
    if term.kind == "T":
        return 1 + turns(term.parts[0])
    if term.kind in ("sum", "times"):
        return sum(turns(part) for pair in term.parts for part in pair if isinstance(part, Term))
    return sum(turns(part) for part in term.parts if isinstance(part, Term)) if term.kind in ("chain", "call") else 0


def sizes_product(shape: Shape) -> Term:
    """Return how many entries a shape has."""
    return product([(size_term(size), Fraction(1)) for size in shape], ())


def size_term(size: Size) -> Term:
    return number(Fraction(size)) if isinstance(size, int) else name(size)


def summed(operation: str, term: Term, shape: Shape) -> Term:
    """The sum of the entries, all or along an axis; numbers and scalars stand before it."""
    times, inner = content(term)
    if is_zero(inner):
        return zero(shape)
    scalar, inner = apart(inner)
    if inner.kind == "ones":
        rows, columns = table(inner.shape)
        axis = operation.partition(":")[2]
        count = sizes_product(inner.shape) if not shape else size_term(rows if axis == "0" else columns)
        found = product([(count, Fraction(1)), (filled(1, shape), Fraction(1))], shape)
    elif inner.shape == shape:
        found = inner
    elif operation == "sum" and inner.kind == "times" and any(b.kind == "eye" for b, _ in inner.parts):
        rest = product([(b, e) for b, e in inner.parts if b.kind != "eye"], inner.shape)
        rest = flipped(rest) if turns(flipped(rest)) < turns(rest) else rest
        found = made("call", ("tr", rest), (), (rest,))
    else:
        if operation == "sum" and turns(flipped(inner)) < turns(inner):
            inner = flipped(inner)
        found = made("call", (operation, inner), shape, (inner,))
    return scaled(times, product([(scalar, Fraction(1)), (found, Fraction(1))], shape))


def collected(term: Term) -> Term:
    """A sum with what its terms have in common in front: the first or the last matrices of chains, the powers of products."""
    found = terms_of(term)
    if len(found) < 2:
        return term
    lists = [chain_of(t) for _, t in found]
    if all(chain is not None for chain in lists):
        chains: list[tuple[Term, list[Term]]] = [chain for chain in lists if chain is not None]
        for end in (True, False):
            count = common([c[::-1] if end else c for _, c in chains])
            if count:
                rest = [(s, c[:-count] if end else c[count:]) for s, c in chains]
                shared = chained(chains[0][1][-count:] if end else chains[0][1][:count])
                made_rest = [
                    (times, product([(s, Fraction(1)), (chained(c), Fraction(1))], chained(c).shape))
                    for (times, _), (s, c) in zip(found, rest, strict=True)
                ]
                shapes = {t.shape for _, t in made_rest}
                if len(shapes) == 1:
                    inner = collected(total(made_rest, shapes.pop()))
                    if len(terms_of(inner)) <= len(found) and inner.shape:
                        pair = (inner, shared) if end else (shared, inner)
                        return matmul(*pair, term.shape)
    powers = [dict(t.parts) if t.kind == "times" else {t: Fraction(1)} for _, t in found]
    shared_powers = {base: min(p.get(base, Fraction(0)) for p in powers) for base in powers[0] if base != UNIT}
    shared_powers = {
        b: e for b, e in shared_powers.items() if e > 0 or (e < 0 and all(b in p and p[b] < 0 for p in powers))
    }
    if not shared_powers or any(b.kind == "ones" for b in shared_powers):
        return term
    rests = [[(b, e - shared_powers.get(b, 0)) for b, e in p.items()] for p in powers]
    own = [spanned([b.shape for b, e in rest if e]) for rest in rests]
    shape = spanned([one for one in own if one is not None])
    if shape is None or None in own:
        return term
    rest_terms = [
        (times, product(rest, one)) for (times, _), rest, one in zip(found, rests, own, strict=True) if one is not None
    ]
    return product([*shared_powers.items(), (collected(total(rest_terms, shape)), Fraction(1))], term.shape)


def chain_of(term: Term) -> tuple[Term, list[Term]] | None:
    """The scalars before a chain, and its matrices; None for what is no chain or matrix."""
    scalar, rest = apart(term)
    if not rest.shape or rest.kind in ("ones", "eye"):
        return None
    return scalar, list(rest.parts) if rest.kind == "chain" else [rest]


def common(chains: list[list[Term]]) -> int:
    """Return how many matrices all chains begin with, at least one left over in each."""
    count = 0
    while all(len(chain) > count + 1 for chain in chains) and len({chain[count] for chain in chains}) == 1:
        count += 1
    return count


def listed(term: Term) -> Term:
    """A vector of known size that is put together from single entries, as the list of them."""
    if len(term.shape) != 1 or not isinstance(term.shape[0], int) or term.shape[0] > MOST_LISTED:
        return term
    found = entries_of(term)
    if found is None or all(entry is None for entry in found):
        return term
    entries = tuple(zero(()) if entry is None else entry for entry in found)
    return made("call", ("stack", *entries), term.shape, entries)


def entries_of(term: Term) -> list[Term | None] | None:
    """The entries of a sum of columns of the identity, each times a scalar; None for any other term."""
    if not isinstance(term.shape[0], int):
        return None
    size = term.shape[0]
    found: list[Term | None] = [None] * size
    for times, part in terms_of(term):
        scalar, rest = apart(part)
        if rest.kind == "sum":
            inner = entries_of(rest)
        elif (
            rest.kind == "call"
            and rest.parts[0].startswith("get[:,")
            and rest.parts[1].kind == "eye"
            and ":" not in rest.parts[0][6:]
        ):
            inner = [None] * size
            inner[int(rest.parts[0][6:-1])] = UNIT
        else:
            return None
        if inner is None:
            return None
        for k, entry in enumerate(inner):
            if entry is not None:
                share = scaled(times, product([(scalar, Fraction(1)), (entry, Fraction(1))], ()))
                known = found[k]
                found[k] = (
                    share if known is None else collected(total([(Fraction(1), known), (Fraction(1), share)], ()))
                )
    return found


def jacobian(term: Term, seed: Term) -> Term | None:
    """The Jacobian of a vector, from what is pulled back from it by the letter `seed`; None where that is not written so."""
    size = seed.shape[0]
    if isinstance(size, int) and size <= MOST_LISTED:
        entries = entries_of(term) if len(term.shape) == 1 else [term] if not term.shape else None
        columns: list[list[Term] | None] = [
            [zero(())] * size if entry is None else by_entry(entry, seed) for entry in entries or ()
        ]
        if columns and all(column is not None for column in columns):
            rows = [listing([column[k] for column in columns if column is not None], "stack") for k in range(size)]
            return listing(rows, "rows") if term.shape else listing(columns[0] or [], "stack")
    found = of_seed(term, seed)
    return None if found is None else collected(flipped(found))


def listing(entries: Sequence[Term], kind: str) -> Term:
    """The list of some terms."""
    return made("call", (kind, *entries), (len(entries), *entries[0].shape), entries)


def by_entry(term: Term, seed: Term) -> list[Term] | None:
    """The factors of the single entries of the letter `seed` in a scalar that is linear in them; None where it holds others."""
    size = int(seed.shape[0])
    found = [zero(())] * size
    for times, part in terms_of(term):
        bases = part.parts if part.kind == "times" else ((part, Fraction(1)),)
        moved = [base for base, exponent in bases if holds(base, seed) and exponent == 1]
        if len(moved) != 1 or sum(holds(base, seed) for base, _ in bases) != 1:
            return None
        rest = product([(base, exponent) for base, exponent in bases if base != moved[0]], ())
        if moved[0].kind == "sum":
            inner = by_entry(moved[0], seed)
        elif moved[0].kind == "call" and moved[0].parts[0].startswith("get") and moved[0].parts[1] == seed:
            inner = [zero(())] * size
            inner[int(moved[0].parts[0][4:-1])] = UNIT
        else:
            return None
        if inner is None:
            return None
        for k, entry in enumerate(inner):
            share = scaled(times, product([(rest, Fraction(1)), (entry, Fraction(1))], ()))
            found[k] = total([(Fraction(1), found[k]), (Fraction(1), share)], ())
    return found


def of_seed(term: Term, seed: Term) -> Term | None:
    """The matrix whose product with the letter `seed`, which a term is linear in, is the term."""
    size = seed.shape[0]
    if term == seed:
        return Term("eye", (), (size, size))
    rows = (term.shape[0] if term.shape else 1, size)
    if len(term.shape) > 1:
        return None
    if term.kind == "sum":
        found = [(c, of_seed(t, seed)) for c, t in term.parts]
        return (
            None
            if any(t is None for _, t in found)
            else collected(total([(c, t) for c, t in found if t is not None], rows))
        )
    within = [part for part in term.parts if isinstance(part, Term) and holds(part, seed)]
    if term.kind == "chain" and not holds(term.parts[0], seed) and len(within) == 1 and within[0] == term.parts[-1]:
        inner = of_seed(term.parts[-1], seed)
        return None if inner is None else matmul(chained(term.parts[:-1]), inner, rows)
    if term.kind == "call" and term.parts[0] == "sum" and len(term.parts[1].shape) == 1:
        inner = of_seed(term.parts[1], seed)
        return (
            None
            if inner is None
            else LETTERS.apply("sum:0", (inner,))
            if inner.kind != "call"
            else flipped(inner.parts[1])
        )
    if term.kind != "times":
        return None
    moved = [(b, e) for b, e in term.parts if holds(b, seed)]
    others = [(b, e) for b, e in term.parts if not holds(b, seed)]
    shape = spanned([b.shape for b, _ in others])
    if len(moved) != 1 or moved[0][1] != 1 or shape is None:
        return None
    rest = product(others, shape)
    base = moved[0][0]
    if base.kind == "sum":
        return of_seed(
            total(
                [(c, product([(rest, Fraction(1)), (t, Fraction(1))], term.shape)) for c, t in base.parts], term.shape
            ),
            seed,
        )
    inner = of_seed(base, seed)
    if inner is None:
        return None
    if not rest.shape:
        return product([(rest, Fraction(1)), (inner, Fraction(1))], rows)
    if not base.shape:
        return matmul(rest, inner, rows)
    return matmul(LETTERS.apply("diag", (rest,)), inner, rows)


def holds(term: Term, seed: Term) -> bool:
    """True if a letter stands in a term."""
    if term == seed:
        return True
    flat = [part for pair in term.parts for part in pair] if term.kind in ("sum", "times") else term.parts
    return any(holds(part, seed) for part in flat if isinstance(part, Term))


# Text

SUM, PRODUCT, POWER, ATOM = 2, 3, 5, 9


def text(term: Term) -> str:
    """An expression in the language."""
    return pretty(term).replace("⊙", "*")


def pretty(term: Term, binding: int = 0) -> str:
    """An expression as people read it, ⊙ between arrays, in parentheses where it binds less tightly than `binding`."""
    written, own = layout(term)
    return written if own >= binding else f"({written})"


def layout(term: Term) -> tuple[str, int]:
    """The text of an expression, and how tightly it binds."""
    if term.kind in ("sum", "times", "chain") and term.shape and term.size < MOST_PARTS // 2:
        other = flipped(term)
        if turns(other) + 1 < turns(term) and flipped(other) == term:
            return f"{pretty(other, ATOM)}.T", ATOM
    if term.kind == "sum":
        return sum_text(term)
    if term.kind in ("times", "chain"):
        return product_text(Fraction(1), term)
    if term.kind == "T":
        return f"{pretty(term.parts[0], ATOM)}.T", ATOM
    if term.kind == "name":
        return str(term.parts[0]), ATOM
    if term.kind == "number":
        return "1", ATOM
    if term.kind in ("ones", "eye"):
        sizes = term.shape[:1] if term.kind == "eye" else term.shape
        return f"{term.kind}({', '.join(map(str, sizes))})", ATOM
    return call_text(term), ATOM


def call_text(term: Term) -> str:
    operation, *arguments = str(term.parts[0]), *term.parts[1:]
    if operation.startswith("get"):
        return pretty(arguments[0], ATOM) + operation[3:]
    written = [pretty(argument) for argument in arguments]
    if operation in ("stack", "rows"):
        return f"[{', '.join(written)}]"
    if operation.startswith("where"):
        return f"where({written[0]} {operation[5:]} {', '.join(written[1:])})"
    called, _, axis = operation.partition(":")
    return f"{called.removesuffix('_base')}({', '.join([*written, *([axis] if axis else [])])})"


def sum_text(term: Term) -> tuple[str, int]:
    if not term.parts:
        return (f"zeros({', '.join(map(str, term.shape))})", ATOM) if term.shape else ("0", ATOM)
    common_number, inner = content(term)
    if len(term.parts) == 1:
        return product_text(*term.parts[0])
    if common_number not in (1, -1):
        return product_text(common_number, inner)
    ordered = sorted(term.parts, key=lambda pair: bool(pair[0] < 0))  # one without a minus first
    ordered = in_order(ordered, lambda pair: pair[1].shape)
    pieces: list[str] = []
    for times, part in ordered:
        written, _ = product_text(abs(times), part)
        pieces.append((" - " if times < 0 else " + ") + written if pieces else ("-" if times < 0 else "") + written)
    return "".join(pieces), SUM


def product_text(times: Fraction, term: Term) -> tuple[str, int]:
    """A number times a term: the number and scalars in front, what divides behind."""
    if term == UNIT:
        negative = times < 0
        written = str(abs(times.numerator)) + (f"/{times.denominator}" if times.denominator != 1 else "")
        return ("-" if negative else "") + written, SUM if negative else ATOM if times.denominator == 1 else PRODUCT
    powers = term.parts if term.kind == "times" else ((term, Fraction(1)),)
    above = [(b, e) for b, e in powers if e > 0]
    below = [(b, -e) for b, e in powers if e < 0]
    tops = [str(abs(times.numerator))] if abs(times.numerator) != 1 else []
    alone = len(above) == 1 and not below
    tops += [power_text(b, e, alone=alone) for b, e in above]
    bottoms = [str(times.denominator)] if times.denominator != 1 else []
    bottoms += [power_text(b, e, alone=False) for b, e in below]
    marks = ["⊙" if base.shape and k and above[k - 1][0].shape else "*" for k, (base, _) in enumerate(above)]
    marks = ["*"] * (len(tops) - len(marks)) + marks
    written = "".join([(mark if k else "") + top for k, (mark, top) in enumerate(zip(marks, tops, strict=True))]) or "1"
    if bottoms:
        written += "/" + (bottoms[0] if len(bottoms) == 1 else f"({'*'.join(bottoms)})")
    if times < 0:
        return f"-{written}", SUM
    single = len(tops) == 1 and not bottoms
    if single and len(above) == 1 and abs(times.numerator) == 1:
        base, exponent = above[0]
        if exponent != 1:
            return written, POWER
        return written, PRODUCT if base.kind == "chain" else SUM if base.kind == "sum" and not written.startswith(
            "("
        ) else ATOM
    return written, PRODUCT


def power_text(base: Term, exponent: Fraction, *, alone: bool) -> str:
    if exponent != 1:
        shown = str(exponent) if exponent.denominator == 1 else f"({exponent})"
        return f"{pretty(base, POWER + 1)}**{shown}"
    if base.kind == "chain":
        written = "@".join(pretty(part, POWER) for part in base.parts)
        return written if alone else f"({written})"
    return pretty(base, ATOM)


# The domain


class ArrayLetters(ArrayDomain):
    """Arrays as formulas; `shares` are the names of arrays whose sums are known to be 1."""

    def __init__(self, shares: frozenset[str] = frozenset()) -> None:
        self.shares = shares

    def shape(self, value: Any) -> Shape:
        return () if isinstance(value, Undefined) else value.shape

    def number(self, value: Fraction) -> Held:
        return number(value)

    def constant(self, name_: str) -> Held:
        return name(name_)

    def size(self, size: Size) -> Held:
        return size_term(size)

    def letter(self, name_: str) -> Size:
        return name_

    def ones(self, shape: Shape) -> Held:
        return filled(1, shape)

    def identity(self, size: Size) -> Held:
        return Term("eye", (), (size, size))

    def gathered(self, slope: Held) -> Held:
        return self.bounded(lambda: collected(slope), slope)

    def add(self, left: Held, right: Held) -> Held:
        return self.bounded(lambda: super(ArrayLetters, self).add(left, right), left, right)

    def pull(self, operation: str, position: int, upstream: Held, operands: Sequence[Held], result: Held) -> Held:
        return self.bounded(
            lambda: super(ArrayLetters, self).pull(operation, position, upstream, operands, result), upstream
        )

    def bounded(self, make: Callable[[], Held], *given: Held) -> Held:
        """Return what is made of derivatives; Undefined where that, or one of them, is too long to be worth showing."""
        if any(isinstance(one, Undefined) for one in given):
            return TOO_LONG
        try:
            return make()
        except TooLong:
            return TOO_LONG

    def fitted(self, value: Held, shape: Shape) -> Held:
        return reshaped(value, shape)

    def apply(self, operation: str, values: Sequence[Held]) -> Held:
        shapes = [value.shape for value in values]
        shape = shape_of(operation, shapes)
        one = Fraction(1)
        if operation in ("+", "-"):
            return total([(one, values[0]), (one if operation == "+" else -one, values[1])], shape)
        if operation == "neg":
            return scaled(-one, values[0])
        if operation in ("*", "/"):
            return product([(values[0], one), (values[1], one if operation == "*" else -one)], shape)
        if operation == "**":
            return power(values[0], values[1], shape)
        if operation == "@":
            return matmul(values[0], values[1], shape)
        if operation == "dot":
            return matmul(values[0], values[1], ())
        if operation == "outer":
            return matmul(values[0], flipped(values[1]), shape)
        if operation == "T":
            return flipped(values[0])
        called = operation.partition(":")[0]
        if called in ("sum", "mean"):
            return self.folded(operation, values[0], shape)
        if operation == "diag" and values[0].kind == "ones" and len(shape) == 2:
            return self.identity(shape[0])
        if operation.startswith("get") and values[0].kind == "call" and values[0].parts[0] == "stack":
            return (
                values[0].parts[1 + int(operation[4:-1])]
                if operation[4:-1].lstrip("-").isdigit() and "-" not in operation
                else made("call", (operation, *values), shape, values)
            )
        if operation.startswith("get") and all(part == ":" for part in operation[4:-1].split(",")):
            return values[0]
        return made("call", (operation, *values), shape, values)

    def folded(self, operation: str, value: Term, shape: Shape) -> Held:
        """The sum or the mean of the entries."""
        axis = axis_of(operation, value.shape)
        times, inner = content(value)
        known = inner.kind == "name" and inner.parts[0] in self.shares and (axis == "0" or len(value.shape) == 1)
        found = scaled(times, filled(1, shape)) if known else summed(f"sum:{axis}" if axis else "sum", value, shape)
        if not operation.startswith("mean"):
            return found
        counted = value.shape if not axis else value.shape[int(axis) : int(axis) + 1]
        return product([(found, Fraction(1)), (sizes_product(counted), Fraction(-1))], shape)

    def slope(self, operation: str, position: int, operands: Sequence[Held], result: Held) -> Held | None:
        if operation.startswith("where"):
            if position < 2:
                return None
            chosen = (filled(1, ()), zero(())) if position == 2 else (zero(()), filled(1, ()))
            return self.apply(operation, (*operands[:2], *chosen))
        if operation in ("max", "min"):
            tied = [self.apply("where==", (value, result, UNIT, zero(()))) for value in operands]
            return self.apply("/", (tied[position], reduce(lambda a, b: self.apply("+", (a, b)), tied)))
        slots = [*operands, *[result] * (3 - len(operands))]
        return self.run(derivative(operation, position), slots)[-1]


def power(base: Term, exponent: Term, shape: Shape) -> Term:
    known = value_of(exponent)
    if known is not None and (known.denominator == 1 or base.kind != "times"):
        constant = value_of(base)
        if constant is None or (constant and known.denominator == 1):
            return product([(base, known)], shape)
    return made("call", ("pow", base, exponent), shape, (base, exponent))


LETTERS = ArrayLetters()
