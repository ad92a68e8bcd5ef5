// Calendar days as intervals, the same as `engine/src/value/date.rs`, and the Japanese era for display.
// A date is { lo, hi }: the first and the last day it could be, counted from 1970-01-01; a whole date has lo === hi.

const pad = (number, width) => String(number).padStart(width, "0");
const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengthOf = (year, month) => [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
const FIRST_YEAR = 1000;
const LAST_YEAR = 9999;

/** Days from 1970-01-01 (Howard Hinnant's days_from_civil). */
export function dayOf(year, month, day) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/** [year, month, day] of a day. */
export function civilOf(day) {
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [year, month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1];
}

const FIRST_DAY = dayOf(FIRST_YEAR, 1, 1);
const LAST_DAY = dayOf(LAST_YEAR, 12, 31);
const holds = (day) => day >= FIRST_DAY && day <= LAST_DAY;

/** Reads `2024-03-05`, and where partial dates are allowed `2024-03` and `2024`; null for anything else. */
export function read(text, partial) {
  const found = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/.exec(text);
  if (!found) return null;
  const [year, month, day] = [1, 2, 3].map((at) => (found[at] === undefined ? null : Number(found[at])));
  if (year < FIRST_YEAR || (day === null && !partial)) return null;
  if (month === null) return { lo: dayOf(year, 1, 1), hi: dayOf(year, 12, 31) };
  if (month < 1 || month > 12) return null;
  if (day === null) return { lo: dayOf(year, month, 1), hi: dayOf(year, month, lengthOf(year, month)) };
  return day < 1 || day > lengthOf(year, month) ? null : only(dayOf(year, month, day));
}

export const only = (day) => ({ lo: day, hi: day });
export const isWhole = (date) => date.lo === date.hi;

function writeDay(day) {
  const [y, m, d] = civilOf(day);
  return `${pad(y, 4)}-${pad(m, 2)}-${pad(d, 2)}`;
}

/** `2024-03-05`, `2024-03` or `2024`; any other interval as `lo..hi`. */
export function write({ lo, hi }) {
  if (lo === hi) return writeDay(lo);
  const [y, m, d] = civilOf(lo);
  if (d === 1 && m === 1 && hi === dayOf(y, 12, 31)) return pad(y, 4);
  if (d === 1 && hi === dayOf(y, m, lengthOf(y, m))) return `${pad(y, 4)}-${pad(m, 2)}`;
  return `${writeDay(lo)}..${writeDay(hi)}`;
}

const DAY = 86400;

/** Reads `2026-04-01T09:30` or `2026-04-01T09:30:15` into seconds from 1970-01-01T00:00; null for anything else. */
export function readTime(text) {
  const found = /^(.{10})T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?$/.exec(text);
  const date = found && read(found[1], false);
  const [hour, minute, second] = found ? [found[2], found[3], found[4] ?? 0].map(Number) : [];
  return date && hour < 24 && minute < 60 && second < 60 ? date.lo * DAY + hour * 3600 + minute * 60 + second : null;
}

export function writeTime(seconds) {
  const day = Math.floor(seconds / DAY);
  const rest = seconds - day * DAY;
  const parts = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map((part) => pad(part, 2));
  return `${writeDay(day)}T${parts.slice(0, parts[2] === "00" ? 2 : 3).join(":")}`;
}

export const dayOfTime = (seconds) => only(Math.floor(seconds / DAY));

function shifted(date, move) {
  const [lo, hi] = [move(date.lo), move(date.hi)];
  return lo !== null && hi !== null && holds(lo) && holds(hi) ? { lo, hi } : null;
}

export const addDays = (date, days) => shifted(date, (day) => day + days);

/** The same day some months later, cut to the month's end. */
export function addMonths(date, months) {
  return shifted(date, (from) => {
    const [y, m, d] = civilOf(from);
    const count = y * 12 + (m - 1) + months;
    const [year, month] = [Math.floor(count / 12), (count % 12 + 12) % 12 + 1];
    return year < FIRST_YEAR || year > LAST_YEAR ? null : dayOf(year, month, Math.min(d, lengthOf(year, month)));
  });
}

export const addYears = (date, years) => addMonths(date, years * 12);

function completed(from, to) {
  if (to < from) return -completed(to, from) + 0;
  const [a, b] = [civilOf(from), civilOf(to)];
  return (b[0] - a[0]) * 12 + (b[1] - a[1]) - (b[2] < a[2] ? 1 : 0);
}

/** The whole number that every choice of days agrees on, else null. */
function agreed(from, to, count) {
  const [least, most] = [count(from.hi, to.lo), count(from.lo, to.hi)];
  return least === most ? least : null;
}

export const daysBetween = (from, to) => agreed(from, to, (a, b) => b - a);
export const monthsBetween = (from, to) => agreed(from, to, completed);
export const yearsBetween = (from, to) => agreed(from, to, (a, b) => Math.trunc(completed(a, b) / 12) + 0);

/** A comparison, true or false where every choice of days agrees, else null. */
export function decide(operator, a, b) {
  switch (operator) {
    case "<": return a.hi < b.lo ? true : a.lo >= b.hi ? false : null;
    case "<=": return a.hi <= b.lo ? true : a.lo > b.hi ? false : null;
    case ">": return decide("<", b, a);
    case ">=": return decide("<=", b, a);
    case "==": return a.hi < b.lo || b.hi < a.lo ? false : isWhole(a) && isWhole(b) ? true : null;
    default: {
      const equal = decide("==", a, b);
      return equal === null ? null : !equal;
    }
  }
}

// Eras by their first day, as in `engine/src/value/era.rs`; shown from 1873, when Japan took the Gregorian calendar.
const ERAS = [
  [dayOf(2019, 5, 1), 2019, "令和", "Reiwa"],
  [dayOf(1989, 1, 8), 1989, "平成", "Heisei"],
  [dayOf(1926, 12, 25), 1926, "昭和", "Showa"],
  [dayOf(1912, 7, 30), 1912, "大正", "Taisho"],
  [dayOf(1873, 1, 1), 1868, "明治", "Meiji"],
];

/** `令和8年4月1日`, `令和8年4月`, `平成31年/令和元年`; in English the year only: `Reiwa 8`. "" before 1873. */
export function era(date, language) {
  const [first, last] = [date.lo, date.hi].map((day) => ERAS.find(([start]) => day >= start));
  if (!first || !last) return "";
  const [y, m, d] = civilOf(date.lo);
  const names = (first === last ? [first] : [first, last]).map(([, start, ja, en]) => {
    const year = y - start + 1;
    return language === "ja" ? `${ja}${year === 1 ? "元" : year}年` : `${en} ${year}`;
  });
  const rest = { 4: "", 7: `${m}月` }[write(date).length] ?? `${m}月${d}日`;
  return names.join("/") + (language === "ja" ? rest : "");
}

// First year and number of years of each era, as people write them; the present era is open.
const ERA_YEARS = {
  明治: [1868, 45], M: [1868, 45], 大正: [1912, 15], T: [1912, 15], 昭和: [1926, 64], S: [1926, 64],
  平成: [1989, 31], H: [1989, 31], 令和: [2019, 99], R: [2019, 99],
};

/** ISO text of what a person typed (`2026/4/1`, `令和8年4月1日`, `R8.4.1`), or null; whether the day exists is not judged here. */
export function typed(text, partial) {
  const plain =
    /^([0-9]{4})(?:([-/])([0-9]{1,2})(?:\2([0-9]{1,2}))?)?$/.exec(text) ??
    /^([0-9]{4})(年)(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?$/.exec(text);
  if (plain) return iso(Number(plain[1]), plain[3], plain[4], partial);
  const named =
    /^(明治|大正|昭和|平成|令和)([0-9]{1,2}|元)年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?$/.exec(text) ??
    /^([MTSHRmtshr])([0-9]{1,2})(?:[./-]([0-9]{1,2})(?:[./-]([0-9]{1,2}))?)?$/.exec(text);
  if (!named) return null;
  const [first, years] = ERA_YEARS[named[1].toUpperCase()];
  const year = named[2] === "元" ? 1 : Number(named[2]);
  return year < 1 || year > years ? null : iso(first + year - 1, named[3], named[4], partial);
}

function iso(year, month, day, partial) {
  if (day === undefined && !partial) return null;
  return [pad(year, 4), month, day].filter((part) => part !== undefined).map((part) => pad(part, 2)).join("-");
}
