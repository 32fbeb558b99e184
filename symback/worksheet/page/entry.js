// Reading what is typed into a box: a small parser of its own, so that nothing typed is ever executed.
// The language is symback's: + - * / ** ^, 2a, 3(a+1), a², |a|, sqrt(a), pi, where(a > 0, 1, 0); a number directly before a
// name multiplies.

const LONGEST = 300; // characters; depth is bounded by it too
const MINUS = /[‐‑‒–—−﹣－]/g;
const BLANK = /[\u00a0\u2007\u2009\u202f\s]+/g;
const TOKEN = /\s*(?:(\d[\d_]*(?:\.(?:\d[\d_]*)?)?(?:[eE][+-]?\d+)?|\.\d[\d_]*(?:[eE][+-]?\d+)?)|([\p{L}_][\p{L}\d_₀-₉]*)|([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)|(\*\*|[<>=!]=|[-+*/^(),√|<>]))/uy;
const NO_NUMBER = /^0[\d_]|__|_(?!\d)/; // 010 and 1__0 are slips
const EQUALS = /(?<![<>=!])=(?!=)/; // not of a comparison
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LOWERED = /([₀₁₂₃₄₅₆₇₈₉]+)/g;
const SUM = 1, PRODUCT = 2, NEGATION = 3, POWER = 4;

/** Something that cannot be read; the message says what to type instead. */
class Unreadable extends Error {}

class Reader {
  /** `look(name)` gives a name's value and `call(name, values)` a function's, or throws Unreadable. */
  constructor(text, look, call) {
    Object.assign(this, { tokens: tokenize(text), at: 0, look, call });
  }

  whole() {
    if (this.tokens.length === 0) throw new Unreadable("A number is missing.");
    const value = this.expression(0);
    if (this.at < this.tokens.length) throw new Unreadable("An answer is one number or formula.");
    return value;
  }

  peek() {
    return this.tokens[this.at] ?? { kind: "end", text: "" };
  }

  next() {
    this.at += 1;
    return this.tokens[this.at - 1] ?? { kind: "end", text: "" };
  }

  expect(text) {
    if (this.next().text !== text) throw new Unreadable(`A “${text}” is missing.`);
  }

  /** Everything that binds more tightly than `binding`. */
  expression(binding) {
    let left = this.prefix();
    for (;;) {
      const { kind, text } = this.peek();
      if (kind === "raised" && binding < POWER) left = left ** raised(this.next().text);
      else if (kind === "sign" && "+-".includes(text) && binding < SUM) left = this.infix(left, SUM);
      else if (kind === "sign" && "*/".includes(text) && binding < PRODUCT) left = this.infix(left, PRODUCT);
      else if ((text === "**" || text === "^") && binding < POWER) left = this.infix(left, NEGATION);
      else return left;
    }
  }

  infix(left, binding) {
    const sign = this.next().text;
    if (sign !== "*") this.refuseAmbiguous(sign);
    const right = this.expression(binding);
    return PRIMITIVES[sign === "^" ? "**" : sign](left, right);
  }

  /** 1/2a and 2**3a could mean two things. */
  refuseAmbiguous(sign) {
    const [number, after] = [this.peek(), this.tokens[this.at + 1]];
    if ("+-".includes(sign) || number.kind !== "number" || !after || !multiplies(after)) return;
    throw new Unreadable(`After ${sign}, write ${number.text}*${after.text}, or parentheses: else it could mean two things.`);
  }

  prefix() {
    const { kind, text } = this.next();
    if (text === "-") return -this.expression(NEGATION);
    if (text === "+") return this.expression(NEGATION);
    if (text === "√") return Math.sqrt(this.expression(POWER));
    if (text === "(") return this.upTo(")");
    if (text === "|") return Math.abs(this.upTo("|"));
    if (kind === "number") return this.number(text);
    if (kind === "name") return this.name(text);
    throw new Unreadable(kind === "end" ? "Something is missing at the end." : `“${text}” cannot stand here.`);
  }

  upTo(end) {
    const value = this.expression(0);
    this.expect(end);
    return value;
  }

  /** A number, times what stands directly after it: 2a is 2·a, and 2a**2 is 2·a². */
  number(text) {
    if (NO_NUMBER.test(text)) throw new Unreadable(`${text} is not a number.`);
    const value = Number(text.replaceAll("_", ""));
    const after = this.peek();
    if (after.text === "e" && after.joined) throw new Unreadable(`“${text}e” is not finished: write ${text}e3 or ${text}*e.`);
    return multiplies(after) ? value * this.expression(NEGATION) : value;
  }

  name(text) {
    if (this.peek().text !== "(") return this.look(text);
    this.next();
    const values = [this.expression(0)];
    const compare = text === "where" ? this.comparison(values) : "";
    while (this.peek().text === ",") {
      this.next();
      values.push(this.expression(0));
    }
    this.expect(")");
    return this.call(text + compare, values);
  }

  /** The rest of `where`'s condition: its sign; what stands right of it comes to the values. */
  comparison(values) {
    const { text } = this.next();
    if (!Object.hasOwn(COMPARE, text)) throw new Unreadable("where needs a comparison first: where(w > 0, 1, 0).");
    values.push(this.expression(0));
    return text;
  }
}

function multiplies({ kind, text, joined }) {
  return joined && (kind === "name" || text === "(");
}

/** The tokens of a text; `joined` says that no blank stands before one. */
function tokenize(text) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new Unreadable(unknownCharacter(text.slice(start).trimStart()));
    const [, number, name, up, sign] = found;
    const kind = number ? "number" : name ? "name" : up ? "raised" : "sign";
    tokens.push({ kind, text: number ?? name ?? up ?? sign, joined: text[start] !== " " });
  }
  return tokens;
}

