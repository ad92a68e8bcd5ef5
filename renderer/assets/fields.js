// From what stands in the page's fields to answers JSON, the same as `renderer/src/fields.rs` (shared cases: tests/fields/cases.md).
// What cannot be read stays as typed, so that nothing is lost and the engine can say so.

import { typed } from "./calendar.js";

const FULL_WIDTH = /[０-９．，－＋／：＜＞−]/g;
const narrow = (char) => (char === "−" ? "-" : String.fromCharCode(char.charCodeAt(0) - 0xfee0));

/** Trimmed, with full-width digits and signs made plain. */
export const fold = (text) => text.trim().replace(FULL_WIDTH, narrow);
/** A written date: also the letters of eras (`Ｒ６`) made plain. */
const foldDate = (text) => fold(text).replace(/[Ａ-Ｚａ-ｚ]/g, narrow);
export const isBlank = (text) => text.trim() === "";

const decimal = (folded) => {
  const found = /^([+-]?)([0-9]{1,18})((?:\.[0-9]{1,18})?)$/.exec(folded);
  return found ? found[1].replace("+", "") + found[2].replace(/^0+(?=.)/, "") + found[3] : null;
};
const integer = (folded) => (/^[+-]?[0-9]{1,15}$/.test(folded) ? Number(folded) + 0 : null);

function datetime(text) {
  const found = /^(.+?)[T ]+([0-9]{1,2}):([0-9]{2})$/.exec(foldDate(text));
  const date = found && typed(found[1], false);
  return date ? `${date}T${found[2].padStart(2, "0")}:${found[3]}` : text;
}

// Censored numbers as people write them, the same as `renderer/src/fields/censored.rs`.
const SIGNS = { "≦": "<=", "≤": "<=", "≧": ">=", "≥": ">=", 未満: "<", 以下: "<=", 以上: ">=", 超: ">" };

/** `{ comparator, value }` of a folded text, or null: `<0.02`, `0.02未満`, `検出せず`. */
function censored(folded, read) {
  if (/^(?:検出せず|検出されず|不検出|not detected|undetectable)$/i.test(folded)) return { comparator: "not_detected" };
  const before = /^([<>]=?|[≦≤≧≥])(.*)$/su.exec(folded);
  const found = before ?? /^(.*)(未満|以下|以上|超)$/su.exec(folded);
  if (!found) return null;
  const [sign, rest] = before ? [found[1], found[2]] : [found[2], found[1]];
  const value = read(rest.replace(/^[ 　]+|[ 　]+$/g, ""));
  return value === null ? null : { comparator: SIGNS[sign] ?? sign, value };
}

const numeric = (read) => (text) => censored(fold(text), read) ?? read(fold(text)) ?? text;

function quantity(text, unit) {
  const found = censored(fold(text), decimal) ?? { value: decimal(fold(text)) ?? text };
  return "value" in found ? { ...found, unit } : found;
}

/** The answer stands in a hidden field as it is. */
function attachment(text) {
  try {
    const json = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? json : text;
  } catch {
    return text;
  }
}

const READERS = {
  attachment,
  text: (text) => text.replace(/\r\n?/g, "\n"),
  integer: numeric(integer),
  decimal: numeric(decimal),
  quantity,
  boolean: (text) => ({ true: true, false: false })[fold(text)] ?? text,
  date: (text) => typed(foldDate(text), false) ?? text,
  partial_date: (text) => typed(foldDate(text), true) ?? text,
  datetime,
  choice: (text) => text,
};
READERS.long_text = READERS.text;

/**
 * One item's answer from its fields; `undefined` when unanswered.
 * kind: the item's kind. values: the texts of the fields `a.<path>`. unit: of `u.<path>`. missing: of `m.<path>`.
 */
export function decode(kind, values, unit, missing) {
  const filled = values.filter((value) => !isBlank(value));
  if (filled.length > 0) return kind === "choices" ? filled : READERS[kind](filled[0], unit);
  return missing ? { missing } : undefined;
}
