"""docs/architecture.md tells the truth: what it names is there, what is there is named, arrows hold, and the two walks are walked."""

from __future__ import annotations

import ast
import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

import pytest
from calls import calls
from doc_blocks import ROOT, check_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = ROOT / "symback"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
CODE = re.compile(r"`([^`]+)`")


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table after a heading, without its titles."""
    after = PAGE[PAGE.index(heading) :]
    table = re.search(r"(?:^\|.*\|$\n)+", after, re.MULTILINE)
    assert table is not None
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table[0].splitlines()[2:]]


LAYERS = [CODE.findall(row[0]) for row in rows("## Where each thing lives")]
ARROWS = [(*CODE.findall(row[0]), *CODE.findall(row[2])) for row in rows("# How symback is built")]
PARTS = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}


class Import(NamedTuple):
    """One module names another, both as symback.…"""

    importer: str
    imported: str

    @property
    def parts(self) -> tuple[str, str]:
        """The parts of symback that the two belong to."""
        return self.importer.split(".")[1], self.imported.split(".")[1]


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path) for path in PACKAGE.rglob("*.py")}


def imports() -> Iterator[Import]:
    """Every import of one part by another, also those in functions and those for types."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in imported(node):
                found = Import(module(path), name)
                if "symback" not in found and len(set(found.parts)) == 2:
                    yield found


def imported(node: ast.AST) -> Iterator[str]:
    """The modules of symback that a statement imports: `from symback.x import y` is symback.x.y where that is a module."""
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
    if isinstance(node, ast.ImportFrom) and node.module:
        names = [f"{node.module}.{name}" if f"{node.module}.{name}" in MODULES else node.module for name in names]
    yield from (name for name in names if name.split(".")[0] == "symback")


IMPORTS = sorted(set(imports()))
ALLOWED_UP = {tuple(text.split(" -> ")) for text in CONTRACTS[0]["ignore_imports"]}


def test_every_part_is_on_the_map_and_nothing_else() -> None:
    named = [part for layer in LAYERS for part in layer]
    assert sorted(named) == sorted(PARTS - {"__init__"})


def test_the_map_and_the_contracts_say_the_same() -> None:
    assert [layer.split(" | ") for layer in CONTRACTS[0]["layers"]] == LAYERS


def test_imports_point_down() -> None:
    height = {part: len(LAYERS) - level for level, layer in enumerate(LAYERS) for part in layer}
    up = {found for found in IMPORTS if height[found.parts[0]] <= height[found.parts[1]]}
    assert len(IMPORTS) > 500
    assert up == ALLOWED_UP  # not fewer either: an exception that nobody needs goes


@pytest.mark.parametrize(("source", "target"), ARROWS, ids=lambda part: part)
def test_arrows_hold(source: str, target: str) -> None:
    """What an arrow leads to imports what it comes from, and never the other way round, but where an exception is named."""
    between = [found for found in IMPORTS if set(found.parts) == {source, target}]
    assert any(found.parts == (target, source) for found in between)
    assert [found for found in between if found.parts == (source, target) and found not in ALLOWED_UP] == []


@pytest.mark.parametrize(
    "row", rows("# How symback is built"), ids=lambda row: f"{row[0]} to {row[2]}".replace("`", "")
)
def test_what_is_handed_over_is_made_there(row: list[str]) -> None:
    (source,) = CODE.findall(row[0])
    files = [PACKAGE / f"{source}.py", *(PACKAGE / source).glob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files if path.exists())
    for name in CODE.findall(row[1]):
        assert re.search(rf"^(class {name}\b|{name}(: \w+)? =)", text, re.MULTILINE), name


def test_files_that_the_page_names_are_there() -> None:
    prose = re.sub(r"^```.*?^```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)
    paths = {name for name in CODE.findall(prose) if re.fullmatch(r"[\w/]+(\.py|\.toml|/)", name)}
    assert len(paths) > 20
    assert [path for path in sorted(paths) if not ((PACKAGE / path).exists() or (ROOT / path).exists())] == []


@pytest.mark.parametrize("row", rows("## Where each thing lives"), ids=lambda row: row[0].replace("`", ""))
def test_modules_that_the_map_names_are_there(row: list[str]) -> None:
    here = [PACKAGE / part for part in CODE.findall(row[0])]
    known = PARTS | {path.stem for part in here if part.is_dir() for path in part.iterdir()}
    words = {word for word in CODE.findall(row[1]) if re.fullmatch(r"\w+", word)}
    assert words <= known | {"Graph", "Node"}


def called(*arguments: str) -> dict[tuple[str, str], int]:
    """The functions that a command calls, by file and name, in the order of their first calls."""
    named = ((code.co_filename[len(str(PACKAGE)) + 1 :], code.co_qualname) for code in calls(*arguments))
    return {name: place for place, name in enumerate(dict.fromkeys(named))}


def way(heading: str) -> list[tuple[str, str]]:
    """The files and functions that a table of the page goes through."""
    return [(file, function) for row in rows(heading) for file, function in [CODE.findall(row[0])]]


def test_the_value_goes_the_way_that_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    found = called("diff", "(2+3*w)**2", "--at", "w=3")
    assert "dJ/dw       da/dw·dJ/da  6*a       18*w + 12     66  66.009     0.009  match" in capsys.readouterr().out
    steps = way("## One value")
    assert len(steps) > 15
    assert [step for step in steps if step not in found] == []
    begun = [step for step in steps if step[0].startswith(("__main__", "cli/values", "syntax", "graph", "passes"))]
    assert sorted(begun, key=found.__getitem__) == begun


def test_the_error_goes_the_way_that_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    found = called("diff", "2*(w+1")
    assert "never closed" in capsys.readouterr().err
    steps = way("## One error")
    assert [step for step in steps if step not in found] == []
    after = [step for step in steps if step != ("__main__.py", "main")]
    assert sorted(after, key=found.__getitem__) == after


def test_the_page_shows_what_the_command_prints() -> None:
    check_file("docs/architecture.md")
