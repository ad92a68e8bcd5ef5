//! The gate of consent: what may be entered for a patient, by what `registry.yaml` declares under `consent` and what was submitted.
//! What was submitted once can always be corrected; a registry that declares no consent lets everything in.

use engine::document::consent::Consent;
use engine::lang::Lang;
use engine::schedule::consent::{Entry, entry};
use serde_json::{Map, Value, json};

use crate::catalogue::published::Published;
use crate::error::{Error, Said};

/// What the consent that stands lets in, told by the records of the consent form (answers with calculated values, as they were opened).
pub struct Gate<'p> {
    declared: Option<&'p Consent>,
    entry: Entry,
}

impl<'p> Gate<'p> {
    /// The gate of a patient; `records` gives the submitted records of a form.
    pub fn of<'r>(published: &'p Published, records: impl FnOnce(&str) -> Vec<&'r Map<String, Value>>) -> Gate<'p> {
        let declared = published.registry().and_then(|registry| registry.consent.as_ref());
        let by = declared.and_then(|consent| published.latest(&consent.form.value)?.form.find_item(&consent.by.value));
        let entry = match (declared, by) {
            (None, _) => Entry::Open,
            (Some(consent), Some((_, by))) => entry(consent, by, &records(&consent.form.value)),
            (Some(_), None) => Entry::Closed,
        };
        Gate { declared, entry }
    }

    /// Whether a form may be filled for the first time.
    pub fn lets_in(&self, form: &str) -> bool {
        self.entry != Entry::Closed || self.declared.is_none_or(|consent| consent.is_before(form))
    }

    /// The same, as a refusal that says what to do.
    ///
    /// # Errors
    /// [`Error::Consent`] when the form may not be filled.
    pub fn pass(&self, form: &str) -> Result<(), Error> {
        let Some(consent) = self.declared.filter(|_| !self.lets_in(form)) else { return Ok(()) };
        let (ja, en) = (consent.refusal.ja.to_string(), consent.refusal.en.to_string());
        Err(Error::Consent(Said { code: "consent-missing", ja, en }))
    }

    /// What a page says at its head; `form` is the one that is filled, none where all of a patient's stand.
    pub fn notice(&self, form: Option<&str>, lang: Lang) -> Option<Value> {
        let consent = self.declared.filter(|consent| form.is_none_or(|form| !consent.is_before(form)))?;
        let (kind, text) = match self.entry {
            Entry::Open => return None,
            Entry::Late => ("warning", consent.late_notice.as_ref()?),
            Entry::Closed => ("warning", &consent.refusal),
        };
        Some(json!({ "kind": kind, "text": text.get(lang) }))
    }
}
