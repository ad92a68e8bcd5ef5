//! Publications back into forms.

use storage::Publication;

use crate::catalogue::published::Published;

/// Publications that do not compile.
#[derive(Debug, thiserror::Error)]
#[error("a published definition does not compile")]
pub struct Unreadable;

/// Compiles everything that is published.
///
/// # Errors
/// When a publication does not compile to what it was when it was published.
pub fn publications(publications: &[Publication]) -> Result<Published, Unreadable> {
    let _ = publications;
    Err(Unreadable)
}
