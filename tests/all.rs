//! All cross-crate tests, as one binary: one module per matter, cases in the folder of the same name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests report by panicking")]

mod accessibility;
mod architecture;
mod authors;
mod cel;
mod command_line;
mod compose;
mod convert;
mod crash;
mod definitions;
mod diff;
mod differential;
mod documents;
mod editor;
mod examples;
mod expr;
mod fields;
mod journey;
mod language;
mod language_page;
mod language_server;
mod lint;
mod mutation;
mod new_product;
mod node;
mod page;
mod ratchet;
mod record;
mod reference;
mod requirements;
mod schema;
mod script;
mod server;
mod session;
mod storage;
mod words;
