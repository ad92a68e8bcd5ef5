//! Saving a draft: what was typed is kept as it is, right or wrong.

use storage::{Change, SaveDraft};

use crate::content::Filled;
use crate::error::Error;
use crate::filling::opened::Opened;
use crate::session::signed_in::SignedIn;
use crate::state::App;
use crate::writing::write;

/// Saves a draft over the version that the page showed; the new version.
///
/// # Errors
/// [`Error::Stale`] when somebody saved in between.
pub async fn draft(app: &App, who: &SignedIn, opened: &Opened, filled: &Filled, shown: u64) -> Result<i64, Error> {
    let expected_version = i64::try_from(shown).map_err(|_| Error::UnreadableBody)?;
    let save = SaveDraft {
        record: opened.record.head.id.clone(),
        form: opened.form.reference(),
        content: filled.write(),
        expected_version,
    };
    Ok(write(app, who, "", Change::SaveDraft(save)).await?.version)
}
