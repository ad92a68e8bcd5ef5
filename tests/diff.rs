//! What changed between two versions of a form: `before.yaml` and `after.yaml` of each case under `tests/diff/`, over `tests/diff/base/`,
//! and the report in both languages. The two files are the same form in version 1.0.0 and 1.1.0.
//! requirement: R086

use std::collections::BTreeSet;
use std::path::Path;

use engine::diagnostic::diagnostic::Sink;
use engine::diff::change::How;
use engine::diff::weight::PROPERTIES;
use engine::diff::written::compare_files;
use engine::diff::{compare::compare, render};
use engine::editor::key::{Holds, Key};
use engine::editor::map::MAPS;
use engine::form::form::Form;
use engine::form::version::Version;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::SourceFile;
use engine::syntax::tree::{Data, Node};
use engine::syntax::yaml;
use serde_json::{Value, json};
use tests::case::find_cases;
use tests::definitions::definitions;
use tests::golden::Goldens;
use tests::root::path;

#[test]
fn changes_are_told_by_id() {
    let mut goldens = Goldens::new();
    for case in
        find_cases(&path("tests/diff"), &["before.yaml"]).into_iter().filter(|case| !case.starts_with(path("tests/diff/written")))
    {
        goldens.compare(&case.join("report.txt"), &report(&case));
    }
    goldens.finish();
}

fn report(case: &Path) -> String {
    let base = path("tests/diff/base");
    let mut files = definitions(&base);
    for (name, version) in [("before.yaml", "1.0.0"), ("after.yaml", "1.1.0")] {
        files.push(SourceFile::new(format!("forms/ward/{version}.yaml"), std::fs::read(case.join(name)).unwrap()));
    }
    let (library, faults) = Library::read(&files);
    assert!(faults.is_empty(), "{}: {faults:#?}", case.display());
    let form = |text| library.form_version("ward", Version::parse(text).unwrap()).unwrap();
    let changes = compare(form("1.0.0"), form("1.1.0"));
    let same = form("1.0.0").digest() == form("1.1.0").digest();
    assert!(!same, "{}: versions differ, so digests do", case.display());
    let text = |lang: Lang| format!("$ ctr diff ward@1.0.0 ward@1.1.0 --lang {}\n{}", lang.tag(), render::text(&changes, lang));
    format!("{}\n{}", text(Lang::Ja), text(Lang::En))
}

/// The library's own story of versions: histologies by the classification of 2017, then by those of 2022.
#[test]
fn two_versions_of_a_shipped_form_are_told() {
    let (library, faults) = Library::read(&definitions(&path("form-definitions")));
    assert!(faults.is_empty(), "{faults:#?}");
    let form = |text| library.form_version("dx_lymphoma", Version::parse(text).unwrap()).unwrap();
    let changes = compare(form("1.0.0"), form("2.0.0"));
    let text = |lang: Lang| {
        let told = render::text(&changes, lang);
        format!("$ ctr diff dx_lymphoma@1.0.0 dx_lymphoma@2.0.0 --lang {}\n{told}", lang.tag())
    };
    let mut goldens = Goldens::new();
    goldens.compare(&path("tests/diff/shipped/dx_lymphoma.txt"), &format!("{}\n{}", text(Lang::Ja), text(Lang::En)));
    goldens.finish();
}

/// What may change without a change of meaning: reasons, layout of a page, cases.
const ASIDE: [&str; 3] = ["why", "search", "examples"];

/// Every key that an author can write in a form, its lists and tables, changed one by one: what the library still takes, `ctr diff` sees.
#[test]
fn no_property_changes_unseen() {
    let files = definitions(&path("tests/diff/properties"));
    let (library, faults) = Library::read(&files);
    assert!(faults.is_empty(), "{faults:#?}");
    let before = library.form("every").unwrap();
    let mut walk = Walk { seen: BTreeSet::new(), unseen: Vec::new(), files: &files, before };
    for (file, map) in [("forms/every/1.0.0.yaml", "form"), ("lists/lists.yaml", "list")] {
        let source = files.iter().find(|source| &*source.path == file).unwrap();
        let root = data(&yaml::read(source, &mut Sink::new(source.path.clone())).root.unwrap());
        walk.map(file, &root, map, &mut Vec::new());
    }
    assert!(walk.unseen.is_empty(), "changed, and `ctr diff` says nothing: {:#?}", walk.unseen);
    let maps = [
        "form",
        "days_of_version",
        "reference",
        "section",
        "item",
        "table",
        "column",
        "row",
        "choice_rule",
        "other",
        "conversion",
        "check",
        "code_list",
        "code",
    ];
    let missing: Vec<String> = MAPS
        .iter()
        .filter(|map| maps.contains(&map.name))
        .flat_map(|map| map.keys.iter().map(move |key| format!("{}.{}", map.name, key.name)))
        .filter(|key| {
            !walk.seen.contains(key) && !FIXED.contains(&key.as_str()) && !ASIDE.iter().any(|aside| key.ends_with(aside))
        })
        .collect();
    assert!(missing.is_empty(), "no sound change of these keys was tried; add them to tests/diff/properties: {missing:#?}");
}

