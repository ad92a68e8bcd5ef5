//! Conditions and expressions as rules of the draft.

use serde_json::Value as Json;

use crate::convert::draft::{Raw, Role};
use crate::convert::fhir::element::{extensions, list, scalar, text_of, typed};
use crate::convert::fhir::own::own;
use crate::convert::fhir::reader::Reader;
use crate::convert::rule::{Compare, Dialect, Expr};

/// The text of an expression.
pub fn expression(json: &Json, end: &str) -> Option<String> {
    let found = extensions(json, end).find_map(|extension| extension.get("valueExpression"))?;
    Some(text_of(found, "expression").to_string()).filter(|text| !text.is_empty())
}

/// An expression in the language in which it comes back best: our own, where the file is one of ours.
pub fn expression_raw(role: Role, json: &Json, end: &str, place: &str) -> Option<Raw> {
    let found = extensions(json, end).find_map(|extension| extension.get("valueExpression"))?;
    match own(found, "rule") {
        Some(rule) => Some(Raw::new(role, Dialect::Ours, &rule, place)),
        None => expression(json, end).map(|text| Raw::new(role, Dialect::Fhirpath, &text, place)),
    }
}

impl Reader<'_, '_> {
    /// `enableWhen` and the expression of the same purpose.
    pub fn shown(&mut self, json: &Json, place: &str) -> Vec<Raw> {
        let mut rules = Vec::new();
        let conditions = list(json, "enableWhen");
        if !conditions.is_empty() {
            let is_any = text_of(json, "enableBehavior") == "any";
            let said: Vec<String> = conditions.iter().map(said).collect();
            let text = said.join(if is_any { " or " } else { " and " });
            let trees: Vec<Expr> = conditions.iter().map(condition).collect();
            let mut raw = Raw::new(Role::ShowIf, Dialect::Other, &text, place);
            raw.tree =
                trees.into_iter().reduce(|left, right| if is_any { Expr::or(left, right) } else { Expr::and(left, right) });
            rules.push(raw);
        }
        rules.extend(expression_raw(Role::ShowIf, json, "enableWhenExpression", place));
        rules
    }
}

fn said(condition: &Json) -> String {
    let answer = typed(condition, "answer").map(|(_, value)| scalar(value)).unwrap_or_default();
    format!("{} {} {answer}", text_of(condition, "question"), text_of(condition, "operator"))
}

/// "Not equal" is true of an unanswered question too, so the blank is spelt out.
fn condition(json: &Json) -> Expr {
    let item = Expr::Item(text_of(json, "question").to_string());
    let Some((kind, answer)) = typed(json, "answer") else { return Expr::Unknown(said(json)) };
    let text = if kind == "Coding" { text_of(answer, "code").to_string() } else { scalar(answer) };
    let constant = match kind {
        "Boolean" => Expr::Bool(answer.as_bool().unwrap_or(false)),
        "Decimal" | "Integer" | "Quantity" => Expr::Number(text),
        "Date" | "DateTime" => Expr::Date(text),
        _ => Expr::Text(text),
    };
    let compare = match text_of(json, "operator") {
        "exists" if constant == Expr::Bool(false) => return Expr::negated(Expr::answered(item)),
        "exists" => return Expr::answered(item),
        "=" => Compare::Eq,
        "!=" => return Expr::or(Expr::negated(Expr::answered(item.clone())), Expr::compare(Compare::Ne, item, constant)),
        ">" => Compare::Gt,
        "<" => Compare::Lt,
        ">=" => Compare::Ge,
        "<=" => Compare::Le,
        _ => return Expr::Unknown(said(json)),
    };
    Expr::compare(compare, item, constant)
}
