// One record under one program: answers in, visibility, calculated values and findings out, the same as `engine/src/evaluate`.
// Only what depends on a changed answer is looked at again; `program.dependents` says what that is, in settling order.
//
// A frame holds the cells of one scope: the form, or one row of a group. A cell is one item's answer and what follows from it:
//   slot   how the answer reads: { value } { missing } { fault } {}      shown, pending   asked; hidden only because undecided
//   effective, missing   what rules see: the value (null: unknown), the reason of a missing one      required, findings

import { has, isObject, readAnswer } from "./answer.js";
import * as calendar from "./calendar.js";
import { isCensored } from "./censor.js";
import * as decimal from "./decimal.js";
import { judge } from "./findings.js";
import { build, pattern } from "./rule.js";

/** Makes a program (the JSON of `engine/src/program/json.rs`) ready to run; one loaded program serves many sessions. */
export function load(program) {
  const { items, imports, rules, scopes, checks, dependents } = program;
  const regexes = program.patterns.map(pattern);
  const loaded = items.map((item, index) => ({ ...prepared(item, program), index }));
  return {
    ...program, checks,
    dependents: dependents.map((one) => ({ items: [], checks: [], shared: [], check_shared: [], ...one })),
    items: loaded,
    imports: imports.map(({ form, item }) => ({ form, item: prepared(item, program) })),
    rules: rules.map((rule) => ({ scope: 0, reads: [], imports: [], ...rule, run: build(rule.tree, regexes) })),
    scopes: scopes.map((scope) => ({ groups: [], ...scope, byId: new Map(scope.slots.map((at) => [loaded[at].id, loaded[at]])) })),
  };
}

function prepared(item, { lists }) {
  return {
    scope: 0, slot: 0, group: 0, shown_if: [], missing: [], units: [], exclusive: [], guards: [], choices_if: [], ...item,
    codes: new Set(lists[item.list]?.codes ?? []),
    pattern: item.pattern === undefined ? null : pattern(item.pattern),
    characters: item.characters && pattern(item.characters),
    min: bound(item, item.min), max: bound(item, item.max), soft_min: bound(item, item.soft_min), soft_max: bound(item, item.soft_max),
  };
}

function bound({ kind, shape = "" }, end) {
  if (end === undefined || end === "today") return end;
  return /date/.test(kind + shape) ? calendar.read(end, true) : decimal.read(end);
}

/** A value as it stands in an outcome and on the page. */
export function writeValue(value) {
  if (typeof value === "number") return calendar.writeTime(value);
  if (typeof value !== "object" || Array.isArray(value)) return value;
  return "lo" in value ? calendar.write(value) : decimal.write(decimal.plain(value));
}

const OLD = "old.";
const same = (a, b) =>
  a === b || (typeof a === "object" && typeof b === "object" && a !== null && b !== null &&
    Array.isArray(a) === Array.isArray(b) && Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => same(a[key], b[key])));

/** Puts an answer at its path. */
function put(answers, path, json) {
  const keys = path.match(/[^.[\]]+/g);
  const last = keys.pop();
  const home = keys.reduce((at, key) => (at[key] ??= {}), answers);
  if (json === undefined) delete home[last];
  else home[last] = json;
}

/** A value that can be the same as another, as text; null when it is not known exactly. */
const exactly = (value) => (value === null || isCensored(value) || (value.lo !== undefined && value.lo !== value.hi) ? null : String(writeValue(value)));

const NONE = {};
const isGroup = (item) => item.rows !== undefined;
/** Whether a person answers it: no group, nothing calculated, not retired. */
export const isAsked = (item) => !isGroup(item) && item.value === undefined && !item.retired;
const keyOf = (key) => (/^[a-z][a-z0-9_]{0,63}$/.test(key) ? key : "?");

export class Session {
  /** program: from `load`. today: ISO date. context: answers of the forms that rules read, by form id. answers: as stored. moment: of judgement. */
  constructor(program, today, context = {}, answers = {}, moment = "submit") {
    Object.assign(this, { program, moment });
    this.env = { frame: null, vars: [], today: calendar.read(today, false) };
    this.strays = [];
    this.context = context;
    this.accepted = context.$accepted;
    this.given = this.accepted ? structuredClone(answers) : null;
    this.root = this.frame(0, null, "");
    this.imports = program.imports.map(({ form, item }) => importCell(form, item, context[form]));
    this.root.cells.push(...this.imports);
    this.fill(this.root, answers);
    this.checks = program.checks.map(() => new Map());
    this.settle(this.everything());
    if (this.bind()) this.settle(this.everything());
  }

