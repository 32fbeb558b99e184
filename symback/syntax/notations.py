"""Notations of elsewhere, LaTeX and Python: what a line is written in, and the same line as the language writes it.

A line is offered only where it parses, and says the same: LaTeX's `xy` is a product and the language's a name, `np.sinc` is not sin(x)/x.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symback import functions
from symback.errors import SymbackError
from symback.syntax.corrected import LONGEST, Line, completed
from symback.syntax.names import GREEK

MODULE = r"\b(?:(?:np|numpy|jnp|jax|math|Math|torch|nn|functional|F|tf|keras|scipy|special|sp|sympy)\.)+"
OTHERWISE = re.compile(r"\b(?!Math\.)\w+\.(?:a?max|a?min)\b|\.(?:sinc|frac)\b")  # take an axis, or are another function
ONE = "|".join(name for name in functions.ALIASES if functions.takes(functions.ALIASES[name], 1))
STEPS = 40  # at most, of rewriting a line


@dataclass(frozen=True, slots=True)
class Notation:
    """`sign` finds it, `reason` says what it is (`{}` is what was found), `way` is what to write where no line can be offered."""

    sign: re.Pattern[str]
    reason: str
    way: str


LATEX = re.compile(r"\\[A-Za-z]+|\\.|\$|[_^\w]\{")
NOTATIONS = (
    Notation(LATEX, "{} is LaTeX", "plain signs, such as (x_1 + 1)/(2*x_2) and sqrt(x)"),
    Notation(re.compile(r"\b(?:lambda|def)\b[^:]*:"), "{} is Python's: a program is the formula alone", "(2+3*w)**2"),
    Notation(re.compile(MODULE), "{} is a module's: functions and constants go by their own names here", "sin(x), exp(x), pi"),
    Notation(re.compile(r"\w+\[[^][]*\]?"), "{} is an array's entry, and a name stands for one number", "a name of its own for every entry"),
    Notation(
        re.compile(r"\.(?:mean|average|sum|prod|max|min|std|var|norm|dot)\([^()]*\)?"),
        "{} is an array's, and a name stands for one number",
        "the entries by name, such as (x_1 + x_2)/2 for a mean",
    ),
    Notation(re.compile(r"\.[A-Za-z]\w*(?:\([^()]*\))?"), "{} is an attribute, and there are none", "sin(x): a function stands before its argument"),
    Notation(re.compile(r"^\s*\w+['′’]+\s*(?:\(\s*\w+\s*\))?\s*=.*"), "this gives a derivative, and a program is what is differentiated", "symback check 'x**2' --claim 'dx=2*x' for an answer"),
)  # fmt: skip


def foreign(text: str, position: int) -> SymbackError | None:
    """The error for a character that belongs to a notation of elsewhere, with the line in the language; None for any other."""
    first = text.rfind("\n", 0, position) + 1
    line = text[first:].partition("\n")[0][: 2 * LONGEST]
    for notation in NOTATIONS:
        found = next((m for m in notation.sign.finditer(line) if m.start() <= position - first < m.end()), None)
        if found is not None:
            span = (first + found.start(), first + found.end())
            way = in_the_language(line) if len(line) <= LONGEST else None
            return SymbackError(notation.reason.format(found[0][:40]), span, text, hint=way or notation.way)
    return None


def in_the_language(line: str) -> str | None:
    """The line as the language writes it; None where it may then say something else, or nothing."""
    plain = line.strip()
    if LATEX.search(plain):
        read = from_latex(plain)
        if read is None:
            return None
        plain = read
    plain = from_python(plain)
    return None if OTHERWISE.search(line) or not reads(plain) else plain


def reads(line: str) -> bool:
    """True if a line is a program of scalars as it stands."""
    from symback.syntax.program import parse_program

    if not spelled(line):
        return False
    try:
        return parse_program(line).shapes is None
    except SymbackError:
        return False


def spelled(line: str) -> bool:
    """True if a line consists of the language's own tokens."""
    from symback.syntax.tokens import TOKEN

    return re.fullmatch(f"(?>{TOKEN.pattern})*", line) is not None  # each as long as it can be, as tokens are found


PYTHON = (
    (re.compile(r"^\s*def\s+\w+\([^()]*\)\s*(?:->\s*\w+\s*)?:\s*return\b\s*"), ""),
    (re.compile(r"\blambda\b[^:]*:\s*"), ""),
    (re.compile(rf"{MODULE}(?=[A-Za-z]\w*\(|(?:pi|e)\b)"), ""),
    (re.compile(r"\bMath\.(PI|E)\b"), lambda m: m[1].lower()),
    (re.compile(rf"(?<![\w)\].])(\w+)\.({ONE})\(\)"), r"\2(\1)"),
    (re.compile(rf"(?<![\w)\].])(\([^()]*\))\.({ONE})\(\)"), r"\2\1"),
    (re.compile(r"(?<=\w)\[\s*(\w+)\s*\]"), r"_\1"),
    (re.compile(r"(?<=\w)\[\s*(\w+)\s*,\s*(\w+)\s*\]"), r"_\1_\2"),
)


def from_python(line: str) -> str:
    """A line without what is Python's in it; an entry that would take the name of another variable stays."""
    for pattern, instead in PYTHON:
        made = pattern.sub(instead, line)
        names = [set(re.findall(r"\w+", text)) for text in (pattern.sub(" ", line), made)]
        taken = "_" in str(instead) and any(
            f"{a}_{b}" in names[0] for a, b in re.findall(r"(\w+)\[\s*(\w+)\s*\]", line)
        )
        line = line if taken else made
    return functions_by_name(line)


