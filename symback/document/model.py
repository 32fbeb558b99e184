"""What a document is made of: blocks (headings, paragraphs, tables, figures, code) of words and mathematics.

Every format dresses every document; text is made there, and only there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from symback.domains.text import GET_DIGITS, TABLE_DIGITS, closed_form, story_text, whole_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from symback.domains.values import Number as Value
    from symback.syntax.formula import Code as Instructions

LEIBNIZ, DVAR, PRIME = "leibniz", "dvar", "prime"
NOTATIONS = (LEIBNIZ, DVAR, PRIME)
CLOSED = ("value", "local", "upstream", "share", "derivative")  # roles of numbers that are shown as √2/2 in a story
TEXT, WORDS, FORMULA, NUMBER = "text", "words", "formula", "number"  # words may be folded
ALL, PEOPLE, PROGRAMS = "all", "people", "programs"


@dataclass(frozen=True)
class Look:
    """What the paper is like: its width in characters, whether it takes colour, and whether it shows ASCII only.

    `digits` are those of numbers that programs read and that are not written as they are; `ground` is a key of the palette
    of terminals.
    """

    width: int = 80
    color: bool = False
    ascii_only: bool = False
    digits: int = GET_DIGITS
    ground: str = ""


# Within a line


@dataclass(frozen=True, slots=True)
class Words:
    """Plain English, without digits."""

    text: str


@dataclass(frozen=True, slots=True)
class Program:
    """A piece of the program's own text, as the person wrote it."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """An input, a node, or ε."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the report; `role` says which (value, nudged, k, leftover, …).

    `digits` are the significant ones that are shown of what is rounded, as a story has it: there multiples of π and of
    roots stand as such (`closed`), unless `rounded` asks for their digits. Without `digits` it is shown as tables do.
    """

    value: Value
    role: str
    digits: int | None = field(default=None, compare=False)
    rounded: bool = False

    @property
    def closed(self) -> str | None:
        """The number as a formula, `sqrt(2)/2`, where it is shown so."""
        return None if self.digits is None or self.rounded or self.role not in CLOSED else closed_form(self.value)

    @property
    def text(self) -> str:
        """The number as people read it: in digits, or else closed."""
        return self.closed or story_text(self.value, self.digits)

    @property
    def is_exact(self) -> bool:
        """True if people see the number as it is, not rounded."""
        if self.closed:
            return True
        if isinstance(self.value, float):
            return float(self.text) == self.value
        return isinstance(self.value, Fraction) and whole_text(self.value) == self.text


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as code; where `values` has a name, its number stands in the name's place."""

    code: Instructions
    names: tuple[str, ...]
    text: str
    values: Mapping[str, Number] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Derivative:
    """∂of/∂by. `direct` where only this edge is meant although `by` reaches `of` on other ways too."""

    of: str
    by: str
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """A relation, an operator or an arrow: = ≈ × + → ↑ ↓ ( )"""

    text: str


Atom: TypeAlias = Name | Number | Formula | Derivative | Sign


@dataclass(frozen=True, slots=True)
class Math:
    """A piece of mathematics within a sentence."""

    atoms: tuple[Atom, ...]


Piece: TypeAlias = Words | Program | Math
Sentence: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Notation:
    """How derivatives are written: the style, d or ∂, what the output and the only input are called; and the digits of numbers."""

    style: str
    sign: str
    output: str
    only_input: str | None
    digits: int = TABLE_DIGITS


LECTURES = Notation(LEIBNIZ, "d", "", None)


def formula(text: str) -> Formula:
    """A formula, read from its text."""
    from symback.syntax.parser import Parser
    from symback.syntax.tokens import tokenize

    found, _ = Parser(text, frozenset({"pi"})).parse(tokenize(text), 0)
    return Formula(found.code, found.names, text)


def say(*parts: str | Piece | Atom) -> Sentence:
    """A sentence: text is words, an atom is mathematics of its own."""
    return tuple(piece(part) for part in parts if part != "")


def piece(part: str | Piece | Atom) -> Piece:
    if isinstance(part, str):
        return Words(part)
    return part if isinstance(part, (Words, Program, Math)) else Math((part,))


def count(number: int, role: str = "count") -> Number:
    """Return how many there are of something in the report."""
    return Number(Fraction(number), role)


def math(*parts: str | Atom | Math) -> Math:
    """Mathematics of atoms; text stands for a sign."""
    atoms: list[Atom] = []
    for part in parts:
        if isinstance(part, Math):
            atoms += part.atoms
        else:
            atoms.append(Sign(part) if isinstance(part, str) else part)
    return Math(tuple(atoms))


