//! CDISC ODM studies (1.3.2 and 2.0), read part by part.

pub mod group;
pub mod item;
pub mod odm;
pub mod own;
pub mod rule;
pub mod study;
