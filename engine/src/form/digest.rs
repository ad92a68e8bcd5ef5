//! The digest of a form's meaning: SHA-256 over RFC 8785 JSON, so that the same meaning always has the same digest.
//!
//! What counts is what is asked and how answers are judged: neither the layout of the file, nor the compiler, nor the products that a
//! list of products happens to hold, nor label rules laid over the form. Defaults are left out, decimals are text, rules are written
//! token by token. The number in `language` changes when the language's meaning does.

use std::collections::HashSet;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::expr::lexer::{self, Token};
use crate::expr::types::Type;
use crate::form::form::{Form, Import};
use crate::form::guard::Choices;
use crate::form::item::{Bound, Check, Item, Required, Section, Weight};
use crate::form::list::CodeList;
use crate::form::reference::Reference;
use crate::form::table::{Cell, Row, Table};
use crate::lang::Text;
use crate::program::node::Node;
use crate::program::program::{ItemId, RuleId};
use crate::value::rounding::Rounding;
use crate::value::unit::Ratio;
use crate::value::written::Written;

/// The version of the language's meaning.
pub const LANGUAGE: u32 = 1;

impl Form {
    /// Lower-case hexadecimal digest of the form's meaning: worked out when it is asked for the first time, since most who check a library
    /// never do.
    pub fn digest(&self) -> &Arc<str> {
        self.digest.get_or_init(|| hex(&Sha256::digest(written(self).text().as_bytes())).into())
    }

    /// The version under which answers are kept: `1.0.0`, or `1.0.0+kymriah.lbcl.3fa92c10` where an overlay was laid over the form. The
    /// last part is of the digest, so that a changed overlay is another edition and what was filled before is still read as it was.
    pub fn edition(&self) -> String {
        match &self.laid {
            None => self.version.to_string(),
            Some(laid) => {
                let digest = self.digest();
                let mark = digest.get(..8).unwrap_or(digest);
                format!("{}+{}.{}.{mark}", self.version, laid.product, laid.indication)
            }
        }
    }
}

/// Lower-case hexadecimal SHA-256 of a text, for files that are published as they stand.
pub fn digest_of_text(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A form's meaning as JSON.
pub fn meaning(form: &Form) -> serde_json::Value {
    written(form).into()
}

fn written(form: &Form) -> Written<'_> {
    let of_tables = form.tables.iter().flat_map(|table| table.lists());
    let mut lists: Vec<&CodeList> = form.items.iter().filter_map(|item| item.list.as_deref()).chain(of_tables).collect();
    lists.sort_by(|a, b| a.id.cmp(&b.id));
    lists.dedup_by(|a, b| a.id == b.id);
    let mut imports: Vec<Written<'_>> = own_imports(form).map(import).collect();
    imports.sort_by_cached_key(Written::text);
    let references: Vec<Written<'_>> =
        form.references.iter().filter(|one| **one != Reference::above(one.form.clone())).map(reference).collect();
    let overlay = form.laid.as_ref().map(|laid| {
        Written::Object(vec![
            ("base", (&*laid.base).into()),
            ("product", (&*laid.product).into()),
            ("indication", (&*laid.indication).into()),
        ])
    });
    let checks = form.checks.iter().filter(|check| check.label_rule.is_none());
    Written::some([
        ("language", Some(LANGUAGE.into())),
        ("form", Some((&*form.id).into())),
        ("version", Some(form.version.to_string().into())),
        ("title", Some(text(&form.title))),
        ("help", Some(form.help.as_ref().map_or(Written::Null, text))),
        ("level", Some((&*form.level).into())),
        ("uses", Some(Written::list(form.uses.iter().map(|used| &**used)))),
        ("sections", Some(form.sections.iter().map(|part| section(form, part)).collect())),
        ("checks", Some(checks.map(|part| check(form, part)).collect())),
        ("lists", Some(lists.into_iter().map(list).collect())),
        ("reads", Some(imports.into())),
        // Left out when there is none, so that forms without tables keep their digest.
        ("tables", (!form.tables.is_empty()).then(|| form.tables.iter().map(|part| table(part)).collect())),
        ("several", form.several.then_some(true.into())),
        ("overlay", overlay),
        ("references", (!references.is_empty()).then(|| references.into())),
    ])
}

/// What the form's own rules read of other forms. What only the label rules of products read does not count: a product never changes a form.
fn own_imports(form: &Form) -> impl Iterator<Item = &Import> {
    let laid: HashSet<RuleId> =
        form.checks.iter().filter(|check| check.label_rule.is_some()).map(|check| check.violated_if).collect();
    let own = form.program.rules.iter().zip((0u32..).map(RuleId)).filter(|(_, id)| !laid.contains(id));
    let slots: HashSet<usize> = own.flat_map(|(rule, _)| rule.imports.iter().map(|slot| usize::from(*slot))).collect();
    let first = form.scopes.first().map_or(0, |scope| scope.slots.len());
    form.imports.iter().enumerate().filter(move |(place, _)| slots.contains(&(first + place))).map(|(_, import)| import)
}

