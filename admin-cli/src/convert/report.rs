//! What became of each part of the source: carried, needs a person, or dropped; each with its place. For the officer who finishes the draft.

use std::fmt::Write as _;

use engine::lang::Lang;
use serde_json::{Value, json};

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is in the draft.
    Carried,
    /// A person has to look, decide or translate.
    Person,
    /// It is not in the draft.
    Dropped,
}

impl Fate {
    /// Every fate, in the order of the report: what needs work first.
    pub const ALL: [Fate; 3] = [Fate::Person, Fate::Dropped, Fate::Carried];

    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Fate::Carried => "carried",
            Fate::Person => "needs-a-person",
            Fate::Dropped => "dropped",
        }
    }

    fn heading(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Fate::Carried, Lang::Ja) => "取り込んだもの",
            (Fate::Carried, Lang::En) => "carried",
            (Fate::Person, Lang::Ja) => "人の確認が必要なもの",
            (Fate::Person, Lang::En) => "needs a person",
            (Fate::Dropped, Lang::Ja) => "取り込まなかったもの",
            (Fate::Dropped, Lang::En) => "dropped",
        }
    }
}

/// A line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What became of it.
    pub fate: Fate,
    /// Where it stands in the source.
    pub place: String,
    /// Which note of [`NOTES`].
    pub note: &'static str,
    /// What the note speaks of, in the source's words.
    pub detail: String,
}

/// The report.
#[derive(Debug, Default)]
pub struct Report {
    /// Lines in the order of finding.
    pub entries: Vec<Entry>,
}

/// What a line can say: code, Japanese, English. `{}` is the detail.
pub const NOTES: &[(&str, &str, &str)] = &[
    ("form", "様式 {}", "form {}"),
    ("list", "コードリスト {}", "code list {}"),
    ("item", "項目 {}", "item {}"),
    ("rule", "規則: {}", "rule: {}"),
    (
        "rule-blank",
        "規則: {}(未回答の扱いが元と異なることがあります。ここでは未回答は「不明」で、偽でも0でもありません)",
        "rule: {} (blanks may mean something else than in the source: here an unanswered item makes a rule unknown, never false or zero)",
    ),
    (
        "rule-as-comment",
        "規則を翻訳できないため、コメントとして残しました: {}",
        "a rule could not be translated and stands as a comment: {}",
    ),
    (
        "does-not-check",
        "点検に通らないため外し、コメントとして残しました: {}",
        "taken out because it does not check, and kept as a comment: {}",
    ),
    (
        "translate",
        "訳文が必要な文が{}個あります(【要翻訳】または [to translate] の印)",
        "{} texts have to be translated; they are marked 【要翻訳】 or [to translate]",
    ),
    ("no-label", "見出しがないためIDで代用しました: {}", "there is no label, so the id stands for it: {}"),
    (
        "missing-reason",
        "欠測理由にすべきコードと思われます(提案): {}",
        "a code that looks like a missing reason (a proposal): {}",
    ),
    (
        "check-message",
        "制約に文がないため仮の文を置きました: {}",
        "a constraint has no message, so a placeholder stands there: {}",
    ),
    ("encoding", "UTF-8ではないため変換しました: {}", "the file is not UTF-8 and was decoded as {}"),
    (
        "encoding-unknown",
        "文字コードを判別できません。読めない文字は置き換えました{}",
        "the encoding is not known; unreadable characters were replaced{}",
    ),
    ("display-text", "表示のみの文は項目ではないため取り込みません: {}", "text that asks nothing is no item: {}"),
    (
        "heading-flattened",
        "行の中の小見出しをなくし、項目を並べました: {}",
        "a heading inside rows was dissolved into its items: {}",
    ),
    (
        "group-hoisted",
        "入れ子の行を外に出しました。親の行との対応を確かめてください: {}",
        "rows inside rows were moved out; decide how they belong to the outer rows: {}",
    ),
    (
        "rows-moved-rule",
        "外側の1行の中の行についての規則は、行を外に出すと意味が変わるため外し、コメントとして残しました: {}",
        "a rule spoke of the rows inside one outer row; with these moved out it would mean all of them, so it stands as a comment: {}",
    ),
    (
        "rows-moved-condition",
        "外に出した行には、外側の行の表示条件が効きません。コメントとして残しました: {}",
        "a condition answered in an outer row cannot govern rows that were moved out of it and stands as a comment: {}",
    ),
    (
        "rows-moved-least",
        "外側の行ごとの最少行数は、行を外に出したため外し、コメントとして残しました: {}",
        "a least number of rows held for each outer row; with the rows moved out it stands as a comment: {}",
    ),
    (
        "max-rows-lowered",
        "様式に収まるように行数の上限を下げました。確かめてください: {}",
        "the limit of rows was lowered to what a form can hold; please check it: {}",
    ),
    ("still-refused", "`ctr check` に通らず、外すこともできません: {}", "does not pass `ctr check`, and cannot be taken out: {}"),
    (
        "group-circle",
        "グループが自分自身を含むため、2回目は取り込みません: {}",
        "a group stands inside itself and is not read again there: {}",
    ),
    ("group-empty", "項目のない見出しまたは行です: {}", "a heading or rows without items: {}"),
    ("max-rows", "行数の上限がないため50行としました: {}", "no limit of rows is given, so 50 stands there: {}"),
    (
        "attachment",
        "添付ファイルや画像の項目は文字の項目(所在の記録)としました: {}",
        "a file, image or signature became a text item that says where it is kept: {}",
    ),
    (
        "attachment-limits",
        "添付ファイルの項目としました。種類と大きさの上限は仮のものなので確かめてください: {}",
        "became an attachment; its kinds and greatest size are a guess, please set them: {}",
    ),
    (
        "time-as-text",
        "時刻のみの項目は HH:MM の文字の項目としました: {}",
        "a time of day became a text item of the form HH:MM: {}",
    ),
    ("kind-unknown", "種類を判別できないため文字の項目としました: {}", "the type is not known, so it became a text item: {}"),
    ("no-codes", "選択肢がないため文字の項目としました: {}", "no choices are given, so it became a text item: {}"),
    (
        "outside-list",
        "外部のコード体系を参照しています。リストを用意してください: {}",
        "it points to a code system outside the file; provide a list: {}",
    ),
    (
        "open-choice",
        "「その他」の自由記載を別の項目としました: {}",
        "the free text of an open choice became an item of its own: {}",
    ),
    ("code-renamed", "コードを書き換えました: {}", "a code was respelt: {}"),
    (
        "code-twice",
        "同じコードが2回あります。2つ目は別のコードとしました: {}",
        "a code stands twice; the second was given another: {}",
    ),
    ("choice-unreadable", "選択肢として読めません: {}", "this is not a choice: {}"),
    ("unit-unknown", "単位をUCUMとして読めません: {}", "the unit is not UCUM: {}"),
    ("bound-unknown", "範囲として読めません: {}", "this end of a range cannot be read: {}"),
    ("pattern", "形式の制約は正規表現に置き換えました: {}", "a format became a pattern: {}"),
    ("annotation", "動作の指定は取り込みません: {}", "an action tag has no counterpart: {}"),
    (
        "default-value",
        "初期値は取り込みません(値は人が入力します): {}",
        "a default value is not carried, since values are entered by people: {}",
    ),
    ("read-only", "読み取り専用の指定は取り込みません: {}", "read-only has no counterpart: {}"),
    ("appearance", "見た目の指定は取り込みません: {}", "appearance is not carried: {}"),
    ("choice-filter", "選択肢の絞り込みは取り込めません: {}", "a filter of choices is not carried: {}"),
    ("matrix", "マトリクスの項目は同じリストの項目としました: {}", "items of a matrix share a list: {}"),
    ("ranking", "順位付けは取り込みません: {}", "a ranking is not carried: {}"),
    (
        "metadata",
        "収集の記録(開始時刻など)は監査証跡が担うため取り込みません: {}",
        "data about the collection is kept by the audit trail and not carried: {}",
    ),
    ("extension", "拡張は取り込みません: {}", "an extension is not carried: {}"),
    ("row-unreadable", "行を読めません: {}", "this row cannot be read: {}"),
    ("too-deep", "入れ子が深すぎるため取り込みません: {}", "nested too deeply and not carried: {}"),
    ("too-many", "数が多すぎるため取り込みません: {}", "too many, not carried: {}"),
    ("language", "日本語と英語以外の文は取り込みません: {}", "texts in other languages are not carried: {}"),
    ("soft-range", "警告の範囲としました: {}", "a soft check became the usual range: {}"),
    ("form-empty", "取り込める項目がない様式です: {}", "a form without an item that could be carried: {}"),
    ("reference-missing", "参照先がファイルの中にありません: {}", "it points to something that is not in the file: {}"),
    ("identifier", "個人を識別する項目です: {}", "an item that identifies a person: {}"),
];

