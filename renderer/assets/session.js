// One record under one program: answers in, visibility, calculated values and findings out, the same as `engine/src/evaluate`.
// Only what depends on a changed answer is looked at again; `program.dependents` says what that is, in settling order.
//
// A frame holds the cells of one scope: the form, or one row of a group. A cell is one item's answer and what follows from it:
//   answer   the JSON as given (undefined: unanswered)         slot      how it reads: { value } { missing } { fault } {}
//   shown, pending   whether it is asked; hidden only because undecided      findings    [{ code, path, severity, ... }]
//   effective, missing   what rules see: the value (null: unknown) and the reason of a missing one (null: none)

import { has, isObject, readAnswer } from "./answer.js";
import * as calendar from "./calendar.js";
import * as decimal from "./decimal.js";
import { judge } from "./findings.js";
import { build, pattern } from "./rule.js";

/** Makes a program (the JSON of `engine/src/program/json.rs`) ready to run; one loaded program serves many sessions. */
export function load(program) {
  const patterns = program.patterns.map((text) => pattern(text, false));
  return {
    ...program,
    items: program.items.map((item, index) => ({ ...ready(item, program.lists), index })),
    imports: program.imports.map(({ form, item }) => ({ form, item: ready(item, program.lists) })),
    rules: program.rules.map((rule) => ({ ...rule, run: build(rule.tree, patterns) })),
  };
}

function ready(item, lists) {
  const bound = (text) => (text === undefined || text === "today" ? text : readBound(item, text));
  return {
    shown_if: [], missing: [], units: [], exclusive: [], ...item,
    codes: new Set(item.list === undefined ? [] : lists[item.list].codes),
    pattern: item.pattern === undefined ? null : pattern(item.pattern, true),
    ranged: ["min", "max", "soft_min", "soft_max"].some((end) => item[end] !== undefined),
    min: bound(item.min), max: bound(item.max), soft_min: bound(item.soft_min), soft_max: bound(item.soft_max),
  };
}

const readBound = (item, text) => (item.kind.includes("date") ? calendar.read(text, true) : decimal.read(text));

/** A value as it stands in an outcome and on the page. */
export function writeValue(value) {
  if (typeof value === "number") return calendar.writeTime(value);
  if (typeof value !== "object" || Array.isArray(value)) return value;
  return "lo" in value ? calendar.write(value) : decimal.write(decimal.plain(value));
}

export class Session {
  /** program: from `load`. today: ISO date. context: answers of the forms that rules read, by form id. answers: as stored. */
  constructor(program, today, context = {}, answers = {}) {
    this.program = program;
    this.env = { frame: null, vars: [], today: calendar.read(today, false) };
    this.root = this.frame(0, null, "");
    for (const { form, item } of program.imports) {
      const slot = readAnswer(item, context[form]?.[item.id]);
      this.root.cells.push({ ...cellOf(item, ""), ...effectiveOf(slot, true), shown: true });
    }
    this.unknown = Object.keys(answers).filter((id) => !this.slotOf(0, id));
    for (const id of Object.keys(answers)) this.place(id, answers[id]);
    this.checks = program.checks.map(() => []);
    this.settle(program.order, program.checks.keys());
  }

  frame(scope, parent, path) {
    const { slots, groups } = this.program.scopes[scope];
    const cells = slots.map((item) => cellOf(this.program.items[item], path));
    return { scope, parent, path, cells, groups: groups.map(() => []), unknown: [] };
  }

  slotOf(scope, id) {
    return this.program.scopes[scope].slots.map((at) => this.program.items[at]).find((item) => item.id === id);
  }

  /** Puts an answer of the form, or all rows of a group, without settling. */
  place(id, json) {
    const item = this.slotOf(0, id);
    if (!item) return;
    this.root.cells[item.slot].answer = json;
    this.root.cells[item.slot].slot = readAnswer(item, json);
    if (item.rows !== undefined) this.root.groups[item.group] = (Array.isArray(json) ? json : []).map((row, at) => this.row(item, row, at));
  }

  row(group, json, at) {
    const frame = this.frame(group.rows, this.root, `${group.id}[${at}].`);
    if (!isObject(json)) return frame;
    frame.unknown = Object.keys(json).filter((id) => !this.slotOf(group.rows, id));
    for (const cell of frame.cells) {
      if (has(json, cell.item.id)) cell.answer = json[cell.item.id];
      cell.slot = readAnswer(cell.item, cell.answer);
    }
    return frame;
  }

  /** The cell of a path, `item` or `group[0].item`. */
  find(path) {
    const found = /^(?:([a-z0-9_]+)\[([0-9]+)\]\.)?([a-z0-9_]+)$/.exec(path);
    if (!found) return null;
    const group = found[1] && this.slotOf(0, found[1]);
    const frame = found[1] ? group && this.root.groups[group.group]?.[Number(found[2])] : this.root;
    return frame?.cells.find((cell) => cell.path === path) ?? null;
  }

  /** One changed answer (undefined takes it back): settles what depends on it, and gives that: { items, checks }. */
  set(path, json) {
    const cell = this.find(path);
    if (!cell) return { items: [], checks: [] };
    if (cell.item.rows !== undefined) this.place(path, json);
    cell.answer = json;
    cell.slot = readAnswer(cell.item, json);
    const dependents = this.program.dependents[cell.item.index];
    this.settle(dependents.items, dependents.checks);
    return dependents;
  }

