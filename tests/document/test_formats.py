"""Every format tells the same report, in the form that its readers (parsers, here) expect."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from fractions import Fraction

import pytest
from rendered import KINK, LECTURE, written

from symback.document.model import Look
from symback.errors import SymbackError

ALL = ["table", "plain", "json", "csv", "tsv", "markdown", "latex", "html"]
HEADERS = {
    "forward": "name,formula,value",
    "local": "node,by,formula,value,nudge,leftover,verdict",
    "chained": "by,in_nodes,in_inputs,value,nudge,leftover,verdict",
    "gradient": "by,value",
}


def test_the_formats_are_the_files_and_asking_for_their_names_loads_no_heavy_library():
    code = "import sys; from symback.document import formats; print(formats.names(), {'rich', 'sympy', 'mpmath'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{ALL} set()"


@pytest.mark.parametrize("name", ALL)
def test_every_format_ends_its_last_line_and_tells_the_nudge(name):
    text = written(name, LECTURE)
    assert text.endswith("\n")
    assert "66.009" in text


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("which", [None, *HEADERS])
def test_every_format_takes_formulas_alone_and_several_points(name, which):
    for points in ([{}], [{"w": "3"}, {"w": "2"}]):
        assert written(name, ("(2+3*w)**2", points), which).strip()


@pytest.mark.parametrize("name", ["table", "plain", "markdown", "latex"])
def test_an_ascii_terminal_gets_ascii(name):
    program = "α*w_1 + relu(w_1)"
    assert written(name, (program, [{"alpha": "2", "w_1": "0"}]), look=Look(200, ascii_only=True)).isascii()


# csv and tsv


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("which", HEADERS)
def test_the_headers_are_the_keys_of_the_json(name, delimiter, which):
    assert written(name, LECTURE, which).splitlines()[0] == HEADERS[which].replace(",", delimiter)


def test_csv_holds_the_chained_table_unless_another_is_asked_for():
    assert written("csv", LECTURE) == (
        "by,in_nodes,in_inputs,value,nudge,leftover,verdict\n"
        "a,2*a,6*w + 4,22,22.001,0.001,match\n"
        "w,6*a,18*w + 12,66,66.009,0.009,match\n"
    )


def test_csv_of_all_tables_is_refused():
    with pytest.raises(SymbackError, match="hold one table") as refused:
        written("csv", LECTURE, "all")
    assert refused.value.hint == "--table forward|local|chained|gradient"


def test_csv_of_several_points_begins_with_the_inputs_under_one_header():
    rows = list(
        csv.DictReader(io.StringIO(written("csv", ("w*v", [{"w": "2", "v": "3"}, {"w": "1/3", "v": "5"}]), "gradient")))
    )
    assert rows == [
        {"w": "2", "v": "3", "by": "w", "value": "3"},
        {"w": "2", "v": "3", "by": "v", "value": "2"},
        {"w": "0.33333333333333333", "v": "5", "by": "w", "value": "5"},
        {"w": "0.33333333333333333", "v": "5", "by": "v", "value": "0.33333333333333333"},
    ]


def test_an_input_called_as_a_column_is_told_apart():
    text = written("csv", ("value**2", [{"value": "2"}, {"value": "3"}]), "gradient")
    assert text == "at.value,by,value\n2,value,4\n3,value,6\n"


def test_csv_quotes_what_holds_a_comma_and_leaves_empty_what_is_not_there():
    rows = list(csv.reader(io.StringIO(written("csv", ("max(w, b)", [{}])))))
    assert {len(row) for row in rows} == {7}
    assert rows[1][3:] == ["", "", "", "not checked"]
    assert "," in rows[1][2]


def test_csv_gives_a_kink_its_bare_verdict():
    rows = list(csv.DictReader(io.StringIO(written("csv", KINK, "chained"))))
    assert [row["verdict"] for row in rows if row["by"] == "w"] == ["kink"]


def test_several_epsilons_have_a_nudge_and_a_leftover_each():
    from fractions import Fraction

    text = written("csv", ("w**2", [{"w": "3"}]), epsilons=(Fraction(1, 100), Fraction(1, 1000)))
    assert text.splitlines() == [
        "by,in_nodes,in_inputs,value,nudge,leftover,nudge_0.001,leftover_0.001,verdict",
        "w,2*w,2*w,6,6.01,0.01,6.001,0.001,match",
    ]


# json


def test_json_is_an_object_a_line():
    lines = written("json", ("w**2", [{"w": "3"}, {"w": "2"}])).splitlines()
    assert [json.loads(line)["gradient"] for line in lines] == [{"w": 6.0}, {"w": 4.0}]


# plain and table


def cells(text: str) -> list[list[str]]:
    return [re.split(r"\s{2,}", line.strip()) for line in text.splitlines() if line.strip()]


def test_plain_has_no_lines_and_no_colour():
    text = written("plain", LECTURE, "chained", Look(width=20, color=True))
    assert cells(text)[2:] == [
        ["derivative", "chain", "in nodes", "in inputs", "value", "nudge", "leftover", "verdict"],
        ["dJ/da", "dJ/da", "2*a", "6*w + 4", "22", "22.001", "0.001", "match"],
        ["dJ/dw", "da/dw*dJ/da", "6*a", "18*w + 12", "66", "66.009", "0.009", "match"],
    ]
    assert not re.search("[─|+-]{3}|\x1b", text)


def test_colour_changes_nothing_but_the_colour():
    plain, colored = (written("table", KINK, look=Look(80, color=c)) for c in (False, True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    assert {"94", "32", "1;94", "1;32", "35"} <= set(re.findall(r"\x1b\[([0-9;]+)m", colored))


def test_a_chain_of_equal_formulas_is_shown_once():
    assert cells(written("plain", ("w**2", [{"w": "3"}]), "chained"))[2][:4] == [
        "derivative",
        "chain",
        "formula",
        "value",
    ]


# markdown


def pipes(line: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def test_markdown_escapes_pipes_and_keeps_its_columns():
    lines = [line for line in written("markdown", KINK, "chained").splitlines() if line.startswith("|")]
    assert {len(pipes(line)) for line in lines} == {8}
    assert pipes(lines[1])[4] == "---:"
    assert any(pipes(line)[-1] == r"kink 0 \| 1" for line in lines)


def test_markdown_sets_formulas_as_code():
    assert "| `J` | `a**2` | 121 |" in written("markdown", LECTURE)


# latex


def latex_errors(text: str) -> list[str]:
    """What a TeX engine would stumble over: braces, environments, special characters, rows of the wrong length."""
    found = []
    bare = re.sub(r"\\[\\{}$&#%_^~]", " ", text)
    if bare.count("{") != bare.count("}") or bare.count("$") % 2:
        found.append("unbalanced")
    opened: list[str] = []
    for what, name in re.findall(r"\\(begin|end)\{(\w+)\}", text):
        if what == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            found.append(f"end of {name}")
    body = text[text.index("\\begin{document}") :]
    while "\\begin{cases}" in body:
        body = re.sub(r"\\begin\{cases\}((?!\\begin).)*?\\end\{cases\}", "", body)
    outside = re.sub(r"\$[^$]*\$", "", re.sub(r"\\[\\{}$&#%_^~]", "  ", body))
    if re.search(r"[#%_^~]", outside) or not text.isascii():
        found.append("special character")
    for preamble, rows in re.findall(
        r"\\begin\{longtable\}\[l\]\{@\{\}([^\n]*)@\{\}\}\n(.*?)\\end\{longtable\}", body, re.DOTALL
    ):
        columns = len(re.sub(r">?\{[^}]*\}", "", preamble))
        laid = [row for row in rows.splitlines() if row.endswith("\\\\") and not row.startswith("\\multicolumn")]
        lengths = {len(re.findall(r"(?<!\\)&", row)) + 1 for row in laid}
        found += [] if lengths == {columns} else [f"{lengths} cells in {columns} columns"]
    return found + opened


@pytest.mark.parametrize(
    "case",
    [
        LECTURE,
        KINK,
        ("a_b*α + max(x_1, exp(-x_1**2))**2", [{}]),
        ("w**2", [{"w": "3"}, {"w": "2"}]),
        ("x*sin(x)*cos(x)+exp(x*x)", [{"x": "pi/4"}]),
    ],
)
def test_latex_is_sound(case):
    assert latex_errors(written("latex", case)) == []


def test_latex_has_the_rules_of_booktabs_in_a_whole_document():
    text = written("latex", LECTURE)
    assert text.startswith("\\documentclass{article}")
    assert text.endswith("\\end{document}\n")
    assert [text.count(rule) for rule in ("\\toprule", "\\midrule", "\\bottomrule")] == [6, 6, 3]
    assert "$J$ & $a^{2}$ & 121 \\\\" in text


def test_a_wide_latex_table_is_set_in_smaller_letters():
    epsilons = (Fraction(1, 100), Fraction(1, 1000))
    case = ("sin(w_1)/α + relu(w_1)*cbrt(w_1)", [{"w_1": "pi/4", "alpha": "1/3"}])
    lecture, wide = written("latex", LECTURE), written("latex", case, epsilons=epsilons)
    assert "footnotesize" not in lecture
    assert lecture.count("\\multicolumn") == 3
    shares = [float(share) for share in re.findall(r"p\{(0\.[0-9]+)\\linewidth\}", wide)]
    assert shares
    assert all(0.05 < share <= 0.24 for share in shares)
    assert re.search(
        r"\{\\(footnotesize|scriptsize|tiny)\n\\begin\{longtable\}.*?\\end\{longtable\}\n\}", wide, re.DOTALL
    )