  /** Names that stand for the only record whose items equal answers of this form; true when one now stands for another record. */
  bind() {
    let moved = false;
    for (const [form, pairs] of Object.entries(this.program.matching ?? {})) {
      if (Array.isArray(this.context[form])) this.offered = { ...this.offered, [form]: this.context[form] };
      if (!this.offered?.[form]) continue;
      const fits = this.offered[form].filter((one) => pairs.every(([id, slot]) => exactly(this.root.cells[slot].effective) === String(one[id])));
      const found = fits.length === 1 ? fits[0] : NONE;
      if (found === this.context[form]) continue;
      moved = true;
      this.context = { ...this.context, [form]: found };
      for (const cell of this.imports) if (cell.form === form) Object.assign(cell, importCell(form, cell.item, found));
    }
    return moved;
  }

  frame(scope, parent, path) {
    const { slots, groups } = this.program.scopes[scope];
    const frame = { scope, parent, path, depth: parent ? parent.depth + 1 : 0, groups: groups.map(() => []) };
    frame.cells = slots.map((at) => cellOf(this.program.items[at], frame));
    return frame;
  }

  /** Reads the answers of a frame; what belongs nowhere is a stray. */
  fill(frame, answers) {
    const { byId } = this.program.scopes[frame.scope];
    for (const key of Object.keys(answers)) {
      const item = byId.get(key);
      if (!item || item.value !== undefined) this.strays.push({ code: "unknown_item", path: frame.path + keyOf(key) });
      else this.place(frame, item, answers[key]);
    }
  }

  /** Puts an answer, or all rows of a group, without settling. */
  place(frame, item, json) {
    if (!isGroup(item)) {
      frame.cells[item.slot].slot = readAnswer(item, json);
      return;
    }
    // One row more than allowed is enough to know that there are too many.
    const rows = Array.isArray(json) ? json.slice(0, (item.max_rows ?? 0) + 1) : [];
    const isReadable = json === undefined || (Array.isArray(json) && rows.every(isObject));
    frame.cells[item.slot].slot = isReadable ? {} : { fault: "unreadable" };
    frame.groups[item.group] = rows.map((answers, at) => this.row(frame, item, answers, at));
  }

  row(parent, item, answers, at) {
    const row = this.frame(item.rows, parent, `${parent.path}${item.id}[${at}].`);
    if (isObject(answers)) this.fill(row, answers);
    return row;
  }

  /** The cell of a path, `item` or `group[0].item`; null when there is none. */
  find(path) {
    const parts = path.split(".");
    const last = parts.pop();
    let frame = this.root;
    for (const part of parts) {
      const [, id, row] = /^(\w+)\[(\d+)\]$/.exec(part) ?? [];
      const group = frame && this.itemIn(frame, id);
      frame = group && frame.groups[group.group]?.[row];
    }
    const item = frame && this.itemIn(frame, last);
    return item ? frame.cells[item.slot] : null;
  }

  itemIn(frame, id) {
    return this.program.scopes[frame.scope].byId.get(id);
  }

  /** One changed answer (undefined takes it back): settles what depends on it, and gives that: { items, checks, shared, check_shared, frame }. */
  set(path, json) {
    const cell = this.find(path);
    if (!cell || cell.item.value !== undefined) return { items: [], checks: [] };
    const { item, frame } = cell;
    if (isGroup(item)) this.strays = this.strays.filter((stray) => !stray.path.startsWith(`${path}[`));
    this.place(frame, item, json);
    if (this.given) put(this.given, path, json);
    const dependents = isGroup(item) ? this.everything() : { ...this.program.dependents[item.index], frame };
    this.settle(dependents);
    if (!this.bind()) return dependents;
    this.settle(this.everything());
    return this.everything();
  }

  everything() {
    return { items: this.program.order, checks: [...this.program.checks.keys()], shared: [], check_shared: [], frame: this.root };
  }

  /** Every frame of a scope that stands in a frame, itself included. */
  frames(scope, around = this.root) {
    if (scope === around.scope) return [around];
    const { parent, group } = this.program.scopes[scope];
    return this.frames(parent, around).flatMap((frame) => frame.groups[this.program.items[group].group]);
  }

