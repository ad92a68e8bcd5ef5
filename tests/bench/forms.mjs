// Form engines of the browser's world on the form of `src/generate.rs`, each with the same items, skip logic, calculations, checks and
// rows in its own language, and our own browser engine, on the same records (one changed answer of ours: change.mjs). usage: node forms.mjs DIR ITEMS [PEER..]
// Nothing is timed before a peer finds no fault in a valid record and some in a faulty one.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Session, load } from "../../renderer/assets/session.js";
import { line, median } from "./timing.mjs";

const [dir, items, ...wanted] = process.argv.slice(2);
const blocks = Math.floor(parseInt(items, 10) / 10); // `3000x200`: 3,000 items, 200 rows
const rows = Number(items.split("x")[1] ?? 10);
const lines = (name) => readFileSync(`${dir}/${name}.ndjson`, "utf8").trim().split("\n");
const valid = lines("valid");
const faulty = lines("faulty");
const id = (block, place) => `i${String(block * 9 + place).padStart(4, "0")}`;
const CODES = ["a", "b", "c", "d", "e"];
const COLUMNS = Array.from({ length: 12 }, (_, column) => ["integer", "integer", "choice", "text"][column % 4]);

let at = 0; // counts on from sample to sample, so that every answer put is another one than before

// The records with numbers where peers know no exact decimals.
const plain = (record) => Object.fromEntries(Object.entries(JSON.parse(record)).map(([key, value]) => {
  const place = Number(key.slice(1)) % 9;
  return [key, key !== "rows" && (place === 1 || place === 8) ? Number(value) : value];
}));

// One block's rules, as each peer writes them.
const eachBlock = (make) => Array.from({ length: blocks }, (_, block) => make(block)).flat();

function ours() {
  const program = JSON.parse(readFileSync(`${dir}/program.json`, "utf8"));
  const loaded = load(program);
  const judge = (record) => new Session(loaded, "2026-04-01", {}, record).outcome();
  agree("our browser engine", (record) => judge(JSON.parse(record)).findings.length);
  line("our browser engine: JSON.parse and all findings", median((turn) => judge(JSON.parse(valid[turn % valid.length]))));
}

function agree(name, count) {
  const found = valid.reduce((sum, record) => sum + count(record), 0);
  if (found) throw new Error(`${name} finds ${found} faults in valid records`);
  if (!faulty.reduce((sum, record) => sum + count(record), 0)) throw new Error(`${name} finds nothing in faulty records`);
}

async function survey() {
  const { Model } = await import("survey-core");
  const range = (minValue, maxValue) => [{ type: "numeric", minValue, maxValue }];
  const elements = eachBlock((block) => {
    const [count, first, choice, date, text, tick, more, several, second] = Array.from({ length: 9 }, (_, place) => id(block, place));
    const over = { type: "expression", expression: `{${first}} empty or {${second}} empty or {${first}} <= {${second}}` };
    const late = { type: "expression", expression: `{${date}} empty or {${id(Math.min(block + 1, blocks - 1), 3)}} empty or {${date}} <= {${id(Math.min(block + 1, blocks - 1), 3)}}` };
    const number = { type: "text", inputType: "number" };
    return [
      { ...number, name: count, isRequired: true, validators: range(0, 1000) },
      { ...number, name: first, validators: [...range(0, 500), over] },
      { type: "dropdown", name: choice, choices: CODES, isRequired: true },
      { type: "text", inputType: "date", name: date, validators: block % 2 ? [] : [late] },
      { type: "text", name: text, maxLength: 40, validators: [{ type: "text", maxLength: 40 }], visibleIf: `{${choice}} anyof ['a', 'b']` },
      { type: "boolean", name: tick },
      { ...number, name: more, validators: range(0, 1000), visibleIf: `{${count}} > 10 and {${choice}} <> 'e'` },
      { type: "checkbox", name: several, choices: CODES },
      { ...number, name: second, validators: range(0, 500) },
      { type: "expression", name: `calc${block}`, expression: `{${count}} * 2 + {${id((block + 1) % blocks, 0)}}` },
    ];
  });
  const KINDS = { integer: { type: "text", inputType: "number", validators: range(0, 1000) }, choice: { type: "dropdown", choices: CODES }, text: { type: "text", validators: [{ type: "text", maxLength: 20 }] } };
  const templateElements = COLUMNS.map((kind, column) => ({ ...KINDS[kind], name: `c${column}` }));
  templateElements[0] = { ...templateElements[0], validators: [...range(0, 1000), { type: "expression", expression: "{panel.c0} <= {panel.c1}" }] };
  elements.push({ type: "paneldynamic", name: "rows", maxPanelCount: rows, templateElements });
  const make = () => new Model({ elements, textUpdateMode: "onBlur" });
  const model = make();
  const judge = (record) => {
    model.data = record;
    model.validate(true);
    return model.getAllQuestions(false).reduce((sum, question) => sum + question.errors.length, 0);
  };
  agree("SurveyJS", (record) => judge(plain(record)));
  const few = valid.slice(0, 4).map(plain);
  line("SurveyJS: set the record, validate", median((turn) => judge(few[turn % few.length]), 7));
  judge(few[0]);
  model.setValue(id(0, 0), 33);
  if (model.getValue("calc0") !== 66 + model.getValue(id(1, 0))) throw new Error("SurveyJS did not calculate after an answer");
  line("SurveyJS: one changed answer", median(() => model.setValue(id((at += 1) % blocks, 0), 20 + (Math.floor(at / blocks) % 7)), 11));
}

