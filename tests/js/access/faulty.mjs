// Each check is able to fail: the page with every kind of item, one fault put into it, and what must be said of it, no less and no more.
// A row: what is wrong, how it is put in (in the page, before anything else), which check looks, and what it says.

import { faults as axe } from "../axe.mjs";
import { announced, tied } from "./announced.mjs";
import { composed } from "./composed.mjs";
import { tabs, work } from "./keyboard.mjs";
import { inTheirLanguages, looked } from "./looked.mjs";
import { unfold } from "./unfold.mjs";

const texts = async (page) => (await looked(page)).texts;
const CHECKS = {
  axe: (page, { address }) => axe(page, { address }),
  looked: async (page) => (await looked(page)).faults,
  tied,
  announced: async (page) => (await announced(page)).faults,
  composed: async (page, { saved }) => (await composed(page, saved, 20)).faults,
  tabs: async (page) => (await tabs(page)).faults,
  work: async (page) => (await tabs(page), (await work(page)).faults),
  english: async (page, { ja }) => inTheirLanguages(ja, await texts(page)),
  japanese: async (page, { en }) => inTheirLanguages(await texts(page), en),
};

/** Runs in the page, before a fault is put in: the tools with which it is. */
function tools() {
  const field = (id) => document.getElementsByName(`a.${id}`)[0];
  const item = (id) => document.querySelector(`[data-item="${id}"]`);
  const sheet = (rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
  };
  /** Undoes again and again what the page does to a node. */
  const undo = (node, how, what) => {
    how(node);
    new MutationObserver(() => how(node)).observe(node, what);
  };
  const over = (node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    const lid = document.body.appendChild(document.createElement("div"));
    lid.textContent = "x";
    lid.style.cssText = `position: absolute; left: ${x + scrollX - 4}px; top: ${y + scrollY - 4}px; width: ${width + 8}px; height: ${height + 8}px; z-index: 9`;
  };
  Object.assign(window, { tools: { field, item, sheet, undo, over } });
}

