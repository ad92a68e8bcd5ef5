// Built-in findings of one item: required, unreadable, ranges and the like, the same as `engine/src/evaluate`.
// A finding here is { code, severity, ...what its text needs }; a check's own findings are made in `session.js`.

import { compare } from "./rule.js";

const error = (code, details) => ({ code, severity: "error", ...details });
const isOver = (limit, number) => limit !== undefined && number > limit;

/** Definitely outside: below the least or above the greatest allowed. */
function isOutside(value, least, greatest, today) {
  const bound = (end) => (end === "today" ? today : end);
  const beyond = (operator, end) => end !== undefined && compare(operator, value, bound(end)) === true;
  return beyond("<", least) || beyond(">", greatest);
}

// Each row looks at a readable value of an item that is shown and gives a finding or nothing, in the order of the outcome.
const RULES = [
  ({ item, slot }, today) =>
    item.ranged && (isOutside(slot.value, item.min, item.max, today)
      ? error("out_of_range")
      : isOutside(slot.value, item.soft_min, item.soft_max, today) && { code: "soft_range", severity: "warning" }),
  ({ item, slot }) => isOver(item.max_length, item.max_length && [...slot.value].length) && error("too_long"),
  ({ item, slot }) => item.pattern && !item.pattern.test(slot.value) && error("pattern"),
  ({ item, slot }) => item.exclusive.length > 0 && slot.value.length > 1 && slot.value.some((code) => item.exclusive.includes(code)) && error("exclusive"),
  ({ item, slot }) => item.value === undefined && isOver(item.decimals, slot.places ?? slot.value.s) && error("too_many_decimals"),
];

/** The findings of a cell that is shown. rows: number of rows of a group. */
export function judge(cell, rows, today) {
  const { item, slot } = cell;
  if (slot.fault) return [error(slot.fault)];
  if (item.rows !== undefined) return judgeRows(cell, rows);
  if (slot.value === undefined) return cell.required && slot.missing === undefined ? [error("required")] : [];
  return RULES.map((rule) => rule(cell, today)).filter(Boolean);
}

function judgeRows({ item, required }, rows) {
  if (rows > item.max_rows) return [error("too_many_rows")];
  if (rows === 0 && required) return [error("required")];
  return rows < (item.min_rows ?? 0) ? [error("too_few_rows")] : [];
}
