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
            (Some(left), right) => return self.limits(how, &left, b, right.as_ref()),
            (None, Some(right)) => return self.limits(turned(how), &right, a, None),
            (None, None) => {}
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

    /// A number that may be censored against any other: each as it stands when the comparator says so.
    fn limits(&self, how: Compare, found: &Found<'_>, other: &Node, limit: Option<&Found<'_>>) -> Said {
        let beside = self.value(other)?;
        let one = bounded_at(found, how, &beside);
        let Some(limit) = limit else { return Ok(one) };
        let exact = |found: &Found<'_>| format!("{}.answer.value.comparator.empty()", found.entry);
        let turned_round = bounded_at(limit, turned(how), &self.read(found));
        Ok(format!(
            "iif({}, {turned_round}, iif({}, {one}, {}))",
            exact(found),
            exact(limit),
            both(&Limit::of(found), how, &Limit::of(limit))
        ))
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
    let said = Limit { comparator: "comparator".to_owned(), number: format!("({})", canonical(found.item)) }.against(how, end);
    format!("{}.answer.value.select({said})", found.entry)
}

/// A censored number against an expression, which may speak of the row that is `$this`.
fn bounded_at(found: &Found<'_>, how: Compare, end: &str) -> String {
    Limit::of(found).against(how, &format!("({end})"))
}

/// The words for the comparator of a quantity, and for its number.
struct Limit {
    comparator: String,
    number: String,
}

impl Limit {
    fn of(found: &Found<'_>) -> Limit {
        let value = format!("{}.answer.value", found.entry);
        Limit { comparator: format!("{value}.comparator"), number: format!("{value}.select({})", canonical(found.item)) }
    }

    fn is(&self, sign: &str) -> String {
        format!("{} = '{sign}'", self.comparator)
    }

    fn is_below(&self) -> String {
        format!("({} or {})", self.is("<"), self.is("<="))
    }

    fn is_above(&self) -> String {
        format!("({} or {})", self.is(">"), self.is(">="))
    }

    /// The limit itself is not among what it stands for.
    fn is_strict(&self) -> String {
        format!("({} or {})", self.is("<"), self.is(">"))
    }

    fn against(&self, how: Compare, end: &str) -> String {
        let (number, exact) = (&self.number, format!("{}.empty()", self.comparator));
        let is = |sign: &str| self.is(sign);
        let below = |strict: &str| {
            let holds = format!("({} and {number} <= {end}) or ({} and {number} < {end})", is("<"), is("<="));
            let fails = format!("{} and {number} >= {end}", self.is_above());
            format!("iif({exact}, {number} {strict} {end}, iif({holds}, true, iif({fails}, false)))")
        };
        let above = |strict: &str| {
            let holds = format!("({} and {number} >= {end}) or ({} and {number} > {end})", is(">"), is(">="));
            let fails = format!("{} and {number} <= {end}", self.is_below());
            format!("iif({exact}, {number} {strict} {end}, iif({holds}, true, iif({fails}, false)))")
        };
        let same = || {
            let apart = format!(
                "({} and {number} <= {end}) or ({} and {number} < {end}) or ({} and {number} >= {end}) or ({} and {number} > {end})",
                is("<"),
                is("<="),
                is(">"),
                is(">=")
            );
            format!("iif({exact}, {number} = {end}, iif({apart}, false))")
        };
        match how {
            Compare::Lt => below("<"),
            Compare::Ge => format!("({}).not()", below("<")),
            Compare::Gt => above(">"),
            Compare::Le => format!("({}).not()", above(">")),
            Compare::Eq => same(),
            Compare::Ne => format!("({}).not()", same()),
        }
    }
}

/// Two censored numbers: decided only where they lie apart.
fn both(a: &Limit, how: Compare, b: &Limit) -> String {
    let before = |a: &Limit, b: &Limit| {
        let touching = format!("{} = {} and ({} or {})", a.number, b.number, a.is_strict(), b.is_strict());
        format!("{} and {} and ({} < {} or ({touching}))", a.is_below(), b.is_above(), a.number, b.number)
    };
    let less = |a: &Limit, b: &Limit| {
        let fails = format!("{} and {} and {} >= {}", a.is_above(), b.is_below(), a.number, b.number);
        format!("iif({}, true, iif({fails}, false))", before(a, b))
    };
    let same = || format!("iif(({}) or ({}), false)", before(a, b), before(b, a));
    match how {
        Compare::Lt => less(a, b),
        Compare::Ge => format!("({}).not()", less(a, b)),
        Compare::Gt => less(b, a),
        Compare::Le => format!("({}).not()", less(b, a)),
        Compare::Eq => same(),
        Compare::Ne => format!("({}).not()", same()),
    }
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
