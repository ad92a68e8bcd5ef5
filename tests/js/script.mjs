// The fill page's script in Chromium, over pages that the renderer wrote: node script.mjs <folder of pages>.
// A small server stands in for ours: it serves the pages and the scripts under the strict policy and answers background saves as told.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { folder as assets } from "./assets.mjs";
import { bodyOf, launch, serve } from "./stand_in.mjs";

const folder = process.argv[2];

// What the stand-in heard, and how it answers.
const heard = { saves: [], posts: [], files: [] };
let answer = () => ({ status: 200, body: { version: heard.saves.length + 3, saved_at: "09:31" } });

async function posted(request, response) {
  const body = await bodyOf(request);
  if (request.url.includes("/attachments")) {
    const name = body.get("file");
    heard.files.push([new URL(request.url, address).searchParams.get("item"), name, request.headers["x-csrf-token"]]);
    const sent = { name, sha256: "ab".repeat(32), size: name.endsWith(".png") ? 999 : 1234567, type: name.endsWith(".png") ? "image/png" : "application/pdf" };
    const told = name.endsWith(".exe") ? [422, { problem: "file-type-not-allowed", message: "Not this one." }] : [200, { answer: sent, message: "Attached." }];
    return response.writeHead(told[0], { "Content-Type": "application/json" }).end(JSON.stringify(told[1]));
  }
  if (!request.url.endsWith("/draft")) {
    heard.posts.push(body);
    return response.writeHead(200, { "Content-Type": "text/html" }).end("<p id='arrived'>arrived</p>");
  }
  heard.saves.push({ body, csrf: request.headers["x-csrf-token"] });
  const { status, body: json, after = 0 } = answer();
  await new Promise((resolve) => setTimeout(resolve, after));
  return response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(json ?? {}));
}

const { address, close } = await serve(folder, posted);
const browser = await launch();
const problems = [];

async function open(name, expectTrouble = false) {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000); // machines are shared and noisy
  page.on("pageerror", (error) => problems.push(`${name}: ${error.stack}`));
  page.on("console", (line) => line.type() === "error" && !expectTrouble && problems.push(`${name}: ${line.text()}`));
  await page.goto(`${address}/pages/${name}`);
  await page.waitForSelector("html.js");
  return page;
}

const named = (name) => `[name="${name}"]`;
const finding = (page, key) => page.locator(`[data-finding="${key}"]`);
const until = async (check, what) => {
  for (let tries = 0; tries < 80; tries += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`waited in vain: ${what}`);
};

// The script draws exactly what the server rendered: starting it changes nothing
// but to put away what only pages without script need.
async function startingChangesNothing(name) {
  const page = await open(name);
  const [server, live] = await page.evaluate(async () => {
    const form = (root) => {
      const copy = root.getElementById("ctr-form").cloneNode(true);
      copy.querySelectorAll("[data-nojs], .default-action, [role=combobox], .search-filter, .search-list, .search-said").forEach((node) => node.remove());
      // A list that is searched stands behind its search field.
      for (const select of copy.querySelectorAll("select[data-search]")) {
        select.id = select.id.replace("select.", "");
        select.removeAttribute("hidden");
      }
      return copy.outerHTML.replaceAll("><", ">\n<").replaceAll(' hidden=""', " hidden").split("\n").map((line) => line.trim());
    };
    const text = await (await fetch(location.href)).text();
    return [form(new DOMParser().parseFromString(text, "text/html")), form(document)];
  });
  assert.deepEqual(live, server, `${name}: the script changed the page on starting`);
  await page.close();
}

