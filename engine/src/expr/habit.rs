//! Habits from spreadsheets, other form systems and Japanese keyboards, and how a rule says the same; for help lines.

use crate::diagnostic::full_width::half;
use crate::value::unit::Unit;

/// Help in both languages: (Japanese, English).
pub type Help = (String, String);

/// Words of other languages in the place of a sign or an item: those that mean it, and what to write.
const WORDS: &[(&[&str], &str, &str)] = &[
    (&["and", "かつ"], "`&&` と書きます。", "write `&&` for \"and\""),
    (&["or", "または", "もしくは", "あるいは"], "`||` と書きます。", "write `||` for \"or\""),
    (&["not", "でない", "ではない"], "`!` と書きます。", "write `!` for \"not\""),
    (&["is", "isnull", "empty", "blank", "exists"], EMPTY.0, EMPTY.1),
    (&["if", "then", "else", "elseif", "case", "when", "iif"], CHOICE.0, CHOICE.1),
    (&["contains", "has", "includes", "like"], AMONG.0, AMONG.1),
    (&["between"], "`x >= 1 && x <= 5` のように2つの比較を `&&` でつなぎます。", "join two comparisons: `x >= 1 && x <= 5`"),
    (&["eq", "equals"], "`==` と書きます。", "write `==`"),
];

const EMPTY: (&str, &str) = (
    "回答の有無は `answered(項目)`、回答がないことは `!answered(項目)`、欠測理由の有無は `missing(項目)` で調べます。",
    "ask `answered(item)` whether there is an answer, `!answered(item)` whether there is none, `missing(item)` for a missing reason",
);
const CHOICE: (&str, &str) =
    ("場合分けは `条件 ? 値 : それ以外の値` と書きます。", "a choice is written `condition ? value : other value`");
const AMONG: (&str, &str) = (
    "複数選択の項目は `\"コード\" in 項目`、1つのコードは `項目 in [\"a\", \"b\"]`、文字は `matches(項目, \".*語.*\")` で調べます。",
    "ask `\"code\" in item` of an item of several codes, `item in [\"a\", \"b\"]` of one code, `matches(item, \".*word.*\")` of a text",
);
const TODAY: (&str, &str) =
    ("今日の日付は、括弧を付けずに `today` と書きます。", "the present day is written `today`, without brackets");
const DAYS: (&str, &str) = ("日数は `days_between(始め, 終わり)` です。", "days are counted by `days_between(start, end)`");

/// Functions and methods of other languages, in lower case without `_`, and what to write.
const CALLS: &[(&[&str], &str, &str)] = &[
    (&["if", "iif", "ifs", "switch", "case"], CHOICE.0, CHOICE.1),
    (&["and"], "`a && b` と書きます。", "write `a && b`"),
    (&["or"], "`a || b` と書きます。", "write `a || b`"),
    (&["not"], "`!(…)` と書きます。", "write `!(…)`"),
    (
        &[
            "isblank",
            "isempty",
            "isnull",
            "empty",
            "blank",
            "notempty",
            "isnotempty",
            "isnotnull",
            "isna",
            "defined",
            "isanswered",
            "hasvalue",
        ],
        EMPTY.0,
        EMPTY.1,
    ),
    (&["contains", "includes", "has", "selected", "indexof", "find", "search", "like"], AMONG.0, AMONG.1),
    (&["today", "now"], TODAY.0, TODAY.1),
    (&["datediff", "datedif", "days"], DAYS.0, DAYS.1),
    (&["edate"], "`add_months(日, 月数)` です。", "write `add_months(date, months)`"),
    (
        &["dateadd"],
        "`add_days(日, 日数)`、`add_months(日, 月数)` です。",
        "write `add_days(date, days)` or `add_months(date, months)`",
    ),
    (
        &["rounddown", "trunc", "int"],
        "`round(数, 桁数, \"down\")` か `floor(数)` です。",
        "write `round(number, places, \"down\")` or `floor(number)`",
    ),
    (
        &["roundup", "ceiling"],
        "`round(数, 桁数, \"up\")` か `ceil(数)` です。",
        "write `round(number, places, \"up\")` or `ceil(number)`",
    ),
    (&["power"], "`pow(数, 指数, 桁数)` です。", "write `pow(number, exponent, places)`"),
    (&["len", "strlen"], "文字数は `length(文字)` です。", "characters are counted by `length(text)`"),
    (
        &["average", "avg", "mean"],
        "`sum(グループ.map(r, r.項目)) / グループ.size()` のように書きます。",
        "write `sum(group.map(r, r.item)) / group.size()`",
    ),
    (
        &["countif", "countifs", "sumif", "sumifs"],
        "`size(グループ.filter(r, 条件))` か `sum(グループ.filter(r, 条件).map(r, r.項目))` です。",
        "write `size(group.filter(r, condition))` or `sum(group.filter(r, condition).map(r, r.item))`",
    ),
    (&["iferror", "ifnull", "nvl", "default"], "`coalesce(項目, 代わりの値)` です。", "write `coalesce(item, other value)`"),
    (&["any", "some"], "`グループ.exists(r, 条件)` です。", "write `group.exists(r, condition)`"),
    (&["every", "each"], "`グループ.all(r, 条件)` です。", "write `group.all(r, condition)`"),
    (&["value", "tonumber", "num", "parseint"], "`number(コード)` です。", "write `number(code)`"),
];