// What must be said: as many faults as there are patterns, each by its own; one pattern with `all` for faults that show at many places.
const ROWS = [
  // Order
  { fault: "an item stands above the one before it", check: "looked", says: [/^a\.an_integer follows a\.a_long_text but stands above it$/], put: ({ item }) => (item("an_integer").style.transform = "translateY(-600px)") },
  { fault: "a unit stands left of its number", check: "looked", says: [/^u\.a_quantity follows a\.a_quantity but stands left of it$/], put: ({ item }) => (item("a_quantity").querySelector(".measure").style.flexDirection = "row-reverse") },
  { fault: "Tab goes to a late field first", check: "tabs", all: /^Tab (\d+ is at|stops \d+ times)/, put: ({ field }) => (field("a_grade").tabIndex = 1) },
  // Words
  { fault: "a label is cut off", check: "looked", says: [/^the label of an_integer is cut off$/], put: ({ item }) => (item("an_integer").querySelector("[data-label]").style.cssText = "display: block; width: 1rem; overflow: hidden; white-space: nowrap") },
  { fault: "the title of a section is cut off", check: "looked", says: [/^the label of title\.\w+ is cut off$/], put: () => (document.querySelector(".form-section > h2").style.cssText = "width: 1rem; overflow: hidden; white-space: nowrap") },
  { fault: "a choice is cut off", check: "looked", says: [/^the answers of a\.a_long_choice are cut off$/], put: ({ field }) => (field("a_long_choice").style.width = "4rem") },
  { fault: "a label has no words", check: "looked", says: [/has a label without words$/], put: () => document.querySelector(".nav-title").replaceChildren() },
  { fault: "a field has no label", check: "looked", says: [/^a control of a\.a_number has no label$/], put: ({ field }) => (field("a_number").id = "elsewhere") },
  { fault: "a choice has no legend", check: "looked", says: Array(3).fill(/^the choices of a\.a_boolean have no legend$/), put: ({ item }) => item("a_boolean").querySelector("legend").remove() },
  // Places
  { fault: "the page is wider than the window", check: "looked", says: [/^the page is \d+ px wider than the window$/], put: () => (document.body.appendChild(document.createElement("div")).style.cssText = "width: 3000px; height: 1px") },
  { fault: "a field stands outside the window", check: "looked", says: [/^a control of a\.a_text stands outside the window$/], put: ({ field }) => (field("a_text").style.transform = "translateX(-1000px)") },
  { fault: "a field is too small to be seen", check: "looked", says: [/^a control of a\.a_text is too small to be seen$/], put: ({ field }) => (field("a_text").style.transform = "scale(0.01)") },
  { fault: "nothing can be seen", check: "looked", says: [/^no control can be seen$/], put: () => (document.getElementById("ctr-form").hidden = true) },
  // Languages
  { fault: "a label is not translated", check: "english", says: [/^a_text is not in English: 文字列$/], put: ({ item }) => (item("a_text").querySelector("[data-label]").textContent = "文字列") },
  { fault: "a label is left in English", check: "japanese", says: [/^a_text is not in Japanese: One text$/], put: ({ item }) => (item("a_text").querySelector("[data-label]").textContent = "One text") },
  { fault: "a code stands in one language only", check: "english", says: [/^\d+ texts in Japanese, \d+ in English$/], put: ({ field }) => field("a_long_choice").lastElementChild.remove() },
  { fault: "the page says that it is in another language", check: "looked", says: [/^the page is marked as en, its words are in ja$/], put: () => (document.documentElement.lang = "en") },
  { fault: "a part says that it is in another language", check: "looked", says: [/^a_text is marked as en, its words are in ja$/], put: ({ item }) => (item("a_text").lang = "en") },
  // Focus
  { fault: "something lies over a field", check: "tabs", says: [/^something covers <input.*name="a\.a_number"/], put: ({ field, over }) => over(field("a_number")) },
  { fault: "something lies over a choice", check: "tabs", says: [/^something covers <input.*name="a\.a_boolean"/], put: ({ item, over }) => over(item("a_boolean")) },
  { fault: "a bar hides what is at the foot of the window", check: "tabs", all: /^something covers </, put: ({ sheet }) => sheet("html:root { scroll-padding: 0 !important } .fill-actions { height: 14rem }") },
  { fault: "the focus of a field cannot be seen", check: "tabs", says: [/^the focus cannot be seen on <input.*name="a\.a_text"/], put: ({ sheet }) => sheet('[name="a.a_text"]:focus { outline: none !important; box-shadow: none !important }') },
  { fault: "Tab passes a field over", check: "tabs", says: [/^Tab never stops at <input.*name="a\.a_number"/], put: ({ field }) => (field("a_number").tabIndex = -1) },
  { fault: "Tab is caught in a field", check: "tabs", all: /^Tab /, put: ({ field }) => field("a_number").addEventListener("keydown", (event) => event.key === "Tab" && event.preventDefault()) },
  // Keys
  { fault: "a button works by mouse alone", check: "work", says: [/^rows does not work by keyboard: <button.*add:bags/], put: () => document.querySelector('[value="add:bags"]').addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault()) },
  { fault: "a box takes no Space", check: "work", says: [/^checkbox does not work by keyboard: <input.*value="none"/], put: ({ item }) => item("some_choices").querySelector('[value="none"]').addEventListener("keydown", (event) => event.key === " " && event.preventDefault()) },
  // Voice
  { fault: "the summary is no live region", check: "announced", all: /^the summary is no live region$|is not announced$/, put: () => document.getElementById("ctr-summary").removeAttribute("aria-live") },
  { fault: "the summary stays as it is", check: "announced", all: /^the error of .* is not announced$/, put: ({ undo }) => undo(document.getElementById("ctr-summary"), (node) => node.textContent === "…" || (node.textContent = "…"), { childList: true, subtree: true, characterData: true }) },
  { fault: "the summary cannot be seen", check: "announced", all: /is not announced$/, put: ({ sheet }) => sheet("#ctr-summary { display: none }") },
  { fault: "a wrong field does not call itself so", check: "announced", says: [/^a_date does not say that it is invalid$/], put: ({ field, undo }) => undo(field("a_date"), (node) => node.removeAttribute("aria-invalid"), { attributeFilter: ["aria-invalid"] }) },
  { fault: "a field names no message", check: "announced", says: [/^a_date names no message that it cannot be read$/], put: ({ field }) => field("a_date").removeAttribute("aria-describedby") },
  { fault: "a message is not tied to its field", check: "tied", says: [/^no control names the finding required@a_text$/], put: ({ field }) => field("a_text").removeAttribute("aria-describedby") },
  { fault: "a field with an error says nothing of it", check: "tied", says: [/^the control of required@a_text does not say that it is invalid$/], put: ({ field }) => field("a_text").removeAttribute("aria-invalid") },
  // Input method
  { fault: "composed text is doubled", check: "composed", says: [/^a\.a_text: “” and “臍帯” became “臍帯臍帯”$/], put: ({ field }) => field("a_text").addEventListener("compositionend", ({ target, data }) => setTimeout(() => (target.value += data))) },
  { fault: "composed text is not what is saved", check: "composed", says: [/^what was saved is not what stands on the page$/], put: () => {
    const send = window.fetch;
    window.fetch = (address, what) => (what?.body?.delete?.("a.a_text"), send(address, what));
  } },
  // axe-core
  { fault: "a field has no name", check: "axe", says: [/^label-title-only: /, /^label: /], put: ({ field }) => (field("a_number").id = "elsewhere") },
  { fault: "words are too pale", check: "axe", says: [/^color-contrast: /], put: () => (document.querySelector(".help").style.color = "#ddd") },
];

/** Goes through the rows; `open` opens the page of a language. Gives the number of rows and what is wrong with the checks. */
export async function faulty(page, address, open, saved) {
  const wrong = [];
  const both = {};
  for (const lang of ["ja", "en"]) {
    await open(lang);
    await unfold(page);
    both[lang] = await texts(page);
  }
  for (const { fault, check, says, all, put } of ROWS) {
    await open(check === "english" ? "en" : "ja");
    await page.evaluate(tools);
    if (!["tied", "announced"].includes(check)) await unfold(page);
    await page.evaluate(`(${put})(window.tools)`);
    const found = await CHECKS[check](page, { ...both, saved, address });
    const isSaid = all ? found.length > 0 && found.every((one) => all.test(one)) : found.length === says.length && says.every((one, at) => one.test(found[at]));
    if (!isSaid) wrong.push(`“${fault}”: ${check} should say ${all ?? says.join(" and ")}, says ${JSON.stringify(found, null, 1)}`);
  }
  return { faulty: ROWS.length, wrong };
}
