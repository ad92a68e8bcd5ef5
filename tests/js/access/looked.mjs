// What can be said of a page as it stands in its window: names of controls, words cut off or missing, controls outside the window, the order in
// which one reads. Gives the texts it saw, so that the pages of two languages can be held against each other.

/** Runs in the page. */
function survey() {
  const faults = [];
  // A voice reads the words of each part in the language that it is marked with: the page's, but for a single phrase of the other.
  const isJapanese = (node) => /[\u3041-\u30ff\u3400-\u9fff]/.test(node.textContent);
  const title = document.querySelector(".form-section > h2");
  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".visually-hidden");
  const say = (node) => node.name || node.closest("[data-item]")?.dataset.item || node.id || node.outerHTML.slice(0, 80);
  const own = (node) => [...node.childNodes].filter((part) => !part.matches?.(".required, .visually-hidden, [data-number]")).map((part) => part.textContent).join("").trim();
  const all = (selector) => [...document.querySelectorAll(selector)];
  const width = document.documentElement.clientWidth;
  for (const node of all("[lang]")) {
    const words = isJapanese(node === document.documentElement ? title : node) ? "ja" : "en";
    if (node.lang !== words) faults.push(`${node === document.documentElement ? "the page" : say(node)} is marked as ${node.lang}, its words are in ${words}`);
  }

  const wide = document.documentElement.scrollWidth - width;
  if (wide > 0) faults.push(`the page is ${wide} px wider than the window`);

  const controls = all("#ctr-form :is(input:not([type=hidden]), select, textarea, button:not(.default-action), output)").filter(shown);
  if (controls.length === 0) faults.push("no control can be seen");
  const clipped = (node) => node.closest(".option-clear") || getComputedStyle(node).clipPath !== "none";
  for (const node of controls) {
    const box = node.getBoundingClientRect();
    if (!clipped(node) && (box.left < 0 || box.right > width + 0.5)) faults.push(`a control of ${say(node)} stands outside the window`);
    if (!clipped(node) && node.localName !== "output" && (box.width < 4 || box.height < 4)) faults.push(`a control of ${say(node)} is too small to be seen`);
    const name = node.localName === "button" ? node.textContent : node.getAttribute("aria-label") || [...(node.labels ?? [])].map((label) => label.textContent).join("");
    if (!name.trim()) faults.push(`a control of ${say(node)} has no label`);
    if (/^(radio|checkbox)$/.test(node.type) && !node.closest("fieldset")?.querySelector(":scope > legend")?.textContent.trim()) faults.push(`the choices of ${say(node)} have no legend`);
  }

  const labels = all("#ctr-form :is([data-label], .option > span, .row > legend, .help, .section-help, .form-help, .form-hint, .auto, button:not(.default-action)), .form-section > h2, .nav-title").filter(shown);
  for (const node of labels) {
    if (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== "visible") faults.push(`the label of ${say(node)} is cut off`);
    if (!own(node)) faults.push(`${say(node)} has a label without words`);
  }

  // What is chosen in a list is read whole, whichever of its answers it is; some lists are as wide as what is chosen.
  const pen = document.createElement("canvas").getContext("2d");
  const ARROW = 20; // that the browser draws
  for (const node of controls.filter((one) => one.localName === "select")) {
    const style = getComputedStyle(node);
    if (style.fieldSizing === "content") continue;
    const size = (...names) => names.reduce((sum, name) => sum + parseFloat(style[name]), 0);
    pen.font = style.font;
    const inner = node.clientWidth - size("paddingLeft", "paddingRight") - ARROW;
    const lines = /pre|nowrap/.test(style.whiteSpace) ? 1 : Math.max(1, Math.floor((node.clientHeight - size("paddingTop", "paddingBottom")) / (size("lineHeight") || 1.3 * size("fontSize"))));
    const longest = Math.max(...[...node.options].map((option) => pen.measureText(option.text).width));
    if (longest > inner * lines) faults.push(`the answers of ${say(node)} are cut off`);
  }

  // One reads down, and to the right within a line: the control that follows stands neither above the one before it nor left of it.
  let before = null;
  for (const node of controls.filter((one) => !clipped(one) && !one.closest(".fill-actions") && one.localName !== "output")) {
    const box = (node.type === "radio" ? node.closest(".options") : node).getBoundingClientRect();
    const isAbove = before && box.bottom <= before.box.top + 1 && box.left < before.box.right - 1;
    const isLeft = before && box.top < before.box.bottom - 1 && before.box.top < box.bottom - 1 && box.right <= before.box.left + 1;
    if (isAbove || isLeft) faults.push(`${say(node)} follows ${say(before.node)} but stands ${isAbove ? "above" : "left of"} it`);
    before = { node, box };
  }

  const texts = labels.map((node) => [say(node), own(node)]);
  for (const node of all("#ctr-form option")) texts.push([say(node.parentElement), node.text]);
  for (const node of all("#ctr-form :is([aria-label], [placeholder])")) texts.push([say(node), node.getAttribute("aria-label") ?? ""], [say(node), node.getAttribute("placeholder") ?? ""]);
  return { faults, texts, controls: controls.length };
}

export const looked = (page) => page.evaluate(survey);

const JAPANESE = /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/;
// A single letter of a numbering, as in “category (ア to エ)”, is no Japanese text, nor is an example of a date.
const JAPANESE_WORD = /[\u3041-\u30ff\u3400-\u9fff]{2}/;
// Signs and abbreviations are the same everywhere: ECOG PS, κ.
const LATIN_WORD = /[a-z]{3}/;
const EXAMPLES = /令和8年4月1日/g;

/** Both pages of a form say the same things in the same order, each in its own language; names and signs may be the same in both. */
export function inTheirLanguages(ja, en) {
  if (ja.length !== en.length) return [`${ja.length} texts in Japanese, ${en.length} in English`];
  return ja.flatMap(([item, text], at) => {
    const other = en[at][1];
    if (LATIN_WORD.test(text) && !JAPANESE.test(text) && text !== other) return [`${item} is not in Japanese: ${text}`];
    return JAPANESE_WORD.test(other.replace(EXAMPLES, "")) ? [`${item} is not in English: ${other}`] : [];
  });
}
