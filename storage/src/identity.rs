//! The identifiers of a patient, as the registration form's items named in `registry.yaml` give them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Who a patient is. Every part as typed; absent parts are `None`. Sealed before it is stored, folded only for search keys.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Family name (usually kanji).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// Given name (usually kanji).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Family name in kana.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_kana: Option<String>,
    /// Given name in kana.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_kana: Option<String>,
    /// Birth date, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    /// The hospital's own patient number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mrn: Option<String>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(..)")
    }
}