async function formio() {
  const { ProcessTargets, processSync } = await import("@formio/core");
  const input = (type, key, rest = {}) => ({ type, key, label: key, input: true, ...rest });
  const range = (min, max) => ({ validate: { min, max } });
  const values = CODES.map((value) => ({ value, label: value }));
  const rule = (text) => ({ validate: { custom: text } });
  const components = eachBlock((block) => {
    const [count, first, choice, date, text, tick, more, several, second] = Array.from({ length: 9 }, (_, place) => id(block, place));
    const next = id(Math.min(block + 1, blocks - 1), 3);
    return [
      input("number", count, { validate: { required: true, min: 0, max: 1000 } }),
      input("number", first, { validate: { min: 0, max: 500, custom: `valid = !(data.${first} > data.${second}) || "order"` } }),
      input("select", choice, { data: { values }, validate: { required: true, onlyAvailableItems: true } }),
      input("textfield", date, block % 2 ? {} : rule(`valid = !(data.${date} > data.${next}) || "order"`)),
      input("textfield", text, { validate: { maxLength: 40 }, conditional: { json: { in: [{ var: `data.${choice}` }, ["a", "b"]] } } }),
      input("checkbox", tick),
      input("number", more, { ...range(0, 1000), conditional: { json: { and: [{ ">": [{ var: `data.${count}` }, 10] }, { "!=": [{ var: `data.${choice}` }, "e"] }] } } }),
      input("select", several, { multiple: true, data: { values } }),
      input("number", second, range(0, 500)),
      input("number", `calc${block}`, { calculateValue: { "+": [{ "*": [{ var: `data.${count}` }, 2] }, { var: `data.${id((block + 1) % blocks, 0)}` }] } }),
    ];
  });
  const KINDS = { integer: ["number", range(0, 1000)], choice: ["select", { data: { values } }], text: ["textfield", { validate: { maxLength: 20 } }] };
  const columns = COLUMNS.map((kind, column) => input(KINDS[kind][0], `c${column}`, KINDS[kind][1]));
  columns[0] = input("number", "c0", { validate: { min: 0, max: 1000, custom: 'valid = !(row.c0 > row.c1) || "order"' } });
  components.push(input("datagrid", "rows", { components: columns, validate: { maxLength: rows } }));
  const form = { components };
  const judge = (data) => {
    const context = { form, submission: { data }, data, components, processors: ProcessTargets.evaluator, scope: {}, config: { server: true } };
    processSync(context);
    return (context.scope.errors ?? []).length;
  };
  agree("Form.io core", (record) => judge(plain(record)));
  const few = valid.slice(0, 4);
  line("Form.io core: conditions, calculations, validation (no incremental path)", median((turn) => judge(plain(few[turn % few.length])), 7));
}

async function rules() {
  const { Environment } = await import("@marcbachmann/cel-js");
  const texts = JSON.parse(readFileSync(`${dir}/rules.json`, "utf8"));
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  const compiled = texts.map((text) => environment.parse(text));
  const require = createRequire(new URL("../js/package.json", import.meta.url));
  const Ajv = require("ajv/dist/2020.js").default;
  const ajv = new Ajv({ allErrors: true, strict: false });
  require("ajv-formats").default(ajv);
  const schema = JSON.parse(readFileSync(`${dir}/schema.json`, "utf8"));
  const validate = ajv.compile(schema);
  const whole = (record) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, typeof value === "number" ? BigInt(value) : value]));
  const run = (record) => {
    const parsed = JSON.parse(record);
    validate(parsed);
    const r = { ...whole(parsed), rows: parsed.rows.map(whole) };
    let violated = 0;
    for (const rule of compiled) {
      try {
        violated += rule({ r }) === true;
      } catch {
        violated += 1; // a rule that gives up
      }
    }
    return (validate.errors ?? []).length + violated;
  };
  run(valid[0]);
  for (const record of valid) if (!validate(JSON.parse(record))) throw new Error("ajv turns away a valid record");
  line("ajv: JSON.parse and all errors (schema only)", median((turn) => validate(JSON.parse(valid[turn % valid.length]))));
  line("ajv + cel-js: JSON.parse, all errors, all rules", median((turn) => run(valid[turn % valid.length]), 11));
}

