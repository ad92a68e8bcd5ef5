// Rules as data: a tree of arrays (`engine/src/program/json.rs` writes it) becomes a function of the answers. No code is made from text.
// Values: null is unknown (blank, missing, hidden), booleans, decimals { m, s }, censored numbers { sign, limit }, dates { lo, hi }, date-times (seconds),
// texts and codes (strings), selected codes (arrays of strings).

import * as decimal from "./decimal.js";
import * as calendar from "./calendar.js";
import * as censor from "./censor.js";
import * as power from "./power.js";

const isDate = (value) => typeof value === "object" && value !== null && "lo" in value;

const not = (value) => (value === null ? null : !value);
/** Kleene: `decisive` settles the whole (false for and, true for or). */
function kleene(decisive, values) {
  let open = false;
  for (const value of values) {
    if (value === decisive) return decisive;
    if (value === null) open = true;
  }
  return open ? null : !decisive;
}

function order(a, b) {
  return typeof a === "number" ? Math.sign(a - b) : decimal.compare(a, b);
}

/** A comparison of two known values of one type; null where partial dates or censored numbers leave it open. */
export function compare(operator, a, b) {
  if (isDate(a)) return calendar.decide(operator, a, b);
  if (censor.isCensored(a) || censor.isCensored(b)) return censor.decide(operator, a, b);
  if (typeof a === "string" || typeof a === "boolean") return operator === "==" ? a === b : a !== b;
  const sign = order(a, b);
  switch (operator) {
    case "==": return sign === 0;
    case "!=": return sign !== 0;
    case "<": return sign < 0;
    case "<=": return sign <= 0;
    case ">": return sign > 0;
    default: return sign >= 0;
  }
}

const equal = (a, b) => (a === null || b === null ? null : compare("==", a, b));

const ARITHMETIC = { "+": decimal.add, "-": decimal.subtract, "*": decimal.multiply, "/": decimal.divide };

/** The least (sign -1) or greatest (sign 1) of known values. */
function extreme(sign, values) {
  const pick = sign < 0 ? Math.min : Math.max;
  if (values.length > 1 && values.some(censor.isCensored)) return null;
  return values.reduce((best, value) => {
    if (isDate(value)) return { lo: pick(best.lo, value.lo), hi: pick(best.hi, value.hi) };
    return order(value, best) === sign ? value : best;
  });
}

const moved = (move) => (date, by) => {
  const steps = decimal.toWhole(by);
  return steps === null || Math.abs(steps) > 10_000_000 ? null : move(date, steps);
};
const counted = (count) => (from, to) => {
  const number = count(from, to);
  return number === null ? null : decimal.whole(number);
};

const rounded = (way) => (number, places) => {
  const count = decimal.toWhole(places);
  return count === null || count < 0 || count > 18 ? null : decimal.round(number, count, way);
};

// Functions of known values, by the names of `engine/src/program/node.rs`.
const FUNCTIONS = {
  days_between: counted(calendar.daysBetween),
  months_between: counted(calendar.monthsBetween),
  years_between: counted(calendar.yearsBetween),
  age: counted(calendar.yearsBetween),
  hours_between: (from, to) => decimal.divide(decimal.whole(to - from), decimal.whole(3600)),
  date_of: calendar.dayOfTime,
  add_days: moved(calendar.addDays),
  add_months: moved(calendar.addMonths),
  add_years: moved(calendar.addYears),
  earliest: (date) => calendar.only(date.lo),
  latest: (date) => calendar.only(date.hi),
  abs: decimal.abs,
  round: rounded(),
  floor: decimal.floor,
  ceil: decimal.ceil,
  min: (...values) => extreme(-1, values),
  max: (...values) => extreme(1, values),
  limit: (number) => (censor.isCensored(number) ? number.limit : number),
  censored: censor.isCensored,
  not_detected: (number) => number.sign === "not_detected",
  number: (code, unit) => (unit ? code : decimal.read(code)),
  count_codes: (codes) => decimal.whole(codes.length),
  count: (...values) => decimal.whole(values.filter(Boolean).length),
  length: (text) => decimal.whole([...text].length),
};
for (const way of decimal.ROUNDINGS) FUNCTIONS[`round_${way}`] = rounded(way);
for (const name of ["sqrt", "ln", "log10", "log2", "exp", "pow"]) FUNCTIONS[name] = power.placed(power[name]);

