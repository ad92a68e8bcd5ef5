//! A waiver that lets nothing pass: the definition was mended, or the code is mistyped.

use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Place;
use crate::lint::waiver::Waiver;

/// The lint; its findings come from what is left when all others are done.
pub const LINT: Lint = Lint {
    row: row(
        "unused-waiver",
        "`waive` に書かれた指摘は、ここでは出ていません。理由だけが残ると、後から同じ指摘が出ても見過ごされます。",
        "The finding that `waive` lets pass does not occur here. A waiver that is left behind would hide the next one.",
        "waive: { date-without-upper-bound: planned } # with max: today",
        "max: today",
    ),
    run: |_, _| {},
};

/// Reports one; `known` are the codes there are.
pub fn report(waiver: &Waiver, known: impl Iterator<Item = &'static str> + Clone, found: &mut Found) {
    let code = &waiver.code;
    let place = Some(Place { file: waiver.file.clone(), span: waiver.span });
    if !known.clone().any(|known| *known == **code) {
        let message = (format!("`{code}` という指摘はありません。"), format!("there is no lint `{code}`"));
        return found.report(place, message, did_you_mean(code, known));
    }
    found.report(
        place,
        (format!("`{code}` の指摘はここにはありません。"), format!("nothing here needs the waiver of `{code}`")),
        ("この `waive` を削除してください。".into(), "delete this waiver".into()),
    );
}
