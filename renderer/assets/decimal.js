// Exact decimal numbers, digit for digit the same as `engine/src/value/decimal.rs`.
// A number is { m, s }: m (BigInt) divided by ten to the power s; results of arithmetic drop trailing zeros; `null` where no number fits.
// INVARIANT: |m| <= 10^18 - 1 and 0 <= s <= 18, so a result never depends on how it was reached.

const LIMIT = 10n ** 18n;
const MOST_PLACES = 18;
const DIVISION_PLACES = 12;
const TENS = Array.from({ length: 40 }, (_, power) => 10n ** BigInt(power));

export const ten = (power) => (power < TENS.length ? TENS[power] : 10n ** BigInt(power));
const size = (m) => (m < 0n ? -m : m);

/** The number m / 10^s without trailing zeros, or null when it has too many digits. */
export function fit(m, s) {
  while (s > 0 && m % 10n === 0n) {
    m /= 10n;
    s -= 1;
  }
  return s <= MOST_PLACES && size(m) < LIMIT ? { m, s } : null;
}

/** Reads `-12.50`, keeping its places; null for anything else (no plus sign, no exponent, no superfluous leading zero). */
export function read(text) {
  const found = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(text);
  if (!found) return null;
  const places = found[3] ?? "";
  const m = BigInt(found[1] + found[2] + places);
  return places.length <= MOST_PLACES && size(m) < LIMIT ? { m, s: places.length } : null;
}

export const whole = (number) => ({ m: BigInt(number), s: 0 });
export const ZERO = whole(0);

/** Plain digits: `-12.5`, `0.001`, `3`. */
export function write({ m, s }) {
  if (s === 0) return m.toString();
  const digits = size(m).toString().padStart(s + 1, "0");
  return `${m < 0n ? "-" : ""}${digits.slice(0, -s)}.${digits.slice(-s)}`;
}

export function compare(a, b) {
  const places = Math.max(a.s, b.s);
  const left = a.m * ten(places - a.s);
  const right = b.m * ten(places - b.s);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function add(a, b) {
  const places = Math.max(a.s, b.s);
  return fit(a.m * ten(places - a.s) + b.m * ten(places - b.s), places);
}

export const negate = ({ m, s }) => ({ m: -m, s });
export const abs = ({ m, s }) => ({ m: size(m), s });
export const subtract = (a, b) => add(a, negate(b));
/** Exact where it fits, else with as many places as fit, half to even; null when it is too large. */
export function multiply(a, b) {
  const [m, s] = [a.m * b.m, a.s + b.s];
  let fitted = null;
  for (let drop = 0; !fitted && drop <= s; drop += 1) fitted = fit(halfEven(m, ten(drop)), s - drop);
  return fitted;
}

/** Twelve places after the point, half to even; fewer places where the digits would not fit; null for a division by zero. */
export const divide = (a, b) => quotient(a.m * ten(b.s), b.m * ten(a.s));

function quotient(top, bottom) {
  if (bottom === 0n) return null;
  for (let places = DIVISION_PLACES; places >= 0; places -= 1) {
    const fitted = fit(halfEven(top * ten(places), bottom), places);
    if (fitted) return fitted;
  }
  return null;
}

function halfEven(top, bottom) {
  const negative = top < 0n !== bottom < 0n;
  const [up, down] = [size(top), size(bottom)];
  let quotient = up / down;
  const twice = (up % down) * 2n;
  if (twice > down || (twice === down && quotient % 2n === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
}

// Whether the digits are raised away from zero: by their size, twice the rest against a unit, the sign.
const RAISES = {
  half_up: (digits, half) => half >= 0,
  half_even: (digits, half) => half > 0 || (half === 0 && digits % 2n === 1n),
  down: () => false,
  up: () => true,
  floor: (digits, half, negative) => negative,
  ceiling: (digits, half, negative) => !negative,
};
/** The ways of rounding (`engine/src/value/rounding.rs`). */
export const ROUNDINGS = Object.keys(RAISES);

/** Rounded to some places, half away from zero unless another way is named. */
export function round({ m, s }, places, way = "half_up") {
  if (places >= s) return fit(m, s);
  const step = ten(s - places);
  let digits = size(m) / step;
  const twice = (size(m) % step) * 2n;
  if (twice > 0n && RAISES[way](digits, twice > step ? 1 : twice < step ? -1 : 0, m < 0n)) digits += 1n;
  return fit(m < 0n ? -digits : digits, places);
}

export function floor({ m, s }) {
  const step = ten(s);
  const down = m / step;
  return whole(m < 0n && m % step !== 0n ? down - 1n : down);
}

export const ceil = (number) => negate(floor(negate(number)));

/** A JavaScript number when the decimal is a whole number that one can hold, else null. */
export function toWhole(number) {
  const { m, s } = fit(number.m, number.s);
  return s === 0 && size(m) <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(m) : null;
}

/** The number times top / bottom (whole numbers), rounded like a quotient; converts units. */
export const scaled = (number, top, bottom) => quotient(number.m * BigInt(top), BigInt(bottom) * ten(number.s));

/** The same number without trailing zeros. */
export const plain = ({ m, s }) => fit(m, s);