// What a laboratory reports beyond its limits, in another unit, and letters of another kind.
async function readsLaboratoryValues() {
  const page = await open("fresh.ja.html");
  const value = page.locator(named("a.a_censored"));
  for (const [typed, wrong] of [["＜０．０２", 0], ["0.02未満", 0], ["検出せず", 0], ["<2000", 0], [">2000", 1], ["999超", 0], ["1000超", 1]]) {
    await value.fill(typed);
    assert.equal(await finding(page, "soft_range@a_censored").count(), wrong, typed);
    assert.equal(await value.getAttribute("aria-invalid"), null, typed);
  }
  await value.fill("<low");
  assert.equal(await value.getAttribute("aria-invalid"), "true", "no number");
  await page.fill(named("a.a_decimal"), "<5");
  assert.ok(await finding(page, "comparator_not_allowed@a_decimal").isVisible());
  await page.fill(named("a.a_quantity"), "125");
  assert.equal(await page.textContent('[data-converted="a_quantity"]'), "");
  await page.selectOption(named("u.a_quantity"), "mg/L");
  assert.equal(await page.textContent('[data-converted="a_quantity"]'), "= 12.5 mg/dL");
  await page.fill(named("a.a_reading"), "ヤマダ");
  assert.equal(await finding(page, "characters@a_reading").count(), 0);
  await page.fill(named("a.a_reading"), "やまだ");
  assert.ok(await finding(page, "characters@a_reading").isVisible());
  await page.fill(named("a.a_number"), "12");
  assert.match(await finding(page, "pattern@a_number").textContent(), /3桁の番号/);
  await page.fill(named("a.a_date"), "Ｒ８．４．１");
  assert.equal(await page.textContent('[data-era="a_date"]'), "令和8年4月1日");
  await page.close();
}

// A long list is searched by typing, by keyboard alone; what does not go with other answers is not offered.
async function searchesLongLists() {
  const page = await open("fresh.ja.html");
  const field = page.getByRole("combobox", { name: "診療科" });
  const list = page.locator(named("a.a_department"));
  const options = page.locator('.search-list:not([hidden]) [role="option"]');
  const offered = () => options.allTextContents();
  await field.focus();
  await page.keyboard.press("ArrowDown");
  assert.equal((await offered()).length, 4, "everything is offered while nothing is known");
  await page.keyboard.type("けつえき");
  assert.deepEqual(await offered(), ["血液内科（ケツエキナイカ）"], "either kana finds it");
  await page.keyboard.press("Enter");
  assert.equal(await list.inputValue(), "haematology");
  assert.equal(await field.inputValue(), "血液内科（ケツエキナイカ）");
  assert.equal(await field.getAttribute("aria-expanded"), "false");
  await page.fill(named("a.an_integer"), "5");
  await field.fill("ｓｕｒｇ");
  assert.deepEqual(await offered(), [], "not offered to a child");
  await page.keyboard.press("Escape");
  assert.equal(await field.inputValue(), "血液内科（ケツエキナイカ）", "what was typed to search is no answer");
  await page.fill(named("a.an_integer"), "20");
  await field.fill("ＳＵＲＧ");
  await options.click();
  assert.equal(await list.inputValue(), "surgery");
  await page.fill(named("a.an_integer"), "5");
  assert.ok(await finding(page, "choice_not_allowed@a_department").isVisible());
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await field.fill("その他");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator('[data-item="a_department_other"]').isVisible(), "other asks what");
  await field.fill("");
  await page.keyboard.press("Tab");
  assert.equal(await list.inputValue(), "", "an emptied field takes the answer back");
  const marker = page.locator(`${named("a.some_markers")}[value="cd20"]`);
  assert.ok(await marker.isHidden());
  await page.fill(named("a.an_integer"), "20");
  assert.ok(await marker.isVisible());
  // Many check boxes are filtered; what is ticked stays, and what other answers bar is not brought back.
  for (const sheet of ["ctr", "form"]) await page.addStyleTag({ url: `/assets/${sheet}.css` });
  const box = page.locator('[data-item="some_markers"]');
  const filter = box.getByRole("searchbox", { name: "選択肢を絞り込む" });
  const tick = (code) => box.locator(`input[value="${code}"]`);
  await tick("cd19").check();
  await filter.fill("ｃｄ２０");
  assert.ok((await tick("cd20").isVisible()) && (await tick("cd19").isVisible()) && (await tick("none").isHidden()));
  assert.equal(await box.locator(".search-said").textContent(), "1件");
  await filter.press("Enter");
  await page.fill(named("a.an_integer"), "5");
  assert.ok(await tick("cd20").isHidden(), "barred by another answer");
  await filter.fill("ど");
  assert.equal(await box.locator(".search-said").textContent(), "該当する選択肢はありません");
  assert.ok(await tick("cd19").isVisible(), "what is ticked stays");
  await filter.fill("");
  await page.fill(named("a.an_integer"), "20");
  assert.ok((await tick("none").isVisible()) && (await marker.isVisible()));
  await page.fill(named("a.a_grade"), "2");
  assert.ok(await finding(page, "derived_differs@a_grade").isVisible());
  await page.fill(named("a.an_integer"), "40");
  assert.equal(await finding(page, "derived_differs@a_grade").count(), 0);
  await page.close();
}

