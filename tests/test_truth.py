"""Against an oracle that shares nothing with symback: every digit, verdict and exit code over random programs at hostile points.

SYMBACK_PROGRAMS=10000 makes every property as long as that.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import oracle
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from oracle import NoValue, Oracle, Unsure, as_mpf, read, same
from programs_at_random import Case, bounded, cases, faults, known, number_fault, random_case

from symback import Graph
from symback.__main__ import main
from symback.report.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 5  # for one command


class Ran(NamedTuple):
    code: int
    out: str
    err: str
    seconds: float


class Text(io.TextIOWrapper):
    """A standard stream of bytes that commands may read or write either way."""

    def __init__(self, text: str = "") -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8")

    @property
    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode()  # type: ignore[attr-defined, no-any-return]


@contextmanager
def typed(text: str) -> Iterator[None]:
    """Standard input holds `text`."""
    before, sys.stdin = sys.stdin, Text(text)
    try:
        yield
    finally:
        sys.stdin = before


def command(*arguments: str, text: str = "") -> Ran:
    """A command, run in this process."""
    out, err, start = Text(), Text(), time.perf_counter()
    with redirect_stdout(out), redirect_stderr(err), typed(text):
        code = main(list(arguments))
    return Ran(code, out.text, err.text, time.perf_counter() - start)


def answer(case: Case, *options: str) -> dict[str, Any]:
    """What `diff --format json` says, or the error, as `batch` would say it."""
    ran = command("diff", case.program, *case.place, "--format", "json", *options)
    found: dict[str, Any] = json.loads(ran.out) if ran.code == 0 else {"error": {"code": ran.code, "message": ran.err}}
    return found


# ---- the contract's language ----------------------------------------------------------------------------------------

# name: its derivative by w written by hand, and a point
FUNCTIONS = {
    "exp(w)": ("exp(w)", "1/2"), "log(w)": ("1/w", "1/2"), "log2(w)": ("1/(w*log(2))", "3"), "log10(w)": ("1/(w*log(10))", "3"),
    "log(w, 3)": ("1/(w*log(3))", "2"), "log(3, w)": ("-log(3)/(w*log(w)**2)", "2"), "sqrt(w)": ("1/(2*sqrt(w))", "2"),
    "cbrt(w)": ("1/(3*cbrt(w**2))", "-2"), "pow(w, 3)": ("3*w**2", "2"), "pow(3, w)": ("3**w*log(3)", "2"), "sin(w)": ("cos(w)", "1"),
    "cos(w)": ("-sin(w)", "1"), "tan(w)": ("1 + tan(w)**2", "1"), "cot(w)": ("-1/sin(w)**2", "1"), "sec(w)": ("sin(w)/cos(w)**2", "1"),
    "csc(w)": ("-cos(w)/sin(w)**2", "1"), "sinh(w)": ("cosh(w)", "1"), "cosh(w)": ("sinh(w)", "1"), "tanh(w)": ("1 - tanh(w)**2", "1"),
    "coth(w)": ("-1/sinh(w)**2", "1"), "sech(w)": ("-sinh(w)/cosh(w)**2", "1"), "csch(w)": ("-cosh(w)/sinh(w)**2", "1"),
    "asin(w)": ("1/sqrt(1 - w**2)", "1/3"), "acos(w)": ("-1/sqrt(1 - w**2)", "1/3"), "atan(w)": ("1/(1 + w**2)", "1/3"),
    "acot(w)": ("-1/(1 + w**2)", "1/3"), "asec(w)": ("1/(abs(w)*sqrt(w**2 - 1))", "3"), "acsc(w)": ("-1/(abs(w)*sqrt(w**2 - 1))", "-3"),
    "asinh(w)": ("1/sqrt(1 + w**2)", "1/3"), "acosh(w)": ("1/sqrt(w**2 - 1)", "3"), "atanh(w)": ("1/(1 - w**2)", "1/3"),
    "acoth(w)": ("1/(1 - w**2)", "3"), "asech(w)": ("-1/(w*sqrt(1 - w**2))", "1/3"), "acsch(w)": ("-1/(abs(w)*sqrt(1 + w**2))", "-3"),
    "atan2(w, 2)": ("2/(w**2 + 4)", "1"), "atan2(2, w)": ("-2/(w**2 + 4)", "1"), "abs(w)": ("sign(w)", "-2"), "sign(w)*w": ("sign(w)", "-2"),
    "min(w, w**2)": ("where(w < w**2, 1, where(w > w**2, 2*w, (1 + 2*w)/2))", "1/2"), "max(w, w**2)": ("where(w > w**2, 1, where(w < w**2, 2*w, (1 + 2*w)/2))", "3"),
    "hypot(w, 3)": ("w/sqrt(w**2 + 9)", "4"), "erf(w)": ("2*exp(-w**2)/sqrt(pi)", "1"), "erfc(w)": ("-2*exp(-w**2)/sqrt(pi)", "1"),
    "sigmoid(w)": ("exp(-w)/(1 + exp(-w))**2", "1"), "logit(w)": ("1/(w*(1 - w))", "1/3"), "relu(w)": ("where(w > 0, 1, 0)", "2"),
    "leaky_relu(w)": ("where(w > 0, 1, 0.01)", "-2"), "elu(w)": ("where(w > 0, 1, exp(w))", "-2"), "softplus(w)": ("1/(1 + exp(-w))", "1"),
    "silu(w)": ("sigmoid(w)*(1 + w*(1 - sigmoid(w)))", "1"), "gelu(w)": ("erfc(-w/sqrt(2))/2 + w*exp(-w**2/2)/sqrt(2*pi)", "1"),
    "clip(w, 0, 2)*w": ("where(w < 0, 0, where(w > 2, 2, 2*w))", "1"), "heaviside(w)*w": ("where(w > 0, 1, 0)", "2"),
    "normcdf(w)": ("exp(-w**2/2)/sqrt(2*pi)", "1"), "normpdf(w)": ("-w*exp(-w**2/2)/sqrt(2*pi)", "1"),
    "logaddexp(w, 2)": ("1/(1 + exp(2 - w))", "1"), "floor(w)*w": ("floor(w)", "5/2"), "ceil(w)*w": ("ceil(w)", "5/2"),
    "where(w > 1 and w < 3, w**2, w)": ("where(w > 1 and w < 3, 2*w, 1)", "2"), "where(not w > 1 or w > 3, w**2, w)": ("where(w > 1 and w <= 3, 1, 2*w)", "2"),
    "gamma(w)": ("gamma(w)*digamma(w)", "5/2"), "lgamma(w)": ("digamma(w)", "5/2"),
}  # fmt: skip
TABLE = pytest.mark.parametrize("program", FUNCTIONS)


@TABLE
def test_the_oracle_is_right_about_every_function(program: str) -> None:
    """Its slope is the one written by hand, the difference of its own values, and second derivatives those of the slope."""
    derivative, at = FUNCTIONS[program]
    one = Oracle(oracle.statements(program), {"w": at})
    slope = one.slopes("w", "J").right
    assert same(slope, Oracle(oracle.statements(derivative), {"w": at}).values()["J"])
    step = Fraction(1, 10**40)
    assert abs(as_mpf(one.quotient("w", "J", step, -step)) - as_mpf(slope)) < 1e-60
    assert same(one.second("w", "w", "J") or 0, Oracle(oracle.statements(derivative), {"w": at}).slopes("w", "J").value)


@TABLE
def test_every_function_is_known_and_right_to_thirty_digits(program: str) -> None:
    case = Case(program, {"w": FUNCTIONS[program][1]})
    assert faults(answer(case), case) == []


KINKS = [
    ("abs(w)", "0", (0, -1, 1)), ("relu(w)", "0", (0, 0, 1)), ("leaky_relu(w)", "0", ("1/100", "1/100", 1)), ("max(w, 2*w)", "0", ("3/2", 1, 2)),
    ("min(w, 1)", "1", ("1/2", 1, 0)), ("where(w >= 0, 2*w, w)", "0", (2, 1, 2)), ("where(w > 0, 2*w, w)", "0", (1, 1, 2)), ("max(w, 0, -w)", "0", (0, -1, 1)),
    ("abs(w)**2", "0", (0, 0, 0)), ("relu(w) - relu(-w)", "0", (None, 1, 1)), ("cbrt(w)**3", "0", (None, 1, 1)), ("elu(w)", "0", (1, 1, 1)),
    ("sqrt(w)", "0", (None, None, None)), ("cbrt(w)", "0", (None, None, None)), ("floor(w)", "3", (None, None, 0)), ("sign(w)", "0", (None, None, None)),
    ("where(w == 0, 1, sin(w)/w)", "0", (0, 0, 0)), ("sin(w) + relu(cos(w) - sin(w))", "pi/4", (None, "-sqrt(1/2)", "sqrt(1/2)")), ("abs(w)", "1e-300", (1, 1, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "truth"), KINKS, ids=[k[0] for k in KINKS])
def test_the_oracle_and_symback_know_kinks(program: str, at: str, truth: tuple[Any, ...]) -> None:
    """The first of a row's numbers is the convention's value (None: it is not one to speak of), then left and right."""
    case = Case(program, {"w": at})
    found = Oracle(oracle.statements(program), case.at).slopes("w", "J")
    wanted = [None if t is None else Oracle([("J", read(str(t)))], {}).values()["J"] for t in truth]
    assert same(found.left, wanted[1])
    assert same(found.right, wanted[2])
    assert wanted[0] is None or same(found.value, wanted[0])
    assert faults(answer(case), case) == []


# ---- numbers and verdicts -------------------------------------------------------------------------------------------


def right(case: Case, *options: str) -> None:
    """Every node, derivative, formula, nudge and verdict of a case is the oracle's."""
    try:
        found = faults(answer(case, *options), case)
    except Unsure:
        assume(False)
    assert not found, "\n".join([case.program, *case.place, *found])