async function odk() {
  const { JSDOM } = await import("jsdom");
  const { window } = new JSDOM("<!doctype html>");
  for (const name of ["DOMParser", "XMLSerializer", "Node", "Element", "Document", "XMLDocument", "Text", "Comment", "Attr", "document", "window", "NodeFilter", "HTMLElement", "CDATASection", "CharacterData", "DocumentFragment", "ProcessingInstruction", "DocumentType", "XPathResult"]) {
    if (name in window) Object.defineProperty(globalThis, name, { value: name === "window" ? window : window[name], configurable: true, writable: true });
  }
  globalThis.__dirname = dir; // its worker code asks for it
  const engine = await import("@getodk/xforms-engine");
  const binds = [];
  const inputs = [];
  const nodes = eachBlock((block) => {
    const [count, first, choice, date, text, tick, more, several, second] = Array.from({ length: 9 }, (_, place) => id(block, place));
    const at = (name) => `/data/${name}`;
    const bind = (name, rest) => binds.push(`<bind nodeset="${at(name)}" ${rest}/>`);
    const field = (name) => inputs.push(`<input ref="${at(name)}"><label>${name}</label></input>`);
    const select = (tag, name) => inputs.push(`<${tag} ref="${at(name)}"><label>${name}</label>${CODES.map((code) => `<item><label>${code}</label><value>${code}</value></item>`).join("")}</${tag}>`);
    bind(count, 'type="int" required="true()" constraint=". &gt;= 0 and . &lt;= 1000"');
    bind(first, `type="decimal" constraint=". &gt;= 0 and . &lt;= 500 and . &lt;= ${at(second)}"`);
    bind(choice, 'type="string" required="true()"');
    bind(date, `type="date"${block % 2 ? "" : ` constraint=". &lt;= ${at(id(Math.min(block + 1, blocks - 1), 3))}"`}`);
    bind(text, `type="string" relevant="${at(choice)} = 'a' or ${at(choice)} = 'b'" constraint="string-length(.) &lt;= 40"`);
    bind(tick, 'type="string"');
    bind(more, `type="int" relevant="${at(count)} &gt; 10 and ${at(choice)} != 'e'" constraint=". &gt;= 0 and . &lt;= 1000"`);
    bind(several, 'type="string"');
    bind(second, 'type="decimal" constraint=". &gt;= 0 and . &lt;= 500"');
    bind(`calc${block}`, `type="int" calculate="${at(count)} * 2 + ${at(id((block + 1) % blocks, 0))}"`);
    [count, first, date, text, tick, more, second].forEach(field);
    select("select1", choice);
    select("select", several);
    return [count, first, choice, date, text, tick, more, several, second, `calc${block}`].map((name) => `<${name}/>`);
  });
  const xml = `<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>bench</h:title><model><instance><data id="bench">${nodes.join("")}</data></instance>${binds.join("")}</model></h:head><h:body>${inputs.join("")}</h:body></h:html>`;
  const made = await engine.createInstance(xml, {});
  const root = made.root;
  const leaves = new Map(root.currentState.children.map((node) => [node.currentState.reference.split("/").at(-1), node]));
  const put = (name, value) => {
    const node = leaves.get(name);
    if (node?.nodeType === "select") return node.selectValues?.([].concat(value));
    return node?.setValue?.(node.valueType === "string" ? String(value) : typeof value === "string" && node.valueType === "date" ? value : value);
  };
  const count = id(0, 0);
  put(count, 15n);
  if (String(leaves.get(count).currentState.value) !== "15") throw new Error("ODK did not take an answer");
  put(id(1, 0), 4n);
  if (String(leaves.get("calc0").currentState.value) !== "34") throw new Error("ODK did not calculate after an answer");
  line("ODK xforms-engine (jsdom; no rows): one changed answer", median(() => {
    at += 1;
    put(id(at % blocks, 0), BigInt(20 + (Math.floor(at / blocks) % 7)));
    return leaves.get(`calc${at % blocks}`).currentState.value;
  }, 11));
}

console.log(`form of ${items} items in node; medians`);
for (const [name, run] of Object.entries({ ours, rules, survey, formio, odk })) {
  if (wanted.length && !wanted.includes(name)) continue;
  try {
    await run();
  } catch (error) {
    console.log(`  ${name}: could not be measured: ${error.message.split("\n")[0]}`);
    process.exitCode = 1;
  }
}
process.exit();