async function reactsWhileTyping() {
  const page = await open("fresh.en.html");
  assert.equal(await finding(page, "required@a_text").count(), 0, "nobody has been at the blank yet");
  await page.locator(named("a.a_decimal")).pressSequentially("1.5");
  assert.equal(await page.textContent('[data-calculated="a_double"]'), "3");
  assert.equal(await page.evaluate(() => document.activeElement.name), "a.a_decimal", "the focus stays");
  assert.ok(await page.locator('[data-section="codes"]').isHidden());
  await page.locator(`${named("a.a_boolean")}[value="true"]`).check();
  assert.ok(await page.locator('[data-section="codes"]').isVisible(), "the section follows the answer");
  assert.ok(await page.locator('[data-item="a_choice"] [data-required]').isVisible(), "required by a rule that became true");
  assert.equal(await page.textContent('[data-progress="plain"]'), "2/9");

  const days = page.locator(named("a.an_integer"));
  for (const [moment, spoken] of [["typing", 0], ["save", 1]]) {
    await page.evaluate((now) => {
      document.getElementById("ctr-form").dataset.moment = now;
      window.dispatchEvent(new Event("pageshow"));
    }, moment);
    await days.fill("99");
    assert.equal(await finding(page, "typed_soon@an_integer").count(), spoken, `as on ${moment}`);
  }
  await days.fill("700");
  assert.ok(await finding(page, "out_of_range@an_integer").isVisible());
  assert.equal(await days.getAttribute("aria-invalid"), "true");
  await days.fill("７０");
  assert.equal(await days.getAttribute("aria-invalid"), null);
  await page.fill(named("r.long_stay@an_integer"), "as agreed");
  await days.fill("40");
  assert.equal(await finding(page, "long_stay@an_integer").count(), 0);
  await days.fill("70");
  assert.equal(await page.inputValue(named("r.long_stay@an_integer")), "as agreed", "a reason comes back with its warning");
  assert.match(await page.textContent("#ctr-summary .summary-text"), /Warnings: 2/);

  await page.selectOption(named("m.an_integer"), "UNK");
  assert.equal(await days.inputValue(), "");
  assert.equal(await finding(page, "long_stay@an_integer").count(), 0);
  await page.selectOption(named("m.an_integer"), "");
  assert.equal(await days.inputValue(), "70", "the value comes back when the reason goes");
  await page.selectOption(named("m.an_integer"), "ND");
  await days.fill("5");
  assert.equal(await page.inputValue(named("m.an_integer")), "", "a value takes the reason away");

  await page.fill(named("a.a_date"), "R8.4.1");
  assert.equal(await page.textContent('[data-era="a_date"]'), "Reiwa 8");
  await page.fill(named("a.a_partial_date"), "2027");
  assert.ok(await finding(page, "later_than_partial@a_date").isVisible());
  await page.fill(named("a.a_partial_date"), "2026");
  assert.equal(await finding(page, "later_than_partial@a_date").count(), 0, "2026 could be earlier in the year");

  await page.focus(named("a.a_text"));
  await page.focus(named("a.a_long_text"));
  await finding(page, "required@a_text").waitFor();
  await page.close();
}

