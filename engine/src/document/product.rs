//! `products/<product>.yaml`: a product, its indications, the forms they need and label rules as data.

use std::sync::Arc;

use crate::document::form::{self, CheckDocument, ExampleDocument};
use crate::document::reader::{Reading, Spanned};
use crate::lang::Text;
use crate::syntax::tree::Node;
use crate::value::date::Date;

/// A product as written.
#[derive(Clone, Debug)]
pub struct Product {
    /// The file.
    pub file: Arc<str>,
    /// Identity; the code in the list of products.
    pub id: Spanned<Arc<str>>,
    /// Brand name.
    pub title: Text,
    /// Generic name.
    pub generic: Option<Text>,
    /// Marketing authorisation holder today.
    pub holder: Option<Text>,
    /// Every holder with the day from which it was the holder, the earliest first; empty when only one is told.
    pub holders: Vec<Holder>,
    /// Target antigen.
    pub target: Option<Arc<str>>,
    /// Where the facts come from.
    pub source: Option<Arc<str>>,
    /// Rules of the label that hold for every use of the product.
    pub label_rules: Vec<LabelRule>,
    /// Indications.
    pub indications: Vec<Indication>,
    /// The author's own cases of the label rules.
    pub examples: Vec<ProductExample>,
}

/// A marketing authorisation holder.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The first day; nothing for the first holder.
    pub from: Option<Date>,
    /// Its name.
    pub name: Text,
}

/// A product for a disease.
#[derive(Clone, Debug)]
pub struct Indication {
    /// Identity within the product.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// The disease's code in the form that says which disease is treated.
    pub disease: Spanned<Arc<str>>,
    /// Forms to be filled.
    pub forms: Vec<Spanned<Arc<str>>>,
    /// Rules of the label.
    pub label_rules: Vec<LabelRule>,
    /// What is asked otherwise than in the forms as they stand.
    pub overlays: Vec<OverlayDocument>,
}

/// Changes laid over a form for one product and indication.
#[derive(Clone, Debug)]
pub struct OverlayDocument {
    /// The form.
    pub form: Spanned<Arc<str>>,
    /// The changes, as written.
    pub node: Node,
}

/// A rule of a label: a check laid over a form when the product is used for the disease.
#[derive(Clone, Debug)]
pub struct LabelRule {
    /// The form it judges.
    pub form: Spanned<Arc<str>>,
    /// The rule's own version.
    pub version: Spanned<Arc<str>>,
    /// The days for which this version holds; always when absent.
    pub effective: Option<Effective>,
    /// The check.
    pub check: CheckDocument,
}

/// The days for which a version of a rule holds, told by a date of the record.
#[derive(Clone, Debug)]
pub struct Effective {
    /// The first day.
    pub from: Option<Date>,
    /// The first day on which it holds no longer.
    pub until: Option<Date>,
    /// The item whose date decides: `item`, or `form.item`.
    pub by: Spanned<Arc<str>>,
}

impl Effective {
    /// Whether no day belongs to both.
    pub fn is_apart(&self, other: &Effective) -> bool {
        let ends_before = |a: &Effective, b: &Effective| a.until.zip(b.from).is_some_and(|(until, from)| until <= from);
        ends_before(self, other) || ends_before(other, self)
    }
}

/// An author's case of a product: only what its label rules say is compared.
#[derive(Clone, Debug)]
pub struct ProductExample {
    /// The form whose answers are given.
    pub form: Spanned<Arc<str>>,
    /// The case.
    pub example: ExampleDocument,
}

impl Product {
    /// The marketing authorisation holder on a day.
    pub fn holder_on(&self, day: Date) -> Option<&Text> {
        let past = self.holders.iter().rev().find(|holder| holder.from.is_none_or(|from| from <= day));
        past.map(|holder| &holder.name).or(self.holder.as_ref())
    }

    /// Every label rule with the indication that it belongs to; `None` for rules of the product as a whole.
    pub fn rules(&self) -> impl Iterator<Item = (Option<&Indication>, &LabelRule)> {
        let whole = self.label_rules.iter().map(|rule| (None, rule));
        whole.chain(
            self.indications
                .iter()
                .flat_map(|indication| indication.label_rules.iter().map(move |rule| (Some(indication), rule))),
        )
    }
}

