// Built-in findings of one item: required, unreadable, ranges and the like, as codes, the same as `engine/src/evaluate`.

import * as calendar from "./calendar.js";
import * as censor from "./censor.js";
import { compare } from "./rule.js";

/** Definitely below the least or above the greatest. */
function isOutside(value, least, greatest, today) {
  const day = typeof value === "number" ? calendar.dayOfTime(value) : value;
  const isBeyond = (operator, end) => end !== undefined && compare(operator, day, end === "today" ? today : end) === true;
  return isBeyond("<", least) || isBeyond(">", greatest);
}

function rangeOf({ item, slot }, today) {
  if (censor.isCensored(slot.value)) {
    if (censor.isOutside(slot.value, item.min, item.max, true)) return "out_of_range";
    return censor.isOutside(slot.value, item.soft_min, item.soft_max) && "soft_range";
  }
  if (isOutside(slot.value, item.min, item.max, today)) return "out_of_range";
  return isOutside(slot.value, item.soft_min, item.soft_max, today) && "soft_range";
}

const isMixed = ({ exclusive }, codes) => codes.length > 1 && codes.some((code) => exclusive.includes(code));

// What may be wrong with a readable value, in the order of the outcome.
const RULES = [
  rangeOf,
  ({ item, slot }) => item.max_length !== undefined && [...slot.value].length > item.max_length && "too_long",
  ({ item, slot }) => item.characters && !item.characters.test(slot.value) && "characters",
  ({ item, slot }) => item.pattern && !item.pattern.test(slot.value) && "pattern",
  ({ item, slot }) => item.exclusive.length > 0 && isMixed(item, slot.value) && "exclusive",
  ({ item, slot }) => item.decimals !== undefined && slot.places > item.decimals && "too_many_decimals",
  ({ item, slot }) => slot.value.size > item.max_size && "file_too_large",
];

function rowsOf({ min_rows: fewest = 0, max_rows: most = 0 }, rows) {
  if (rows < fewest) return ["too_few_rows"];
  return rows > most ? ["too_many_rows"] : [];
}

/** The findings' codes of a cell that is shown. rows: a group's number of rows. */
export function judge(cell, rows, today) {
  const { item, slot, required } = cell;
  if (slot.fault) return [slot.fault];
  if (item.rows !== undefined) return rowsOf(item, rows);
  if (slot.value === undefined) return required && slot.missing === undefined ? ["required"] : [];
  return RULES.map((rule) => rule(cell, today)).filter(Boolean);
}
