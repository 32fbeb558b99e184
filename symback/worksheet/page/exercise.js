// One exercise: its boxes, its numbers, its score.

class Exercise {
  constructor(engine, data, told, number) {
    Object.assign(this, { engine, told, number, seed: data.seed, greek: data.greek, aliases: data.aliases });
    this.section = document.getElementById(`x${number}`);
    this.key = document.querySelector(`.answers[data-of="x${number}"]`);
    this.inputNames = new Set(told.inputs.map(({ name }) => name));
    this.live = [this.section, this.key].flatMap((part) => [...part.querySelectorAll("[data-live]")]);
    this.boxes = told.boxes.map((box, place) => new Box(this, box, place));
    this.round = 0;
    this.now = null; // the passes at the present numbers; null for the first, which symback computed itself
  }

  get blanks() {
    return this.boxes.filter((box) => box.isBlank);
  }

  get values() {
    return this.now ? this.now.values : this.told.values;
  }

  answer(told) {
    return this.now ? answerOf(told, this.now) : told.answer;
  }

  /** A function that is called in an entry. */
  call(name, values) {
    const kind = this.aliases[name] ?? (name === "log" && values.length === 2 ? "log_base" : name);
    const several = kind === "max" || kind === "min";
    const rule = Object.hasOwn(this.engine.rules, kind) ? this.engine.rules[kind] : null;
    if (!several && (!rule || !/^(\w|\*\*$)/.test(kind))) throw new Unreadable(`There is no function ${name} here.`);
    const right = several ? values.length > 1 : values.length === rule.partials.length;
    if (!right) throw new Unreadable(`${name} takes another number of values.`);
    return this.engine.apply(kind, values);
  }

  /** Other numbers; false where none are found. */
  renew() {
    const found = drawn(this.engine, this.told, this.seed + 1000 * this.number + this.round + 1, this.values);
    if (found) this.stand(this.round + 1, found);
    return found !== null;
  }

  /** Take these passes as the present ones; every box is empty then. */
  stand(round, found) {
    this.round = round;
    this.now = found;
    for (const box of this.boxes) box.clear();
    this.show();
  }

  /** Write the present numbers wherever they stand. */
  show() {
    for (const element of this.live) {
      const value = this.liveValue(element.dataset.live);
      element.textContent = beside(shown(value), "beside" in element.dataset);
      mendSign(element, value);
    }
    for (const box of this.boxes) if (!box.isBlank) box.input.value = box.text;
  }

  /** What a live number stands for: v a, l a w, c w, s a w (symback/worksheet/setting.py). */
  liveValue(key) {
    const [kind, name, by] = key.split(" ");
    const { values, local, chained } = this.now;
    if (kind === "v") return values[name];
    if (kind === "c") return chained[name];
    return local[`${name} ${by}`] * (kind === "s" ? chained[name] : 1);
  }

  get right() {
    return this.blanks.filter((box) => box.state === RIGHT).length;
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

/** The sign before a number or before the part that it stands in: = or, where a number of the part is rounded, ≈. */
function mendSign(element, value) {
  const sign = [element.previousElementSibling, element.closest("math")?.firstElementChild].find(
    (before) => before?.localName === "mo" && "=≈".includes(before.textContent),
  );
  if (!sign) return;
  const isFirst = sign.parentElement.querySelector("[data-live]") === element;
  const isRounded = roundedForPeople(value) !== value;
  if (isFirst || isRounded) sign.textContent = isRounded ? "≈" : "=";
}
