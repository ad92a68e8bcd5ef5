//! The dictionary as one page: every form with its items, answers and rules, then the code lists.

use std::collections::BTreeMap;

use engine::form::form::Form;
use engine::form::item::{Item, Required};
use engine::form::list::CodeList;
use engine::kind::kind::Kind;
use engine::program::program::ItemId;
use engine::value::file::print_size;
use serde_json::{Value, json};

use super::entry::{Entry, bound, weight};
use crate::error::Error;
use crate::export::guard;
use crate::export::rules::Rules;
use crate::export::sheet::Sheet;
use crate::export::target::Subject;
use crate::template::both;

const STYLE: &str = include_str!("../../../templates/export/dictionary.css");
const SCRIPT: &str = include_str!("../../../templates/export/filter.js");

/// Makes the page.
pub fn make(subject: &Subject<'_>) -> Result<String, Error> {
    let mut lists: BTreeMap<&str, &CodeList> = BTreeMap::new();
    for list in subject.forms.iter().flat_map(|form| &form.items).filter_map(|item| item.list.as_deref()) {
        lists.insert(&list.id, list);
    }
    let whole = subject.library.registry.as_ref().map(|registry| both(&registry.title));
    let title = match subject.forms {
        [form] => Some(both(&form.title)),
        _ => whole,
    };
    let forms: Vec<Value> = subject.forms.iter().map(|form| of_form(subject, form)).collect();
    let values = json!({
        "title": title,
        "made": subject.made,
        "count": subject.forms.iter().map(|form| form.items.len()).sum::<usize>(),
        "forms": forms,
        "lists": lists.into_values().map(of_list).collect::<Vec<_>>(),
    });
    Sheet { template: "export/dictionary.html", style: STYLE, script: SCRIPT }.render(subject.lang, values)
}

fn of_list(list: &CodeList) -> Value {
    let one = |code: &engine::form::list::Code| json!({ "code": &*code.code, "text": both(&code.text), "retired": code.retired });
    json!({ "id": &*list.id, "title": both(&list.title), "codes": list.codes.iter().map(one).collect::<Vec<_>>() })
}

