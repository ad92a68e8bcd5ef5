// The peer in the browser's world: ajv on the schema that the engine emits, on the same records. usage: node ajv.mjs DIR
// Its packages are those of tests/js (`make peers` installs them).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../js/package.json", import.meta.url));
const Ajv = require("ajv/dist/2020.js").default;
const addFormats = require("ajv-formats").default;

const dir = process.argv[2];
const schema = JSON.parse(readFileSync(`${dir}/schema.json`, "utf8"));
const lines = (name) => readFileSync(`${dir}/${name}.ndjson`, "utf8").trim().split("\n");

const median = (work) => {
  let batch = 1;
  const time = (count) => {
    const start = process.hrtime.bigint();
    for (let turn = 0; turn < count; turn++) work(turn);
    return Number(process.hrtime.bigint() - start) / 1000;
  };
  while (time(batch) < 4000 && batch < 1 << 22) batch *= 2;
  const samples = Array.from({ length: 41 }, () => time(batch) / batch).sort((a, b) => a - b);
  return samples[20];
};
const line = (name, micros) => console.log(`${name.padEnd(66)} ${micros.toFixed(3).padStart(12)} us`);

const make = () => {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  return ajv.compile(schema);
};
const validate = make();
for (const record of lines("valid")) if (!validate(JSON.parse(record))) throw new Error("ajv turns away a valid record");

console.log("ajv (schema only: no skip logic, calculations or checks)");
for (const name of ["valid", "faulty"]) {
  const records = lines(name);
  line(`  JSON.parse + all errors (${name} records)`, median((turn) => validate(JSON.parse(records[turn % records.length]))));
}
line("  compile", median(make));
