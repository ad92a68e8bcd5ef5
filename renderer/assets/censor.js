// Censored numbers, the same as `engine/src/value/censor.rs`: { sign, limit }, where the sign is `<`, `<=`, `>=`, `>` or `not_detected`.
// A number stands for the numbers it could be: { lo, hi }, an end as [number, belongs to them], null when open.

import * as decimal from "./decimal.js";

export const SIGNS = ["<", "<=", ">=", ">", "not_detected"];
export const isCensored = (value) => typeof value === "object" && value !== null && "sign" in value;
/** Whether an item takes a sign. */
export const allows = ({ censored = [] }, sign) =>
  censored.includes(sign.startsWith("<") ? "below" : sign.startsWith(">") ? "above" : sign);

function range(value) {
  if (!isCensored(value)) return { lo: [value, true], hi: [value, true] };
  const end = [value.limit, value.sign.endsWith("=")];
  return { lo: value.sign.startsWith(">") ? end : null, hi: value.sign.startsWith("<") ? end : null };
}

/** Whether every number of a is below every number of b; null when it depends on the numbers. */
function isBelow(a, b) {
  const near = a.hi && b.lo && decimal.compare(a.hi[0], b.lo[0]);
  if (near !== null && (near < 0 || (near === 0 && !(a.hi[1] && b.lo[1])))) return true;
  return a.lo && b.hi && decimal.compare(a.lo[0], b.hi[0]) >= 0 ? false : null;
}

/** A comparison of numbers of which one is censored, true or false where all numbers agree, else null. */
export function decide(operator, left, right) {
  const [a, b] = [range(left), range(right)];
  const opposite = (value) => (value === null ? null : !value);
  switch (operator) {
    case "<": return isBelow(a, b);
    case ">": return isBelow(b, a);
    case ">=": return opposite(isBelow(a, b));
    case "<=": return opposite(isBelow(b, a));
    default: return isBelow(a, b) || isBelow(b, a) ? operator === "!=" : null;
  }
}

/** Definitely below the least or above the greatest, or (for `strict`) with a limit outside. */
export function isOutside({ sign, limit }, least, greatest, strict) {
  if (sign === "not_detected") return false;
  const low = least && decimal.compare(limit, least);
  const high = greatest && decimal.compare(limit, greatest);
  if (strict && (low < 0 || high > 0)) return true;
  if (sign.startsWith("<")) return low < 0 || (low === 0 && sign === "<");
  return high > 0 || (high === 0 && sign === ">");
}
