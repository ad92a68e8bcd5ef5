//! Running one rule over a record: three-valued, exact, without allocation. `renderer/assets/rule.js` does the same over the same tree.

use crate::answers::nesting::group_of_scope;
use crate::evaluate::call;
use crate::evaluate::fold::{self, KnownSum};
use crate::evaluate::pattern::Pattern;
use crate::evaluate::record::{Record, Row};
use crate::evaluate::val::{Val, arithmetic, compare, contains, number, value_of};
use crate::expr::types::Type;
use crate::form::form::Form;
use crate::form::item::Item;
use crate::form::list::CodeList;
use crate::program::node::{Base, Compare, Each, Fold, Function, Lookup, Node, Read, RowList, Rows};
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;
use crate::value::truth::Truth;
use crate::value::value::Slot;
use std::ops::Range;

/// The index that stands for "no reason": a reason that nothing equals.
pub const NO_REASON: u16 = u16::MAX;
/// The most row variables that a rule can have at once.
const MOST_VARIABLES: usize = 8;

/// A record seen from one place: the form, or one row of a group, with the rows bound so far.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    form: &'a Form,
    patterns: &'a [Pattern],
    record: &'a Record,
    row: Row,
    bound: [(u16, u16); MOST_VARIABLES],
}

impl<'a> Scene<'a> {
    /// The scene of a rule over the form, or over the row `(group, row)`.
    #[inline]
    pub fn new(form: &'a Form, patterns: &'a [Pattern], record: &'a Record, row: Row) -> Scene<'a> {
        Scene { form, patterns, record, row, bound: [(u16::MAX, 0); MOST_VARIABLES] }
    }

    /// Whether a rule holds.
    #[inline]
    pub fn truth(&self, node: &'a Node) -> Truth {
        match node {
            Node::Bool(value) => Truth::from(*value),
            Node::Not(part) => self.truth(part).not(),
            Node::And(parts) => self.all(parts),
            Node::Or(parts) => self.any(parts),
            Node::Compare(how, a, b) => compare(*how, self.value(a), self.value(b)),
            Node::OneOf(value, choices) => self.one_of(self.value(value), choices),
            Node::Contains(code, codes) => contains(self.value(code), self.value(codes)),
            Node::Answered(read) => Truth::from(matches!(self.slot(*read), Some(Slot::Value(_)))),
            Node::Missing(read) => Truth::from(matches!(self.slot(*read), Some(Slot::Missing(_)))),
            Node::Applicable(read) => Truth::from(self.slot(*read).is_some()),
            Node::Matches(text, pattern) => self.matches(self.value(text), *pattern),
            Node::Each(each, rows, rule) => self.each(*each, rows, rule),
            other => match self.value(other) {
                Val::Bool(value) => Truth::from(value),
                _ => Truth::Unknown,
            },
        }
    }

    /// What a rule gives.
    pub fn value(&self, node: &'a Node) -> Val<'a> {
        match node {
            Node::Read(read) => self.read(*read),
            Node::Number(number) => Val::Number(*number),
            Node::Code(code, _) => Val::Code(*code),
            Node::Text(text) => Val::Text(text),
            Node::Date(date) => Val::Date(*date),
            Node::Today => Val::Date(DateRange::day(self.record.today)),
            Node::Arithmetic(how, a, b) => arithmetic(*how, self.value(a), self.value(b)),
            Node::Negate(part) => number(self.value(part)).map_or(Val::Unknown, |found| Val::Number(found.neg())),
            Node::If(condition, yes, no) => match self.truth(condition) {
                Truth::True => self.value(yes),
                Truth::False => self.value(no),
                Truth::Unknown => Val::Unknown,
            },
            Node::Call(Function::NumberOf, parts) => self.number_of(parts),
            Node::Call(function, parts) => self.call(*function, parts),
            Node::MissingReason(read) => match self.slot(*read) {
                Some(Slot::Missing(reason)) => Val::Code(u16::from(reason.index())),
                _ => Val::Code(NO_REASON),
            },
            Node::Rows(rows) => self
                .rows(*rows)
                .map_or(Val::Unknown, |(_, rows)| Val::Number(Decimal::from_count(u32::from(rows.end - rows.start)))),
            Node::Count(rows) => {
                self.walk(rows, 0_u32, |count, _| count + 1).map_or(Val::Unknown, |count| Val::Number(Decimal::from_count(count)))
            }
            Node::Fold(how, rows, part) => self.fold(*how, rows, part),
            Node::Lookup(lookup) => self.lookup(lookup),
            truth => match self.truth_of_plain(truth) {
                Truth::True => Val::Bool(true),
                Truth::False => Val::Bool(false),
                Truth::Unknown => Val::Unknown,
            },
        }
    }

    /// `truth` for the nodes that `value` leaves to it; everything else would call back for ever.
    fn truth_of_plain(&self, node: &'a Node) -> Truth {
        match node {
            Node::Bool(_)
            | Node::Not(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::Compare(..)
            | Node::OneOf(..)
            | Node::Contains(..)
            | Node::Answered(_)
            | Node::Missing(_)
            | Node::Applicable(_)
            | Node::Matches(..)
            | Node::Each(..) => self.truth(node),
            _ => Truth::Unknown,
        }
    }

    fn call(&self, function: Function, parts: &'a [Node]) -> Val<'a> {
        let mut values = parts.iter().map(|part| self.value(part));
        match function {
            Function::Coalesce => values.find(|value| *value != Val::Unknown).unwrap_or(Val::Unknown),
            Function::Min => fold::extreme(values, false),
            Function::CountTrue => self.count_true(parts),
            Function::SumAnswered => values.fold(KnownSum::None, KnownSum::with).sum(),
            Function::Max => fold::extreme(values, true),
            _ => {
                let first = values.next().unwrap_or(Val::Unknown);
                call::call(function, first, values.next(), values.next()).unwrap_or(Val::Unknown)
            }
        }
    }

    /// Truth over rows: all of none is true, exists of none is false.
    fn each(&self, each: Each, rows: &'a RowList, rule: &'a Node) -> Truth {
        let join = |result: Truth, row: Scene<'a>| match each {
            Each::All => result.and(row.truth(rule)),
            Each::Exists => result.or(row.truth(rule)),
        };
        self.walk(rows, Truth::from(each == Each::All), join).unwrap_or(Truth::Unknown)
    }

    /// One value from the values of rows; unknown when there are none or one of them is unknown.
    fn fold(&self, how: Fold, rows: &'a RowList, part: &'a Node) -> Val<'a> {
        if how == Fold::SumAnswered {
            let known = self.walk(rows, KnownSum::None, |so_far, row| so_far.with(row.value(part)));
            return known.map_or(Val::Unknown, KnownSum::sum);
        }
        let step = |so_far: Option<Val<'a>>, row: Scene<'a>| Some(fold::join(how, so_far, row.value(part)));
        self.walk(rows, None, step).flatten().unwrap_or(Val::Unknown)
    }

    /// Visits the rows that a list keeps; `None` when the group is hidden or the filter unknown for any row.
    fn walk<T>(&self, list: &'a RowList, start: T, step: impl Fn(T, Scene<'a>) -> T) -> Option<T> {
        let (group, rows) = self.rows(list.rows)?;
        let mut result = start;
        for at in rows {
            let row = self.bind(list.var, group, at)?;
            match list.filter.as_ref().map_or(Truth::True, |filter| row.truth(filter)) {
                Truth::Unknown => return None,
                Truth::False => {}
                Truth::True => result = step(result, row),
            }
        }
        Some(result)
    }

    /// The same scene with a row bound to a variable; `None` beyond the most variables.
    #[inline]
    fn bind(&self, variable: u8, group: u16, row: u16) -> Option<Scene<'a>> {
        let mut inner = *self;
        *inner.bound.get_mut(usize::from(variable))? = (group, row);
        Some(inner)
    }

