//! FHIR Questionnaires (R4 to R5), read part by part.

pub mod coded;
pub mod element;
pub mod extension;
pub mod fhir;
pub mod group;
pub mod limit;
pub mod own;
pub mod question;
pub mod reader;
pub mod rule;
