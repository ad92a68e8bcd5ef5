//! Rules of other systems in our language. What an item is decides how it is compared: a code with a quoted code, a number with a number.
//!
//! Goals: the same answer as in the source wherever both are defined, and no guess. What has no counterpart gives `None`, and the rule
//! stays as a comment for a person. One difference is of our making: a blank is unknown here and never an empty text or zero. "Not equal"
//! and "not chosen" of the systems that compare blanks as empty texts are therefore written with the blank spelt out.

use std::collections::{BTreeMap, BTreeSet};

use engine::kind::kind::Kind;

use crate::convert::draft::{Check, Draft, Item, Property, Raw, Role, Value};
use crate::convert::id::{Ids, ROW};
use crate::convert::report::{Fate, Report};
use crate::convert::rule::{Compare, Dialect, Expr};
use crate::convert::words::Words;
use crate::convert::{fhirpath, redcap_rule, xpath};

/// What a rule can name.
#[derive(Clone, Debug)]
struct Target {
    form: usize,
    id: String,
    kind: Kind,
    group: Option<String>,
    codes: BTreeMap<String, String>,
    calculated: Option<Ty>,
}

/// The type of a written part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ty {
    Bool,
    Number,
    Text,
    Date,
    Datetime,
    Code,
    Codes,
}

/// A written part: text, type, and how strongly it binds (higher binds more).
struct Written {
    text: String,
    ty: Ty,
    strength: u8,
}

const ATOM: u8 = 9;

/// Translates every rule of the draft.
pub fn all(draft: &mut Draft, report: &mut Report) {
    let mut names: BTreeMap<String, Vec<Target>> = BTreeMap::new();
    draft.each_item(&mut |form, group, item| {
        let group = group.map(|group| group.id.clone());
        let target = Target { form, id: item.id.clone(), kind: item.kind, group, codes: item.codes.clone(), calculated: None };
        names.entry(item.source.clone()).or_default().push(target);
    });
    let variables = std::mem::take(&mut draft.variables);
    let ids: Vec<String> = draft.forms.iter().map(|form| form.id.clone()).collect();
    let mut check_ids: Vec<Ids> = Vec::new();
    for (index, form) in draft.forms.iter_mut().enumerate() {
        let mut work = Work {
            names: &mut names,
            variables: &variables,
            forms: &ids,
            form: index,
            uses: BTreeSet::new(),
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
        form.uses = work.uses.iter().filter_map(|used| ids.get(*used).cloned()).collect();
        check_ids.push(work.check_ids);
    }
}

struct Work<'d> {
    names: &'d mut BTreeMap<String, Vec<Target>>,
    variables: &'d BTreeMap<String, String>,
    forms: &'d [String],
    form: usize,
    uses: BTreeSet<usize>,
    checks: Vec<Check>,
    check_ids: Ids,
}

