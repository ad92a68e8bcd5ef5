// Draws what a session knows onto the page that the renderer wrote: which items are shown, calculated values, eras, findings, the summary.
// It changes only what differs, never moves the focus, and never removes what a person typed.

import * as calendar from "./calendar.js";
import * as decimal from "./decimal.js";
import { searchable } from "./search.js";
import { isAsked, writeValue } from "./session.js";

const HELD_BACK = new Set(["required", "too_few_rows"]);
const WORDS = {
  ja: { error: "エラー", warning: "警告", held: "持ち越し", reason: "理由", true: "はい", false: "いいえ", none: "エラー・警告はありません", joint: "・", says: "：", count: (number) => `${number}件` },
  en: { error: "Errors: ", warning: "Warnings: ", held: "Held over: ", reason: "Reason", true: "Yes", false: "No", none: "No errors or warnings", joint: ", ", says: ": ", count: String },
};
export const language = document.documentElement.lang.startsWith("ja") ? "ja" : "en";
const words = WORDS[language];

function element(name, className, content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}
// A finding that is held over asks for nothing.
const weight = ({ held, severity }) => (held ? "held" : severity);
const setText = (node, content) => {
  if (node && node.textContent !== content) node.textContent = content;
};

const itemsOf = (section) => [...section.querySelectorAll(":scope > [data-item]")];
/** A map whose keys are paths, or hold one, after rows moved. */
export const movedKeys = (map, moved) => new Map([...map].map(([key, kept]) => [moved(key), kept]).filter(([key]) => key !== null));

export class Page {
  constructor(form, session) {
    Object.assign(this, { form, session, touched: new Set(), reasons: new Map(), byPath: new Map() });
    this.showAll = form.dataset.show === "all";
    searchable(form);
    this.sections = [...form.querySelectorAll("[data-section]")].map((node) => {
      const id = node.dataset.section;
      const find = (kind) => form.querySelector(`[data-${kind}="${id}"]`);
      return { id, node, items: itemsOf(node), nav: find("nav"), progress: find("progress") };
    });
  }

  /** Rows came or went: paths moved, and a session that was read anew stands for the page. */
  rowsMoved(moved, session) {
    this.session = session;
    this.byPath.clear();
    this.touched = new Set([...this.touched].map(moved).filter(Boolean));
    this.reasons = movedKeys(this.reasons, moved);
    for (const section of this.sections) section.items = itemsOf(section.node);
    searchable(this.form);
    this.draw(session.everything());
  }

  /** The elements of an item, looked up once. */
  item(path) {
    let found = this.byPath.get(path);
    if (!found) {
      const wrapper = document.getElementById(`item.${path}`);
      const pick = (selector) => wrapper?.querySelector(selector);
      found = {
        wrapper,
        output: pick(`output[data-calculated="${path}"]`),
        converted: pick(`[data-converted="${path}"]`),
        attached: pick(":scope > .item-body [data-attached]"),
        era: pick(`[data-era="${path}"]`),
        required: pick(":scope > [data-label] [data-required], :scope > [data-required]"),
        list: document.getElementById(`findings.${path}`),
      };
      this.byPath.set(path, found);
    }
    return found;
  }

  /** Controls named `a.<path>` that offer an answer. */
  controls(path) {
    return [...document.getElementsByName(`a.${path}`)].filter((control) => !control.closest(".option-stray, .option-clear"));
  }

  /** Draws what a change may have touched (as `Session.set` gives it): cells of items, and those at which checks are shown; then the rest. */
  draw({ items, checks, shared = [], check_shared: checkShared = [], frame }) {
    const { program } = this.session;
    const cells = new Set();
    const take = (at, near) => {
      const { scope, slot } = program.items[at];
      for (const one of this.session.framesNear(scope, near, frame)) cells.add(one.cells[slot]);
    };
    items.forEach((at, index) => take(at, shared[index]));
    checks.forEach((check, index) => this.shownAt(program.checks[check].on).forEach((at) => take(at, checkShared[index])));
    this.fired = this.session.checkFindings();
    cells.forEach((cell) => this.drawCell(cell));
    this.drawSections();
    this.drawSummary();
  }

