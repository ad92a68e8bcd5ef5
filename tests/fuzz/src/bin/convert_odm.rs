//! Bytes as a file of the format `odm`: converted or refused, never a crash, and what comes out checks clean.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| fuzz::convert("odm", bytes));
