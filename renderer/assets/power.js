// Roots, logarithms and powers, correctly rounded (half away from zero): step by step as `engine/src/value/power.rs`, which says why and how.
// A real number is a BigInt, a multiple of 2^-384. Every function gives null where the result is not known or does not fit.

import { fit, ten, toWhole } from "./decimal.js";

const BITS = 384n;
const ONE = 1n << BITS;
const [LOGARITHM_ERROR, POWER_ERROR] = [1n << 24n, 1n << 90n];
const HALVINGS = 8;

const times = (a, b) => (a * b) >> BITS;
const less = (a, b) => (a > b ? a - b : 0n);
const size = (m) => (m < 0n ? -m : m);
const twice = (places) => 2n * ten(places);

/** The number between two ends (in halves of the last place), if both round to it. */
function made(low, high, negative, places) {
  const m = (low + 1n) / 2n;
  return m === (high + 1n) / 2n ? fit(negative ? -m : m, places) : null;
}

/** The greatest whole number whose power is not above. */
function root(number, power) {
  let [low, high] = [0n, 1n << (BigInt(number.toString(2).length) / power + 1n)];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= number) low = middle;
    else high = middle;
  }
  return low;
}

export function sqrt({ m, s }, places) {
  if (m < 0n) return null;
  const found = m === 0n ? 0n : root((m * twice(places) ** 2n) / ten(s), 2n);
  return made(found, found, false, places);
}

function artanh(z) {
  const square = times(z, z);
  let sum = z;
  for (let odd = 3n, power = times(z, square); power > 0n; odd += 2n, power = times(power, square)) sum += power / odd;
  return sum;
}

const two = 2n * artanh(ONE / 3n);
const tenth = 3n * two + 2n * artanh(ONE / 9n);

/** The natural logarithm. */
function logarithm({ m, s }) {
  const doublings = BigInt(m.toString(2).length - 1);
  const power = 1n << doublings;
  return two * doublings + 2n * artanh(((m - power) << BITS) / (m + power)) - tenth * BigInt(s);
}

/** The logarithm to a base, given as its own logarithm with its error. */
const based = (base, error) => (x, places) => {
  if (x.m <= 0n) return null;
  const found = logarithm(x);
  const [low, high] = [less(size(found), LOGARITHM_ERROR), size(found) + LOGARITHM_ERROR].map((end) => end * twice(places));
  return made(low / (base + error), high / (base - error), found < 0n, places);
};
export const ln = based(ONE, 0n);
export const log10 = based(tenth, LOGARITHM_ERROR);
export const log2 = based(two, LOGARITHM_ERROR);

function series(rest) {
  const small = rest >> BigInt(HALVINGS);
  let sum = ONE;
  for (let n = 1n, term = small; term > 0n; n += 1n, term = times(term, small) / n) sum += term;
  for (let n = 0; n < HALVINGS; n += 1) sum = times(sum, sum);
  return sum;
}

function raised(exponent, below, negative, places) {
  if (exponent > 42n * ONE) return below ? fit(0n, 0) : null;
  const doublings = exponent / two + (below ? 1n : 0n);
  const power = series(size(exponent - doublings * two));
  const [low, high] = [less(power, POWER_ERROR), power + POWER_ERROR];
  const at = (end) => (end * twice(places)) >> (below ? BITS + doublings : BITS - doublings);
  return made(at(low), at(high), negative, places);
}

export const exp = ({ m, s }, places) => raised((size(m) << BITS) / ten(s), m < 0n, false, places);

const divisor = (a, b) => (b ? divisor(b, a % b) : a);
function fraction({ m, s }) {
  const common = divisor(m, ten(s));
  return [m / common, ten(s) / common];
}

/** Twice the power in units of the last place where it may be an exact half, else undefined. */
function exact(x, y, places) {
  const [exponent, power] = fraction({ m: size(y.m), s: y.s });
  if (exponent > 11n || power > 63n) return undefined;
  const roots = fraction(x).map((part) => root(part, power));
  if (fraction(x).some((part, at) => roots[at] ** power !== part)) return undefined;
  const [above, below] = (y.m < 0n ? roots.reverse() : roots).map((part) => part ** exponent);
  return twice(places) % below === 0n ? (above * twice(places)) / below : undefined;
}

export function pow(x, y, places) {
  if (x.m === 0n) return y.m > 0n ? fit(0n, 0) : null;
  if (y.m === 0n) return fit(1n, 0);
  const plain = fit(y.m, y.s);
  if (x.m < 0n && plain.s > 0) return null;
  const negative = x.m < 0n && plain.m % 2n !== 0n;
  x = { m: size(x.m), s: x.s };
  const found = exact(x, y, places);
  if (found !== undefined) return made(found, found, negative, places);
  const logarithmOf = logarithm(x);
  return raised((size(logarithmOf) * size(y.m)) / ten(y.s), logarithmOf < 0n !== y.m < 0n, negative, places);
}

/** A function of numbers and places, unknown for other places than 0 to 10. */
export const placed = (act) => (...numbers) => {
  const places = toWhole(numbers.pop());
  return places === null || places < 0 || places > 10 ? null : act(...numbers, places);
};
