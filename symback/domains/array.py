"""Vectors and matrices as a domain: what every domain of arrays shares, and arrays whose entries are numbers of another domain.

`PULLS` is the vector–Jacobian product of every operation, a row each, in the language itself: x, y are the operands, f is the
result, g the derivative of what comes after by f; o is ones and i the identity of x's shape, c how many entries were reduced,
`{a}` the axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from symback.domains.base import Domain, bind
from symback.domains.shapes import ShapeError, axis_of, filled_shape, shape_of, table, together
from symback.domains.values import NeedMorePrecision, Undefined
from symback.functions import CONSTANTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from symback.syntax.arrays import Shape, Size
    from symback.syntax.formula import Code, Instruction

Held: TypeAlias = Any  # an Array or a term, a number of the domain that its entries are of, or Undefined

PULLS: dict[str, tuple[str, ...]] = {
    "@": ("g@y.T", "x.T@g"),
    "dot": ("g*y", "g*x"),
    "outer": ("g@y", "g.T@x"),
    "T": ("g.T",),
    "sum": ("g*o",),
    "mean": ("g*o/c",),
    "softmax": ("f*g - f*sum(f*g{a})",),
    "logsumexp": ("g*softmax(x{a})",),
    "max": ("g*where(x == f, 1, 0)/sum(where(x == f, 1, 0){a})",),
    "min": ("g*where(x == f, 1, 0)/sum(where(x == f, 1, 0){a})",),
    "norm": ("g*x/f",),
    "norm1": ("g*sign(x)",),
    "tr": ("g*i",),
    "det": ("g*f*inv(x).T",),
    "logdet": ("g*inv(x).T",),
    "inv": ("-(f.T@g@f.T)",),
    "diag": ("diag(g)",),
}
DEFINITIONS = {
    "mean": "sum(x{a})/c",
    "softmax": "exp(x)/sum(exp(x){a})",
    "logsumexp": "log(sum(exp(x){a}))",
    "norm": "sqrt(sum(x**2))",
    "norm1": "sum(abs(x))",
    "dot": "sum(x*y)",
    "outer": "x@y.T",
    "tr": "sum(diag(x))",
    "logdet": "log(det(x))",
}
STABLE = {  # of doubles, whose exponentials would be too large
    "softmax": "exp(x - max(x{a}))/sum(exp(x - max(x{a})){a})",
    "logsumexp": "log(sum(exp(x - max(x{a})){a})) + max(x{a})",
}
FILLED = frozenset({"eye", "ones", "zeros"})
ARRAY = frozenset({*PULLS, *FILLED, "stack", "rows"})
NAMES = ("x", "y", "f", "g", "o", "i", "c")


def is_array_operation(operation: str) -> bool:
    """True for an operation that does not work entry by entry."""
    name, colon, _ = operation.partition(":")
    return (name in ARRAY and (bool(colon) or name not in ("max", "min"))) or operation.startswith("get")


@cache
def row(text: str, axis: str) -> Code:
    """The code of a row of the tables."""
    from symback.syntax.arrays import ArrayParser, array_tokens

    written = text.format(a=f", {axis}" if axis else "")
    return bind(ArrayParser(written, frozenset({"pi", "e"})).parse(array_tokens(written), 0)[0], NAMES)


class Letter(int):
    """The size that a letter of a declaration has: a 1 of it is no 1 that makes a row, nor a scalar."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int) and int(self) == int(other) and (type(other) is Letter or int(other) != 1)

    def __ne__(self, other: object) -> bool:  # for that of int would be found first
        return not self == other

    def __hash__(self) -> int:
        return int(self)


def numbers(shape: Shape) -> tuple[int, ...]:
    """A shape whose sizes are known, as numbers."""
    return tuple(size if isinstance(size, int) else int(size) for size in shape)