  /** The items (indexes) at which a check on an item may be shown: the item, and the groups around it for a check from outside. */
  shownAt(on) {
    const { items, scopes } = this.session.program;
    const { group } = scopes[items[on].scope];
    return group === undefined ? [on] : [on, ...this.shownAt(group)];
  }

  drawCell(cell) {
    const { wrapper, output, converted, attached, era, required } = this.item(cell.path);
    if (!wrapper) return;
    wrapper.hidden = !cell.shown;
    if (required && cell.shown) required.hidden = !cell.required;
    if (output) setText(output, this.textOf(cell, output));
    if (era) setText(era, this.eraOf(cell));
    if (attached && !cell.slot.fault) drawAttached(attached, cell.slot.value);
    if (cell.item.choices_if.length > 0) this.drawBarred(cell);
    if (converted) setText(converted, convertedOf(cell, converted.dataset.unit));
    this.drawFindings(cell);
  }

  /** Codes that the other answers leave no room for are not offered; one that is chosen stays to be seen. */
  drawBarred(cell) {
    const barred = this.session.barredOf(cell);
    for (const control of this.controls(cell.path)) {
      for (const option of control.options ?? []) option.hidden = option.disabled = barred.has(option.value) && !option.selected;
      if (!control.options) control.closest(".option").hidden = barred.has(control.value) && !control.checked;
    }
  }

  textOf({ effective }, output) {
    if (effective === null) return "";
    const written = writeValue(effective);
    if (typeof written === "boolean") return words[written];
    return output.dataset.labels ? JSON.parse(output.dataset.labels)[written] ?? written : written;
  }

  eraOf({ slot }) {
    if (slot.value === undefined) return "";
    return calendar.era(typeof slot.value === "number" ? calendar.dayOfTime(slot.value) : slot.value, language);
  }

  /** Findings to show at an item now: those of a blank that nobody has left yet wait. */
  findingsAt(cell) {
    return [...this.session.ownFindings(cell), ...this.fired.filter(({ path }) => path === cell.path)].filter((one) => this.isDue(one));
  }

  isDue({ code, path }) {
    return this.showAll || this.touched.has(path) || !HELD_BACK.has(code);
  }

  drawFindings(cell) {
    const { list } = this.item(cell.path);
    if (!list) return;
    const wanted = new Map(this.findingsAt(cell).map((finding) => [`${finding.code}@${finding.path}`, finding]));
    for (const old of [...list.children]) {
      const now = wanted.get(old.dataset.finding);
      if (!now || !old.classList.contains(`finding-${weight(now)}`)) this.takeAway(old);
    }
    const present = new Map([...list.children].map((node) => [node.dataset.finding, node]));
    for (const [key, finding] of wanted) {
      if (!present.has(key)) list.append(this.findingNode(key, finding));
      else setText(present.get(key).querySelector(".finding-text"), finding.message[language]);
    }
    const wrong = [...wanted.values()].some((finding) => weight(finding) === "error");
    for (const control of this.controls(cell.path)) {
      const { search } = control;
      for (const node of search ? [search.input] : [control.type === "hidden" ? document.getElementById(`f.${cell.path}`) : control]) {
        if (wrong) node.setAttribute("aria-invalid", "true");
        else node.removeAttribute("aria-invalid");
      }
      search?.refresh();
    }
  }

  takeAway(node) {
    const reason = node.querySelector("input, textarea");
    if (reason) this.reasons.set(node.dataset.finding, reason.value);
    node.remove();
  }

