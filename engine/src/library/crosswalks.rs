//! What crosswalks promise: items and codes that exist, units that convert, columns and external codes that stand once.

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::suggest::did_you_mean;
use crate::document::crosswalk::{Column, Crosswalk};
use crate::document::reader::Spanned;
use crate::form::item::Item;
use crate::library::uses::{Forms, newest};
use crate::value::unit::{Unit, convert_factor};

/// Looks at every crosswalk; each stands beside the number of its file. Of a form whose own faults keep it from being read nothing is
/// told here.
pub fn check(forms: &Forms, crosswalks: &[(usize, Crosswalk)], known: &[Arc<str>], sinks: &mut [Sink]) {
    let is_faulty = |form: &str| !forms.contains_key(form) && known.iter().any(|known| **known == *form);
    for (file, crosswalk) in crosswalks {
        let Some(sink) = sinks.get_mut(*file) else { continue };
        check_file(crosswalk, sink);
        let mut seen = HashSet::new();
        for column in &crosswalk.columns {
            if !seen.insert(&column.column.value) {
                report_twice(&column.column, sink);
            }
            if !column.item.as_ref().and_then(|word| word.value.split_once('.')).is_some_and(|(form, _)| is_faulty(form)) {
                check_column(forms, column, sink);
            }
        }
    }
}

/// The item that a column stands for.
pub fn item<'l>(forms: &'l Forms, word: &str) -> Option<&'l Item> {
    let (form, item) = word.split_once('.')?;
    newest(forms, form)?.find_item(item).map(|(_, item)| item)
}

fn check_file(crosswalk: &Crosswalk, sink: &mut Sink) {
    let wanted = format!("crosswalks/{}.yaml", crosswalk.id.value);
    if *crosswalk.file != *wanted {
        let word = &crosswalk.id.value;
        sink.error(
            "wrong-file-name",
            crosswalk.id.span,
            (
                format!("対応表 `{word}` は `{wanted}` に置かなければなりません。"),
                format!("crosswalk `{word}` must stand in `{wanted}`"),
            ),
            ("ファイル名か `crosswalk` を直してください。".into(), "rename the file, or mend `crosswalk`".into()),
        );
    }
}

fn check_column(forms: &Forms, column: &Column, sink: &mut Sink) {
    let Some(word) = &column.item else { return };
    let Some(item) = item(forms, &word.value) else { return report_item(forms, word, sink) };
    let mut seen = HashSet::new();
    for pair in &column.codes {
        if !seen.insert(&pair.external.value) {
            report_twice(&pair.external, sink);
        }
        let code = &pair.code.value;
        let known = item.list.as_ref().is_some_and(|list| list.find(code).is_some());
        if !known {
            let codes = item.list.iter().flat_map(|list| list.codes.iter().map(|code| &*code.code)).collect::<Vec<_>>();
            sink.error(
                "unknown-code",
                pair.code.span,
                (
                    format!("項目 `{}` にコード `{code}` はありません。", word.value),
                    format!("item `{}` has no code `{code}`", word.value),
                ),
                did_you_mean(code, codes),
            );
        }
    }
    if let Some(unit) = &column.unit {
        let theirs = Unit::parse(&unit.value);
        let converts = theirs.zip(item.units.first()).is_some_and(|(theirs, ours)| convert_factor(&theirs, ours).is_some());
        if !converts {
            report_unit(unit, item, sink);
        }
    }
}

fn report_item(forms: &Forms, word: &Spanned<Arc<str>>, sink: &mut Sink) {
    let text = &word.value;
    let form = text.split_once('.').and_then(|(form, _)| newest(forms, form));
    let help = match form {
        Some(form) => {
            let items: Vec<&str> = form.items.iter().map(|item| &*item.id).collect();
            did_you_mean(text.split_once('.').map_or("", |(_, item)| item), items)
        }
        None => did_you_mean(text.split('.').next().unwrap_or(""), forms.keys().map(|id| &**id).collect::<Vec<_>>()),
    };
    sink.error(
        "unknown-item",
        word.span,
        (format!("項目 `{text}` はありません。"), format!("there is no item `{text}` (it is written `form.item`)")),
        help,
    );
}

fn report_unit(unit: &Spanned<Arc<str>>, item: &Item, sink: &mut Sink) {
    let word = &unit.value;
    let ours = item.units.first().map_or("-", |unit| unit.text());
    sink.error(
        "unit-mismatch",
        unit.span,
        (
            format!("単位 `{word}` は項目 `{}` の単位 `{ours}` に換算できません。", item.id),
            format!("unit `{word}` does not convert to `{ours}`, the unit of item `{}`", item.id),
        ),
        (format!("`{ours}` に換算できる単位を書いてください。"), format!("write a unit that converts to `{ours}`")),
    );
}

fn report_twice(word: &Spanned<Arc<str>>, sink: &mut Sink) {
    let text = &word.value;
    sink.error(
        "duplicate-column",
        word.span,
        (format!("`{text}` が2回あります。"), format!("`{text}` stands twice")),
        ("どちらかを削除してください。".into(), "delete one of them".into()),
    );
}