/// Reads a product document.
pub fn read<'a>(reading: &'a Reading<'a>, file: &Arc<str>, root: &'a Node) -> Option<Product> {
    let keys = reading.keys(root)?;
    let id = keys.want("product").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let generic = keys.find("generic").and_then(|node| reading.both(node));
    let mut holder = keys.find("holder").and_then(|node| reading.both(node));
    let holders = keys.find("holders").map_or(Vec::new(), |node| holders(reading, node));
    if let Some(last) = holders.last() {
        if let Some(node) = keys.find("holder") {
            report_holder_twice(reading, node);
        }
        holder = Some(last.name.clone());
    }
    let target = keys.find("target").and_then(|node| reading.id(node)).map(|target| target.value);
    let source = keys.find("source").and_then(|node| reading.text(node)).map(|source| source.value);
    let nodes = keys.want("indications").map_or(&[][..], |node| reading.list(node));
    let indications = nodes.iter().filter_map(|node| indication(reading, node)).collect();
    let label_rules = label_rules(reading, keys.find("label_rules"));
    let nodes = keys.find("examples").map_or(&[][..], |node| reading.list(node));
    let examples = nodes.iter().filter_map(|node| example(reading, node)).collect();
    keys.finish();
    let (file, id, title) = (file.clone(), id?, title?);
    Some(Product { file, id, title, generic, holder, holders, target, source, label_rules, indications, examples })
}

fn holders<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Vec<Holder> {
    let mut found: Vec<Holder> = Vec::new();
    for member in reading.list(node) {
        let Some(keys) = reading.keys(member) else { continue };
        let from = keys.find("from").and_then(|node| reading.day(node));
        let name = keys.want("name").and_then(|node| reading.both(node));
        keys.finish();
        let Some(name) = name else { continue };
        let before = found.last().map(|last| last.from);
        let is_later = match before {
            None => true,
            Some(None) => from.is_some(),
            Some(Some(before)) => from.is_some_and(|from| from > before),
        };
        if !is_later {
            reading.error(
                "holders-order",
                member.span,
                (
                    "製造販売業者は、`from` の古い順に書きます。".into(),
                    "holders stand in the order of `from`, the earliest first".into(),
                ),
                ("日付を確かめてください。".into(), "check the dates".into()),
            );
        }
        found.push(Holder { from, name });
    }
    found
}

fn report_holder_twice<'a>(reading: &'a Reading<'a>, node: &'a Node) {
    reading.error(
        "holders-order",
        node.span,
        ("`holder` と `holders` の両方が書かれています。".into(), "both `holder` and `holders` stand here".into()),
        ("`holders` だけを残してください。".into(), "keep `holders` only".into()),
    );
}

fn example<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<ProductExample> {
    let keys = reading.keys(node)?;
    let form = keys.want("form").and_then(|node| reading.id(node));
    let example = form::example_keys(reading, &keys, node.span);
    keys.finish();
    Some(ProductExample { form: form?, example })
}

fn indication<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Indication> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let disease = keys.want("disease").and_then(|node| reading.id(node));
    let forms = keys.want("forms").map_or(Vec::new(), |node| reading.ids(node));
    let label_rules = label_rules(reading, keys.find("label_rules"));
    let nodes = keys.find("overlays").map_or(&[][..], |node| reading.list(node));
    let overlays = nodes.iter().filter_map(|node| overlay(reading, node)).collect();
    keys.finish();
    Some(Indication { id: id?, title: title?, disease: disease?, forms, label_rules, overlays })
}

fn overlay<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<OverlayDocument> {
    let keys = reading.keys(node)?;
    let form = keys.want("form").and_then(|node| reading.id(node));
    for changes in ["adjust", "checks"].into_iter().filter_map(|key| keys.find(key)) {
        reading.keys(changes);
    }
    for additions in ["add", "add_checks"].into_iter().filter_map(|key| keys.find(key)) {
        reading.list(additions);
    }
    keys.finish();
    Some(OverlayDocument { form: form?, node: node.clone() })
}

fn label_rules<'a>(reading: &'a Reading<'a>, node: Option<&'a Node>) -> Vec<LabelRule> {
    node.map_or(&[][..], |node| reading.list(node)).iter().filter_map(|member| label_rule(reading, member)).collect()
}

fn label_rule<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<LabelRule> {
    let keys = reading.keys(node)?;
    let form = keys.want("form").and_then(|node| reading.id(node));
    let version = keys.want("version").and_then(|node| reading.text(node));
    let effective = keys.find("effective").and_then(|node| effective(reading, node));
    let check = form::check_keys(reading, &keys);
    keys.finish();
    Some(LabelRule { form: form?, version: version?, effective, check: check? })
}

/// The days for which something holds. Without an item that decides, `by` is reported.
fn effective<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Effective> {
    let keys = reading.keys(node)?;
    let from = keys.find("from").and_then(|node| reading.day(node));
    let until = keys.find("until").and_then(|node| reading.day(node));
    let by = keys.want("by").and_then(|node| reading.text(node));
    keys.finish();
    reading.period(node, from, until);
    Some(Effective { from, until, by: by? })
}
