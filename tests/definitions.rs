//! The registry's own definitions: clean, every author's example holds, and together they show every check firing, silent and undecided,
//! every calculation with a value and every branch of skip logic taken and not taken.
//! requirement: R045

use tests::program::ctr;

#[test]
fn the_shipped_definitions_are_clean() {
    let run = ctr(&["check", "form-definitions", "--deny-lints"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn every_example_of_the_shipped_definitions_holds_and_nothing_is_left_unshown() {
    let run = ctr(&["test", "form-definitions", "--coverage", "--require-coverage", "100"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}