/// The way of a rule to say a word that another language has.
pub fn word(word: &str) -> Option<Help> {
    let lower = word.to_lowercase();
    let (_, ja, en) = WORDS.iter().find(|(words, ..)| words.contains(&lower.as_str()))?;
    let ja = if ja.starts_with('`') { format!("`{word}` は {ja}") } else { (*ja).to_owned() };
    Some((ja, (*en).to_owned()))
}

/// The way of a rule to say a function or method that another language has.
pub fn call(name: &str) -> Option<Help> {
    let plain: String = name.to_lowercase().chars().filter(|letter| *letter != '_').collect();
    let (_, ja, en) = CALLS.iter().find(|(names, ..)| names.contains(&plain.as_str()))?;
    Some(((*ja).to_owned(), (*en).to_owned()))
}

/// Words that begin with a letter which no rule has: Japanese for a sign, a unit, full-width letters and signs. How long they are, and the help.
pub fn letters(rest: &str) -> Option<(usize, Help)> {
    let first = rest.chars().next()?;
    if let Some((found, help)) = WORDS
        .iter()
        .flat_map(|(words, ..)| *words)
        .find(|known| rest.starts_with(**known))
        .and_then(|known| Some((known, word(known)?)))
    {
        return Some((found.len(), help));
    }
    if matches!(first, '℃' | '℉' | '°' | '％' | '‰' | 'µ' | 'μ' | '\u{3380}'..='\u{33df}') {
        return Some((first.len_utf8(), alone()));
    }
    let (length, right) = run(rest)?;
    let help = match &*right {
        "\"" => ("文は半角の `\"` で囲みます。".to_owned(), "put texts and codes in half-width quotes: `\"…\"`".to_owned()),
        _ => (format!("半角の `{right}` で書いてください。"), format!("write the half-width `{right}`")),
    };
    Some((length, help))
}

/// Full-width letters or signs that stand side by side: how long they are, and what they are in a rule.
fn run(rest: &str) -> Option<(usize, String)> {
    let first = rest.chars().next()?;
    half(first)?;
    let is_letter = first.is_alphanumeric();
    let run: String = rest
        .chars()
        .take_while(|next| {
            next.is_alphanumeric() == is_letter
                && half(*next).is_some()
                && *next != '\u{3000}'
                && (*next == first || !is_quote(*next))
        })
        .collect();
    let meant: String = run.chars().filter_map(half).collect();
    let right = match &*meant {
        "=" => "==",
        "<>" | "=/" => "!=",
        "=>" => ">=",
        "=<" => "<=",
        "&" => "&&",
        "|" => "||",
        meant => meant,
    };
    Some((run.len(), right.to_owned()))
}

fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '\'') || matches!(half(sign).as_deref(), Some("\"" | "'"))
}

