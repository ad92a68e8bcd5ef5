// Japanese through an input method: each step replaces the word under composition, then the word is settled. Nothing is lost or doubled, neither
// in the field nor in what is saved.

import assert from "node:assert/strict";
import { Keys } from "./keys.mjs";

/** Runs in the page: all fields that take words, reasons first, since they may go when answers change. `next` says how the one before came out and goes on to the next, with the caret at the end. */
function prepare() {
  const fields = [...document.querySelectorAll("#ctr-form :is(input[type=text], input[type=search], input:not([type]), textarea)")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled && !/number|date/.test(node.className))
    .sort((one, other) => other.name.startsWith("r.") - one.name.startsWith("r."));
  const settled = new Map();
  let [at, before, begun, ended] = [-1, "", 0, 0];
  document.addEventListener("compositionstart", () => (begun += 1), true);
  document.addEventListener("compositionend", () => (ended += 1), true);
  window.composed = {
    next(word) {
      const faults = [];
      const done = fields[at];
      const say = () => done.name || done.id || done.className;
      if (done && done.value !== before + word) faults.push(`${say()}: “${before}” and “${word}” became “${done.value}”`);
      if (done && (begun !== 1 || ended !== 1)) faults.push(`${say()}: ${begun} compositions begun, ${ended} ended`);
      if (done?.name) settled.set(done.name, done);
      at += 1;
      const field = fields[at];
      if (!field) return { faults, done: true };
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
      [before, begun, ended] = [field.value, 0, 0];
      return { faults };
    },
    /** What stands on the page now, to be held against what was saved. */
    standing: () => [...settled].filter(([, node]) => node.isConnected).map(([name, node]) => [name, node.value]),
    save: () => dispatchEvent(new Event("online")),
    /** What is filtered by words stands there whole again. */
    unfilter() {
      for (const node of document.querySelectorAll(".search-filter")) {
        node.value = "";
        node.dispatchEvent(new Event("input", { bubbles: true }));
      }
    },
  };
  return fields.length;
}

const STEPS = ["ｓ", "さ", "さい", "さいたい", "臍帯"];
const WORD = "臍帯";

/** Composes a word in every field of the page that takes words. */
export async function composed(page, saved, patience = 200) {
  const fields = await page.evaluate(prepare);
  const keys = await Keys.of(page);
  const faults = [];
  for (let field = 0; field <= fields; field += 1) {
    const step = await page.evaluate((word) => window.composed.next(word), WORD);
    faults.push(...step.faults);
    if (step.done) break;
    keys.compose(...STEPS);
    keys.settle(WORD);
    await keys.done();
  }
  const standing = await page.evaluate(() => (window.composed.unfilter(), window.composed.save(), window.composed.standing()));
  const isSaved = () => standing.every(([name, value]) => saved()?.getAll(name).includes(value.replace(/\r?\n/g, "\r\n")));
  for (let tries = 0; tries < patience && !isSaved(); tries += 1) await page.waitForTimeout(50);
  if (!isSaved()) faults.push("what was saved is not what stands on the page");
  return { composed: fields, faults };
}

/** Slower, on the form with every kind: words one after another, one given up, one put before others, and Enter while composing. */
export async function composesAtLength(page, saved) {
  const keys = await Keys.of(page);
  const write = async (steps, settled) => {
    keys.compose(...steps);
    keys.settle(settled);
    await keys.done();
  };
  for (const name of ["a.a_text", "a.a_long_text"]) {
    const field = page.locator(`[name="${name}"]`);
    await field.fill("");
    await field.focus();
    await write(["ｓ", "さ", "さい", "さいた", "さいたい", "臍帯"], "臍帯");
    await write(["け", "けつ", "血"], "血");
    keys.compose("い", ""); // a word begun and given up
    await write(["いしょ", "移植"], "移植");
    await page.waitForTimeout(900); // longer than the pause after which drafts are saved
    assert.equal(await field.inputValue(), "臍帯血移植", `${name}: composed text is neither lost nor doubled`);
    await field.press("Home");
    await write(["ひ", "非"], "非");
    assert.equal(await field.inputValue(), "非臍帯血移植", `${name}: a word put before others`);
    await page.keyboard.press("Tab");
    await page.waitForTimeout(50);
    assert.equal(await field.inputValue(), "非臍帯血移植");
    for (let tries = 0; tries < 60 && saved()?.get(name) !== "非臍帯血移植"; tries += 1) await page.waitForTimeout(50);
    assert.equal(saved()?.get(name), "非臍帯血移植", `${name}: what is saved is what stands there`);
  }
  // While a word is composed, the page leaves the field alone: Enter settles the word and sends nothing.
  const count = page.locator('[name="a.a_decimal"]');
  await count.focus();
  keys.compose("１２");
  keys.press("Enter");
  keys.settle("１２");
  await keys.done();
  assert.match(page.url(), /every_kind[^/]*\.html$/, "Enter while composing does not send the form");
  assert.equal((await count.inputValue()).normalize("NFKC"), "12");
}