const sum = (values) =>
  values.reduce((total, value) => (total === null || censor.isCensored(value) || censor.isCensored(total) ? null : decimal.add(total, value)));
/** The sum of those that are known, null when none is. */
function sumKnown(values) {
  const known = values.filter((value) => value !== null);
  return known.length === 0 || known.some(censor.isCensored) ? null : sum(known);
}

// Values of rows folded into one; no rows give unknown.
const FOLDS = {
  sum,
  min: (values) => extreme(-1, values),
  max: (values) => extreme(1, values),
  first: (values) => values[0],
  last: (values) => values[values.length - 1],
};

/** The frame that a base names: 0, 1, ... frames outward; -1, -2, ... rows bound by row rules. */
function frameOf(env, base) {
  if (base < 0) return env.vars[-1 - base];
  let frame = env.frame;
  for (let up = 0; up < base; up += 1) frame = frame.parent;
  return frame;
}
const cellOf = (env, base, slot) => frameOf(env, base).cells[slot];

/** A function giving the frames of a group's rows that a filter keeps, or null when that is unknown. */
function rowList([base, group, slot, variable, filter], patterns) {
  const keeps = filter ? build(filter, patterns) : null;
  return (env) => {
    const frame = frameOf(env, base);
    if (!frame.cells[slot].shown) return null;
    const rows = frame.groups[group];
    if (!keeps) return rows;
    const kept = [];
    for (const row of rows) {
      const keep = bound(env, variable, row, keeps);
      if (keep === null) return null;
      if (keep) kept.push(row);
    }
    return kept;
  };
}

function bound(env, variable, row, body) {
  env.vars[variable] = row;
  return body(env);
}

/** The body's value for each row, or null when the rows themselves are unknown. */
function overRows(list, body, patterns) {
  const [rows, run] = [rowList(list, patterns), build(body, patterns)];
  return (env) => rows(env)?.map((row) => bound(env, list[3], row, run)) ?? null;
}

