//! Reads the keys of one map: wanted, optional and unknown ones, with every fault reported at its place.

use std::cell::RefCell;
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::full_width;
use crate::diagnostic::suggest::did_you_mean;
use crate::document::rule::{Parts, RuleText};
use crate::lang::Text;
use crate::source::Span;
use crate::syntax::full_width::{in_key, key_meant};
use crate::syntax::tree::{Data, Entry, Node, Offsets, Scalar};
use crate::value::date::Date;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A file being read: its text (for places inside scalars) and the sink for faults.
pub struct Reading<'a> {
    /// The file's text.
    pub text: &'a str,
    /// Where faults go.
    pub sink: RefCell<&'a mut Sink>,
    /// The parts that the file is composed from.
    pub parts: Option<Arc<Parts>>,
}

/// One map with the keys taken so far.
pub struct Keys<'a> {
    reading: &'a Reading<'a>,
    entries: &'a [Entry],
    /// Every key that was asked for, also more than once.
    taken: RefCell<Vec<&'static str>>,
    /// The map's place.
    pub span: Span,
}

impl<'a> Reading<'a> {
    /// Reports an error.
    pub fn error(&self, code: &'static str, span: Span, message: (String, String), help: (String, String)) {
        self.sink.borrow_mut().error(code, span, message, help);
    }

