//! Conditions, methods and comparisons as rules of the draft.

use engine::kind::kind::Kind;

use crate::convert::constant::number_text;
use crate::convert::draft::{Item, Raw, Role};
use crate::convert::odm::study::{Study, place};
use crate::convert::report::{Fate, Report};
use crate::convert::rule::{Compare, Dialect, Expr};
use crate::convert::xml::Element;

impl Study<'_> {
    /// The condition under which a reference is not asked.
    pub fn exception(&self, reference: &Element, report: &mut Report) -> Option<Raw> {
        let oid = reference.attribute("CollectionExceptionConditionOID");
        if oid.is_empty() {
            return None;
        }
        let Some(condition) = self.conditions.get(oid) else {
            report.add(Fate::Person, &place(reference), "reference-missing", oid);
            return None;
        };
        let at = place(condition);
        Some(match condition.first("FormalExpression") {
            Some(formal) => {
                let (dialect, text) = formal_expression(formal);
                Raw::new(Role::HideIf, dialect, &text, &at)
            }
            None => Raw::new(Role::HideIf, Dialect::Other, self.described(condition).any(), &at),
        })
    }

    /// The rule that gives the value of an item.
    pub fn method(&self, item: &mut Item, oid: &str, report: &mut Report) {
        let Some(method) = self.methods.get(oid) else {
            report.add(Fate::Person, &item.place, "reference-missing", oid);
            return;
        };
        let at = place(method);
        let raw = match method.first("FormalExpression") {
            Some(formal) => {
                let (dialect, text) = formal_expression(formal);
                Raw::new(Role::Value, dialect, &text, &at)
            }
            None => Raw::new(Role::Value, Dialect::Other, self.described(method).any(), &at),
        };
        if matches!(raw.dialect, Dialect::Other) || item.kind == Kind::Choice {
            item.comments.push(format!("value: {}", raw.text));
            report.add(Fate::Person, &at, "rule-as-comment", format!("value: {}", raw.text));
            return;
        }
        item.kind = Kind::Calculated;
        item.properties.retain(|property| matches!(property.key, "unit" | "decimals"));
        item.rules.push(raw);
    }
}

/// A rule with its language.
pub fn formal_expression(formal: &Element) -> (Dialect, String) {
    let context = formal.attribute("Context").to_ascii_lowercase();
    let text = formal.first("Code").map_or(formal.text.trim(), |code| code.text.trim()).to_string();
    let dialect = if context.contains("ctr") {
        Dialect::Ours
    } else if context.contains("redcap") {
        Dialect::Redcap
    } else if context.contains("fhirpath") {
        Dialect::Fhirpath
    } else if context.contains("xpath") {
        Dialect::Xpath
    } else {
        Dialect::Other
    };
    (dialect, text)
}

/// What has to hold of the item itself.
pub fn comparison(comparator: &str, values: &[&str]) -> Option<Expr> {
    let constant = |value: &str| number_text(value).map_or_else(|| Expr::Text(value.to_string()), Expr::Number);
    let one = |compare| Some(Expr::compare(compare, Expr::Own, constant(values.first()?)));
    match comparator {
        "LT" => one(Compare::Lt),
        "LE" => one(Compare::Le),
        "GT" => one(Compare::Gt),
        "GE" => one(Compare::Ge),
        "EQ" => one(Compare::Eq),
        "NE" => one(Compare::Ne),
        "IN" | "NOTIN" => {
            let parts = values.iter().take(50).map(|value| Expr::compare(Compare::Eq, Expr::Own, constant(value)));
            let any = parts.reduce(Expr::or)?;
            Some(if comparator == "IN" { any } else { Expr::negated(any) })
        }
        _ => None,
    }
}