// Rows come and go without a post; what was typed, findings and reasons stay with their row.
async function rowsComeAndGo() {
  heard.posts.length = 0;
  const page = await open("fresh.en.html");
  const press = (value) => page.locator(`button[value="${value}"]`).click();
  await press("add:bags");
  assert.equal(await page.evaluate(() => document.activeElement.name), "a.bags[0].lot", "the focus goes to the new row");
  await page.fill(named("a.bags[0].lot"), "first");
  await press("add:bags");
  await page.fill(named("a.bags[1].lot"), "last");
  await page.fill(named("a.bags[1].volume"), "5");
  await press("add:bags[1].washes");
  await page.fill(named("a.bags[1].washes[0].washed"), "3");
  await press("add:bags[1].washes");
  await page.fill(named("a.bags[1].washes[1].washed"), "9");
  assert.equal(await page.textContent('[data-calculated="bags[1].washed_in_all"]'), "12");
  assert.ok(await page.locator('button[value="add:bags[1].washes"]').isHidden(), "full");
  await page.fill(named("r.much_washed@bags[1].washes[1].washed"), "twice rinsed");

  await press("insert:bags[1]");
  assert.equal(await page.inputValue(named("a.bags[2].lot")), "last", "the row moved with what was typed");
  assert.equal(await page.inputValue(named("a.bags[1].lot")), "");
  assert.equal(await page.inputValue(named("r.much_washed@bags[2].washes[1].washed")), "twice rinsed", "and its reason");
  assert.equal(await page.textContent('[data-calculated="bags[2].washed_in_all"]'), "12");
  assert.equal(await page.textContent('[data-row="bags[2]"] > legend'), "Bags 3");
  assert.equal(await page.textContent('[data-row="bags[2].washes[1]"] > legend'), "Washes 2");
  await page.fill(named("a.bags[2].washes[0].washed"), "4");
  assert.equal(await page.textContent('[data-calculated="bags[2].washed_in_all"]'), "13");

  await press("remove:bags[0]");
  await press("remove:bags[0]");
  assert.equal(await page.inputValue(named("a.bags[0].lot")), "last");
  assert.equal(await page.inputValue(named("r.much_washed@bags[0].washes[1].washed")), "twice rinsed");
  assert.equal(await page.inputValue(named("n.bags")), "1");
  assert.equal(await page.inputValue(named("n.bags[0].washes")), "2");
  await press("remove:bags[0].washes[0]");
  assert.equal(await page.inputValue(named("r.much_washed@bags[0].washes[0].washed")), "twice rinsed");
  await press("remove:bags[0]");
  assert.ok(await page.locator('[data-item="bags"] > .no-rows').isVisible());
  const left = await page.evaluate(() => [...new FormData(document.getElementById("ctr-form")).keys()].filter((name) => name.includes("[")));
  assert.deepEqual(left, [], "no field of a row is left to be sent");
  assert.equal(heard.posts.length, 0, "nothing was posted");
  await page.close();
}

async function waitsForTheInputMethod() {
  const page = await open("fresh.ja.html");
  const session = await page.context().newCDPSession(page);
  await page.focus(named("a.a_decimal"));
  await session.send("Input.imeSetComposition", { text: "１．５", selectionStart: 3, selectionEnd: 3 });
  assert.equal(await page.textContent('[data-calculated="a_double"]'), "", "nothing happens while a word is composed");
  await session.send("Input.insertText", { text: "１．５" });
  await until(async () => (await page.textContent('[data-calculated="a_double"]')) === "3", "the composed number counts");
  await page.close();
}

async function savesInTheBackground() {
  heard.saves.length = 0;
  const page = await open("fresh.en.html", true);
  await page.fill(named("a.a_text"), "first");
  await until(() => heard.saves.length === 1, "a save after typing");
  const [{ body, csrf }] = heard.saves;
  assert.equal(csrf, "token");
  assert.deepEqual([body.get("do"), body.get("version"), body.get("a.a_text")], ["save", "3", "first"]);
  await until(async () => /Draft saved 09:31/.test(await page.textContent("#ctr-saved")), "the page says so");
  assert.equal(await page.inputValue(named("version")), "4");

  answer = () => ({ status: 500 });
  await page.fill(named("a.a_text"), "second");
  await page.locator("#ctr-notice").waitFor();
  answer = () => ({ status: 200, body: { version: 9, saved_at: "09:40" } });
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await until(async () => (await page.inputValue(named("version"))) === "9", "it goes on when the connection is back");
  assert.ok(await page.locator("#ctr-notice").isHidden());

  await page.locator(named("a.a_text")).press("Enter");
  assert.match(page.url(), /fresh\.en\.html$/, "the Enter key does not leave the page");

  answer = () => ({ status: 200, body: { version: 12, saved_at: "09:41" }, after: 700 });
  const before = heard.saves.length;
  await page.fill(named("a.a_text"), "third");
  await until(() => heard.saves.length > before, "a save under way");
  await page.click('.fill-actions button[value="submit"]');
  await page.waitForSelector("#arrived");
  const post = heard.posts.at(-1);
  assert.deepEqual([post.get("do"), post.get("version"), post.get("a.a_text")], ["submit", "12", "third"], "a post waits for the save under way");
  await page.close();
}