fn reference(reference: &Reference) -> Written<'_> {
    object(vec![
        ("as", (&*reference.alias).into()),
        ("form", (&*reference.form).into()),
        ("which", reference.which.word().into()),
        ("by", reference.by.as_deref().map_or(Written::Null, Written::from)),
        ("before", reference.before.as_deref().map_or(Written::Null, Written::from)),
        ("within", reference.within.as_deref().map_or(Written::Null, Written::from)),
        ("matching", reference.matching.iter().map(|(theirs, own)| Written::list([&**theirs, &**own])).collect()),
    ])
}

fn text(text: &Text) -> Written<'_> {
    Written::Object(vec![("en", (&*text.en).into()), ("ja", (&*text.ja).into())])
}

/// An object without the members that are absent, false or empty.
fn object<'f>(mut members: Vec<(&'f str, Written<'f>)>) -> Written<'f> {
    members.retain(|(_, value)| match value {
        Written::Null | Written::Bool(false) => false,
        Written::List(list) => !list.is_empty(),
        _ => true,
    });
    Written::Object(members)
}

fn rule(form: &Form, id: RuleId) -> Written<'_> {
    form.program.rules.get(id.0 as usize).map_or(Written::Null, |rule| tokens(&rule.text).into())
}

/// A rule's tokens, one blank between them, so that white space and the kind of quotes do not matter.
fn tokens(rule: &str) -> String {
    let Ok(tokens) = lexer::read(rule) else { return rule.to_owned() };
    let words = tokens.into_iter().filter_map(|(token, _)| match token {
        Token::Number(text) | Token::Name(text) => Some(text.to_string()),
        Token::Text(text) => Some(Written::from(&*text).text()),
        Token::Sign(sign) => Some(sign.to_owned()),
        Token::End => None,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn section<'f>(form: &'f Form, section: &'f Section) -> Written<'f> {
    object(vec![
        ("id", (&*section.id).into()),
        ("title", text(&section.title)),
        ("help", section.help.as_ref().map_or(Written::Null, text)),
        ("show_if", section.shown_if.map_or(Written::Null, |id| rule(form, id))),
        ("items", section.items.iter().filter_map(|id| form.item(*id)).map(|part| item(form, part)).collect()),
    ])
}

fn item<'f>(form: &'f Form, item: &'f Item) -> Written<'f> {
    let own_rule = match form.sections.get(usize::from(item.section)).and_then(|section| section.shown_if) {
        Some(of_section) => item.shown_if.iter().find(|rule| **rule != of_section),
        None => item.shown_if.first(),
    };
    let rows = item.rows.and_then(|scope| form.scopes.get(usize::from(scope.0)));
    let children: Vec<Written<'_>> = rows.map_or(Vec::new(), |scope| {
        scope.slots.iter().filter_map(|id| form.item(*id)).map(|part| self::item(form, part)).collect()
    });
    object(vec![
        ("id", (&*item.id).into()),
        ("kind", item.kind.name().into()),
        ("label", text(&item.label)),
        ("help", item.help.as_ref().map_or(Written::Null, text)),
        ("list", item.list.as_ref().map_or(Written::Null, |list| (&*list.id).into())),
        (
            "exclusive",
            item.exclusive
                .iter()
                .filter_map(|code| item.list.as_ref()?.get(*code))
                .map(|code| Written::from(&*code.code))
                .collect(),
        ),
        (
            "required",
            match item.required {
                Required::No => Written::Null,
                Required::Always => true.into(),
                Required::If(id) => rule(form, id),
            },
        ),
        ("show_if", own_rule.map_or(Written::Null, |id| rule(form, *id))),
        ("value", item.value.map_or(Written::Null, |id| rule(form, id))),
        ("missing", item.missing.iter().map(|reason| Written::from(reason.code())).collect()),
        ("units", item.units.iter().map(|unit| Written::from(unit.text())).collect()),
        ("decimals", item.decimals.map_or(Written::Null, Written::from)),
        ("rounding", if item.rounding == Rounding::HalfUp { Written::Null } else { item.rounding.row().name.into() }),
        ("min", bound(item.range.min)),
        ("max", bound(item.range.max)),
        ("soft_min", bound(item.range.soft_min)),
        ("soft_max", bound(item.range.soft_max)),
        ("max_length", item.max_length.map_or(Written::Null, Written::from)),
        ("pattern", item.pattern.as_ref().map_or(Written::Null, |pattern| (&**pattern).into())),
        ("characters", item.characters.map_or(Written::Null, |characters| characters.name().into())),
        ("pattern_message", item.pattern_message.as_ref().map_or(Written::Null, text)),
        ("censored", item.censored.words().map(Written::from).collect()),
        ("conversions", item.conversions.iter().map(|part| conversion(item, part)).collect()),
        ("accept", item.files.iter().flat_map(|files| &files.accept).map(|media| Written::from(media.row().name)).collect()),
        ("max_size", item.files.as_ref().map_or(Written::Null, |files| files.max_size.into())),
        ("min_rows", if item.rows.is_some() { item.min_rows.into() } else { Written::Null }),
        ("max_rows", if item.rows.is_some() { item.max_rows.into() } else { Written::Null }),
        ("unique", item.unique.iter().filter_map(|id| form.item(*id)).map(|of_row| Written::from(&*of_row.id)).collect()),
        ("row_count", named(form, item.row_count)),
        ("choices_if", item.choices_if.iter().map(|one| choices(form, item, one)).collect()),
        ("derived", named(form, item.derived)),
        ("difference_reason", named(form, item.difference_reason)),
        ("items", children.into()),
        ("pii", item.pii.into()),
        ("retired", item.retired.into()),
        ("replaces", item.replaces.as_ref().map_or(Written::Null, |id| (&**id).into())),
    ])
}

fn choices<'f>(form: &'f Form, item: &'f Item, choices: &'f Choices) -> Written<'f> {
    let codes = choices.codes.iter().filter_map(|code| item.list.as_ref()?.get(*code)).map(|code| &*code.code);
    Written::Object(vec![("codes", Written::list(codes)), ("if", rule(form, choices.allowed_if))])
}

