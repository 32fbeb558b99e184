// One box: its entry, and what became of it.

const EMPTY = "empty", RIGHT = "right", WRONG = "wrong", UNREADABLE = "unreadable", REVEALED = "revealed";
const MARKS = { [RIGHT]: "✓", [WRONG]: "✗", [UNREADABLE]: "?", [REVEALED]: "✓" };

class Box {
  /** `told` is what the sheet's data says about the box; `exercise` knows the values at its present numbers. */
  constructor(exercise, told, place) {
    Object.assign(this, { exercise, told, place, state: EMPTY, hints: 0, tries: 0, judged: "", reason: "", slip: "" });
    this.input = document.getElementById(`x${exercise.number}-${place}`);
    this.element = document.getElementById(`x${exercise.number}-${place}-box`);
    this.mark = this.element.querySelector(".mark");
  }

  get isBlank() {
    return this.told.blank;
  }

  /** Whether the answer stood there, as the last hint, before it was given: then it counts as wrong. */
  get isShown() {
    return this.hints === 3;
  }

  get isDone() {
    return this.state === RIGHT || this.state === REVEALED;
  }

  get answer() {
    return this.exercise.answer(this.told);
  }

  /** Whether the answer came from doubles, and so may be off by their noise. */
  get noise() {
    return this.told.rounded || this.exercise.round > 0 ? 1e-12 : 0;
  }

  /** The answer as it is shown; at the first numbers as symback writes it, exactly where that is short. */
  get text() {
    return this.exercise.round === 0 ? this.told.text : shown(this.answer);
  }

  /** Compare what was typed with the answer; an empty box has no verdict. */
  check() {
    if (this.state === REVEALED || !this.isBlank) return;
    const typed = this.input.value;
    const isNew = typed !== this.judged;
    Object.assign(this, { judged: typed, reason: "", slip: "" });
    if (typed.trim() === "") return this.become(EMPTY);
    try {
      const given = readAnswer(typed, (name) => this.look(name), (name, values) => this.exercise.call(name, values));
      if (isRight(given, this.answer, this.noise)) return this.become(RIGHT);
      if (isNew) this.tries += 1;
      this.slip = this.slipTo(given);
      this.become(WRONG);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.reason = error.message;
      this.become(UNREADABLE);
    }
  }

  /** The slip that leads to a wrong answer, in words; at other numbers one that gives a value of the passes, or the other sign. */
  slipTo(given) {
    const { round } = this.exercise;
    const now = ([value, , key]) => (round === 0 ? value : key === "-" ? -this.answer : key ? this.exercise.liveValue(key) : NaN);
    return this.told.slips.find((slip) => isRight(given, now(slip), this.noise))?.[1] ?? "";
  }

  /** The value of a name in an entry; the box of a node's value asks for a number, so that names are no answer there. */
  look(typed) {
    const name = plainName(typed, this.exercise.greek);
    const isKnown = this.exercise.inputNames.has(name) || this.told.names.includes(name);
    if (isKnown && this.told.kind === "forward") throw new Unreadable(`A number is asked for: what does ${typed} come to?`);
    if (isKnown) return this.exercise.values[name];
    if (Object.hasOwn(this.exercise.values, name)) throw new Unreadable(`${typed} is not known yet at this point.`);
    if (Object.hasOwn(CONSTANTS, name)) return CONSTANTS[name];
    throw new Unreadable(`The program has no ${typed}.`);
  }

  reveal() {
    if (!this.isBlank || this.isDone) return;
    this.input.value = this.text;
    this.become(REVEALED);
  }

  /** Empty again; a box that is not blank shows its answer. */
  clear() {
    this.input.value = this.isBlank ? "" : this.text;
    Object.assign(this, { hints: 0, tries: 0, judged: "", reason: "", slip: "" });
    this.become(EMPTY);
  }

  become(state) {
    this.state = state;
    this.element.dataset.state = state;
    this.mark.textContent = MARKS[state] ?? "";
    this.input.readOnly = state === REVEALED || !this.isBlank;
    if (state === WRONG || state === UNREADABLE) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  /** The next hint, the answer's whole equation being the last; at new numbers a kink's convention is left out. */
  nextHint() {
    const skips = this.told.kink && this.exercise.round > 0 && this.hints === 1;
    this.hints = Math.min(3, this.hints + (skips ? 2 : 1));
    return this.hint();
  }

  /** A copy of the hint that was shown last. */
  hint() {
    return this.hints === 3 ? this.equation() : copied(this.element.querySelectorAll(".hints > p")[this.hints - 1]);
  }

  /** A copy of the whole equation, which is the answer key's. */
  equation() {
    return copied(this.exercise.key.querySelectorAll("ol > li")[this.place]);
  }

  get progress() {
    return [this.input.value, this.state === REVEALED ? 1 : 0, this.hints, this.tries];
  }

  /** Put back what was kept: the entry is judged afresh, so only text can come from outside. */
  restore(kept) {
    if (!this.isBlank || !Array.isArray(kept)) return;
    const [text, revealed, hints, tries] = kept;
    this.hints = [0, 1, 2, 3].includes(hints) ? hints : 0;
    if (revealed) return this.reveal();
    this.input.value = typeof text === "string" ? text.slice(0, LONGEST) : "";
    this.check();
    this.tries = Number.isInteger(tries) && tries > 0 ? tries : 0;
  }
}

/** Copies of what stands in an element, if there is one. */
function copied(element) {
  return element ? [...element.childNodes].map((node) => node.cloneNode(true)) : [];
}
