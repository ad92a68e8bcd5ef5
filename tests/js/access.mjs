// Every form for everyone, in one browser: axe-core, the window of a desk and of a telephone, the keyboard, announcements, the input method.
// node access.mjs <folder of pages>; pages are `<form>.blank.<lang>.html` and `<form>.filled.<lang>.html`. CTR_FORMS=crs,death walks only these.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { announced, tied } from "./access/announced.mjs";
import { composed, composesAtLength } from "./access/composed.mjs";
import { faulty } from "./access/faulty.mjs";
import { tabs, work } from "./access/keyboard.mjs";
import { inTheirLanguages, looked } from "./access/looked.mjs";
import { unfold } from "./access/unfold.mjs";
import { faults as axe } from "./axe.mjs";
import { bodyOf, launch, serve } from "./stand_in.mjs";

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
// What the keyboard and the input method do is the same in both languages: the walks go over one.
const WALKED = "ja";
// What no form can do without: a walk that finds fewer looked at too little.
const LEAST_KINDS = ["link", "rows", "submit", "checkbox", "radio", "select", "combobox", "filter", "text", "file"];

const saves = new Map();
let version = 3;
const { address, close } = await serve(process.argv[2], async (request, response) => {
  saves.set(request.headers.referer.split("/").pop(), await bodyOf(request));
  version += 1;
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ version, saved_at: "09:31" }));
});
const browser = await launch();
const wrong = [];
const totals = { pages: 0, controls: 0, stops: 0, announced: 0, composed: 0, worked: 0, kinds: {} };

/** A page that goes from form to form: the browser keeps what it has compiled. */
async function tab() {
  const page = await browser.newPage({ viewport: DESK });
  page.setDefaultTimeout(120_000); // machines are shared and noisy
  page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error.stack}`));
  // axe-core itself measures by a style of its own, which the policy of the page refuses.
  page.on("console", (line) => line.type() === "error" && !/inline style/.test(line.text()) && wrong.push(`${page.url()}: console says ${line.text()}`));
  page.on("dialog", (dialog) => dialog.accept()); // leaving with answers that are not saved
  page.on("filechooser", () => {}); // none opens
  return page;
}

async function open(page, name) {
  const go = () => page.goto(`${address}/pages/${name}`, { waitUntil: "domcontentloaded" });
  await go().catch(go); // what the page before was still sending may end the first
  await page.waitForSelector("html.js");
  totals.pages += 1;
}

/** Adds what a walk counted to the totals; gives what it found wrong. */
async function count(what, walk) {
  const { faults, kinds, ...counted } = await walk;
  totals[what] += counted[what] ?? 0;
  for (const [kind, number] of Object.entries(kinds ?? {})) totals.kinds[kind] = (totals.kinds[kind] ?? 0) + number;
  return faults;
}

const told = (where, faults) => wrong.push(...faults.map((fault) => `${where}: ${fault}`));

/** What stands where, in the window of a desk and of a telephone. Gives the texts of the page. */
async function inBothWindows(name, page, lang) {
  let texts;
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    const seen = await looked(page);
    totals.controls += seen.controls;
    texts = seen.texts;
    told(`${name} (${size.width})`, seen.faults);
    // Contrast takes most of the time and does not change with the window: it is measured once in each language.
    if (lang === "ja" || size === PHONE) told(`${name} (${size.width})`, await axe(page, { contrast: size === PHONE, address }));
  }
  return texts;
}

/** As it is opened first, after a try to submit it empty. */
async function blank(form, page) {
  const name = `${form}.blank.ja.html`;
  await open(page, name);
  told(name, [...(await looked(page)).faults, ...(await tied(page))]);
}

/** As its examples fill it, and then with all of it opened. */
async function filled(form, lang, page) {
  const name = `${form}.filled.${lang}.html`;
  await open(page, name);
  told(name, await tied(page));
  if (lang === WALKED) told(name, await count("announced", announced(page)));
  await unfold(page);
  const texts = await inBothWindows(name, page, lang);
  if (lang === WALKED) {
    told(`${name} by input method`, await count("composed", composed(page, () => saves.get(name))));
    told(`${name} by Tab`, await count("stops", tabs(page)));
    told(`${name} by keys`, await count("worked", work(page)));
  }
  return texts;
}

async function walk(form, page) {
  await blank(form, page);
  told(form, inTheirLanguages(await filled(form, "ja", page), await filled(form, "en", page)));
}

try {
  const only = process.env.CTR_FORMS?.split(",");
  const forms = [...new Set(readdirSync(process.argv[2]).map((name) => name.split(".")[0]))].filter((form) => only?.includes(form) ?? true);
  const queue = [...forms];
  let said = 0;
  // Two pages at a time: each machine that runs this has two cores.
  const worker = async () => {
    const page = await tab();
    for (let form = queue.shift(); form; form = queue.shift()) {
      await walk(form, page).catch((error) => wrong.push(`${form}: ${error.stack}`));
      for (; said < wrong.length; said += 1) console.error(wrong[said]);
    }
  };
  await Promise.all([worker(), worker()]);
  const page = await tab();
  await open(page, "every_kind.blank.ja.html");
  await composesAtLength(page, () => saves.get("every_kind.blank.ja.html"));
  // The checks themselves: none that cannot fail.
  await page.setViewportSize(DESK);
  const { wrong: blind, ...counted } = await faulty(page, address, (lang) => open(page, `every_kind.filled.${lang}.html`), () => saves.get("every_kind.filled.ja.html"));
  wrong.push(...blind);
  Object.assign(totals, counted);
  if (!only) for (const kind of LEAST_KINDS) assert.ok(totals.kinds[kind] > 0, `no control of kind ${kind} was worked`);
  for (; said < wrong.length; said += 1) console.error(wrong[said]);
  assert.equal(wrong.length, 0, "what is wrong stands above");
  console.log(`${forms.length} forms: ${JSON.stringify(totals)}`);
} finally {
  await browser.close();
  close();
}
