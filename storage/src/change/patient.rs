//! Registering a patient.

use crate::form_ref::{FindingSummary, FormRef};
use crate::identity::Identity;
use crate::secret::Content;

/// Registers a patient at the actor's site, with the root place and, when given, the first record in one step.
#[derive(Debug, Clone)]
pub struct RegisterPatient {
    /// The root level's id in `registry.yaml`, e.g. `patient`.
    pub level: String,
    /// Identifiers from the registration form; `None` while only a draft exists.
    pub identity: Option<Identity>,
    /// True when the person has seen the suspected duplicate at the own site and says it is another person.
    pub despite_duplicate: bool,
    /// The registration form, as submitted.
    pub first: Option<FirstRecord>,
}

/// The record that is submitted together with the registration.
#[derive(Debug, Clone)]
pub struct FirstRecord {
    /// Form version it was filled with.
    pub form: FormRef,
    /// Canonical JSON of answers and reasons.
    pub content: Content,
    /// Short account of the findings.
    pub findings: FindingSummary,
}
