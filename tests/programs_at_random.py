"""Random programs over the whole language at hostile points, and what is wrong with an engine's answers about them.

As a script, `python tests/programs_at_random.py --count 10000` asks this checkout's `symback batch`, and with `--old PATH`
another one's besides; it lists what the oracle finds wrong, and every difference between the two with the oracle's word on it.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import subprocess
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import mpmath
import oracle
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from oracle import NoValue, Oracle, Unsure, as_mpf, same, sure

ONE = [
    "exp", "log", "log2", "log10", "sqrt", "cbrt", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "asin", "acos", "atan", "acot", "asec", "acsc", "asinh", "acosh",
    "atanh", "acoth", "asech", "acsch", "abs", "sign", "erf", "erfc", "gamma", "lgamma", "sigmoid", "logit", "relu", "leaky_relu", "elu", "softplus", "silu", "gelu", "heaviside", "normcdf",
    "normpdf", "floor", "ceil",
]  # fmt: skip
TWO = ["log", "pow", "atan2", "min", "max", "hypot", "logaddexp"]
THREE = ["clip", "min", "max"]
COMPARISONS = ["<", "<=", ">", ">=", "==", "!="]
JOINED = ["{} and {}", "{} or {}", "not {} or {}", "{} and not {}"]
# What cancels, ties or bends exactly where random operations would only come near.
SHAPES = [
    "relu({0}) - relu(-({0}))", "abs({0})**2", "sqrt(({0})**2)", "cbrt({0})**3", "hypot({0}, {1})**2", "max({0}, -({0}))",
    "max({0}, {1}, {0})", "({0}) - ({0})", "sin(pi*({0}))", "sin({0})**2 + cos({0})**2", "where({0} == {1}, {0}, {1})",
    "where({0} != 0, sin({0})/({0}), 1)", "max({0}, 0) + log(1 + exp(-abs({0})))", "({0})*abs({1})", "min(({0})**2, {1})", "e**({0})",
]  # fmt: skip
INPUTS = ("w", "b", "x")
USUAL = [
    "0",
    "1",
    "-1",
    "2",
    "-2",
    "1/2",
    "-1/3",
    "3/7",
    "0.1",
    "-7/2",
    "5",
    "pi/4",
    "pi/2",
    "-pi/3",
    "sqrt(2)",
    "1/1000",
    "-0.0005",
]
FAR = ["1e300", "-1e300", "1e-300", "-1e-300", "100", "-1000", "1e-20", "pi", "1 + 1e-30"]


class Case(NamedTuple):
    """A program and the texts of its inputs' values."""

    program: str
    at: dict[str, str]

    @property
    def place(self) -> list[str]:
        return ["--at", ",".join(f"{name}={text}" for name, text in self.at.items())]


@cache
def known() -> frozenset[str]:
    """The functions, and ways to join conditions, that this checkout's symback reads."""
    from symback import Graph
    from symback.errors import SymbackError

    def reads(text: str) -> bool:
        try:
            Graph(text)
        except SymbackError:
            return False
        return True

    calls = {name: f"{name}(w)" for name in ONE} | {name: f"{name}(w, b)" for name in TWO} | {"clip": "clip(w, 0, 1)"}
    calls |= {way: f"where({way.format('w > 0', 'b > 0')}, w, b)" for way in JOINED}
    return frozenset(name for name, text in calls.items() if name == "log" or reads(text))


def expression(rng: Random, depth: int, leaves: list[str], words: frozenset[str]) -> str:
    """A random expression of at most `depth` operations upon each other."""

    def part() -> str:
        return expression(rng, depth - 1 - rng.randrange(2), leaves, words)

    def pick(names: list[str]) -> str:
        return rng.choice([name for name in names if name in words])

    if depth <= 0:
        return rng.choice(leaves) if rng.random() < 0.8 else rng.choice(["0", "1", "2", "3", "0.5", "1/3", "pi", "e"])
    kind = rng.randrange(20)
    if kind < 6:
        return f"({part()} {rng.choice('+-**/')} {part()})"
    if kind < 8:
        return f"({part()})**{rng.choice(['2', '3', '2', '(-1)', '(1/2)', '(-2)', '1.5'])}"
    if kind < 13:
        return f"{pick(ONE)}({part()})"
    if kind < 15:
        return f"{pick(TWO)}({part()}, {part()})"
    if kind == 15:
        return f"{pick(THREE)}({part()}, {part()}, {part()})"
    if kind == 16:
        return f"(-{rng.choice(leaves)})"
    if kind < 19:
        ways = [way for way in JOINED if way in words]
        compared = [f"{part()} {rng.choice(COMPARISONS)} {part()}" for _ in range(2)]
        joined = rng.choice(ways).format(*compared) if ways and rng.random() < 0.4 else compared[0]
        return f"where({joined}, {part()}, {part()})"
    usable = [shape for shape in SHAPES if all(name in words or name not in (*ONE, *TWO) for name in words_in(shape))]
    return f"({rng.choice(usable).format(part(), part())})"