/// Both conditions.
fn joined(one: Option<String>, other: Option<String>) -> Option<String> {
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
            && let Some(targets) = self.names.get_mut(&own)
        {
            for target in targets.iter_mut().filter(|target| target.id == item.id && target.form == self.form) {
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
        for target in self.names.get_mut(source).into_iter().flatten() {
            target.calculated = Some(ty);
        }
    }

    fn check(&mut self, item: &mut Item, raw: &Raw, expr: &Expr, group: Option<&str>, report: &mut Report) {
        let broken = Expr::negated(expr.clone());
        let Some(mut rule) = self.condition(&broken, raw.dialect, group, Some(&item.source)) else {
            return left(raw, &mut item.comments, report);
        };
        if let Some(group) = group {
            // A check stands at the form; it looks at every row.
            let Some(by_row) = self.by_row(&broken, raw.dialect, group, &item.source) else {
                return left(raw, &mut item.comments, report);
            };
            rule = by_row;
        }
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
            on: if group.is_none() { Some(item.id.clone()) } else { None },
            message,
            source: raw.text.clone(),
            place: raw.place.clone(),
        });
    }

    fn by_row(&mut self, expr: &Expr, dialect: Dialect, group: &str, own: &str) -> Option<String> {
        let mut pen = Pen { work: self, dialect, group: Some(group), own: Some(own), in_row: Some(group.to_string()) };
        let written = pen.truth(expr)?;
        Some(format!("{group}.exists({ROW}, {})", written.text))
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
        Pen { work: self, dialect, group, own, in_row: None }.truth(expr).map(|written| written.text)
    }

    fn write(&mut self, expr: &Expr, dialect: Dialect, group: Option<&str>, own: Option<&str>) -> Option<Written> {
        Pen { work: self, dialect, group, own, in_row: None }.any(expr)
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

/// Writes one rule.
struct Pen<'p, 'd> {
    work: &'p mut Work<'d>,
    dialect: Dialect,
    group: Option<&'p str>,
    own: Option<&'p str>,
    /// Items of this group are read through the row's name.
    in_row: Option<String>,
}

impl Pen<'_, '_> {
    fn target(&self, source: &str) -> Option<Target> {
        let targets = self.work.names.get(source)?;
        let here = |target: &&Target| target.form == self.work.form;
        let near = targets.iter().filter(here).find(|target| target.group.as_deref() == self.group);
        let near = near.or_else(|| targets.iter().find(here));
        // Only an earlier form can be read: two forms that read each other would be a circle.
        near.or_else(|| targets.iter().find(|target| target.form < self.work.form)).cloned()
    }

    /// An item as a rule names it.
    fn name(&mut self, target: &Target) -> Option<String> {
        if target.form != self.work.form {
            if target.group.is_some() {
                return None;
            }
            self.work.uses.insert(target.form);
            return Some(format!("{}.{}", self.work.forms.get(target.form)?, target.id));
        }
        match (&target.group, self.group) {
            (None, _) => Some(target.id.clone()),
            (Some(group), Some(own)) if group == own => {
                Some(if self.in_row.is_some() { format!("{ROW}.{}", target.id) } else { target.id.clone() })
            }
            _ => None,
        }
    }

    fn item(&mut self, source: &str) -> Option<(Written, Target)> {
        let target = self.target(source)?;
        let text = self.name(&target)?;
        let ty = match target.kind {
            Kind::Text | Kind::LongText => Ty::Text,
            Kind::Integer | Kind::Decimal | Kind::Quantity => Ty::Number,
            Kind::Calculated => target.calculated.unwrap_or(Ty::Number),
            Kind::Boolean => Ty::Bool,
            Kind::Date | Kind::PartialDate => Ty::Date,
            Kind::Datetime => Ty::Datetime,
            Kind::Choice => Ty::Code,
            Kind::Choices => Ty::Codes,
            _ => return None,
        };
        Some((Written { text, ty, strength: ATOM }, target))
    }

    fn reference(&mut self, expr: &Expr) -> Option<(Written, Target)> {
        match expr {
            Expr::Item(source) => self.item(source),
            Expr::Own => {
                let own = self.own?.to_string();
                self.item(&own)
            }
            _ => None,
        }
    }

    fn truth(&mut self, expr: &Expr) -> Option<Written> {
        let written = self.any(expr)?;
        (written.ty == Ty::Bool).then_some(written)
    }

    fn number(&mut self, expr: &Expr) -> Option<Written> {
        if let Expr::Text(text) = expr {
            return number_text(text).map(|text| atom(text, Ty::Number));
        }
        let is_coded = matches!(expr, Expr::Item(_) | Expr::Own);
        let written = self.any(expr)?;
        match written.ty {
            Ty::Number => Some(written),
            Ty::Bool => Some(weak(format!("{} ? 1 : 0", guarded(&written, 1)), Ty::Number, 0)),
            Ty::Code if is_coded => Some(atom(format!("number({})", written.text), Ty::Number)),
            _ => None,
        }
    }

    fn any(&mut self, expr: &Expr) -> Option<Written> {
        match expr {
            Expr::Item(_) | Expr::Own => self.reference(expr).map(|(written, _)| written),
            Expr::Chosen(source, code) => self.chosen(&Expr::Item(source.clone()), code),
            Expr::Text(text) => Some(atom(quoted(text)?, Ty::Text)),
            Expr::Number(text) => Some(atom(number_text(text)?, Ty::Number)),
            Expr::Bool(value) => Some(atom(value.to_string(), Ty::Bool)),
            Expr::Date(text) => Some(atom(date(text)?, Ty::Date)),
            Expr::Today => Some(atom("today".to_string(), Ty::Date)),
            Expr::Answered(inner) => match self.reference(inner) {
                Some((written, _)) => Some(atom(format!("answered({})", written.text), Ty::Bool)),
                None => None,
            },
            Expr::Not(inner) => self.not(inner),
            Expr::Negate(inner) => {
                let inner = self.number(inner)?;
                Some(weak(format!("-{}", guarded(&inner, 7)), Ty::Number, 7))
            }
            Expr::And(left, right) => self.logic("&&", 2, left, right),
            Expr::Or(left, right) => self.logic("||", 1, left, right),
            Expr::Compare(compare, left, right) => self.compare(*compare, left, right),
            Expr::Arithmetic(sign, left, right) => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let strength = if matches!(sign, '+' | '-') { 5 } else { 6 };
                let text = format!("{} {sign} {}", guarded(&left, strength), guarded(&right, strength + 1));
                Some(weak(text, Ty::Number, strength))
            }
            Expr::If(condition, then, otherwise) => {
                let condition = self.truth(condition)?;
                let (mut then_part, mut other) = (self.any(then)?, self.any(otherwise)?);
                if then_part.ty != other.ty {
                    (then_part, other) = (self.number(then)?, self.number(otherwise)?);
                }
                let text = format!("{} ? {} : {}", guarded(&condition, 1), guarded(&then_part, 1), other.text);
                Some(weak(text, then_part.ty, 0))
            }
            Expr::Call(name, arguments) => self.call(name, arguments),
            // Already ours; the engine judges it with the rest of the draft.
            Expr::Ours(text) => Some(weak(text.clone(), Ty::Bool, 0)),
            Expr::Unknown(_) => None,
        }
    }

    fn logic(&mut self, sign: &str, strength: u8, left: &Expr, right: &Expr) -> Option<Written> {
        let (left, right) = (self.truth(left)?, self.truth(right)?);
        // Mixed signs get brackets, also where they are not needed: people read these rules.
        let side = |written: &Written| {
            let other = written.strength != strength && written.strength < 3;
            if other { format!("({})", written.text) } else { written.text.clone() }
        };
        Some(weak(format!("{} {sign} {}", side(&left), side(&right)), Ty::Bool, strength))
    }

    fn not(&mut self, inner: &Expr) -> Option<Written> {
        match inner {
            Expr::Not(inner) => self.truth(inner),
            Expr::And(left, right) => {
                let (left, right) = (Expr::negated((**left).clone()), Expr::negated((**right).clone()));
                self.logic("||", 1, &left, &right)
            }
            Expr::Or(left, right) => {
                let (left, right) = (Expr::negated((**left).clone()), Expr::negated((**right).clone()));
                self.logic("&&", 2, &left, &right)
            }
            Expr::Compare(compare, left, right) => {
                let turned = match compare {
                    Compare::Eq => Compare::Ne,
                    Compare::Ne => Compare::Eq,
                    Compare::Lt => Compare::Ge,
                    Compare::Ge => Compare::Lt,
                    Compare::Gt => Compare::Le,
                    Compare::Le => Compare::Gt,
                };
                self.compare(turned, left, right)
            }
            Expr::Bool(value) => Some(atom((!value).to_string(), Ty::Bool)),
            Expr::Chosen(source, code) => self.compare_chosen(source, code, false, Compare::Eq),
            other => {
                let inner = self.truth(other)?;
                Some(weak(format!("!{}", guarded(&inner, 7)), Ty::Bool, 7))
            }
        }
    }

    /// One code of an item: of several codes, or the one of a choice.
    fn chosen(&mut self, item: &Expr, code: &str) -> Option<Written> {
        let (written, target) = self.reference(item)?;
        let code = quoted(target.codes.get(code)?)?;
        match written.ty {
            Ty::Codes => Some(weak(format!("{code} in {}", written.text), Ty::Bool, 3)),
            Ty::Code => Some(weak(format!("{} == {code}", written.text), Ty::Bool, 3)),
            _ => None,
        }
    }

    fn compare(&mut self, compare: Compare, left: &Expr, right: &Expr) -> Option<Written> {
        let is_constant = |expr: &Expr| matches!(expr, Expr::Text(_) | Expr::Number(_) | Expr::Bool(_) | Expr::Date(_));
        if is_constant(left) && !is_constant(right) {
            return self.compare(compare.turned(), right, left);
        }
        if let (Expr::Chosen(source, code), Some(wanted)) = (left, truth_of(right)) {
            return self.compare_chosen(source, code, (compare == Compare::Eq) == wanted, compare);
        }
        if let Some((written, target)) = self.reference(left) {
            if matches!(right, Expr::Text(text) if text.trim().is_empty()) {
                return blank(compare, &written);
            }
            if let Some(result) = self.compare_item(compare, &written, &target, right) {
                return result;
            }
        }
        self.compare_values(compare, left, right)
    }

    fn compare_chosen(&mut self, source: &str, code: &str, is_chosen: bool, compare: Compare) -> Option<Written> {
        if compare.is_order() {
            return None;
        }
        let item = Expr::Item(source.to_string());
        let chosen = self.chosen(&item, code)?;
        if is_chosen {
            return Some(chosen);
        }
        let (written, _) = self.reference(&item)?;
        let not = if written.ty == Ty::Code { chosen.text.replacen(" == ", " != ", 1) } else { format!("!({})", chosen.text) };
        if self.dialect.blank_is_empty_text() {
            return Some(weak(format!("!answered({}) || {not}", written.text), Ty::Bool, 1));
        }
        Some(weak(not, Ty::Bool, 3))
    }

    /// An item beside a constant: `None` when this is not such a case, `Some(None)` when it has no counterpart.
    fn compare_item(&mut self, compare: Compare, written: &Written, target: &Target, right: &Expr) -> Option<Option<Written>> {
        let constant = match right {
            Expr::Text(text) | Expr::Number(text) | Expr::Date(text) => text.trim().to_string(),
            Expr::Bool(value) => value.to_string(),
            _ => return None,
        };
        let sign = compare.sign();
        let name = &written.text;
        let right = match written.ty {
            Ty::Code if compare.is_order() => {
                return Some(number_text(&constant).map(|number| weak(format!("number({name}) {sign} {number}"), Ty::Bool, 3)));
            }
            Ty::Code => target.codes.get(&constant).and_then(|code| quoted(code)),
            Ty::Codes if target.codes.contains_key(&constant) => {
                let is_chosen = compare == Compare::Eq;
                return Some(self.codes_equal(name, &target.codes, &constant, is_chosen, compare));
            }
            Ty::Codes => None,
            Ty::Bool => return Some(self.compare_bool(compare, name, right)),
            Ty::Number => number_text(&constant),
            Ty::Text if compare.is_order() => None,
            Ty::Text => quoted(&constant),
            Ty::Date => date(&constant),
            Ty::Datetime => None,
        };
        let Some(right) = right else { return Some(None) };
        Some(Some(self.with_blank(compare, name, &right)))
    }

    fn codes_equal(
        &self,
        name: &str,
        codes: &BTreeMap<String, String>,
        constant: &str,
        is_chosen: bool,
        compare: Compare,
    ) -> Option<Written> {
        if compare.is_order() {
            return None;
        }
        let code = quoted(codes.get(constant)?)?;
        if is_chosen {
            return Some(weak(format!("{code} in {name}"), Ty::Bool, 3));
        }
        if self.dialect.blank_is_empty_text() {
            return Some(weak(format!("!answered({name}) || !({code} in {name})"), Ty::Bool, 1));
        }
        Some(weak(format!("!({code} in {name})"), Ty::Bool, 7))
    }

    fn compare_bool(&self, compare: Compare, name: &str, right: &Expr) -> Option<Written> {
        let wanted = truth_of(right)?;
        let is_true = match compare {
            Compare::Eq => wanted,
            Compare::Ne => !wanted,
            _ => return None,
        };
        if compare == Compare::Ne && self.dialect.blank_is_empty_text() {
            let sign = if is_true { "" } else { "!" };
            return Some(weak(format!("!answered({name}) || {sign}{name}"), Ty::Bool, 1));
        }
        Some(if is_true { atom(name.to_string(), Ty::Bool) } else { weak(format!("!{name}"), Ty::Bool, 7) })
    }

    fn with_blank(&self, compare: Compare, name: &str, right: &str) -> Written {
        let sign = compare.sign();
        if compare == Compare::Ne && self.dialect.blank_is_empty_text() {
            return weak(format!("!answered({name}) || {name} != {right}"), Ty::Bool, 1);
        }
        weak(format!("{name} {sign} {right}"), Ty::Bool, 3)
    }

    fn compare_values(&mut self, compare: Compare, left: &Expr, right: &Expr) -> Option<Written> {
        let (mut a, mut b) = match (self.any(left), self.any(right)) {
            (Some(a), Some(b)) => (a, b),
            _ => return None,
        };
        match (a.ty, b.ty) {
            (Ty::Date, Ty::Datetime) => b = atom(format!("date({})", b.text), Ty::Date),
            (Ty::Datetime, Ty::Date) => a = atom(format!("date({})", a.text), Ty::Date),
            (Ty::Date, Ty::Text) => {
                let Expr::Text(text) = right else { return None };
                b = atom(date(text)?, Ty::Date);
            }
            (one, other) if one == other && one != Ty::Codes => {}
            _ => (a, b) = (self.number(left)?, self.number(right)?),
        }
        if compare.is_order() && matches!(a.ty, Ty::Text | Ty::Bool) {
            return None;
        }
        if compare.is_order() && a.ty == Ty::Code {
            (a, b) = (self.number(left)?, self.number(right)?);
        }
        Some(weak(format!("{} {} {}", guarded(&a, 4), compare.sign(), guarded(&b, 4)), Ty::Bool, 3))
    }

    fn call(&mut self, name: &str, arguments: &[Expr]) -> Option<Written> {
        let first = arguments.first()?;
        match name {
            "own-chosen" => match first {
                Expr::Text(code) => self.chosen(&Expr::Own, code),
                _ => None,
            },
            "sum" | "mean" => {
                let parts = arguments.iter().map(|part| Some(guarded(&self.number(part)?, 5))).collect::<Option<Vec<_>>>()?;
                let sum = parts.join(" + ");
                if name == "mean" {
                    return Some(weak(format!("({sum}) / {}", parts.len()), Ty::Number, 6));
                }
                Some(if parts.len() == 1 { atom(format!("({sum})"), Ty::Number) } else { weak(sum, Ty::Number, 5) })
            }
            "min" | "max" => {
                let parts = arguments.iter().map(|part| Some(self.number(part)?.text)).collect::<Option<Vec<_>>>()?;
                Some(atom(format!("{name}({})", parts.join(", ")), Ty::Number))
            }
            "abs" => Some(atom(format!("abs({})", self.number(first)?.text), Ty::Number)),
            "round" => {
                let places = match arguments.get(1) {
                    None => "0".to_string(),
                    Some(Expr::Number(places)) => places.clone(),
                    Some(Expr::Text(places)) => number_text(places)?,
                    Some(_) => return None,
                };
                Some(atom(format!("round({}, {places})", self.number(first)?.text), Ty::Number))
            }
            "floor" | "ceil" => match arguments.get(1) {
                None => Some(atom(format!("{name}({})", self.number(first)?.text), Ty::Number)),
                Some(Expr::Number(zero)) if zero == "0" => {
                    Some(atom(format!("{name}({})", self.number(first)?.text), Ty::Number))
                }
                Some(_) => None,
            },
            "power" => {
                let base = self.number(first)?;
                match arguments.get(1) {
                    Some(Expr::Number(two)) if matches!(two.as_str(), "2" | "3") => {
                        let base = guarded(&base, ATOM);
                        let times = if two == "2" { 2 } else { 3 };
                        Some(weak(vec![base; times].join(" * "), Ty::Number, 6))
                    }
                    _ => None,
                }
            }
            "days" | "years" | "months" | "hours" => self.difference(name, first, arguments.get(1)?),
            "length" => {
                let text = self.any(first)?;
                (text.ty == Ty::Text).then(|| atom(format!("length({})", text.text), Ty::Number))
            }
            "size" => self.size(first),
            "coalesce" => {
                let (a, b) = (self.any(first)?, self.any(arguments.get(1)?)?);
                (a.ty == b.ty).then(|| atom(format!("coalesce({}, {})", a.text, b.text), a.ty))
            }
            "matches" => {
                let text = self.any(first)?;
                let Some(Expr::Text(pattern)) = arguments.get(1) else { return None };
                let pattern = quoted(pattern)?;
                (text.ty == Ty::Text).then(|| atom(format!("matches({}, {pattern})", text.text), Ty::Bool))
            }
            "sum-rows" | "min-rows" | "max-rows" => self.rows(name.trim_end_matches("-rows"), first),
            "count-rows" => self.size(first),
            _ => None,
        }
    }

    fn difference(&mut self, name: &str, from: &Expr, to: &Expr) -> Option<Written> {
        let wanted = if name == "hours" { Ty::Datetime } else { Ty::Date };
        let mut side = |expr: &Expr| {
            let written = match expr {
                Expr::Text(text) => atom(date(text)?, Ty::Date),
                other => self.any(other)?,
            };
            match (written.ty, wanted) {
                (Ty::Datetime, Ty::Date) => Some(format!("date({})", written.text)),
                (one, other) if one == other => Some(written.text),
                _ => None,
            }
        };
        let (from, to) = (side(from)?, side(to)?);
        Some(atom(format!("{name}_between({from}, {to})"), Ty::Number))
    }

    fn size(&mut self, expr: &Expr) -> Option<Written> {
        if let Expr::Item(source) = expr {
            let target = self.target(source)?;
            if target.kind == Kind::Group && target.form == self.work.form {
                return Some(atom(format!("size({})", target.id), Ty::Number));
            }
        }
        let (written, _) = self.reference(expr)?;
        (written.ty == Ty::Codes).then(|| atom(format!("size({})", written.text), Ty::Number))
    }

    /// A value of every row, brought together.
    fn rows(&mut self, fold: &str, expr: &Expr) -> Option<Written> {
        let Expr::Item(source) = expr else { return None };
        let target = self.target(source)?;
        let group = target.group.as_deref()?;
        let is_number = matches!(target.kind, Kind::Integer | Kind::Decimal | Kind::Quantity)
            || (target.kind == Kind::Calculated && target.calculated == Some(Ty::Number));
        if target.form != self.work.form || Some(group) == self.group || !is_number {
            return None;
        }
        Some(atom(format!("{fold}({group}.map({ROW}, {ROW}.{}))", target.id), Ty::Number))
    }
}

