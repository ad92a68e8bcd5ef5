// Compares the browser's interpreter with the engine over a file of JSON lines:
//   {"program": ...}                                          loads a program
//   {"today", "context", "answers", "expected"}               a record from the start
//   {"set": [path, answer or nothing], "expected"}            one changed answer of the record before
// Prints one line per case that differs, and at the end {"cases": n}. The order of keys does not matter.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { assets } from "./assets.mjs";

const { load, Session } = await import(assets("session.js"));

const sorted = (_, value) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
const canonical = (json) => JSON.stringify(json, sorted);
// Strays stand first, in the order in which a record brings them; after a change that order says nothing, so it is not compared.
const isStray = ({ code }) => code === "unknown_item";
const strayOrder = (a, b) => (isStray(a) && isStray(b) ? (a.path < b.path ? -1 : 1) : 0);
const settled = (outcome, changed) => (changed ? { ...outcome, findings: [...outcome.findings].sort(strayOrder) } : outcome);
const withoutMessages = (outcome) => ({ ...outcome, findings: outcome.findings.map(({ message, ...rest }) => rest) });

let program = null;
let session = null;
let cases = 0;
let differ = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Infinity })) {
  const read = JSON.parse(line);
  if (read.program) {
    program = load(read.program);
    continue;
  }
  if (read.set) session.set(read.set[0], read.set[1]);
  else session = new Session(program, read.today, read.context, read.answers, read.moment);
  const outcome = settled(session.outcome(), read.set);
  const found = canonical(read.messages ? outcome : withoutMessages(outcome));
  const expected = canonical(settled(read.expected, read.set));
  if (found !== expected && (differ += 1) <= 20) process.stdout.write(`${JSON.stringify({ case: cases, found, expected })}\n`);
  cases += 1;
}
process.stdout.write(`${JSON.stringify({ cases, differ })}\n`);