def functions_by_name(line: str) -> str:
    """A line with every function that the language calls otherwise, or writes as a formula, in the language's way."""
    from symback.syntax.complaints import written_arguments
    from symback.syntax.tokens import tokenize

    for _ in range(STEPS):
        try:
            tokens = tokenize(line) if spelled(line) else []
        except SymbackError:
            return line
        found = None
        for place, token in enumerate(tokens[:-1]):
            if token.kind == "name" and tokens[place + 1].text == "(" and token.text not in functions.CALLED:
                found = with_function(line, place, functions.meant(token.text, written_arguments(tokens, place, line)))
            if found:
                break
        if not found:
            return line
        line = found
    return line


def with_function(line: str, place: int, formula: str | None) -> str | None:
    """The line with a formula in place of the call at token `place`, in parentheses where its neighbours bind tighter; None without one."""
    from symback.syntax.corrected import closing
    from symback.syntax.tokens import tokenize

    tokens = tokenize(line)
    end = closing(tokens, place + 1)
    if formula is None or end is None or "…" in formula:
        return None
    alone = (place == 0 or tokens[place - 1].text in ("(", ",", "=", ";", "+")) and tokens[end + 1].text not in ("*", "/", "**") and tokens[end + 1].kind != "power"  # fmt: skip
    written = formula if alone else functions.operand(formula)
    return line[: tokens[place].start] + written + line[tokens[end].end :]


def operand(text: str) -> str:
    """A piece of LaTeX as an operand."""
    text = text.strip()
    return text if re.fullmatch(r"[A-Za-z](?:_\w+)?|[0-9.]+|\([^()]*\)", text) else f"({text})"


def command(match: re.Match[str]) -> str:
    """Return what a command of LaTeX is in the language; unknown ones stay, and the line will not parse."""
    name = match[1].removeprefix("var") if match[1] in ("varepsilon", "varphi", "vartheta", "varrho") else match[1]
    if name in SIGNS:
        return SIGNS[name]
    return f" {name} " if name in functions.CALLED or name in GREEK.values() else match[0]


SIGNS = {"cdot": "*", "times": "*", "div": "/", "left": "", "right": "", "quad": " ", "lvert": "|", "rvert": "|", "vert": "|", "big": "", "Big": ""}  # fmt: skip
SPELLED = (
    (re.compile(r"\$|\\[()\[\]]"), ""),
    (re.compile(r"\\[,;:! ]|~"), " "),
    (re.compile(r"\\(?:operatorname|mathrm|text)\s*\{\s*([A-Za-z]+)\s*\}"), r" \1 "),
    (re.compile(r"_\{\s*(\w+)\s*\}"), r"_\1 "),
    (re.compile(r"_\{\s*(\w+)\s*,\s*(\w+)\s*\}"), r"_\1_\2 "),
    (re.compile(r"([_^])([0-9A-Za-z])(?=[A-Za-z])"), r"\1\2 "),
)
NESTED = (
    (re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), lambda m: f"({operand(m[1])}/{operand(m[2])})"),
    (re.compile(r"\\[dt]?frac\s*(\d)\s*(\d)"), r"(\1/\2)"),
    (re.compile(r"\\sqrt\s*\{([^{}]*)\}"), r" sqrt(\1)"),
    (re.compile(r"\\sqrt\s*\[3\]\s*\{([^{}]*)\}"), r" cbrt(\1)"),
    (re.compile(r"\^\{([^{}]*)\}"), lambda m: f"**{operand(m[1])} "),
    (re.compile(r"(?<!frac)(?<!\})\{([^{}]*)\}"), r"(\1)"),
)
BARE = re.compile(
    rf"\b({'|'.join(functions.CALLED)})\b\s*((?:\*\*|\^)\s*\d+)?\s*(\d*[A-Za-z](?:_\w+)?)(?=\s*(?:$|[-+*),=]))"
)


def from_latex(line: str) -> str | None:
    """LaTeX in the language; None where a letter beside another may be a product or a name, or a command is not known."""
    letters = re.sub(r"\\(?:operatorname|mathrm|text)\s*\{\w+\}|\\[A-Za-z]+|_\{[^{}]*\}", " ", line)
    words = [word for word in re.findall(r"[A-Za-z]{2,}", letters) if word not in functions.CALLED]
    if words or re.search(r"frac\s*\{\s*(?:d|\\partial)|[_^]\d\d|_\w_", line):
        return None
    for pattern, instead in SPELLED:
        line = pattern.sub(instead, line)
    for _ in range(STEPS):
        before = line
        for nested, made in NESTED:
            line = nested.sub(made, line)
        if line == before:
            break
    line = re.sub(r"\\([A-Za-z]+)", command, line)
    line = BARE.sub(lambda m: f"{m[1]}{(m[2] or '').replace(' ', '')}({m[3]})", line)
    line = re.sub(rf"\b({'|'.join(functions.CALLED)})\s+\(", r"\1(", line)
    if re.search(rf"\b(?:{'|'.join(functions.CALLED)})\b(?!\s*(?:\*\*\d+\s*|\^\d+\s*)?\()", line):
        return None  # `\sin \pi x`: how far its argument goes is not told
    from symback.syntax.tokens import tokenize

    if not spelled(line):
        return None
    try:
        line = completed(Line(line, tokenize(line), 0), together=False) or line
    except SymbackError:
        return None
    return re.sub(r"\s+(?=[*/^,)]|[-+]\S|$)|(?<=[*/^(])\s+", "", re.sub(r"\s+", " ", line)).strip()
