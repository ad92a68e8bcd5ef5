// The official schema of SARIF 2.1.0 (as @microsoft/jest-sarif ships it) judges logs. Called by tests/lint.rs.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import formats from "ajv-formats";

const schema = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
formats(ajv);
// It says draft 04 and uses only what later drafts read alike (no `exclusiveMinimum`).
const { $schema, id, ...rules } = JSON.parse(readFileSync(schema, "utf8"));
const validate = ajv.compile(rules);
const logs = JSON.parse(readFileSync(process.argv[2], "utf8"));
const faults = logs.flatMap((log) => (validate(log) ? [] : validate.errors));
// A validator that accepts everything would prove nothing.
if (validate({ version: "2.1.0", runs: [{ tool: {} }] })) faults.push("the schema accepts a run whose tool has no driver");
for (const fault of faults.slice(0, 20)) console.log(JSON.stringify(fault));
process.exit(faults.length === 0 ? 0 : 1);
