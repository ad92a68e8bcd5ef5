// Decodes fields as the page's script does: JSON lines [kind, [texts], unit, missing] in, the answers out (null: unanswered).

import { readFileSync } from "node:fs";
import { assets } from "./assets.mjs";

const { decode } = await import(assets("fields.js"));

for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  console.log(JSON.stringify(decode(...JSON.parse(line)) ?? null));
}
