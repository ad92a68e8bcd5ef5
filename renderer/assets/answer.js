// How answers JSON is read for each kind of item, the same as `engine/src/answers`.
// An answer reads as { value } (with `places` for typed decimals), { missing }, { fault } or, unanswered, {}.

import * as calendar from "./calendar.js";
import * as decimal from "./decimal.js";

export const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
export const isObject = (json) => typeof json === "object" && json !== null && !Array.isArray(json);
const fault = (code) => ({ fault: code });
const UNREADABLE = fault("unreadable");
const value = (read) => (read === null ? UNREADABLE : { value: read });
const text = (json, read) => value(typeof json === "string" ? read(json) : null);

const READERS = {
  text: (_, json) => text(json, (typed) => typed),
  integer: (_, json) => value(Number.isInteger(json) && Math.abs(json) <= 999_999_999_999_999 ? decimal.whole(json) : null),
  decimal: (_, json) => text(json, decimal.read),
  quantity: readQuantity,
  boolean: (_, json) => value(typeof json === "boolean" ? json : null),
  date: (_, json) => text(json, (typed) => calendar.read(typed, false)),
  partial_date: (_, json) => text(json, (typed) => calendar.read(typed, true)),
  datetime: (_, json) => text(json, calendar.readTime),
  choice: (item, json) => (typeof json !== "string" ? UNREADABLE : item.codes.has(json) ? { value: json } : fault("unknown_code")),
  choices: readCodes,
  calculated: () => ({}),
  group: (_, json) => (Array.isArray(json) && json.every(isObject) ? {} : UNREADABLE),
};
READERS.long_text = READERS.text;

function readQuantity(item, json) {
  const number = isObject(json) && typeof json.value === "string" && typeof json.unit === "string" ? decimal.read(json.value) : null;
  if (number === null) return UNREADABLE;
  const unit = item.units.find((one) => one.unit === json.unit);
  if (!unit) return fault("unit_not_allowed");
  const canonical = unit === item.units[0] ? number : decimal.scaled(number, ...unit.factor);
  return canonical === null ? UNREADABLE : { value: canonical, places: number.s };
}

function readCodes(item, json) {
  if (!Array.isArray(json) || !json.every((code) => typeof code === "string")) return UNREADABLE;
  return json.every((code) => item.codes.has(code)) ? { value: json } : fault("unknown_code");
}

/** How an answer reads; `json` is undefined when unanswered. `item` is as `session.js` prepares it. */
export function readAnswer(item, json) {
  if (json === undefined) return {};
  if (isObject(json) && has(json, "missing") && item.kind !== "group") {
    return item.missing.includes(json.missing) ? { missing: json.missing } : fault("missing_not_allowed");
  }
  return READERS[item.kind](item, json);
}
