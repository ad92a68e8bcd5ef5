//! Random rules of a wanted type over the items in reach.

use crate::differential::random::Random;

/// The type of a value in a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Truth,
    /// A number without a unit.
    Number,
    /// A number in a unit: compared with plain numbers only.
    Measure,
    /// A date, perhaps partial.
    Date,
    /// Date and time.
    Time,
    /// A text.
    Text,
    /// A code of the list `colours`.
    Code,
    /// Several codes of the list `colours`.
    Codes,
    /// An attached file: rules ask only whether it is there.
    File,
}

/// The codes of the list `colours`; some read as numbers.
pub const CODES: [&str; 5] = ["red", "green", "1", "2.5", "10"];

/// An item that rules can read.
#[derive(Clone, Debug)]
pub struct Known {
    /// How a rule names it.
    pub name: String,
    /// Its type.
    pub gives: Type,
}

/// A group that rules can look into.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id.
    pub name: String,
    /// The items of a row.
    pub items: Vec<Known>,
    /// The groups in a row.
    pub groups: Vec<Group>,
}

/// What a rule at some place can read.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Items.
    pub items: Vec<Known>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Rows bound so far, for names.
    rows: usize,
}

impl Reach {
    /// Writes a rule.
    pub fn rule(&self, random: &mut Random, gives: Type, depth: usize) -> String {
        match gives {
            Type::Truth => self.truth(random, depth),
            Type::Number => self.number(random, depth),
            Type::Measure => self.measure(random, depth),
            Type::Date => self.date(random, depth),
            Type::Time => self.shared(random, Type::Time, depth),
            Type::Text => self.shared(random, Type::Text, depth),
            Type::Code => self.shared(random, Type::Code, depth),
            Type::Codes => self.item(random, Type::Codes).unwrap_or_default(),
            Type::File => self.item(random, Type::File).unwrap_or_default(),
        }
    }

    /// An item of a type.
    fn item(&self, random: &mut Random, gives: Type) -> Option<String> {
        let fitting: Vec<&Known> = self.items.iter().filter(|known| known.gives == gives).collect();
        (!fitting.is_empty()).then(|| fitting[random.below(fitting.len())].name.clone())
    }

    fn has(&self, gives: Type) -> bool {
        self.items.iter().any(|known| known.gives == gives)
    }

    /// The reach inside a row of a group, and the row's name.
    fn row(&self, random: &mut Random) -> Option<(String, String, Reach)> {
        if self.groups.is_empty() || self.rows > 1 {
            return None;
        }
        let group = random.one(&self.groups);
        let row = format!("row_{}", self.rows);
        let mut inside = self.clone();
        inside.rows += 1;
        inside.items.extend(group.items.iter().map(|known| Known { name: format!("{row}.{}", known.name), gives: known.gives }));
        inside.groups.extend(group.groups.iter().map(|inner| Group { name: format!("{row}.{}", inner.name), ..inner.clone() }));
        // Rules over rows should mostly speak of the row.
        inside.items.extend(group.items.iter().map(|known| Known { name: format!("{row}.{}", known.name), gives: known.gives }));
        Some((group.name.clone(), row, inside))
    }

    /// `group` or `group.filter(row, ...)`.
    fn rows(&self, random: &mut Random, group: &str, row: &str, inside: &Reach, depth: usize) -> String {
        if random.percent(35) {
            format!("{group}.filter({row}, {})", inside.truth(random, depth.saturating_sub(2)))
        } else {
            group.to_owned()
        }
    }

    fn fold(&self, random: &mut Random, words: &[&str], gives: Type, depth: usize) -> Option<String> {
        let (group, row, inside) = self.row(random)?;
        let word = random.pick(words);
        let rows = self.rows(random, &group, &row, &inside, depth);
        let body = inside.rule(random, gives, depth.saturating_sub(2));
        Some(format!("{word}({rows}.map({row}, {body}))"))
    }

    fn truth(&self, random: &mut Random, depth: usize) -> String {
        if depth == 0 {
            return self.small_truth(random);
        }
        let below = depth - 1;
        match random.below(11) {
            0 | 1 => format!("({} && {})", self.truth(random, below), self.truth(random, below)),
            2 | 3 => format!("({} || {})", self.truth(random, below), self.truth(random, below)),
            4 => format!("!({})", self.truth(random, below)),
            5 => format!("({} ? {} : {})", self.truth(random, below), self.truth(random, below), self.truth(random, below)),
            6 => format!("coalesce({}, {})", self.truth(random, below), self.truth(random, below)),
            7 | 8 => match self.row(random) {
                Some((group, row, inside)) => {
                    let rows = self.rows(random, &group, &row, &inside, below);
                    let word = random.pick(&["all", "exists"]);
                    format!("{rows}.{word}({row}, {})", inside.truth(random, below.saturating_sub(1)))
                }
                None => self.small_truth(random),
            },
            _ => self.comparison(random, below),
        }
    }

