// One changed answer in our browser engine on forms of several sizes, and the goals for it. The sizes are sampled in turn in one process
// and compared turn by turn, so that what else the machine does falls on all of them. usage: node change.mjs DIR SIZE.. (see run.sh)
import { readFileSync } from "node:fs";
import { Session, load } from "../../renderer/assets/session.js";
import { batch, line, middle, sample } from "./timing.mjs";

const [dir, ...sizes] = process.argv.slice(2);

// Puts one answer after the other, each time another one than before.
function changing(size) {
  const read = (name) => readFileSync(`${dir}/${size}/${name}`, "utf8");
  const records = read("valid.ndjson").trim().split("\n").slice(0, 2).map((record) => JSON.parse(record));
  const session = new Session(load(JSON.parse(read("program.json"))), "2026-04-01", {}, records[0]);
  const names = Array.from({ length: Math.floor(parseInt(size, 10) / 10) * 9 }, (_, at) => `i${String(at).padStart(4, "0")}`);
  let at = 0;
  return () => {
    const name = names[(at += 1) % names.length];
    session.set(name, records[Math.floor(at / names.length) % 2][name]);
  };
}

const works = sizes.map(changing);
const batches = works.map(batch);
const turns = Array.from({ length: 31 }, () => works.map((work, size) => sample(work, batches[size])));
const took = sizes.map((_, size) => middle(turns.map((turn) => turn[size])));
console.log("our browser engine in node: one changed answer; medians");
sizes.forEach((size, at) => line(`${size} items`, took[at]));

const tell = (name, found, most) => console.log(
  `  ${name.padEnd(76)} ${found.toFixed(3).padStart(9)}  at most ${String(most).padEnd(5)} ${found <= most ? "met" : "MISSED"}`,
);
console.log("=== goals of the browser engine");
sizes.forEach((size, at) => tell(`${size} items: one changed answer, us`, took[at], 100));
const alike = sizes.map((size, at) => [size, at]).filter(([size]) => !size.includes("x")); // differ in nothing but the number of items
if (alike.length > 1) {
  const [[small, first], [large, last]] = [alike[0], alike.at(-1)];
  tell(`one changed answer at ${large} items, in times of that at ${small}`, middle(turns.map((turn) => turn[last] / turn[first])), 2);
}