    /// A group's number and its rows in a frame; `None` when the group is hidden.
    #[inline]
    fn rows(&self, rows: Rows) -> Option<(u16, Range<u16>)> {
        let (around, group) = (self.row_of(rows.base)?, group_of_scope(rows.scope)?);
        self.record.is_group_shown(group, around).then(|| (group, self.record.rows_in(group, around)))
    }

    #[inline]
    fn slot(&self, read: Read) -> Option<&'a Slot> {
        self.record.read(self.row_of(read.base)?, read.slot)
    }

    /// The row that a base names: `Some(None)` is the form itself.
    #[inline]
    fn row_of(&self, base: Base) -> Option<Row> {
        match base {
            Base::Up(0) => Some(self.row),
            Base::Up(up) => Some((0..up).fold(self.row, |row, _| row.and_then(|row| self.record.outer(row)))),
            Base::Var(variable) => self.bound.get(usize::from(variable)).copied().map(Some),
        }
    }

    #[inline]
    fn read(&self, read: Read) -> Val<'a> {
        match self.slot(read) {
            Some(Slot::Value(value)) => value_of(value),
            _ => Val::Unknown,
        }
    }

    /// How many conditions hold; unknown when one of them is.
    fn count_true(&self, parts: &'a [Node]) -> Val<'a> {
        let mut count = 0_u32;
        for part in parts {
            match self.truth(part) {
                Truth::True => count += 1,
                Truth::False => {}
                Truth::Unknown => return Val::Unknown,
            }
        }
        Val::Number(Decimal::from_count(count))
    }

    /// The outcome of the only entry that can still hold.
    fn lookup(&self, lookup: &'a Lookup) -> Val<'a> {
        let mut open = lookup.entries.iter().filter(|(when, _)| !self.truth(when).is_false());
        match (open.next(), open.next()) {
            (Some((_, gives)), None) => self.value(gives),
            _ => Val::Unknown,
        }
    }

    fn all(&self, parts: &'a [Node]) -> Truth {
        let mut result = Truth::True;
        for part in parts {
            match self.truth(part) {
                Truth::False => return Truth::False,
                Truth::Unknown => result = Truth::Unknown,
                Truth::True => {}
            }
        }
        result
    }

    fn any(&self, parts: &'a [Node]) -> Truth {
        let mut result = Truth::False;
        for part in parts {
            match self.truth(part) {
                Truth::True => return Truth::True,
                Truth::Unknown => result = Truth::Unknown,
                Truth::False => {}
            }
        }
        result
    }

    fn one_of(&self, value: Val<'a>, choices: &'a [Node]) -> Truth {
        let mut result = Truth::False;
        for choice in choices {
            match compare(Compare::Eq, value, self.value(choice)) {
                Truth::True => return Truth::True,
                Truth::Unknown => result = Truth::Unknown,
                Truth::False => {}
            }
        }
        result
    }

    fn matches(&self, text: Val<'a>, pattern: u16) -> Truth {
        match (text, self.patterns.get(usize::from(pattern))) {
            (Val::Text(text), Some(pattern)) => Truth::from(pattern.is_match(text)),
            _ => Truth::Unknown,
        }
    }

    /// A code read as a number: `"3"` is 3; a code that is no number is unknown.
    fn number_of(&self, parts: &'a [Node]) -> Val<'a> {
        let Some(part) = parts.first() else { return Val::Unknown };
        if parts.len() > 1 {
            return number(self.value(part)).map_or(Val::Unknown, Val::Number);
        }
        let text = match (part, self.value(part)) {
            (Node::Code(_, text), _) => Some(&**text),
            (_, Val::Code(code)) => self.list_of(part).and_then(|list| list.get(code)).map(|code| &*code.code),
            _ => None,
        };
        text.and_then(Decimal::parse).map_or(Val::Unknown, Val::Number)
    }

    /// The list whose codes a rule gives: that of the first item it can take them from.
    fn list_of(&self, node: &'a Node) -> Option<&'a CodeList> {
        match node {
            Node::Read(read) => self.item_of(*read)?.list.as_deref(),
            Node::If(_, yes, no) => self.list_of(yes).or_else(|| self.list_of(no)),
            Node::Call(_, parts) => parts.iter().find_map(|part| self.list_of(part)),
            Node::Fold(_, _, part) => self.list_of(part),
            Node::Lookup(lookup) => match &self.form.tables.iter().find(|table| table.id == lookup.id)?.gives {
                Type::Code(list) => Some(list),
                _ => None,
            },
            _ => None,
        }
    }

    fn item_of(&self, read: Read) -> Option<&'a Item> {
        let slot = usize::from(read.slot);
        let row = match read.base {
            Base::Var(variable) => self.bound.get(usize::from(variable)).copied().filter(|(group, _)| *group != u16::MAX),
            base => self.row_of(base)?,
        };
        let scope = self.form.scopes.get(row.map_or(0, |(group, _)| usize::from(group) + 1))?;
        match scope.slots.get(slot) {
            Some(item) => self.form.item(*item),
            None => self.form.imports.get(slot.checked_sub(scope.slots.len())?).map(|import| &*import.item),
        }
    }
}
