//! The tree, node by node: conditions give true, false or nothing, values one value or nothing.

use engine::form::form::Form;
use engine::form::item::Item;
use engine::kind::kind::Kind;
use engine::kind::shape::Shape;
use engine::program::node::{Arithmetic, Base, Each, Function, Lookup, Node, Read};
use engine::program::program::{Rule, RuleId};
use engine::schema::pattern::whole_text;
use engine::value::date::DateRange;

use super::place::{COMPARATOR_SYSTEM, Found, MISSING_SYSTEM, Stand, is_quantity};
use super::shape::{choice, quoted, together, when};
use super::unsaid::{Said, Unsaid};

/// Translates rules of a form.
#[derive(Clone)]
pub struct Translator<'f> {
    /// The form.
    pub form: &'f Form,
    /// Where the rule stands.
    pub stand: Stand,
}

/// A rule as a condition.
pub fn condition(form: &Form, rule: &Rule) -> Said {
    Translator { form, stand: Stand::of(form, rule.scope) }.truth(&rule.node)
}

/// A rule as a value.
pub fn value(form: &Form, rule: &Rule) -> Said {
    Translator { form, stand: Stand::of(form, rule.scope) }.value(&rule.node)
}

impl<'f> Translator<'f> {
    /// A condition.
    pub fn truth(&self, node: &Node) -> Said {
        Ok(match node {
            Node::Bool(value) => value.to_string(),
            Node::Not(part) => format!("({}).not()", self.truth(part)?),
            Node::And(parts) => self.joined(parts, " and ")?,
            Node::Or(parts) => self.joined(parts, " or ")?,
            Node::Compare(how, a, b) => self.compare(*how, a, b)?,
            Node::OneOf(value, choices) => self.one_of(value, choices)?,
            Node::Contains(code, codes) => {
                let (all, one) = (self.codes(codes)?, self.value(code)?);
                if one.contains("$this") {
                    return Err(Unsaid::TwoRows);
                }
                let known = match &**code {
                    Node::Code(..) | Node::Text(_) => format!("{all}.exists()"),
                    _ => format!("{all}.exists() and ({one}).exists()"),
                };
                when(&known, &format!("{all}.where($this = {one}).exists()"))
            }
            Node::Answered(read) => self.answered(&self.find(*read)?),
            Node::Missing(read) => format!("{}.exists()", reasons(&self.find(*read)?)),
            Node::Applicable(read) => self.applicable(*read)?,
            Node::Matches(text, pattern) => {
                let pattern = self.form.program.patterns.get(usize::from(*pattern)).ok_or(Unsaid::Nowhere)?;
                format!("({}).matches({})", self.value(text)?, quoted(&whole_text(pattern)))
            }
            Node::Each(each, rows, rule) => self.each(*each == Each::All, rows, rule)?,
            other => self.value(other)?,
        })
    }

    /// A value.
    pub fn value(&self, node: &Node) -> Said {
        Ok(match node {
            Node::Read(read) => self.read(&self.find(*read)?),
            Node::Number(number) => number.to_string(),
            Node::Text(text) => quoted(text),
            Node::Code(_, code) => quoted(code),
            Node::Date(date) => format!("@{date}"),
            Node::Today => "today()".to_owned(),
            Node::Arithmetic(how, a, b) => {
                let sign = match how {
                    Arithmetic::Add => "+",
                    Arithmetic::Sub => "-",
                    Arithmetic::Mul => "*",
                    Arithmetic::Div => "/",
                };
                format!("({} {sign} {})", self.value(a)?, self.value(b)?)
            }
            Node::Negate(part) => format!("(0 - {})", self.value(part)?),
            Node::If(condition, yes, no) => choice(&self.truth(condition)?, &self.value(yes)?, &self.value(no)?),
            Node::Call(function, parts) => self.call(*function, parts)?,
            Node::Rows(rows) => {
                let (entries, group, ..) = self.stand.rows(self.form, *rows)?;
                self.guarded(group, *rows, format!("{entries}.count()"))?
            }
            Node::Count(list) => self.count(list)?,
            Node::Fold(how, list, part) => self.fold(*how, list, part)?,
            Node::Lookup(lookup) => self.lookup(lookup)?,
            Node::MissingReason(read) => format!("{}.code", reasons(&self.find(*read)?)),
            truth => self.truth(truth)?,
        })
    }

