//! A compiled tree to words. A negation is told by the opposite word wherever there is one: `!(a < b)` is "a is not before b" in no
//! language, but "a is on or after b"; that is the same in three-valued logic too.

use crate::expr::function;
use crate::expr::types::Type;
use crate::form::form::Form;
use crate::form::list::CodeList;
use crate::form::table::Table;
use crate::lang::Lang;
use crate::program::node::{Arithmetic, Base, Compare, Each, Fold, Function, Lookup, Node, Read, RowList};
use crate::program::program::{Rule, ScopeId};
use crate::value::unit_name;
use crate::words::clause::{Clause, Ending};
use crate::words::thing::{Found, Sort, Things};

/// What a rule of a form says.
pub fn say(form: &Form, rule: &Rule, lang: Lang) -> Clause {
    say_among(&Things::new(form, lang), rule)
}

/// The same for many rules of one form.
pub fn say_among(things: &Things<'_>, rule: &Rule) -> Clause {
    let speaker = Speaker { things, scope: rule.scope, patterns: &things.form.program.patterns };
    if is_truth(&rule.node, &speaker) { speaker.truth(&rule.node, true, &[]) } else { speaker.clause(&rule.node, true, &[]) }
}

struct Speaker<'t, 'f> {
    things: &'t Things<'f>,
    scope: ScopeId,
    patterns: &'t [std::sync::Arc<str>],
}

type Vars<'v> = &'v [ScopeId];

fn noun(text: String) -> Clause {
    Clause::Plain(text, Ending::Noun)
}

fn verb(text: String) -> Clause {
    Clause::Plain(text, Ending::Verb)
}

/// Whether a whole rule is a condition, as far as the tree shows.
fn is_truth(node: &Node, speaker: &Speaker<'_, '_>) -> bool {
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
        | Node::Each(..) => true,
        Node::Read(read) => speaker
            .things
            .find(*read, speaker.scope, &[])
            .is_some_and(|found| found.item.shape == crate::kind::shape::Shape::Boolean),
        Node::If(_, yes, no) => is_truth(yes, speaker) || is_truth(no, speaker),
        Node::Call(function, _) if gives_truth(*function) => true,
        Node::Call(Function::Coalesce, parts) => parts.iter().any(|part| is_truth(part, speaker)),
        _ => false,
    }
}