  /** The frames of a scope that share so many of the rows around a frame. */
  framesNear(scope, shared, frame) {
    if (!shared) return this.frames(scope);
    while (frame.depth > shared || this.depthOf(scope) < frame.depth) frame = frame.parent;
    return this.frames(scope, frame);
  }

  depthOf(scope) {
    return scope === 0 ? 0 : this.depthOf(this.program.scopes[scope].parent) + 1;
  }

  settle({ items, checks, shared, check_shared: checkShared, frame }) {
    this.reach = null;
    // First all values, then what is said of them: a rule may read what is settled later.
    const near = items.map((at, index) => [this.program.items[at], this.framesNear(this.program.items[at].scope, shared[index], frame)]);
    for (const [item, frames] of near) for (const one of frames) this.settleCell(one, one.cells[item.slot]);
    for (const [item, frames] of near) for (const one of frames) this.judgeCell(one, one.cells[item.slot]);
    for (const [item, frames] of near) if (item.unique) this.judgeUnique(item, frames);
    checks.forEach((at, index) => this.settleCheck(at, checkShared[index], frame));
  }

  run(rule, frame) {
    this.env.frame = frame;
    return this.program.rules[rule].run(this.env);
  }

  settleCell(frame, cell) {
    const { item } = cell;
    const shown = this.visibility(frame, item);
    cell.shown = shown === true;
    cell.pending = shown === null;
    if (item.value !== undefined) cell.slot = this.calculate(frame, item);
    cell.effective = cell.shown ? cell.slot.value ?? null : null;
    cell.missing = cell.shown ? cell.slot.missing ?? null : null;
  }

  judgeCell(frame, cell) {
    const { item, shown } = cell;
    cell.required = shown && isAsked(item) && this.isRequired(frame, item);
    const guards = () => item.guards.filter(([, rule]) => this.run(rule, frame) === true).map(([code]) => code);
    cell.findings = shown ? [...judge(cell, frame.groups[item.group]?.length, this.env.today), ...new Set(guards())] : [];
  }

  /** Rows that say the same as an earlier one beside them (`engine/src/evaluate/unique.rs`). */
  judgeUnique(item, frames) {
    const { group } = this.program.items[this.program.scopes[item.scope].group];
    for (const around of new Set(frames.map((frame) => frame.parent))) {
      const seen = new Set();
      for (const { cells } of around.groups[group]) {
        const parts = item.unique.map((slot) => exactly(cells[slot].effective));
        const key = JSON.stringify(parts);
        const cell = cells[item.slot];
        cell.findings = cell.findings.filter((code) => code !== "unique");
        if (seen.has(key)) cell.findings.push("unique");
        if (!parts.includes(null)) seen.add(key);
      }
    }
  }

  /** True, false, or null while undecided; an undecided rule shows its item when only other forms' answers are wanting. */
  visibility(frame, item) {
    if (frame.parent && !this.groupCell(frame).shown) return false;
    let decided = true;
    for (const rule of item.shown_if) {
      const shown = this.run(rule, frame);
      if (shown === false) return false;
      if (shown === null && !this.waitsForOthers(rule, frame)) decided = null;
    }
    return decided;
  }

  groupCell(frame) {
    return frame.parent.cells[this.program.items[this.program.scopes[frame.scope].group].slot];
  }

  waitsForOthers(rule, frame) {
    const { reads, imports } = this.program.rules[rule];
    const isKnown = (cell) => (isGroup(cell.item) ? cell.shown : cell.effective !== null);
    const own = reads.every((at) => this.cellsRead(at, frame).every(isKnown));
    const open = imports.map((slot) => this.root.cells[slot]).filter((cell) => cell.effective === null);
    return own && open.length > 0 && !open.some((cell) => cell.path.startsWith(OLD));
  }

  /** The cells of an item that a rule in a frame reads: its own row's, one around it, or those of all rows in the innermost common frame. */
  cellsRead(at, frame) {
    const { scope, slot } = this.program.items[at];
    return this.frames(scope, this.common(scope, frame)).map((one) => one.cells[slot]);
  }

