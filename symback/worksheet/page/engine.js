// The two passes: nodes and derivatives are straight-line code, as symback has it, a list of instructions
//   ["slot", k] | ["num", x] | ["const", name] | [operation, index of operand, …]
// What has no value is NaN and stays NaN. The rules hold the definition of every operation that is not a primitive.

const CONSTANTS = { pi: Math.PI, e: Math.E };
const COMPARE = {
  "<": (x, y) => x < y, "<=": (x, y) => x <= y, ">": (x, y) => x > y,
  ">=": (x, y) => x >= y, "==": (x, y) => x === y, "!=": (x, y) => x !== y,
};

class Engine {
  constructor(rules) {
    this.rules = rules;
  }

  /** The value of a formula, which is that of its last instruction. */
  value(code, slots) {
    const values = [];
    for (const [kind, ...rest] of code) {
      if (kind === "slot") values.push(slots[rest[0]]);
      else if (kind === "num") values.push(rest[0]);
      else if (kind === "const") values.push(CONSTANTS[rest[0]]);
      else values.push(this.apply(kind, rest.map((i) => values[i])));
    }
    return values.at(-1) ?? NaN;
  }

  /** One operation. A branch of `where` that is not taken may be undefined; any other operand may not. */
  apply(kind, values) {
    const [left, right, then, otherwise] = values;
    if (kind.startsWith("where")) return Number.isNaN(left + right) ? NaN : COMPARE[kind.slice(5)](left, right) ? then : otherwise;
    if (values.some(Number.isNaN)) return NaN;
    const primitive = Object.hasOwn(PRIMITIVES, kind) ? PRIMITIVES[kind] : null;
    const found = primitive ? primitive(...values) : this.value(this.rules[kind].definition, values);
    return Number.isFinite(found) ? found : NaN; // an overflow must not come back as 1/∞ = 0
  }

  /** Both passes of a graph: values by name, `local` by "node operand", `chained` by name, and whether a kink was met. */
  passes(graph, inputs) {
    const values = table(inputs);
    const local = table({});
    const chained = table({ [graph.output]: 1 });
    let kink = false;
    for (const node of graph.nodes) {
      const operands = node.operands.map((name) => values[name]);
      values[node.name] = this.value(node.code, operands);
      kink ||= node.breaks.some((code) => Math.abs(this.value(code, operands)) < 1e-9);
    }
    for (const { of, by, code, names } of graph.edges) {
      const slope = this.value(code, names.map((name) => values[name] ?? CONSTANTS[name]));
      local[`${of} ${by}`] = slope;
      chained[by] = (chained[by] ?? 0) + (slope === 0 ? 0 : slope * chained[of]);
    }
    return { values, local, chained, kink };
  }
}

/** A table by name, in which no name has a meaning of its own: __proto__ and constructor may be inputs, too. */
function table(entries) {
  return Object.assign(Object.create(null), entries);
}
