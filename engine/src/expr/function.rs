//! The table of functions: one row each; the reference page and the checker read it, `form.js` knows the same names.

use crate::program::node::Function;

/// What a function takes at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A number.
    Number,
    /// How many places after the point, at most so many.
    Places(u8),
    /// A date.
    Date,
    /// A date and time.
    Datetime,
    /// A text.
    Text,
    /// A code.
    Code,
    /// Several codes.
    Codes,
    /// A condition.
    Truth,
    /// Anything, but all of these of one type.
    Same,
    /// Numbers, dates or date-times, all of one type.
    Ordered,
}

impl Arg {
    /// What stands there, in a word: (Japanese, English).
    pub fn word(self) -> (&'static str, &'static str) {
        match self {
            Arg::Number => ("数", "number"),
            Arg::Places(_) => ("桁数", "places"),
            Arg::Date => ("日付", "date"),
            Arg::Datetime => ("日時", "date and time"),
            Arg::Text => ("文字", "text"),
            Arg::Code => ("コード", "code"),
            Arg::Codes => ("複数選択の項目", "codes"),
            Arg::Truth => ("条件", "condition"),
            Arg::Same => ("値", "value"),
            Arg::Ordered => ("数か日付", "number or date"),
        }
    }
}

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A number in the unit (UCUM), or without one.
    Number(Option<&'static str>),
    /// A date.
    Date,
    /// A truth value.
    Truth,
    /// What its first argument is.
    First,
}

/// A function of plain values.
#[derive(Clone, Copy, Debug)]
pub struct FunctionRow {
    /// The word in rules.
    pub name: &'static str,
    /// What runs.
    pub function: Function,
    /// What it takes.
    pub args: &'static [Arg],
    /// The last argument may stand several times.
    pub repeats: bool,
    /// What it gives.
    pub gives: Gives,
    /// What it does, in Japanese.
    pub ja: &'static str,
    /// What it does, in English.
    pub en: &'static str,
    /// A call in plain words, in Japanese and in English: `{1}`, `{2}` stand for the arguments, `{*}` for all of them.
    pub says: (&'static str, &'static str),
}

const fn row(
    name: &'static str,
    function: Function,
    args: &'static [Arg],
    gives: Gives,
    ja: &'static str,
    en: &'static str,
    says: (&'static str, &'static str),
) -> FunctionRow {
    FunctionRow { name, function, args, repeats: false, gives, ja, en, says }
}

const fn many(
    name: &'static str,
    function: Function,
    args: &'static [Arg],
    gives: Gives,
    ja: &'static str,
    en: &'static str,
    says: (&'static str, &'static str),
) -> FunctionRow {
    FunctionRow { name, function, args, repeats: true, gives, ja, en, says }
}

