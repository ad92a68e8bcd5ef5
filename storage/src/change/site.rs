//! Sites: the hospitals that register patients.

/// Adds a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateSite {
    /// Short id used everywhere (`[a-z0-9-]`, 2 to 32 characters); chosen once.
    pub id: String,
    /// Name in Japanese.
    pub name_ja: String,
    /// Name in English.
    pub name_en: String,
}