  /** Every frame of a scope. */
  frames(scope) {
    const { group } = this.program.scopes[scope];
    return group === undefined ? [this.root] : this.root.groups[this.program.items[group].group];
  }

  settle(items, checks) {
    for (const at of items) {
      const item = this.program.items[at];
      for (const frame of this.frames(item.scope)) this.settleCell(frame, frame.cells[item.slot]);
    }
    for (const at of checks) this.settleCheck(at);
  }

  run(rule, frame) {
    this.env.frame = frame;
    return this.program.rules[rule].run(this.env);
  }

  settleCell(frame, cell) {
    const { item } = cell;
    const { shown, pending } = this.visibility(frame, item);
    cell.shown = shown;
    cell.pending = pending;
    if (item.value !== undefined) cell.slot = this.calculate(frame, item);
    Object.assign(cell, effectiveOf(cell.slot, shown));
    cell.required = shown && this.isRequired(frame, item);
    cell.findings = shown ? judge(cell, frame.groups[item.group]?.length, this.env.today) : [];
  }

  /** False decides; an undecided rule shows its item only when just other forms' answers are wanting. */
  visibility(frame, item) {
    const group = frame.parent && this.groupCell(frame);
    if (group && !group.shown) return { shown: false, pending: group.pending };
    let pending = false;
    for (const rule of item.shown_if) {
      const shown = this.run(rule, frame);
      if (shown === false) return { shown: false, pending: false };
      if (shown === null && !this.waitsForOthers(rule, frame)) pending = true;
    }
    return { shown: !pending, pending };
  }

  groupCell(frame) {
    const group = this.program.items[this.program.scopes[frame.scope].group];
    return frame.parent.cells[group.slot];
  }

  waitsForOthers(rule, frame) {
    const { reads, imports } = this.program.rules[rule];
    const own = reads.every((at) => this.cellsRead(at, frame).every((cell) => cell.effective !== null));
    return own && imports.some((slot) => this.root.cells[slot].effective === null);
  }

  /** The cells of an item that a rule in a frame reads: its own row's, the form's, or those of all rows. */
  cellsRead(at, frame) {
    const { scope, slot } = this.program.items[at];
    return scope === frame.scope ? [frame.cells[slot]] : this.frames(scope).map((one) => one.cells[slot]);
  }

  calculate(frame, item) {
    const found = this.run(item.value, frame);
    if (found === null) return {};
    return { value: typeof found === "object" && "m" in found && item.decimals !== undefined ? decimal.round(found, item.decimals) : found };
  }

  isRequired(frame, { required }) {
    return typeof required === "object" ? this.run(required.if, frame) === true : required === true;
  }

  /** Every cell in form order: an item, and after a group the cells of its rows. */
  *cells(frame = this.root) {
    for (const cell of frame.cells.slice(0, this.program.scopes[frame.scope].slots.length)) {
      yield cell;
      for (const row of frame.groups[cell.item.group] ?? []) yield* this.cells(row);
    }
  }

  /** Findings shown at a cell: its own, then those of checks, with messages. */
  findingsAt(cell) {
    const { checks, messages } = this.program;
    const own = cell.findings.map(({ code, severity }) => ({ code, severity, path: cell.path, message: messages[code] }));
    const fired = checks.filter((check, at) => check.on === cell.item.index && this.checks[at].some(({ violated }) => violated === true));
    return [...own, ...fired.map(({ id, severity, message }) => ({ code: id, severity, path: cell.path, message }))];
  }

  /** What the engine gives for the same answers: OUTCOME of `engine/src/evaluate/outcome.rs` as JSON. */
  outcome() {
    const outcome = { findings: [], calculated: {}, hidden: [], pending: [], undecided: [] };
    for (const cell of this.cells()) {
      if (!cell.shown) outcome.hidden.push(cell.path);
      if (cell.pending) outcome.pending.push(cell.path);
      if (cell.item.value !== undefined && cell.effective !== null) outcome.calculated[cell.path] = writeValue(cell.effective);
      outcome.findings.push(...cell.findings.map(({ code, severity }) => ({ code, path: cell.path, severity })));
    }
    this.program.checks.forEach((check, at) => {
      for (const { violated } of this.checks[at]) {
        const path = this.program.items[check.on].id;
        if (violated === true) outcome.findings.push({ code: check.id, path, severity: check.severity });
        if (violated === null) outcome.undecided.push(check.id);
      }
    });
    return outcome;
  }

  settleCheck(at) {
    const check = this.program.checks[at];
    this.checks[at] = this.frames(this.program.rules[check.rule].scope).map((frame) => ({ frame, violated: this.run(check.rule, frame) }));
  }
}

function cellOf(item, path) {
  return { item, path: path + item.id, answer: undefined, slot: {}, shown: false, pending: false, effective: null, missing: null, required: false, findings: [] };
}

function effectiveOf(slot, shown) {
  return { effective: shown ? slot.value ?? null : null, missing: shown ? slot.missing ?? null : null };
}