/// Every function of plain values, in the order of the reference.
pub const FUNCTIONS: &[FunctionRow] = &[
    row(
        "days_between",
        Function::DaysBetween,
        &[Arg::Date, Arg::Date],
        Gives::Number(Some("d")),
        "最初の日から次の日までの日数",
        "days from the first date to the second",
        ("{1}から{2}までの日数", "the days from {1} to {2}"),
    ),
    row(
        "months_between",
        Function::MonthsBetween,
        &[Arg::Date, Arg::Date],
        Gives::Number(Some("mo")),
        "満月数",
        "completed months from the first date to the second",
        ("{1}から{2}までの満月数", "the completed months from {1} to {2}"),
    ),
    row(
        "years_between",
        Function::YearsBetween,
        &[Arg::Date, Arg::Date],
        Gives::Number(Some("a")),
        "満年数",
        "completed years from the first date to the second",
        ("{1}から{2}までの満年数", "the completed years from {1} to {2}"),
    ),
    row(
        "age",
        Function::Age,
        &[Arg::Date, Arg::Date],
        Gives::Number(Some("a{age}")),
        "満年齢(生年月日とその日)。単位は `a{age}` で、「歳」と表示される",
        "the age in completed years: date of birth, then the day; its unit is `a{age}`",
        ("{2}における満年齢（生年月日は{1}）", "the age on {2} (date of birth: {1})"),
    ),
    row(
        "hours_between",
        Function::HoursBetween,
        &[Arg::Datetime, Arg::Datetime],
        Gives::Number(Some("h")),
        "時間数",
        "hours from the first date and time to the second",
        ("{1}から{2}までの時間数", "the hours from {1} to {2}"),
    ),
    row(
        "add_days",
        Function::AddDays,
        &[Arg::Date, Arg::Number],
        Gives::Date,
        "指定した日数後の日",
        "the date that many days later",
        ("{1}の{2}日後", "the day {2} days after {1}"),
    ),
    row(
        "add_months",
        Function::AddMonths,
        &[Arg::Date, Arg::Number],
        Gives::Date,
        "指定した月数後の日(月末に丸める)",
        "the date that many months later, cut to the month's end",
        ("{1}の{2}か月後", "the day {2} months after {1}"),
    ),
    row(
        "add_years",
        Function::AddYears,
        &[Arg::Date, Arg::Number],
        Gives::Date,
        "指定した年数後の日",
        "the date that many years later",
        ("{1}の{2}年後", "the day {2} years after {1}"),
    ),
    row(
        "earliest",
        Function::Earliest,
        &[Arg::Date],
        Gives::Date,
        "部分日付のあり得る最初の日",
        "the first day that a partial date can be",
        ("{1}のあり得る最初の日", "the first day that {1} can be"),
    ),
    row(
        "latest",
        Function::Latest,
        &[Arg::Date],
        Gives::Date,
        "部分日付のあり得る最後の日",
        "the last day that a partial date can be",
        ("{1}のあり得る最後の日", "the last day that {1} can be"),
    ),
    row(
        "abs",
        Function::Abs,
        &[Arg::Number],
        Gives::First,
        "絶対値",
        "without its sign",
        ("{1}の絶対値", "{1} without its sign"),
    ),
    row(
        "round",
        Function::Round,
        &[Arg::Number, Arg::Places(18)],
        Gives::First,
        "四捨五入(小数点以下の桁数を指定)。3番目に丸め方を書ける: `round(x, 2, \"half_even\")`、`half_up`・`down`・`up`・`floor`・`ceiling`",
        "rounded half away from zero to that many places; another way of rounding can stand third: `round(x, 2, \"half_even\")`, `half_up`, `down`, `up`, `floor`, `ceiling`",
        ("{1}を小数点以下{2}桁に四捨五入した値", "{1} rounded to {2} places"),
    ),
    row(
        "sqrt",
        Function::Sqrt,
        &[Arg::Number, Arg::Places(10)],
        Gives::Number(None),
        "平方根。小数点以下の桁数(0から10)を指定し、四捨五入",
        "the square root, rounded half away from zero to that many places (0 to 10)",
        ("{1}の平方根（小数点以下{2}桁）", "the square root of {1} to {2} places"),
    ),
    row(
        "ln",
        Function::Ln,
        &[Arg::Number, Arg::Places(10)],
        Gives::Number(None),
        "自然対数。小数点以下の桁数(0から10)を指定し、四捨五入",
        "the natural logarithm, rounded half away from zero to that many places (0 to 10)",
        ("{1}の自然対数（小数点以下{2}桁）", "the natural logarithm of {1} to {2} places"),
    ),
    row(
        "log10",
        Function::Log10,
        &[Arg::Number, Arg::Places(10)],
        Gives::Number(None),
        "常用対数。小数点以下の桁数(0から10)を指定し、四捨五入",
        "the logarithm to the base 10, rounded half away from zero to that many places (0 to 10)",
        ("{1}の常用対数（小数点以下{2}桁）", "the logarithm of {1} to the base 10, to {2} places"),
    ),
    row(
        "log2",
        Function::Log2,
        &[Arg::Number, Arg::Places(10)],
        Gives::Number(None),
        "2を底とする対数。小数点以下の桁数(0から10)を指定し、四捨五入",
        "the logarithm to the base 2, rounded half away from zero to that many places (0 to 10)",
        ("{1}の2を底とする対数（小数点以下{2}桁）", "the logarithm of {1} to the base 2, to {2} places"),
    ),
    row(
        "exp",
        Function::Exp,
        &[Arg::Number, Arg::Places(10)],
        Gives::Number(None),
        "eの累乗。小数点以下の桁数(0から10)を指定し、四捨五入",
        "e to that power, rounded half away from zero to that many places (0 to 10)",
        ("eの「{1}」乗（小数点以下{2}桁）", "e to the power {1}, to {2} places"),
    ),
    row(
        "pow",
        Function::Pow,
        &[Arg::Number, Arg::Number, Arg::Places(10)],
        Gives::Number(None),
        "累乗。小数点以下の桁数(0から10)を指定し、四捨五入",
        "the first to the power of the second, rounded half away from zero to that many places (0 to 10)",
        ("{1}の「{2}」乗（小数点以下{3}桁）", "{1} to the power {2}, to {3} places"),
    ),
    row(
        "floor",
        Function::Floor,
        &[Arg::Number],
        Gives::First,
        "切り捨て",
        "the largest whole number not above",
        ("{1}を切り捨てた整数", "{1} rounded down to a whole number"),
    ),
    row(
        "ceil",
        Function::Ceil,
        &[Arg::Number],
        Gives::First,
        "切り上げ",
        "the smallest whole number not below",
        ("{1}を切り上げた整数", "{1} rounded up to a whole number"),
    ),
    many(
        "min",
        Function::Min,
        &[Arg::Ordered],
        Gives::First,
        "最小(行の集計にも使える)",
        "the least; also over rows",
        ("{*}のうち最小の値", "the least of {*}"),
    ),
    many(
        "max",
        Function::Max,
        &[Arg::Ordered],
        Gives::First,
        "最大(行の集計にも使える)",
        "the greatest; also over rows",
        ("{*}のうち最大の値", "the greatest of {*}"),
    ),
    row(
        "number",
        Function::NumberOf,
        &[Arg::Code],
        Gives::Number(None),
        "コードを数として読む。`number(体重, \"kg\")` は、その単位で表した数だけ(単位なし)を与える",
        "a code read as a number; `number(weight, \"kg\")` gives the number alone, in that unit",
        ("{1}のコードを数として読んだ値", "{1} read as a number"),
    ),
    row(
        "limit",
        Function::Limit,
        &[Arg::Number],
        Gives::First,
        "数値、または `<0.02` などの限界値(検出せずでは不明)",
        "the number, or the limit of a censored one such as `<0.02`; unknown when not detected",
        ("{1}の値または限界値", "{1} or its limit"),
    ),
    row(
        "censored",
        Function::Censored,
        &[Arg::Number],
        Gives::Truth,
        "`<0.02`・`>2000`・検出せずのいずれかであるか",
        "whether the number is censored: `<0.02`, `>2000` or not detected",
        ("{1}が限界値（未満・超過・検出せず）", "{1} is censored"),
    ),
    row(
        "not_detected",
        Function::NotDetected,
        &[Arg::Number],
        Gives::Truth,
        "検出せずであるか",
        "whether it was not detected",
        ("{1}が「検出せず」", "{1} is reported as not detected"),
    ),
    row(
        "length",
        Function::Length,
        &[Arg::Text],
        Gives::Number(None),
        "文字数",
        "the number of characters",
        ("{1}の文字数", "the number of characters of {1}"),
    ),
    many(
        "count",
        Function::CountTrue,
        &[Arg::Truth],
        Gives::Number(None),
        "成り立つ条件の数(1つでも不明なら不明)",
        "how many of the conditions hold; unknown when one of them is",
        ("次のうち成り立つものの数（{*}）", "how many of these hold ({*})"),
    ),
    many(
        "sum_answered",
        Function::SumAnswered,
        &[Arg::Ordered],
        Gives::First,
        "回答のある値の合計(1つも無ければ不明)。行の集計にも使える",
        "the sum of those that are known, unknown when none is; also over rows",
        ("{*}のうち回答のあるものの合計", "the sum of the known among {*}"),
    ),
    many(
        "coalesce",
        Function::Coalesce,
        &[Arg::Same],
        Gives::First,
        "回答のある最初の値",
        "the first that is known",
        ("{*}のうち回答のある最初の値", "the first known of {*}"),
    ),
];

