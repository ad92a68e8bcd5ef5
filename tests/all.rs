//! All cross-crate tests, as one binary: one module per matter, cases in the folder of the same name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests report by panicking")]

mod architecture;
mod definitions;
mod journey;
mod language;
mod page;
mod server;
mod storage;
