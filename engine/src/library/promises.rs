//! What products and the registry promise: names that exist, rules that can be told apart, labels that never refuse the truth.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::suggest::did_you_mean;
use crate::document::product::{LabelRule, Product};
use crate::document::registry::Registry;
use crate::form::form::Form;
use crate::form::item::{Severity, Weight};
use crate::form::version::Version;
use crate::library::lists::Placed;
use crate::source::SourceFile;

/// Looks at the products one by one and side by side.
pub fn check_products(products: &[Product], lists: &[Placed], places: &[usize], sinks: &mut [Sink]) {
    let mut rules: HashMap<&Arc<str>, Vec<Stood<'_>>> = HashMap::new();
    for (product, place) in products.iter().zip(places) {
        let Some(sink) = sinks.get_mut(*place) else { continue };
        check_file(product, sink);
        check_listed(product, lists, sink);
        for (indication, rule) in product.rules() {
            check_rule(rule, sink);
            let home = indication.map(|indication| &*indication.id.value);
            let stood = Stood { product, home, rule };
            let before = rules.entry(&rule.check.id.value).or_default();
            if let Some(first) = before.iter().find(|before| !stood.is_version_beside(before)) {
                report_rule_twice(rule, first.product, sink);
            }
            before.push(stood);
        }
    }
}

/// A label rule with where it stands.
struct Stood<'p> {
    product: &'p Product,
    home: Option<&'p str>,
    rule: &'p LabelRule,
}

impl Stood<'_> {
    /// Versions of one rule may stand side by side when each holds for days of its own.
    fn is_version_beside(&self, other: &Stood<'_>) -> bool {
        let same_home = self.product.id.value == other.product.id.value && self.home == other.home;
        let apart = match (&self.rule.effective, &other.rule.effective) {
            (Some(own), Some(theirs)) => own.by.value == theirs.by.value && own.is_apart(theirs),
            _ => false,
        };
        same_home && apart && self.rule.version.value != other.rule.version.value
    }
}

fn check_file(product: &Product, sink: &mut Sink) {
    let wanted = format!("products/{}.yaml", product.id.value);
    if *product.file != *wanted {
        let word = &product.id.value;
        sink.error(
            "wrong-file-name",
            product.id.span,
            (
                format!("製品 `{word}` は `{wanted}` に置かなければなりません。"),
                format!("product `{word}` must stand in `{wanted}`"),
            ),
            ("ファイル名か `product` を直してください。".into(), "rename the file, or mend `product`".into()),
        );
    }
}

/// A list `from: products` may hold codes of its own; a product must not take one of them.
fn check_listed(product: &Product, lists: &[Placed], sink: &mut Sink) {
    let word = &product.id.value;
    for (_, list) in lists.iter().filter(|(_, list)| list.from_products && list.codes.iter().any(|code| code.code == *word)) {
        let id = &list.id.value;
        sink.error(
            "duplicate-code",
            product.id.span,
            (
                format!("コード `{word}` はリスト `{id}` ですでに使われています。"),
                format!("code `{word}` already stands in list `{id}`"),
            ),
            ("製品に別のIDを付けてください。".into(), "choose another id for the product".into()),
        );
    }
}

fn check_rule(rule: &LabelRule, sink: &mut Sink) {
    let id = &rule.check.id;
    if rule.check.weight != Weight::always(Severity::Warning) {
        let word = &id.value;
        sink.error(
            "label-rule-blocks",
            id.span,
            (format!("添付文書の規則 `{word}` は警告でなければなりません。"), format!("label rule `{word}` must be a warning")),
            (
                "添付文書から外れた使用も事実として理由とともに記録します。`severity: warning` にしてください。".into(),
                "use outside the label is recorded with its reason, never refused: write `severity: warning`".into(),
            ),
        );
    }
    if Version::parse(&rule.version.value).is_none() {
        let word = &rule.version.value;
        sink.error(
            "bad-version",
            rule.version.span,
            (format!("`{word}` は版の番号ではありません。"), format!("`{word}` is not a version")),
            ("`1.0.0` のように3つの数で書いてください。".into(), "write three numbers, such as `1.0.0`".into()),
        );
    }
}

fn report_rule_twice(rule: &LabelRule, first: &Product, sink: &mut Sink) {
    let (word, other) = (&rule.check.id.value, &first.id.value);
    sink.error(
        "duplicate-check",
        rule.check.id.span,
        (
            format!("規則のID `{word}` は製品 `{other}` ですでに使われています。"),
            format!("rule id `{word}` is already used by product `{other}`"),
        ),
        (
            "別のIDにするか、同じ規則の版なら、重ならない `effective` と別の `version` を書いてください。".into(),
            "choose another id; for versions of one rule give each its own `version` and days of its own under `effective`"
                .into(),
        ),
    );
}

/// Items that the registry names must exist (a form with faults of its own is told about there).
pub fn check_registry<'f>(
    registry: &Registry,
    form: impl Fn(&str) -> Option<&'f Arc<Form>>,
    known: &[Arc<str>],
    files: &[SourceFile],
    sinks: &mut [Sink],
) {
    let place = files.iter().position(|file| &*file.path == "registry.yaml");
    let Some(sink) = place.and_then(|place| sinks.get_mut(place)) else { return };
    // A form that several items are looked up in is told once.
    let mut told = HashSet::new();
    for named in &registry.named {
        let Some(form) = form(&named.form.value) else {
            let word = &named.form.value;
            if !known.contains(word) && told.insert(named.form.span) {
                sink.error(
                    "unknown-form",
                    named.form.span,
                    (format!("様式 `{word}` はありません。"), format!("there is no form `{word}`")),
                    did_you_mean(word, known.iter().map(|id| &**id)),
                );
            }
            continue;
        };
        if form.find_item(&named.item.value).is_none() {
            let (id, word) = (&named.form.value, &named.item.value);
            sink.error(
                "unknown-item",
                named.item.span,
                (format!("様式 `{id}` に項目 `{word}` はありません。"), format!("form `{id}` has no item `{word}`")),
                did_you_mean(word, form.items.iter().map(|item| &*item.id)),
            );
        }
    }
}
