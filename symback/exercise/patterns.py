"""What made-up programs look like, level by level: a new pattern is one row."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pattern:
    """A program in which {p} (2 to 5) and {q} (1 to 9) stand for numbers.

    `wrt` names the parameters (None: every input). `given` says which inputs follow from the others, where the numbers would
    not come out simple otherwise: exp at 0, roots of squares.
    """

    program: str
    wrt: tuple[str, ...] | None = None
    given: dict[str, str] = field(default_factory=dict)


W, WB = ("w",), ("w", "b")
TO_ZERO = {"b": "-({w})*({x})"}  # so that w*x + b is 0, where exp and sigmoid have simple values

PATTERNS: dict[int, tuple[Pattern, ...]] = {
    1: (  # one input, a chain of two or three nodes
        Pattern("({q}+{p}*w)**2"),
        Pattern("({p}*w-{q})**2"),
        Pattern("{q} - (w+{p})**2"),
        Pattern("{p}*w**2 + {q}"),
        Pattern("({p}*w+{q})**2/2"),
        Pattern("(w**2-{q})**2"),
        Pattern("{p}*(w-{q})**3"),
        Pattern("1/({p}*w+{q})"),
    ),
    2: (  # several inputs, one path each
        Pattern("{p}*(a+b*c)"),
        Pattern("(a*b+c)**2"),
        Pattern("({p}*a-b)*c"),
        Pattern("(a+b)*({p}*c-{q})"),
        Pattern("(a-b)**2/2 + c"),
        Pattern("{p}*a*b - c**2"),
        Pattern("a/(b+c)"),
        Pattern("{q} - {p}*(u*v-w)"),
    ),
    3: (  # a neuron with data, and inputs that are used twice
        Pattern("c = w*x; a = c+b; d = a-y; J = d**2/2", WB),
        Pattern("(w*x+b-y)**2/2", WB),
        Pattern("(w*x-y)**2 + {p}*w**2", W),
        Pattern("(a+b)*(b+{q})"),
        Pattern("a*b + (a-b)**2"),
        Pattern("u = a*b; v = u+a; J = {p}*v"),
        Pattern("u = w*x; J = u**2 + {p}*u"),
        Pattern("u = a+b; v = a-b; J = u*v**2"),
    ),
    4: (  # functions
        Pattern("exp(w*x+b)*y", WB, TO_ZERO),
        Pattern("{p}*log(w*x+b)", WB, {"b": "1 - ({w})*({x})"}),
        Pattern("sqrt(a**2+b**2)", None, {"a": "3*{p}", "b": "4*{p}"}),
        Pattern("sqrt(w*x+b)", WB, {"b": "{q}**2 - ({w})*({x})"}),
        Pattern("1/(1+exp(-z))", None, {"z": "0"}),
        Pattern("relu(w*x+b)*v", ("w", "b", "v")),
        Pattern("max(a*b, c+{q})**2"),
        Pattern("abs(w*x-y) + {p}*w**2", W),
        Pattern("{p}/(1+w**2)"),
        Pattern("where(w > 0, w**2, {p}*w) * b"),
        Pattern("exp(a-b)*c", None, {"b": "{a}"}),
    ),
    5: (  # networks of two layers, shared nodes
        Pattern(
            "t1 = w1*x; z1 = t1+b1; a1 = relu(z1); t2 = w2*a1; z2 = t2+b2; a2 = relu(z2); J = (a2-y)**2/2",
            ("w1", "b1", "w2", "b2"),
        ),
        Pattern("t = w*x; z = t+b; a = sigmoid(z); d = a-y; J = {p}*d**2", WB, TO_ZERO),
        Pattern("h = relu(u*x+b); g = relu(v*x+c); a = h+g; d = a-y; J = d**2/2", ("u", "v", "b", "c")),
        Pattern("h = w*x; z = h+x; a = relu(z); d = a-y; J = d**2/2 + {p}*w", ("w", "x")),
        Pattern("t = w*x; z = t+b; a = tanh(z); d = a-y; J = d**2 + {p}*w**2", WB, TO_ZERO),
        Pattern("u = a*b; v = max(u, c); p = v**2; J = u*p + {p}*a"),
        Pattern("t = w*x; z = t+b; u = exp(z); d = u-y; J = d**2/2 + {p}*z", WB, TO_ZERO),
        Pattern("t = w*x; z = t+b; a = sigmoid(z); u = v*a; d = u-y; J = d**2/2", ("w", "b", "v"), TO_ZERO),
        Pattern("h1 = u*x; h2 = relu(h1); h3 = v*h2; h4 = h3+h1; J = (h4-y)**2/2", ("u", "v")),
    ),
}
