//! The form page as sent: goldens of small cases in both languages, and the way back from a browser's fields to the same answers.

mod browser;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::SourceFile;
use engine::value::date::Date;
use proptest::prelude::*;
use renderer::fields::fields::{Action, decode};
use renderer::page::fill::Fill;
use renderer::page::page::FormPage;
use serde_json::{Map, Value, json};
use tests::case::find_cases;
use tests::definitions::definitions;
use tests::golden::Goldens;
use tests::root::root;

fn folder() -> PathBuf {
    root().join("tests/page")
}

/// The form of a definitions folder, newest version.
fn form(folder: &Path, id: &str) -> Arc<Form> {
    let files = definitions(folder);
    let (library, diagnostics) = Library::read(&files);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    library.form(id).unwrap().clone()
}

pub fn every_kind() -> Arc<Form> {
    form(&folder().join("definitions"), "every_kind")
}

fn answers_of(case: &Path) -> Map<String, Value> {
    let text = std::fs::read_to_string(case.join("answers.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap().as_object().unwrap().clone()
}

/// The page of some answers, judged on 1 May 2026.
fn filled(form: &Arc<Form>, lang: Lang, answers: &Map<String, Value>) -> String {
    let validator = Validator::new(form.clone());
    let (context, today) = (validator.read_context(&Map::new()), Date::parse("2026-05-01").unwrap());
    let outcome = validator.judge(validator.read_value(&Value::Object(answers.clone())).unwrap(), &context, today);
    let reasons = json!({ "long_stay@an_integer": "確認済み" });
    FormPage::compile(form, lang).unwrap().fill(&Fill {
        action: "/records/1/fill",
        autosave: Some("/records/1/draft"),
        csrf: "token",
        today: "2026-05-01",
        moment: engine::form::moment::Moment::Submit,
        version: 3,
        saved: "",
        all: true,
        answers,
        reasons: reasons.as_object().unwrap(),
        context: r#"{"other":{"name":"</script>"}}"#,
        outcome: &outcome,
    })
}

/// Without the program, which has its own tests.
fn without_program(html: &str) -> String {
    let start = html.find("id=\"ctr-program\">").unwrap() + "id=\"ctr-program\">".len();
    let end = start + html[start..].find("</script>").unwrap();
    format!("{}{}", &html[..start], &html[end..])
}

#[test]
fn the_page_is_as_sent() {
    let (form, mut goldens) = (every_kind(), Goldens::new());
    for case in find_cases(&folder(), &["answers.json"]) {
        for lang in Lang::ALL {
            goldens.compare(
                &case.join(format!("page.{}.html", lang.tag())),
                &without_program(&filled(&form, lang, &answers_of(&case))),
            );
        }
    }
    goldens.finish();
}

/// Also with the texts that could go wrong when they are put into what was rendered for another item.
#[test]
fn items_that_look_the_same_are_laid_out_as_each_would_be() {
    let awkward = "form: awkward\nversion: 1.0.0\nlevel: patient\ntitle: { ja: 題, en: T }\nsections:\n  - id: main\n    title: { ja: 節, en: S }\n    items:\n";
    let labels = [
        "plain",
        "'<b>/&amp;\"'",
        "'{{ path }} {% raw %}'",
        "' led by a space'",
        "\"two\\n  lines\"",
        "\"ends\\n\"",
        "\"\u{fdd0}hidden\u{fdd1}\"",
    ];
    let items = labels.iter().enumerate().map(|(at, label)| {
        format!(
            "      - {{ id: i{at}, kind: text, label: {{ ja: {label}, en: {label} }}, help: {{ ja: {label}, en: {label} }} }}\n"
        )
    });
    let registry = std::fs::read(folder().join("definitions/registry.yaml")).unwrap();
    let files = [
        SourceFile::new("registry.yaml", registry),
        SourceFile::new("forms/awkward/1.0.0.yaml", format!("{awkward}{}", items.collect::<String>()).into_bytes()),
    ];
    let (awkward, _) = Library::read(&files);
    let (shipped, _) = Library::read(&definitions(&root().join("form-definitions")));
    let forms: Vec<&Arc<Form>> = shipped.forms.values().chain(awkward.forms.values()).flatten().collect();
    assert!(awkward.form("awkward").is_some() && forms.len() > 4);
    let every_kind = every_kind();
    for form in forms.into_iter().chain([&every_kind]) {
        let both = FormPage::compile_both(form).unwrap();
        for (lang, page) in Lang::ALL.into_iter().zip(&both) {
            let each = FormPage::compile_each(form, lang).unwrap();
            let frames =
                |page: &FormPage| format!("{:#?}", (&page.frame, &page.groups, &page.homes, &page.sections, &page.places));
            assert_eq!(frames(page), frames(&each), "{} {}", form.reference(), lang.tag());
            assert_eq!(page.program, each.program);
        }
    }
}

#[test]
fn the_page_is_well_formed_and_has_nothing_inline() {
    let form = every_kind();
    for case in find_cases(&folder(), &["answers.json"]) {
        let html = filled(&form, Lang::Ja, &answers_of(&case));
        let page = browser::read(&html);
        assert_eq!(page.unclosed, Vec::<String>::new(), "{}", case.display());
        assert_eq!(page.duplicate_ids, Vec::<String>::new(), "{}", case.display());
        assert_eq!(page.dangling, Vec::<String>::new(), "{}: labels and descriptions lead somewhere", case.display());
        assert!(page.scripts.iter().all(|script| script == "application/json"), "{:?}", page.scripts);
        for attribute in ["style=", " onclick", " onload", "javascript:"] {
            assert!(!html.contains(attribute), "{attribute}");
        }
        assert!(!html.contains('\u{FDD0}') && !html.contains('\u{FDD1}'), "no mark of the templates is left");
    }
}

#[test]
fn what_a_browser_sends_back_is_the_same_answers() {
    let form = every_kind();
    for case in find_cases(&folder(), &["answers.json"]) {
        let answers = answers_of(&case);
        for lang in Lang::ALL {
            let mut pairs = browser::read(&filled(&form, lang, &answers)).pairs;
            pairs.push(("do".to_owned(), "save".to_owned()));
            let posted = decode(&form, &pairs);
            assert_eq!(Value::Object(posted.answers), Value::Object(answers.clone()), "{} {}", case.display(), lang.tag());
            assert_eq!((posted.version, posted.csrf.as_str(), posted.action), (3, "token", Action::Save));
            assert_eq!(posted.unknown, Vec::<String>::new());
        }
    }
}

/// Answers as our own page can write them, for every kind.
fn any_answers() -> impl Strategy<Value = Map<String, Value>> {
    let text = "[ -~ぁ-ん一-龥０-９]{0,6}[a-zあ<>&\"'][ -~ぁ-ん　]{0,6}";
    let code = |codes: &'static [&'static str]| prop::sample::select(codes).prop_map(|code| json!(code));
    let decimal = "-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?";
    let date = "[12][0-9]{3}-[0-9]{2}-[0-9]{2}";
    let row = (prop::option::of(text), prop::option::of(decimal)).prop_map(|(lot, volume)| {
        let pairs = [("lot", lot), ("volume", volume)].into_iter();
        pairs.filter_map(|(id, text)| Some((id.to_owned(), json!(text?)))).collect::<Map<String, Value>>()
    });
    let of_kind = vec![
        ("a_text", text.prop_map(Value::from).boxed()),
        ("a_long_text", "(\n| |[a-z]|[ぁ-ん]|[<>&\"']){0,8}x(\n| |あ){0,8}".prop_map(Value::from).boxed()),
        (
            "an_integer",
            prop_oneof![
                (-999_999_999_999_999i64..=999_999_999_999_999).prop_map(Value::from),
                code(&["abc", "1.5"]),
                Just(json!({ "missing": "ND" }))
            ]
            .boxed(),
        ),
        ("a_decimal", decimal.prop_map(Value::from).boxed()),
        (
            "a_quantity",
            (decimal, prop::sample::select(vec!["mg/dL", "mg/L", "g/L"]))
                .prop_map(|(value, unit)| json!({ "value": value, "unit": unit }))
                .boxed(),
        ),
        ("a_boolean", prop_oneof![any::<bool>().prop_map(Value::from), code(&["perhaps"])].boxed()),
        ("a_date", date.prop_map(Value::from).boxed()),
        (
            "a_partial_date",
            prop_oneof!["[12][0-9]{3}(-[0-9]{2})?".prop_map(Value::from), Just(json!({ "missing": "UNK" }))].boxed(),
        ),
        ("a_datetime", (date, "[0-9]{2}:[0-9]{2}").prop_map(|(date, time)| json!(format!("{date}T{time}"))).boxed()),
        ("a_choice", prop_oneof![code(&["yes", "no", "other"]), Just(json!({ "missing": "UNK" }))].boxed()),
        ("a_long_choice", code(&["a", "g", "zz"]).boxed()),
        (
            "some_choices",
            prop::sample::subsequence(vec!["cd19", "cd20", "none", "old", "unheard"], 1..=5)
                .prop_map(|codes| json!(codes))
                .boxed(),
        ),
        ("bags", prop::collection::vec(row.prop_map(Value::Object), 1..=4).prop_map(Value::Array).boxed()),
        ("an_old_text", text.prop_map(Value::from).boxed()),
    ];
    of_kind.into_iter().fold(Just(Map::new()).boxed(), |all, (id, answer)| {
        (all, prop::option::of(answer))
            .prop_map(move |(mut all, answer)| {
                all.extend(answer.map(|answer| (id.to_owned(), answer)));
                all
            })
            .boxed()
    })
}

/// A form whose lists are longer than the options that a page knows by a bit of their own.
fn long_lists() -> Arc<Form> {
    let registry =
        "registry: test\ntitle: { ja: 試験, en: Test }\nlevels:\n  - { id: patient, title: { ja: 患者, en: Patient } }\n";
    let codes: String = (0..LONG).map(|at| format!("      - {{ code: c{at}, ja: 選択肢{at}, en: Option {at} }}\n")).collect();
    let lists = format!("lists:\n  - id: long\n    title: {{ ja: 長い, en: Long }}\n    codes:\n{codes}");
    let form = "form: long\nversion: 1.0.0\ntitle: { ja: 長い, en: Long }\nlevel: patient\nsections:\n  - id: main\n    title: { ja: 本体, en: Main }\n    items:\n      - { id: one, kind: choice, list: long, label: { ja: 一つ, en: One } }\n      - { id: several, kind: choices, list: long, label: { ja: いくつか, en: Several } }\n";
    let files = [("registry.yaml", registry), ("lists/long.yaml", lists.as_str()), ("forms/long/1.0.0.yaml", form)];
    let sources: Vec<SourceFile> = files.iter().map(|(path, text)| SourceFile::new(*path, text.as_bytes())).collect();
    let (library, faults) = Library::read(&sources);
    assert!(faults.is_empty(), "{faults:?}");
    library.form("long").unwrap().clone()
}

const LONG: usize = 70;

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_option_of_a_long_list_comes_back_from_the_page(
        one in 0..LONG,
        several in prop::sample::subsequence((0..LONG).collect::<Vec<_>>(), 1..=6),
    ) {
        let form = long_lists();
        let several: Vec<String> = several.iter().map(|at| format!("c{at}")).collect();
        let Value::Object(answers) = json!({ "one": format!("c{one}"), "several": several }) else { unreachable!() };
        let page = browser::read(&filled(&form, Lang::En, &answers));
        prop_assert_eq!(Value::Object(decode(&form, &page.pairs).answers), Value::Object(answers));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answers_come_back_from_the_page(answers in any_answers()) {
        let form = every_kind();
        let page = browser::read(&filled(&form, Lang::Ja, &answers));
        prop_assert_eq!(&page.unclosed, &Vec::<String>::new());
        prop_assert_eq!(Value::Object(decode(&form, &page.pairs).answers), Value::Object(answers));
    }
}
