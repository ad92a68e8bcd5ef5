//! Writes one rule: names, numbers, truth and logic. What has no counterpart gives `None`.

use engine::kind::kind::Kind;

use crate::convert::constant::{date, number_text, quoted};
use crate::convert::rule::{Compare, Dialect, Expr};
use crate::convert::written::{ATOM, Known, Target, Ty, Written, atom, guarded, weak};

/// Writes one rule.
pub struct Pen<'p, 'd> {
    /// What can be named.
    pub known: &'p mut Known<'d>,
    /// The language of the source.
    pub dialect: Dialect,
    /// The group in whose rows the rule stands.
    pub group: Option<&'p str>,
    /// The item to which it belongs.
    pub own: Option<&'p str>,
}

impl Pen<'_, '_> {
    pub fn target(&self, source: &str) -> Option<Target> {
        let targets = self.known.names.get(source)?;
        let here = |target: &&Target| target.form == self.known.form;
        let near = targets.iter().filter(here).find(|target| target.group.as_deref() == self.group);
        let near = near.or_else(|| targets.iter().find(here));
        // Only an earlier form can be read: two forms that read each other would be a circle.
        near.or_else(|| targets.iter().find(|target| target.form < self.known.form)).cloned()
    }

    /// An item as a rule names it.
    fn name(&mut self, target: &Target) -> Option<String> {
        if target.form != self.known.form {
            if target.group.is_some() {
                return None;
            }
            self.known.uses.insert(target.form);
            return Some(format!("{}.{}", self.known.forms.get(target.form)?, target.id));
        }
        match (&target.group, self.group) {
            (None, _) => Some(target.id.clone()),
            // A row reads itself and the rows around it.
            (Some(group), Some(own)) if self.known.is_inside(own, group) => Some(target.id.clone()),
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

    pub fn reference(&mut self, expr: &Expr) -> Option<(Written, Target)> {
        match expr {
            Expr::Item(source) => self.item(source),
            Expr::Own => {
                let own = self.own?.to_string();
                self.item(&own)
            }
            _ => None,
        }
    }

    pub fn truth(&mut self, expr: &Expr) -> Option<Written> {
        let written = self.any(expr)?;
        (written.ty == Ty::Bool).then_some(written)
    }

    pub fn number(&mut self, expr: &Expr) -> Option<Written> {
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

    pub fn any(&mut self, expr: &Expr) -> Option<Written> {
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
}
