// A file goes to the server when it is chosen, and the answer that comes back stands in the field's hidden input.
// Without this script the page's own buttons do the same.

import { language } from "./page.js";

const WORDS = {
  ja: { sending: "送信中…", failed: "ファイルを送れませんでした。接続を確かめて、もう一度選んでください。" },
  en: { sending: "Sending…", failed: "The file could not be sent. Please check the connection and choose it again." },
}[language];

/** Puts an answer, or nothing, into the hidden input and tells the page. */
function put(item, text) {
  const input = item.querySelector("input[type=hidden]");
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

async function send(form, field) {
  const item = field.closest("[data-item]");
  const say = (text) => (item.querySelector("[data-upload]").textContent = text);
  const body = new FormData();
  body.set("file", field.files[0]);
  say(WORDS.sending);
  try {
    const headers = { "X-CSRF-Token": form.dataset.csrf, Accept: "application/json" };
    const address = `attachments?item=${encodeURIComponent(item.dataset.item)}`;
    const response = await fetch(address, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual" });
    const told = await response.json();
    say(told.message);
    if (response.ok) put(item, JSON.stringify(told.answer));
  } catch {
    say(WORDS.failed);
  }
  field.value = "";
}

/** Watches the file fields of a form, those of rows that come later too. */
export function attachments(form) {
  form.addEventListener("change", ({ target }) => {
    if (target.type === "file" && target.files.length > 0) send(form, target);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[value^='detach:']");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("[data-item]");
    put(item, "");
    item.querySelector("input[type=file]").focus();
  });
}
