//! Places: patient > course > infusion > ..., as `registry.yaml` declares the levels.

/// Opens a place below another (a new course, a new infusion).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPlace {
    /// The place above.
    pub parent: String,
    /// Level id, e.g. `course`.
    pub level: String,
}
