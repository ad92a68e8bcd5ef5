//! Why each item is asked: its own reasons, else those of the group or section around it. Reasons must be declared in `purposes.yaml`.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::suggest::did_you_mean;
use crate::document::form::{FormDocument, ItemDocument};
use crate::document::purpose::Purposes;
use crate::document::reader::Spanned;

/// The reasons of every item, by id.
pub type Reasons = HashMap<Arc<str>, Vec<Arc<str>>>;

/// Reads the reasons of a form; what no purpose or requirement is named after is reported.
pub fn reasons(document: &FormDocument, purposes: Option<&Purposes>, sink: &mut Sink) -> Reasons {
    let mut found = Reasons::new();
    for section in &document.sections {
        let of_section = known(&section.why, purposes, sink);
        section.items.iter().for_each(|item| of_item(item, &of_section, purposes, &mut found, sink));
    }
    found
}

fn of_item(item: &ItemDocument, around: &[Arc<str>], purposes: Option<&Purposes>, found: &mut Reasons, sink: &mut Sink) {
    let own = known(&item.why, purposes, sink);
    let reasons = if item.why.is_empty() { around.to_vec() } else { own };
    item.items.iter().for_each(|inner| of_item(inner, &reasons, purposes, found, sink));
    found.insert(item.id.value.clone(), reasons);
}

fn known(written: &[Spanned<Arc<str>>], purposes: Option<&Purposes>, sink: &mut Sink) -> Vec<Arc<str>> {
    let mut reasons = Vec::new();
    for word in written {
        match purposes {
            Some(purposes) if purposes.knows(&word.value) => reasons.push(word.value.clone()),
            _ => report(word, purposes, sink),
        }
    }
    reasons
}

fn report(word: &Spanned<Arc<str>>, purposes: Option<&Purposes>, sink: &mut Sink) {
    let text = &word.value;
    let help = match purposes {
        Some(purposes) => did_you_mean(text, purposes.words()),
        None => (
            "`purposes.yaml` を作り、目的を宣言してください。".into(),
            "write `purposes.yaml` and declare the purpose there".into(),
        ),
    };
    sink.error(
        "unknown-purpose",
        word.span,
        (format!("目的 `{text}` は purposes.yaml にありません。"), format!("purpose `{text}` is not declared in purposes.yaml")),
        help,
    );
}