/// The id of an item.
fn named(form: &Form, id: Option<ItemId>) -> Written<'_> {
    id.and_then(|id| form.item(id)).map_or(Written::Null, |item| (&*item.id).into())
}

fn conversion<'f>(item: &'f Item, (unit, ratio): &(u8, Ratio)) -> Written<'f> {
    let unit = item.units.get(usize::from(*unit)).map_or("", |unit| unit.text());
    Written::List(vec![unit.into(), ratio.numerator.to_string().into(), ratio.denominator.to_string().into()])
}

fn bound(bound: Option<Bound>) -> Written<'static> {
    match bound {
        None => Written::Null,
        Some(Bound::Number(number)) => number.normalized().to_string().into(),
        Some(Bound::Date(date)) => date.to_string().into(),
        Some(Bound::Today) => "today".into(),
    }
}

fn check<'f>(form: &'f Form, check: &'f Check) -> Written<'f> {
    object(vec![
        ("id", (&*check.id).into()),
        ("violated_if", rule(form, check.violated_if)),
        ("severity", weight(check.weight)),
        ("on", form.item(check.on).map_or(Written::Null, |item| (&*item.id).into())),
        ("message", text(&check.message)),
        ("source", check.source.as_ref().map_or(Written::Null, |source| (&**source).into())),
    ])
}

fn weight(weight: Weight) -> Written<'static> {
    match weight.is_always() {
        true => weight.severity.name().into(),
        false => Written::Object(
            weight.steps().into_iter().map(|(moment, severity)| (moment.name(), severity.name().into())).collect(),
        ),
    }
}

fn table(table: &Table) -> Written<'_> {
    let type_of = |takes: &Type| match takes {
        Type::Code(list) => format!("list {}", list.id),
        Type::Number(Some(unit)) => format!("number {}", unit.text()),
        Type::Date => "date".to_owned(),
        _ => "number".to_owned(),
    };
    let columns = table.columns.iter().map(|column| {
        object(vec![("id", (&*column.id).into()), ("takes", type_of(&column.takes).into()), ("whole", column.is_whole.into())])
    });
    object(vec![
        ("id", (&*table.id).into()),
        ("title", text(&table.title)),
        ("columns", columns.collect()),
        ("gives", type_of(&table.gives).into()),
        ("rows", table.rows.iter().map(table_row).collect()),
        ("otherwise", table.otherwise.as_ref().map_or(Written::Null, |outcome| tree(&outcome.node))),
    ])
}

fn table_row(row: &Row) -> Written<'_> {
    Written::Object(vec![("if", row.cells.iter().map(cell).collect()), ("then", tree(&row.gives.node))])
}

fn cell(cell: &Cell) -> Written<'_> {
    match cell {
        Cell::Any => "*".into(),
        Cell::OneOf(codes) => codes.iter().map(tree).collect(),
        Cell::Within(parts) => {
            parts.iter().map(|(how, constant)| Written::List(vec![how.sign().into(), tree(constant)])).collect()
        }
    }
}

/// A constant of a table.
fn tree(constant: &Node) -> Written<'_> {
    match constant {
        Node::Number(number) => number.normalized().to_string().into(),
        Node::Date(date) => date.to_string().into(),
        Node::Code(_, code) => (&**code).into(),
        _ => Written::Null,
    }
}

fn list(list: &CodeList) -> Written<'_> {
    if list.open {
        return Written::Object(vec![("id", (&*list.id).into()), ("open", true.into())]);
    }
    let codes = list
        .codes
        .iter()
        .map(|code| object(vec![("code", (&*code.code).into()), ("text", text(&code.text)), ("retired", code.retired.into())]));
    Written::Object(vec![("id", (&*list.id).into()), ("title", text(&list.title)), ("codes", codes.collect())])
}

fn import(import: &Import) -> Written<'_> {
    object(vec![
        ("form", (&*import.form).into()),
        ("item", (&*import.item.id).into()),
        ("kind", import.item.kind.name().into()),
        ("list", import.item.list.as_ref().map_or(Written::Null, |list| (&*list.id).into())),
        ("unit", import.item.units.first().map_or(Written::Null, |unit| unit.text().into())),
    ])
}
