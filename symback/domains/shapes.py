"""The shape of what an operation on vectors and matrices makes, and what is said where shapes do not fit.

A shape is () for a scalar, (n,) for a vector, which is a column, (1, n) for a row, (m, n) for a matrix; a size is a number or a letter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symback.syntax.arrays import Shape, Size
    from symback.syntax.formula import Code

SQUARE = frozenset({"tr", "det", "logdet", "inv"})
BY_COLUMN = frozenset({"softmax", "logsumexp"})  # of a matrix a column at a time


class ShapeError(Exception):
    """Shapes that do not fit: why, the ways out (`{0}` is the first operand's text), and the place in the code, once it is known."""

    def __init__(self, reason: str, *ways: str) -> None:
        super().__init__(reason)
        self.reason, self.ways, self.index = reason, ways, -1
        self.code: Code = ()


def shape_text(shape: Shape) -> str:
    """Return `2×3`, `n`, or `scalar`."""
    return "×".join(map(str, shape)) if shape else "scalar"


def said(shape: Shape) -> str:
    kinds = ("a scalar", f"a vector of {shape_text(shape)}", f"{shape_text(shape)}")
    return kinds[len(shape)]


def transposed(shape: Shape) -> Shape:
    """The shape of a transpose: that of a vector is a row, that of a row a vector."""
    if len(shape) == 1:
        return 1, shape[0]
    return shape[1:] if len(shape) > 1 and shape[0] == 1 and shape[1] != 1 else shape[::-1]


def table(shape: Shape) -> tuple[Size, Size]:
    """A shape as rows and columns: a vector has one column."""
    return (1, 1) if not shape else (shape[0], 1) if len(shape) == 1 else (shape[0], shape[1])


def shape_of(operation: str, shapes: Sequence[Shape]) -> Shape:
    """The shape of what an operation makes of operands of these shapes. Raises ShapeError."""
    name, _, axis = operation.partition(":")
    if operation == "@":
        return product(*shapes)
    if operation == "T":
        return transposed(shapes[0])
    if operation.startswith("get"):
        return entries(operation[3:], shapes[0])
    if operation in ("stack", "rows"):
        return stacked(shapes)
    if name in SQUARE:
        return square(name, shapes[0])
    if name == "diag":
        return on_diagonal(shapes[0])
    if name in ("dot", "outer"):
        return of_two(name, *shapes)
    if name in ("norm", "norm1"):
        if not shapes[0]:
            raise ShapeError(f"{name} takes an array, and this is a scalar", "abs({0})")
        return ()
    if ":" in operation or name in ("sum", "mean", *BY_COLUMN):
        return reduced(name, axis, shapes[0])
    shape: Shape = ()
    for other in shapes:
        shape = together(shape, other)
    return shape


def together(one: Shape, two: Shape) -> Shape:
    """The shape of an operation entry by entry."""
    if one == two or not two:
        return one
    if max(len(one), len(two)) > 2:
        raise ShapeError("an array has two axes at most")
    if not one:
        return two
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    if len(longer) > len(shorter) and longer[0] == shorter[0] and not (longer[0] == 1 and longer[1] != 1):
        return longer
    if len(one) == len(two) == 2:
        for shape, other in ((one, two), (two, one)):
            if (other[0] == 1 and other[1] == shape[1]) or (other[1] == 1 and other[0] == shape[0]):
                return shape
    ways = ["{1}.T in place of {1}"] if fits(one, transposed(two)) else []
    ways += ["{0}.T in place of {0}"] if fits(transposed(one), two) else []
    raise ShapeError(f"{said(one)} and {said(two)} do not go together entry by entry", *ways)


def fits(one: Shape, two: Shape) -> bool:
    """True if two shapes are one another's, or one is that of the other's columns or rows."""
    rows = any(shape[:1] == (1,) and len(shape) == 2 for shape in (one, two))
    return one == two or (len(one) != len(two) and one[:1] == two[:1]) or (rows and one[-1] == two[-1])


def product(one: Shape, two: Shape) -> Shape:
    """The shape of one@two; two vectors give their dot product. A scalar is 1×1 where that fits."""
    if len(one) == len(two) == 1:
        if one == two:
            return ()
        raise ShapeError(f"{said(one)} and {said(two)} have no dot product", "{0}@{1}.T for all products")
    (rows, inner), (other, columns) = table(one), table(two)
    if not one and not two:
        raise ShapeError("@ multiplies vectors and matrices, and these are scalars", "{0}*{1}")
    if inner != other:
        ways = []
        if not one or not two:
            ways.append("{0}*{1}")
        elif table(transposed(one))[1] == other:
            ways.append("{0}.T@{1}")
        elif inner == table(transposed(two))[0]:
            ways.append("{0}@{1}.T")
        raise ShapeError(f"{said(one)} times {said(two)}: {inner} columns meet {other} rows", *ways)
    if len(two) < 2:
        return () if rows == 1 and len(one) != 1 else (rows,)
    return rows, columns


def entries(index: str, shape: Shape) -> Shape:
    """The shape of what an index takes."""
    parts = index[1:-1].split(",")
    if len(parts) != len(shape):
        if not shape:
            raise ShapeError("a scalar has no entries", "a declaration, such as {0}: n, or a value, {0}=[1,2]")
        way = "{0}[0,:] or {0}[:,0]" if len(shape) > 1 else "{0}[0]"
        raise ShapeError(f"{said(shape)} is indexed by {len(shape)}, not {len(parts)}", way)
    kept: list[Size | None] = [taken(part, size) for part, size in zip(parts, shape, strict=True)]
    if len(kept) == 1:
        return () if kept[0] is None else (kept[0],)
    rows, columns = kept
    if columns is None:
        return () if rows is None else (rows,)
    return (1 if rows is None else rows), columns


def taken(part: str, size: Size) -> Size | None:
    """Return how many entries of an axis an index takes; None for one. Raises ShapeError beyond the end."""
    if ":" not in part:
        if isinstance(size, int) and not -size <= int(part) < size:
            raise ShapeError(f"the entry {part} of {size}: they count from 0 to {size - 1}")
        return None
    if part == ":":
        return size
    first, _, last = part.partition(":")
    if isinstance(size, int):
        start, end = int(first or 0), int(last or size)
        if not 0 <= start < end <= size:
            raise ShapeError(f"the entries {part} of {size}: they count from 0 to {size - 1}, the end not taken")
        return end - start
    if not last and first not in ("", "0"):
        raise ShapeError(f"the entries {part} of {size} are {size}-{first}", "a number for the size")
    return int(last) - int(first or 0) if last else size


def stacked(shapes: Sequence[Shape]) -> Shape:
    """The shape of a list of scalars, or of lists of them."""
    wrong = next((shape for shape in shapes if len(shape) > 1 or shape != shapes[0]), None)
    if wrong is not None or (shapes[0] and len(shapes[0]) != 1):
        raise ShapeError(f"[a, b] stacks scalars, and this is {said(wrong or shapes[0])}")
    return len(shapes), *shapes[0]


def filled_shape(name: str, sizes: Sequence[Size | None]) -> Shape:
    """The shape of eye(n), ones(n), zeros(m, n). Raises ShapeError."""
    from symback.syntax.arrays import LARGEST

    if any(size is None or (isinstance(size, int) and size < 1) for size in sizes):
        raise ShapeError(f"{name} needs whole sizes: numbers, or letters of a declaration")
    found = tuple(size for size in sizes if size is not None)
    shape = (found[0], found[0]) if name == "eye" else found
    count = 1
    for size in shape:
        count *= size if isinstance(size, int) else 1
    if count > LARGEST:
        raise ShapeError(f"{name} of {count:,} entries; at most {LARGEST:,}")
    return shape


def square(name: str, shape: Shape) -> Shape:
    if len(shape) != 2 or shape[0] != shape[1]:
        raise ShapeError(
            f"{name} needs a square matrix, and this is {said(shape)}", *(["{0}.T@{0}"] if len(shape) == 2 else [])
        )
    return shape if name == "inv" else ()


def on_diagonal(shape: Shape) -> Shape:
    """The shape of diag: a vector's matrix, a square matrix's vector."""
    if len(shape) == 1:
        return shape[0], shape[0]
    square("diag", shape)
    return shape[:1]


def of_two(name: str, one: Shape, two: Shape) -> Shape:
    if len(one) != 1 or len(two) != 1:
        raise ShapeError(
            f"{name} takes two vectors, not {said(one)} and {said(two)}", "sum({0}*{1})" if name == "dot" else "{0}@{1}"
        )
    if name == "dot" and one != two:
        raise ShapeError(f"{said(one)} and {said(two)} have no dot product", "outer({0}, {1})")
    return () if name == "dot" else (one[0], two[0])


def axis_of(operation: str, shape: Shape) -> str:
    """The axis along which an operation works: 0, 1, or nothing for all entries."""
    name, _, axis = operation.partition(":")
    return "0" if not axis and name in BY_COLUMN and len(shape) == 2 and shape[0] != 1 else axis


def reduced(name: str, axis: str, shape: Shape) -> Shape:
    """The shape of sum, mean, max, min, softmax and logsumexp."""
    if not shape:
        raise ShapeError(
            f"{name} takes the entries of an array, and this is a scalar",
            *([f"a declaration, such as {{0}}: n, or {name}([a, b])"]),
        )
    if axis == "1" and len(shape) == 1:
        raise ShapeError(f"{said(shape)} has one axis, 0", f"{name}({{0}})")
    if name == "softmax":
        return shape
    axis = axis_of(f"{name}:{axis}", shape)
    if not axis or len(shape) == 1:
        return ()
    if axis == "1" and shape[0] == 1:
        return ()  # of a row
    return (1, shape[1]) if axis == "0" else shape[:1]


def ways_out(error: ShapeError, texts: Sequence[str]) -> str | None:
    """The hint of an error, with the operands' own texts, in parentheses where they are no atoms."""
    atoms = [text if re.fullmatch(r"[\w.\[\],:() ]+", text) and "(" not in text[:1] else f"({text})" for text in texts]
    return " or ".join(way.format(*atoms) for way in error.ways) or None