def listed(items: Sequence[Math | Atom], last: str = " and ") -> list[Piece]:
    """`a`, `a and b`, `a, b and c`."""
    found: list[Piece] = []
    for index, item in enumerate(items):
        if index:
            found.append(Words(last if index == len(items) - 1 else ", "))
        found.append(piece(item))
    return found


# Blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `kind` says what it is about (forward, backward, …), level 1 is the document's title."""

    pieces: Sentence
    level: int = 2
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more; `kind` as for headings, `part` says what it is for (question, …)."""

    pieces: Sentence
    kind: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """What else there is to know, a line each."""

    lines: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A label (a verdict), what it is about, and below it more labels with what there is to say."""

    label: str
    pieces: Sentence
    details: tuple[tuple[str, Sentence], ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """Items one below the other, and a sentence that sums them up."""

    rows: tuple[Item, ...]
    closing: Sentence = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: `text` draws it in characters, a line each, and `svg` as a drawing, where there is such."""

    text: Callable[[Look], Sequence[str]]
    svg: Callable[[], str] | None = None


Cell: TypeAlias = "str | Value | Math | None"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` for programs (csv, json), `title` for people, what stands in it, and who sees it."""

    key: str
    title: str
    kind: str
    audience: str = ALL


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Rows in `details` (the paths of a sum) are for people only.

    The first `labels` columns say what a row is about, and are repeated where a table is shown in parts.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    details: frozenset[int] = frozenset()
    labels: int = 1
    notation: Notation = LECTURES

    def for_people(self) -> Table:
        """Without the columns that only programs read, that hold nothing, or that say the same as the one before."""
        kept = [i for i, c in enumerate(self.columns) if c.audience != PROGRAMS and not self.is_empty(i)]
        twice = [i for i in kept if self.repeats(i)]
        found = self.only([i for i in kept if i not in twice], self.rows)
        return found if not twice else found.titled(self.columns[twice[0] - 1].key, "formula")

    def for_programs(self) -> Table:
        """Every column that has a key, whether there is something in it or not, and no details."""
        kept = [i for i, c in enumerate(self.columns) if c.audience != PEOPLE]
        rows = self.rows if not self.details else tuple(r for i, r in enumerate(self.rows) if i not in self.details)
        return self.only(kept, rows)

    def titled(self, key: str, title: str) -> Table:
        """The table with another title for one column."""
        columns = (replace(c, title=title) if c.key == key else c for c in self.columns)
        return replace(self, columns=tuple(columns))

    def is_empty(self, index: int) -> bool:
        column = self.columns[index]
        return (column.kind in (NUMBER, FORMULA) and all(row[index] is None for row in self.rows)) or (
            column.key == "verdict" and all(row[index] in (None, "", "not checked") for row in self.rows)
        )

    def repeats(self, index: int) -> bool:
        """True if a column of formulas is the one before it over again."""
        return (
            index > 0
            and self.columns[index].kind == self.columns[index - 1].kind == FORMULA
            and all(row[index] == row[index - 1] or i in self.details for i, row in enumerate(self.rows))
        )

    def first(self, count: int) -> Table:
        """The first `count` rows."""
        return replace(self, rows=self.rows[:count])

    def only(self, kept: list[int], rows: tuple[tuple[Cell, ...], ...]) -> Table:
        if len(kept) == len(self.columns):
            return replace(self, rows=rows)
        columns = tuple(self.columns[i] for i in kept)
        labels = max(1, sum(i < self.labels for i in kept))
        return replace(self, columns=columns, rows=tuple(tuple(row[i] for i in kept) for row in rows), labels=labels)


Block: TypeAlias = Heading | Paragraph | Notes | Items | Figure | Table


@dataclass(frozen=True)
class Document:
    """One thing to show: a report at a point, several points in one table, the table of functions, a story.

    `title` is a program's text or a heading; `blocks()` is what there is, and `data()` the same as plain data; `point`
    names the inputs and their values where a document is one of several points; `caveats` are the notes that have to be
    seen even where a format has no place for sentences.
    """

    title: str
    blocks: Callable[[], Sequence[Block]]
    data: Callable[[], dict[str, Any]] = dict
    point: tuple[tuple[str, Value | None], ...] = ()
    caveats: tuple[str, ...] = ()
    notation: Notation = LECTURES

    def tables(self) -> list[Table]:
        """The tables among the blocks."""
        return [block for block in self.blocks() if isinstance(block, Table)]


def paragraph(words: str | Sentence) -> list[Block]:
    """A paragraph of a sentence, or of plain words; none of none."""
    return [Paragraph(say(words) if isinstance(words, str) else words)] if words else []


def notes(lines: Sequence[str]) -> list[Block]:
    """Notes in plain words; none of none."""
    return [Notes(tuple(say(line) for line in lines))] if lines else []
