//! The one door for a right. The table of roles and rights is storage's, which also enforces it for every other way in;
//! this door refuses before a page is built and decides which buttons are shown.

use storage::access::right::has_right;

use crate::error::Error;
use crate::session::signed_in::SignedIn;

pub use storage::access::right::Right;

/// Refuses when the reader's role has not the right.
///
/// # Errors
/// [`Error::NotAllowed`], which is logged with role and right.
pub fn allow(who: &SignedIn, right: Right) -> Result<(), Error> {
    if may(who, right) {
        return Ok(());
    }
    tracing::warn!(account.id = who.actor.id(), account.role = who.actor.role().word(), right = ?right, "a right was refused");
    Err(Error::NotAllowed)
}

/// May the reader do this? For showing or hiding a button.
pub fn may(who: &SignedIn, right: Right) -> bool {
    has_right(who.actor.role(), right)
}
