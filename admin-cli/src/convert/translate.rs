//! Rules of other systems in our language. What an item is decides how it is compared: a code with a quoted code, a number with a number.
//!
//! Goals: the same answer as in the source wherever both are defined, and no guess. What has no counterpart gives `None`, and the rule
//! stays as a comment for a person. One difference is of our making: a blank is unknown here and never an empty text or zero. "Not equal"
//! and "not chosen" of the systems that compare blanks as empty texts are therefore written with the blank spelt out.

use std::collections::{BTreeMap, BTreeSet};

use engine::kind::kind::Kind;

use crate::convert::draft::{Check, Draft, Item, Property, Raw, Role, Value};
use crate::convert::id::Ids;
use crate::convert::pen::Pen;
use crate::convert::report::{Fate, Report};
use crate::convert::rule::{Dialect, Expr};
use crate::convert::words::Words;
use crate::convert::written::{Known, Target, Ty, Written};
use crate::convert::{fhirpath, redcap_rule, xpath};

/// Translates every rule of the draft.
pub fn all(draft: &mut Draft, report: &mut Report) {
    let mut names: BTreeMap<String, Vec<Target>> = BTreeMap::new();
    let mut around = BTreeMap::new();
    draft.each_item(&mut |form, group, item| {
        if let Some(outer) = group.filter(|_| item.kind == Kind::Group) {
            around.insert((form, item.id.clone()), outer.id.clone());
        }
        let group = group.map(|group| group.id.clone());
        let target = Target { form, id: item.id.clone(), kind: item.kind, group, codes: item.codes.clone(), calculated: None };
        names.entry(item.source.clone()).or_default().push(target);
    });
    let variables = std::mem::take(&mut draft.variables);
    let ids: Vec<String> = draft.forms.iter().map(|form| form.id.clone()).collect();
    let mut check_ids: Vec<Ids> = Vec::new();
    for (index, form) in draft.forms.iter_mut().enumerate() {
        let mut work = Work {
            known: Known { names: &mut names, forms: &ids, form: index, uses: BTreeSet::new(), around: &around },
            variables: &variables,
            checks: Vec::new(),
            check_ids: Ids::default(),
        };
        for section in &mut form.sections {
            let rules = std::mem::take(&mut section.rules);
            let shown = work.conditions(&rules, None, None, &mut section.comments, report);
            section.show_if = joined(section.show_if.take(), shown);
            for item in &mut section.items {
                work.item(item, None, report);
            }
        }
        form.checks.append(&mut work.checks);
        form.uses = work.known.uses.iter().filter_map(|used| ids.get(*used).cloned()).collect();
        check_ids.push(work.check_ids);
    }
}

struct Work<'d> {
    known: Known<'d>,
    variables: &'d BTreeMap<String, String>,
    checks: Vec<Check>,
    check_ids: Ids,
}

/// Both conditions.
pub fn joined(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) if one == other => Some(one),
        (Some(one), Some(other)) => Some(format!("({one}) && ({other})")),
        (one, other) => one.or(other),
    }
}

