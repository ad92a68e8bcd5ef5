// Form pages for everyone: axe-core, the keyboard, announcements, the input method. node access.mjs <folder of pages>
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { faults } from "./axe.mjs";
import { bodyOf, launch, serve } from "./stand_in.mjs";

const folder = process.argv[2];
const saves = [];
const { address, close } = await serve(folder, async (request, response) => {
  saves.push(await bodyOf(request));
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ version: saves.length + 3, saved_at: "09:31" }));
});
const browser = await launch();
const wrong = [];
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

async function open(name, size = "desktop") {
  const page = await browser.newPage({ viewport: SIZES[size] });
  page.setDefaultTimeout(60_000); // machines are shared and noisy
  page.on("pageerror", (error) => wrong.push(`${name}: ${error.stack}`));
  await page.goto(`${address}/pages/${name}`);
  await page.waitForSelector("html.js");
  return page;
}

async function axe(name) {
  for (const size of Object.keys(SIZES)) {
    const page = await open(name, size);
    wrong.push(...(await faults(page)).map((fault) => `${name} (${size}): ${fault}`));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) wrong.push(`${name} (${size}): the page is ${wide} px wider than the window`);
    await page.close();
  }
}

// Tab goes through every control that can be seen, in the order of the page, and each shows that it has the focus.
async function tabs(name) {
  const page = await open(name);
  const wanted = await page.evaluate(() => {
    const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.tabIndex >= 0;
    const groups = new Set();
    return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter(seen).filter((element) => {
      if (element.type !== "radio") return true;
      return !groups.has(element.name) && groups.add(element.name); // one stop for a group of radio buttons
    }).map((element, at) => ((element.dataset.stop = at), at)).length;
  });
  let reached = 0;
  for (; reached < wanted; reached += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      const radio = element.type === "radio" && document.querySelector(`[name="${CSS.escape(element.name)}"][data-stop]`);
      const marked = (one) => one && (getComputedStyle(one).outlineStyle !== "none" || getComputedStyle(one).boxShadow !== "none");
      const box = element.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
      const covered = top && !element.contains(top) && !top.contains(element) && !element.labels?.length;
      return { stop: (radio || element).dataset?.stop, marked: marked(element) || marked(element.closest("label")) || marked(element.nextElementSibling), covered, what: element.outerHTML.slice(0, 120) };
    });
    if (found.stop !== String(reached)) return wrong.push(`${name}: Tab ${reached + 1} is at ${found.what}, expected stop ${reached}`), void page.close();
    if (!found.marked) wrong.push(`${name}: the focus cannot be seen on ${found.what}`);
    if (found.covered) wrong.push(`${name}: something covers ${found.what} while it has the focus`);
  }
  await page.close();
  return reached;
}

// A control that is wrong says so and names its finding.
async function findingsAreTied(name) {
  const page = await open(name);
  const loose = await page.evaluate(() =>
    [...document.querySelectorAll("[data-finding]")].filter((finding) => finding.checkVisibility()).filter((finding) => {
      const holder = finding.closest("[id]");
      return !document.querySelector(`[aria-describedby~="${CSS.escape(finding.id || holder?.id || "-")}"]`);
    }).map((finding) => finding.dataset.finding));
  if (loose.length) wrong.push(`${name}: findings that no control names: ${loose.join(", ")}`);
  await page.close();
}

async function worksByKeyboard() {
  const page = await open("every_kind.en.html");
  const at = (name) => page.locator(`[name="${name}"]`).first();
  await at("a.a_boolean").focus();
  await page.keyboard.press("Space");
  assert.ok(await at("a.a_boolean").isChecked(), "Space ticks");
  const choice = page.locator('[name="a.a_choice"]').first();
  await choice.focus();
  if ((await choice.evaluate((element) => element.type)) === "radio") {
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.locator('[name="a.a_choice"]').nth(1).isChecked(), true, "arrows choose");
  } else {
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await choice.inputValue(), "", "arrows choose");
  }
  // What changes is said: the summary is a live region, and its text follows the findings.
  const live = page.locator("#ctr-summary[role=status][aria-live]");
  const before = await live.textContent();
  await at("a.an_integer").fill("700");
  await page.waitForFunction((before) => document.querySelector("#ctr-summary").textContent !== before, before);
  await page.close();
}

