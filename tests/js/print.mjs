// Prints pages as a person would: every HTML file of a folder becomes a PDF beside it; what a page asks for outside itself is a fault.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

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
    await page.pdf({ path: join(folder, name.replace(/\.html$/, ".pdf")), preferCSSPageSize: true, printBackground: true });
  }
} finally {
  await browser.close();
}
if (faults.length) {
  console.error(faults.join("\n"));
  process.exit(1);
}
