"""The page's own passes: every function against symback's doubles, and re-drawn exercises against a report."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from lab_networks import FIRST, NEURON, worksheet

from symback import Graph, Options, SymbackError
from symback.domains.text import as_float
from symback.exercise.boxes import exercise_at
from symback.exercise.madeup import several
from symback.functions import BY_NAME, LOG_BASE
from symback.worksheet import Worksheet
from symback.worksheet.data import exercise_data, rules_data
from symback.worksheet.sheet import page_file

PROGRAMS = [
    NEURON,
    ("3*(a+b*c)", {"a": 5, "b": 3, "c": 2}, None),
    ("t1=w1*x; z1=t1+b1; a1=relu(z1); t2=w2*a1; z2=t2+b2; a2=relu(z2); J=(a2-y)**2/2", {"x": 1, "y": 5, "w1": 2, "b1": 0, "w2": 3, "b2": 1}, ("w1", "b1", "w2", "b2")),
    ("z = w0*x0 + w1*x1 + b; a = sigmoid(z); L = (a-y)**2", {"x0": 1, "x1": 2, "w0": -2, "w1": 3, "b": -4, "y": 1}, None),
    ("-(y*log(a)+(1-y)*log(1-a))", {"y": 1, "a": "1/3"}, ("a",)),
    ("w*sin(w)*exp(w)", {"w": "pi/4"}, None),
    ("max(u, v) + abs(u*v) + where(u < v, u**3, v**2)", {"u": 2, "v": 3}, None),
    ("sqrt(u)/v + u**v", {"u": 4, "v": 2}, None),
    ("__proto__ = w*x; constructor = __proto__ + valueOf; J = constructor**2", {"w": 2, "x": 3, "valueOf": 1}, None),
    ("min(u, v, w) + 0*x + max(u, v)", {"u": 1, "v": 2, "w": 3, "x": 4}, None),
    ("a = 10**12*w; J = a + x/10**9", {"w": 3, "x": 2}, None),
    ("a = w**2; z = a + u; J = where(w > 0, a, log(-w)) + e*u", {"w": 1, "u": 2}, None),
]  # fmt: skip
# The numbers with which the equations of the answer key end.
LAST_NUMBERS = """(id) => [...document.querySelectorAll(`[data-of=${id}] li`)].map(
  (row) => row.textContent.split(/[=≈]/).at(-1).replace(/[.]$/, ""),
)"""


def test_new_numbers_agree_with_symback(sheet):
    """At the values that the page drew, what it reveals is what a report says, and what it says by hints, too."""
    page = sheet(Worksheet.of([worksheet(program).exercises[0] for program in PROGRAMS], seed=3).html)
    for place, (program, values, wrt) in enumerate(PROGRAMS, 1):
        before = {name: str(value) for name, value in values.items()}
        for _ in range(3):
            page.press("renew", place)
            page.press("reveal", place)
            point = shown_point(page, place)
            assert point != before, program
            before = point
            found = exercise_at(Graph(program, None, wrt), point)
            truth = pytest.approx([as_float(box.answer) for box in found.boxes], rel=1e-5, abs=1e-9)
            assert [number(text) for text in page.answers(place)] == truth, (program, point)
            assert [number(text) for text in page.page.evaluate(LAST_NUMBERS, f"x{place}")] == truth, (program, point)


def test_new_numbers_stand_in_every_equation(sheet):
    """a = 2 + 3w, J = a², dJ/da = 2a, da/dw = 3, dJ/dw = da/dw × dJ/da: with the new numbers, in the key and in the heading."""
    page = sheet(worksheet(FIRST).html)
    page.press("renew")
    (w,) = map(int, shown_point(page).values())
    a = 2 + 3 * w
    put = {n: str(n) if n >= 0 else f"(−{-n})" for n in (w, a, 2 * a)}
    rows = [text.rstrip(".") for text in page.page.locator(".key li").all_text_contents()]
    alone = [str(n).replace("-", "−") for n in (w, a, a * a, 2 * a, 6 * a)]
    assert page.page.text_content(".point") == page.page.text_content(".key .point") == f"At w={alone[0]}"
    assert [row.replace(" ", "").replace("\u2062", "") for row in rows] == [
        f"a=2+3w=2+3×{put[w]}={alone[1]}",
        f"J=a2={put[a]}2={alone[2]}",
        f"dJda=2a=2×{put[a]}={alone[3]}",
        "dadw=3",
        f"dJdw=dadw×dJda=3×{put[2 * a]}={alone[4]}",
    ]


def shown_point(page, exercise: int = 1) -> dict[str, str]:
    """The inputs' values as the drawing shows them."""
    names = page.page.locator(f"#x{exercise} .input math").all_text_contents()
    pairs = [text.replace("−", "-").split("=") for text in names]
    return {name.strip(): value.strip() for name, value in pairs}


def number(text: str) -> float:
    return float(Fraction(text.replace("−", "-").strip("( )")))


WRITTEN = [
    FIRST,
    NEURON,
    ("w*sin(w)*exp(w) + log(w)", {"w": "0.8"}, None),
    ("max(u, v) + abs(u*v) + where(u < v, u**3, v**2)", {"u": 2, "v": -3}, None),
    ("a = w*x; b = sin(a); J = a*b + exp(w) + w", {"w": 2, "x": "0.3"}, None),
    ("sqrt(u)/v + u**v", {"u": 4, "v": -2}, None),
]


