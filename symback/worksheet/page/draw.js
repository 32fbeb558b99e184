// New numbers: values for the inputs, drawn with a seed, at which everything has a value and nothing stands on a kink.

const TRIES = 60; // for each way of drawing
const LARGEST = 1000, LEAST = 1e-3; // answers that one multiplies by hand; where the first ones lie beyond, as far as those
const MOST_NOUGHTS = 1 / 3; // of the answers, or as many as at first

/** Numbers in [0, 1) that a seed decides (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ways of drawing an input's value, the friendliest first: small whole numbers, tenths of either sign, tenths above 0, and near the first value. */
const WAYS = [
  (chance) => Math.ceil(chance() * 5) * (chance() < 0.4 ? -1 : 1),
  (chance) => (Math.ceil(chance() * 12) * (chance() < 0.4 ? -1 : 1)) / 10,
  (chance) => Math.ceil(chance() * 30) / 10,
  (chance, first) => Number((first * (0.6 + 0.8 * chance())).toPrecision(3)),
];

/** A part of a whole: 0 or 1 where it was one of them, else tenths. */
function part(chance, first) {
  return Number.isInteger(first) ? Math.round(chance()) : Math.ceil(chance() * 9) / 10;
}

/** An exercise at values other than `now`: {inputs, …passes}, or null where no draw has values everywhere. */
function drawn(engine, exercise, seed, now) {
  const chance = random(seed);
  const whole = exercise.inputs.every(({ value }) => Number.isInteger(value));
  for (const way of whole ? WAYS : [...WAYS.slice(1), WAYS[0]]) {
    for (let n = 0; n < TRIES; n += 1) {
      const value = ({ share, value: first }) => (share ? part(chance, first) : way(chance, first));
      const inputs = Object.fromEntries(exercise.inputs.map((input) => [input.name, value(input)]));
      if (exercise.inputs.every(({ name }) => inputs[name] === now[name])) continue;
      const found = engine.passes(exercise, inputs);
      if (isFriendly(exercise, inputs, found)) return { inputs, ...found };
    }
  }
  return null;
}

/** Whether an exercise at these values asks for numbers that exist, and are no worse than the first ones to work with. */
function isFriendly(exercise, inputs, found) {
  const first = exercise.boxes.map((box) => Math.abs(box.answer));
  const sizes = exercise.boxes.map((box) => Math.abs(answerOf(box, found)));
  const seen = [...Object.values(inputs).map(Math.abs), ...sizes];
  const largest = Math.max(LARGEST, ...first);
  const least = Math.min(LEAST, ...first.filter((x) => x > 0));
  return (
    !found.kink &&
    seen.every((x) => x <= largest) && // and not NaN
    sizes.every((x) => x === 0 || x >= least) &&
    noughts(sizes) <= Math.max(noughts(first), sizes.length * MOST_NOUGHTS)
  );
}

function noughts(sizes) {
  return sizes.filter((x) => x === 0).length;
}

/** A box's answer in the passes. */
function answerOf({ kind, node, operand }, { values, local, chained }) {
  if (kind === "forward") return values[node];
  return kind === "local" ? local[`${node} ${operand}`] : chained[operand];
}