@bounded(25)
@given(cases, st.sampled_from(["lecture", "atomic", "none"]))
def test_every_digit_and_verdict(case: Case, split: str) -> None:
    right(case, "--split", split)


@bounded(15)
@given(cases, st.sampled_from(["0.1", "1e-9", "0.0005"]))
def test_every_digit_and_verdict_of_central_nudges(case: Case, epsilon: str) -> None:
    right(case, "--scheme", "central", "--eps", epsilon)


@bounded(30)
@given(cases)
def test_second_derivatives(case: Case) -> None:
    ran = command("diff", case.program, *case.place, "--order", "2", "--format", "json")
    assume(ran.code == 0)
    graph = Oracle(oracle.statements(case.program), case.at)
    for entry in json.loads(ran.out)["entries"]:
        try:
            truth = graph.second(entry["by"], entry["and"], graph.body[-1][0])
        except (Unsure, NoValue):
            continue
        if truth is not None:
            assert number_fault(f"d2J/d{entry['by']}d{entry['and']}", entry, truth, 15) == [], case
            assert entry["verdict"] in ("match", "epsilon"), (case, entry)


@bounded(30)
@given(cases)
def test_doubles_decimals_columns_and_fractions_agree(case: Case) -> None:
    """To 1e-6, where a walk with 16 digits is that near to the truth itself."""
    truth = Oracle(oracle.statements(case.program), case.at)
    output = truth.body[-1][0]
    try:
        value, slopes = truth.values()[output], {name: truth.slopes(name, output) for name in case.at}
    except Unsure:
        assume(False)
    assume(not any(isinstance(number, NoValue) for number in truth.values().values()))  # of dead lines too
    assume(all(s.smooth and s.value is not None for s in slopes.values()))
    wanted = [as_mpf(value), *(as_mpf(slopes[name].value) for name in case.at)]
    assume(all(1e-100 < abs(w) < 1e100 or not w for w in wanted))
    found = {
        way: command("diff", case.program, *case.place, "--arithmetic", way, "--numbers-only", "--format", "json")
        for way in ("decimal", "float", "exact")
    }
    numbers = {}
    for way, ran in found.items():
        if ran.code == 0:
            report = json.loads(ran.out)
            numbers[way] = [report["nodes"][-1]["value"], *(report["gradient"][name] for name in case.at)]
    assert "decimal" in numbers, found["decimal"].err
    places = [str(float(as_mpf(truth.values()[name]))) for name in case.at]
    columns = command("diff", case.program, "--points", "-", text=f"{','.join(case.at)}\n{','.join(places)}\n")
    if columns.code == 0:
        row = next(csv.DictReader(columns.out.splitlines()))
        numbers["points"] = [
            float(row[n]) if row[n] else None for n in (output, *(f"d{output}/d{name}" for name in case.at))
        ]
    for way, each in numbers.items():
        exactly = way in ("exact", "decimal")
        for number, true in zip(each, wanted, strict=True):
            near = number is not None and abs(number - true) <= 1e-6 * abs(true) + (1e-90 if exactly else 1e-9)
            assert near or not (exactly or conditioned(case, output, wanted)), (case, way, number, true)


