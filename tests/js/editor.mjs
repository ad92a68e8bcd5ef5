// An editor's view of definition files: the `yaml` package reads them, ajv judges them by our schemas in strict mode. Called by tests/editor.rs.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { parse } from "yaml";

const { schemas, files } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const judges = schemas.map((schema) => new Ajv({ strict: true, allowUnionTypes: false }).compile(schema));
let faults = 0;
for (const { path, schema, accept } of files) {
  const judge = judges[schema];
  const accepted = judge(parse(readFileSync(path, "utf8")));
  if (accepted !== accept) {
    faults += 1;
    console.log(path, accept ? JSON.stringify(judge.errors) : "is accepted");
  }
}
process.exit(faults === 0 ? 0 : 1);
