//! Runs the engine beside its peers on the same generated work and prints medians and ratios. Called by `run.sh`.
//!
//! `bench [ITEMS]` times; `bench --dump DIR [ITEMS]` writes schema and records for the peers that run elsewhere (`ajv.mjs`).

mod generate;
mod peers;
mod timing;

use std::sync::Arc;

use engine::answers::place::Place;
use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::SourceFile;
use engine::value::date::Date;
use renderer::page::fill::Fill;
use renderer::page::page::FormPage;
use serde_json::{Map, Value};
use timing::median;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let dump = args.iter().position(|arg| arg == "--dump").map(|at| args.drain(at..at + 2).nth(1).expect("--dump DIR"));
    let items = args.first().and_then(|arg| arg.parse().ok()).unwrap_or(300);
    let work = generate::generate(items, 40);
    let files: Vec<SourceFile> = work.files.iter().map(|(path, text)| SourceFile::new(path.as_str(), text.as_bytes())).collect();
    let form = read(&files);
    let schema = engine::schema::emit::form_to_schema(&form);
    if let Some(dir) = dump {
        write(&dir, &schema, &work).expect("the peers' input is written");
        return;
    }
    let validator = Validator::new(form.clone());
    let stack = peers::Stack::new(&schema, &work.cel);
    agree(&validator, &stack, &work);
    report(items, &work, &files, &form, &validator, &stack, &schema);
}

fn read(files: &[SourceFile]) -> Arc<Form> {
    let (library, faults) = Library::read(files);
    assert!(faults.is_empty(), "the generated form has faults: {faults:?}");
    library.form("bench").expect("the generated form is there").clone()
}

fn today() -> Date {
    Date::parse("2026-04-01").expect("a date")
}

/// Nothing is timed before both sides say the same of every record: valid records have no finding, faulty ones some.
fn agree(validator: &Validator, stack: &peers::Stack, work: &generate::Work) {
    let context = validator.read_context(&Map::new());
    let mut faults = 0;
    for (records, clean) in [(&work.valid, true), (&work.faulty, false)] {
        for record in records.iter() {
            let outcome = validator.judge(validator.read(record).expect("JSON"), &context, today());
            let (errors, _) = stack.judge(record);
            let said: Vec<_> = outcome.findings.iter().map(|finding| (&finding.code, &finding.path)).collect();
            assert!(!clean || outcome.findings.is_empty(), "{said:?}");
            faults += outcome.findings.len();
            assert!(!clean || errors == 0, "the schema turns away a valid record");
        }
    }
    assert!(faults > 0, "the faulty records have no fault");
}

fn write(dir: &str, schema: &Value, work: &generate::Work) -> std::io::Result<()> {
    std::fs::create_dir_all(dir)?;
    let lines = |records: &[Vec<u8>]| records.iter().flat_map(|record| [&record[..], b"\n"].concat()).collect::<Vec<u8>>();
    std::fs::write(format!("{dir}/schema.json"), schema.to_string())?;
    std::fs::write(format!("{dir}/valid.ndjson"), lines(&work.valid))?;
    std::fs::write(format!("{dir}/faulty.ndjson"), lines(&work.faulty))
}

fn line(name: &str, micros: f64, yardstick: f64) {
    println!("{name:<66} {micros:>12.3} us   x{:<9.3}", micros / yardstick);
}

