//! What forms become for others (`renderer/src/export`): the sample under `tests/export/definitions` as expected files, and every form of
//! the library read by programs that are not ours.

mod agreement;
mod made;
mod readers;
mod response;
mod round_trip;

use tests::golden::Goldens;
use tests::root::path;

/// The expected file of each target: folder and name of the case.
#[test]
fn every_target_makes_what_is_expected() {
    let sample = made::Folder::read("tests/export/definitions");
    let mut goldens = Goldens::new();
    for target in renderer::export::TARGETS {
        for (case, forms) in [("visit", sample.newest("visit")), ("library", sample.all_newest())] {
            let folder = path("tests/export").join(target.name);
            std::fs::create_dir_all(&folder).expect("a folder can be made");
            let mut made = sample.make(target, &forms, engine::lang::Lang::Ja);
            // The style sheet stands in one expected file of each target, not in all.
            if case == "library" {
                made = without_style(&made);
            }
            goldens.compare(&folder.join(format!("{case}.{}", target.ending)), &made);
        }
    }
    goldens.finish();
}

/// A page without what stands in its style sheet, and without the mark by which its policy knows that sheet.
fn without_style(page: &str) -> String {
    let between = |page: &str, from: &str, to: &str| {
        let start = page.find(from)? + from.len();
        let end = start + page[start..].find(to)?;
        Some(format!("{}...{}", &page[..start], &page[end..]))
    };
    let page = between(page, "<style>", "</style>").unwrap_or_else(|| page.to_owned());
    between(&page, "style-src &#x27;sha256-", "&#x27;").unwrap_or(page)
}

/// A target that a person can name stands in the table once, and says who reads it.
#[test]
fn targets_are_told_apart() {
    for target in renderer::export::TARGETS {
        let same = renderer::export::TARGETS.iter().filter(|other| other.name == target.name).count();
        assert_eq!(same, 1, "{}", target.name);
        assert!(!target.reader.is_empty() && !target.ja.is_empty() && !target.en.is_empty(), "{}", target.name);
    }
}
