//! A record being filled: what stands, what judging says about it, saving it and submitting it.

pub mod around;
pub mod asked;
pub mod consent;
pub mod files;
pub mod judged;
pub mod label;
pub mod opened;
pub mod planned;
pub mod ripple;
pub mod saving;
pub mod submission;
pub mod upgrade;