  /** The innermost of a frame and those around it that stands around all rows of a scope. */
  common(scope, frame) {
    const around = [];
    for (let one = scope; one !== undefined; one = this.program.scopes[one].parent) around.push(one);
    while (!around.includes(frame.scope)) frame = frame.parent;
    return frame;
  }

  calculate(frame, item) {
    const found = this.run(item.value, frame);
    // What follows from a censored value is not known exactly, so a calculated item stays blank.
    if (found === null || isCensored(found)) return {};
    const isRounded = item.decimals !== undefined && typeof found === "object" && "m" in found;
    return { value: isRounded ? decimal.round(found, item.decimals, item.rounding) : found };
  }

  isRequired(frame, { required }) {
    return typeof required === "object" ? this.run(required.if, frame) === true : required === true;
  }

  settleCheck(at, shared, near) {
    const check = this.program.checks[at];
    const { scope } = this.program.rules[check.rule];
    if (!shared) this.checks[at].clear();
    for (const frame of this.framesNear(scope, shared, near)) {
      this.checks[at].set(frame, { frame, violated: this.run(check.rule, frame), path: this.pathOf(check, frame) });
    }
  }

  /** Where a check is shown: its item in the same row or around it, or the group when it looks at rows from outside. */
  pathOf(check, frame) {
    const { scopes, items } = this.program;
    let at = check.on;
    frame = this.common(items[at].scope, frame);
    while (items[at].scope !== frame.scope) at = scopes[items[at].scope].group;
    return frame.cells[items[at].slot].path;
  }

  /** The paths whose answers would decide a check that is not known; none when only hidden items keep it open. */
  needsOf(check, frame) {
    const { reads, imports } = this.program.rules[check.rule];
    const all = [...reads.flatMap((at) => this.cellsRead(at, frame)), ...imports.map((slot) => this.root.cells[slot])];
    const open = all.filter((cell) => cell.shown && this.isOpen(cell));
    // All known and still open (a division by zero, say): any of them may be the cause. A hidden one: the check does not apply.
    const needs = open.length === 0 && all.every((cell) => cell.shown) ? all.filter((cell) => !isGroup(cell.item)) : open;
    return needs.map((cell) => cell.path);
  }

  isOpen({ item, frame, effective }) {
    if (isGroup(item)) return frame.groups[item.group].length === 0;
    return effective === null || isCensored(effective) || (typeof effective === "object" && "lo" in effective && effective.lo !== effective.hi);
  }

  /** Every cell in form order: an item, and after a group that is shown the cells of its rows. */
  *cells(frame = this.root) {
    for (const at of this.program.scopes[frame.scope].slots) {
      const cell = frame.cells[this.program.items[at].slot];
      yield cell;
      if (isGroup(cell.item) && cell.shown) for (const row of frame.groups[cell.item.group]) yield* this.cells(row);
    }
  }

  /** The codes of an item that the other answers leave no room for. */
  barredOf({ item, frame, shown }) {
    return new Set(item.choices_if.filter(([, rule]) => shown && this.run(rule, frame) === false).flatMap(([codes]) => codes));
  }

  /** A built-in finding with its text. */
  finding(code, path, item) {
    const { severity, ...general } = this.program.messages[code];
    const held = this.isHeld(code, path, "items", item?.index);
    return { code, path, severity: item?.severities?.[code] ?? severity, message: item?.messages?.[code] ?? general, ...held };
  }

  /** Held over: it did not stand when the record was accepted, and no answer that changed since leads to it (`engine/src/evaluate/ratchet.rs`). */
  isHeld(code, path, kind, at) {
    if (!this.accepted || this.accepted.findings.includes(`${code}@${path}`)) return {};
    this.reach ??= this.reached();
    const [top] = path.split("[");
    const changed = at === undefined ? !same(this.given[top], this.accepted.answers[top]) : this.reach[kind].has(at);
    return changed ? {} : { held: true };
  }

