// From what stands in the page's fields to answers JSON, the same as `renderer/src/fields.rs` (shared cases: tests/fields/cases.md).
// What cannot be read stays as typed, so that nothing is lost and the engine can say so.

import { typed } from "./calendar.js";

const FULL_WIDTH = /[０-９．，－＋／：−]/g;
const narrow = (char) => (char === "−" ? "-" : String.fromCharCode(char.charCodeAt(0) - 0xfee0));

/** Trimmed, with full-width digits and signs made plain. */
export const fold = (text) => text.trim().replace(FULL_WIDTH, narrow);
export const isBlank = (text) => text.trim() === "";

const number = (text) => {
  const found = /^([+-]?)([0-9]{1,18})((?:\.[0-9]{1,18})?)$/.exec(fold(text));
  return found ? found[1].replace("+", "") + found[2].replace(/^0+(?=.)/, "") + found[3] : text;
};

const integer = (text) => (/^[+-]?[0-9]{1,15}$/.test(fold(text)) ? Number(fold(text)) + 0 : text);

function datetime(text) {
  const found = /^(.+?)[T ]+([0-9]{1,2}):([0-9]{2})$/.exec(fold(text));
  const date = found && typed(found[1], false);
  return date ? `${date}T${found[2].padStart(2, "0")}:${found[3]}` : text;
}

const READERS = {
  text: (text) => text.replace(/\r\n?/g, "\n"),
  integer,
  decimal: number,
  quantity: (text, unit) => ({ value: number(text), unit }),
  boolean: (text) => ({ true: true, false: false })[fold(text)] ?? text,
  date: (text) => typed(fold(text), false) ?? text,
  partial_date: (text) => typed(fold(text), true) ?? text,
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