/// What cannot be another in a library that is otherwise the same: the file's own name, a list made of products, what the values that a table is
/// asked with fix, the only unit that needs a conversion (its numbers are changed), ids that rules and items name.
const FIXED: [&str; 10] = [
    "form.form",
    "form.version",
    "code_list.from",
    "code_list.id",
    "column.list",
    "table.list",
    "table.id",
    "table.columns",
    "conversion.unit",
    "item.conversions",
];

struct Walk<'l> {
    seen: BTreeSet<String>,
    unseen: Vec<String>,
    files: &'l [SourceFile],
    before: &'l Form,
}

impl Walk<'_> {
    fn map(&mut self, file: &str, root: &Value, map: &str, at: &mut Vec<Step>) {
        let Some(keys) = MAPS.iter().find(|known| known.name == map).map(|known| known.keys) else { return };
        for key in keys {
            at.push(Step::Key(key.name));
            if let Some(value) = found(root, at) {
                let value = value.clone();
                self.change(file, root, map, key, &value, at);
                for (place, inner) in inner_maps(&key.holds, &value) {
                    let depth = at.len();
                    at.extend(place);
                    self.map(file, root, inner, at);
                    at.truncate(depth);
                }
            }
            at.pop();
        }
    }

    fn change(&mut self, file: &str, root: &Value, map: &str, key: &Key, value: &Value, at: &[Step]) {
        let name = format!("{map}.{}", key.name);
        for other in std::iter::once(None).chain(others(key, value).into_iter().map(Some)) {
            let mut changed = root.clone();
            put(&mut changed, at, other.clone());
            if changed == *root {
                continue;
            }
            let sources: Vec<SourceFile> = self
                .files
                .iter()
                .map(|source| match &*source.path == file {
                    true => SourceFile::new(file, changed.to_string().into_bytes()),
                    false => source.clone(),
                })
                .collect();
            let (library, faults) = Library::read(&sources);
            let Some(after) = library.form("every").filter(|_| faults.is_empty()) else { continue };
            if ASIDE.contains(&key.name) {
                self.seen.insert(name);
                return;
            }
            // What says the default, and what nothing uses, has no meaning of its own: the digest knows.
            let changes = compare(self.before, after);
            if self.before.digest() == after.digest() && changes.is_empty() {
                continue;
            }
            let rowless = changes.iter().find_map(|change| match &change.how {
                How::Changed(property, ..) => {
                    let has_row = PROPERTIES.iter().any(|(part, known, _)| *part == change.part && known == property);
                    (!has_row).then(|| format!("{:?}.{property} has no row in diff/weight.rs", change.part))
                }
                _ => None,
            });
            self.unseen.extend(rowless);
            if changes.is_empty() {
                self.unseen.push(format!("{at:?}: {value} -> {other:?}"));
            } else {
                self.seen.insert(name);
                return;
            }
        }
    }
}

/// A step into a document.
#[derive(Clone, Copy, Debug)]
enum Step {
    Key(&'static str),
    At(usize),
}

fn found<'v>(root: &'v Value, at: &[Step]) -> Option<&'v Value> {
    at.iter().try_fold(root, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::At(at) => value.get(at),
    })
}

/// Puts another value at a place, or takes the key away.
fn put(root: &mut Value, at: &[Step], value: Option<Value>) {
    let (last, home) = at.split_last().expect("a place");
    let home = home.iter().fold(root, |value, step| match step {
        Step::Key(key) => &mut value[*key],
        Step::At(at) => &mut value[*at],
    });
    match (last, value) {
        (Step::Key(key), Some(value)) => home[*key] = value,
        (Step::Key(key), None) => drop(home.as_object_mut().expect("a map").remove(*key)),
        (Step::At(_), _) => unreachable!("keys are changed"),
    }
}