fn blank(compare: Compare, written: &Written) -> Option<Written> {
    match compare {
        Compare::Eq => Some(weak(format!("!answered({})", written.text), Ty::Bool, 7)),
        Compare::Ne | Compare::Gt => Some(atom(format!("answered({})", written.text), Ty::Bool)),
        _ => None,
    }
}

fn atom(text: String, ty: Ty) -> Written {
    Written { text, ty, strength: ATOM }
}

fn weak(text: String, ty: Ty, strength: u8) -> Written {
    Written { text, ty, strength }
}

fn guarded(written: &Written, least: u8) -> String {
    if written.strength < least { format!("({})", written.text) } else { written.text.clone() }
}

/// A constant that says yes or no.
fn truth_of(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Bool(value) => Some(*value),
        Expr::Text(text) | Expr::Number(text) => match text.trim().to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" => Some(true),
            "0" | "false" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Digits as our language takes them.
pub fn number_text(text: &str) -> Option<String> {
    let text = text.trim();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, places) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let whole = if whole.is_empty() { "0" } else { whole };
    if !digits(whole) || !digits(places) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if text.starts_with('-') { "-" } else { "" };
    let number = if unsigned.contains('.') { format!("{sign}{whole}.{places}") } else { format!("{sign}{whole}") };
    engine::value::decimal::Decimal::parse(&number).map(|_| number)
}

/// A constant date.
fn date(text: &str) -> Option<String> {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    engine::value::date::DateRange::parse(day).map(|_| format!("date(\"{day}\")"))
}

/// A text between quotes.
fn quoted(text: &str) -> Option<String> {
    if text.chars().any(|c| c.is_control()) {
        return None;
    }
    Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}
