// How answers JSON is read for each kind of item, the same as `engine/src/answers`.
// An answer reads as { value } (with `places` as typed), { missing }, { fault } or, unanswered, {}.

import * as calendar from "./calendar.js";
import * as decimal from "./decimal.js";

export const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
export const isObject = (json) => typeof json === "object" && json !== null && !Array.isArray(json);
const hasExactly = (json, keys) => isObject(json) && Object.keys(json).length === keys.length && keys.every((key) => has(json, key));

const fault = (code) => ({ fault: code });
const UNREADABLE = fault("unreadable");
const value = (read) => (read === null ? UNREADABLE : { value: read });
const text = (json, read) => value(typeof json === "string" ? read(json) : null);

/** A decimal as answers write it: at most twelve digits before the point and six after it. */
function readDecimal(json) {
  const isShaped = typeof json === "string" && /^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$/.test(json);
  const number = isShaped ? decimal.read(json) : null;
  return number === null ? UNREADABLE : { value: decimal.plain(number), places: number.s };
}

function readQuantity(item, json) {
  const isShaped = hasExactly(json, ["value", "unit"]) && typeof json.unit === "string";
  const typed = isShaped ? readDecimal(json.value) : UNREADABLE;
  if (typed.fault) return typed;
  const unit = item.units.find(([name]) => name === json.unit);
  if (!unit) return fault("unit_not_allowed");
  const canonical = decimal.scaled(typed.value, unit[1], unit[2]);
  return canonical === null ? UNREADABLE : { value: canonical, places: typed.places };
}

function readCodes(item, json) {
  const isShaped = Array.isArray(json) && json.length > 0 && json.every((code) => typeof code === "string");
  if (!isShaped || new Set(json).size < json.length) return UNREADABLE;
  return json.every((code) => item.codes.has(code)) ? { value: json } : fault("unknown_code");
}

const readCode = (item, json) => (typeof json !== "string" ? UNREADABLE : item.codes.has(json) ? { value: json } : fault("unknown_code"));

const READERS = {
  text: (_, json) => text(json, (typed) => (typed === "" ? null : typed)),
  integer: (_, json) => value(Number.isSafeInteger(json) ? decimal.whole(json) : null),
  decimal: (_, json) => readDecimal(json),
  quantity: readQuantity,
  boolean: (_, json) => value(typeof json === "boolean" ? json : null),
  date: (_, json) => text(json, (typed) => calendar.read(typed, false)),
  partial_date: (_, json) => text(json, (typed) => calendar.read(typed, true)),
  datetime: (_, json) => text(json, calendar.readTime),
  choice: readCode,
  choices: readCodes,
  // What another form calculated is read by its shape.
  coded: readCode,
  many_coded: readCodes,
};
READERS.long_text = READERS.text;

/** How an answer reads; `json` is undefined when unanswered. `item` is as `session.js` prepares it. */
export function readAnswer(item, json) {
  if (json === undefined) return {};
  if (hasExactly(json, ["missing"]) && item.reasons.has(json.missing)) {
    return item.missing.includes(json.missing) ? { missing: json.missing } : fault("missing_not_allowed");
  }
  const kind = item.kind === "calculated" ? item.shape : item.kind;
  return READERS[kind](item, json);
}
