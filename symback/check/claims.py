"""Reading claims: `dJ/dw=66`, `da/dw=3`, `a=11`, `local:dJ/da=2*a`, from the command line or from a file, one a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from symback import functions
from symback.check.model import Claim
from symback.delimited import delimiter_of, table
from symback.errors import Placed, SymbackError, Way, suggestion
from symback.files import unique
from symback.report.get import DERIVATIVE, Wanted, passes_on, read
from symback.report.inputs import check_formula
from symback.syntax.parser import Parser
from symback.syntax.tokens import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from symback.graph.graph import Graph
    from symback.syntax.formula import Formula

EXAMPLE = Way("--claim dJ/dw=66, --claim 'dJ/dw=6*(2+3*w)'", '["dJ/dw=66", "dJ/dw=6*(2+3*w)"]')


def read_claim(text: str, graph: Graph) -> Claim:
    """The claim that `text` makes about a graph.

    Raises SymbackError where it is no claim, or speaks of what the program does not have.
    """
    try:
        left, equals, _right = text.partition("=")
        if not equals or not left.strip():
            raise SymbackError(f"{text.strip()!r} is not a claim: name = number or formula", hint=EXAMPLE)
        return Claim(text.strip(), left_side(left, graph), right_side(text, len(left) + 1, graph))
    except SymbackError as error:
        if isinstance(text, Placed):
            error.reason = f"{text.place}: {error.reason}"
        raise


def left_side(text: str, graph: Graph) -> Wanted:
    """Return what a claim is about, read as --get reads it, without its forms."""
    name = "".join(text.split())
    try:
        wanted = read(name, graph)
    except SymbackError as error:
        raise SymbackError(f"the claim about {name}: {error.reason}", hint=error.hint) from None
    if wanted.form is not None:
        raise SymbackError(f"a claim is about a value or a derivative, not about {name}", hint=EXAMPLE)
    if wanted.by not in (None, wanted.of) and not passes_on(graph, wanted.by, wanted.of):
        raise SymbackError(f"the claim about {name}: {wanted.of} does not depend on {wanted.by}, so it is 0")
    return wanted


def right_side(text: str, start: int, graph: Graph) -> Formula:
    """The claimed number or formula, in the program's inputs and nodes."""
    source = " " * start + text[start:].replace("\n", " ")  # places in the message are those of the whole claim
    tokens = [t for t in tokenize(source) if t.kind != "newline"]
    if tokens[0].kind == "end":
        raise SymbackError(f"{text.strip()!r} claims nothing: a number or a formula is missing", hint=EXAMPLE)
    names = graph.names
    tokens = with_derivatives(tokens, graph)
    formula, position = Parser(text, functions.CONSTANTS - names).parse(tokens, 0)
    if tokens[position].kind != "end":
        raise SymbackError("a claim is one formula", tokens[position].span, text)
    require_known(formula, text, names)
    check_formula(formula, text)
    return formula


def derivative_named(name: str) -> Wanted | None:
    """Return what a name such as dL/dz on the right of a claim stands for; None for any other."""
    found = DERIVATIVE.fullmatch(name)
    return Wanted(name, found[1], found[2], None, local=False) if found else None


def with_derivatives(tokens: list[Token], graph: Graph) -> list[Token]:
    """The tokens of a claim's right side, each derivative of the program's nodes (dL/dz: three of them) as one name."""
    names = graph.names
    found: list[Token] = []
    index = 0
    while index < len(tokens):
        three = tokens[index : index + 3]
        text = "".join(token.text for token in three)
        match = DERIVATIVE.fullmatch(text) if len(three) == 3 and three[1].text == "/" else None
        if match and three[0].text not in names and match[1] in graph.by_name and match[2] in names:
            found.append(Token("name", text, three[0].start, three[2].end))
            index += 3
        else:
            found.append(tokens[index])
            index += 1
    return found


def require_known(formula: Formula, text: str, names: AbstractSet[str]) -> None:
    """Raise SymbackError for a name that the program does not have."""
    for index, instruction in enumerate(formula.code):
        if (
            instruction[0] == "slot"
            and (name := formula.names[instruction[1]]) not in names
            and not derivative_named(name)
        ):
            near = suggestion(name, sorted(names))
            listed = f"the names are {', '.join(sorted(names)[:8])}"
            raise SymbackError(f"the program has no {name}", formula.span(index), text, hint=near or listed)


def claims_of(text: str) -> Iterator[str]:
    """The claims of a file: a line each, or JSON, or a table of derivatives as `diff` writes it."""
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.split("\n") if line.strip()), "").strip()
    if first[:1] in ("{", "["):
        return claims_of_json(text)
    header = [cell.strip().strip('"') for cell in first.split(delimiter_of(first))]
    if header[0] == "by" and "value" in header:
        return claims_of_table(text, header.index("value"))
    return claim_lines(text)


def claim_lines(text: str) -> Iterator[str]:
    """The claims of a text, one a line; blank lines and what follows # are skipped."""
    for number, line in enumerate(text.split("\n"), 1):
        claim = line.partition("#")[0].strip()
        if claim:
            yield Placed(claim, f"line {number}")


def claims_of_table(text: str, place: int) -> Iterator[str]:
    """The derivatives in symback's own csv or tsv: `by`, and in a column `value` the number, or none."""
    for number, row in enumerate(table(text, "--claims")[1:], 2):
        if len(row) > place and row[place].strip():
            yield Placed(f"d{row[0].strip()}={row[place].strip()}", f"row {number}")


def claims_of_json(text: str) -> Iterator[str]:
    """The claims of an object of names and numbers or formulas, of a list of claims, or the gradient that `diff` writes."""
    try:
        data = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise SymbackError(f"--claims: this is not JSON: {error}") from None
    if isinstance(data, dict) and isinstance(data.get("gradient"), dict):
        data = {f"d{name}": value for name, value in data["gradient"].items() if value is not None}
    pairs = data.items() if isinstance(data, dict) else ((None, one) for one in data)
    for name, value in pairs:
        if not isinstance(value, str):
            raise SymbackError(
                "--claims: JSON holds names with numbers or formulas, or a list of claims", hint='{"dJ/dw": 66}'
            )
        yield value if name is None else f"{name}={value}"
