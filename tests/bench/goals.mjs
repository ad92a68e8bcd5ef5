// The goals of the browser engine over all sizes that one run measured. usage: node goals.mjs DIR (see run.sh)
import { readFileSync } from "node:fs";

const changes = readFileSync(`${process.argv[2]}/changes.ndjson`, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const tell = (name, found, most) => console.log(
  `  ${name.padEnd(76)} ${found.toFixed(3).padStart(9)}  at most ${String(most).padEnd(5)} ${found <= most ? "met" : "MISSED"}`,
);
console.log("=== goals of the browser engine");
for (const { items, change } of changes) tell(`${items} items: one changed answer, us`, change, 100);
const alike = changes.filter(({ items }) => !items.includes("x")); // differ in nothing but the number of items
if (alike.length > 1) {
  const [small, large] = [alike[0], alike[alike.length - 1]];
  tell(`one changed answer at ${large.items} items, in times of that at ${small.items}`, large.change / small.change, 2);
}