async function attachesFiles() {
  answer = () => ({ status: 200, body: { version: 21, saved_at: "09:50" } });
  const page = await open("fresh.en.html", true);
  const file = (name) => ({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
  const item = page.locator('[data-item="a_file"]');
  const [shown, said, hidden] = [item.locator("[data-attached]"), item.locator("[data-upload]"), named("a.a_file")];
  assert.ok(await shown.isHidden());
  await page.locator('[name="f.a_file"]').setInputFiles(file("病理.pdf"));
  await until(async () => (await said.textContent()) === "Attached.", "the page says so");
  assert.deepEqual(heard.files, [["a_file", "病理.pdf", "token"]]);
  assert.equal(JSON.parse(await page.inputValue(hidden)).sha256, "ab".repeat(32));
  assert.equal((await shown.textContent()).replace(/\s+/g, " ").trim(), "病理.pdf 1.2 MB Remove: File");
  assert.equal(await shown.locator("a").getAttribute("href"), `attachments/${"ab".repeat(32)}`);
  assert.equal(await page.textContent('[data-calculated="has_file"]'), "Yes", "rules see that it is there");
  await until(() => heard.saves.some(({ body }) => (body.get("a.a_file") ?? "").includes("sha256") && !body.get("f.a_file")), "the draft names it");

  await page.locator('[name="f.a_file"]').setInputFiles(file("run.exe"));
  await until(async () => (await said.textContent()) === "Not this one.", "why it was refused");
  assert.match(await shown.textContent(), /病理\.pdf/, "the file that stood there stays");

  await page.selectOption(named("m.a_file"), "NAV");
  assert.ok(await shown.isHidden(), "a reason takes the file's place");
  await page.selectOption(named("m.a_file"), "");
  assert.ok(await shown.isVisible(), "and gives it back");
  await shown.locator("button").click();
  assert.ok(await shown.isHidden());
  assert.equal(await page.inputValue(hidden), "");
  assert.equal(await page.textContent('[data-calculated="has_file"]'), "No");
  assert.equal(await page.evaluate(() => document.activeElement.id), "f.a_file");

  // In a row that the script made, and with it when rows move.
  await page.locator('button[value="add:pictures"]').click();
  await page.locator('button[value="add:pictures"]').click();
  await page.locator('[name="f.pictures[1].picture"]').setInputFiles(file("two.png"));
  await until(() => heard.files.at(-1)[0] === "pictures[1].picture", "the row's own path");
  await until(async () => (await page.inputValue(named("a.pictures[1].picture"))) !== "", "its answer");
  await page.locator('button[value="remove:pictures[0]"]').click();
  assert.match(await page.inputValue(named("a.pictures[0].picture")), /two\.png/);
  await page.locator('button[value="detach:pictures[0].picture"]').click();
  assert.equal(await page.inputValue(named("a.pictures[0].picture")), "");
  await page.close();
}

async function tellsOfAConflict() {
  answer = () => ({ status: 409, body: { version: 8 } });
  const page = await open("fresh.en.html", true);
  await page.fill(named("a.a_text"), "mine");
  await page.locator("#ctr-notice").waitFor();
  assert.match(await page.textContent("#ctr-notice"), /another page/);
  const before = heard.saves.length;
  await page.fill(named("a.a_text"), "mine still");
  await page.waitForTimeout(1500);
  assert.equal(heard.saves.length, before, "nobody else's save is written over");
  assert.equal(await page.inputValue(named("a.a_text")), "mine still");
  await page.close();
}

// All scripts together stay small, and none of them makes code or markup out of text.
function scriptsAreSmallAndPlain() {
  const texts = readdirSync(assets).filter((name) => name.endsWith(".js")).map((name) => [name, readFileSync(join(assets, name), "utf8")]);
  const bytes = texts.reduce((sum, [, text]) => sum + gzipSync(text).length, 0);
  assert.ok(bytes <= 30 * 1024, `the scripts take ${bytes} bytes compressed`);
  for (const [name, text] of texts) {
    const found = /\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|setAttribute\("on|\.style\b/.exec(text);
    assert.equal(found, null, `${name} uses ${found}`);
  }
  return bytes;
}

try {
  const bytes = scriptsAreSmallAndPlain();
  for (const name of readdirSync(folder)) await startingChangesNothing(name);
  await searchesLongLists();
  await reactsWhileTyping();
await readsLaboratoryValues();
await rowsComeAndGo();
  await waitsForTheInputMethod();
  await savesInTheBackground();
  await attachesFiles();
  await tellsOfAConflict();
  assert.deepEqual(problems, [], "the browser reported problems");
  console.log(`${readdirSync(folder).length} pages, all as wished; scripts: ${bytes} bytes compressed`);
} finally {
  await browser.close();
  close();
}
