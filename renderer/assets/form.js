// The fill page comes alive here: it runs the engine's compiled program (data, not code) over what stands in the fields while a person types.
// Without this script the page works by its buttons; the attributes it relies on are written by `renderer/templates`.

import { attachments } from "./attach.js";
import { Autosave } from "./autosave.js";
import { decode } from "./fields.js";
import { Page, language, movedKeys } from "./page.js";
import { asked, change } from "./rows.js";
import { load, Session } from "./session.js";

const LANGUAGE_VERSION = 1;
// A finding that appears when a field is left must not move the button that is being pressed.
const AFTER_LEAVING = 250;
const NOTICES = {
  ja: {
    unsaved: "未保存の変更があります", saving: "保存中…", saved: (at) => `下書きを保存しました${at ? ` ${at}` : ""}`,
    offline: "保存できません。接続が戻ると自動で保存します。この画面を閉じないでください。",
    conflict: "ほかの画面でこの記録が保存されました。この画面の入力は残っていますが、保存を止めました。内容を控えてから再読み込みしてください。",
    "signed-out": "サインインが切れました。別のタブでサインインすると、続けて保存します。この画面の入力は残っています。",
  },
  en: {
    unsaved: "Changes not saved yet", saving: "Saving…", saved: (at) => `Draft saved${at ? ` ${at}` : ""}`,
    offline: "Saving does not work right now. It goes on by itself when the connection is back. Please keep this page open.",
    conflict: "This record was saved from another page. What you typed here is still here, but saving has stopped. Note it down, then reload.",
    "signed-out": "You are signed out. Sign in in another tab and saving goes on. What you typed here is still here.",
  },
}[language];

const json = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");

/** What stands in the fields of an item, as answers JSON. */
function answerOf(form, path, kind) {
  const texts = [...document.getElementsByName(`a.${path}`)]
    .filter((control) => !["radio", "checkbox"].includes(control.type) || control.checked)
    .map((control) => control.value);
  const one = (prefix) => form.elements.namedItem(`${prefix}.${path}`)?.value ?? "";
  return decode(kind, texts, one("u"), one("m"));
}

/** All answers on the page. */
function answersOf(form, program) {
  const collect = (scope, prefix) => {
    const answers = {};
    for (const at of program.scopes[scope].slots) {
      const item = program.items[at];
      const found = item.rows === undefined ? answerOf(form, prefix + item.id, item.kind) : rowsOf(item, prefix + item.id);
      if (found !== undefined) answers[item.id] = found;
    }
    return answers;
  };
  const rowsOf = ({ rows }, path) => {
    const count = Number(form.elements.namedItem(`n.${path}`)?.value ?? 0);
    return count > 0 ? Array.from({ length: count }, (_, at) => collect(rows, `${path}[${at}].`)) : undefined;
  };
  return collect(0, "");
}

/** A missing reason and a value exclude each other; what stood there before comes back when the reason is taken away. */
class MissingReasons {
  constructor(form) {
    Object.assign(this, { form, kept: new Map() });
  }

  changed(kind, path) {
    const reason = this.form.elements.namedItem(`m.${path}`);
    if (!reason) return;
    const controls = [...document.getElementsByName(`a.${path}`)];
    if (kind === "a" && controls.some(isFilled)) reason.value = "";
    if (kind !== "m") return;
    if (reason.value && controls.some(isFilled)) {
      this.kept.set(path, controls.map(contentOf));
      controls.forEach((control) => fill(control, control.type === "radio" ? control.value === "" : ""));
    } else if (!reason.value && this.kept.has(path)) {
      const before = this.kept.get(path);
      controls.forEach((control, at) => fill(control, before[at]));
      this.kept.delete(path);
    }
  }
}

const isTicked = (control) => control.type === "radio" || control.type === "checkbox";
const contentOf = (control) => (isTicked(control) ? control.checked : control.value);
const isFilled = (control) => (isTicked(control) ? control.checked && control.value !== "" : control.value.trim() !== "");
function fill(control, content) {
  if (isTicked(control)) control.checked = Boolean(content);
  else control.value = content;
}