class ArrayDomain(Domain):
    """What domains of arrays share: the walk of a rule, and the pulls."""

    quick: Mapping[str, Any] = {}

    def shape(self, value: Any) -> Shape:
        """The shape of a value."""
        raise NotImplementedError

    def ones(self, shape: Shape) -> Held:
        """An array of ones."""
        raise NotImplementedError

    def identity(self, size: Size) -> Held:
        """The identity matrix."""
        raise NotImplementedError

    def size(self, size: Size) -> Held:
        """A size as a number."""
        raise NotImplementedError

    def slope(self, operation: str, position: int, operands: Sequence[Held], result: Held) -> Held | None:
        """The derivative of an operation that works entry by entry."""
        raise NotImplementedError

    def run(self, code: Code, slots: Sequence[Held]) -> list[Held]:
        values: list[Held] = []
        for index, instruction in enumerate(code):
            kind = instruction[0]
            if kind == "slot":
                values.append(slots[instruction[1]])
            elif kind == "num":
                values.append(self.number(instruction[1]))
            elif kind == "const":
                values.append(self.constant(instruction[1]))
            else:
                try:
                    if kind in FILLED:
                        values.append(self.made(kind, [self.written(code[i]) for i in instruction[1:]]))
                    else:
                        values.append(self.apply(kind, [values[i] for i in instruction[1:]]))
                except ShapeError as error:
                    error.index, error.code = index, code
                    raise
        return values

    def written(self, instruction: Instruction) -> Size | None:
        """The size that an instruction writes: a whole number, or a letter; None for anything else."""
        if instruction[0] == "num":
            return int(instruction[1]) if instruction[1].denominator == 1 else None
        return self.letter(instruction[1]) if instruction[0] == "const" and instruction[1] not in CONSTANTS else None

    def letter(self, name: str) -> Size:
        """The size of a letter."""
        raise NotImplementedError

    def made(self, kind: str, sizes: Sequence[Size | None]) -> Held:
        """The value of eye(n), ones(n), zeros(m, n)."""
        shape = filled_shape(kind, sizes)
        if kind == "eye":
            return self.identity(shape[0])
        ones = self.ones(shape)
        return ones if kind == "ones" else self.apply("*", (ones, self.zero))

    def in_table(
        self, text: str, axis: str, operands: Sequence[Held], result: Held = None, upstream: Held = None
    ) -> Held:
        """The value of a row of the tables."""
        x = operands[0]
        shape = self.shape(x)
        code = row(text, axis)
        wanted = {NAMES[instruction[1]] for instruction in code if instruction[0] == "slot"}
        count = self.one
        for size in (shape if not axis else shape[int(axis) : int(axis) + 1]) if "c" in wanted else ():
            count = self.apply("*", (count, self.size(size)))
        slots = [
            x, operands[1] if len(operands) > 1 else x, result, upstream,
            self.ones(shape) if "o" in wanted else None, self.identity(shape[0]) if "i" in wanted else None, count,
        ]  # fmt: skip
        return self.run(code, slots)[-1]

    def pull(
        self, operation: str, position: int, upstream: Held, operands: Sequence[Held], result: Held
    ) -> Held | None:
        shape = self.shape(operands[position])
        if not is_array_operation(operation):
            slope = self.slope(operation, position, operands, result)
            return None if slope is None else self.gathered_to(self.apply("*", (upstream, slope)), shape)
        if operation in ("stack", "rows"):
            return self.apply(f"get[{position}]", (upstream,)) if operation == "stack" else self.apply("T", (self.apply(f"get[{position},:]", (upstream,)),))  # fmt: skip
        if operation.startswith("get"):
            return self.fitted(self.put_back(operation[4:-1].split(","), shape, upstream), shape)
        name = operation.partition(":")[0]
        if name == "@" and len(shape) == len(self.shape(operands[1 - position])) == 1:
            name = "dot"
        axis = axis_of(operation, shape)
        return self.fitted(self.in_table(PULLS[name][position], axis, operands, result, upstream), shape)

    def put_back(self, index: Sequence[str], shape: Shape, upstream: Held) -> Held:
        """The derivative by an array of what was taken out of it: columns of the identity put the entries in their places."""
        rows = self.apply(f"get[:,{index[0]}]", (self.identity(shape[0]),)) if index[0] != ":" else None
        found = upstream if rows is None else self.apply("@", (rows, upstream))
        if len(index) == 1 or index[1] == ":":
            return found
        return self.apply("@", (found, self.apply(f"get[{index[1]},:]", (self.identity(shape[1]),))))

    def gathered_to(self, value: Held, shape: Shape) -> Held:
        """The derivative by an operand that went with every column, or every row, of the result: summed over them."""
        if self.shape(value) == shape or isinstance(value, Undefined):
            return value
        if not shape:
            return self.apply("sum", (value,))
        (rows, columns), (own_rows, own_columns) = table(self.shape(value)), table(shape)
        if own_columns == 1 and columns != 1:
            value = self.apply("sum:1", (value,))
        if own_rows == 1 and rows != 1:
            value = self.apply("sum:0", (value,))
        return self.fitted(value, shape)

    def fitted(self, value: Held, shape: Shape) -> Held:
        """A value whose entries are those of an array of this shape, as one."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Array:
    """A vector or a matrix: its shape, and its entries, row by row."""

    shape: tuple[int, ...]
    entries: list[Held]

    def nested(self, say: Callable[[Held], Any] = lambda value: value) -> list[Any]:
        """The entries as lists, those of a matrix a row each; `say` makes of each what is to stand there."""
        found = [say(entry) for entry in self.entries]
        if len(self.shape) == 1:
            return found
        return [found[k : k + self.shape[1]] for k in range(0, len(found), self.shape[1])]


class Arrays(ArrayDomain):
    """Arrays whose entries are numbers of the `inner` domain; scalars are such numbers. `sizes` are the letters' values."""

    def __init__(self, inner: Any, sizes: Mapping[str, int]) -> None:
        self.inner, self.sizes, self.name = inner, sizes, inner.name

    def number(self, value: Fraction) -> Held:
        return self.inner.number(value)

    def constant(self, name: str) -> Held:
        return self.inner.number(Fraction(self.sizes[name])) if name in self.sizes else self.inner.constant(name)

    def size(self, size: Size) -> Held:
        return self.inner.number(Fraction(self.sizes[size] if isinstance(size, str) else size))

    def shape(self, value: Any) -> Shape:
        return value.shape if isinstance(value, Array) else ()

    def ones(self, shape: Shape) -> Held:
        return self.filled(numbers(shape), lambda *_: 1)

    def identity(self, size: Size) -> Held:
        return self.filled(numbers((size, size)), lambda i, j: int(i == j))

    def filled(self, shape: tuple[int, ...], entry: Callable[[int, int], int]) -> Held:
        rows, columns = table(shape)
        numbers = {k: self.inner.number(Fraction(k)) for k in (0, 1)}
        made = [numbers[entry(i, j)] for i in range(int(rows)) for j in range(int(columns))]
        return Array(shape, made) if shape else made[0]

    def settled(self, value: Held) -> Held:
        if not isinstance(value, Array):
            return self.inner.settled(value)
        entries = [self.inner.settled(entry) for entry in value.entries]
        missing = next((entry for entry in entries if isinstance(entry, Undefined)), None)
        return missing if missing is not None else Array(value.shape, entries)

    def fitted(self, value: Held, shape: Shape) -> Held:
        if self.shape(value) == shape or isinstance(value, Undefined):
            return value
        entries = value.entries if isinstance(value, Array) else [value]
        return Array(numbers(shape), entries) if shape else entries[0]

    def apply(self, operation: str, values: Sequence[Held]) -> Held:
        if not any(isinstance(value, Array) for value in values) and not is_array_operation(operation):
            return self.inner.apply(operation, values)
        for value in values:
            if isinstance(value, Undefined) and not operation.startswith("where"):
                return value
        if operation == "T" and not self.shape(values[0]):
            return values[0]
        shapes = [self.shape(value) for value in values]
        shape = numbers(shape_of(operation, shapes))
        if not is_array_operation(operation):
            return self.by_entry(shape, values, lambda entries: self.inner.apply(operation, entries))
        name = operation.partition(":")[0]
        if name in DEFINITIONS:
            definition = STABLE.get(name, DEFINITIONS[name]) if self.name == "float" else DEFINITIONS[name]
            return self.fitted(self.in_table(definition, axis_of(operation, shapes[0]), values), shape)
        made = self.primitive(name, operation, values)
        return made if isinstance(made, Undefined) else Array(shape, made) if shape else made[0]

    def letter(self, name: str) -> Size:
        return Letter(self.sizes[name])

    def by_entry(self, shape: tuple[int, ...], values: Sequence[Held], make: Callable[[list[Held]], Held]) -> Held:
        """Return what `make` makes of the entries at every place."""
        spread = [self.spread(value, shape) for value in values]
        return Array(shape, [make(list(entries)) for entries in zip(*spread, strict=True)])

    def spread(self, value: Held, shape: tuple[int, ...]) -> list[Held]:
        """The entries of a value that goes with every column, or every row, of an array of this shape."""
        rows, columns = numbers(table(shape))
        if not isinstance(value, Array):
            return [value] * (rows * columns)
        if value.shape == shape:
            return value.entries
        own_rows, own_columns = numbers(table(value.shape))
        if own_columns == 1 and columns != 1:
            return [entry for entry in value.entries for _ in range(columns)]
        return value.entries * rows if own_rows == 1 and rows != 1 else value.entries

    def primitive(self, name: str, operation: str, values: Sequence[Held]) -> list[Held] | Undefined:
        """The entries of what an operation without a definition makes."""
        first = values[0]
        if name == "@":
            return self.product(first, values[1])
        if name in ("stack", "rows"):
            return [entry for value in values for entry in (value.entries if isinstance(value, Array) else [value])]
        rows, columns = numbers(table(first.shape))
        at = [first.entries[k * columns : (k + 1) * columns] for k in range(rows)]
        if name == "T":
            return [line[k] for k in range(columns) for line in at]
        if name.startswith("get"):
            return taken(operation[4:-1].split(","), at)
        if name == "diag":
            if len(first.shape) == 2:
                return [at[k][k] for k in range(rows)]
            zero = self.inner.zero
            return [at[i][0] if i == j else zero for i in range(rows) for j in range(rows)]
        if name in ("sum", "max", "min"):
            axis = operation.partition(":")[2]
            lines = (
                [first.entries]
                if not axis or len(first.shape) == 1
                else at
                if axis == "1"
                else [list(c) for c in zip(*at, strict=True)]
            )
            return [self.folded(name, line) for line in lines]
        eliminated = self.eliminated(at, solve=name == "inv")
        return eliminated if name == "inv" else [eliminated]

    def folded(self, name: str, line: Sequence[Held]) -> Held:
        found = line[0]
        for entry in line[1:]:
            found = self.inner.apply("+" if name == "sum" else name, (found, entry))
        return found

    def product(self, left: Held, right: Held) -> list[Held]:
        (rows, inner), (_, columns) = (numbers(table(self.shape(v))) for v in (left, right))
        one, two = (v.entries if isinstance(v, Array) else [v] for v in (left, right))
        if len(self.shape(left)) == len(self.shape(right)) == 1:
            rows, inner = 1, rows
        apply = self.inner.apply
        lines = [one[i * inner : (i + 1) * inner] for i in range(rows)]
        return [
            self.folded("sum", [apply("*", (a, two[k * columns + j])) for k, a in enumerate(line)])
            for line in lines
            for j in range(columns)
        ]

    def eliminated(self, at: list[list[Held]], *, solve: bool) -> Any:
        """The determinant of a matrix, or with `solve` the entries of its inverse, by elimination with pivots."""
        apply, size = self.inner.apply, len(at)
        missing = next((entry for line in at for entry in line if isinstance(entry, Undefined)), None)
        if missing is not None:
            return missing
        unit = self.identity(size).entries
        work = [[*line, *(unit[k * size : (k + 1) * size] if solve else ())] for k, line in enumerate(at)]
        found = self.inner.one
        for k in range(size):
            pivot = self.pivot(work, k)
            if pivot is None:
                return Undefined("the matrix has no inverse: its determinant is 0") if solve else self.inner.zero
            if pivot != k:
                work[k], work[pivot] = work[pivot], work[k]
                found = apply("neg", (found,))
            head = work[k][k]
            found = apply("*", (found, head))
            if solve:
                work[k] = [apply("/", (entry, head)) for entry in work[k]]
            for i in range(size) if solve else range(k + 1, size):
                if i != k:
                    factor = work[i][k] if solve else apply("/", (work[i][k], head))
                    work[i] = [apply("-", (a, apply("*", (factor, b)))) for a, b in zip(work[i], work[k], strict=True)]
        return [entry for line in work for entry in line[size:]] if solve else found

    def pivot(self, work: list[list[Held]], k: int) -> int | None:
        """The line whose entry in column k is surely not 0, the largest one of those that are not exact; None where all are 0."""
        zero = self.inner.zero
        lines = range(k, len(work))
        if all(isinstance(work[i][k], Fraction) for i in lines):
            return next((i for i in lines if work[i][k]), None)
        best = max(lines, key=lambda i: abs(float(work[i][k])))
        value = work[best][k]
        if isinstance(value, Undefined):
            raise NeedMorePrecision
        return best if self.inner.compare(value, zero) != 0 else None

    def slope(self, operation: str, position: int, operands: Sequence[Held], result: Held) -> Held | None:
        def at(entries: list[Held]) -> Held:
            found = self.inner.partial(operation, position, entries[:-1], entries[-1])
            return self.inner.zero if found is None else found

        shape: Shape = ()
        for value in (*operands, result):
            shape = together(shape, self.shape(value))
        if not shape:
            return self.inner.partial(operation, position, operands, result)
        if operation.startswith("where") and position < 2:
            return None
        return self.by_entry(numbers(shape), [*operands, result], at)

    def pull(
        self, operation: str, position: int, upstream: Held, operands: Sequence[Held], result: Held
    ) -> Held | None:
        if operation == "det" and isinstance(result, Fraction) and not result:
            return self.apply("*", (upstream, self.cofactors(operands[0])))
        return super().pull(operation, position, upstream, operands, result)

    def cofactors(self, matrix: Held) -> Held:
        """The derivative of a determinant that is 0, where there is no inverse: the minors with their signs."""
        size = matrix.shape[0]
        at = matrix.nested()
        found = []
        for i in range(size):
            for j in range(size):
                minor = [[at[r][c] for c in range(size) if c != j] for r in range(size) if r != i]
                value = self.eliminated(minor, solve=False)
                found.append(self.inner.apply("neg", (value,)) if (i + j) % 2 else value)
        return Array(matrix.shape, found)


def taken(index: Sequence[str], at: list[list[Held]]) -> list[Held]:
    """The entries that an index takes of a matrix's rows; a vector's have one entry each."""
    kept = [picked(part, axis) for part, axis in zip(index, (at, at[0]), strict=False)]
    rows, columns = kept if len(kept) == 2 else (kept[0], [0])
    return [at[i][j] for i in rows for j in columns]


def picked(part: str, axis: Sequence[Any]) -> list[int]:
    places = range(len(axis))
    if ":" not in part:
        return [places[int(part)]]
    first, _, last = part.partition(":")
    return list(places[int(first or 0) : int(last) if last else None])
