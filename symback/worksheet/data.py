"""What the page's script is told, as plain data: exercises and their boxes, which of them are blank, and how it computes.

With new numbers the page runs the nodes' own formulas, and those of the report for the derivatives of the edges; what a function is
comes from the same table as everywhere, in the form that suits doubles.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any

from symback.derivatives import DERIVATIVES
from symback.document.model import formula
from symback.domains.base import compiled
from symback.domains.stable import VALUES
from symback.domains.text import as_float
from symback.errors import SymbackError, no_answer
from symback.exercise.model import FORWARD
from symback.exercise.slips import slips
from symback.functions import ALIASES, BY_NAME
from symback.syntax.formula import LEAVES
from symback.syntax.names import GREEK
from symback.worksheet.setting import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from symback.domains.values import Number
    from symback.exercise.model import Box, Exercise
    from symback.graph.node import Node
    from symback.report.model import Local
    from symback.syntax.formula import Code

WAYS = ("all", "forward", "backward", "some")


def sheet_data(exercises: Sequence[Exercise], blank: str, seed: int) -> dict[str, Any]:
    """Everything that the script needs; `id` tells this sheet's progress from another's."""
    asked = [exercise_data(e, blank, seed + place) for place, e in enumerate(exercises)]
    told = {"seed": seed, "exercises": asked}
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
    return {"id": digest, **told, "rules": rules_data(), "aliases": other_names(), "greek": GREEK}


def exercise_data(exercise: Exercise, blank: str, seed: int) -> dict[str, Any]:
    """One exercise: the program as code, the values at its point, and the boxes."""
    report = exercise.report
    is_blank = blanks(exercise.boxes, blank, seed)
    parts = shares(exercise)
    used = {node.name: node for node in exercise.graph.nodes if not node.unused}
    return {
        "output": report.output,
        "inputs": [{"name": row.name, "value": number(row.value), "share": row.name in parts} for row in report.inputs],
        "nodes": [node_data(node) for node in used.values()],
        "edges": [edge_data(row) for row in report.local_rows if row.node in used],
        "values": {name: number(value) for name, value in report.values.items() if value is not None},
        "boxes": [box_data(exercise, box, blank=b) for box, b in zip(exercise.boxes, is_blank, strict=True)],
    }


def shares(exercise: Exercise) -> set[str]:
    """The inputs that are parts of a whole, as the label of a cross-entropy: from 0 to 1 here, and taken from 1 somewhere."""
    found = set()
    for node in exercise.graph.nodes:
        for operation, *rest in node.rule:
            if operation == "-" and node.rule[rest[0]] == ("num", 1) and node.rule[rest[1]][0] == "slot":
                found.add(node.operands[node.rule[rest[1]][1]])
    values = exercise.report.values
    return {
        n for n in found.intersection(exercise.graph.inputs) if (v := values[n]) is not None and 0 <= number(v) <= 1
    }


def node_data(node: Node) -> dict[str, Any]:
    """A node's formula, and those that are 0 where it has a kink or a jump."""
    found = {"name": node.name, "code": code_data(node.rule), "operands": list(node.operands)}
    return found | {"breaks": [code_data(code) for code in breaks(node.rule)]}


def edge_data(row: Local) -> dict[str, Any]:
    """The derivative of a node by an operand as a formula; without a code where it is too long to be written."""
    told = formula(row.formula) if row.formula is not None else None
    code, names = ([], ()) if told is None else (code_data(told.code), told.names)
    return {"of": row.node, "by": row.by, "code": code, "names": list(names)}


def breaks(rule: Code) -> Iterator[Code]:
    """The formulas that change sign where an operation of a rule changes its smooth piece, or the derivative its value."""
    for index, (operation, *values) in enumerate(rule):
        row = BY_NAME.get(operation)
        if operation.startswith("where"):
            yield spliced(rule[:index], "x - y", values)
        for text in row.breaks if row else ():
            for pair in combinations(values, 2) if operation in ("max", "min") else (values,):
                yield spliced(rule[:index], f"x - {text}" if text.startswith("floor") else text, pair)


