//! The consent that the registry declares: its forms exist, and what allows data is a yes or no.

use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::suggest::did_you_mean;
use crate::document::consent::Consent;
use crate::form::form::Form;
use crate::kind::shape::Shape;
use crate::library::uses::{Forms, Placed, newest};
use crate::source::SourceFile;

/// Looks at what the registry says about consent. That its items exist is looked at with those of the identity.
pub fn check(consent: &Consent, documents: &[Placed], forms: &Forms, files: &[SourceFile], sinks: &mut [Sink]) {
    let place = files.iter().position(|file| &*file.path == "registry.yaml");
    let Some(sink) = place.and_then(|place| sinks.get_mut(place)) else { return };
    let known: Vec<&str> = documents.iter().map(|(_, form)| &*form.id.value).collect();
    for named in std::iter::once(&consent.form).chain(&consent.before).filter(|named| !known.contains(&&*named.value)) {
        let word = &named.value;
        sink.error(
            "unknown-form",
            named.span,
            (format!("様式 `{word}` はありません。"), format!("there is no form `{word}`")),
            did_you_mean(word, known.iter().copied()),
        );
    }
    if let Some(form) = newest(forms, &consent.form.value) {
        truths(consent, form, sink);
    }
}

fn truths(consent: &Consent, form: &Arc<Form>, sink: &mut Sink) {
    for named in std::iter::once(&consent.allows).chain(&consent.late) {
        let Some((_, item)) = form.find_item(&named.value).filter(|(_, item)| item.shape != Shape::Boolean) else { continue };
        let (word, kind) = (&named.value, item.kind.name());
        sink.error(
            "consent-not-a-truth",
            named.span,
            (
                format!("項目 `{word}`（`{kind}`）は、はい・いいえで決まる項目ではありません。"),
                format!("item `{word}` (`{kind}`) is not decided by yes or no"),
            ),
            (
                "`boolean` の項目か、真偽を返す `calculated` の項目を書いてください。".into(),
                "name a `boolean` item, or a `calculated` one whose rule is true or false".into(),
            ),
        );
    }
}
