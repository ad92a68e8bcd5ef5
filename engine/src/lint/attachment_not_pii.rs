//! An attached file that is not marked `pii`: what a scan shows, no rule can see.

use crate::diagnostic::table::row;
use crate::kind::kind::Kind;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::items;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "attachment-not-pii",
        "報告書や画像には、氏名や患者番号が写っていることがあります。写っていないと言い切れないなら `pii: true` を書きます。`pii` の項目だけが、抽出や提供の際に除かれます。",
        "A report or a picture may show a name or a patient number. Unless it cannot, mark it `pii: true`. Only marked items are left out of extracts.",
        "- { id: report, kind: attachment, accept: [pdf], max_size: 5 MB, .. }",
        "- { id: report, kind: attachment, accept: [pdf], max_size: 5 MB, pii: true, .. }",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        for (_, item) in items(form).filter(|(_, item)| item.kind == Kind::Attachment && !item.pii) {
            let id = &item.id;
            found.report(
                subject.item_place(form, id, "kind"),
                (
                    format!("添付ファイル `{id}` に `pii: true` がありません。氏名などが写っていることがあります。"),
                    format!("attachment `{id}` is not marked `pii: true`; a file may show who the patient is"),
                ),
                (
                    "`pii: true` を足してください。写りようがないなら `waive` に理由を書きます。".into(),
                    "add `pii: true`, or waive this with the reason why it cannot show that".into(),
                ),
            );
        }
    }
}