def conditioned(case: Case, output: str, wanted: list[Any]) -> bool:
    """Whether inputs that are off by a rounding (1e-16) leave every result right to 1e-9, and no edge is that near."""
    for sign in (1, -1):
        near = Oracle(
            oracle.statements(case.program), {n: f"({t})*(1 + {sign}e-16) + {sign}e-40" for n, t in case.at.items()}
        )
        try:
            others = [near.values()[output], *(near.slopes(n, output).value for n in case.at)]
        except Unsure:
            return False
        if not all(
            o is not None and not isinstance(o, NoValue) and abs(as_mpf(o) - w) <= 1e-9 * abs(w)
            for o, w in zip(others, wanted, strict=True)
        ):
            return False
    return all(abs(as_mpf(v)) < 1e15 for v in near.values().values() if not isinstance(v, NoValue))


def test_threads_with_different_digits_do_not_disturb_each_other() -> None:
    hard = (
        "s0 = sech(w); s1 = hypot(w, s0); s2 = acsc(s1 + w); s3 = cosh(s2); J = where(w != s0, w - s3, s2)*abs(s3) - s3"
    )
    calm = [case for case in map(random_case, range(40)) if not set(case.at.values()) & {"1e300", "-1e300"}]
    programs = [Case(hard, {"w": "0.1"}), Case("gamma(w)*erf(sin(w))", {"w": "1/3"}), *calm[:8]]
    jobs = [(case, digits) for case in programs for digits in (5, 17, 30, 60, 90, 120, 200, 300)]

    def told(job: tuple[Case, int]) -> str:
        case, digits = job
        try:
            return str(Graph(case.program).report(case.at, Options(digits=digits)))
        except Exception as error:  # noqa: BLE001 (compared)
            return repr(error)

    alone = [told(job) for job in jobs]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(told, jobs))
    assert [job for job, a, b in zip(jobs, alone, together, strict=True) if a != b] == []