    fn comparison(&self, random: &mut Random, depth: usize) -> String {
        let gives =
            *random.one(&[Type::Number, Type::Number, Type::Date, Type::Date, Type::Time, Type::Measure, Type::Code, Type::Text]);
        if !self.has(gives) && !matches!(gives, Type::Number | Type::Date) {
            return self.small_truth(random);
        }
        let operator = match gives {
            Type::Code | Type::Text => random.pick(&["==", "!="]),
            _ => random.pick(&["==", "!=", "<", "<=", ">", ">="]),
        };
        let left = self.rule(random, gives, depth);
        let right = match gives {
            Type::Measure => number_literal(random),
            Type::Code if random.percent(60) => format!("\"{}\"", random.pick(&CODES)),
            Type::Text if random.percent(60) => text_literal(random),
            _ => self.rule(random, gives, depth),
        };
        format!("({left} {operator} {right})")
    }

    fn small_truth(&self, random: &mut Random) -> String {
        let name = random.one(&self.items).clone();
        match (random.below(6), name.gives) {
            (0, _) => format!("answered({})", name.name),
            (1, _) => format!("{}({})", random.pick(&["missing", "applicable"]), name.name),
            (2, _) => format!(
                "(missing_reason({}) {} \"{}\")",
                name.name,
                random.pick(&["==", "!="]),
                random.pick(&["UNK", "ND", "NASK"])
            ),
            (3, Type::Number | Type::Measure) => {
                format!("{}({})", random.pick(&["censored", "not_detected"]), name.name)
            }
            (_, Type::Truth) => name.name,
            (_, Type::Code) => format!("({} in [\"{}\", \"{}\"])", name.name, random.pick(&CODES), random.pick(&CODES)),
            (_, Type::Codes) => format!("(\"{}\" in {})", random.pick(&CODES), name.name),
            (_, Type::Number) => format!("({} in [{}, {}])", name.name, number_literal(random), number_literal(random)),
            (_, Type::Date) => format!("({} in [{}, today])", name.name, date_literal(random)),
            (_, Type::Text) => format!(
                "matches({}, \"{}\")",
                name.name,
                random.pick(&["[a-c]+", "a.*", ".", "\\\\d+", "[^0-9]*", "(a|東)+", "\\\\w{2,}"])
            ),
            _ => random.pick(&["true", "false"]).to_owned(),
        }
    }

    fn number(&self, random: &mut Random, depth: usize) -> String {
        if depth == 0 {
            let item = if random.percent(70) { self.item(random, Type::Number) } else { None };
            return item.unwrap_or_else(|| number_literal(random));
        }
        let below = depth - 1;
        match random.below(19) {
            17 => format!(
                "round({}, {}, \"{}\")",
                self.number(random, below),
                random.pick(&["0", "1", "2"]),
                random.pick(&["half_up", "half_even", "down", "up", "floor", "ceiling"])
            ),
            18 => self.power(random, below),
            16 if random.percent(50) => format!(
                "number(days_between({}, {}), \"{}\")",
                self.date(random, below),
                self.date(random, below),
                random.pick(&["d", "h", "wk", "mo"])
            ),
            16 => format!("limit({})", self.number(random, below)),
            0..=2 => format!("({} {} {})", self.number(random, below), random.pick(&["+", "-"]), self.number(random, below)),
            3 => format!("({} * {})", self.number(random, below), self.number(random, below)),
            4 => format!("({} / ({} + 0))", self.number(random, below), self.number(random, below)),
            5 => format!("-({})", self.number(random, below)),
            6 => format!("abs({})", self.number(random, below)),
            7 => format!(
                "round({}, {})",
                self.number(random, below),
                random.pick(&["0", "1", "2", "6", "(0 - 1)", "(10 + 10)", "(1 / 2)"])
            ),
            8 => format!("{}({})", random.pick(&["floor", "ceil"]), self.number(random, below)),
            9 => format!("{}({}, {})", random.pick(&["min", "max"]), self.number(random, below), self.number(random, below)),
            10 => self.shared(random, Type::Number, depth),
            11 if self.has(Type::Code) => format!("number({})", self.rule(random, Type::Code, below)),
            12 if random.percent(40) => format!("count({}, {})", self.truth(random, below), self.truth(random, below)),
            12 if random.percent(30) => {
                format!("count_answered({}, {})", random.one(&self.items).name.clone(), random.one(&self.items).name.clone())
            }
            12 if random.percent(40) => format!("sum_answered({}, {})", self.number(random, below), self.number(random, below)),
            12 if self.has(Type::Codes) => format!("size({})", self.item(random, Type::Codes).unwrap_or_default()),
            13 if self.has(Type::Code) && random.percent(50) => {
                let table = random.pick(&["score", "rest"]);
                format!("lookup({table}, {}, {})", self.number(random, below), self.rule(random, Type::Code, below))
            }
            13 if self.has(Type::Text) => format!("length({})", self.rule(random, Type::Text, below)),
            14 => self
                .fold(random, &["sum", "sum_answered", "min", "max", "first", "last"], Type::Number, below)
                .unwrap_or_else(|| number_literal(random)),
            15 => match self.row(random) {
                Some((group, row, inside)) => format!("{}.size()", self.rows(random, &group, &row, &inside, below)),
                None => self.number(random, below),
            },
            _ => self.number(random, 0),
        }
    }

