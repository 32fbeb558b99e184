// The two passes, as symback's own engine walks them: a node's rule is straight-line code, a list of instructions
//   ["slot", k] | ["num", x] | ["const", name] | [operation, index of operand, …]
// What has no value is NaN and stays NaN. The rules hold, for every operation, its definition (where it is not a
// primitive), its derivative by each operand, and formulas that are 0 where it has a kink or a jump.

const LEAVES = new Set(["slot", "num", "const"]);
const CONSTANTS = { pi: Math.PI, e: Math.E };
const COMPARE = {
  "<": (x, y) => x < y, "<=": (x, y) => x <= y, ">": (x, y) => x > y,
  ">=": (x, y) => x >= y, "==": (x, y) => x === y, "!=": (x, y) => x !== y,
};

class Engine {
  constructor(rules) {
    this.rules = rules;
  }

  /** The value of every instruction; the last is the formula's. */
  run(code, slots) {
    const values = [];
    for (const [kind, ...rest] of code) {
      if (kind === "slot") values.push(slots[rest[0]]);
      else if (kind === "num") values.push(rest[0]);
      else if (kind === "const") values.push(CONSTANTS[rest[0]]);
      else values.push(this.apply(kind, rest.map((i) => values[i])));
    }
    return values;
  }

  value(code, slots) {
    return this.run(code, slots).at(-1);
  }

  /** One operation. A branch of `where` that is not taken may be undefined; any other operand may not. */
  apply(kind, values) {
    if (kind.startsWith("where")) return values[this.branch(kind, values)] ?? NaN;
    if (values.some(Number.isNaN)) return NaN;
    const primitive = Object.hasOwn(PRIMITIVES, kind) ? PRIMITIVES[kind] : null;
    const found = primitive ? primitive(...values) : this.value(this.rules[kind].definition, values);
    return Number.isFinite(found) ? found : NaN; // an overflow must not come back as 1/∞ = 0
  }

  /** Which operand `where` takes: 2 or 3; -1 where its comparison has no value. */
  branch(kind, [left, right]) {
    if (Number.isNaN(left) || Number.isNaN(right)) return -1;
    return COMPARE[kind.slice(5)](left, right) ? 2 : 3;
  }

  /** The derivative of an operation by one operand; null where no change can pass (the branch not taken). */
  partial(kind, position, values, result) {
    if (kind.startsWith("where")) {
      const taken = this.branch(kind, values);
      return taken < 0 ? NaN : taken === position ? 1 : null;
    }
    if (kind === "max" || kind === "min") {
      const tied = values.filter((v) => v === result).length;
      return values[position] === result ? 1 / tied : 0;
    }
    const slots = values.length === 1 ? [values[0], result, result] : [...values, result];
    return this.value(this.rules[kind].partials[position], slots);
  }

  /** The derivative of a node by each of its slots, chained through the operations of its rule. */
  slopes(code, inner, count) {
    const constant = constantMask(code);
    const adjoints = new Array(code.length).fill(null);
    adjoints[code.length - 1] = 1;
    for (let index = code.length - 1; index >= 0; index -= 1) {
      const [kind, ...rest] = code[index];
      if (LEAVES.has(kind) || constant[index] || adjoints[index] === null) continue;
      const values = rest.map((i) => inner[i]);
      rest.forEach((operand, position) => {
        if (constant[operand]) return;
        const slope = this.partial(kind, position, values, inner[index]);
        adjoints[operand] = plus(adjoints[operand], times(slope, adjoints[index]));
      });
    }
    const found = new Array(count).fill(null);
    code.forEach(([kind, slot], index) => {
      if (kind === "slot") found[slot] = adjoints[index];
    });
    return found;
  }

  /** Whether some operation of a rule stands on a kink or a jump, where a derivative is a convention or none. */
  atBreak(code, inner) {
    return code.some(([kind, ...rest]) => {
      if (LEAVES.has(kind)) return false;
      const values = rest.map((i) => inner[i]);
      if (kind.startsWith("where")) return isNought(values[0] - values[1]);
      if (kind === "max" || kind === "min") {
        return values.filter((v) => isNought(v - this.apply(kind, values))).length > 1;
      }
      const breaks = this.rules[kind].breaks ?? [];
      return breaks.some((edge) => isNought(this.value(edge, [...values, values[0]])));
    });
  }

  /** Both passes of a graph: values by name, `local` by "node operand", `chained` by name, and whether a kink was met. */
  passes(graph, inputs) {
    const values = table(inputs);
    const local = table({});
    const chained = table({ [graph.output]: 1 });
    let kink = false;
    const slopes = new Map();
    for (const node of graph.nodes) {
      const inner = this.run(node.code, node.operands.map((name) => values[name]));
      values[node.name] = inner.at(-1);
      slopes.set(node, this.slopes(node.code, inner, node.operands.length));
      kink ||= this.atBreak(node.code, inner);
    }
    for (const node of [...graph.nodes].reverse()) {
      for (const operand of new Set(node.operands)) {
        let edge = null;
        node.operands.forEach((name, slot) => {
          if (name === operand) edge = plus(edge, slopes.get(node)[slot]);
        });
        local[`${node.name} ${operand}`] = edge ?? 0;
        const share = times(edge, chained[node.name] ?? null);
        chained[operand] = plus(chained[operand] ?? null, share);
      }
    }
    for (const name of Object.keys(values)) chained[name] ??= 0;
    return { values, local, chained, kink };
  }
}

/** A table by name, in which no name has a meaning of its own: __proto__ and constructor may be inputs, too. */
function table(entries) {
  return Object.assign(Object.create(null), entries);
}

function constantMask(code) {
  const mask = [];
  for (const [kind, ...rest] of code) mask.push(LEAVES.has(kind) ? kind !== "slot" : rest.every((i) => mask[i]));
  return mask;
}

function plus(left, right) {
  if (left === null || right === null) return left ?? right;
  return left + right;
}

function times(left, right) {
  return left === null || right === null ? null : left * right;
}

function isNought(x) {
  return Math.abs(x) < 1e-9;
}
