//! Words that must not be printed: each shows only its kind in `Debug` and is wiped when dropped.

use std::fmt;
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

macro_rules! secret_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Wraps a text.
            pub fn new(text: impl Into<String>) -> Self {
                $name(text.into())
            }

            /// The text itself, for the one who needs it.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                self.0.zeroize();
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $name(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(text.to_owned())
            }
        }
    };
}

secret_text! {
    /// A password as typed.
    Password
}

secret_text! {
    /// The bearer token of a session, as the cookie holds it; the database keeps only its SHA-256.
    SessionToken
}

secret_text! {
    /// The contents of a draft or revision: canonical JSON text `{"answers": .., "reasons": ..}`. Sealed before it is stored.
    Content
}

/// The content of an attached file. Clones share it; it is wiped with the last of them. Sealed before it is stored.
#[derive(Clone)]
pub struct FileContent(Arc<Zeroizing<Vec<u8>>>);

impl FileContent {
    /// The bytes, for the one who needs them.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for FileContent {
    fn from(bytes: Vec<u8>) -> Self {
        FileContent(Arc::new(Zeroizing::new(bytes)))
    }
}

impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileContent(..)")
    }
}
