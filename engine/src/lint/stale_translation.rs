//! A text of which one language changed between two versions and the other did not.

use std::collections::HashMap;

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::{Place, Subject};
use crate::wording::wording::wordings;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "stale-translation",
        "前の版から、日本語と英語の片方だけが変わっています。もう片方の訳が古いままになっているおそれがあります。",
        "Since the version before, one language of this text changed and the other did not. The other may be out of date.",
        "label: { ja: 最高体温（腋窩）, en: Highest temperature }",
        "label: { ja: 最高体温（腋窩）, en: Highest axillary temperature }",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for versions in subject.library.forms.values() {
        let [.., before, now] = versions.as_slice() else { continue };
        let (Some(before), Some(now)) = (subject.form_file(before), subject.form_file(now)) else { continue };
        let earlier: HashMap<String, _> = wordings(&before.root).into_iter().map(|text| (text.key.clone(), text)).collect();
        for text in wordings(&now.root) {
            let Some(old) = earlier.get(&text.key) else { continue };
            let (ja, en) = (old.ja.text != text.ja.text, old.en.text != text.en.text);
            if ja == en {
                continue;
            }
            let (changed, other, half) = if ja {
                (("日本語", "Japanese"), ("英語", "English"), &text.en)
            } else {
                (("英語", "English"), ("日本語", "Japanese"), &text.ja)
            };
            found.report(
                Some(Place { file: now.path.clone(), span: half.span }),
                (
                    format!("前の版から{}だけが変わり、{}は元のままです。", changed.0, other.0),
                    format!("since the version before, the {} changed and the {} did not", changed.1, other.1),
                ),
                (
                    format!("{}も直してください。直す必要がなければ `waive` に理由を書きます。", other.0),
                    format!("renew the {}, or waive this if it still says the same", other.1),
                ),
            );
        }
    }
}