def words_in(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def random_case(seed: int, words: frozenset[str] | None = None) -> Case:
    """The program and point of a number; the same for the same `words` (default: all that symback knows)."""
    rng, words = Random(seed), words or known()
    leaves, parts = list(INPUTS[: rng.randint(1, 3)]), []
    for k in range(rng.choice([0, 0, 2, 3, 4])):
        body = expression(rng, rng.randint(1, 2), leaves, words)
        if not set(words_in(body)).isdisjoint(leaves):
            parts.append(f"s{k} = {body}")
            leaves.append(f"s{k}")
    last = leaves[-1]
    parts.append(f"J = {expression(rng, rng.randint(1, 3), leaves, words)} {rng.choice('+-*')} {last}")
    used = [name for name in INPUTS if name in words_in("; ".join(parts))]
    at: dict[str, str] = {}
    for name in used:
        again = list(at.values()) if rng.random() < 0.3 else []
        at[name] = rng.choice(again or (FAR if rng.random() < 0.08 else USUAL))
    return Case("; ".join(parts), at)


COUNT = int(os.environ.get("SYMBACK_PROGRAMS", "0"))  # of every property; 10000 for a night
cases = st.integers(0, 2**32).map(random_case)


def bounded(examples: int) -> settings:
    """Settings of a property that takes a few seconds, or a night where SYMBACK_PROGRAMS says so. A seed is not shrunk."""
    return settings(
        max_examples=COUNT or examples,
        deadline=None,
        derandomize=not COUNT,
        report_multiple_bugs=False,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )


# ---- what is wrong with an answer -----------------------------------------------------------------------------------

NO_CONVENTION = (
    "hypot",
    "sqrt",
    "cbrt",
    "clip",
    "**",
    "atan2",
    "log",
)  # what a kink of theirs is worth is not written down
TINY = mpmath.mpf(10) ** -oracle.LARGEST


class Shown(NamedTuple):
    """A number of the JSON: what it says, and whether to the last digit. `double` is the JSON number."""

    number: Fraction | None
    exact: bool
    double: float | None


def shown(entry: dict[str, Any] | None) -> Shown:
    entry = entry or {}
    text = entry.get("exact") or entry.get("decimal")
    double = entry.get("value")
    if text is None and double is not None:
        return Shown(Fraction(double), exact=False, double=double)
    return Shown(None if text is None else Fraction(text), entry.get("exact") is not None, double)


def number_fault(what: str, entry: dict[str, Any] | None, truth: Any, digits: int = 30) -> list[str]:
    """What is wrong with a number as shown: every digit has to be right. `truth` None: there is none."""
    number, exact, double = shown(entry)
    if number is None or truth is None:
        return [] if number is None and truth is None else [f"{what} is {brief(number)}, in truth {brief(truth)}"]
    wide = as_mpf(truth)
    if wide and abs(wide) < TINY:
        return [] if abs(number) < Fraction(1, 10**1000) else [f"{what} is {brief(number)}, in truth too small"]
    if exact and isinstance(truth, Fraction) and not isinstance(truth, oracle.Nought) and digits >= 30:
        wrong = number != truth
    elif not wide:
        wrong = abs(number) > Fraction(1, 10**200)  # below that the oracle's own 0 may be too few digits
    else:
        context = oracle.context(oracle.LEVELS[0][1])
        own = context.mpf(number.numerator) / number.denominator
        place = mpmath.mpf(10) ** (int(mpmath.floor(mpmath.log10(abs(wide)))) + 1 - (40 if exact else digits))
        wrong = bool(abs(own - wide) >= place)
    if not wrong and double is not None and wide:
        wrong = abs(context_free(double) - wide) > abs(wide) * mpmath.mpf(2) ** -52 + mpmath.mpf(2) ** -1074
    return [f"{what} is {brief(number)}, in truth {brief(truth)}"] if wrong else []


def context_free(number: Any) -> Any:
    return oracle.context(oracle.LEVELS[0][1]).mpf(number)


def brief(number: Any) -> str:
    return "none" if number is None else mpmath.nstr(as_mpf(number), 32)


def faults(answer: dict[str, Any], case: Case, digits: int = 30) -> list[str]:
    """What is wrong with an answer of `diff --format json` or `batch`. Raise Unsure where the oracle cannot tell."""
    whole = Oracle(oracle.statements(case.program), case.at)
    error = answer.get("error")
    values, output = whole.values(), whole.body[-1][0]
    missing = [value for value in values.values() if isinstance(value, NoValue)]
    if isinstance(values[output], NoValue):
        return [] if error and error["code"] == 3 else [f"an answer, though there is no value: {values[output]}"]
    if error and error["code"] == 3 and missing:
        return []
    if error:
        asked = [whole.slopes(name, output) for name in case.at]
        undefined = bool(asked) and all(s.left is None or s.right is None for s in asked)
        return (
            []
            if error["code"] == 3 and undefined
            else [f"an error, though there is a value: {error['message'].splitlines()[0]}"]
        )
    graph = Oracle([(node["name"], oracle.read(node["formula"])) for node in answer["nodes"]], case.at)
    here, found = graph.values(), []
    if not same(here[answer["output"]], values[output]):
        found.append("the nodes are not the program")
    for node in answer["nodes"]:
        truth = here[node["name"]]
        found += number_fault(node["name"], node, None if isinstance(truth, NoValue) else truth, digits)
    for row in answer["local"]:
        found += row_faults(graph, row, row["by"], row["node"], answer, digits, local=True)
    for row in answer["chained"]:
        found += row_faults(graph, row, row["by"], answer["output"], answer, digits, local=False)
    return found


def row_faults(
    graph: Oracle, row: dict[str, Any], by: str, to: str, answer: dict[str, Any], digits: int, *, local: bool
) -> list[str]:
    """What is wrong with one derivative: number, formulas, nudge and verdict."""
    name = f"{'local:' if local else ''}d{to}/d{by}"
    epsilon, central = Fraction(answer["epsilon"]), answer["scheme"] == "central"
    low = -epsilon if central else Fraction(0)
    try:
        truth = graph.slopes(by, to, local=local)
        found = verdict_faults(name, graph, row, by, to, truth, (low, epsilon), digits, local=local)
        if truth.smooth and truth.value is not None:
            for key in ("formula", "in_nodes", "in_inputs"):
                found += formula_faults(f"{key} of {name}", row.get(key), graph, truth.value)
    except Unsure:
        return []
    return found + nudge_faults(name, graph, row, by, to, (low, epsilon), digits, local=local)


def verdict_faults(
    name: str,
    graph: Oracle,
    row: dict[str, Any],
    by: str,
    to: str,
    truth: oracle.Slopes,
    between: tuple[Fraction, Fraction],
    digits: int,
    *,
    local: bool,
) -> list[str]:
    verdict, wrong = row["verdict"], []
    if truth.left is None or truth.right is None:
        if verdict != "undefined":
            wrong.append(f"{name} is {verdict}, in truth undefined")
        return wrong + number_fault(name, row, None)
    if not same(truth.left, truth.right):
        if verdict != "kink":
            return [f"{name} is {verdict}, in truth a kink, {brief(truth.left)} and {brief(truth.right)}"]
        wrong += number_fault(f"{name} left", row.get("left"), truth.left, 15) + number_fault(
            f"{name} right", row.get("right"), truth.right, 15
        )
        if truth.value is not None and not any(word in str(answer_text(graph)) for word in NO_CONVENTION):
            wrong += number_fault(f"{name} by convention", row, truth.value, digits)
        return wrong
    if verdict not in ("match", "epsilon"):
        return [f"{name} is {verdict}, in truth a derivative, {brief(truth.right)}"]
    wrong += number_fault(name, row, truth.value if truth.smooth else truth.right, digits if truth.smooth else 15)
    low, high = between
    near = high / 10**100 if not truth.smooth and not low else low
    edge = graph.edge_within(by, to, near, high, local=local, pieces=8 if verdict == "match" else 64)
    if verdict == "epsilon" and not edge and not low:  # "within ε of the point" may mean on either side
        edge = graph.edge_within(by, to, -high, -high / 10**400, local=local, pieces=64)
    if verdict == "match" and edge and (truth.smooth or not low):
        wrong.append(f"{name} is match, in truth epsilon: an edge lies within the nudge")
    if verdict == "epsilon" and not edge and not (low and not truth.smooth):
        wrong.append(f"{name} is epsilon, in truth match: no edge lies within the nudge")
    step = row.get("try")
    if verdict == "epsilon" and step and edge:
        step = Fraction(step)
        if graph.edge_within(by, to, -step if low else step / 10**100, step, local=local, pieces=16):
            wrong.append(f"{name}: an edge lies within the ε to try, {step}")
    return wrong


def answer_text(graph: Oracle) -> str:
    import ast

    return " ".join(ast.unparse(tree) for _, tree in graph.body)


def formula_faults(name: str, text: str | None, graph: Oracle, truth: Any) -> list[str]:
    """A formula is the number at the point."""
    if text is None or any(isinstance(v, NoValue) for v in sure(graph.here).values()):
        return []
    try:
        own = sure(lambda level: oracle.Walk(level).value(oracle.read(text), graph.here(level)))
    except NoValue:
        own = None
    if isinstance(own, oracle.Nought):
        return []  # more digits may have cancelled than the oracle has
    return (
        [] if same(own, truth, mpmath.mpf(10) ** -30) else [f"{name} is {brief(own)}, in truth {brief(truth)}: {text}"]
    )


def nudge_faults(
    name: str,
    graph: Oracle,
    row: dict[str, Any],
    by: str,
    to: str,
    between: tuple[Fraction, Fraction],
    digits: int,
    *,
    local: bool,
) -> list[str]:
    """What is wrong with the nudged values, the quotient and the leftover."""
    nudge, (low, high), wrong = row.get("nudge"), between, []
    if nudge is None:
        return []
    ends: list[Any] = []
    for key, step in (("node" if local else "output", high), ("minus", low)):
        try:
            ends.append(graph.at_step(by, to, step, local=local))
        except NoValue:
            ends.append(None)
        except Unsure:
            return wrong
        if step:
            wrong += number_fault(f"{name} {key}", nudge.get(key), ends[-1], digits)
    try:
        k = None if None in ends else graph.quotient(by, to, high, low, local=local)
        slope = row_value(graph, row, by, to, local=local)
        left = None if k is None or slope is None else oracle.Walk(1).apply("-", [k, slope])
    except (Unsure, oracle.NeedMore):
        return wrong
    if isinstance(k, oracle.Nought) or isinstance(left, oracle.Nought):
        left = None  # more digits may have cancelled than the oracle has
    if not (isinstance(k, oracle.Nought) and slope):
        wrong += number_fault(f"{name} k", nudge.get("k"), k, digits)
    return wrong + (number_fault(f"{name} leftover", nudge.get("leftover"), left, digits) if left is not None else [])


def row_value(graph: Oracle, row: dict[str, Any], by: str, to: str, *, local: bool) -> Any:
    """The truth that a leftover is the distance from, to more digits than are shown: only at smooth points."""
    truth = graph.slopes(by, to, local=local)
    return truth.value if truth.smooth and row["verdict"] in ("match", "epsilon") else None


# ---- engines as processes -------------------------------------------------------------------------------------------

HERE = Path(__file__).resolve().parent.parent
PATIENCE = 30  # seconds for one program


class Engine:
    """`symback batch` of a checkout, asked a line at a time."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        self.process: subprocess.Popen[str] | None = None

    def ask(self, case: Case) -> dict[str, Any]:
        if self.process is None:
            command = [sys.executable, "-m", "symback", "batch", "-"]
            env = {**os.environ, "PYTHONPATH": str(self.checkout)}
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=self.checkout, env=env
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"program": case.program, "at": case.at}) + "\n")
        self.process.stdin.flush()
        if select.select([self.process.stdout], [], [], PATIENCE)[0]:
            line = self.process.stdout.readline()
            if line:
                answer: dict[str, Any] = json.loads(line)
                return answer
        self.close()
        return {"error": {"code": -1, "message": f"no answer within {PATIENCE} s"}}

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def said(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer says, as far as two engines have to agree."""
    if "error" in answer:
        return {"error": answer["error"]["code"]}
    facts: dict[str, Any] = {node["name"]: shown(node).double for node in answer["nodes"]}
    for row in answer["chained"]:
        sides = [shown(row.get(side)).double for side in ("left", "right")]
        facts[f"d/d{row['by']}"] = (
            row["verdict"],
            shown(row).double,
            *sides,
            shown((row.get("nudge") or {}).get("k")).double,
        )
    return facts


def judged(answer: dict[str, Any], case: Case) -> list[str]:
    """The faults, or that the oracle does not know."""
    try:
        return faults(answer, case)
    except Unsure as reason:
        return [f"? {reason}"]


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--old", type=Path, help="another checkout, whose answers are listed where they differ")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sys.path.insert(0, str(HERE))
    new, old = Engine(HERE), Engine(options.old.resolve()) if options.old else None
    wrong = [0, 0]
    for seed in range(options.seed, options.seed + options.count):
        case = random_case(seed)
        answers = [engine.ask(case) for engine in (new, old) if engine is not None]
        told = [judged(answer, case) for answer in answers]
        differ = len(answers) > 1 and said(answers[0]) != said(answers[1])
        for k, lines in enumerate(told):
            wrong[k] += any(not line.startswith("?") for line in lines)
        if differ or any(not line.startswith("?") for line in told[0]):
            say(f"{seed}: {case.program}   {' '.join(case.place)}")
            for engine, lines in zip(("new", "old"), told, strict=False):
                say(*(f"  {engine}: {line}" for line in lines or ["right"]))
    for engine in (new, old):
        if engine is not None:
            engine.close()
    say(f"{options.count} programs; wrong: {wrong[0]} new" + (f", {wrong[1]} old" if old else ""))
    return 1 if wrong[0] else 0


if __name__ == "__main__":
    sys.exit(main())
