// The public conformance cases of CEL that need no protobuf, one line each: where they stand, the expression, the bindings, the result.
import { tests } from "@bufbuild/cel-spec/testdata/conformance.js";

const SCALARS = { int64Value: "int", uint64Value: "uint", doubleValue: "double", boolValue: "bool", stringValue: "string" };

const scalar = (value = {}) => {
  const kind = Object.keys(SCALARS).find((kind) => kind in value);
  return kind ? { type: SCALARS[kind], value: value[kind] } : null;
};

const needsProtobuf = (test) => test.container || /TestAllTypes|TestRequired|google\.protobuf|proto2|proto3|"@type"|objectValue/.test(JSON.stringify(test));

const seen = new Map(); // some names stand twice: the second one gets a number
const unique = (name) => {
  const count = (seen.get(name) ?? 0) + 1;
  seen.set(name, count);
  return count > 1 ? `${name} (${count})` : name;
};

const walk = (suite, path) => {
  for (const inner of suite.suites ?? []) walk(inner, [...path, inner.name]);
  for (const { original: test } of suite.tests ?? []) {
    if (needsProtobuf(test)) continue;
    const bindings = Object.entries(test.bindings ?? {}).map(([name, bound]) => [name, scalar(bound.value)]);
    const declared = (test.typeEnv ?? []).map((entry) => [entry.name, entry.ident?.type?.primitive ?? null]);
    const result = test.evalError ? { error: true } : test.value ? scalar(test.value) ?? { other: true } : { value: true, type: "bool" };
    console.log(JSON.stringify({ name: unique([...path, test.name].join("/")), rule: test.expr, bindings, declared, result }));
  }
};
for (const suite of tests.suites) walk(suite, [suite.name]);
