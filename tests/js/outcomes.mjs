// Runs the browser's interpreter over a file of JSON lines: {"program": ...} loads a program, every other line is a case
// {"today", "context", "answers"} of the program before it, whose outcome is printed as one line.

import { readFileSync } from "node:fs";
import { assets } from "./assets.mjs";

const { load, Session } = await import(assets("session.js"));

let program = null;
const out = [];
for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  if (line === "") continue;
  const read = JSON.parse(line);
  if (read.program) program = load(read.program);
  else out.push(JSON.stringify(new Session(program, read.today, read.context, read.answers, read.moment).outcome()));
}
process.stdout.write(out.map((line) => `${line}\n`).join(""));