fn of_form(subject: &Subject<'_>, form: &Form) -> Value {
    let rules = Rules::new(form);
    let level = subject.library.registry.as_ref().and_then(|registry| registry.level(&form.level));
    let sections: Vec<Value> = (0u16..)
        .zip(&form.sections)
        .map(|(at, section)| {
            let items = form.items.iter().zip(0u32..).filter(|(item, _)| item.section == at);
            let items = items.map(|(item, id)| of_item(&Entry { library: subject.library, rules: &rules, item, id: ItemId(id) }));
            json!({
                "id": &*section.id,
                "title": both(&section.title),
                "shown": section.shown_if.map(|rule| both(&rules.words(rule))),
                "written": section.shown_if.map(|rule| rules.written(rule)),
                "items": items.collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "id": &*form.id,
        "edition": form.edition(),
        "title": both(&form.title),
        "level": level.map(|level| both(&level.title)),
        "digest": &**form.digest(),
        "sections": sections,
    })
}

fn of_item(entry: &Entry<'_, '_>) -> Value {
    let item = entry.item;
    let rules = rules(entry);
    let checks: Vec<Value> = entry
        .checks()
        .into_iter()
        .map(|check| {
            json!({
                "id": &*check.id,
                "severity": check.weight.severity.name(),
                "moments": weight(check.weight),
                "message": both(&check.message),
                "words": both(&entry.rules.words(check.violated_if)),
                "written": entry.rules.written(check.violated_if),
                "source": check.source.as_deref(),
            })
        })
        .chain(guard::of(entry.rules, item).into_iter().map(|guard| {
            json!({
                "id": guard.key,
                "severity": guard.weight,
                "moments": guard.weight,
                "message": both(&guard.message),
                "words": both(&guard.words),
                "written": guard.written,
            })
        }))
        .collect();
    let groups: Vec<&str> = entry.rules.groups_around(item).iter().map(|group| &*group.id).collect();
    let mut search = format!("{} {} {} {}", item.id, item.kind.name(), item.label.ja, item.label.en);
    for part in rules.iter().chain(&checks) {
        search = format!("{search} {} {}", part["written"].as_str().unwrap_or_default(), part["id"].as_str().unwrap_or_default());
    }
    json!({
        "id": &*item.id,
        "kind": item.kind.name(),
        "groups": groups.join(" / "),
        "label": both(&item.label),
        "help": item.help.as_ref().map(both),
        "list": item.list.as_ref().map(|list| &*list.id),
        "facts": facts(item),
        "marks": marks(item),
        "rules": rules,
        "checks": checks,
        "origin": entry.origin(),
        "search": search.to_lowercase(),
    })
}

fn rules(entry: &Entry<'_, '_>) -> Vec<Value> {
    let shown = entry.rules.own_conditions(entry.item).map(|rule| ("表示条件", "Shown when", rule));
    let required = entry.required_rule().map(|rule| ("必須条件", "Required when", rule));
    let value = entry.item.value.map(|rule| ("計算", "Calculated as", rule));
    let all = shown.chain(required).chain(value);
    all.map(|(ja, en, rule)| {
        json!({ "ja": ja, "en": en, "words": both(&entry.rules.words(rule)), "written": entry.rules.written(rule) })
    })
    .collect()
}

fn marks(item: &Item) -> Vec<Value> {
    let mark = |class: &str, ja: &str, en: &str, holds: bool| holds.then(|| json!({ "class": class, "ja": ja, "en": en }));
    [
        mark("required", "必須", "required", item.required == Required::Always),
        mark("pii", "個人を特定", "identifies a person", item.pii),
        mark("retired", "使用終了", "retired", item.retired),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What a value may be, each with its name.
fn facts(item: &Item) -> Vec<Value> {
    let joined = |words: Vec<&str>| words.join(" ");
    let codes = item.exclusive.iter().filter_map(|at| item.list.as_deref()?.get(*at)).map(|code| &*code.code).collect();
    let rows = if item.kind == Kind::Group { format!("{}–{}", item.min_rows, item.max_rows) } else { String::new() };
    let replaces = item.replaces.as_deref().unwrap_or_default().to_owned();
    let all = [
        ("単位", "Units", joined(item.units.iter().map(|unit| unit.text()).collect())),
        ("範囲", "Range", range(bound(item.range.min), bound(item.range.max))),
        ("通常範囲", "Usual range", range(bound(item.range.soft_min), bound(item.range.soft_max))),
        ("小数桁", "Places", item.decimals.map_or_else(String::new, |places| places.to_string())),
        ("限界値", "Censored", item.censored.words().collect::<Vec<_>>().join(" ")),
        ("最大文字数", "Most characters", item.max_length.map_or_else(String::new, |most| most.to_string())),
        ("文字種", "Characters", item.characters.map_or_else(String::new, |characters| characters.name().to_owned())),
        ("パターン", "Pattern", item.pattern.as_deref().unwrap_or_default().to_owned()),
        ("排他コード", "Stand alone", joined(codes)),
        ("ファイルの種類", "Files", item.files.as_ref().map_or_else(String::new, |files| files.print(" "))),
        (
            "最大の大きさ",
            "Greatest size",
            item.files.as_ref().map_or_else(String::new, |files| print_size(u64::from(files.max_size))),
        ),
        ("行数", "Rows", rows),
        ("欠測理由", "Missing", joined(item.missing.iter().map(|reason| reason.code()).collect())),
        ("前のID", "Replaces", replaces),
    ];
    let said = all.into_iter().filter(|(.., value)| !value.is_empty());
    said.map(|(ja, en, value)| json!({ "ja": ja, "en": en, "value": value })).collect()
}

fn range(least: String, greatest: String) -> String {
    match (least.is_empty(), greatest.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("≥ {least}"),
        (true, false) => format!("≤ {greatest}"),
        (false, false) => format!("{least} – {greatest}"),
    }
}
