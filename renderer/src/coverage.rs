//! What the library covers, as a page: products and indications by form and version, and what stands in each form. For the server's
//! screen, and as a page that stands alone.

use std::collections::BTreeMap;

use engine::document::product::Product;
use engine::lang::{Lang, Text};
use engine::library::coverage::{Asked, FormCounts, last_day};
use serde_json::{Value, json};

use crate::error::Error;
use crate::export::sheet::Sheet;
use crate::template::both;

/// What the page shows; `level` names a level for people.
pub fn values(products: &[Product], forms: &[FormCounts], asked: &[Asked], level: impl Fn(&str) -> Text) -> Value {
    let columns: Vec<(&Product, &str)> = products
        .iter()
        .flat_map(|product| product.indications.iter().map(move |indication| (product, &*indication.id.value)))
        .collect();
    let cells: BTreeMap<(&str, &str, &str), &Asked> =
        asked.iter().map(|one| ((&*one.form, &*one.product, &*one.indication), one)).collect();
    let row = |counts: &FormCounts| {
        let form = &counts.form;
        let cell = |(product, indication): &(&Product, &str)| {
            let one = cells.get(&(&*form.id, &*product.id.value, indication))?;
            let (version, overlay) = one.edition.split_once('+').map_or((&*one.edition, false), |(version, _)| (version, true));
            let stands = version == form.version.to_string();
            stands.then(|| json!({ "version": version, "overlay": overlay, "label_rules": one.label_rules }))
        };
        let cells: Vec<Option<Value>> = columns.iter().map(cell).collect();
        let [items, calculated, errors, warnings] = [counts.items, counts.calculated, counts.errors, counts.warnings];
        json!({
            "id": &*form.id, "version": form.version.to_string(), "title": both(&form.title), "level": both(&level(&form.level)),
            "from": form.effective_from.map(|day| day.to_string()),
            "last": last_day(counts.until).map(|day| day.to_string()),
            "asked_by": cells.iter().flatten().count(), "cells": cells,
            "items": items, "calculated": calculated, "errors": errors, "warnings": warnings, "label_rules": counts.label_rules,
            "examples": counts.examples, "goals": counts.reached.1, "reached": counts.reached.0,
            "texts": counts.texts, "untranslated": counts.untranslated,
        })
    };
    let heads = products.iter().filter(|product| !product.indications.is_empty()).map(|product| {
        let indications = product.indications.iter().map(|known| json!({ "id": &*known.id.value, "title": both(&known.title) }));
        json!({ "id": &*product.id.value, "title": both(&product.title), "indications": indications.collect::<Vec<_>>() })
    });
    let total = |count: fn(&FormCounts) -> usize| forms.iter().map(count).sum::<usize>();
    // What is asked today: a version that was superseded asks the same again.
    let is_newest =
        |one: &&FormCounts| !forms.iter().any(|other| other.form.id == one.form.id && other.form.version > one.form.version);
    let today = |count: fn(&FormCounts) -> usize| forms.iter().filter(is_newest).map(count).sum::<usize>();
    json!({
        "products": heads.collect::<Vec<_>>(), "forms": forms.iter().map(row).collect::<Vec<_>>(),
        "total": {
            "forms": forms.len(), "uses": columns.len(), "items": today(|form| form.items), "calculated": today(|form| form.calculated),
            "errors": today(|form| form.errors), "warnings": today(|form| form.warnings),
            "examples": total(|form| form.examples), "goals": total(|form| form.reached.1), "reached": total(|form| form.reached.0),
            "texts": total(|form| form.texts), "untranslated": total(|form| form.untranslated),
        },
    })
}

/// The page that stands alone.
///
/// # Errors
/// When the template is at fault.
pub fn page(lang: Lang, mut values: Value) -> Result<String, Error> {
    if let Some(fields) = values.as_object_mut() {
        fields.insert("title".into(), both(&Text::new("定義の範囲", "What the definitions cover")));
    }
    Sheet { template: "export/coverage.html", style: include_str!("../templates/export/coverage.css"), script: "" }
        .render(lang, values)
}