def test_the_page_writes_numbers_as_symback_does(sheet):
    """Minus signs, parentheses, = and ≈: told to draw the first numbers again, the page changes nothing."""
    made = Worksheet.of([worksheet(program).exercises[0] for program in WRITTEN])
    page = sheet(made.html)
    first = page.page.locator(".point, .input, .key li").all_text_contents()
    kept = [{"round": 1, "inputs": [as_float(row.value) for row in e.report.inputs]} for e in made.exercises]
    page.page.evaluate("kept => localStorage.setItem(localStorage.key(0), JSON.stringify({exercises: kept}))", kept)
    for _ in range(20):  # a browser under load hands what was stored to the next page a little late
        page.page.reload()
        if page.page.locator("[data-do=first]:visible").count() == len(WRITTEN):
            break
        page.page.evaluate("kept => localStorage.setItem(localStorage.key(0), JSON.stringify({exercises: kept}))", kept)
        page.page.wait_for_timeout(100)
    assert page.page.locator("[data-do=first]:visible").count() == len(WRITTEN)
    assert page.page.locator(".point, .input, .key li").all_text_contents() == first


def test_the_first_numbers_can_be_had_again(sheet):
    made = Worksheet("w = 1/3; b = -2; a = log(w)*b; J = a/w", blank="forward")
    page = sheet(made.html)
    key = page.page.inner_html(".key")
    again = page.page.locator("[data-do=first]")
    assert not again.is_visible()
    for _ in range(2):
        page.press("renew")
    page.type(0, "3")
    assert page.page.inner_html(".key") != key
    again.click()
    assert page.page.inner_html(".key") == key
    assert shown_point(page) == {"w": "1/3", "b": "-2"}
    assert set(page.states()) == {"empty"}
    assert not again.is_visible()
    assert page.page.evaluate("document.activeElement.dataset.do") == "renew"
    page.press("reveal")
    assert page.answers() == [box["text"] for box in exercise_data(made.exercises[0], "forward", 0)["boxes"]]


ENTROPY = (
    "z = u*x + v*r + b; h = tanh(z); p = sigmoid(c*h); J = -(y*log(p) + (1-y)*log(1-p))",
    dict.fromkeys(["u", "v", "b", "c", "x", "r"], "0.5") | {"y": 1},
    ("u", "v", "b", "c"),
)


def test_new_numbers_are_of_both_signs_and_no_function_is_at_its_end(sheet):
    """In a network with fractions, and a label that stays 0 or 1."""
    page = sheet(worksheet(ENTROPY).html)
    seen = []
    for _ in range(5):
        page.press("renew")
        now = {name: float(value) for name, value in shown_point(page).items()}
        assert now.pop("y") in (0, 1)
        seen += now.values()
        page.press("reveal")
        assert min(abs(number(answer)) for answer in page.answers()) >= 1e-3
    assert 5 < sum(value < 0 for value in seen) < len(seen) - 5
    assert max(map(abs, seen)) <= 3


def test_the_same_seed_draws_the_same_numbers_and_another_others(sheet):
    points = []
    for seed in (5, 5, 6):
        page = sheet(worksheet(NEURON, seed=seed).html)
        page.press("renew")
        points.append(shown_point(page))
    assert points[0] == points[1] != points[2]


def test_where_no_other_numbers_exist_the_page_says_so(sheet):
    page = sheet(Worksheet("log(w - 3.14159)*log(3.1416 - w)", {"w": "3.141595"}).html)
    page.type(0, "0")
    page.press("renew")
    assert "No other numbers" in page.verdict
    assert page.box(0).input_value() == "0"


CASES = {name: row.sample for name, row in BY_NAME.items() if name not in ("where", "polygamma", "digamma")}


KINKS = [("relu(u)", [0]), ("abs(u)", [0]), ("leaky_relu(u)", [0]), ("max(u, v)", [2, 2]), ("min(u, v, 2)", [2, 2]), ("where(u <= v, u, v)", [1, 1])]  # fmt: skip


def cases():
    """Every function of the language, at its sample point, at points to both sides of it, and at kinks; made-up programs."""
    for program, values in KINKS:
        point = dict(zip("uv", map(Fraction, values), strict=False))
        yield point, exercise_at(Graph(program), point)
    for level in range(1, 6):
        for made in several(level, 11, 6):
            yield {name: Fraction(text) for name, text in made.at.items()}, exercise_at(made.graph, made.at)
    for name, row in BY_NAME.items():
        if name in ("where", "digamma", "polygamma"):  # where has no name to call; the others are gamma's derivatives
            continue
        letters = ["u", "v"][: len(row.sample)]
        program = f"{'log' if name == LOG_BASE else name}({', '.join(letters)})"
        for factor in (Fraction(1), Fraction(9, 10), Fraction(-11, 10), Fraction(3)):
            point = {letter: Fraction(text) * factor for letter, text in zip(letters, row.sample, strict=True)}
            with suppress(SymbackError):  # outside the domain
                yield point, exercise_at(Graph(program), point, Options(nudges=False))


def test_every_function_and_derivative_as_in_symback(sheet):
    page = sheet("<!DOCTYPE html><title>Engine</title>")
    asked = list(cases())
    told = [
        [exercise_data(exercise, "all", 0), {name: float(v) for name, v in point.items()}] for point, exercise in asked
    ]
    source = page_file("functions.js") + page_file("engine.js")
    run = f"([rules, told]) => {{ {source}; const engine = new Engine(rules); return told.map((one) => engine.passes(...one)); }}"
    found = page.page.evaluate(run, [rules_data(), told])
    assert len(found) > 2 * (len(BY_NAME) - 3)
    for (point, exercise), passes in zip(asked, found, strict=True):
        for box in exercise.boxes:
            edge = f"{box.node} {box.operand}"
            got = {"forward": passes["values"].get(box.node), "local": passes["local"].get(edge), "chained": passes["chained"].get(box.operand)}[box.kind]  # fmt: skip
            assert got == pytest.approx(as_float(box.answer), rel=1e-11, abs=1e-13), (exercise.graph.program, point)