    /// The node as a map; anything else is reported.
    pub fn keys(&'a self, node: &'a Node) -> Option<Keys<'a>> {
        match &node.data {
            Data::Map(entries) => Some(Keys { reading: self, entries, taken: RefCell::default(), span: node.span }),
            _ => {
                self.wrong_shape(node, ("キーと値の組", "keys with values"));
                None
            }
        }
    }

    /// Reports that something else was wanted here.
    pub fn wrong_shape(&self, node: &Node, wanted: (&str, &str)) {
        if let Data::Scalar(Scalar { text, plain: true }) = &node.data
            && let Some(bracket @ ('［' | '｛' | '【' | '〔')) = text.chars().next()
        {
            return self.full_width(node.span, 0, bracket);
        }
        if wanted.1 == "a list"
            && let Some((words, at, sign)) = sign_of_entry(node)
        {
            return self.full_width(words, at, sign);
        }
        let (ja, en) = node.describe();
        let is = if wanted.1.starts_with("keys") { "are" } else { "is" };
        self.error(
            "wrong-shape",
            node.span,
            (
                match ja {
                    "空" => format!("ここには{}が必要ですが、何も書かれていません。", wanted.0),
                    _ => format!("ここには{}が必要ですが、{ja}が書かれています。", wanted.0),
                },
                format!("{} {is} needed here, not {en}", wanted.1),
            ),
            shape_help(node, wanted.1),
        );
    }

    /// Reports a full-width sign that stands so many bytes after the begin of unquoted words.
    pub fn full_width(&self, words: Span, at: usize, written: char) {
        let (message, help) = full_width::told(written);
        let start = words.start as usize + at;
        self.error("full-width-sign", Span::new(start, start + written.len_utf8()).of(words.origin), message, help);
    }

    /// Reports a full-width sign in an unquoted id or code, as in `[a、b]` or `”yes”`; false when there is none.
    pub fn sign_in_word(&self, node: &Node) -> bool {
        let Data::Scalar(Scalar { text, plain: true }) = &node.data else { return false };
        let sign = full_width::in_word(text);
        if let Some((at, sign)) = sign {
            self.full_width(node.span, at, sign);
        }
        sign.is_some()
    }

    /// A single value.
    pub fn scalar(&self, node: &'a Node) -> Option<&'a Scalar> {
        match &node.data {
            Data::Scalar(scalar) if !scalar.is_null() => Some(scalar),
            _ => {
                self.wrong_shape(node, ("値", "a single value"));
                None
            }
        }
    }

    /// A text; unquoted words that read as something else are reported.
    pub fn text(&self, node: &'a Node) -> Option<Spanned<Arc<str>>> {
        let scalar = self.scalar(node)?;
        if scalar.is_ambiguous() {
            let word = &scalar.text;
            self.error(
                "ambiguous-text",
                node.span,
                (format!("`{word}` は文字列ではなく別の型に読めます。"), format!("`{word}` reads as something other than text")),
                (format!("`\"{word}\"` のように引用符で囲んでください。"), format!("quote it: `\"{word}\"`")),
            );
        }
        Some(Spanned { value: scalar.text.clone(), span: node.span })
    }

    /// An id: lower-case letters, digits and `_`, starting with a letter.
    pub fn id(&self, node: &'a Node) -> Option<Spanned<Arc<str>>> {
        let id = self.text(node)?;
        if !is_id(&id.value) {
            if self.sign_in_word(node) {
                return None;
            }
            let near: String = id.value.chars().map(full_width::narrow).flat_map(char::to_lowercase).collect();
            let near = near.trim().replace(['-', ' ', '.', '/'], "_");
            let such =
                if is_id(&near) { (format!("(例: `{near}`)"), format!(", such as `{near}`")) } else { Default::default() };
            self.error(
                "bad-id",
                node.span,
                (format!("`{}` はIDとして使えません。", id.value), format!("`{}` cannot be an id", id.value)),
                (
                    format!("英小文字で始め、英小文字・数字・`_`だけを64文字まで使ってください{}。", such.0),
                    format!(
                        "start with a lower-case letter; use lower-case letters, digits and `_` only, 64 characters at most{}",
                        such.1
                    ),
                ),
            );
            return None;
        }
        Some(id)
    }

    /// A rule's text.
    pub fn rule(&self, node: &'a Node) -> Option<RuleText> {
        let scalar = self.scalar(node)?;
        let offsets = Offsets::new(self.text_at(node.span), node.span, &scalar.text);
        Some(RuleText { text: scalar.text.clone(), span: node.span, offsets, parts: self.parts.clone() })
    }

    /// The text of the file that a span points into.
    pub fn text_at(&self, span: Span) -> &str {
        self.parts.as_ref().and_then(|parts| parts.get(span.origin)).map_or(self.text, |part| &part.text)
    }

    /// `true` or `false`.
    pub fn boolean(&self, node: &'a Node) -> Option<bool> {
        let scalar = self.scalar(node)?;
        match (&*scalar.text, scalar.plain) {
            ("true", true) => Some(true),
            ("false", true) => Some(false),
            _ => {
                self.error(
                    "not-true-or-false",
                    node.span,
                    ("ここには `true` か `false` が必要です。".into(), "`true` or `false` is needed here".into()),
                    truth_help(&scalar.text),
                );
                None
            }
        }
    }

    /// A whole number of at most `most`.
    pub fn count(&self, node: &'a Node, most: u32) -> Option<u32> {
        let scalar = self.scalar(node)?;
        let number = scalar
            .text
            .parse::<u32>()
            .ok()
            .filter(|number| *number <= most && (scalar.text.len() == 1 || !scalar.text.starts_with('0')));
        if number.is_none() {
            self.error(
                "not-a-count",
                node.span,
                (format!("ここには0から{most}までの整数が必要です。"), format!("a whole number from 0 to {most} is needed here")),
                (
                    "`3` のように、半角数字だけで書いてください。".into(),
                    "write it in half-width digits alone, such as `3`".into(),
                ),
            );
        }
        number
    }

    /// A full date.
    pub fn day(&self, node: &'a Node) -> Option<Date> {
        let scalar = self.scalar(node)?;
        let day = Date::parse(&scalar.text);
        if day.is_none() {
            let word = &scalar.text;
            self.error(
                "bad-date",
                node.span,
                (format!("`{word}` は日付ではありません。"), format!("`{word}` is not a date")),
                ("`2026-04-01` のように書いてください。".into(), "write a full date such as `2026-04-01`".into()),
            );
        }
        day
    }

    /// A period must hold at least one day; `until` is the first day after it.
    pub fn period(&self, node: &Node, from: Option<Date>, until: Option<Date>) {
        if from.is_none() && until.is_none() || from.zip(until).is_some_and(|(from, until)| until <= from) {
            self.error(
                "empty-period",
                node.span,
                (
                    "`from` と `until` の少なくとも一方が必要で、`until` は `from` より後の日です。".into(),
                    "a period has `from`, `until` or both, and `until` is a later day than `from`".into(),
                ),
                (
                    "`until` には、効力がなくなる最初の日を書きます。".into(),
                    "`until` is the first day on which it holds no longer".into(),
                ),
            );
        }
    }

    /// The members of a list.
    pub fn list(&self, node: &'a Node) -> &'a [Node] {
        match &node.data {
            Data::List(nodes) => nodes,
            _ => {
                self.wrong_shape(node, ("リスト", "a list"));
                &[]
            }
        }
    }

    /// A list of ids.
    pub fn ids(&self, node: &'a Node) -> Vec<Spanned<Arc<str>>> {
        self.list(node).iter().filter_map(|member| self.id(member)).collect()
    }

    /// A text in both languages: `{ ja: ..., en: ... }`.
    pub fn both(&'a self, node: &'a Node) -> Option<Text> {
        let keys = match &node.data {
            Data::Map(_) => self.keys(node)?,
            _ => {
                self.wrong_shape(node, ("`{ ja: …, en: … }`", "`{ ja: …, en: … }`"));
                return None;
            }
        };
        let ja = self.half(&keys, "ja", ("日本語", "Japanese"));
        let en = self.half(&keys, "en", ("英語", "English"));
        // `{ ja: …, en: Known, with care }`: the comma ended the text.
        keys.finish_with(&[], |word| {
            word.contains(' ')
                .then(|| ("`,` を含む文は引用符で囲みます。".to_owned(), "quote texts that hold a comma".to_owned()))
        });
        Some(Text { ja: ja?, en: en? })
    }

    fn half(&'a self, keys: &Keys<'a>, key: &'static str, language: (&str, &str)) -> Option<Arc<str>> {
        let Some(node) = keys.find(key) else {
            if keys.is_meant(key) {
                return None;
            }
            self.error(
                "missing-translation",
                keys.span,
                (format!("{}の文がありません。", language.0), format!("the {} text is missing", language.1)),
                (format!("`{key}: …` を足してください。"), format!("add `{key}: …`")),
            );
            return None;
        };
        let text = self.text(node)?;
        if text.value.trim().is_empty() {
            self.error(
                "missing-translation",
                node.span,
                (format!("{}の文が空です。", language.0), format!("the {} text is empty", language.1)),
                ("文を書いてください。".into(), "write the text".into()),
            );
            return None;
        }
        Some(text.value)
    }
}

impl<'a> Keys<'a> {
    /// The value of a key, if it stands here.
    pub fn find(&self, key: &'static str) -> Option<&'a Node> {
        self.taken.borrow_mut().push(key);
        self.entries.iter().find(|entry| &*entry.key == key).map(|entry| &entry.value)
    }

    /// Where a key stands; the map's start when it does not.
    pub fn key_span(&self, key: &str) -> Span {
        self.entries.iter().find(|entry| &*entry.key == key).map_or(self.span, |entry| entry.key_span)
    }

    /// The value of a key that must be there.
    pub fn want(&self, key: &'static str) -> Option<&'a Node> {
        let found = self.find(key);
        if found.is_none() && !self.is_meant(key) {
            let span = self.entries.first().map_or(self.span, |entry| entry.key_span);
            self.reading.error(
                "missing-key",
                span,
                (format!("`{key}` がありません。"), format!("`{key}` is missing here")),
                (format!("`{key}: …` を足してください。"), format!("add `{key}: …`")),
            );
        }
        found
    }

    /// Whether a key stands here with a full-width colon or blank, which is reported as such.
    fn is_meant(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| key_meant(&entry.key).is_some_and(|meant| meant == key))
    }

    /// Every key with its value, for maps whose keys are not fixed.
    pub fn all(&self) -> &'a [Entry] {
        self.entries
    }

    /// Reports keys that nobody asked for.
    pub fn finish(self) {
        self.finish_with(&[], |_| None);
    }

    /// Reports keys that nobody asked for; `elsewhere` may say why a known word does not fit here.
    pub fn finish_with(self, more: &[&'static str], elsewhere: impl Fn(&str) -> Option<(String, String)>) {
        self.waivers();
        let mut known = self.taken.take();
        known.extend(more);
        let mut unknown = self.entries.iter().filter(|entry| !known.contains(&&*entry.key) && &*entry.key != WAIVE).peekable();
        if unknown.peek().is_none() {
            return;
        }
        let mut known = known.clone();
        known.sort_unstable();
        known.dedup();
        for entry in unknown {
            let word = &entry.key;
            if let Some((at, sign)) = in_key(word, |meant| known.contains(&meant)) {
                self.reading.full_width(entry.key_span, at, sign);
                continue;
            }
            let help = elsewhere(word).unwrap_or_else(|| did_you_mean(word, known.iter().copied()));
            self.reading.error(
                "unknown-key",
                entry.key_span,
                (format!("`{word}` というキーはここでは使えません。"), format!("key `{word}` has no meaning here")),
                help,
            );
        }
    }

    /// `waive: { CODE: reason }` may stand in any map; the lints read it from the tree. Here only its form is looked at.
    fn waivers(&self) {
        let Some(entry) = self.entries.iter().find(|entry| &*entry.key == WAIVE) else { return };
        let Some(waivers) = self.reading.keys(&entry.value) else { return };
        for waiver in waivers.entries {
            let reason = self.reading.scalar(&waiver.value).map_or("?", |reason| reason.text.trim());
            if reason.is_empty() {
                let word = &waiver.key;
                self.reading.error(
                    "waiver-without-reason",
                    waiver.value.span,
                    (format!("`{word}` を認める理由がありません。"), format!("the waiver of `{word}` gives no reason")),
                    (format!("`{word}: 理由` のように書いてください。"), format!("write `{word}: why this is right here`")),
                );
            }
        }
    }
}

/// The full-width sign because of which a first list entry is none: `-　a`, `－ a`.
fn sign_of_entry(node: &Node) -> Option<(Span, usize, char)> {
    let (span, word) = match &node.data {
        Data::Scalar(Scalar { text, plain: true }) => (node.span, text),
        Data::Map(entries) => entries.first().map(|entry| (entry.key_span, &entry.key))?,
        _ => return None,
    };
    let mut signs = word.chars();
    let (dash, blank) = (signs.next()?, signs.next()?);
    let is_dash = full_width::half(dash).as_deref() == Some("-");
    match blank {
        '\u{3000}' if dash == '-' => Some((span, 1, blank)),
        ' ' | '\u{3000}' if is_dash => Some((span, 0, dash)),
        _ => None,
    }
}

/// How the shape that is wanted is written, with the words that stand here where they can be used.
fn shape_help(node: &Node, wanted: &str) -> (String, String) {
    let word = node.word().filter(|word| !word.is_empty() && word.len() <= 30 && !word.contains(['"', ',', '{', '[', '\n']));
    match wanted {
        "a list" if matches!(node.data, Data::Map(_)) => (
            "各要素を `- ` で始めて、縦にそろえて並べてください。".into(),
            "begin each entry with `- `, one below the other".into(),
        ),
        "a list" if word.is_some_and(|word| dash_and_word(word).is_some()) => {
            let right = word.and_then(|word| dash_and_word(word)).unwrap_or("…");
            (
                format!("`- {right}` のように、`-` の後に空白を入れてください。"),
                format!("write a blank after the `-`: `- {right}`"),
            )
        }
        "a list" => {
            let right = format!("[{}]", word.map_or("…", |word| word));
            (
                format!("1つだけのときも `{right}` のように `[ ]` で囲みます。"),
                format!("write `{right}`, also for one value alone"),
            )
        }
        "a single value" if matches!(node.data, Data::Scalar(_)) => (
            "`:` の後に値を書くか、このキーを削除してください。".into(),
            "write the value after the `:`, or delete the key".into(),
        ),
        "a single value" => (
            "`[ ]`、`{ }`、`- ` を使わず、値を1つだけ書いてください。文や規則が括弧で始まるときは全体を `'…'` で囲みます。"
                .into(),
            "write one value without `[ ]`, `{ }` or `- `; put `'…'` around a text or rule that begins with a bracket".into(),
        ),
        "keys with values" => (
            "次の行から字下げして `キー: 値` を並べるか、`{ キー: 値 }` と書いてください。".into(),
            "write `key: value` on the next lines, indented, or `{ key: value }`".into(),
        ),
        _ => {
            let right = format!("{{ ja: {}, en: … }}", word.map_or("…", |word| word));
            (
                format!("`{right}` のように、日本語と英語の両方を書いてください。"),
                format!("write it in both languages: `{right}`"),
            )
        }
    }
}

/// The word that stands right behind a `-`.
fn dash_and_word(word: &str) -> Option<&str> {
    let rest = word.strip_prefix('-')?.split(' ').next()?;
    rest.starts_with(char::is_alphabetic).then_some(rest)
}

fn is_id(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.len() <= 64
        && word.chars().all(|character| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_')
}

/// `yes` and the like are `true` for other programs.
fn truth_help(word: &str) -> (String, String) {
    let narrow: String = word.chars().map(full_width::narrow).flat_map(char::to_lowercase).collect();
    let right = match &*narrow {
        "true" | "yes" | "y" | "on" | "1" | "はい" => "true",
        "false" | "no" | "n" | "off" | "0" | "いいえ" => "false",
        _ => {
            return (
                "引用符を付けずに `true` か `false` と書いてください。".into(),
                "write `true` or `false`, without quotes".into(),
            );
        }
    };
    (format!("引用符を付けずに `{right}` と書いてください。"), format!("write `{right}`, without quotes"))
}

/// The key under which lints are let pass.
pub const WAIVE: &str = "waive";