impl Speaker<'_, '_> {
    fn pick<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        self.things.pick(ja, en)
    }

    fn is_ja(&self) -> bool {
        self.things.lang == Lang::Ja
    }

    /// Either the Japanese or the English, made only when needed.
    fn either(&self, ja: impl FnOnce() -> Clause, en: impl FnOnce() -> String) -> Clause {
        if self.is_ja() { ja() } else { noun(en()) }
    }

    /// A condition, or its opposite when `holds` is false.
    fn truth(&self, node: &Node, holds: bool, vars: Vars<'_>) -> Clause {
        match node {
            Node::Bool(value) if *value == holds => noun(self.pick("常に", "always").to_owned()),
            Node::Bool(_) => noun(self.pick("該当する場合はない", "never").to_owned()),
            Node::Not(part) => self.truth(part, !holds, vars),
            Node::And(parts) | Node::Or(parts) => {
                let parts = parts.iter().map(|part| self.truth(part, holds, vars)).collect();
                if matches!(node, Node::And(_)) == holds { Clause::All(parts) } else { Clause::Any(parts) }
            }
            Node::Compare(how, a, b) => self.compare(if holds { *how } else { opposite(*how) }, a, b, vars),
            Node::OneOf(value, choices) => self.one_of(value, choices, holds, vars),
            Node::Contains(code, codes) => self.contains(code, codes, holds, vars),
            Node::Answered(read) => {
                let name = self.read(*read, vars);
                let ja = if holds { "に回答がある" } else { "に回答がない" };
                self.either(
                    || verb(format!("{name}{ja}")),
                    || format!("{name} {}", if holds { "is answered" } else { "is not answered" }),
                )
            }
            Node::Missing(read) => {
                let name = self.read(*read, vars);
                let ja = if holds { "に欠測理由がある" } else { "に欠測理由がない" };
                let en = if holds { "is missing with a reason" } else { "is not missing with a reason" };
                self.either(|| verb(format!("{name}{ja}")), || format!("{name} {en}"))
            }
            Node::Applicable(read) => {
                let name = self.read(*read, vars);
                let ja = if holds { "が回答の対象" } else { "が回答の対象外" };
                self.either(
                    || noun(format!("{name}{ja}")),
                    || format!("{name} {}", if holds { "is asked" } else { "is not asked" }),
                )
            }
            Node::Matches(text, pattern) => {
                let value = self.value(text, None, vars);
                let pattern = self.patterns.get(usize::from(*pattern)).map_or("", |pattern| pattern);
                let ja = if holds { "に合う" } else { "に合わない" };
                let en = if holds { "matches" } else { "does not match" };
                self.either(
                    || verb(format!("{value}が書式 `{pattern}` {ja}")),
                    || format!("{value} {en} the pattern `{pattern}`"),
                )
            }
            Node::Each(each, rows, rule) => self.each(*each, rows, rule, holds, vars),
            Node::If(condition, yes, no) => self.cases(condition, yes, no, vars, |part| self.truth(part, holds, vars)),
            Node::Call(function, parts) if gives_truth(*function) => {
                let told = self.call(*function, parts, None, vars);
                let opposite = || told.replacen(" is ", " is not ", 1);
                self.either(
                    || if holds { noun(told.clone()) } else { verb(format!("{told}ではない")) },
                    || if holds { told.clone() } else { opposite() },
                )
            }
            other => {
                let value = self.value(other, None, vars);
                self.either(
                    || {
                        if holds {
                            noun(format!("{value}が{}", self.things.truth(true)))
                        } else {
                            noun(format!("{value}が{}", self.things.truth(false)))
                        }
                    },
                    || format!("{value} is {}", self.things.truth(holds)),
                )
            }
        }
    }

    /// A value, told as cases when it is chosen by conditions.
    fn clause(&self, node: &Node, whole: bool, vars: Vars<'_>) -> Clause {
        match node {
            Node::If(condition, yes, no) if whole => self.cases(condition, yes, no, vars, |part| self.clause(part, true, vars)),
            other => noun(self.value(other, None, vars)),
        }
    }

    /// `a ? b : c ? d : e` as one list of cases.
    fn cases(&self, condition: &Node, yes: &Node, no: &Node, vars: Vars<'_>, told: impl Fn(&Node) -> Clause) -> Clause {
        let mut cases = vec![(self.truth(condition, true, vars), told(yes))];
        let mut rest = no;
        while let Node::If(condition, yes, no) = rest {
            cases.push((self.truth(condition, true, vars), told(yes)));
            rest = no;
        }
        Clause::Cases(cases, Box::new(told(rest)))
    }

    fn compare(&self, how: Compare, a: &Node, b: &Node, vars: Vars<'_>) -> Clause {
        // A constant on the left reads better on the right: `18 <= age`.
        if is_constant(a) && !is_constant(b) {
            return self.compare(turned(how), b, a, vars);
        }
        let (left, right) = (self.value(a, Some(b), vars), self.value(b, Some(a), vars));
        let sort = match self.sort(a, vars) {
            Sort::Other => self.sort(b, vars),
            sort => sort,
        };
        if self.is_ja() {
            compared_ja(how, sort, &left, &right, is_constant(b))
        } else {
            noun(compared_en(how, sort, &left, &right))
        }
    }

    fn one_of(&self, value: &Node, choices: &[Node], holds: bool, vars: Vars<'_>) -> Clause {
        let left = self.value(value, None, vars);
        let told: Vec<String> = choices.iter().map(|choice| self.value(choice, Some(value), vars)).collect();
        if let [only] = told.as_slice() {
            let how = if holds { Compare::Eq } else { Compare::Ne };
            return if self.is_ja() {
                compared_ja(how, Sort::Other, &left, only, true)
            } else {
                noun(compared_en(how, Sort::Other, &left, only))
            };
        }
        self.either(
            || {
                let all = told.join("、");
                if holds {
                    noun(format!("{left}が{all}のいずれか"))
                } else {
                    verb(format!("{left}が{all}のいずれでもない"))
                }
            },
            || format!("{left} {} {}", if holds { "is one of" } else { "is none of" }, told.join(", ")),
        )
    }

    fn contains(&self, code: &Node, codes: &Node, holds: bool, vars: Vars<'_>) -> Clause {
        let (one, set) = (self.value(code, Some(codes), vars), self.value(codes, None, vars));
        self.either(
            || verb(format!("{set}に{one}が{}", if holds { "含まれる" } else { "含まれない" })),
            || format!("{set} {} {one}", if holds { "includes" } else { "does not include" }),
        )
    }

    fn each(&self, each: Each, rows: &RowList, rule: &Node, holds: bool, vars: Vars<'_>) -> Clause {
        let inside = self.bound(rows, vars);
        let told = self.truth(rule, holds, &inside);
        let every = (each == Each::All) == holds;
        let which = self.rows(rows, vars);
        let lead = match (self.is_ja(), every) {
            (true, true) => format!("{which}すべてで"),
            (true, false) => format!("{which}少なくとも1行で"),
            (false, true) => format!("in every {which}"),
            (false, false) => format!("in at least one {which}"),
        };
        Clause::Rows(lead, Box::new(told))
    }

    /// `「バッグ」の行のうち…のもの` / `row of "Bags" where ...`: what follows says which of them or what about them.
    fn rows(&self, list: &RowList, vars: Vars<'_>) -> String {
        let group = self.group(list, vars);
        let filter = list.filter.as_ref().map(|filter| self.truth(filter, true, &self.bound(list, vars)));
        match (self.is_ja(), filter) {
            (true, None) => format!("{group}の行の"),
            (true, Some(filter)) => format!("{group}の行のうち{}行の", filter.before_noun()),
            (false, None) => format!("row of {group}"),
            (false, Some(filter)) => format!("row of {group} where {}", filter.inner(Lang::En)),
        }
    }

    fn group(&self, list: &RowList, vars: Vars<'_>) -> String {
        let found = self.things.find_group(list.rows, self.scope, vars);
        found.map_or_else(|| self.pick("「?」", "\"?\"").to_owned(), |(item, _)| self.things.name(Found { item, form: None }))
    }

    fn bound(&self, list: &RowList, vars: Vars<'_>) -> Vec<ScopeId> {
        let mut inside: Vec<ScopeId> = vars.iter().take(usize::from(list.var)).copied().collect();
        inside.extend(self.things.find_group(list.rows, self.scope, vars).map(|(_, scope)| scope));
        inside
    }

    /// A value in words; `beside` is what it is compared with, which gives codes and figures their meaning.
    fn value(&self, node: &Node, beside: Option<&Node>, vars: Vars<'_>) -> String {
        match node {
            Node::Read(read) => self.read(*read, vars),
            Node::Number(number) => self.things.number(*number, beside.and_then(|beside| self.unit(beside, vars)).as_deref()),
            Node::Text(text) => self.things.quoted(text),
            Node::Date(date) => self.things.date(*date),
            Node::Today => self.pick("本日", "today").to_owned(),
            Node::Code(place, code) => self.code(*place, code, beside, vars),
            Node::Bool(value) => self.things.truth(*value),
            Node::Arithmetic(how, a, b) => self.arithmetic(*how, a, b, vars),
            Node::Negate(part) => format!("−{}", self.operand(part, 9, None, vars)),
            Node::If(condition, yes, no) => {
                let told = |part: &Node| noun(self.value(part, beside, vars));
                self.cases(condition, yes, no, vars, told).inner(self.things.lang)
            }
            Node::Call(function, parts) => self.call(*function, parts, beside, vars),
            Node::MissingReason(read) => {
                let name = self.read(*read, vars);
                if self.is_ja() { format!("{name}の欠測理由") } else { format!("the missing reason of {name}") }
            }
            Node::Rows(rows) => {
                let group = self.things.find_group(*rows, self.scope, vars);
                let name = group.map_or_else(String::new, |(item, _)| self.things.name(Found { item, form: None }));
                if self.is_ja() { format!("{name}の行数") } else { format!("the number of rows of {name}") }
            }
            Node::Count(rows) => {
                let which = self.rows(rows, vars);
                if self.is_ja() { format!("{which}数") } else { format!("the number of {}", plural(&which)) }
            }
            Node::Fold(how, rows, part) => self.fold(*how, rows, part, vars),
            Node::Lookup(lookup) => self.lookup(lookup, vars),
            truth => self.truth(truth, true, vars).inner(self.things.lang),
        }
    }

    /// An item's name; which row it is of, when that could be unclear.
    fn read(&self, read: Read, vars: Vars<'_>) -> String {
        let name = match self.things.find(read, self.scope, vars) {
            Some(found) => self.things.name(found),
            None => return self.pick("「?」", "\"?\"").to_owned(),
        };
        let own = self.scope != ScopeId(0);
        match read.base {
            Base::Up(0) if own && !vars.is_empty() && self.is_ja() => format!("この行の{name}"),
            Base::Up(0) if own && !vars.is_empty() => format!("this row's {name}"),
            Base::Var(variable) if own || vars.len() > 1 => match (self.is_ja(), vars.len()) {
                (true, 1) => format!("その行の{name}"),
                (false, 1) => format!("that row's {name}"),
                (true, _) => format!("{}つ目の行の{name}", variable + 1),
                (false, _) => format!("{name} of row {}", variable + 1),
            },
            _ => name,
        }
    }

    fn code(&self, place: u16, code: &str, beside: Option<&Node>, vars: Vars<'_>) -> String {
        if let Some(Node::MissingReason(_)) = beside {
            return self.things.reason(place);
        }
        let list = beside.and_then(|beside| self.list(beside, vars)).or_else(|| self.own_list(place, code));
        self.things.code(place, code, list)
    }

    /// A code that stands alone, as in a calculated item: its list is the one of the form that has it at that place.
    fn own_list(&self, place: u16, code: &str) -> Option<&CodeList> {
        let lists = || self.things.form.items.iter().filter_map(|item| Some((item, item.list.as_deref()?)));
        let has = |list: &CodeList| list.get(place).is_some_and(|held| &*held.code == code);
        let calculated = lists().find(|(item, list)| item.value.is_some() && has(list));
        calculated.or_else(|| lists().find(|(_, list)| has(list))).map(|(_, list)| list)
    }

    fn list(&self, node: &Node, vars: Vars<'_>) -> Option<&CodeList> {
        match node {
            Node::Read(read) => self.things.find(*read, self.scope, vars)?.item.list.as_deref(),
            Node::If(_, yes, no) => self.list(yes, vars).or_else(|| self.list(no, vars)),
            Node::Call(_, parts) => parts.iter().find_map(|part| self.list(part, vars)),
            Node::Fold(_, rows, part) => self.list(part, &self.bound(rows, vars)),
            Node::Lookup(lookup) => match &self.table(lookup)?.gives {
                Type::Code(list) => Some(list),
                _ => None,
            },
            _ => None,
        }
    }

    fn table(&self, lookup: &Lookup) -> Option<&Table> {
        self.things.form.tables.iter().map(|table| &**table).find(|table| table.id == lookup.id)
    }

    /// The unit that figures beside a value are in.
    fn unit(&self, node: &Node, vars: Vars<'_>) -> Option<String> {
        match node {
            Node::Read(read) => self.things.find(*read, self.scope, vars)?.item.units.first().map(|unit| unit.text().to_owned()),
            Node::Arithmetic(Arithmetic::Add | Arithmetic::Sub, a, b) => self.unit(a, vars).or_else(|| self.unit(b, vars)),
            Node::Negate(part) => self.unit(part, vars),
            Node::If(_, yes, no) => self.unit(yes, vars).or_else(|| self.unit(no, vars)),
            Node::Fold(_, rows, part) => self.unit(part, &self.bound(rows, vars)),
            Node::Lookup(lookup) => match &self.table(lookup)?.gives {
                Type::Number(unit) => unit.as_ref().map(|unit| unit.text().to_owned()),
                _ => None,
            },
            Node::Call(function, parts) => match function::row_of(*function)?.gives {
                function::Gives::Number(unit) => unit.map(str::to_owned),
                function::Gives::First => parts.iter().find_map(|part| self.unit(part, vars)),
                function::Gives::Date | function::Gives::Truth => None,
            },
            _ => None,
        }
    }

    fn sort(&self, node: &Node, vars: Vars<'_>) -> Sort {
        match node {
            Node::Read(read) => self.things.find(*read, self.scope, vars).map_or(Sort::Other, |found| Sort::of(found.item.shape)),
            Node::Number(_) | Node::Arithmetic(..) | Node::Negate(_) | Node::Rows(_) | Node::Count(_) => Sort::Number,
            Node::Date(_) | Node::Today => Sort::Date,
            Node::If(_, yes, no) => match self.sort(yes, vars) {
                Sort::Other => self.sort(no, vars),
                sort => sort,
            },
            Node::Fold(_, rows, part) => self.sort(part, &self.bound(rows, vars)),
            Node::Lookup(lookup) => match self.table(lookup).map(|table| &table.gives) {
                Some(Type::Number(_)) => Sort::Number,
                _ => Sort::Other,
            },
            Node::Call(Function::DateOf, _) => Sort::Date,
            Node::Call(Function::CountCodes, _) => Sort::Number,
            Node::Call(function, parts) => match function::row_of(*function).map(|row| row.gives) {
                Some(function::Gives::Number(_)) => Sort::Number,
                Some(function::Gives::Date) => Sort::Date,
                _ => parts.first().map_or(Sort::Other, |part| self.sort(part, vars)),
            },
            _ => Sort::Other,
        }
    }

    fn arithmetic(&self, how: Arithmetic, a: &Node, b: &Node, vars: Vars<'_>) -> String {
        let (sign, strength) = match how {
            Arithmetic::Add => ("+", 1),
            Arithmetic::Sub => ("−", 1),
            Arithmetic::Mul => ("×", 2),
            Arithmetic::Div => ("÷", 2),
        };
        let additive = strength == 1;
        let left = self.operand(a, strength, Some(b).filter(|_| additive), vars);
        let right = self.operand(b, strength + 1, Some(a).filter(|_| additive), vars);
        format!("{left} {sign} {right}")
    }

    /// An operand, in brackets when it binds less than what is around it.
    fn operand(&self, node: &Node, around: u8, beside: Option<&Node>, vars: Vars<'_>) -> String {
        let text = self.value(node, beside, vars);
        let own = match node {
            Node::Arithmetic(Arithmetic::Add | Arithmetic::Sub, ..) => 1,
            Node::Arithmetic(..) => 2,
            Node::Call(..) | Node::Fold(..) | Node::Count(..) | Node::Negate(_) => 0,
            _ => 9,
        };
        match (own < around, self.is_ja()) {
            (false, _) => text,
            (true, true) => format!("（{text}）"),
            (true, false) => format!("({text})"),
        }
    }

    fn call(&self, function: Function, parts: &[Node], beside: Option<&Node>, vars: Vars<'_>) -> String {
        let unit = match (function, parts) {
            (Function::NumberOf, [_, Node::Text(unit)]) => Some(unit_name::print(unit, self.things.lang)),
            _ => None,
        };
        let template = match function {
            Function::NumberOf if unit.is_some() => ("{1}の数値（{2}）", "the number of {1} in {2}"),
            Function::DateOf => ("{1}の日付", "the day of {1}"),
            Function::CountCodes => ("{1}の選択数", "the number of selected {1}"),
            Function::RoundBy(rounding) => rounding.row().says,
            other => match function::row_of(other) {
                Some(row) => row.says,
                None => ("{*}", "{*}"),
            },
        };
        let shared = |at: usize| match function::row_of(function).map(|row| row.gives) {
            Some(function::Gives::First) => {
                beside.or_else(|| parts.iter().enumerate().find(|(other, _)| *other != at).map(|(_, part)| part))
            }
            _ => None,
        };
        let template = self.pick(template.0, template.1);
        // Among several, one that is itself several is set apart; a computed one always is.
        let around = if template.contains("{*}") && parts.len() > 1 { 3 } else { 0 };
        let told: Vec<String> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| {
                let beside = shared(at).filter(|_| !matches!(function, Function::Round | Function::RoundBy(_)));
                let around = if matches!(part, Node::Arithmetic(..)) { 3 } else { around };
                if let (1, Some(unit)) = (at, &unit) {
                    return unit.clone();
                }
                self.operand(part, around, beside, vars)
            })
            .collect();
        let mut text = template.replace("{*}", &told.join(self.pick("、", ", ")));
        for (at, part) in told.iter().enumerate() {
            let hole = format!("{{{}}}", at + 1);
            if part == "1" {
                for many in ["days", "months", "years", "places"] {
                    text = text.replace(&format!("{hole} {many}"), &format!("1 {}", many.trim_end_matches('s')));
                }
            }
            text = text.replace(&hole, part);
        }
        text
    }

    fn lookup(&self, lookup: &Lookup, vars: Vars<'_>) -> String {
        let title = self.things.quoted(lookup.title.get(self.things.lang));
        let asked: Vec<String> = lookup.asked.iter().map(|asked| self.operand(asked, 9, None, vars)).collect();
        if self.is_ja() {
            format!("表{title}で{}から引いた値", asked.join("、"))
        } else {
            format!("the value of table {title} for {}", asked.join(", "))
        }
    }

    fn fold(&self, how: Fold, rows: &RowList, part: &Node, vars: Vars<'_>) -> String {
        let which = self.rows(rows, vars);
        let body = self.value(part, None, &self.bound(rows, vars));
        let over = if matches!(how, Fold::First | Fold::Last) { "of" } else { "over" };
        let (ja, en) = match how {
            Fold::Sum => ("合計", "the sum of"),
            Fold::SumAnswered => ("回答のある値の合計", "the sum of the known"),
            Fold::Min => ("最小", "the least"),
            Fold::Max => ("最大", "the greatest"),
            Fold::First => ("最初の値", "the first"),
            Fold::Last => ("最後の値", "the last"),
        };
        if self.is_ja() { format!("{which}{body}の{ja}") } else { format!("{en} {body} {over} the {}", plural(&which)) }
    }
}

