// Opens questionnaires in LForms, a renderer of FHIR questionnaires by the US National Library of Medicine, in headless Chromium. Each has to
// show every question that is asked at first, in rows too, without a fault; prints what was seen.
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const [folder, library, shots] = process.argv.slice(2);
const types = { ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".html": "text/html" };
const page_of = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="stylesheet" href="/lib/webcomponent/styles.css"></head>
<body><div id="form"></div><script src="/lib/webcomponent/assets/lib/zone.min.js"></script>
<script src="/lib/webcomponent/lhc-forms.js"></script><script src="/lib/fhir/lformsFHIRAll.min.js"></script></body></html>`;
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end(page_of);
  try {
    const file = path.startsWith("/lib/") ? join(library, path.slice(5)) : join(folder, path);
    const bytes = readFileSync(file);
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const address = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: process.env.CTR_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const wrong = [];
let opened = 0, questions = 0;
let current = "";
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 1400 } });
  page.on("pageerror", (error) => wrong.push(`${current}: ${error.message}`));
  await page.goto(address);
  await page.waitForFunction(() => globalThis.LForms?.Util && globalThis.LForms?.FHIR, null, { timeout: 60_000 });
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "expected.json")) {
    const questionnaire = JSON.parse(readFileSync(join(folder, name), "utf8"));
    if (questionnaire.resourceType !== "Questionnaire") continue;
    current = name;
    const seen = await page.evaluate(async ({ questionnaire, release }) => {
     try {
      const form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, release);
      await LForms.Util.addFormToPage(form, "form", { fhirVersion: release });
      const texts = [...document.querySelectorAll("#form .lhc-question, #form .lhc-de-label, #form label")].map((one) => one.textContent.trim());
      const response = LForms.Util.getFormFHIRData("QuestionnaireResponse", release);
      return { texts, response: response.resourceType };
     } catch (fault) {
      return { texts: [], fault: String(Array.isArray(fault) ? fault.map((one) => one?.message ?? one).join("; ") : fault?.message ?? fault) };
     }
    }, { questionnaire, release: name.includes(".r5.") ? "R5" : "R4B" });
    if (seen.fault) {
      wrong.push(`${name}: ${seen.fault.slice(0, 400)}`);
      continue;
    }
    const asked = [];
    const walk = (items, hidden) => {
      for (const item of items ?? []) {
        const off = hidden || item.enableWhen || (item.extension ?? []).some((one) => /enableWhenExpression|hidden|itemControl/.test(one.url));
        if (!off && item.type !== "display") asked.push(item.text);
        walk(item.item, off);
      }
    };
    walk(questionnaire.item, false);
    for (const text of asked) {
      if (!seen.texts.some((shown) => shown.includes(text))) wrong.push(`${name}: does not show ${text}`);
    }
    if (seen.response !== "QuestionnaireResponse") wrong.push(`${name}: gives no response`);
    if (shots) await page.screenshot({ path: join(shots, `lforms-${name}.png`), fullPage: true });
    opened += 1;
    questions += asked.length;
  }
} finally {
  await browser.close();
  server.close();
}
if (wrong.length) {
  console.error(wrong.slice(0, 40).join("\n"));
  process.exit(1);
}
console.log(JSON.stringify({ opened, questions }));