/** Sets up the background saving and says how it stands. */
function savingOf(form) {
  const [state, notice] = ["ctr-saved", "ctr-notice"].map((id) => document.getElementById(id));
  const saving = new Autosave(form, (what, at) => {
    const trouble = ["offline", "conflict", "signed-out"].includes(what);
    const text = what === "saved" ? NOTICES.saved(at) : NOTICES[trouble ? "unsaved" : what];
    if (state && state.textContent !== text) state.textContent = text;
    if (!notice || (!trouble && what !== "saved")) return;
    notice.hidden = !trouble;
    notice.textContent = trouble ? NOTICES[what] : "";
  });
  form.addEventListener("submit", (event) => {
    if (saving.running) {
      // The draft under way gets its new version number first, or the post would be refused as outdated. The button may have gone by then.
      event.preventDefault();
      saving.running.finally(() => setTimeout(() => event.submitter?.form && form.requestSubmit(event.submitter), 0));
    } else {
      saving.pause();
    }
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saving.save(true));
  window.addEventListener("online", () => saving.save());
  window.addEventListener("pageshow", () => saving.resume());
  window.addEventListener("beforeunload", (event) => {
    if (saving.changed && !saving.paused) event.preventDefault();
  });
  return saving;
}

function start(form) {
  const data = json("ctr-program");
  if (data.language !== LANGUAGE_VERSION) return;
  const program = load(data);
  const read = () => new Session(program, form.dataset.today, json("ctr-context"), answersOf(form, program), form.dataset.moment);
  const page = new Page(form, read());
  const missing = new MissingReasons(form);
  const saving = form.dataset.autosave === undefined ? null : savingOf(form);

  const took = (event) => {
    if (event.isComposing || !event.target.name) return;
    const found = /^([amu])\.(.+)$/.exec(event.target.name);
    if (found) {
      missing.changed(found[1], found[2]);
      const kind = page.session.find(found[2])?.item.kind;
      if (!kind) return;
      page.draw(page.session.set(found[2], answerOf(form, found[2], kind)));
    }
    saving?.touch();
  };
  const left = (event) => {
    // A search field has no name of its own.
    const path = (event.target.name || event.target.id)?.replace(/^[amuf]\./, "");
    if (!path || page.touched.has(path) || !page.session.find(path)) return;
    page.touched.add(path);
    setTimeout(() => {
      // The row may have gone meanwhile.
      const cell = page.session.find(path);
      if (cell) page.drawFindings(cell);
      page.drawSummary();
    }, AFTER_LEAVING);
  };
  attachments(form);
  form.addEventListener("input", took);
  form.addEventListener("change", took);
  form.addEventListener("compositionend", (event) => took({ target: event.target, isComposing: false }));
  form.addEventListener("focusout", left);
  // Rows come and go here; only without this script the page is posted for them.
  form.addEventListener("click", (event) => {
    const wanted = asked(event.target.closest?.("button"));
    const group = wanted && page.session.find(wanted.group)?.item;
    const moved = group && change(form, wanted, group.max_rows);
    if (!moved) return;
    event.preventDefault();
    missing.kept = movedKeys(missing.kept, moved);
    page.rowsMoved(moved, read());
    saving?.touch();
  });

  document.documentElement.classList.add("js");
  for (const node of document.querySelectorAll("[data-nojs]")) node.hidden = true;
  // Return in a field presses the first button of the form, which serves pages without script; here it does nothing.
  for (const button of form.querySelectorAll(".default-action")) button.disabled = true;
  const drawAll = () => page.draw(page.session.everything());
  drawAll();
  // Coming back by the browser's history may bring back typed values after this script has started.
  window.addEventListener("pageshow", () => {
    page.session = read();
    drawAll();
  });
}

const form = document.getElementById("ctr-form");
if (form) start(form);