# ---- every command --------------------------------------------------------------------------------------------------

# {p} the program, {at} its point, {w} its first input, {f} a formula, {n} a number, {tmp} a folder; what is typed follows |
COMMANDS = [
    *(f"diff {{p}} {{at}} --format {f}" for f in ("table", "json", "csv", "tsv", "latex", "html", "markdown", "plain")),
    "diff {p}", "diff {p} {at} --split atomic", "diff {p} {at} --order 2", "diff {p} {at} --hvp {w}=1", "diff {p} {at} --sweep dJ/d{w}",
    "diff {p} --get dJ/d{w}:formula", "diff {p} {at} --get dJ/d{w}:formula --get J --get d{w}:nudge --get d{w}:exact", "diff {p} {at} --arithmetic float",
    "diff {p} {at} --scheme central --eps 0.1,1e-9", "diff {p} {at} --cost", "diff {p} --points - --on-error null|{columns}",
    "explain {p} {at}", "explain {p}", "explain {p} {at} --format html", "explain {p} {at} --format latex", "explain {p} {at} --brief --format json",
    "check {p} {at} --claim d{w}={n}", "check {p} {at} --claim d{w}={f}", "check {p} --claim d{w}={f}", "check {p} {at} --claim J={n} --format json",
    "graph {p} {at}", "graph {p} {at} --local --format svg", "graph {p} --format mermaid", "graph {p} {at} --format json",
    "plot {p} {at} --wrt {w}", "plot {p} {at} --wrt {w} --format json", "quiz {p} {at}|1\n?\ns\n{n}\nx+\n", "quiz {p}|{f}\n?\n?\n?\ns\nq\n",
    "worksheet {p} {at} -o {tmp}/page.html", "batch -|{line}", "batch --numbers-only -|{line}",
]  # fmt: skip


