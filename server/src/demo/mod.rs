//! A registry to try: a fresh database with two sites, accounts of each role and synthetic patients, served on this machine only.

pub mod accounts;
pub mod definitions;
pub mod directory;
pub mod guard;
pub mod notice;
pub mod patients;
pub mod run;
