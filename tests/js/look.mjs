// Pages that are only read, for everyone: axe-core finds nothing, and nothing is wider than the window. node look.mjs <folder of pages>
import { readdirSync } from "node:fs";
import { faults } from "./axe.mjs";
import { launch, serve } from "./stand_in.mjs";

const folder = process.argv[2];
const { address, close } = await serve(folder, async (_, response) => response.writeHead(404).end());
const browser = await launch();
const wrong = [];
const names = readdirSync(folder).filter((name) => name.endsWith(".html"));
if (!names.length) wrong.push("no pages");
for (const name of names) {
  for (const [size, viewport] of Object.entries({ desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } })) {
    const page = await browser.newPage({ viewport });
    // What stands alone is opened from the disk, under the policy that it carries itself.
    await page.goto(name.startsWith("alone.") ? `file://${folder}/${name}` : `${address}/pages/${name}`);
    wrong.push(...(await faults(page)).map((fault) => `${name} (${size}): ${fault}`));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) wrong.push(`${name} (${size}): the page is ${wide} px wider than the window`);
    if (process.env.CTR_SCREENSHOTS) await page.screenshot({ path: `${process.env.CTR_SCREENSHOTS}/${name}-${size}.png`, fullPage: size === "desktop" });
    await page.close();
  }
}
await browser.close();
await close();
process.stdout.write(wrong.length ? `${wrong.join("\n")}\n` : `${names.length} pages, nothing found\n`);
process.exitCode = wrong.length ? 1 : 0;
