// The functions that a double can be put through. What is outside a function's domain, or too large, is NaN.

const EULER_STEPS = 12; // digamma and polygamma are pushed up to arguments above this, where their series is short
// Bernoulli numbers B2, B4, … of those series.
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The error function near 0: a series of positive terms, so nothing cancels. */
function erfSeries(x) {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc far from 0: a continued fraction, evaluated from the inside out. */
function erfcFraction(x) {
  let below = x;
  for (let n = 80; n > 0; n -= 1) below = x + n / 2 / below;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / below;
}

function erf(x) {
  if (Math.abs(x) < 2) return erfSeries(x);
  return x > 0 ? 1 - erfcFraction(x) : erfcFraction(-x) - 1;
}

function erfc(x) {
  if (Math.abs(x) < 2) return 1 - erfSeries(x);
  return x > 0 ? erfcFraction(x) : 2 - erfcFraction(-x);
}

function isPole(x) {
  return x <= 0 && Number.isInteger(x);
}

/** log|gamma(x)|, by Lanczos' sum and, left of 1/2, by reflection. */
function lgamma(x) {
  if (isPole(x)) return NaN;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  let sum = LANCZOS[0];
  for (let n = 1; n < LANCZOS.length; n += 1) sum += LANCZOS[n] / (x - 1 + n);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

function gamma(x) {
  if (isPole(x)) return NaN;
  if (Number.isInteger(x) && x < 24) {
    let product = 1;
    for (let n = 2; n < x; n += 1) product *= n;
    return product;
  }
  const sign = x < 0 && Math.floor(x) % 2 !== 0 ? -1 : 1;
  return sign * Math.exp(lgamma(x));
}

function digamma(x) {
  if (isPole(x)) return NaN;
  if (x < -100) return digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
  let shift = 0;
  let z = x;
  for (; z < EULER_STEPS; z += 1) shift -= 1 / z;
  let sum = Math.log(z) - 1 / (2 * z);
  BERNOULLI.forEach((b, i) => {
    sum -= b / ((2 * i + 2) * z ** (2 * i + 2));
  });
  return sum + shift;
}

function factorial(n) {
  return gamma(n + 1);
}

/** The n-th derivative of digamma. */
function polygamma(n, x) {
  if (n === 0) return digamma(x);
  if (!Number.isInteger(n) || n < 0 || n > 30 || isPole(x) || x < -1000) return NaN;
  let sum = 0;
  let z = x;
  for (; z < EULER_STEPS + n; z += 1) sum += factorial(n) / z ** (n + 1);
  sum += factorial(n - 1) / z ** n + factorial(n) / (2 * z ** (n + 1));
  BERNOULLI.forEach((b, i) => {
    const k = 2 * i + 2;
    sum += (b * factorial(k + n - 1)) / (factorial(k) * z ** (k + n));
  });
  return n % 2 ? sum : -sum;
}

function divide(x, y) {
  return y === 0 ? NaN : x / y;
}

function power(x, y) {
  return x === 0 && y < 0 ? NaN : x ** y;
}

/** The operations that are not defined by others: the page's data holds the definitions of the rest. */
const PRIMITIVES = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  "/": divide,
  "**": power,
  neg: (x) => -x,
  atan2: (y, x) => (x === 0 && y === 0 ? NaN : Math.atan2(y, x)),
  max: Math.max,
  min: Math.min,
  exp: Math.exp, expm1: Math.expm1, log: Math.log, log1p: Math.log1p, sqrt: Math.sqrt, cbrt: Math.cbrt,
  sin: Math.sin, cos: Math.cos, asin: Math.asin, acos: Math.acos, atan: Math.atan,
  sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, asinh: Math.asinh, acosh: Math.acosh, atanh: Math.atanh,
  floor: Math.floor, ceil: Math.ceil,
  erf, erfc, gamma, lgamma, digamma, polygamma,
};
