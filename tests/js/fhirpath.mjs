// Rules as fhirpath.js evaluates them. Reads lines: {"today"} and {"response", "rules": [{"key", "text", "rows"}]}; prints for each response
// the values that the rules gave. `%rowN` is put in words first, as a form filler that knows `variable` would.
import { readFileSync } from "node:fs";
import fhirpath from "fhirpath";
import r4 from "fhirpath/fhir-context/r4";

const lines = readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const compiled = new Map();
const Real = Date;
let today = "2026-04-01";
// What FHIRPath calls today is the day on which a record is judged.
globalThis.Date = class extends Real {
  constructor(...given) {
    super(...(given.length ? given : [`${today}T12:00:00`]));
  }
  static now() {
    return new Real(`${today}T12:00:00`).getTime();
  }
};

const plain = (value) => {
  if (value === null || value === undefined) return null;
  if (typeof value === "object" && typeof value.asStr === "string") return value.asStr;
  if (typeof value === "object" && value.resourceType === undefined && "code" in value) return value.code;
  return typeof value === "object" ? value.toString() : value;
};

for (const line of lines) {
  today = line.today;
  const given = line.rules.map(({ text, rows }) => {
    let words = text;
    for (const [name, place] of Object.entries(rows ?? {})) words = words.replaceAll(new RegExp(`%${name}\\b`, "g"), place);
    try {
      if (!compiled.has(words)) compiled.set(words, fhirpath.compile(words, r4));
      const found = compiled.get(words)(line.response, { resource: line.response });
      return found.length > 1 ? { many: found.length } : { value: plain(found[0]) };
    } catch (fault) {
      return { fault: String(fault.message ?? fault).slice(0, 300), words };
    }
  });
  console.log(JSON.stringify(given));
}
