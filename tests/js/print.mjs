// Prints pages as a person would: every HTML file of a folder becomes a PDF beside it; what a page asks for outside itself is a fault.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = process.argv[2];
const browser = await chromium.launch({ executablePath: process.env.CTR_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const faults = [];
try {
  const page = await browser.newPage();
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".html"))) {
    page.removeAllListeners();
    page.on("request", (request) => request.url().startsWith("file:") || faults.push(`${name} asks for ${request.url()}`));
    page.on("console", (message) => message.type() === "error" && faults.push(`${name}: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`${name}: ${error.message}`));
    await page.goto(pathToFileURL(join(folder, name)).href);
    if (name.startsWith("dictionary")) {
      // The policy of the page lets no other script in; this one comes from outside the page.
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa"] }));
      faults.push(...found.violations.map((one) => `${name}: ${one.id} ${one.nodes[0].html.slice(0, 200)}`));
      const field = page.locator(".filter input");
      const rows = await page.locator("tr[data-words]:visible").count();
      await field.fill("zzzz nothing");
      if (await page.locator("tr[data-words]:visible").count()) faults.push(`${name}: the filter keeps rows that do not match`);
      await field.fill("");
      if ((await page.locator("tr[data-words]:visible").count()) !== rows || rows === 0) faults.push(`${name}: rows are lost`);
    }
    await page.pdf({ path: join(folder, name.replace(/\.html$/, ".pdf")), preferCSSPageSize: true, printBackground: true });
  }
} finally {
  await browser.close();
}
if (faults.length) {
  console.error(faults.join("\n"));
  process.exit(1);
}