/// Names of the forms that are not functions of plain values: they look at answers, rows or places.
pub const SPECIAL: &[(&str, &str, &str)] = &[
    ("answered", "回答があるか(常に真か偽)", "whether the item has a value; always true or false"),
    ("missing", "欠測理由があるか(常に真か偽)", "whether the item is missing with a reason; always true or false"),
    ("applicable", "表示され、回答の対象であるか(常に真か偽)", "whether the item is asked; always true or false"),
    ("count_answered", "回答のある項目の数", "how many of the items have a value"),
    ("missing_reason", "欠測理由", "the reason why the item is missing"),
    ("date", "日付の定数、または日時の日付部分", "a constant date, or the day of a date and time"),
    ("size", "選択したコードの数、または行数", "the number of selected codes, or of rows"),
    ("matches", "文字が全体としてパターンに合うか", "whether the whole text matches a pattern"),
    ("sum", "行の合計", "the sum over rows"),
    (
        "lookup",
        "`tables` の表から引いた値: `lookup(表, 列の値, …)`",
        "the value that a table under `tables` gives: `lookup(table, value, ..)`",
    ),
    ("first", "最初の行の値", "the value of the first row"),
    ("last", "最後の行の値", "the value of the last row"),
];

/// Row rules: `group.all(row, rule)` and the like.
pub const ROW_RULES: &[(&str, &str, &str)] = &[
    ("all", "すべての行で成り立つ", "true for every row"),
    ("exists", "少なくとも1行で成り立つ", "true for at least one row"),
    ("map", "各行の値", "the value of each row"),
    ("filter", "条件に合う行", "the rows for which the rule is true"),
    ("size", "行数", "the number of rows"),
];

