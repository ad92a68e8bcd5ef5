//! The closed list of changes: one row per kind.

use crate::change::account::{CreateAccount, EnrolTotp, SetActive, SetPassword};
use crate::change::draft::{DiscardDraft, SaveDraft};
use crate::change::patient::RegisterPatient;
use crate::change::place::OpenPlace;
use crate::change::publication::Publish;
use crate::change::record::OpenRecord;
use crate::change::revision::SubmitRevision;
use crate::change::session::{EndSession, SignInFailed, SignInSucceeded, TouchSession};
use crate::change::site::CreateSite;

/// A change asked for. Each kind is documented at its payload.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each kind is documented at its payload")]
pub enum Change {
    CreateSite(CreateSite),
    CreateAccount(CreateAccount),
    SetPassword(SetPassword),
    EnrolTotp(EnrolTotp),
    SetActive(SetActive),
    SignInSucceeded(SignInSucceeded),
    SignInFailed(SignInFailed),
    TouchSession(TouchSession),
    EndSession(EndSession),
    RegisterPatient(RegisterPatient),
    OpenPlace(OpenPlace),
    OpenRecord(OpenRecord),
    SaveDraft(SaveDraft),
    DiscardDraft(DiscardDraft),
    SubmitRevision(SubmitRevision),
    Publish(Publish),
}
