// axe-core in a page: all of its rules, nothing left out. Gives what it found, in words. Places are named by their HTML alone: finding a short
// selector for each takes as long as the rules. Pages of the stand-in fetch it from there, so that the browser keeps it compiled.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function faults(page, { contrast = true, address } = {}) {
  if (!(await page.evaluate(() => "axe" in window))) await (address ? page.addScriptTag({ url: `${address}/axe.js` }) : page.evaluate(source));
  const { violations, passes } = await page.evaluate((enabled) => {
    const rules = { "color-contrast": { enabled } };
    return window.axe.run(document, { resultTypes: ["violations"], selectors: false, preload: false, iframes: false, rules });
  }, contrast);
  if (passes.length < 5) return [`axe-core looked at too little: ${passes.length} rules passed`];
  return violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 3).map((node) => `  ${node.html.slice(0, 200)}\n  ${node.failureSummary}`).join("\n")}`);
}