def spliced(before: Code, text: str, values: Sequence[int]) -> Code:
    """A formula of the tables behind some code, of instructions of that code; with the other sign, so that it ends the whole."""
    found, places = list(before), []
    for operation, *rest in compiled(text):
        if operation == "slot":
            places.append(values[rest[0]])
            continue
        found.append((operation, *(rest if operation in LEAVES else (places[k] for k in rest))))
        places.append(len(found) - 1)
    return (*found, ("neg", places[-1]))


def box_data(exercise: Exercise, box: Box, *, blank: bool) -> dict[str, Any]:
    """One box. `rounded` says that its answer is a double; `kink` that its second hint holds only at the first numbers.

    `slips` are wrong answers with what leads to them, in words, and with the value that they are, so that the page finds
    them at other numbers, too.
    """
    return {
        "kind": box.kind,
        "label": box.label,
        "node": box.node,
        "operand": box.operand,
        "answer": number(box.answer),
        "text": shown(box.answer) if box.answer is not None else "",
        "names": sorted(exercise.columns[: box.column]) if box.operand is None else sorted(exercise.columns),
        "rounded": isinstance(box.answer, float),
        "kink": is_kink(exercise, box),
        "slips": [[number(s.value), s.words, s.key] for s in slips(exercise, box) if as_float(s.value) is not None]
        if blank
        else [],
        "blank": blank,
    }


def is_kink(exercise: Exercise, box: Box) -> bool:
    """True if a derivative is a convention at the point."""
    if box.operand is None:
        return False
    report = exercise.report
    edge = report.local.get((box.node, box.operand))
    return "kink" in (report.chained[box.operand].verdict.kind, edge.verdict.kind if edge else "")


def number(value: Number | None) -> float | int:
    """A value as the page computes with it. Raises SymbackError (exit 3) where there is none, or a double cannot hold it."""
    found = None if value is None else as_float(value)
    if found is None:
        raise no_answer("a value is too large for a page, which computes in doubles")
    return int(found) if found.is_integer() and abs(found) < 2**53 else found


def blanks(boxes: Sequence[Box], way: str, seed: int) -> list[bool]:
    """For every box whether it is to be filled in; `some` is about half of them, drawn with the seed."""
    if way not in WAYS:
        raise SymbackError(f"what is blank is one of {', '.join(WAYS)}, not {way}")
    if way == "some":
        random = Random(f"blank {seed}")  # noqa: S311 (no secret)
        drawn = [random.random() for _ in boxes]  # random() is the same in every version of Python
        return [number <= sorted(drawn)[(len(boxes) - 1) // 2] for number in drawn]
    return [way == "all" or (box.kind == FORWARD) == (way == "forward") for box in boxes]


def code_data(code: Code) -> list[list[Any]]:
    """Straight-line code as JSON, with doubles for its numbers."""
    return [["num", double(i[1])] if i[0] == "num" else list(i) for i in code]


def double(value: Fraction) -> float:
    """A rational as the double nearest to it. Raises SymbackError (exit 3) where it is too large for one."""
    try:
        found = value.numerator / value.denominator
    except OverflowError:
        raise no_answer("a number is too large for a page, which computes in doubles") from None
    return int(found) if found.is_integer() and abs(found) < 2**53 else found


@cache
def rules_data() -> dict[str, dict[str, Any]]:
    """Every operation: of how many values it is, and its definition, which is absent where the page has it as a primitive."""
    return {name: rule(name, len(texts)) for name, texts in DERIVATIVES.items()}


def rule(name: str, arity: int) -> dict[str, Any]:
    row = BY_NAME.get(name)
    definition = VALUES.get(name) or (row.definition if row else None)
    return {"arity": arity} | ({"definition": code_data(compiled(definition))} if definition else {})


@cache
def other_names() -> dict[str, str]:
    """Names of functions that are not the name of their operation: ln is log."""
    return {name: operation for name, operation in ALIASES.items() if name != operation and name != "pow"} | {
        "pow": "**"
    }
