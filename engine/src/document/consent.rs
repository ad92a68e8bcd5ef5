//! Consent as the registry declares it: the form that tells it, what it allows, and what people read where it does not.

use std::sync::Arc;

use crate::document::reader::Spanned;
use crate::lang::Text;

/// What stands under `consent` in `registry.yaml`: without it, nothing is asked of a patient but what comes before it.
#[derive(Clone, Debug)]
pub struct Consent {
    /// The form that tells it.
    pub form: Spanned<Arc<str>>,
    /// Its item by which records are ordered: the last one stands.
    pub by: Spanned<Arc<str>>,
    /// Its yes or no that allows new data.
    pub allows: Spanned<Arc<str>>,
    /// Its yes or no that still lets in what happened before a withdrawal.
    pub late: Option<Spanned<Arc<str>>>,
    /// Forms that are filled before it.
    pub before: Vec<Spanned<Arc<str>>>,
    /// What people read where data are not allowed: what is missing and what to do.
    pub refusal: Text,
    /// What people read where only late reports are let in.
    pub late_notice: Option<Text>,
}

impl Consent {
    /// Whether a form is filled without it: its own form, and those that come before.
    pub fn is_before(&self, form: &str) -> bool {
        *self.form.value == *form || self.before.iter().any(|known| *known.value == *form)
    }
}
