//! The closed list of changes: one row per kind, here and in the two tables below.

use crate::change::account::{CreateAccount, EnrolTotp, SetActive, SetPassword};
use crate::change::attachment::{AddAttachment, ClearAttachments};
use crate::change::draft::{DiscardDraft, SaveDraft};
use crate::change::patient::RegisterPatient;
use crate::change::place::OpenPlace;
use crate::change::publication::Publish;
use crate::change::record::OpenRecord;
use crate::change::revision::SubmitRevision;
use crate::change::session::{EndSession, SignInFailed, SignInSucceeded, TouchSession};
use crate::change::site::CreateSite;
use crate::error::Error;
use crate::secret::Password;
use crate::write::outcome::Written;
use crate::write::turn::Turn;

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
    AddAttachment(AddAttachment),
    ClearAttachments(ClearAttachments),
    Publish(Publish),
}

/// What is computed before the transaction begins, because it takes long.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prepared {
    /// The argon2id hash of the change's password.
    pub password_hash: Option<String>,
}

impl Change {
    /// The kind's word in the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Change::CreateSite(_) => "site.create",
            Change::CreateAccount(_) => "account.create",
            Change::SetPassword(_) => "account.password",
            Change::EnrolTotp(_) => "account.totp",
            Change::SetActive(_) => "account.active",
            Change::SignInSucceeded(_) => "auth.success",
            Change::SignInFailed(_) => "auth.failure",
            Change::TouchSession(_) => "session.touch",
            Change::EndSession(_) => "session.end",
            Change::RegisterPatient(_) => "patient.register",
            Change::OpenPlace(_) => "place.open",
            Change::OpenRecord(_) => "record.open",
            Change::SaveDraft(_) => "draft.save",
            Change::DiscardDraft(_) => "draft.discard",
            Change::SubmitRevision(_) => "revision.submit",
            Change::AddAttachment(_) => "attachment.add",
            Change::ClearAttachments(_) => "attachment.clear",
            Change::Publish(_) => "publication.publish",
        }
    }

    /// The password to be hashed before the transaction begins.
    pub(crate) fn password(&self) -> Option<&Password> {
        match self {
            Change::CreateAccount(change) => Some(&change.password),
            Change::SetPassword(change) => Some(&change.password),
            _ => None,
        }
    }
}

/// Applies a change inside its savepoint.
pub(crate) async fn apply(change: &Change, prepared: &Prepared, turn: &mut Turn<'_>) -> Result<Written, Error> {
    match change {
        Change::CreateSite(change) => change.apply(turn).await,
        Change::CreateAccount(change) => change.apply(turn, prepared.password_hash.as_deref()).await,
        Change::SetPassword(change) => change.apply(turn, prepared.password_hash.as_deref()).await,
        Change::EnrolTotp(change) => change.apply(turn).await,
        Change::SetActive(change) => change.apply(turn).await,
        Change::SignInSucceeded(change) => change.apply(turn).await,
        Change::SignInFailed(change) => change.apply(turn).await,
        Change::TouchSession(change) => change.apply(turn).await,
        Change::EndSession(change) => change.apply(turn).await,
        Change::RegisterPatient(change) => change.apply(turn).await,
        Change::OpenPlace(change) => change.apply(turn).await,
        Change::OpenRecord(change) => change.apply(turn).await,
        Change::SaveDraft(change) => change.apply(turn).await,
        Change::DiscardDraft(change) => change.apply(turn).await,
        Change::SubmitRevision(change) => change.apply(turn).await,
        Change::AddAttachment(change) => change.apply(turn).await,
        Change::ClearAttachments(change) => change.apply(turn).await,
        Change::Publish(change) => change.apply(turn).await,
    }
}
