// What a person does on the registry's pages, in words: sign in, answer, submit. It knows names and ids of controls, never their texts,
// so the same steps run in Japanese and in English, with JavaScript and without.
import assert from "node:assert/strict";
import { faults } from "./axe.mjs";
import { launch } from "./stand_in.mjs";
import { code } from "./totp.mjs";

export class Person {
  constructor(browser, context, page, options) {
    Object.assign(this, { browser, context, page, ...options });
    this.problems = [];
    page.on("pageerror", (error) => this.problems.push(`script error: ${error.message}`));
    page.on("console", (line) => line.type() === "error" && this.problems.push(`console: ${line.text()}`));
  }

  // options: address, lang (ja | en), js (true | false), shots (folder for screenshots), name (of this run)
  static async start(options) {
    const browser = await launch();
    const context = await browser.newContext({ javaScriptEnabled: options.js, viewport: { width: 1180, height: 900 }, locale: options.lang });
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    return new Person(browser, context, page, options);
  }

  async end() {
    await this.browser.close();
    assert.deepEqual(this.problems, [], "the browser reported problems");
  }

  // The browser also tells its console that a request of a script was refused; here that was meant.
  refused(status) {
    if (!this.js) return;
    const at = this.problems.findIndex((problem) => problem.includes(`status of ${status}`));
    assert.ok(at >= 0, `a request was refused with ${status}`);
    this.problems.splice(at, 1);
  }

  // Keeps a picture of the page, and what axe-core finds on it.
  async shot(what) {
    if (this.js) this.problems.push(...(await faults(this.page)).map((fault) => `${what}: ${fault}`));
    await this.page.screenshot({ path: `${this.shots}/${this.name}-${what}.png`, fullPage: false });
  }

  async signIn(account) {
    await this.page.goto(`${this.address}/sign-in?lang=${this.lang}`);
    assert.equal(await this.page.getAttribute("html", "lang"), this.lang);
    await this.shot("1-sign-in");
    await this.page.fill("#username", account.login);
    await this.page.fill("#password", account.password);
    await this.page.fill("#code", code(account.totp));
    await this.submitBy(".card button[type=submit]");
    assert.ok(!this.page.url().includes("/sign-in"), "signed in");
  }

  // A click that leads to another page.
  async submitBy(selector) {
    await Promise.all([this.page.waitForEvent("domcontentloaded"), this.page.click(selector)]);
  }

  press(action) {
    return this.submitBy(`#ctr-form .fill-actions button[name=do][value="${action}"]`);
  }

  item(path) {
    return this.page.locator(`[data-item="${path}"]`);
  }

  // Chooses a file. The script sends it at once; without JavaScript the button beside it does. Either way the page then says how it went.
  async attach(path, name, buffer) {
    const item = this.item(path);
    if (!(await item.isVisible()) && !this.js) await this.press("update");
    await item.waitFor({ state: "visible" });
    await item.locator(`[name="f.${path}"]`).setInputFiles({ name, mimeType: "application/pdf", buffer });
    if (!this.js) return this.submitBy(`button[value="attach:${path}"]`);
    const said = item.locator("[data-upload]");
    for (let tries = 0; tries < 200 && /^$|…$/.test(await said.textContent()); tries += 1) await this.page.waitForTimeout(50);
  }

  // Answers an item the way its control asks for it. Without JavaScript the Update button shows what follows from the answer.
  async answer(path, value) {
    const item = this.item(path);
    if (!(await item.isVisible()) && !this.js) await this.press("update");
    await item.waitFor({ state: "visible" });
    const name = `[name="a.${path}"]`;
    const control = item.locator(name).first();
    const kind = await control.evaluate((element) => element.type);
    if (value && value.missing) await item.locator(`[name="m.${path}"]`).selectOption(value.missing);
    else if (kind === "radio") await item.locator(`${name}[value="${value}"]`).check();
    else if (kind === "checkbox") for (const code of value) await item.locator(`${name}[value="${code}"]`).check();
    else if (kind === "select-one" && (await control.isHidden())) {
      // A long list is searched by typing.
      const words = await control.locator(`option[value="${value}"]`).textContent();
      await item.getByRole("combobox").fill(words.trim());
      await item.locator(`[role="option"][data-code="${value}"]`).click();
    } else if (kind === "select-one") await control.selectOption(String(value));
    else {
      await control.fill(String(value));
      await control.blur();
    }
  }

  async answers(values) {
    for (const [path, value] of Object.entries(values)) await this.answer(path, value);
  }

  // Waits until an item shows (or no longer shows) a finding.
  async expectFinding(key, present = true) {
    if (!this.js) await this.press("update");
    await this.page.locator(`[data-finding="${key}"]`).first().waitFor({ state: present ? "visible" : "detached" });
  }

  async expectShown(path, shown = true) {
    if (!this.js) await this.press("update");
    await this.item(path).waitFor({ state: shown ? "visible" : "hidden" });
  }

  async expectCalculated(path, text) {
    if (!this.js) await this.press("update");
    const output = this.page.locator(`[data-calculated="${path}"]`);
    await this.page.waitForFunction?.(() => true).catch(() => {});
    for (let tries = 0; tries < 50 && !(await output.textContent()).includes(text); tries++) await this.page.waitForTimeout(100);
    assert.ok((await output.textContent()).includes(text), `${path} is calculated as ${text}, shown is: ${await output.textContent()}`);
  }

  async explain(key, reason) {
    const field = this.page.locator(`[name="r.${key}"]`);
    await field.fill(reason);
    await field.blur();
  }

  // Submits, through the review page where there is one. Comes back on the record's page.
  async submit(reason) {
    const onPage = this.page.locator("#ctr-form [name=reason]");
    if (reason && (await onPage.count())) await onPage.fill(reason);
    await this.press("submit");
    if (this.page.url().includes("/review")) {
      await this.shot("review");
      const onReview = this.page.locator("#reason");
      if (reason && (await onReview.count())) await onReview.fill(reason);
      await this.submitBy('button[name=do][value="confirm"]');
    }
    assert.match(this.page.url(), /\/records\/[^/]+$/, `submitted, and back at the record: ${this.page.url()}`);
  }

  async state() {
    const badge = this.page.locator("main .badge[class*=state-]").first();
    return (await badge.getAttribute("class")).match(/state-([A-Z]+)/)[1];
  }
}
