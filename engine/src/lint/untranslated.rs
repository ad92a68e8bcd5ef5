//! A text that was not translated: English where Japanese should stand, or Japanese where English should.

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::{Place, Subject};
use crate::syntax::tree::Written;
use crate::wording::wording::{Half, Wording, wordings};

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "untranslated",
        "日本語の文に日本語の文字がないか、英語の文に日本語の文字があります。片方を写したまま訳し忘れていることが多いです。略語や記号だけの文は指摘しません。",
        "The Japanese text has no Japanese characters, or the English text has some: most often one was copied and never translated. Abbreviations and signs are not reported.",
        "label: { ja: Date of onset, en: Date of onset }",
        "label: { ja: 発現日, en: Date of onset }",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for file in &subject.files {
        if is_past(subject, file) {
            continue;
        }
        for text in wordings(&file.root) {
            if let Some(half) = english_in_japanese(&text) {
                report(
                    file,
                    half,
                    found,
                    ("日本語の文に日本語の文字がありません。", "the Japanese text holds no Japanese"),
                    ("日本語に訳してください。", "translate it into Japanese"),
                );
            }
            if text.en.text.chars().any(is_japanese) {
                report(
                    file,
                    &text.en,
                    found,
                    ("英語の文に日本語の文字があります。", "the English text holds Japanese characters"),
                    ("英語に訳してください。", "translate it into English"),
                );
            }
        }
    }
}

fn report(file: &Written, half: &Half, found: &mut Found, message: (&str, &str), what: (&str, &str)) {
    let waive = ("そのままでよければ `waive` に理由を書きます。", "waive this if it is meant so");
    found.report(
        Some(Place { file: file.path.clone(), span: half.span }),
        (message.0.into(), message.1.into()),
        (format!("{}{}", what.0, waive.0), format!("{}, or {}", what.1, waive.1)),
    );
}

/// Older versions of a form cannot be mended.
fn is_past(subject: &Subject<'_>, file: &Written) -> bool {
    file.path.starts_with("forms/")
        && !subject.forms().any(|form| *file.path == *format!("forms/{}/{}.yaml", form.id, form.version))
}

/// Words that only English has; one alone (a name, `Grade 1`) says nothing unless it was copied as it stands.
fn english_in_japanese(text: &Wording) -> Option<&Half> {
    let ja = &text.ja.text;
    let words = ja.split(|letter: char| !letter.is_ascii_alphabetic());
    let words = words.filter(|word| word.len() > 3 && word.chars().skip(1).all(|letter| letter.is_ascii_lowercase())).count();
    let copied = *ja == text.en.text && !ja.chars().any(|letter| letter.is_ascii_digit());
    (!ja.chars().any(is_japanese) && (words > 1 || (words == 1 && copied))).then_some(&text.ja)
}

/// Kana and kanji.
fn is_japanese(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ff66}'..='\u{ff9f}' | '々' | '〆')
}
