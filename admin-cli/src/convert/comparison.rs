//! Comparisons: what an item is decides how it is compared, and a blank is spelt out where the source compares it as an empty text.

use std::collections::BTreeMap;

use crate::convert::constant::{date, number_text, quoted, truth_of};
use crate::convert::pen::Pen;
use crate::convert::rule::{Compare, Expr};
use crate::convert::written::{Target, Ty, Written, atom, guarded, weak};

impl Pen<'_, '_> {
    /// One code of an item: of several codes, or the one of a choice.
    pub fn chosen(&mut self, item: &Expr, code: &str) -> Option<Written> {
        let (written, target) = self.reference(item)?;
        let code = quoted(target.codes.get(code)?)?;
        match written.ty {
            Ty::Codes => Some(weak(format!("{code} in {}", written.text), Ty::Bool, 3)),
            Ty::Code => Some(weak(format!("{} == {code}", written.text), Ty::Bool, 3)),
            _ => None,
        }
    }

    pub fn compare(&mut self, compare: Compare, left: &Expr, right: &Expr) -> Option<Written> {
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

    pub fn compare_chosen(&mut self, source: &str, code: &str, is_chosen: bool, compare: Compare) -> Option<Written> {
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
}

fn blank(compare: Compare, written: &Written) -> Option<Written> {
    match compare {
        Compare::Eq => Some(weak(format!("!answered({})", written.text), Ty::Bool, 7)),
        Compare::Ne | Compare::Gt => Some(atom(format!("answered({})", written.text), Ty::Bool)),
        _ => None,
    }
}
