"""What may stand in a name, how Greek and subscripts are written plainly, and which look-alikes are refused."""

from __future__ import annotations

from symback.errors import SymbackError

MAX_NAME = 255

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi",
    "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
SUBSCRIPTS = {chr(0x2080 + digit): str(digit) for digit in range(10)}
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))
NAME_PATTERN = rf"[A-Za-z_{''.join(GREEK)}][A-Za-z0-9_{''.join(GREEK)}{''.join(SUBSCRIPTS)}]*"

# Letters of other alphabets that look like a Latin one, as far as Unicode's own compatibility forms do not tell.
LOOKALIKES = {
    **dict(zip("асеорхуіјѕԁһԛԝАВСЕНІЈКМОРЅТХУ", "aceopxyijsdhqwABCEHIJKMOPSTXY", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοςϲ", "ABEZHIKMNOPTYXosc", strict=True)),
    **dict(zip("ɑɡıℓ", "agil", strict=True)),
}
MEANT = {
    "⋅": "*", "∙": "*", "•": "*", "∗": "*", "✕": "*", "⁄": "/", "∕": "/", "–": "-", "—": "-", "‐": "-", "‑": "-",
    "﹣": "-", "ˆ": "^", "“": "leave it out: there are no strings", "”": "leave it out: there are no strings",
    "µ": "μ (Greek mu)", "∆": "Δ (Greek delta)", "Ω": "Ω (Greek omega)", "ϵ": "ε", "ϕ": "φ", "ϑ": "θ", "ϖ": "π", "ϱ": "ρ",
    "[": "(", "]": ")", "{": "(", "}": ")", "%": "a/100 for a percentage, a - b*floor(a/b) for a remainder",
    "!": "gamma(n + 1) for a factorial", "&": "and, inside where(…)", "?": "where(w > 0, then, else)", "≤": "<=", "≥": ">=", "≠": "!=",
    "ⁿ": "**n", "∛": "cbrt(…)", "∜": "(…)**(1/4)", "∞": "a number", "′": "a name such as x_1", "'": "a name such as x_1",
    "″": "a name such as x_2", "’": "a name such as x_1", '"': "leave it out: there are no strings",
    "∑": "x_1 + x_2 + x_3, every term written out", "∏": "x_1*x_2*x_3, every factor written out",
    "∂": "a program, whose derivatives are answered", "∫": "a program: symback differentiates",
}  # fmt: skip


def normal_name(name: str) -> str:
    """The plain spelling of a name: `w₁` is `w_1`, `α` is `alpha`."""
    if name.isascii():
        return name
    plain: list[str] = []
    for i, char in enumerate(name):
        if char in SUBSCRIPTS:
            joined = i > 0 and (name[i - 1] in SUBSCRIPTS or name[i - 1] == "_")
            plain.append(SUBSCRIPTS[char] if joined else "_" + SUBSCRIPTS[char])
        else:
            plain.append(GREEK.get(char, char))
    return "".join(plain)


def refuse_character(text: str, position: int) -> SymbackError:
    """The error for a character that is not in the language: its Unicode name, and what was meant."""
    import unicodedata

    from symback.syntax.notations import foreign

    char = text[position]
    code = ord(char)
    span = (position, position + 1)
    elsewhere = foreign(text, position)
    if elsewhere is not None:
        return elsewhere
    if 0xDC80 <= code <= 0xDCFF:
        return SymbackError(f"the byte 0x{code - 0xDC00:02X} is not UTF-8 text", span, text)
    if char.isascii() and char.isprintable():
        way = MEANT.get(char)
        said = "a quote" if char == "'" else f"'{char}'"
        return SymbackError(f"{said} is not in the language", span, text, hint=way)
    name = unicodedata.name(char, f"control character U+{code:04X}" if code < 0xA0 else f"U+{code:04X}")
    return SymbackError(f"{name} (U+{code:04X}) is not in the language", span, text, hint=meant(char))


def meant(char: str) -> str | None:
    """Return what was meant by a character that is not ASCII."""
    import unicodedata

    known = LOOKALIKES.get(char) or MEANT.get(char)
    if known is not None:
        return known
    kind = unicodedata.category(char)
    if kind == "Zs":
        return "an ordinary blank"
    if kind in ("Cf", "Mn", "Me"):
        return "leave it out: it cannot be seen on its own"
    plain = unicodedata.normalize("NFKC", char)
    if plain in GREEK:
        return plain
    if "⁄" in plain:  # ½
        return f"({plain.replace('⁄', '/')})"
    letter = unicodedata.normalize("NFD", char)[0]
    if letter.isascii() and letter.isalpha():
        return letter
    digit = unicodedata.decimal(char, None)
    if plain != char and plain.isascii() and plain.isprintable():
        return plain
    return None if digit is None else str(digit)