impl Work<'_> {
    fn item(&mut self, item: &mut Item, group: Option<&str>, report: &mut Report) {
        let rules = std::mem::take(&mut item.rules);
        let own = item.source.clone();
        let shown = self.conditions(&rules, group, Some(&own), &mut item.comments, report);
        if let Some(shown) = shown {
            let source: Vec<&str> =
                rules.iter().filter(|raw| matches!(raw.role, Role::ShowIf | Role::HideIf)).map(|raw| raw.text.as_str()).collect();
            item.properties.push(Property { key: "show_if", value: Value::Rule(shown), source: source.join(" / ") });
        }
        for raw in rules.iter().filter(|raw| !matches!(raw.role, Role::ShowIf | Role::HideIf)) {
            self.rule(item, raw, group, report);
        }
        if item.kind == Kind::Calculated && item.get("value").is_none() {
            item.kind = Kind::Decimal;
            item.properties.retain(|property| property.key != "list");
        }
        if item.kind != Kind::Calculated
            && let Some(targets) = self.known.names.get_mut(&own)
        {
            for target in targets.iter_mut().filter(|target| target.id == item.id && target.form == self.known.form) {
                target.kind = item.kind;
            }
        }
        let id = item.id.clone();
        for member in &mut item.items {
            self.item(member, Some(&id), report);
        }
    }

    fn conditions(
        &mut self,
        rules: &[Raw],
        group: Option<&str>,
        own: Option<&str>,
        comments: &mut Vec<String>,
        report: &mut Report,
    ) -> Option<String> {
        let mut shown = None;
        for raw in rules.iter().filter(|raw| matches!(raw.role, Role::ShowIf | Role::HideIf)) {
            let Some(expr) = self.read(raw) else {
                left(raw, comments, report);
                continue;
            };
            let expr = if raw.role == Role::HideIf { Expr::negated(expr) } else { expr };
            match self.condition(&expr, raw.dialect, group, own) {
                Some(rule) => {
                    carried(raw, &rule, report);
                    shown = joined(shown, Some(rule));
                }
                None => left(raw, comments, report),
            }
        }
        shown
    }

    fn rule(&mut self, item: &mut Item, raw: &Raw, group: Option<&str>, report: &mut Report) {
        let own = item.source.clone();
        let Some(expr) = self.read(raw) else { return left(raw, &mut item.comments, report) };
        match raw.role {
            Role::Required => match self.condition(&expr, raw.dialect, group, Some(&own)) {
                Some(rule) => {
                    carried(raw, &rule, report);
                    item.set("required", Value::Rule(rule), &raw.text);
                }
                None => left(raw, &mut item.comments, report),
            },
            Role::Value => match self.write(&expr, raw.dialect, group, Some(&own)) {
                Some(written) => {
                    carried(raw, &written.text, report);
                    self.calculated(&own, written.ty);
                    item.properties
                        .insert(0, Property { key: "value", value: Value::Rule(written.text), source: raw.text.clone() });
                }
                None => left(raw, &mut item.comments, report),
            },
            Role::Constraint => self.check(item, raw, &expr, group, report),
            Role::ShowIf | Role::HideIf => {}
        }
    }

    /// Items calculated before can be compared by what they give.
    fn calculated(&mut self, source: &str, ty: Ty) {
        for target in self.known.names.get_mut(source).into_iter().flatten() {
            target.calculated = Some(ty);
        }
    }

    fn check(&mut self, item: &mut Item, raw: &Raw, expr: &Expr, group: Option<&str>, report: &mut Report) {
        let broken = Expr::negated(expr.clone());
        let Some(rule) = self.condition(&broken, raw.dialect, group, Some(&item.source)) else {
            return left(raw, &mut item.comments, report);
        };
        carried(raw, &rule, report);
        let id = self.check_ids.give(&format!("{}_constraint", item.id), "check");
        let message = raw.message.clone().unwrap_or_else(|| {
            report.add(Fate::Person, &raw.place, "check-message", format!("`{id}`"));
            Words::default()
        });
        self.checks.push(Check {
            id,
            violated_if: rule,
            severity: "error",
            on: item.id.clone(),
            message,
            source: raw.text.clone(),
            place: raw.place.clone(),
        });
    }

    fn read(&self, raw: &Raw) -> Option<Expr> {
        if let Some(tree) = &raw.tree {
            return Some(tree.clone());
        }
        match raw.dialect {
            Dialect::Redcap => redcap_rule::read(&raw.text),
            Dialect::Xpath => xpath::read(&raw.text),
            Dialect::Fhirpath => fhirpath::read(&raw.text, self.variables),
            Dialect::Ours => Some(Expr::Ours(raw.text.clone())),
            Dialect::Other => None,
        }
    }

    fn condition(&mut self, expr: &Expr, dialect: Dialect, group: Option<&str>, own: Option<&str>) -> Option<String> {
        Pen { known: &mut self.known, dialect, group, own }.truth(expr).map(|written| written.text)
    }

    fn write(&mut self, expr: &Expr, dialect: Dialect, group: Option<&str>, own: Option<&str>) -> Option<Written> {
        Pen { known: &mut self.known, dialect, group, own }.any(expr)
    }
}

fn left(raw: &Raw, comments: &mut Vec<String>, report: &mut Report) {
    let role = match raw.role {
        Role::ShowIf => "show_if",
        Role::HideIf => "hidden if",
        Role::Required => "required",
        Role::Value => "value",
        Role::Constraint => "must hold",
    };
    comments.push(format!("{role}: {}", raw.text));
    report.add(Fate::Person, &raw.place, "rule-as-comment", format!("{role}: {}", raw.text));
}

fn carried(raw: &Raw, rule: &str, report: &mut Report) {
    let note = if raw.dialect.blank_is_empty_text() { "rule-blank" } else { "rule" };
    report.add(Fate::Carried, &raw.place, note, format!("`{}` → `{rule}`", raw.text));
}
