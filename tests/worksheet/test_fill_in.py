"""Filling in the lab's networks in a browser: right, wrong, with the keyboard alone, on a phone, on paper."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from lab_networks import FIRST, LABS, NEURON, NEURON_ANSWERS, worksheet

from symback.document.style import LIGHT
from symback.worksheet import Worksheet

IDS = ["first", "neuron"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def rgb(name: str) -> str:
    """A colour of the palette, as a browser tells it."""
    return "rgb({}, {}, {})".format(*bytes.fromhex(LIGHT[name][1:]))


@pytest.mark.parametrize(("lab", "answers"), LABS, ids=IDS)
def test_the_keyboard_alone_fills_in_a_network(sheet, lab, answers):
    """Tab to the first box; from there an answer and Enter each, which leads on in the order of the two passes."""
    page = sheet(worksheet(lab).html)
    for _ in range(20):
        page.page.keyboard.press("Tab")
        if page.page.evaluate("document.activeElement.id") == "x1-0":
            break
    for answer in answers:
        page.page.keyboard.type(answer)
        page.page.keyboard.press("Enter")
    assert page.states() == ["right"] * len(answers)
    assert page.score == f"{len(answers)} of {len(answers)} right"
    assert "complete" in page.verdict


@pytest.mark.parametrize(("lab", "answers"), LABS, ids=IDS)
def test_wrong_answers_turn_red_one_by_one_with_a_hint(sheet, lab, answers):
    page = sheet(worksheet(lab).html)
    for place in range(len(answers)):
        assert page.type(place, "17.25") == "wrong"
        assert page.box(place).get_attribute("aria-invalid") == "true"
        assert page.hint
        assert page.hint in page.page.text_content("[role=status]")
    assert page.score == f"0 of {len(answers)} right"
    red = page.box(0).evaluate("e => getComputedStyle(e).borderColor")
    assert red == rgb("wrong")
    for place, answer in enumerate(answers):
        assert page.type(place, answer) == "right"
    assert page.score == f"0 of {len(answers)} right, {len(answers)} after another try"


def test_a_slip_is_named_and_no_hint_is_lost_to_it(sheet):
    page = sheet(worksheet(FIRST).html)
    assert page.type(4, "22") == "wrong"
    assert (page.verdict, page.hint) == ("dJ/dw: 22 is not right: that is dJ/da; da/dw is missing.", "")
    assert page.type(4, "65") == "wrong"
    assert page.verdict == "dJ/dw: 65 is not right."
    assert page.hint.startswith("If ")
    page.press("renew")
    page.press("reveal")
    upstream, right = (int(page.answers()[place].replace("−", "-")) for place in (2, 4))
    page.press("hide")
    for wrong, told in (
        (upstream, ": that is dJ/da; da/dw is missing."),
        (-right, ": possibly: sign."),
        (right + 1, "."),
    ):
        page.type(4, str(wrong))
        assert page.verdict == f"dJ/dw: {wrong} is not right{told}"


def test_an_answer_that_was_shown_counts_as_wrong(sheet):
    """As in the quiz: the third hint is the answer; nothing of it is forgotten when the page is opened again."""
    page = sheet(worksheet(FIRST).html)
    for text in ("65", "67", "68", "66"):
        page.type(4, text)
    assert page.state(4) == "right"
    page.type(0, "12")
    for place, text in enumerate(("11", "121", "22", "3")):
        page.type(place, text)
    for _ in range(2):
        assert page.score == "3 of 5 right, 1 after another try, 1 wrong"
        page.page.reload()


def test_every_mistake_brings_the_next_hint(sheet):
    page = sheet(worksheet(FIRST).html)
    told = []
    for wrong in ("1", "2", "2", "4", "5"):
        page.type(4, wrong)
        told.append(page.hint.replace(" ", "")[:9])
    assert told == ["Ifwgoesup", "Chainrule", "Chainrule", "dJdw=dadw", "dJdw=dadw"]
    assert not page.page.locator("#more").is_visible()


def test_tab_checks_too_and_an_empty_box_has_no_verdict(sheet):
    page = sheet(worksheet(FIRST).html)
    page.box(0).fill("11")
    page.box(0).press("Tab")
    assert page.states()[:2] == ["right", "empty"]
    page.box(1).press("Tab")
    assert page.states()[1] == "empty"


def test_hints_lead_from_the_question_over_the_rule_to_the_equation(sheet):
    page = sheet(worksheet(FIRST).html)
    told = []
    for _ in range(4):
        page.box(4).press("?")
        told.append(page.hint)
    assert page.box(4).input_value() == ""
    assert "how does" in told[0]
    assert "Chain rule" in told[1]
    assert told[2].replace(" ", "").endswith("=3×22=66.")
    assert told[3] == told[2]


def test_the_hint_button_helps_with_the_box_last_worked_on(sheet):
    page = sheet(worksheet(FIRST).html, **PHONE)
    page.press("help")
    assert page.verdict == "a: hint 1 of 3"
    page.box(4).tap()
    page.press("help")
    assert page.verdict == "dJ/dw: hint 1 of 3"
    page.page.tap("#more")
    assert page.verdict == "dJ/dw: hint 2 of 3"
    page.type(4, "66")
    page.press("help")
    assert page.verdict == "a: hint 2 of 3"
    page.press("reveal")
    page.press("help")
    assert page.verdict == "No box is left to help with."


def test_a_phone_can_ask_for_help_with_a_question_mark(sheet):
    """Its keyboard puts text in without saying which key was pressed."""
    page = sheet(worksheet(FIRST).html, **PHONE)
    page.box(0).tap()
    page.page.keyboard.insert_text("1?")
    assert page.verdict == "a: hint 1 of 3"
    assert page.box(0).input_value() == "1"


def test_a_right_answer_shows_the_whole_equation(sheet):
    page = sheet(worksheet(FIRST).html)
    page.type(4, "66")
    assert page.verdict == "dJ/dw: right!"
    assert page.hint.replace(" ", "") == "dJdw=dadw×dJda=3×22=66."
    colour = "getComputedStyle(document.querySelector('#coach .verdict')).color"
    assert page.page.evaluate(colour) == rgb("backward")
    page.type(0, "11")
    assert page.page.evaluate(colour) == rgb("forward")


def test_a_right_answer_that_is_changed_back_is_right_again(sheet):
    page = sheet(worksheet(FIRST).html)
    assert page.type(0, "11") == "right"
    page.box(0).press("End")
    page.page.keyboard.type("2")
    assert page.state(0) == "empty"
    page.page.keyboard.press("Backspace")
    assert page.state(0) == "right"


def test_who_listens_hears_the_name_of_the_box(sheet):
    page = sheet(worksheet(NEURON).html)
    page.type(4, "7")
    assert page.verdict == "∂J/∂d: 7 is not right."
    assert page.page.text_content("[role=status]").startswith("derivative of J by d: 7 is not right. ")


def test_the_label_says_what_a_derivative_is_made_of_once_it_is_right(sheet):
    page = sheet(worksheet(FIRST).html)
    label = page.page.locator("#x1-4-box .made")
    assert not label.is_visible()
    page.type(4, "66")
    assert label.is_visible()
    assert label.text_content().strip() == "=dadw×dJda"


def test_buttons_check_reveal_and_hide_all(sheet):
    page = sheet(worksheet(NEURON).html)
    page.box(0).fill("-4")
    page.box(1).fill("5")
    page.press("check")
    assert page.states() == ["right", "wrong"] + ["empty"] * 11
    assert page.verdict == "1 right, 1 wrong, 11 still empty."
    page.press("reveal")
    assert page.states() == ["right"] + ["revealed"] * 12
    shown = [text.replace("−", "-") for text in page.answers()]
    assert shown == ["4.5" if answer == "9/2" else answer for answer in NEURON_ANSWERS]
    assert page.score == "1 of 13 right, 12 revealed"
    page.press("hide")
    assert page.states() == ["empty"] * 13
    assert page.answers() == [""] * 13


@pytest.mark.parametrize(
    ("blank", "given"),
    [("forward", range(2, 5)), ("backward", range(2)), ("some", (0, 2))],
)
def test_boxes_that_are_not_blank_show_their_answer(sheet, blank, given):
    page = sheet(worksheet(FIRST, blank=blank, seed=1).html)
    shown = [place for place in range(5) if page.box(place).get_attribute("readonly") is not None]
    assert shown == list(given)
    assert all(page.box(place).input_value() == ["11", "121", "22", "3", "66"][place] for place in shown)
    assert page.score == f"0 of {5 - len(shown)} right"
    page.press("hide")
    assert all(page.box(place).input_value() for place in shown)


def test_reloading_keeps_the_progress(sheet):
    page = sheet(worksheet(NEURON).html)
    page.type(0, "-4")
    page.type(1, "5")
    page.press("renew")
    page.type(0, "1000")
    point = page.page.text_content("#x1 .point")
    page.page.wait_for_timeout(200)  # a browser under load takes its time to store
    page.page.reload()
    assert page.page.text_content("#x1 .point") == point
    assert page.states()[:2] == ["wrong", "empty"]
    assert page.box(0).input_value() == "1000"


def test_progress_stands_in_the_address_where_a_browser_keeps_nothing(sheet):
    page = sheet(worksheet(FIRST).html)
    page.page.add_init_script("delete window.localStorage; Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})")  # fmt: skip
    page.page.reload()
    page.type(0, "11")
    assert "#symback-" in page.page.url
    page.page.reload()
    assert page.states()[0] == "right"


def test_on_a_phone_nothing_scrolls_sideways_and_everything_can_be_tapped(sheet):
    page = sheet(worksheet(NEURON).html, **PHONE)
    for place, answer in enumerate(NEURON_ANSWERS):
        page.box(place).tap()
        assert page.type(place, answer) == "right"
    page.type(0, "-4")
    assert page.page.evaluate("document.documentElement.scrollWidth") == 390
    sizes = page.page.evaluate(
        "[...document.querySelectorAll('button, input')].filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect()).map(r => [r.width, r.height])"
    )
    assert min(width for width, _ in sizes) >= 44
    assert min(height for _, height in sizes) >= 44
    stage = page.page.locator(".stage").bounding_box()
    assert stage["x"] >= 0
    assert stage["x"] + stage["width"] <= 390


def test_green_boxes_stand_below_their_node_on_a_wide_page(sheet):
    page = sheet(worksheet(NEURON).html)
    nodes = [page.page.locator(".node").nth(i).bounding_box() for i in range(4)]
    columns = [page.page.locator(".column").nth(i).bounding_box() for i in range(4)]
    for node, column in zip(nodes, reversed(columns), strict=True):
        middle = node["x"] + node["width"] / 2
        assert abs(middle - (column["x"] + column["width"] / 2)) < 2
        assert column["y"] > node["y"] + node["height"]


RELU = ("t1=w1*x; z1=t1+b1; a1=relu(z1); t2=w2*a1; z2=t2+b2; a2=relu(z2); J=(a2-y)**2/2", {"x": 1, "y": 5, "w1": 2, "b1": 0, "w2": 3, "b2": 1}, ("w1", "b1", "w2", "b2"))  # fmt: skip


WIDE = (
    "z = w11*x1 + w12*x2 + b1; h = tanh(z); J = -(y*log(sigmoid(h)) + (1 - y)*log(1 - sigmoid(h)))",
    dict.fromkeys(["w11", "x1", "w12", "x2", "b1", "y"], "1/3"),
    None,
)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("size", ["1em", "1.6em"])
def test_no_formula_is_cut_whatever_the_fonts(sheet, width, size):
    """On the page as in the answers on paper, which stand beside each other only where there is room."""
    html = worksheet(WIDE).html.replace("font-size: 1.12em; math-style", f"font-size: {size}; math-style")
    page = sheet(html, viewport={"width": width, "height": 800}).page
    cut = "e => [...document.querySelectorAll(e)].filter(e => e.scrollWidth > e.clientWidth).length"
    assert page.evaluate(cut, ".formula, .input") == 0
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    assert size != "1em" or page.evaluate(cut, ".answers li") == 0


def test_a_wide_drawing_is_made_to_fit_the_window_and_the_paper(sheet):
    """Seven nodes side by side: on a laptop without scrolling, and on two pages, A4 or Letter."""
    page = sheet(worksheet(RELU).html, viewport={"width": 1280, "height": 800})
    page.page.wait_for_function("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('.scroller'))")
    for paper in ("A4", "Letter"):
        assert pages(page.page.pdf(format=paper)) == 2


CELL = (
    "f = sigmoid(wf*x + uf*h + bf); i = sigmoid(wi*x + ui*h + bi); g = tanh(wg*x + ug*h + bg); c = f*c0 + i*g; J = (c - y)**2",
    dict.fromkeys(["wf", "uf", "bf", "wi", "ui", "bi", "wg", "ug", "bg", "x", "h", "c0", "y"], "1/3"),
    None,
)
CHAIN = ("; ".join(f"a{i} = {f'a{i - 1}' if i else 'w'} + 1" for i in range(30)), {"w": 1}, None)


def test_on_a_phone_a_wide_graph_is_a_node_a_card(sheet):
    page = sheet(worksheet(CELL).html, **PHONE).page
    assert page.evaluate(
        "document.querySelector('.scroller').scrollWidth <= document.querySelector('.scroller').clientWidth"
    )
    nodes = [node.bounding_box() for node in page.locator(".node").all()]
    assert all(node["x"] >= 0 and node["x"] + node["width"] <= 390 for node in nodes)
    assert all(above["y"] + above["height"] <= below["y"] for above, below in itertools.pairwise(nodes))
    assert not page.locator(".wires.down").is_visible()
    assert page.locator(".group .of").first.is_visible()


@pytest.mark.parametrize("lab", [NEURON, RELU, WIDE, CELL, CHAIN], ids=["neuron", "relu", "wide", "cell", "chain"])
def test_no_page_cuts_a_drawing(sheet, lab):
    """It is as wide as the paper and no higher, or it breaks between cards."""
    page = sheet(worksheet(lab).html).page
    page.emulate_media(media="print")
    kinds = page.get_attribute(".exercise", "class").split()
    width, height = (960, 688) if "aside" in kinds else (695, 1016)
    page.set_viewport_size({"width": width, "height": height})
    stage = page.locator(".stage").bounding_box()
    assert stage["width"] <= width + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert stage["height"] <= height or "carded" in kinds
    assert ("carded" in kinds) == (lab is CHAIN)
    broken = "e => getComputedStyle(document.querySelector(e)).breakInside"
    assert page.evaluate(broken, ".node" if lab is CHAIN else ".stage" if "listed" in kinds else ".exercise") == "avoid"


def test_the_graph_stays_in_sight_and_shows_what_a_box_is_about(sheet):
    page = sheet(worksheet(NEURON).html, viewport={"width": 1280, "height": 500})
    page.box(12).focus()
    page.page.evaluate("scrollTo(0, 400)")
    assert page.page.locator(".stage").bounding_box()["y"] == 0
    assert page.page.eval_on_selector_all(".lit", "found => found.map(e => e.dataset.name)") == ["w", "J"]


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_printed_sheet_is_empty_and_its_answers_stand_on_a_page_of_their_own(sheet):
    page = sheet(worksheet(NEURON).html)
    page.press("reveal")
    page.page.emulate_media(media="print")
    colours = page.page.evaluate(
        "[...document.querySelectorAll('.box.blank input')].map(e => getComputedStyle(e).color)"
    )
    assert set(colours) == {"rgba(0, 0, 0, 0)"}
    assert not page.page.locator("#coach").is_visible()
    assert not page.page.locator(".made").first.is_visible()
    assert page.page.locator(".key li").count() == 13
    assert page.page.locator(".key").is_visible()
    printed = page.page.pdf()
    assert printed.startswith(b"%PDF")
    assert pages(printed) == 2


def test_several_programs_make_one_page(sheet):
    page = sheet(Worksheet.of([*worksheet(FIRST).exercises, *worksheet(NEURON).exercises]).html)
    page.type(4, "66")
    assert page.type(12, "6", exercise=2) == "right"
    page.press("hide", exercise=2)
    assert page.states()[4] == "right"
    assert page.states(2) == ["empty"] * 13


def test_a_notebook_shows_the_page_in_a_frame(sheet):
    page = sheet(f"<!DOCTYPE html><title>Notebook</title>{worksheet(FIRST)._repr_html_()}")
    frame = page.page.frame_locator("iframe")
    frame.locator("#x1-0").fill("11")
    frame.locator("#x1-0").press("Enter")
    assert frame.locator("#x1-0-box").get_attribute("data-state") == "right"


@pytest.mark.parametrize("device", [{}, {"color_scheme": "dark"}, PHONE], ids=["desktop", "dark", "phone"])
def test_axe_finds_no_barrier(sheet, device):
    """axe-core's rules, on a page with right, wrong and empty boxes and a hint."""
    page = sheet(Worksheet.of([*worksheet(NEURON, blank="some").exercises, *worksheet(FIRST).exercises]).html, **device)
    page.type(0, "-4")
    page.type(1, "5")
    page.press("reveal", exercise=2)
    page.box(1).press("?")
    assert barriers(page) == []


def test_axe_finds_no_barrier_in_the_answers(sheet):
    """On a page of their own, with equations wider than a phone."""
    page = sheet(worksheet(CELL).answers, **PHONE)
    assert barriers(page) == []
    assert page.page.evaluate("document.documentElement.scrollWidth") == 390


def barriers(page) -> list[tuple[str, str, str]]:
    """What axe-core complains of."""
    import axe_playwright_python

    source = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    page.page.evaluate(source)
    found = page.page.evaluate("axe.run()")
    assert len(found["passes"]) > 10
    return [(rule["id"], rule["nodes"][0]["html"], rule["nodes"][0]["failureSummary"]) for rule in found["violations"]]
