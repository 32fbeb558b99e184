"""Tables for people in a terminal: blue forward, green backward, aligned, nothing cropped; stacked where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.arithmetic.text import table_text
from symback.report.notation import plain_ascii, pretty
from symback.report.tables import FORMULA, NUMBER, Cell, Column, Table, tables

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    from symback.report.model import Report

STYLES = {"forward": "blue", "local": "green", "chained": "green", "gradient": "bold"}
VERDICT_STYLES = {
    "match": "green",
    "kink": "yellow",
    "epsilon": "yellow",
    "rounding": "yellow",
    "undefined": "magenta",
    "wrong": "red",
}
STACK_BELOW = 60  # columns
NARROWEST_FORMULA = 10


def render(report: Report, console: Console, which: str = "all") -> None:
    """Print the report's tables, then the gradient, the cost and the notes."""
    ascii_only = not console.encoding.lower().startswith("utf")
    for table in tables(report, which):
        if table.name == "gradient" and which == "all":
            continue
        draw(table.for_people(), console, ascii_only)
        console.print()
    if which == "all":
        for line in summary(report):
            console.print(spelled(line, ascii_only), highlight=False, markup=False, soft_wrap=False)


def summary(report: Report) -> list[str]:
    """The gradient, what it cost, and what else there is to know."""
    sign = "d" if len(report.inputs) <= 1 else "∂"
    lines = []
    if report.gradient and report.has_values:
        parts = [f"{sign}{report.output}/{sign}{pretty(n)} = {text(v)}" for n, v in report.gradient.items()]
        lines.append("Gradient: " + "   ".join(parts))
    cost = report.cost
    lines.append(
        f"{count(cost.nodes, 'node')} + {count(cost.parameters, 'parameter')}: {count(cost.backprop_steps, 'step')}; "
        f"nudging each parameter: {cost.nodes}×{cost.parameters} = {cost.nudge_steps}"
    )
    return lines + [f"Note: {note}" for note in report.notes]


def count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def text(cell: Cell) -> str:
    """A cell as people read it."""
    if cell is None:
        return "—"
    return cell if isinstance(cell, str) else table_text(cell)


def spelled(words: str, ascii_only: bool) -> str:
    return plain_ascii(words) if ascii_only else words


def draw(table: Table, console: Console, ascii_only: bool) -> None:
    """Print one table, as rows and columns where the console is wide enough and stacked where not."""
    from rich.text import Text

    style = STYLES[table.name]
    console.print(Text(spelled(table.title, ascii_only), style=f"bold {style}"))
    cells = [
        [
            spelled(shown(c, column, i in table.details), ascii_only)
            for c, column in zip(row, table.columns, strict=True)
        ]
        for i, row in enumerate(table.rows)
    ]
    titles = [spelled(column.title, ascii_only) for column in table.columns]
    if console.width < STACK_BELOW or narrowest(table, titles, cells) > console.width:
        stack(table, titles, cells, console)
    else:
        console.print(grid(table, titles, cells, ascii_only))


def shown(cell: Cell, column: Column, detail: bool) -> str:
    if cell is None and (detail or column.kind == FORMULA):
        return ""
    return pretty(cell) if column.key == "name" and isinstance(cell, str) else text(cell)


def narrowest(table: Table, titles: list[str], cells: list[list[str]]) -> int:
    """The columns that the table needs, formulas folded and nothing else."""
    return sum(least_width(i, table, titles, cells) + 2 for i in range(len(titles))) - 2


def least_width(index: int, table: Table, titles: list[str], cells: list[list[str]]) -> int:
    """How narrow one column may get: formulas fold anywhere, a chain between its paths, all else not at all."""
    column = [titles[index], *(row[index] for row in cells)]
    widest = max(len(cell) for cell in column)
    if table.columns[index].kind == FORMULA:
        return min(widest, NARROWEST_FORMULA)
    if table.columns[index].key == "chain":
        return max(len(word) for cell in column for word in cell.split(" ") or [""])
    return widest


def grid(table: Table, titles: list[str], cells: list[list[str]], ascii_only: bool) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable

    style = box.ASCII2 if ascii_only else box.SIMPLE_HEAD
    made = RichTable(box=style, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for index, column in enumerate(table.columns):
        least = least_width(index, table, titles, cells)
        folds = column.kind == FORMULA or column.key == "chain"
        made.add_column(
            titles[index],
            justify="right" if column.kind == NUMBER else "left",
            no_wrap=not folds,
            overflow="fold",
            min_width=least,
        )
    for index, row in enumerate(cells):
        made.add_row(*(styled(cell, column, table, index) for cell, column in zip(row, table.columns, strict=True)))
    return made


def styled(cell: str, column: Column, table: Table, index: int) -> Text:
    from rich.text import Text

    if column.key == "verdict":
        return Text(cell, style=VERDICT_STYLES.get(cell.partition(" ")[0].rstrip(","), ""))
    if index in table.details:
        return Text(cell, style="dim")
    if column.key in ("name", "label", "value"):
        return Text(cell, style=STYLES[table.name])
    return Text(cell)


def stack(table: Table, titles: list[str], cells: list[list[str]], console: Console) -> None:
    """A line a cell: for narrow terminals, and for numbers that are wider than any table."""
    from rich.text import Text

    width = max(len(title) for title in titles[1:]) if len(titles) > 1 else 0
    for index, row in enumerate(cells):
        console.print(styled(row[0], table.columns[0], table, index), soft_wrap=True)
        for title, column, cell in zip(titles[1:], table.columns[1:], row[1:], strict=True):
            if cell:
                line = Text(f"  {title:<{width}}  ") + styled(cell, column, table, index)
                console.print(line, soft_wrap=column.kind == NUMBER, overflow="fold")
