//! Comparisons. A partial date is every day that it could be and a censored number every number: decided only when all agree.

use engine::kind::shape::Shape;
use engine::program::node::{Compare, Node};

use super::place::{Found, is_quantity};
use super::shape::choice;
use super::translate::{Translator, canonical, reasons};
use super::unsaid::{Said, Unsaid};

impl Translator<'_> {
    /// A comparison.
    pub(super) fn compare(&self, how: Compare, a: &Node, b: &Node) -> Said {
        if let Some(said) = self.reason(how, a, b).or_else(|| self.reason(how, b, a)) {
            return said;
        }
        match (self.censored(a), self.censored(b)) {
            (Some(found), _) if matches!(b, Node::Number(_)) => return Ok(bounded(&found, how, &self.value(b)?)),
            (_, Some(found)) if matches!(a, Node::Number(_)) => return Ok(bounded(&found, turned(how), &self.value(a)?)),
            _ => {}
        }
        if !matches!(how, Compare::Eq | Compare::Ne) && (self.is_unordered(a) || self.is_unordered(b)) {
            return Err(Unsaid::Order);
        }
        let (left, right) = (self.value(a)?, self.value(b)?);
        if self.is_partial(a) || self.is_partial(b) {
            return Ok(days(how, &left, &right));
        }
        let sign = match how {
            Compare::Eq => "=",
            other => other.sign(),
        };
        Ok(format!("{left} {sign} {right}"))
    }

    /// `missing_reason(x) == "UNK"` is always true or false.
    fn reason(&self, how: Compare, a: &Node, b: &Node) -> Option<Said> {
        let Node::MissingReason(read) = a else { return None };
        let said = self.find(*read).and_then(|found| Ok(format!("{}.where(code = {})", reasons(&found), self.value(b)?)));
        match how {
            Compare::Eq => Some(said.map(|said| format!("{said}.exists()"))),
            Compare::Ne => Some(said.map(|said| format!("{said}.empty()"))),
            _ => Some(Err(Unsaid::Order)),
        }
    }

    fn censored(&self, node: &Node) -> Option<Found<'_>> {
        let Node::Read(read) = node else { return None };
        self.find(*read).ok().filter(|found| found.item.censored.is_any() && is_quantity(found.item))
    }

    fn is_unordered(&self, node: &Node) -> bool {
        match node {
            Node::Code(..) | Node::Bool(_) => true,
            Node::Read(read) => {
                self.find(*read).is_ok_and(|found| matches!(found.item.shape, Shape::Coded | Shape::ManyCoded | Shape::Boolean))
            }
            Node::If(_, yes, no) => self.is_unordered(yes) || self.is_unordered(no),
            _ => false,
        }
    }
}

/// A censored number against a constant.
fn bounded(found: &Found<'_>, how: Compare, end: &str) -> String {
    let number = format!("({})", canonical(found.item));
    let is = |sign: &str| format!("comparator = '{sign}'");
    let below = |strict: &str| {
        let holds = format!("({} and {number} <= {end}) or ({} and {number} < {end})", is("<"), is("<="));
        let fails = format!("({} or {}) and {number} >= {end}", is(">"), is(">="));
        format!("iif(comparator.empty(), {number} {strict} {end}, iif({holds}, true, iif({fails}, false)))")
    };
    let above = |strict: &str| {
        let holds = format!("({} and {number} >= {end}) or ({} and {number} > {end})", is(">"), is(">="));
        let fails = format!("({} or {}) and {number} <= {end}", is("<"), is("<="));
        format!("iif(comparator.empty(), {number} {strict} {end}, iif({holds}, true, iif({fails}, false)))")
    };
    let same = || {
        let apart = format!(
            "({} and {number} <= {end}) or ({} and {number} < {end}) or ({} and {number} >= {end}) or ({} and {number} > {end})",
            is("<"),
            is("<="),
            is(">"),
            is(">=")
        );
        format!("iif(comparator.empty(), {number} = {end}, iif({apart}, false))")
    };
    let said = match how {
        Compare::Lt => below("<"),
        Compare::Ge => format!("({}).not()", below("<")),
        Compare::Gt => above(">"),
        Compare::Le => format!("({}).not()", above(">")),
        Compare::Eq => same(),
        Compare::Ne => format!("({}).not()", same()),
    };
    format!("{}.answer.value.select({said})", found.entry)
}

/// Dates of which one may be partial.
fn days(how: Compare, a: &str, b: &str) -> String {
    let first = |date: &str| format!("({date}).select(lowBoundary())");
    let last = |date: &str| format!("({date}).select(highBoundary())");
    let before = |a: &str, b: &str| format!("iif({} < {}, true, iif({} >= {}, false))", last(a), first(b), first(a), last(b));
    let same = || {
        let apart = format!("({} < {}) or ({} < {})", last(a), first(b), last(b), first(a));
        let single = format!("({} = {}) and ({} = {})", first(a), last(a), first(b), last(b));
        format!("iif({apart}, false, {})", choice(&single, &format!("{} = {}", first(a), first(b)), "{}"))
    };
    match how {
        Compare::Lt => before(a, b),
        Compare::Ge => format!("({}).not()", before(a, b)),
        Compare::Gt => before(b, a),
        Compare::Le => format!("({}).not()", before(b, a)),
        Compare::Eq => same(),
        Compare::Ne => format!("({}).not()", same()),
    }
}

fn turned(how: Compare) -> Compare {
    match how {
        Compare::Lt => Compare::Gt,
        Compare::Le => Compare::Ge,
        Compare::Gt => Compare::Lt,
        Compare::Ge => Compare::Le,
        same => same,
    }
}
