//! The harness of the cross-crate tests: it finds case folders, compares goldens, starts the built programs, and knows which
//! outside programs (node, Chromium) a test needs. The cases themselves are the files beside `all.rs`.
//!
//! - [`root`]: where the workspace stands.
//! - [`case`]: folders that hold a case.
//! - [`definitions`]: a folder of definitions as the engine takes them.
//! - [`golden`]: expected files, rewritten by `make accept`.
//! - [`program`]: `ctr` and `ctr-server`, built once.
//! - [`demo`]: a running server with sign-ins and synthetic data.
//! - [`peer`]: outside programs, required under `make test`.
//! - [`scratch`], [`port`]: a folder and an address of one's own.
//! - [`web`]: a small browser for tests without one.
//! - [`manifest`], [`source`], [`circle`]: reading our own manifests and `use` lines, for `architecture.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test harness reports by panicking")]

pub mod case;
pub mod circle;
pub mod definitions;
pub mod delimited;
pub mod demo;
pub mod golden;
pub mod manifest;
pub mod peer;
pub mod port;
pub mod program;
pub mod root;
pub mod scratch;
pub mod source;
pub mod web;
