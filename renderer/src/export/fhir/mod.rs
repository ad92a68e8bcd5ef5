//! FHIR Questionnaires, R4B and R5, with the extensions of Structured Data Capture: what is asked, in both languages, and the rules as
//! FHIRPath. A rule that FHIRPath cannot say stands in an extension with its words and the reason.

/// What a question may be answered with.
pub mod answer;
/// The whole library as a bundle.
pub mod bundle;
/// Checks as constraints.
pub mod constraint;
/// What other forms say, at the end of the questionnaire.
pub mod context;
/// Extensions and where they are defined.
pub mod extension;
/// Sections, questions and rows.
pub mod item;
/// One questionnaire.
pub mod questionnaire;
/// The two releases and how they differ.
pub mod release;
/// Rules as expressions.
pub mod rule;
/// When an item is enabled.
pub mod show;
/// Texts in both languages.
pub mod text;
/// Code lists as contained value sets.
pub mod value_set;
