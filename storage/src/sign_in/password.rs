//! Passwords: argon2id (19 MiB, 2 passes, 1 lane: the OWASP minimum), two at a time, so that sign-ins cannot exhaust the memory.

use crate::error::{Error, Refusal};
use crate::random;
use crate::secret::Password;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Shortest password, in characters.
const SHORTEST: usize = 15;
/// Longest password, in characters; longer ones are refused, never cut.
const LONGEST: usize = 256;

/// Hashes and compares passwords off the async threads.
#[derive(Debug, Clone)]
pub(crate) struct Hasher {
    permits: Arc<Semaphore>,
    /// Compared with when there is no account, so that an unknown name takes as long as a wrong password.
    decoy: Arc<str>,
}

impl Hasher {
    /// A hasher that works on two passwords at a time.
    pub(crate) fn new() -> Result<Hasher, Error> {
        let decoy = hash("nobody has this password")?.into();
        Ok(Hasher { permits: Arc::new(Semaphore::new(2)), decoy })
    }

    /// The PHC text of a password that obeys the length rule.
    pub(crate) async fn hash(&self, password: &Password) -> Result<String, Error> {
        demand_length(password)?;
        let password = password.clone();
        self.run(move || hash(password.expose())).await?
    }

    /// True when the password is the one of the stored hash. Without a stored hash: false, after the same work.
    pub(crate) async fn is_right(&self, password: &Password, stored: Option<&str>) -> Result<bool, Error> {
        let (password, stored, known) = (password.clone(), stored.unwrap_or(&self.decoy).to_owned(), stored.is_some());
        self.run(move || known & verify(password.expose(), &stored)).await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let _permit = self.permits.acquire().await.map_err(|_| Error::Closed)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::PasswordHash)
    }
}

fn demand_length(password: &Password) -> Result<(), Refusal> {
    let length = password.expose().chars().count();
    if (SHORTEST..=LONGEST).contains(&length) {
        Ok(())
    } else {
        Err(Refusal::Invalid { field: "password", rule: "has 15 to 256 characters" })
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| Error::PasswordHash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, Error> {
    let salt = random::bytes::<16>()?;
    let hashed = argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| Error::PasswordHash)?;
    Ok(hashed.to_string())
}

/// Compares under the parameters written in the stored hash, so that they can be raised later.
fn verify(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|stored| Argon2::default().verify_password(password.as_bytes(), &stored).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_argon2id_and_verify_only_their_password() {
        let stored = hash("correct horse battery").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery", &stored));
        assert!(!verify("correct horse batterY", &stored));
        assert!(!verify("x", "not a hash"));
    }

    #[test]
    fn lengths_count_characters() {
        assert!(demand_length(&Password::new("あ".repeat(15))).is_ok());
        assert!(demand_length(&Password::new("a".repeat(14))).is_err());
        assert!(demand_length(&Password::new("a".repeat(257))).is_err());
    }
}
