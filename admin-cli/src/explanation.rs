//! Every code that `ctr` prints with its explanation, wherever its table stands: diagnostics, lints, findings, missing reasons.

use std::fmt::Write as _;

use engine::diagnostic::suggest::closest;
use engine::diagnostic::table::{Row, TABLE};
use engine::evaluate::Builtin;
use engine::evaluate::message::plain;
use engine::form::item::Severity;
use engine::lang::Lang;
use engine::lint::LINTS;
use engine::value::missing::Missing;

/// Every explained code of definitions: diagnostics, then lints.
fn rows() -> impl Iterator<Item = Row> + Clone {
    TABLE.iter().copied().chain(LINTS.iter().map(|lint| lint.row))
}

/// What a code of a definition means.
pub fn find(code: &str) -> Option<Row> {
    rows().find(|row| row.code == code)
}

/// Every code, one a line, under the matter it belongs to.
pub fn known() -> String {
    let under = |heading: &str, codes: &mut dyn Iterator<Item = &'static str>| {
        codes.fold(format!("{heading}\n"), |text, code| text + "  " + code + "\n")
    };
    [
        under("faults of definitions", &mut TABLE.iter().map(|row| row.code)),
        under("lints of definitions", &mut LINTS.iter().map(|lint| lint.row.code)),
        under("findings in answers", &mut Builtin::ALL.into_iter().map(Builtin::code)),
        under("reasons for a missing value", &mut Missing::ALL.iter().map(|reason| reason.code())),
    ]
    .join("\n")
}

/// The long explanation of a code; in both languages when none is given.
pub fn text(code: &str, lang: Option<Lang>) -> Option<String> {
    let both = |ja: &str, en: &str| {
        let kept = [(Lang::Ja, ja), (Lang::En, en)].into_iter().filter(|(one, _)| lang.is_none_or(|lang| lang == *one));
        kept.fold(format!("{code}\n\n"), |text, (_, half)| text + half + "\n\n")
    };
    if let Some(row) = find(code) {
        return Some(both(row.ja, row.en) + &examples(&row, lang));
    }
    if let Some(builtin) = Builtin::ALL.into_iter().find(|builtin| builtin.code() == code) {
        let (ja, en) = plain(builtin);
        let severity = match builtin.severity() {
            Severity::Error => {
                ("エラーです。直るまで記録は完了しません。", "An error: the record is not complete until it is mended.")
            }
            Severity::Warning => {
                ("警告です。理由を入力すれば完了できます。", "A warning: with a reason the record can be complete.")
            }
        };
        return Some(both(&format!("{ja}\n{}", severity.0), &format!("{en}\n{}", severity.1)));
    }
    Missing::from_code(code).map(|reason| both(reason.ja(), reason.en()))
}

fn examples(row: &Row, lang: Option<Lang>) -> String {
    let mut text = String::new();
    let (wrong, right) = match lang {
        Some(Lang::Ja) => ("誤", "正"),
        Some(Lang::En) => ("wrong", "right"),
        None => ("誤 (wrong)", "正 (right)"),
    };
    for (word, example) in [(wrong, row.wrong), (right, row.right)] {
        if !example.is_empty() {
            let _ = writeln!(text, "{word}:");
            for line in example.lines() {
                let _ = writeln!(text, "    {line}");
            }
        }
    }
    text
}

/// What may have been meant.
pub fn near(code: &str) -> String {
    let findings = Builtin::ALL.into_iter().map(Builtin::code);
    closest(code, rows().map(|row| row.code).chain(findings))
        .map_or_else(|| "see `ctr explain`".to_string(), |near| format!("did you mean `{near}`?"))
}
