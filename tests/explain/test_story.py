"""The story of every lecture example, and of every special case, is what stands in snapshots/ (SYMBACK_UPDATE=1 writes them)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer

SNAPSHOTS = Path(__file__).parent / "snapshots"

NEURON = "c = w*x; a = c+b; d = a-y; J = d**2/2"
LAYERS = "t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2"
LSTM = (
    "; ".join(
        [
            "z{0} = w{0}*x + u{0}*h0 + b{0}; {0} = {1}(z{0})".format(*gate)
            for gate in (("f", "sigmoid"), ("i", "sigmoid"), ("g", "tanh"), ("o", "sigmoid"))
        ]
    )
    + "; c = f*c0 + i*g; t = tanh(c); h = o*t; J = (h - y)**2/2"
)
LSTM_AT = "x=1,h0=0.5,c0=0.2,y=1,wf=0.4,uf=0.3,bf=0.1,wi=0.6,ui=-0.2,bi=0,wg=0.5,ug=0.7,bg=-0.1,wo=0.9,uo=0.1,bo=0.2"
LOGISTIC = "z = w0*x0 + w1*x1 + b; a = sigmoid(z); L = (a-y)**2"

# name: the command line after `explain`
STORIES = {
    # what a derivative is
    "square": ["w**2", "--at", "w=3", "--eps", "0.001,0.002"],
    "square-negative": ["w**2", "--at", "w=-3"],
    "cube": ["w**3", "--at", "w=2"],
    "line": ["w", "--at", "w=2"],
    "inverse": ["1/w", "--at", "w=2"],
    "double": ["2*w", "--at", "w=3"],
    "inverse-square": ["1/w**2", "--at", "w=4"],
    # the graphs of the lectures
    "lecture-graph": ["u = b*c; v = a+u; J = 3*v", "--at", "a=5,b=3,c=2"],
    "lecture-graph-one-line": ["3*(a+b*c)", "--at", "a=5,b=3,c=2"],
    "neuron": [NEURON, "--at", "w=2,x=-2,b=8,y=2", "--wrt", "w,b"],
    "neuron-lab": [NEURON, "--at", "w=-2,x=2,b=8,y=1", "--wrt", "w,b"],
    "network": ["(2+3*w)**2", "--at", "w=3"],
    "two-layers": [LAYERS, "--at", "x=1,y=5,w1=2,b1=0,w2=3,b2=1", "--wrt", "w1,b1,w2,b2"],
    "logistic": [LOGISTIC, "--at", "x0=1,x1=2,w0=-2,w1=3,b=-4,y=1", "--wrt", "w0,w1,b"],
    "lstm": [LSTM, "--at", LSTM_AT, "--wrt", "wf,uf,bf,wi,ui,bi,wg,ug,bg,wo,uo,bo"],
    "cross-entropy": ["-(y*log(a)+(1-y)*log(1-a))", "--at", "a=1/2,y=1", "--wrt", "a"],
    # what may be chosen
    "no-values": [NEURON, "--wrt", "w,b"],
    "some-values": ["(w*x+b)**2", "--at", "x=2", "--partial"],
    "brief": [NEURON, "--at", "w=2,x=-2,b=8,y=2", "--wrt", "w,b", "--brief"],
    "only": ["3*(a+b*c)", "--at", "a=5,b=3,c=2", "--only", "dJ/db"],
    "only-of-a-node": [NEURON, "--at", "w=2,x=-2,b=8,y=2", "--wrt", "w,b", "--only", "da/dw"],
    "without": ["(2+3*w)**2", "--at", "w=3", "--without", "nudge,leftover", "--without", "cost"],
    "dvar": ["sin(w)/w", "--at", "w=pi/4", "--notation", "dvar"],
    "prime": ["(2+3*w)**2", "--at", "w=3", "--notation", "prime"],
    "central": ["w**3", "--at", "w=2", "--scheme", "central"],
    "atomic": ["(2+3*w)**2", "--at", "w=3", "--split", "atomic", "--brief"],
    "floats": ["w**2", "--at", "w=3", "--arithmetic", "float", "--eps", "1e-12"],
    # what needs care
    "used-twice": ["sin(w)/w", "--at", "w=pi/4"],
    "used-twice-in-one-node": ["w*w", "--at", "w=3"],
    "kink": ["relu(w)+w", "--at", "w=0"],
    "kink-that-goes-away": ["relu(w)**2", "--at", "w=0"],
    "undefined": ["sqrt(w)+x", "--at", "w=0,x=2"],
    "epsilon-too-large": ["abs(w)", "--at", "w=-0.0005"],
    "no-value-and-no-need": ["where(w > 1, 1/w, w)", "--at", "w=0"],
    "apart": ["u = w*b; J = w**2", "--at", "w=3,b=1"],
    "greek": ["theta_1*x^2 + alpha", "--at", "theta_1=1/3,x=2,alpha=1"],
    "constant": ["2+3"],
    "large": ["; ".join(f"x{i} = x{i - 1}*w" if i else "x0 = w+b" for i in range(50)), "--at", "w=1.01,b=0"],
    "large-only": ["; ".join(f"x{i} = x{i - 1}*w" if i else "x0 = w+b" for i in range(50)), "--at", "w=1.01,b=0", "--only", "db"],
}  # fmt: skip
LONG = (
    "network",
    "two-layers",
    "no-values",
    "some-values",
    "central",
    "used-twice",
    "kink",
    "undefined",
    "no-value-and-no-need",
    "large-only",
    "dvar",
)
STORIES |= {f"{name}-long": [*STORIES[name], "--long"] for name in LONG}
MOST_WORDS = {
    "network": 150,
    "neuron": 350,
    "neuron-lab": 350,
    "lstm": 900,
}  # whatever stands between blanks, signs too


@pytest.mark.parametrize("name", STORIES)
def test_story(name: str, run: Callable[..., Answer]) -> None:
    told = run("explain", *STORIES[name], "--format", "plain")
    assert (told.code, told.err) == (0, "")
    assert len(told.out.split()) <= MOST_WORDS.get(name, 10_000)
    snapshot = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("SYMBACK_UPDATE"):
        snapshot.write_text(told.out, encoding="utf-8")
    assert told.out == snapshot.read_text(encoding="utf-8")


def test_every_snapshot_has_its_story() -> None:
    assert {path.stem for path in SNAPSHOTS.glob("*.txt")} == set(STORIES)