    pub(super) fn find(&self, read: Read) -> Result<Found<'f>, Unsaid> {
        self.stand.find(self.form, read)
    }

    fn joined(&self, parts: &[Node], by: &str) -> Said {
        let said: Result<Vec<String>, Unsaid> = parts.iter().map(|part| Ok(format!("({})", self.truth(part)?))).collect();
        Ok(said?.join(by))
    }

    fn one_of(&self, value: &Node, choices: &[Node]) -> Said {
        if let Node::MissingReason(read) = value {
            let codes: Result<Vec<String>, Unsaid> =
                choices.iter().map(|choice| Ok(format!("code = {}", self.value(choice)?))).collect();
            return Ok(format!("{}.where({}).exists()", reasons(&self.find(*read)?), codes?.join(" or ")));
        }
        if choices.iter().all(|choice| matches!(choice, Node::Code(..) | Node::Text(_))) {
            let equal = |choice: &Node| Ok(format!("$this = {}", self.value(choice)?));
            let choices: Result<Vec<String>, Unsaid> = choices.iter().map(equal).collect();
            return Ok(format!("({}).select({})", self.value(value)?, choices?.join(" or ")));
        }
        let equal = |choice: &Node| Ok(format!("({})", self.compare(engine::program::node::Compare::Eq, value, choice)?));
        let said: Result<Vec<String>, Unsaid> = choices.iter().map(equal).collect();
        Ok(said?.join(" or "))
    }

    /// The chosen codes of an item.
    fn codes(&self, node: &Node) -> Said {
        match node {
            Node::Read(read) => Ok(format!("{}.answer.value.code", self.find(*read)?.entry)),
            _ => Err(Unsaid::Nowhere),
        }
    }

    /// The value of an item; of a quantity the number in the first unit, when it is exact.
    pub(super) fn read(&self, found: &Found<'_>) -> String {
        let answer = format!("{}.answer.value", found.entry);
        match found.item.shape {
            Shape::Coded | Shape::ManyCoded => format!("{answer}.code"),
            _ if is_quantity(found.item) => {
                let exact = if found.item.censored.is_any() { ".where(comparator.empty())" } else { "" };
                format!("{answer}{exact}.select({})", canonical(found.item))
            }
            _ => answer,
        }
    }

    pub(super) fn answered(&self, found: &Found<'_>) -> String {
        let value = format!("{}.answer.value.exists()", found.entry);
        if found.item.censored.not_detected { format!("({value} or {})", not_detected(found)) } else { value }
    }

    /// Whether an item is asked: its conditions hold.
    fn applicable(&self, read: Read) -> Said {
        let found = self.find(read)?;
        if found.is_foreign {
            return Err(Unsaid::AskedElsewhere);
        }
        match self.shown(found.item, read.base)? {
            Some(shown) => Ok(format!("iif({shown}, true, false)")),
            None => Ok("true".to_owned()),
        }
    }

    /// The conditions under which an item of a frame is asked; `None` when it always is.
    fn shown(&self, item: &Item, base: Base) -> Result<Option<String>, Unsaid> {
        let mut said = Vec::new();
        for id in item.shown_if.iter() {
            said.push(format!("({})", self.rule_at(*id, base)?));
        }
        Ok((!said.is_empty()).then(|| said.join(" and ")))
    }

    /// Another rule of the form, in the frame in which what it governs stands.
    fn rule_at(&self, id: RuleId, base: Base) -> Said {
        let rule = self.form.program.rules.get(id.0 as usize).ok_or(Unsaid::Nowhere)?;
        if !rule.imports.is_empty() {
            // Such an item is asked while only the other form is silent: the condition alone does not say it.
            return Err(Unsaid::AskedElsewhere);
        }
        let probe = Read { base, slot: 0 };
        let (scope, words) = match self.stand.find(self.form, probe) {
            Ok(found) => (found.scope, found.base),
            Err(_) if rule.scope.0 == 0 => (rule.scope, "%resource".to_owned()),
            Err(why) => return Err(why),
        };
        let stand = if rule.scope == scope { Stand::at(self.form, scope, &words) } else { Stand::of(self.form, rule.scope) };
        Translator { form: self.form, stand }.truth(&rule.node)
    }

    /// Something said of rows, unknown while the group is not asked.
    pub(super) fn guarded(&self, group: &Item, rows: engine::program::node::Rows, said: String) -> Said {
        Ok(match self.shown(group, rows.base)? {
            Some(shown) => when(&shown, &said),
            None => said,
        })
    }

    /// Of the outcomes that are not ruled out, the only one.
    fn lookup(&self, lookup: &Lookup) -> Said {
        let mut open = Vec::new();
        for (condition, gives) in &lookup.entries {
            open.push(format!("iif(({}).not(), {{}}, {})", self.truth(condition)?, self.value(gives)?));
        }
        let open = together(&open);
        Ok(when(&format!("{open}.count() = 1"), &open))
    }

    /// Whether a date may be partial.
    pub(super) fn is_partial(&self, node: &Node) -> bool {
        let by_item = |item: &Item| item.shape == Shape::Date && matches!(item.kind, Kind::PartialDate | Kind::Calculated);
        match node {
            Node::Read(read) => self.find(*read).is_ok_and(|found| by_item(found.item)),
            Node::Date(date) => DateRange::single(*date).is_none(),
            Node::If(_, yes, no) => self.is_partial(yes) || self.is_partial(no),
            Node::Call(Function::Earliest | Function::Latest | Function::DateOf, _) => false,
            Node::Call(_, parts) => parts.iter().any(|part| self.is_partial(part)),
            Node::Fold(_, list, part) => {
                let Ok((_, _, scope, _)) = self.stand.rows(self.form, list.rows) else { return false };
                Translator { form: self.form, stand: self.stand.bind(list.var, scope) }.is_partial(part)
            }
            _ => false,
        }
    }
}

/// The reasons for a missing value of an item, as codings.
pub(super) fn reasons(found: &Found<'_>) -> String {
    format!("{}.answer.value.where(system = {})", found.reason, quoted(MISSING_SYSTEM))
}

/// Whether an item was not detected.
pub(super) fn not_detected(found: &Found<'_>) -> String {
    format!("{}.answer.value.where(system = {}).exists()", found.reason, quoted(COMPARATOR_SYSTEM))
}

/// Inside a quantity: its number in the first unit of the item.
pub(super) fn canonical(item: &Item) -> String {
    let mut said = "value".to_owned();
    for (at, unit) in item.units.iter().enumerate().skip(1) {
        let Some(ratio) = item.factor(at) else { continue };
        said = format!("iif(code = {}, value * {} / {}, {said})", quoted(unit.text()), ratio.numerator, ratio.denominator);
    }
    said
}
