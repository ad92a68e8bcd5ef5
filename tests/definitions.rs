//! The registry's own definitions: clean, and every author's example holds, those at the boundaries of ranges and scores among them.
//! requirement: R045

use tests::program::ctr;

#[test]
fn the_shipped_definitions_are_clean() {
    let run = ctr(&["check", "form-definitions", "--deny-lints"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn every_example_of_the_shipped_definitions_holds() {
    let run = ctr(&["test", "form-definitions"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}