/// The whole rule with half-width letters and signs outside its texts, when it has several full-width ones.
pub fn half_width(rule: &str) -> Option<String> {
    let mut mended = String::new();
    let (mut at, mut runs) = (0, 0);
    // The quote that closes the text here; full-width ones close each other.
    let mut closes: Option<char> = None;
    while let Some((rest, first)) = rule.get(at..).and_then(|rest| Some((rest, rest.chars().next()?))) {
        let plain = half(first).and_then(|half| half.chars().next()).or(Some(first));
        at += match (closes, run(rest)) {
            (Some(quote), _) if is_quote(first) && plain == Some(quote) => {
                closes = None;
                mended.push(quote);
                first.len_utf8()
            }
            (None, _) if is_quote(first) => {
                closes = plain;
                runs += usize::from(!first.is_ascii());
                mended.extend(plain);
                first.len_utf8()
            }
            (None, Some((length, right))) => {
                runs += 1;
                mended.push_str(&right);
                length
            }
            _ => {
                mended.push(first);
                first.len_utf8()
            }
        };
    }
    (runs > 1).then_some(mended)
}

/// Whether a word after a number is its unit.
pub fn is_unit(word: &str) -> bool {
    Unit::parse(word).is_some() || Unit::suggest(word).is_some()
}

/// Numbers stand without their unit.
pub fn alone() -> Help {
    (
        "数は単位を付けずに書きます。比べる項目の単位の数として読まれます(例: `temp_max > 38`)。".into(),
        "write the number without its unit; it is read in the unit of the item beside it, as in `temp_max > 38`".into(),
    )
}

/// A date that stands without `date("…")`: its text, and the date when there is one.
pub fn bare_date(rest: &str) -> Option<(&str, Option<String>)> {
    let length = rest.find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '-' | '/'))).unwrap_or(rest.len());
    let written = rest.get(..length)?.trim_end_matches(['-', '/']);
    let parts: Vec<&str> = written.split(['-', '/']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month] => (*year, *month, None),
        [year, month, day] => (*year, *month, Some(*day)),
        _ => return None,
    };
    let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    let of_two = |part: &str| matches!(part.len(), 1 | 2);
    let is_date = is_year && of_two(month) && day.map_or(month.starts_with('0') && month.len() == 2, of_two);
    let full = format!("{year}-{month:0>2}{}", day.map_or(String::new(), |day| format!("-{day:0>2}")));
    is_date.then(|| (written, crate::value::date::DateRange::parse(&full).map(|_| full)))
}

#[cfg(test)]
mod tests {
    use super::{bare_date, call, half_width, letters, word};

    #[test]
    fn habits_lead_to_the_words_of_rules() {
        assert!(word("AND").is_some_and(|help| help.1.contains("&&")));
        assert!(call("IS_BLANK").is_some_and(|help| help.1.contains("answered")));
        assert_eq!(word("weight"), None);
        for (text, length, meant) in
            [("！（a", 6, "`!(`"), ("１０ > a", 6, "`10`"), ("＝ 3", 3, "`==`"), ("かつ a", 6, "`&&`"), ("℃", 3, "unit")]
        {
            assert!(letters(text).is_some_and(|(long, help)| long == length && help.1.contains(meant)), "{text}");
        }
        assert_eq!(letters("体重"), None);
        assert_eq!(half_width("（a ＞ １０） && b == “はい、！”").as_deref(), Some("(a > 10) && b == \"はい、！\""));
        assert_eq!(half_width("a ＞ 1 && b == \"（１）\""), None);
    }

    #[test]
    fn dates_without_quotes_are_seen_and_sums_are_not() {
        assert_eq!(bare_date("2026-01-01 && a"), Some(("2026-01-01", Some("2026-01-01".into()))));
        assert_eq!(bare_date("2026/4/1"), Some(("2026/4/1", Some("2026-04-01".into()))));
        assert_eq!(bare_date("2026-02-30"), Some(("2026-02-30", None)));
        for sum in ["2026 - 1", "100/10/2", "2000/12", "1900-5", "38"] {
            assert_eq!(bare_date(sum), None, "{sum}");
        }
    }
}
