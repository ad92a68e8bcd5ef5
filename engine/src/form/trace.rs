//! Where an item, a check or a table comes from, what its rules read, and what it takes part in.

use std::collections::BTreeSet;
use std::iter;

use crate::form::form::Form;
use crate::form::guard::GuardKind;
use crate::form::item::{Item, Required};
use crate::form::provenance::Step;
use crate::program::program::{ItemId, Rule, RuleId};

/// What is known about an item, a check or a table of a form.
#[derive(Clone, Debug)]
pub struct Trace<'f> {
    /// `item`, `check` or `table`.
    pub noun: &'static str,
    /// Its id.
    pub id: &'f str,
    /// The group in whose rows it stands.
    pub rows_of: Option<&'f str>,
    /// The item at which a check is shown.
    pub shown_at: Option<&'f str>,
    /// The steps that made it, in their order.
    pub steps: Vec<Step>,
    /// Its rules.
    pub rules: Vec<RuleTrace>,
    /// What reads it.
    pub read_by: BTreeSet<Reader>,
}

/// One rule of an item or check.
#[derive(Clone, Debug)]
pub struct RuleTrace {
    /// The key in definitions: `show_if`, `required`, `value`, `choices_if`, `derived`, `unique`, `row_count` or `violated_if`.
    pub key: &'static str,
    /// The rule, with the ids of this form; empty for rows that must differ.
    pub text: String,
    /// What it reads: `item`, or `form.item`.
    pub reads: Vec<String>,
    /// The tables that it asks.
    pub tables: Vec<String>,
}

/// Something that reads an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reader {
    /// Where it stands, when not in the same form: another form's id, or a schedule's file.
    pub place: Option<String>,
    /// The item, check, entry of `uses`, visit, event or end.
    pub id: String,
    /// The key under which it reads.
    pub key: &'static str,
}

/// Traces an item, a check or a table; `None` when the form has nothing of this id.
pub fn trace<'f>(form: &'f Form, id: &str) -> Option<Trace<'f>> {
    if let Some((at, item)) = form.find_item(id) {
        let group = form.scopes.get(usize::from(item.scope.0)).and_then(|scope| form.item(scope.group?));
        return Some(Trace {
            noun: "item",
            id: &item.id,
            rows_of: group.map(|group| &*group.id),
            shown_at: None,
            steps: form.provenance.of_item(&item.id, at),
            rules: rules_of(item).filter_map(|(key, rule)| rule_trace(form, key, rule)).chain(unique_rows(form, item)).collect(),
            read_by: readers(form, at),
        });
    }
    // Versions of a label rule stand side by side under one id.
    let mut checks = form.checks.iter().filter(|check| *check.id == *id).peekable();
    if let Some(check) = checks.peek().copied() {
        return Some(Trace {
            noun: "check",
            id: &check.id,
            rows_of: None,
            shown_at: form.item(check.on).map(|item| &*item.id),
            steps: form.provenance.of_check(&check.id),
            rules: checks.filter_map(|check| rule_trace(form, "violated_if", check.violated_if)).collect(),
            read_by: BTreeSet::new(),
        });
    }
    let table = form.tables.iter().find(|table| *table.id == *id)?;
    let asks = |rule: &Rule| tables_of(&rule.text).any(|known| known == id);
    let (rows_of, shown_at, steps, rules) = (None, None, Vec::new(), Vec::new());
    Some(Trace { noun: "table", id: &table.id, rows_of, shown_at, steps, rules, read_by: own_readers(form, asks).collect() })
}

/// The rules of another form, or of a schedule's, that read an item of this form: the ids and keys there.
pub fn readers_in(other: &Form, form: &str, item: &str) -> BTreeSet<Reader> {
    let first = other.scopes.first().map_or(0, |scope| scope.slots.len());
    let of_form = |alias: &str| other.references.iter().any(|known| *known.alias == *alias && *known.form == *form);
    let is_meant = |slot: &u16| {
        let import = usize::from(*slot).checked_sub(first).and_then(|at| other.imports.get(at));
        import.is_some_and(|import| *import.item.id == *item && of_form(&import.form))
    };
    let uses = other.references.iter().filter(|reference| *reference.form == *form).flat_map(|reference| {
        let by = reference.by.iter().filter(|by| ***by == *item).map(|_| "uses: by");
        let matching = reference.matching.iter().filter(|(theirs, _)| **theirs == *item).map(|_| "uses: matching");
        by.chain(matching).map(|key| (reference.alias.to_string(), key))
    });
    let uses = uses.map(|(id, key)| Reader { place: None, id, key });
    own_readers(other, |rule| rule.imports.iter().any(is_meant)).chain(uses).collect()
}

