//! What can be wrong with a use: each fault in the user's words.

use std::sync::Arc;

use crate::compose::parameter::Parameter;
use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::suggest::did_you_mean;
use crate::source::Span;
use crate::syntax::tree::{Data, Entry, Node};

/// Faults of uses.
pub trait Report {
    /// A part that does not exist.
    fn unknown(&mut self, code: &'static str, word: (Arc<str>, Span), noun: (&str, &str), help: (String, String));
    /// Keys that a use does not know.
    fn known_keys(&mut self, node: &Node, known: &[&'static str]);
    /// A block that needs itself.
    fn block_cycle(&mut self, path: &[Arc<str>], word: &Arc<str>, span: Span);
    /// A block twice under one prefix.
    fn prefix_clash(&mut self, block: &str, prefix: &(Arc<str>, Span), line: usize);
    /// A block of sections inside a section.
    fn block_is_sections(&mut self, block: &str, span: Span);
    /// An argument that no parameter takes.
    fn unknown_argument(&mut self, block: &str, word: (Arc<str>, Span), help: (String, String));
    /// `$name` where no parameter has that name.
    fn unknown_parameter<'k>(&mut self, word: &str, span: Span, known: impl Iterator<Item = &'k str>);
    /// A parameter without a value.
    fn missing_argument(&mut self, block: &str, parameter: &Parameter, span: Span);
    /// An argument of another type.
    fn wrong_argument(&mut self, parameter: &Parameter, span: Span);
    /// An adjustment of something that is not there.
    fn adjusts_nothing<'k>(&mut self, word: &str, span: Span, known: impl Iterator<Item = &'k str>, noun: (&str, &str));
    /// A key that cannot be adjusted.
    fn fixed_key(&mut self, change: &Entry, help: (&str, &str));
    /// Changes are wanted here.
    fn not_changes(&mut self, span: Span);
    /// An id is wanted here.
    fn not_an_id(&mut self, span: Span);
    /// More than a form can hold.
    fn too_much(&mut self, span: Span);
    /// Items that are added nowhere.
    fn addition_without_place(&mut self, span: Span);
}

impl Report for Sink {
    fn unknown(&mut self, code: &'static str, (word, span): (Arc<str>, Span), noun: (&str, &str), help: (String, String)) {
        self.error(code, span, (format!("{} `{word}` はありません。", noun.0), format!("there is no {} `{word}`", noun.1)), help);
    }

    fn known_keys(&mut self, node: &Node, known: &[&'static str]) {
        let Data::Map(entries) = &node.data else { return };
        for entry in entries.iter().filter(|entry| !known.contains(&&*entry.key)) {
            let word = &entry.key;
            self.error(
                "unknown-key",
                entry.key_span,
                (format!("`{word}` というキーはここでは使えません。"), format!("key `{word}` has no meaning here")),
                did_you_mean(word, known.iter().copied()),
            );
        }
    }

    fn block_cycle(&mut self, path: &[Arc<str>], word: &Arc<str>, span: Span) {
        let from = path.iter().position(|known| known == word).unwrap_or(0);
        let names: Vec<&str> = path.iter().skip(from).chain([word]).map(|name| &**name).collect();
        let path = names.join(" → ");
        self.error(
            "block-cycle",
            span,
            (format!("ブロックが自分自身を使って循環しています: {path}"), format!("blocks use each other in a circle: {path}")),
            ("どれか1つのブロックから、この使用を外してください。".into(), "take one of these uses out".into()),
        );
    }

    fn prefix_clash(&mut self, block: &str, (prefix, span): &(Arc<str>, Span), line: usize) {
        let (ja, en) = if prefix.is_empty() {
            ("接頭辞なしで".to_owned(), "without a prefix".to_owned())
        } else {
            (format!("接頭辞 `{prefix}` で"), format!("under prefix `{prefix}`"))
        };
        self.error(
            "prefix-clash",
            *span,
            (
                format!("ブロック `{block}` は{line}行目でも{ja}使われています。"),
                format!("block `{block}` is already used {en}, on line {line}"),
            ),
            (
                "それぞれに別の `prefix` を付けてください(例: `prefix: pre_`)。".into(),
                "give each use a prefix of its own, such as `prefix: pre_`".into(),
            ),
        );
    }

    fn block_is_sections(&mut self, block: &str, span: Span) {
        self.error(
            "block-is-sections",
            span,
            (
                format!("ブロック `{block}` は節の集まりなので、節の中では使えません。"),
                format!("block `{block}` is made of sections and cannot stand inside one"),
            ),
            (
                "`sections` のすぐ下で `- { block: … }` と書いてください。".into(),
                "write `- { block: … }` directly under `sections`".into(),
            ),
        );
    }

    fn unknown_argument(&mut self, block: &str, (word, span): (Arc<str>, Span), help: (String, String)) {
        self.error(
            "unknown-parameter",
            span,
            (
                format!("ブロック `{block}` に `{word}` というパラメーターはありません。"),
                format!("block `{block}` has no parameter `{word}`"),
            ),
            help,
        );
    }

    fn unknown_parameter<'k>(&mut self, word: &str, span: Span, known: impl Iterator<Item = &'k str>) {
        let known: Vec<String> = known.map(|name| format!("${name}")).collect();
        self.error(
            "unknown-parameter",
            span,
            (format!("パラメーター `${word}` は宣言されていません。"), format!("parameter `${word}` is not declared here")),
            did_you_mean(&format!("${word}"), known.iter().map(String::as_str)),
        );
    }