  /** What the answers that changed since the record was accepted lead to. */
  reached() {
    const { items, checks, rules, scopes, dependents, imports } = this.program;
    const { answers, context, known } = this.accepted;
    const reached = { items: new Set(), checks: new Set() };
    const from = (at) => ["items", "checks"].forEach((kind) => dependents[at][kind].forEach((one) => reached[kind].add(one)));
    const compare = (at, now, then) => {
      const { id, rows } = items[at];
      if ((known && !known.includes(id)) || !same(now, then)) from(at);
      const column = (answer, inner) => (Array.isArray(answer) ? answer.map((row) => row?.[inner] ?? null) : undefined);
      if (rows !== undefined) scopes[rows].slots.forEach((inner) => compare(inner, column(now, items[inner].id), column(then, items[inner].id)));
    };
    scopes[0].slots.forEach((at) => compare(at, this.given[items[at].id], answers[items[at].id]));
    const moved = new Set();
    imports.forEach(({ form, item: { id } }, at) => {
      if (`${form}.` !== OLD && !same(this.context[form]?.[id], context[form]?.[id])) moved.add(scopes[0].slots.length + at);
    });
    const reads = (rule) => rules[rule]?.imports.some((slot) => moved.has(slot));
    items.forEach(({ shown_if: shown, value, required, guards }, at) => [...shown, value, required?.if, ...guards.map(([, rule]) => rule)].some(reads) && from(at));
    checks.forEach(({ rule }, at) => reads(rule) && reached.checks.add(at));
    return reached;
  }

  ownFindings(cell) {
    return cell.findings.map((code) => this.finding(code, cell.path, cell.item));
  }

  /** Checks that came out so (true: violated, null: open), row by row; those in rows of a hidden group do not count. */
  checksThat(violated) {
    const counts = (one) => one.violated === violated && (!one.frame.parent || this.groupCell(one.frame).shown);
    const judged = (at) => (this.weightOf(at) === null ? [] : [...this.checks[at].values()]);
    return this.program.checks.flatMap((check, at) => judged(at).filter(counts).map((one) => ({ check, at, ...one })));
  }

  /** What a check weighs now, null before its moment. */
  weightOf(at) {
    const { severity } = this.program.checks[at];
    return typeof severity === "string" ? severity : severity[this.moment];
  }

  checkFindings() {
    return this.checksThat(true).map(({ check, at, path }) => {
      const held = this.isHeld(check.id, path, "checks", at);
      return { code: check.id, path, severity: this.weightOf(at), message: check.message, ...held };
    });
  }

  undecided() {
    const open = this.checksThat(null).map(({ check, frame, path }) => ({ check: check.id, path, needs: this.needsOf(check, frame) }));
    return open.filter(({ needs }) => needs.length > 0);
  }

  /** All findings: strays, then item by item, then checks. */
  findings(cells = [...this.cells()]) {
    const strays = this.strays.map(({ code, path }) => this.finding(code, path));
    return [...strays, ...cells.flatMap((cell) => this.ownFindings(cell)), ...this.checkFindings()];
  }

  /** What the engine gives for the same answers, as JSON (`engine/src/evaluate/outcome.rs`). */
  outcome() {
    const cells = [...this.cells()];
    const calculated = cells.filter((cell) => cell.shown && cell.item.value !== undefined);
    const paths = (wanted) => cells.filter(wanted).map((cell) => cell.path);
    const barred = cells.map((cell) => [cell, this.barredOf(cell)]).filter(([, codes]) => codes.size > 0);
    const inOrder = ([{ path, item }, codes]) => [path, [...item.codes].filter((code) => codes.has(code))];
    return {
      ...(barred.length > 0 && { barred: Object.fromEntries(barred.map(inOrder)) }),
      findings: this.findings(cells),
      hidden: paths((cell) => !cell.shown),
      pending: paths((cell) => cell.pending),
      required: paths((cell) => cell.required),
      calculated: Object.fromEntries(calculated.map((cell) => [cell.path, writeCalculated(cell)])),
      undecided: this.undecided(),
    };
  }
}

function writeCalculated({ item, effective }) {
  if (effective === null) return null;
  return item.shape === "integer" ? decimal.toWhole(effective) : writeValue(effective);
}

function cellOf(item, frame) {
  return { item, frame, path: frame.path + item.id, slot: {}, shown: false, pending: false, effective: null, missing: null, required: false, findings: [] };
}

function importCell(form, item, answers = {}) {
  const slot = has(answers, item.id) ? readAnswer(item, answers[item.id]) : {};
  // Without a revision before, `old.item` is as an item that is not asked.
  const shown = `${form}.` !== OLD || has(slot, "value") || has(slot, "missing");
  return { ...cellOf(item, { path: `${form}.` }), form, slot, shown, effective: slot.value ?? null, missing: slot.missing ?? null };
}
