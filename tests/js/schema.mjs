// ajv as an outside reader of the emitted JSON Schema: prints whether it accepts each record. Called by tests/schema.rs.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";

const { schema, records } = JSON.parse(readFileSync(process.argv[2], "utf8"));
// ajv's strict mode refuses what another reader might misread: unknown words, formats it does not know, words that never apply.
const validate = new Ajv({ strict: true, allowUnionTypes: false, logger: false }).compile(schema);
process.stdout.write(JSON.stringify(records.map((record) => validate(record))));
