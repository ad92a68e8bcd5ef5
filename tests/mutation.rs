//! Thousands of damaged libraries: whatever a file holds, the engine reports and never panics, and every code it uses is explained.

use engine::diagnostic::{render, table};
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::SourceFile;
use tests::case::find_files;
use tests::root::path;

/// What gets pasted into files: pieces of YAML and of rules, and characters that confuse readers.
const PIECES: &[&str] = &[
    ": ",
    "\n",
    "  ",
    "- ",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a ",
    "!x ",
    "#",
    "null",
    "||",
    "&&",
    "(",
    ")",
    "?",
    "==",
    "in",
    "today",
    "\t",
    "\0",
    "あ",
    "<<: ",
    "|\n",
    ">\n",
    "9999999999999999999",
    "-1",
    "crs_occurred",
    "size(",
    "r.",
    "exists(r, ",
    "\u{feff}",
    "---\n",
    "%YAML\n",
    "\\",
];

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn damage(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(bytes.len());
    match chance.below(4) {
        0 => {
            let piece = PIECES[chance.below(PIECES.len())];
            bytes.splice(at..at, piece.bytes());
        }
        1 => {
            let end = (at + 1 + chance.below(20)).min(bytes.len());
            bytes.drain(at..end);
        }
        2 if at < bytes.len() => bytes[at] = chance.below(256) as u8,
        _ => {
            let start = chance.below(bytes.len());
            let copied = bytes[start..(start + chance.below(80)).min(bytes.len())].to_vec();
            bytes.splice(at..at, copied);
        }
    }
}

#[test]
fn damaged_definitions_are_reported_and_never_panic() {
    let top = path("form-definitions");
    let read = |file: &std::path::PathBuf| {
        let below = file.strip_prefix(&top).expect("below the library").to_string_lossy().into_owned();
        SourceFile::new(below, std::fs::read(file).expect("a readable file"))
    };
    let files: Vec<SourceFile> = find_files(&top, ".yaml").iter().map(read).collect();
    let turns = std::env::var("CTR_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(600);
    let mut chance = Chance(0x0dd5_eed5);
    for _ in 0..turns {
        let mut damaged = files.clone();
        let which = chance.below(damaged.len());
        let mut bytes = damaged[which].bytes.to_vec();
        for _ in 0..=chance.below(4) {
            damage(&mut bytes, &mut chance);
        }
        damaged[which] = SourceFile::new(damaged[which].path.clone(), bytes);
        let (_, found) = Library::read(&damaged);
        for diagnostic in &found {
            assert!(table::find(diagnostic.code).is_some(), "`{}` is not explained", diagnostic.code);
            let file = damaged.iter().find(|file| file.path == diagnostic.file).expect("a diagnostic names its file");
            let text = String::from_utf8_lossy(&file.bytes);
            for lang in Lang::ALL {
                assert!(render::text(diagnostic, &text, lang).contains("-->"));
            }
        }
    }
}
