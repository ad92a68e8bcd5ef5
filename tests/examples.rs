//! The five small programs of `examples/` do what they say: what each prints stands beside it in `tests/examples/`.

use std::process::Command;

use tests::golden::Goldens;
use tests::program::{binary, finished};
use tests::root::path;

const PROGRAMS: [&str; 5] = ["find_faults", "judge_a_record", "change_one_answer", "compare_versions", "judge_by_schema"];

#[test]
fn every_program_prints_what_is_expected() {
    let mut goldens = Goldens::new();
    for name in PROGRAMS {
        let run = finished(Command::new(binary(name)).output().expect("the program starts"));
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        goldens.compare(&path("tests/examples").join(format!("{name}.txt")), &run.out);
    }
    goldens.finish();
}