/// Every rule of an item with its key; what its guards say beyond `choices_if` too.
fn rules_of(item: &Item) -> impl Iterator<Item = (&'static str, RuleId)> + '_ {
    let shown = item.shown_if.iter().map(|rule| ("show_if", *rule));
    let required = match item.required {
        Required::If(rule) => Some(("required", rule)),
        Required::No | Required::Always => None,
    };
    let choices = item.choices_if.iter().map(|choices| ("choices_if", choices.allowed_if));
    let guards = item.guards.iter().filter(|guard| guard.kind != GuardKind::ChoiceNotAllowed);
    let guards = guards.filter_map(|guard| Some((guard.kind.key(), guard.rule?)));
    shown.chain(required).chain(item.value.map(|rule| ("value", rule))).chain(choices).chain(guards)
}

/// Rows that must differ are compared without a rule.
fn unique_rows(form: &Form, group: &Item) -> Option<RuleTrace> {
    let reads: Vec<String> = group.unique.iter().filter_map(|id| Some(form.item(*id)?.id.to_string())).collect();
    let key = GuardKind::Unique.key();
    (!reads.is_empty()).then(|| RuleTrace { key, text: String::new(), reads, tables: Vec::new() })
}

fn rule_trace(form: &Form, key: &'static str, id: RuleId) -> Option<RuleTrace> {
    let rule = form.program.rules.get(id.0 as usize)?;
    let own = rule.reads.iter().filter_map(|id| Some(form.item(*id)?.id.to_string()));
    let first = form.scopes.first().map_or(0, |scope| scope.slots.len());
    let foreign = rule.imports.iter().filter_map(|slot| {
        let import = form.imports.get(usize::from(*slot).checked_sub(first)?)?;
        Some(format!("{}.{}", import.form, import.item.id))
    });
    let tables = tables_of(&rule.text).map(str::to_owned).collect();
    Some(RuleTrace { key, text: rule.text.to_string(), reads: own.chain(foreign).collect(), tables })
}

/// The tables that a rule asks with `lookup(table, ..)`.
fn tables_of(text: &str) -> impl Iterator<Item = &str> {
    let ask = |part: &'_ str| part.trim_start().strip_prefix('(').is_some();
    text.split("lookup").skip(1).filter(move |part| ask(part)).filter_map(|part| {
        let word = part.trim_start().strip_prefix('(')?.trim_start();
        word.split(|character: char| !character.is_ascii_alphanumeric() && character != '_').next()
    })
}

fn readers(form: &Form, of: ItemId) -> BTreeSet<Reader> {
    let own = |id: String, key| Reader { place: None, id, key };
    let by_rules = own_readers(form, |rule| rule.reads.contains(&of));
    let rows = form.items.iter().filter(|group| group.unique.contains(&of)).map(|group| own(group.id.to_string(), "unique"));
    let shown = form.checks.iter().filter(|check| check.on == of).map(|check| own(check.id.to_string(), "on"));
    let uses = form.item(of).into_iter().flat_map(|item| {
        form.references.iter().flat_map(move |reference| {
            let before = reference.before.iter().filter(|before| **before == item.id).map(|_| "uses: before");
            let matching = reference.matching.iter().filter(|(_, own)| *own == item.id).map(|_| "uses: matching");
            before.chain(matching).map(|key| (reference.alias.to_string(), key))
        })
    });
    by_rules.chain(rows).chain(shown).chain(uses.map(|(id, key)| own(id, key))).collect()
}

fn own_readers<'f>(form: &'f Form, reads: impl Fn(&Rule) -> bool + 'f) -> impl Iterator<Item = Reader> + 'f {
    let items = form.items.iter().flat_map(|item| rules_of(item).zip(iter::repeat(&item.id)));
    let checks = form.checks.iter().map(|check| (("violated_if", check.violated_if), &check.id));
    let read = move |((key, rule), id): ((&'static str, RuleId), &std::sync::Arc<str>)| {
        let rule = form.program.rules.get(rule.0 as usize).filter(|rule| reads(rule));
        rule.map(|_| Reader { place: None, id: id.to_string(), key })
    };
    items.chain(checks).filter_map(read)
}

#[cfg(test)]
mod tests {
    use super::tables_of;

    #[test]
    fn tables_are_read_off_a_rule() {
        let found = |text| tables_of(text).collect::<Vec<_>>();
        assert_eq!(found("lookup(grade, a) + lookup ( points_2, b)"), ["grade", "points_2"]);
        assert!(found("lookup_x > 1 && a == \"lookup\"").is_empty());
    }
}