function unknownCharacter(rest) {
  const character = String.fromCodePoint(rest.codePointAt(0));
  return `“${character}” is not used in an answer.`;
}

function raised(text) {
  const digits = Array.from(text, (c) => (c === "⁻" ? "-" : RAISED.indexOf(c))).join("");
  return Number(digits);
}

/** What was typed, as one tidy line without a comment: what stands before the last = is dropped, as in "dJ/da = 22". */
function tidy(typed) {
  if (typed.length > LONGEST) throw new Unreadable(`An answer has at most ${LONGEST} characters.`);
  const text = typed.split(EQUALS).at(-1).replace(/#.*/, "").replace(MINUS, "-").replace(BLANK, " ").trim();
  return asWritten(text.replace(/[·×⋅∙]/g, "*").replace(/[÷⁄∕]/g, "/"));
}

/** A number as people write it, in the language's way: 4½ is (4+1/2), 9:2 is 9/2, 4,5 is 4.5; but 4,500 may be meant either way. */
function asWritten(text) {
  const mixed = /^([-+]?)(\d*) ?([¼-¾⅐-⅞])$/.exec(text);
  if (mixed) return `${mixed[1]}(${mixed[2] || 0}+${mixed[3].normalize("NFKC").replace("⁄", "/")})`;
  if (/^[-+]?[1-9]\d{0,2},\d{3}$/.test(text)) throw new Unreadable(`${text} can be read in two ways: write ${text.replace(",", ".")} or ${text.replace(",", "")}.`);
  return /^[-+]?\d+(,| ?: ?)\d+$/.test(text) ? text.replace(",", ".").replace(":", "/") : text;
}

/** A name's plain spelling: α is alpha, w₁ is w_1. */
function plainName(name, greek) {
  const spelled = Array.from(name, (c) => greek[c] ?? c).join("");
  return spelled.replace(LOWERED, (digits, _, at) => {
    const plain = Array.from(digits, (c) => String.fromCodePoint(c.codePointAt(0) - 0x2080 + 0x30)).join("");
    return spelled[at - 1] === "_" ? plain : `_${plain}`;
  });
}

/** The number that an answer comes to. Throws Unreadable, with what to type instead. */
function readAnswer(typed, look, call) {
  const value = new Reader(tidy(typed), look, call).whole();
  if (!Number.isFinite(value)) throw new Unreadable("This has no value, or one too large.");
  return value;
}

/**
 * As near to the truth as people write numbers: two decimals; of what is small a twentieth, of what is huge nine digits.
 * `noise` is what a truth that was computed in doubles may be off by; a formula that is typed for an exact 0 may be, too.
 */
function isRight(given, truth, noise) {
  const size = Math.abs(truth);
  const near = Math.max(5e-9 * size, Math.min(0.005, size / 20), truth === 0 ? 1e-14 : 0, noise);
  return Math.abs(given - truth) <= near * (1 + 1e-12);
}

/** A number for people, with a real minus: rounded, but so that as an answer it would be right. */
function shown(value) {
  const rounded = roundedForPeople(value);
  const [mantissa, exponent] = String(rounded === 0 ? 0 : rounded).split("e");
  return (exponent ? `${mantissa}e${Number(exponent)}` : mantissa).replaceAll("-", "−");
}

function roundedForPeople(value) {
  return Number(value.toPrecision(Math.abs(value) < 1000 ? 6 : 10));
}
