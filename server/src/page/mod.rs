//! The screens, one file each; `router.rs` gives them their addresses.

pub mod asset;
pub mod attachment;
pub mod calendar;
pub mod changes;
pub mod coverage;
pub mod draft;
pub mod due;
pub mod fill;
pub mod forms;
pub mod health;
pub mod home;
pub mod language;
pub mod patient;
pub mod patients;
pub mod person;
pub mod place;
pub mod problem;
pub mod record;
pub mod reply;
pub mod review;
pub mod revision;
pub mod sign_in;
pub mod sign_out;
pub mod upgrade;
