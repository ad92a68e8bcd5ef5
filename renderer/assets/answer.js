// How answers JSON is read for each kind of item, the same as `engine/src/answers`.
// An answer reads as { value } (with `places` as typed), { missing }, { fault } or, unanswered, {}.

import * as calendar from "./calendar.js";
import { SIGNS, allows } from "./censor.js";
import * as decimal from "./decimal.js";

export const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
export const isObject = (json) => typeof json === "object" && json !== null && !Array.isArray(json);
const hasExactly = (json, keys) => isObject(json) && Object.keys(json).length === keys.length && keys.every((key) => has(json, key));

// Every JSON reader holds whole numbers of fifteen digits exactly.
const LARGEST_INTEGER = 999_999_999_999_999;

const fault = (code) => ({ fault: code });
const UNREADABLE = fault("unreadable");
const value = (read) => (read === null ? UNREADABLE : { value: read });
const text = (json, read) => value(typeof json === "string" ? read(json) : null);

function readDecimal(json) {
  const number = typeof json === "string" ? decimal.read(json) : null;
  return number === null ? UNREADABLE : { value: number, places: number.s };
}

function readQuantity(item, json) {
  const isShaped = hasExactly(json, ["value", "unit"]) && typeof json.unit === "string";
  const typed = isShaped ? readDecimal(json.value) : UNREADABLE;
  if (typed.fault) return typed;
  const at = item.units.findIndex(({ unit }) => unit === json.unit);
  if (at < 0) return fault("unit_not_allowed");
  const canonical = at === 0 ? typed.value : decimal.scaled(typed.value, ...item.units[at].factor);
  return canonical === null ? UNREADABLE : { value: canonical, places: typed.places, unit: at };
}

function readCodes(item, json) {
  const isShaped = Array.isArray(json) && json.length > 0 && json.every((code) => typeof code === "string");
  const known = isShaped ? json.filter((code) => item.codes.has(code)) : [];
  if (!isShaped || new Set(known).size < known.length) return UNREADABLE;
  return known.length === json.length ? { value: json } : fault("unknown_code");
}

const readCode = (item, json) => (typeof json !== "string" ? UNREADABLE : item.codes.has(json) ? { value: json } : fault("unknown_code"));

/** A comparator with a limit in the shape of the item's kind, or "not_detected" alone. */
function readCensored(item, { comparator: sign, ...rest }) {
  if (!SIGNS.includes(sign) || !["integer", "decimal", "quantity"].includes(item.kind)) return UNREADABLE;
  let read = { value: null };
  if (sign !== "not_detected") {
    const isShaped = item.kind === "quantity" || hasExactly(rest, ["value"]);
    read = isShaped ? READERS[item.kind](item, item.kind === "quantity" ? rest : rest.value) : UNREADABLE;
  } else if (Object.keys(rest).length > 0) return UNREADABLE;
  if (read.fault) return read;
  return allows(item, sign) ? { ...read, value: { sign, limit: read.value } } : fault("comparator_not_allowed");
}

const NAME = /^[^\0-\x1f\x7f/\\\u202a-\u202e\u2066-\u2069]{1,255}$/u;

/** An attached file: the closed object of `engine/src/value/file.rs`. */
function readFile({ accept = [] }, json) {
  if (!hasExactly(json, ["name", "sha256", "size", "type"])) return UNREADABLE;
  const { name, sha256, size, type } = json;
  const isShaped = [name, sha256, type].every((part) => typeof part === "string") && NAME.test(name) && /^[0-9a-f]{64}$/.test(sha256);
  if (!isShaped || !Number.isInteger(size) || size < 1 || size > LARGEST_INTEGER) return UNREADABLE;
  return accept.includes(type) ? { value: json } : fault("file_type_not_allowed");
}

const READERS = {
  text: (_, json) => text(json, (typed) => (typed === "" ? null : typed)),
  integer: (_, json) => value(Number.isInteger(json) && Math.abs(json) <= LARGEST_INTEGER ? decimal.whole(json) : null),
  decimal: (_, json) => readDecimal(json),
  quantity: readQuantity,
  boolean: (_, json) => value(typeof json === "boolean" ? json : null),
  date: (_, json) => text(json, (typed) => calendar.read(typed, false)),
  partial_date: (_, json) => text(json, (typed) => calendar.read(typed, true)),
  datetime: (_, json) => text(json, calendar.readTime),
  choice: readCode,
  choices: readCodes,
  attachment: readFile,
};
READERS.long_text = READERS.text;
READERS.computed = (_, json) => READERS[typeof json === "number" ? "integer" : "decimal"](_, json);
// What another form calculated is read by its shape, the other shapes under their own names.
const CALCULATED = { date: "partial_date", quantity: "computed", decimal: "computed", coded: "choice", many_coded: "choices" };

/** How an answer reads; `json` is undefined when unanswered. `item` is as `session.js` prepares it. */
export function readAnswer(item, json) {
  if (json === undefined) return {};
  if (hasExactly(json, ["missing"])) {
    return item.missing.includes(json.missing) ? { missing: json.missing } : fault("missing_not_allowed");
  }
  if (isObject(json) && has(json, "comparator")) return readCensored(item, json);
  return READERS[item.kind === "calculated" ? CALCULATED[item.shape] ?? item.shape : item.kind](item, json);
}