/// `row of ...` as `rows of ...`.
fn plural(rows: &str) -> String {
    rows.replacen("row of", "rows of", 1)
}

fn gives_truth(function: Function) -> bool {
    function::row_of(function).is_some_and(|row| matches!(row.gives, function::Gives::Truth))
}

fn is_constant(node: &Node) -> bool {
    matches!(node, Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Code(..) | Node::Bool(_) | Node::Today)
}

fn opposite(how: Compare) -> Compare {
    match how {
        Compare::Eq => Compare::Ne,
        Compare::Ne => Compare::Eq,
        Compare::Lt => Compare::Ge,
        Compare::Le => Compare::Gt,
        Compare::Gt => Compare::Le,
        Compare::Ge => Compare::Lt,
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

fn compared_ja(how: Compare, sort: Sort, a: &str, b: &str, constant: bool) -> Clause {
    let dated = matches!(sort, Sort::Date | Sort::Time);
    let same = if sort == Sort::Time { "と同じ日時" } else { "と同じ日" };
    match how {
        Compare::Eq if dated => noun(format!("{a}が{b}{same}")),
        Compare::Ne if dated => noun(format!("{a}が{b}{}", same.replace("同じ", "異なる"))),
        Compare::Eq if constant => noun(format!("{a}が{b}")),
        Compare::Ne if constant => noun(format!("{a}が{b}以外")),
        Compare::Eq => verb(format!("{a}が{b}と等しい")),
        Compare::Ne => verb(format!("{a}が{b}と異なる")),
        Compare::Lt if dated => noun(format!("{a}が{b}より前")),
        Compare::Gt if dated => noun(format!("{a}が{b}より後")),
        Compare::Le if dated => noun(format!("{a}が{b}以前")),
        Compare::Ge if dated => noun(format!("{a}が{b}以降")),
        Compare::Lt => noun(format!("{a}が{b}未満")),
        Compare::Le => noun(format!("{a}が{b}以下")),
        Compare::Gt => verb(format!("{a}が{b}を超える")),
        Compare::Ge => noun(format!("{a}が{b}以上")),
    }
}

fn compared_en(how: Compare, sort: Sort, a: &str, b: &str) -> String {
    let dated = matches!(sort, Sort::Date | Sort::Time);
    let word = match how {
        Compare::Eq if dated => {
            if sort == Sort::Time {
                "is at the same time as"
            } else {
                "is the same day as"
            }
        }
        Compare::Ne if dated => {
            if sort == Sort::Time {
                "is not at the same time as"
            } else {
                "is not the same day as"
            }
        }
        Compare::Eq => "is",
        Compare::Ne => "is not",
        Compare::Lt if dated => "is before",
        Compare::Gt if dated => "is after",
        Compare::Le if sort == Sort::Time => "is at or before",
        Compare::Ge if sort == Sort::Time => "is at or after",
        Compare::Le if dated => "is on or before",
        Compare::Ge if dated => "is on or after",
        Compare::Lt => "is less than",
        Compare::Le => "is at most",
        Compare::Gt => "is greater than",
        Compare::Ge => "is at least",
    };
    format!("{a} {word} {b}")
}