/** The values of all parts, or null when one is unknown. */
function known(parts, env) {
  const values = [];
  for (const part of parts) {
    const value = part(env);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}

const constant = (value) => () => value;
const strict = (parts, act) => (env) => {
  const values = known(parts, env);
  return values === null ? null : act(...values);
};
/** As `strict`; unknown also of a censored number. */
const exact = (parts, act) => strict(parts, (...values) => (values.some(censor.isCensored) ? null : act(...values)));
// Functions that look at censored numbers themselves.
const CENSORED = new Set(["limit", "censored", "not_detected", "min", "max"]);

// One maker per operator of `engine/src/program/node.rs`: from the operator's arguments to a function of the environment.
const MAKERS = {
  bool: ([value]) => constant(value),
  number: ([text]) => constant(decimal.read(text)),
  text: ([text]) => constant(text),
  code: ([code]) => constant(code),
  date: ([text]) => constant(calendar.read(text, true)),
  today: () => (env) => env.today,
  read: ([base, slot]) => (env) => cellOf(env, base, slot).effective,
  answered: ([base, slot]) => (env) => cellOf(env, base, slot).effective !== null,
  applicable: ([base, slot]) => (env) => cellOf(env, base, slot).shown,
  missing: ([base, slot]) => (env) => cellOf(env, base, slot).missing !== null,
  missing_reason: ([base, slot]) => (env) => cellOf(env, base, slot).missing ?? "",
  not: ([part], build) => {
    const run = build(part);
    return (env) => not(run(env));
  },
  and: (parts, build) => {
    const runs = parts.map(build);
    return (env) => kleene(false, runs.map((run) => run(env)));
  },
  or: (parts, build) => {
    const runs = parts.map(build);
    return (env) => kleene(true, runs.map((run) => run(env)));
  },
  compare: ([operator, a, b], build) => strict([build(a), build(b)], (left, right) => compare(operator, left, right)),
  one_of: ([value, ...choices], build) => {
    const [run, runs] = [build(value), choices.map(build)];
    return (env) => {
      const left = run(env);
      return kleene(true, runs.map((choice) => equal(left, choice(env))));
    };
  },
  contains: ([code, codes], build) => strict([build(code), build(codes)], (one, many) => many.includes(one)),
  arithmetic: ([operator, a, b], build) => exact([build(a), build(b)], ARITHMETIC[operator]),
  negate: ([part], build) => exact([build(part)], decimal.negate),
  if: ([condition, yes, no], build) => {
    const runs = [condition, yes, no].map(build);
    return (env) => {
      const decided = runs[0](env);
      return decided === null ? null : runs[decided ? 1 : 2](env);
    };
  },
  call: ([name, ...parts], build) => {
    const runs = parts.map(build);
    if (name === "sum_answered") return (env) => sumKnown(runs.map((run) => run(env)));
    if (name !== "coalesce") return (CENSORED.has(name) ? strict : exact)(runs, FUNCTIONS[name]);
    return (env) => runs.reduce((found, run) => found ?? run(env), null);
  },
  lookup: ([entries], build) => {
    const runs = entries.map((entry) => entry.map(build));
    return (env) => {
      const open = runs.filter(([when]) => when(env) !== false);
      return open.length === 1 ? open[0][1](env) : null;
    };
  },
  matches: ([text, pattern], build, patterns) => strict([build(text)], (value) => patterns[pattern].test(value)),
  rows: ([base, group, slot]) => {
    const rows = rowList([base, group, slot, 0, null]);
    return (env) => counts(rows(env));
  },
  count: ([list], _, patterns) => {
    const rows = rowList(list, patterns);
    return (env) => counts(rows(env));
  },
  each: ([which, list, body], _, patterns) => {
    const values = overRows(list, body, patterns);
    return (env) => {
      const found = values(env);
      return found === null ? null : kleene(which === "exists", found);
    };
  },
  fold: ([how, list, body], _, patterns) => {
    const values = overRows(list, body, patterns);
    return (env) => {
      const found = values(env);
      if (how === "sum_answered") return found && sumKnown(found);
      return found === null || found.length === 0 || found.includes(null) ? null : FOLDS[how](found);
    };
  },
};

const counts = (rows) => (rows === null ? null : decimal.whole(rows.length));

/** From a rule's tree to a function (environment -> value); environment = { frame, vars, today }. */
export function build(tree, patterns) {
  const [operator, ...parts] = tree;
  return MAKERS[operator](parts, (part) => build(part, patterns), patterns);
}

const CLASSES = { d: "\\p{Nd}", D: "\\P{Nd}", s: "\\p{White_Space}", S: "\\P{White_Space}" };
const WORD = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200C\\u200D";

/** `\p{Katakana}` is a script's name to the engine; JavaScript wants it said. */
function property(sign, name) {
  try {
    return new RegExp(`\\p{${name}}`, "u") && `\\${sign}{${name}}`;
  } catch {
    return `\\${sign}{Script=${name}}`;
  }
}

function escape(sign, inClass) {
  if (sign === "w") return inClass ? WORD : `[${WORD}]`;
  if (sign === "W") return `[^${WORD}]`;
  // Signs that need no escape may have one in the engine, but not in JavaScript.
  return CLASSES[sign] ?? (/[!-/:-@_\x60~]/.test(sign) ? `\\x${sign.charCodeAt(0).toString(16)}` : `\\${sign}`);
}

/** A pattern that the whole text must match, as the engine's regex crate reads it: classes by Unicode, `.` is all but a line feed. */
export function pattern(text) {
  let inClass = false;
  const source = text.replace(/\\([pP])(?:\{([^}]*)\}|(.))|\\(.)|[[\].]/gsu, (found, sign, name, letter, escaped) => {
    if (sign) return property(sign, name ?? letter);
    if (escaped) return escape(escaped, inClass);
    if (found === "[") inClass = true;
    if (found === "]") inClass = false;
    return found === "." && !inClass ? "[^\\n]" : found;
  });
  return new RegExp(`^(?:${source})$`, "u");
}