/// The row of a name.
pub fn find(name: &str) -> Option<&'static FunctionRow> {
    FUNCTIONS.iter().find(|row| row.name == name)
}

/// The row of a function.
pub fn row_of(function: Function) -> Option<&'static FunctionRow> {
    let written = if let Function::RoundBy(_) = function { Function::Round } else { function };
    FUNCTIONS.iter().find(|row| row.function == written)
}

/// How a call is written: (Japanese, English).
pub fn written(name: &str) -> (String, String) {
    let of_row = |row: &FunctionRow| {
        let words: Vec<(&str, &str)> = row.args.iter().map(|arg| arg.word()).collect();
        let more = if row.repeats { ", …" } else { "" };
        let part = |words: Vec<&str>| format!("{}({}{more})", row.name, words.join(", "));
        (part(words.iter().map(|word| word.0).collect()), part(words.iter().map(|word| word.1).collect()))
    };
    let same = |written: &str| (written.to_owned(), written.to_owned());
    let (ja, en) = match (name, find(name)) {
        ("lookup", _) => {
            ("lookup(表, 1列目の値, 2列目の値, …)".into(), "lookup(table, value of column 1, value of column 2, …)".into())
        }
        ("matches", _) => ("matches(文字, \"パターン\")".into(), "matches(text, \"pattern\")".into()),
        ("date", _) => same("date(\"2024-03-01\")"),
        ("all" | "exists" | "map" | "filter", _) => {
            (format!("グループ.{name}(r, r.項目 …)"), format!("group.{name}(r, r.item …)"))
        }
        (_, Some(row)) => of_row(row),
        ("sum" | "first" | "last", None) => (format!("{name}(グループ.map(r, r.項目))"), format!("{name}(group.map(r, r.item))")),
        (_, None) => (format!("{name}(項目)"), format!("{name}(item)")),
    };
    (format!("`{ja}` のように書いてください。"), format!("write `{en}`"))
}

/// Every word that can be called.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    FUNCTIONS.iter().map(|row| row.name).chain(SPECIAL.iter().map(|row| row.0))
}
