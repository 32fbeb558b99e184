// One exercise: its boxes, its numbers, its score.

const SMALLEST = 0.72; // of the sizes at which a drawing is shown to fit the window
const LOW = 0.6; // of the window's height, that a drawing may take which stays in sight

class Exercise {
  constructor(engine, data, told, number) {
    Object.assign(this, { engine, told, number, seed: data.seed, greek: data.greek, aliases: data.aliases });
    this.section = document.getElementById(`x${number}`);
    this.key = document.querySelector(`.answers[data-of="x${number}"]`);
    this.inputNames = new Set(told.inputs.map(({ name }) => name));
    const found = (what) => [this.section, this.key].flatMap((part) => [...part.querySelectorAll(what)]);
    this.live = found("[data-live]");
    this.first = found("mn, mo").map((element) => [element, element.textContent]);
    this.boxes = told.boxes.map((box, place) => new Box(this, box, place));
    this.last = null; // the box that had the focus last
    this.scroller = this.section.querySelector(".scroller");
    new ResizeObserver(() => this.fit()).observe(this.scroller);
    this.round = 0;
    this.now = null; // the passes at the present numbers; null for the first, which symback computed itself
  }

  get blanks() {
    return this.boxes.filter((box) => box.isBlank);
  }

  /** The box to help with: the one last worked on, or else the first that is not done. */
  get open() {
    return [this.last, ...this.blanks].find((box) => box?.isBlank && !box.isDone);
  }

  get values() {
    return this.now ? this.now.values : this.told.values;
  }

  answer(told) {
    return this.now ? answerOf(told, this.now) : told.answer;
  }

  /** A function that is called in an entry. */
  call(name, values) {
    const alias = Object.hasOwn(this.aliases, name) ? this.aliases[name] : null;
    const kind = alias ?? (name === "log" && values.length === 2 ? "log_base" : name);
    if (!this.takes(kind, values.length)) throw new Unreadable(`There is no function ${name} of ${values.length} values.`);
    return this.engine.apply(kind, values);
  }

  /** Whether an operation is one, and of so many values. */
  takes(kind, count) {
    if (kind === "max" || kind === "min") return count > 1;
    if (kind.startsWith("where")) return Object.hasOwn(COMPARE, kind.slice(5)) && count === 4;
    return Object.hasOwn(this.engine.rules, kind) && count === this.engine.rules[kind].arity;
  }

  /**
   * Make the drawing fit the window: a little too wide, it is shown smaller; on a phone it is a node a card. What is then
   * wider than its box in this browser's fonts is written smaller, so that no formula is cut.
   */
  fit() {
    const { section, scroller } = this;
    const [w, h, dw] = ["--w", "--h", "--dw"].map((size) => parseFloat(getComputedStyle(section).getPropertyValue(size)));
    const share = Math.floor((scroller.clientWidth / w) * 1000) / 1000;
    const scale = Math.min(1, Math.max(SMALLEST, share));
    section.style.setProperty("--fit", scale);
    section.classList.toggle("cards", scroller.clientWidth < dw);
    section.classList.toggle("fits", scale <= share && h * scale < innerHeight * LOW);
    for (const element of section.querySelectorAll(".formula, .input, .of")) {
      element.style.fontSize = "";
      for (let size = 98; size > 20 && element.scrollWidth > element.clientWidth; size -= 2) element.style.fontSize = `${size}%`;
    }
  }

  /** Light the node and the operand that a box is about. */
  light({ node, operand }) {
    for (const element of this.section.querySelectorAll("[data-name]")) element.classList.toggle("lit", [node, operand].includes(element.dataset.name));
  }

  /** Other numbers; false where none are found. */
  renew() {
    const found = drawn(this.engine, this.told, this.seed + 1000 * this.number + this.round + 1, this.values);
    if (found) this.stand(this.round + 1, found);
    return found !== null;
  }

  /** The first numbers again. */
  goBack() {
    this.stand(0, null);
  }

  /** Take these passes as the present ones; every box is empty then. */
  stand(round, found) {
    this.round = round;
    this.now = found;
    for (const [element, text] of this.first) element.textContent = text;
    if (found) this.show();
    for (const box of this.boxes) box.clear();
  }

  /** Write the present numbers wherever they stand. */
  show() {
    const told = this.live.map((element) => ({ element, value: this.liveValue(element.dataset.live), signs: signsOf(element) }));
    for (const { element, value, signs } of told) {
      element.textContent = beside(shown(value), "beside" in element.dataset);
      for (const sign of signs) sign.textContent = "=";
    }
    for (const { value, signs } of told) if (roundedForPeople(value) !== value) for (const sign of signs) sign.textContent = "≈";
  }

  /** What a live number stands for: v a, l a w, c w, s a w (symback/worksheet/setting.py). */
  liveValue(key) {
    const [kind, name, by] = key.split(" ");
    const { values, local, chained } = this.now;
    if (kind === "v") return values[name];
    if (kind === "c") return chained[name];
    return local[`${name} ${by}`] * (kind === "s" ? chained[name] : 1);
  }

  /** The inputs with their present values. */
  get point() {
    return this.section.querySelector(".point").textContent.replace(/^At /, "");
  }

  /** The boxes that were right at once. */
  get right() {
    return this.count((box) => box.state === RIGHT && !box.isShown && box.tries === 0);
  }

  /** As the quiz tells it: an answer that was shown counts as wrong, also where it was typed then. */
  get score() {
    const counts = {
      "after another try": this.count((box) => box.state === RIGHT && !box.isShown && box.tries > 0),
      wrong: this.count((box) => box.isShown),
      revealed: this.count((box) => box.state === REVEALED && !box.isShown),
    };
    const told = Object.entries(counts).filter(([, count]) => count > 0);
    return [`${this.right} of ${this.blanks.length} right`, ...told.map(([what, count]) => `${count} ${what}`)].join(", ");
  }

  count(counts) {
    return this.blanks.filter(counts).length;
  }

  get progress() {
    const inputs = this.now ? this.told.inputs.map(({ name }) => this.values[name]) : [];
    return { round: this.round, inputs, boxes: this.boxes.map((box) => box.progress) };
  }

  /** Put back what was kept, as far as it is what this page could have kept. */
  restore(kept) {
    const { round, inputs, boxes } = kept ?? {};
    if (Number.isInteger(round) && round > 0 && round < 1e6 && Array.isArray(inputs)) {
      const values = Object.fromEntries(this.told.inputs.map(({ name }, place) => [name, inputs[place]]));
      const found = inputs.every(Number.isFinite) ? this.engine.passes(this.told, values) : null;
      if (found && isFriendly(this.told, values, found)) this.stand(round, { inputs: values, ...found });
    }
    this.boxes.forEach((box, place) => box.restore(boxes?.[place]));
  }
}

/** A number within a formula: with a sign, a stroke or an exponent it wears parentheses, unless it stands alone. */
function beside(text, isBeside) {
  return isBeside && /[−/e]/.test(text) ? `(${text})` : text;
}

/** The = or ≈ on both sides of a number, or of the sum that it stands in: ≈ where the number is rounded. */
function signsOf(element) {
  const isSign = (other) => other?.localName === "mo" && "=≈".includes(other.textContent);
  const goesOn = (part) => part?.firstElementChild?.textContent === "+";
  let first = element.closest("math");
  let next = first?.nextElementSibling;
  while (goesOn(first)) first = first.previousElementSibling;
  while (goesOn(next)) next = next.nextElementSibling;
  const before = isSign(element.previousElementSibling) ? element.previousElementSibling : first?.firstElementChild;
  return [before, next?.firstElementChild].filter(isSign);
}