// Types Japanese the way an input method does: each step replaces the word under composition, then the word is settled.
async function compose(page, session, steps, settled) {
  for (const text of steps) await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await session.send("Input.insertText", { text: settled });
}

async function inputMethod() {
  const page = await open("every_kind.ja.html");
  const session = await page.context().newCDPSession(page);
  for (const name of ["a.a_text", "a.a_long_text"]) {
    const field = page.locator(`[name="${name}"]`);
    await field.fill("");
    await field.focus();
    await page.evaluate((name) => {
      window.heard = [];
      for (const kind of ["compositionstart", "compositionend"]) document.querySelector(`[name="${name}"]`).addEventListener(kind, () => window.heard.push(kind));
    }, name);
    await compose(page, session, ["ｓ", "さ", "さい", "さいた", "さいたい", "臍帯"], "臍帯");
    await compose(page, session, ["け", "けつ", "血"], "血");
    await session.send("Input.imeSetComposition", { text: "い", selectionStart: 1, selectionEnd: 1 });
    await session.send("Input.imeSetComposition", { text: "", selectionStart: 0, selectionEnd: 0 }); // a word begun and given up
    await compose(page, session, ["いしょ", "移植"], "移植");
    await page.waitForTimeout(900); // longer than the pause after which drafts are saved
    assert.equal(await field.inputValue(), "臍帯血移植", `${name}: composed text is neither lost nor doubled`);
    assert.ok((await page.evaluate(() => window.heard)).filter((kind) => kind === "compositionstart").length >= 3, "real composition events");
    await field.press("Home");
    await compose(page, session, ["ひ", "非"], "非");
    assert.equal(await field.inputValue(), "非臍帯血移植", `${name}: a word put before others`);
    await page.keyboard.press("Tab");
    await page.waitForTimeout(50);
    assert.equal(await field.inputValue(), "非臍帯血移植");
    for (let tries = 0; tries < 60 && saves.at(-1)?.get(name) !== "非臍帯血移植"; tries += 1) await page.waitForTimeout(50);
    assert.equal(saves.at(-1).get(name), "非臍帯血移植", `${name}: what is saved is what stands there`);
  }
  // While a word is composed, the page leaves the field alone: Enter settles the word and sends nothing.
  const count = page.locator('[name="a.a_decimal"]');
  await count.focus();
  await session.send("Input.imeSetComposition", { text: "１２", selectionStart: 2, selectionEnd: 2 });
  await page.keyboard.press("Enter");
  await session.send("Input.insertText", { text: "１２" });
  assert.match(page.url(), /every_kind\.ja\.html$/, "Enter while composing does not send the form");
  assert.equal((await count.inputValue()).replaceAll("１", "1").replaceAll("２", "2"), "12");
  await page.close();
}

try {
  const names = readdirSync(folder).filter((name) => name.endsWith(".html"));
  let stops = 0;
  // Two pages at a time: each machine that runs this has two cores.
  const queue = [...names];
  const worker = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      await axe(name);
      // The controls are the same in both languages, so one walk by Tab is enough.
      if (name.endsWith(".ja.html")) stops += (await tabs(name)) ?? 0;
      await findingsAreTied(name);
    }
  };
  await Promise.all([worker(), worker()]);
  await worksByKeyboard();
  await inputMethod();
  assert.equal(wrong.length, 0, `\n${wrong.join("\n")}`);
  console.log(`${names.length} pages in two widths: nothing found; ${stops} controls reached by keyboard`);
} finally {
  await browser.close();
  close();
}
