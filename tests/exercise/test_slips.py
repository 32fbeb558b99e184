"""Wrong answers with a reason: the slips that lead to them, worked out by hand."""

from __future__ import annotations

import pytest

from symback import Graph
from symback.exercise.answers import is_right, judge
from symback.exercise.boxes import exercise_at
from symback.exercise.madeup import made_up
from symback.exercise.slips import slip_in, slips

NEURON = "c = w*x; a = c+b; d = a-y; J = d**2/2"
AT = {"w": -2, "x": 2, "b": 8, "y": 1}
# program, point, box, answer, the slip
ROWS = [
    ("(2+3*w)**2", {"w": 3}, "dJ/dw", "22", "that is dJ/da; da/dw is missing"),
    ("(2+3*w)**2", {"w": 3}, "dJ/dw", "2a", "that is dJ/da; da/dw is missing"),
    ("(2+3*w)**2", {"w": 3}, "dJ/dw", "3", "that is da/dw; dJ/da is missing"),
    ("(2+3*w)**2", {"w": 3}, "dJ/dw", "-66", "possibly: sign"),
    ("(2+3*w)**2", {"w": 3}, "dJ/dw", "65", ""),
    ("(2+3*w)**2", {"w": 3}, "dJ/dw", "66", ""),
    ("(2+3*w)**2", {"w": 3}, "da/dw", "66", "that is dJ/dw"),
    ("(2+3*w)**2", {"w": 3}, "dJ/da", "11", "possibly: exponent lowered, but not brought down as a factor"),
    ("(2+3*w)**2", {}, "dJ/dw", "2*a", "that is dJ/da; da/dw is missing"),
    ("(2+3*w)**2", {}, "dJ/dw", "w + 7", ""),
    ("1/b^2", {"b": 2}, "dJ/db", "1/4", "possibly: sign"),
    (NEURON, AT, "∂J/∂w", "3", "that is ∂J/∂c; ∂c/∂w is missing"),
    (NEURON, AT, "∂J/∂w", "-6", "that is ∂J/∂x"),
    ("a = w**2; J = a*w", {"w": 3}, "dJ/dw", "18", "that is the share of the path through a alone"),
    ("a = w**2; J = a*w", {"w": 3}, "dJ/dw", "9", "that is dJ/dw|direct; the longer way is missing"),
    ("sin(w)", {"w": 1}, "J", "0.01745", "possibly: degrees for radians"),
    ("sin(w)/w", {"w": "pi/4"}, "da/dw", "-0.7071", "possibly: sign: the derivative of sin is cos"),
]


@pytest.mark.parametrize(("program", "at", "label", "answer", "told"), ROWS)
def test_slips(program: str, at: dict[str, object], label: str, answer: str, told: str) -> None:
    exercise = exercise_at(Graph(program), at)
    box = next(box for box in exercise.boxes if box.label == label)
    assert slip_in(exercise, box, judge(exercise, box, answer)) == told


@pytest.mark.parametrize("level", range(1, 6))
def test_no_slip_is_right_and_what_is_named_is_so(level: int) -> None:
    """What `that is dX/dY` names is the answer of its own box, where it has one."""
    for seed in range(8):
        made = made_up(level, seed)
        exercise = exercise_at(made.graph, made.at)
        named = {box.label: box.answer for box in exercise.boxes}
        for box in exercise.boxes:
            for slip in slips(exercise, box):
                assert box.answer is not None
                assert not is_right(slip.value, box.answer)
                label = slip.words.removeprefix("that is ").partition(";")[0]
                if label in named:
                    assert slip.value == named[label]