  findingNode(key, finding) {
    const { message } = finding;
    const severity = weight(finding);
    const node = element("li", `finding finding-${severity}`);
    node.dataset.finding = key;
    node.append(element("span", "finding-text", message[language]));
    if (severity === "warning") {
      const label = element("label", "finding-reason");
      const input = element("input");
      Object.assign(input, { type: "text", name: `r.${key}`, value: this.reasons.get(key) ?? "" });
      label.append(element("span", "", words.reason), " ", input);
      node.append(label);
    }
    return node;
  }

  /** A section is hidden when all its items are; its entry in the navigation says how many are answered of those asked. */
  drawSections() {
    const counts = this.session.program.sections.map(() => ({ answered: 0, asked: 0 }));
    for (const cell of this.session.cells()) {
      if (!cell.shown || !isAsked(cell.item)) continue;
      const count = counts[cell.item.section];
      count.asked += 1;
      count.answered += Object.keys(cell.slot).length > 0 ? 1 : 0;
    }
    for (const { id, node, items, nav, progress } of this.sections) {
      if (items.length > 0) node.hidden = items.every((item) => item.hidden);
      if (nav) nav.hidden = node.hidden;
      const count = counts[this.session.program.sections.findIndex((section) => section.id === id)];
      if (count) setText(progress, count.asked ? `${count.answered}/${count.asked}` : "");
    }
  }

  drawSummary() {
    const summary = document.getElementById("ctr-summary");
    if (!summary) return;
    const shown = this.session.findings().filter((one) => this.isDue(one));
    const counts = ["error", "warning", "held"].map((severity) => [severity, shown.filter((finding) => weight(finding) === severity).length]);
    const text = counts.filter(([, number]) => number > 0).map(([severity, number]) => words[severity] + words.count(number));
    summary.hidden = shown.length === 0 && !this.showAll;
    setText(summary.querySelector(".summary-text"), text.join(words.joint) || words.none);
    const list = summary.querySelector(".summary-list");
    // What is wrong before what is doubtful, each in the order of the form.
    const sorted = ["error", "warning", "held"].flatMap((severity) => shown.filter((finding) => weight(finding) === severity));
    const lines = sorted.map(({ path, message }) => [path, this.labelOf(path) + words.says + message[language]]);
    const now = JSON.stringify(lines);
    if (!list || now === this.summaryNow) return;
    this.summaryNow = now;
    list.replaceChildren(...lines.map(([path, line]) => summaryLine(path, line)));
  }

  /** What people call a place: `Drugs 2, Daily dose` for `drugs[1].dose`. */
  labelOf(path) {
    let around = "";
    const labels = path.split(".").map((part) => {
      const [id, row] = part.split(/[[\]]/);
      const label = this.session.find(around + id)?.item.label?.[language] ?? id;
      around += `${part}.`;
      return row ? `${label} ${+row + 1}` : label;
    });
    return labels.join(words.joint);
  }
}

/** A quantity typed in another than the canonical unit, converted: `= 12.3 mg/dL`, the same as `renderer/src/display/display.rs`. */
function convertedOf({ slot: { value, unit } }, print) {
  if (!unit) return "";
  const number = decimal.plain(value.limit ?? value);
  const shown = decimal.write(number.s > 6 ? decimal.round(number, 6) : number);
  return `${number.s > 6 ? "≈" : "="} ${value.sign ?? ""}${shown}${print && ` ${print}`}`;
}

/** The attached file, the same as `renderer/src/page/attached.rs`. */
function drawAttached(node, file) {
  node.hidden = !file;
  if (!file) return;
  const [link, size] = node.children;
  const tenths = (unit, name) => `${Math.round((file.size * 10) / unit) / 10} ${name}`;
  link.href = `attachments/${file.sha256}`;
  setText(link, file.name);
  setText(size, file.size < 1000 ? `${file.size} B` : file.size < 999950 ? tenths(1e3, "KB") : tenths(1e6, "MB"));
}

function summaryLine(path, line) {
  const link = element("a", "", line);
  link.href = `#item.${path}`;
  const node = element("li");
  node.append(link);
  return node;
}