    fn missing_argument(&mut self, block: &str, parameter: &Parameter, span: Span) {
        let (word, wanted) = (&parameter.id.value, parameter.holds.wanted());
        self.error(
            "missing-parameter",
            span,
            (format!("ブロック `{block}` には `{word}` が必要です。"), format!("block `{block}` needs `{word}`")),
            (
                format!("`with: {{ {word}: … }}` で{}を渡してください。", wanted.0),
                format!("give it {}: `with: {{ {word}: … }}`", wanted.1),
            ),
        );
    }

    fn wrong_argument(&mut self, parameter: &Parameter, span: Span) {
        let (word, wanted) = (&parameter.id.value, parameter.holds.wanted());
        self.error(
            "wrong-parameter",
            span,
            (format!("パラメーター `{word}` には{}が必要です。", wanted.0), format!("parameter `{word}` must be {}", wanted.1)),
            parameter.holds.example(),
        );
    }

    fn adjusts_nothing<'k>(&mut self, word: &str, span: Span, known: impl Iterator<Item = &'k str>, noun: (&str, &str)) {
        self.error(
            "adjusts-nothing",
            span,
            (
                format!("調整しようとしている{} `{word}` はありません。", noun.0),
                format!("there is no {} `{word}` to adjust", noun.1),
            ),
            did_you_mean(word, known.collect::<Vec<_>>()),
        );
    }

    fn fixed_key(&mut self, change: &Entry, help: (&str, &str)) {
        let word = &change.key;
        self.error(
            "fixed-key",
            change.key_span,
            (format!("`{word}` は調整できません。"), format!("`{word}` cannot be adjusted")),
            (help.0.into(), help.1.into()),
        );
    }

    fn not_changes(&mut self, span: Span) {
        self.error(
            "wrong-shape",
            span,
            ("ここには調整の内容が必要です。".into(), "what to change is needed here".into()),
            (
                "`項目: { required: true }` や `hide: true` のように書いてください。".into(),
                "write `item: { required: true }`, `hide: true` and the like".into(),
            ),
        );
    }

    fn not_an_id(&mut self, span: Span) {
        self.error(
            "bad-id",
            span,
            ("ここにはIDが必要です。".into(), "an id is needed here".into()),
            (
                "英小文字で始め、英小文字・数字・`_`だけを64文字まで使ってください。".into(),
                "start with a lower-case letter; use lower-case letters, digits and `_` only, 64 characters at most".into(),
            ),
        );
    }

    fn addition_without_place(&mut self, span: Span) {
        self.error(
            "missing-key",
            span,
            ("`after` か `section` がありません。".into(), "`after` or `section` is missing here".into()),
            (
                "どの項目の後、またはどの節の終わりに足すかを書いてください。".into(),
                "say after which item, or at the end of which section".into(),
            ),
        );
    }

    fn too_much(&mut self, span: Span) {
        self.error(
            "too-many-items",
            span,
            ("使われる共通項目とブロックが多すぎます。".into(), "this form uses too many shared items and blocks".into()),
            ("様式を分けてください。".into(), "split the form".into()),
        );
    }
}