@pytest.mark.parametrize("template", COMMANDS)
def test_no_command_fails_or_hangs(template: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("page")

    @bounded(4)
    @given(cases, st.integers(0, 99))
    def never_fails(case: Case, number: int) -> None:
        ran = filled(template, case, number, folder)
        assert ran.code in (0, 1, 2, 3), ran
        assert "failed on this" not in ran.err + ran.out, (case, ran.err)
        assert ran.code in (0, 1) or not ran.out or template.startswith(("explain", "graph", "plot", "quiz")), (
            case,
            ran,
        )
        assert ran.code != 2 or template.startswith(("plot", "check", "diff")), (case, ran.err)
        assert ran.seconds < SECONDS, (case, ran.seconds)

    never_fails()


def filled(template: str, case: Case, number: int, folder: Path) -> Ran:
    """Run a row of the table about a case."""
    name = next(iter(case.at), "w")
    rng = Random(number)
    parts = {
        "p": case.program, "at": ",".join(f"{n}={v}" for n, v in case.at.items()), "w": name, "n": str(Fraction(rng.randint(-9, 9), rng.randint(1, 4))),
        "f": rng.choice([f"{name}**2", f"cos({name})", f"where({name} > 0, 1, 0)", "0", f"1/{name}"]), "tmp": str(folder),
        "columns": ",".join(case.at) + "\n" + "\n".join(",".join(str(rng.choice([0, 1, -1, 0.5, 1e300, 1e-300])) for _ in case.at) for _ in range(9)) + "\n",
        "line": json.dumps({"program": case.program, "at": case.at}) + "\n",
    }  # fmt: skip
    words, _, text = template.partition("|")
    arguments: list[str] = []
    for word in words.split(" "):
        if word != "{at}":
            arguments.append(word.format(**parts))
        elif case.at:
            arguments += ["--at", parts["at"]]
    return command(*arguments, text=text.format(**parts) if text != "{line}" else parts["line"])


# ---- claims ---------------------------------------------------------------------------------------------------------

# How a right formula F about the point p is spoilt.
SPOILT = {
    "a sign": "-({F})", "a factor": "2*({F})", "a trillionth": "({F})*(1 + 1e-12)", "the asked point alone": "where(w == {p}, {F} + 1, {F})",
    "far from the point": "where(w > {p} + 1000, 2*({F}) + 1, {F})",
}  # fmt: skip
# Programs whose derivatives die away, and where the claim parts from them, both being next to nothing.
TAILS = [
    ("exp(-w**2)", "-2*w*exp(-w**2)", "w > 12"), ("sigmoid(w)", "sigmoid(w)*sigmoid(-w)", "w > 60"), ("sigmoid(w)", "sigmoid(w)*sigmoid(-w)", "w < -60"),
    ("tanh(w)", "1/cosh(w)**2", "w < -40"), ("erf(w)", "2*exp(-w**2)/sqrt(pi)", "w > 9"), ("exp(w)", "exp(w)", "w < -90"), ("gelu(w)", "erfc(-w/sqrt(2))/2 + w*exp(-w**2/2)/sqrt(2*pi)", "w < -15"),
    ("1/(1 + w**8)", "-8*w**7/(1 + w**8)**2", "w > 1000"), ("softplus(w)", "sigmoid(w)", "w < -80"), ("exp(-1/w**2)", "2*exp(-1/w**2)/w**3", "abs(w) < 0.05"),
]  # fmt: skip


def verdict(program: str, claim: str, *place: str) -> tuple[int, str]:
    """The exit code and the verdict on one claim."""
    ran = command("check", program, *place, "--claim", claim, "--format", "json")
    return ran.code, json.loads(ran.out)["claims"][0]["verdict"] if ran.out else ran.err


@TABLE
def test_the_right_formula_is_accepted(program: str) -> None:
    formula, at = FUNCTIONS[program]
    assert verdict(program, f"dw={formula}", "--at", f"w={at}") == (0, "match")
    assert verdict(program, f"dw={formula}") == (0, "match")


@TABLE
@pytest.mark.parametrize("how", SPOILT)
def test_a_false_formula_is_refused(program: str, how: str) -> None:
    formula, at = FUNCTIONS[program]
    if how == "far from the point" and program.partition("(")[0] in ("asin", "acos", "atanh", "asech", "logit"):
        pytest.skip("not in the domain")
    claim = SPOILT[how].format(F=formula, p=at)
    assert verdict(program, f"dw={claim}", "--at", f"w={at}") == (1, "wrong")


@pytest.mark.parametrize(("program", "formula", "tail"), TAILS, ids=[f"{t[0]} {t[2]}" for t in TAILS])
def test_a_formula_that_is_false_in_a_tail_is_refused(program: str, formula: str, tail: str) -> None:
    assert verdict(program, f"dw=where({tail}, 0, {formula})", "--at", "w=1/2") == (1, "wrong")
    assert verdict(program, f"dw=where({tail}, 2*({formula}), {formula})") == (1, "wrong")
    assert verdict(program, f"dw={formula}", "--at", "w=1/2") == (0, "match")


@TABLE
def test_numbers_right_and_off_by_a_trillionth(program: str) -> None:
    """17 digits are a double's: off by 1e-12 it is not the truth."""
    at = FUNCTIONS[program][1]
    slope = as_mpf(Oracle(oracle.statements(program), {"w": at}).slopes("w", "J").right)
    place = ("--at", f"w={at}")
    for number, wanted in (
        (slope, (0, "match")),
        (-slope, (1, "wrong")),
        (slope * (1 + oracle.mpmath.mpf("1e-12")), (1, "wrong")),
        (2 * slope, (1, "wrong")),
    ):
        digits = oracle.mpmath.nstr(number, 17)
        if wanted == (0, "match") or sum(c.isdigit() for c in digits.partition("e")[0].replace("0.", "", 1)) >= 16:
            assert verdict(program, f"dw={digits}", *place) == wanted, number


@bounded(25)
@given(cases)
def test_numbers_claimed_of_random_programs(case: Case) -> None:
    """The truth in 17 digits is right, off by 1e-12 wrong; where there is no derivative, no number is."""
    whole = Oracle(oracle.statements(case.program), case.at)
    for name in case.at:
        try:
            truth = whole.slopes(name, "J")
        except Unsure:
            continue
        at_kink = truth.left is None or truth.right is None or not same(truth.left, truth.right)
        slope = truth.value if truth.smooth else truth.right
        if not at_kink and abs(as_mpf(slope)) >= 1e-200 and len(str(as_mpf(slope).exp)) < 6:
            claims = {
                oracle.mpmath.nstr(as_mpf(slope) * (1 + oracle.mpmath.mpf(off)), 17, strip_zeros=False): off
                for off in ("0", "1e-12")
            }
        elif at_kink and "J" in whole.values() and not isinstance(whole.values()["J"], NoValue):
            claims = dict.fromkeys(
                {str(Fraction(1)), *(oracle.mpmath.nstr(as_mpf(s), 17) for s in truth[:3] if s is not None)}, "kink"
            )
        else:
            continue
        for claim, off in claims.items():
            code, found = verdict(case.program, f"d{name}={claim}", *case.place)
            assert (code == 0) == (off == "0"), (case, claim, found)


@pytest.mark.parametrize(
    ("program", "claims", "wanted"),
    [
        ("abs(w)", ["0", "1", "-1", "sign(w)"], "kink"),
        ("relu(w)", ["0", "1", "1/2"], "kink"),
        ("max(w, 2*w)", ["3/2", "1", "2"], "kink"),
        ("sqrt(w)", ["0", "1/(2*sqrt(w))"], "undefined"),
        ("cbrt(w)", ["0", "1e9"], "undefined"),
        ("floor(w)", ["0"], "undefined"),
        ("where(w < 0, 0, 1)", ["0"], "undefined"),
        ("relu(w)**2", ["1", "1e-12"], "wrong"),
        ("relu(w) - relu(-w)", ["0", "1/2"], "wrong"),
        ("w**2*abs(w)", ["1e-30"], "wrong"),
        ("relu(w - 1/2000)", ["1"], "wrong"),
    ],
)
def test_no_claim_is_right_that_is_not(program: str, claims: list[str], wanted: str) -> None:
    """At w = 0: kinks, points without derivative, derivatives with an edge at the point or within the nudge."""
    for claim in claims:
        code, found = verdict(program, f"dw={claim}", "--at", "w=0")
        assert (code, found) == (1, wanted), claim


@pytest.mark.parametrize(
    ("program", "claim"),
    [
        ("relu(w)**2", "0"),
        ("relu(w) - relu(-w)", "1"),
        ("cbrt(w)**3", "1"),
        ("relu(w - 1/2000)", "0"),
        ("w*abs(w)", "2*abs(w)"),
    ],
)
def test_claims_beside_an_edge_are_right_where_there_is_a_derivative(program: str, claim: str) -> None:
    assert verdict(program, f"dw={claim}", "--at", "w=0") == (0, "match")


def test_the_language_is_the_contracts() -> None:
    """Random programs hold what symback knows: here is said what it does not."""
    from programs_at_random import JOINED, ONE, THREE, TWO

    assert sorted({*ONE, *TWO, *THREE, *JOINED} - known()) == []