#[allow(clippy::too_many_arguments, reason = "one flat report")]
fn report(
    items: usize,
    work: &generate::Work,
    files: &[SourceFile],
    form: &Arc<Form>,
    validator: &Validator,
    stack: &peers::Stack,
    schema: &Value,
) {
    let context = validator.read_context(&Map::new());
    let mut turn = 0usize;
    let mut next = |records: &[Vec<u8>]| {
        turn += 1;
        turn % records.len()
    };
    println!(
        "form of {items} items and a repeat of 10 x 12; record {} bytes; medians, the ratio is to the first line of each block\n",
        work.valid[0].len()
    );

    println!("JSON bytes to all findings (valid records)");
    let engine = median(|| {
        validator.judge(validator.read(&work.valid[next(&work.valid)]).expect("JSON"), &context, today()).findings.len()
    });
    line("  engine: types, ranges, skip logic, calculations, checks, rows", engine, engine);
    line(
        "  serde_json to Value only (Y)",
        median(|| serde_json::from_slice::<Value>(&work.valid[next(&work.valid)]).expect("JSON")),
        engine,
    );
    line("  serde_json + jsonschema + cel", median(|| stack.judge(&work.valid[next(&work.valid)])), engine);
    println!("JSON bytes to all findings (faulty records)");
    let faulty = median(|| {
        validator.judge(validator.read(&work.faulty[next(&work.faulty)]).expect("JSON"), &context, today()).findings.len()
    });
    line("  engine", faulty, faulty);
    line("  serde_json + jsonschema + cel", median(|| stack.judge(&work.faulty[next(&work.faulty)])), faulty);

    println!("one changed answer");
    let mut session = validator.session(validator.read(&work.valid[0]).expect("JSON"), &context, today());
    let places: Vec<Place> = form
        .items
        .iter()
        .zip(0u32..)
        .filter(|(item, _)| item.scope.0 == 0 && item.value.is_none() && item.rows.is_none())
        .map(|(_, at)| Place::of(engine::program::program::ItemId(at)))
        .collect();
    let answers: [Value; 2] =
        [work.valid[0].as_slice(), work.valid[1].as_slice()].map(|bytes| serde_json::from_slice(bytes).expect("JSON"));
    let slots: Vec<_> = places
        .iter()
        .map(|place| {
            answers.each_ref().map(|answer| validator.read_slot(*place, answer.get(place.path(form)).unwrap_or(&Value::Null)))
        })
        .collect();
    let mut at = 0usize;
    let changed = median(|| {
        at += 1;
        let place = at % places.len();
        session.set(places[place], slots[place][(at / places.len()) % 2].clone());
    });
    line("  engine: put the answer, settle what depends on it", changed, changed);
    let value: Value = serde_json::from_slice(&work.valid[0]).expect("JSON");
    let held = peers::context(&value);
    line("  cel: one rule, context kept", median(|| stack.run_one(&held)), changed);
    line("  cel: context built again, one rule", median(|| stack.run_one(&peers::context(&value))), changed);

    println!("compile");
    let compile = median(|| Validator::new(read(files)));
    line("  engine: YAML to validator, every fault located", compile, compile);
    line("  engine: the emitted JSON Schema", median(|| engine::schema::emit::form_to_schema(form)), compile);
    line("  jsonschema + cel from schema and rules (YAML not read)", median(|| peers::Stack::new(schema, &work.cel)), compile);

    println!("HTML page of a filled record");
    render(validator, form, &work.valid[0]);
}

fn render(validator: &Validator, form: &Arc<Form>, record: &[u8]) {
    let page = FormPage::compile(form, Lang::Ja).expect("the page compiles");
    let answers: Map<String, Value> = serde_json::from_slice(record).expect("JSON");
    let context = validator.read_context(&Map::new());
    let outcome = validator.judge(validator.read(record).expect("JSON"), &context, today());
    let reasons = Map::new();
    let fill = Fill {
        action: "/records/1/fill",
        autosave: None,
        csrf: "token",
        today: "2026-04-01",
        version: 1,
        saved: "",
        all: false,
        answers: &answers,
        reasons: &reasons,
        context: "{}",
        outcome: &outcome,
    };
    let filled = median(|| page.fill(&fill));
    println!("  page of {} bytes", page.fill(&fill).len());
    line("  renderer: holes of the compiled page filled", filled, filled);
    line(
        "  renderer: page compiled with minijinja, once per version and language",
        median(|| FormPage::compile(form, Lang::Ja)),
        filled,
    );
}
