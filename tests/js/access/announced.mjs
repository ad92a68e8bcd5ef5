// What is wrong is said to those who do not see it: the control calls itself invalid and names its message, and the summary, a live region, changes.

import { Keys } from "./keys.mjs";

/** Runs in the page: every finding that can be seen is named by a control, or by the legend of its choices; of an error the control is invalid. */
function loose() {
  return [...document.querySelectorAll("[data-finding]")].filter((finding) => finding.checkVisibility()).flatMap((finding) => {
    const list = finding.closest("[data-findings]");
    const item = finding.closest("[data-item]");
    const tied = [...document.querySelectorAll(`[aria-describedby~="${CSS.escape(list.id)}"]`)].filter((node) => item.contains(node));
    if (tied.length === 0) return [`no control names the finding ${finding.dataset.finding}`];
    const controls = [...document.getElementsByName(`a.${item.dataset.item}`)].filter((control) => control.type !== "hidden");
    const shown = controls.map((control) => document.getElementById(`f.${item.dataset.item}`) ?? control);
    const invalid = shown.length === 0 || shown.every((control) => control.getAttribute("aria-invalid") === "true");
    return finding.classList.contains("finding-error") && !invalid ? [`the control of ${finding.dataset.finding} does not say that it is invalid`] : [];
  });
}

export const tied = (page) => page.evaluate(loose);

/** Runs in the page: the fields whose text can be unreadable. At each F8: whether the letter before it made an error that is said, then on. */
function watch() {
  const live = document.querySelector("#ctr-summary[role=status][aria-live=polite]");
  const kinds = /^(integer|decimal|quantity|date|partial_date|datetime)$/;
  const fields = [...document.querySelectorAll('#ctr-form [data-item] input[name^="a."]')]
    .filter((node) => kinds.test(node.closest("[data-item]").dataset.kind) && node.checkVisibility() && !node.disabled);
  const faults = live ? [] : ["the summary is no live region"];
  const fill = (node, value) => {
    node.value = value;
    node.dispatchEvent(new Event("input", { bubbles: true }));
  };
  let [at, said, typed] = [-1, "", ""];
  addEventListener("keydown", ({ key }) => {
    if (key !== "F8") return;
    const done = fields[at];
    if (done) {
      const path = done.name.slice(2);
      const list = (done.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)).find((node) => node?.querySelector("[data-finding^=unreadable]"));
      const message = list?.querySelector("[data-finding^=unreadable] .finding-text")?.textContent;
      if (done.getAttribute("aria-invalid") !== "true") faults.push(`${path} does not say that it is invalid`);
      if (!message || !list.checkVisibility()) faults.push(`${path} names no message that it cannot be read`);
      else if (!live?.checkVisibility() || !live.textContent.includes(message) || live.textContent === said) faults.push(`the error of ${path} is not announced`);
    }
    if (done) fill(done, typed);
    at += 1;
    typed = fields[at]?.value;
    fields[at]?.focus();
    said = live?.textContent;
  }, true);
  window.announced = () => ({ faults, reached: at });
  return fields.length;
}

/** Types a letter where a number or a date belongs, in every field that is shown; what stood there stands there again afterwards. */
export async function announced(page) {
  const fields = await page.evaluate(watch);
  const keys = await Keys.of(page);
  keys.press("F8");
  for (let field = 0; field < fields; field += 1) keys.press("z", "F8");
  await keys.done();
  const { faults, reached } = await page.evaluate(() => window.announced());
  if (reached !== fields) faults.push(`${reached} of ${fields} fields were reached`);
  return { announced: fields, faults };
}