    fn power(&self, random: &mut Random, depth: usize) -> String {
        let places = random.pick(&["0", "2", "6", "10", "(10 + 1)"]);
        match random.pick(&["sqrt", "ln", "log10", "log2", "exp", "pow"]) {
            "pow" => format!("pow({}, {}, {places})", self.number(random, depth), self.number(random, depth)),
            word => format!("{word}({}, {places})", self.number(random, depth)),
        }
    }

    fn measure(&self, random: &mut Random, depth: usize) -> String {
        let below = depth.saturating_sub(1);
        match random.below(6) {
            0 => format!("days_between({}, {})", self.date(random, below), self.date(random, below)),
            1 => format!("months_between({}, {})", self.date(random, below), self.date(random, below)),
            2 => {
                let word = random.pick(&["years_between", "age"]);
                format!("{word}({}, {})", self.date(random, below), self.date(random, below))
            }
            3 if self.has(Type::Time) => {
                format!("hours_between({}, {})", self.rule(random, Type::Time, below), self.rule(random, Type::Time, below))
            }
            _ => self.item(random, Type::Measure).unwrap_or_else(|| format!("days_between({}, today)", self.date(random, below))),
        }
    }

    fn date(&self, random: &mut Random, depth: usize) -> String {
        if depth == 0 {
            let item = if random.percent(75) { self.item(random, Type::Date) } else { None };
            return item.unwrap_or_else(|| date_literal(random));
        }
        let below = depth - 1;
        match random.below(10) {
            0 => format!("add_days({}, {})", self.date(random, below), self.number(random, 0)),
            1 => format!("add_months({}, {})", self.date(random, below), self.number(random, 0)),
            2 => format!("add_years({}, {})", self.date(random, below), self.number(random, 0)),
            3 => format!("{}({})", random.pick(&["earliest", "latest"]), self.date(random, below)),
            4 => format!("{}({}, {})", random.pick(&["min", "max"]), self.date(random, below), self.date(random, below)),
            5 if self.has(Type::Time) => format!("date({})", self.rule(random, Type::Time, below)),
            6 => self.fold(random, &["min", "max", "first", "last"], Type::Date, below).unwrap_or_else(|| "today".to_owned()),
            7 => self.shared(random, Type::Date, depth),
            8 => "today".to_owned(),
            _ => self.date(random, 0),
        }
    }

    /// What every type has: an item, a choice between two, the first that is known.
    fn shared(&self, random: &mut Random, gives: Type, depth: usize) -> String {
        let below = depth.saturating_sub(1);
        let leaf = |random: &mut Random| match gives {
            Type::Number | Type::Date => self.rule(random, gives, 0),
            _ => self.item(random, gives).unwrap_or_default(),
        };
        match random.below(if depth == 0 { 1 } else { 4 }) {
            1 => format!("({} ? {} : {})", self.truth(random, below), leaf(random), self.shared(random, gives, below)),
            2 => format!("coalesce({}, {})", leaf(random), self.shared(random, gives, below)),
            3 if gives == Type::Time => format!("{}({}, {})", random.pick(&["min", "max"]), leaf(random), leaf(random)),
            _ => leaf(random),
        }
    }
}

fn number_literal(random: &mut Random) -> String {
    match random.below(8) {
        0 => random
            .pick(&["999999999999999999", "0.000000000000000001", "123456789.987654321", "0.10", "1000000000000"])
            .to_owned(),
        1 | 2 => format!("{}.{}", random.between(0, 20), random.pick(&["5", "25", "05", "125", "50"])),
        _ => random.between(0, 12).to_string(),
    }
}

fn date_literal(random: &mut Random) -> String {
    let day = random.between(1, 28);
    let (year, month) = (random.between(2022, 2027), random.between(1, 12));
    match random.below(4) {
        0 => format!("date(\"{year}\")"),
        1 => format!("date(\"{year}-{month:02}\")"),
        _ => format!("date(\"{year}-{month:02}-{day:02}\")"),
    }
}

fn text_literal(random: &mut Random) -> String {
    format!("\"{}\"", random.pick(&["a", "abc", "東京", "12", "𠮷"]))
}
