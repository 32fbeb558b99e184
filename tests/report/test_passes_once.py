"""A report is worked out when it is asked for, and every pass is walked once, whoever asks."""

from __future__ import annotations

from collections import Counter

import pytest
from calls import calls

from symback.formulas import Formulas
from symback.passes.backward import backward
from symback.passes.forward import forward
from symback.passes.judge import judge

COUNTED = {function.__code__: function.__name__ for function in (forward, backward, judge)}
COUNTED[Formulas.__init__.__code__] = "derive"
NEURON = ("c = w*x; z = c+b; a = sigmoid(z); J = (a-y)**2/2", "--at", "w=0.5,x=2,b=1,y=0")
KINK = ("abs(w)", "--at", "w=0")
WRONG = ("--claim", "dw=22", "--claim", "dx=4", "--claim", "db=3")

# The command, and how often it walks forward and back, judges, and derives formulas.
PASSES = [
    (("diff", *NEURON), (1, 1, 12, 1)),
    (("diff", *NEURON, "--table", "gradient"), (1, 1, 4, 1)),
    (("diff", *NEURON, "--table", "gradient", "--numbers-only"), (1, 1, 4, 0)),
    (("diff", *NEURON, "--table", "gradient", "--format", "csv"), (1, 1, 0, 0)),
    (("diff", *NEURON, "--table", "forward"), (1, 1, 0, 0)),
    (("diff", *NEURON, "--at", "w=1,x=2,b=1,y=0"), (2, 2, 8, 1)),
    (("diff", *NEURON, "--get", "J"), (1, 0, 0, 0)),
    (("diff", *NEURON, "--get", "dw"), (1, 1, 0, 0)),
    (("diff", *KINK, "--get", "dw"), (1, 1, 1, 0)),
    (("diff", *NEURON, "--get", "dw:nudge"), (1, 1, 1, 0)),
    (("diff", *NEURON, "--get", "J", "--get", "dw", "--get", "db", "--get", "local:dJ/da"), (1, 1, 0, 0)),
    (("diff", *NEURON, "--get", "dw", "--get", "da/dw"), (2, 2, 0, 0)),  # of J and of a
    (("diff", *NEURON, "--sweep", "dw"), (2, 1, 1, 0)),  # exactly, and in doubles
    (("diff", *NEURON, "--arithmetic", "float"), (2, 2, 12, 1)),  # what is shown, and what judges it
    (("explain", *NEURON), (1, 1, 12, 1)),  # the trace of every nudge included
    (("graph", *NEURON), (1, 1, 0, 0)),
    (("check", *NEURON, "--claim", "dw=1", "--claim", "dx=1", "--claim", "J=1", "--quiet"), (1, 1, 0, 0)),
]  # fmt: skip


def counted(arguments: tuple[str, ...]) -> Counter[str]:
    """How often a command calls what is counted."""
    found = Counter(COUNTED[code] for code in calls(*arguments) if code in COUNTED)
    found["forward"] -= found["derive"]  # which is one in letters
    return found


@pytest.mark.parametrize(
    ("arguments", "times"), PASSES, ids=lambda value: " ".join(value) if isinstance(value[0], str) else ""
)
def test_no_pass_is_walked_twice(arguments: tuple[str, ...], times: tuple[int, ...]) -> None:
    found = counted(arguments)
    assert tuple(found[name] for name in ("forward", "backward", "judge", "derive")) == times


def test_several_wrong_claims_share_their_passes() -> None:
    """One for the truth, one with few digits for the slips, whose local derivatives serve every node that a slip may have meant."""
    found = counted(("check", *NEURON, *WRONG))
    assert (found["forward"], found["backward"]) == (2, 2)