impl Report {
    /// Adds a line.
    pub fn add(&mut self, fate: Fate, place: &str, note: &'static str, detail: impl Into<String>) {
        let mut detail: String = detail.into().split_whitespace().collect::<Vec<_>>().join(" ");
        if detail.chars().count() > 300 {
            detail = detail.chars().take(300).chain(['…']).collect();
        }
        self.entries.push(Entry { fate, place: place.to_string(), note, detail });
    }

    /// How many lines have this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.entries.iter().filter(|entry| entry.fate == fate).count()
    }

    /// For people.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = String::new();
        for fate in Fate::ALL {
            let _ = writeln!(text, "{} ({})", fate.heading(lang), self.count(fate));
            for entry in self.entries.iter().filter(|entry| entry.fate == fate) {
                let (mark, said) = (if entry.place.is_empty() { "" } else { ": " }, entry.say(lang));
                let _ = writeln!(text, "  {}{mark}{said}", entry.place);
            }
        }
        text
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let entry = |entry: &Entry| {
            json!({
                "fate": entry.fate.name(),
                "place": entry.place,
                "note": entry.note,
                "detail": entry.detail,
                "ja": entry.say(Lang::Ja),
                "en": entry.say(Lang::En),
            })
        };
        Value::Array(self.entries.iter().map(entry).collect())
    }
}

impl Entry {
    /// The line in one language.
    pub fn say(&self, lang: Lang) -> String {
        let row = NOTES.iter().find(|(code, _, _)| *code == self.note);
        let pattern = match (row, lang) {
            (Some((_, ja, _)), Lang::Ja) => ja,
            (Some((_, _, en)), Lang::En) => en,
            (None, _) => "{}",
        };
        pattern.replacen("{}", &self.detail, 1)
    }
}
