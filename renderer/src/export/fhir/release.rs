//! The two releases of FHIR and how their questionnaires differ.

/// A release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// R4B (4.3.0); what R4 reads too.
    R4b,
    /// R5 (5.0.0).
    R5,
}

impl Release {
    /// A choice from a list.
    pub fn coded(self) -> &'static str {
        match self {
            Release::R4b => "choice",
            Release::R5 => "coding",
        }
    }

    /// Whether it is R5.
    pub fn is_fifth(self) -> bool {
        self == Release::R5
    }
}