/// The maps inside a value, each with its place and kind.
fn inner_maps(holds: &Holds, value: &Value) -> Vec<(Vec<Step>, &'static str)> {
    let each = |name: &'static str| {
        let members = value.as_array().into_iter().flatten().enumerate();
        members.filter(|(_, member)| member.is_object()).map(|(at, _)| (vec![Step::At(at)], name)).collect()
    };
    match holds {
        Holds::Map(name) => vec![(Vec::new(), name)],
        Holds::Maps(name) | Holds::IdsOrMaps(name) => each(name),
        Holds::AnyOfMaps(names) => each(names[0]),
        _ => Vec::new(),
    }
}

/// Other values that a key might take; the library says which of them are sound.
fn others(key: &Key, value: &Value) -> Vec<Value> {
    if let Holds::Word(words) = key.holds {
        return words.iter().map(|word| json!(word)).filter(|word| word != value).collect();
    }
    match value {
        Value::Bool(value) => vec![json!(!value)],
        Value::Number(number) => vec![json!(number.as_f64().unwrap_or_default() as i64 + 1), json!(35)],
        Value::String(text) => {
            let pool = [
                "asked_on",
                "seen",
                "volume",
                "reason",
                "yn2",
                "yn",
                "patient",
                "base",
                "integer",
                "long_text",
                "decimal",
                "error",
                "warning",
                "today",
                "2",
                "1",
                "mL",
                "Cel",
                "2021-01-01",
                "100",
                "35",
                "answered(seen)",
                "exact > 39",
                "volume < 2",
                "months_between(base.first_on, seen)",
                "4 MB",
                "every",
                "first_on",
                "visit",
                "no",
                "yes",
            ];
            let pool = pool.iter().filter(|word| *word != text).map(|word| json!(word));
            [json!(format!("{text}2")), json!(format!("{text} + 1")), json!(format!("!({text})"))]
                .into_iter()
                .chain(pool)
                .collect()
        }
        Value::Array(members) => {
            let mut reversed = members.clone();
            reversed.reverse();
            let put = |word: &str| Value::Array(members.iter().map(|_| json!(word)).collect());
            let other = |member: &Value| member.as_str().map_or(member.clone(), |text| json!(text.replace("38", "39")));
            let others = [
                Value::Array(members.iter().skip(1).cloned().collect()),
                Value::Array(reversed),
                Value::Array(members.iter().map(other).collect()),
            ];
            others.into_iter().chain(["no", "above", "volume"].map(put)).collect()
        }
        Value::Object(map) => {
            let mut changed = map.clone();
            for value in changed.values_mut().filter(|value| value.is_string()) {
                *value = json!(format!("{} 2", value.as_str().unwrap_or_default()));
            }
            let put = |word: &str| Value::Object(map.keys().map(|key| (key.clone(), json!(word))).collect());
            vec![Value::Object(changed), put("seen"), json!("error"), json!("warning")]
        }
        Value::Null => Vec::new(),
    }
}

/// A file as plain data.
fn data(node: &Node) -> Value {
    match &node.data {
        Data::Scalar(scalar) if scalar.plain => serde_json::from_str(&scalar.text).unwrap_or_else(|_| Value::from(&*scalar.text)),
        Data::Scalar(scalar) => Value::from(&*scalar.text),
        Data::List(members) => members.iter().map(data).collect(),
        Data::Map(entries) => Value::Object(entries.iter().map(|entry| (entry.key.to_string(), data(&entry.value))).collect()),
    }
}

/// Products, schedules and crosswalks: whatever is written there and changes is told.
#[test]
fn files_that_are_no_form_are_compared_as_they_are_written() {
    let mut goldens = Goldens::new();
    for case in find_cases(&path("tests/diff/written"), &["before.yaml"]) {
        let file = |name: &str| SourceFile::new(name, std::fs::read(case.join(name)).unwrap());
        let changes = compare_files(&file("before.yaml"), &file("after.yaml"));
        let text = |lang: Lang| format!("$ --lang {}\n{}", lang.tag(), render::text(&changes, lang));
        goldens.compare(&case.join("report.txt"), &format!("{}\n{}", text(Lang::Ja), text(Lang::En)));
    }
    goldens.finish();
}
