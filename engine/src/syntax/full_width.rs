//! Full-width signs where YAML needs half-width ones: `required：true`, `｛ ja: 体重 ｝`, `－ id: height`.
//!
//! To the parser such a sign is a letter, so it complains about something else, often a line later. One line is walked as YAML would read it,
//! with either form taken for the sign; signs inside texts are left alone.

use crate::diagnostic::full_width::{half, narrow};
use crate::source::floor_boundary;

/// A sign that builds the file and is written full-width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Its first byte in the line.
    pub at: usize,
    /// The sign.
    pub written: char,
    /// With the half-width sign and blanks in its place the rest of the line keeps its bytes and its meaning.
    pub keeps_place: bool,
}

/// Where in a line the walk stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// A key or a value may begin.
    Start,
    /// In a word that may be a key.
    Word,
    /// Right after the `:` of a key.
    Colon,
    /// A value may begin.
    Value,
    /// In a value.
    Inside,
    /// After a closing quote or bracket.
    Closed,
}

/// The full-width signs of one line that build the file, in their order.
pub fn signs(line: &str) -> Vec<Sign> {
    let mut walk = Walk { line, place: Place::Start, depth: 0, found: Vec::new() };
    let mut quote = None;
    let mut before = ' ';
    for (at, character) in line.char_indices() {
        match quote {
            Some(open) if open == character => (quote, walk.place) = (None, Place::Closed),
            Some(_) => {}
            None if character == '#' && before == ' ' => break,
            None if matches!(character, '"' | '\'') && matches!(walk.place, Place::Start | Place::Value) => {
                quote = Some(character)
            }
            None if !walk.step(at, character) => break,
            None => {}
        }
        before = character;
    }
    walk.found
}

struct Walk<'l> {
    line: &'l str,
    place: Place,
    depth: usize,
    found: Vec<Sign>,
}

impl Walk<'_> {
    /// One character; false when the rest of the line is a comment.
    fn step(&mut self, at: usize, character: char) -> bool {
        let rest = self.line.get(at + character.len_utf8()..).unwrap_or("");
        let begins = matches!(self.place, Place::Start | Place::Value);
        match character {
            '\u{3000}' if self.place == Place::Start => self.sign(at, character, self.depth > 0),
            '\u{3000}' if self.place == Place::Colon => {
                self.sign(at, character, true);
                self.place = Place::Value;
            }
            ' ' if self.place == Place::Colon => self.place = Place::Value,
            ' ' | '\u{3000}' => {}
            '＃' if self.place == Place::Start && self.depth == 0 => {
                self.sign(at, character, true);
                return false;
            }
            '-' if self.place == Place::Start && rest.starts_with([' ', '\u{3000}']) => {}
            _ if self.place == Place::Start && self.depth == 0 && is_dash(character) && rest.starts_with([' ', '\u{3000}']) => {
                self.sign(at, character, false);
            }
            '{' | '[' | '｛' | '［' if begins => {
                self.sign(at, character, true);
                self.depth += 1;
                self.place = Place::Start;
            }
            '}' | ']' if self.depth > 0 => self.close(),
            '｝' | '］' if self.depth > 0 && ends(rest) => {
                self.sign(at, character, true);
                self.close();
            }
            ',' if self.depth > 0 => self.place = Place::Start,
            '，' | '、' if self.depth > 0 && (self.place == Place::Closed || is_entry(rest)) => {
                self.sign(at, character, true);
                self.place = Place::Start;
            }
            '：' if self.place == Place::Word => {
                self.sign(at, character, true);
                self.place = Place::Value;
            }
            ':' if rest.is_empty() || rest.starts_with([' ', '\u{3000}']) => self.place = Place::Colon,
            '\u{201c}' | '\u{201d}' | '＂' | '＇' if begins => {
                self.sign(at, character, false);
                self.place = Place::Inside;
            }
            _ if is_of_key(character) && matches!(self.place, Place::Start | Place::Word) => self.place = Place::Word,
            _ => self.place = Place::Inside,
        }
        true
    }

    fn sign(&mut self, at: usize, written: char, keeps_place: bool) {
        if half(written).is_some() {
            self.found.push(Sign { at, written, keeps_place });
        }
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.place = Place::Closed;
    }
}

fn is_of_key(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '$')
}

fn is_dash(character: char) -> bool {
    half(character).as_deref() == Some("-")
}

/// Whether what follows a bracket can follow a closing one.
fn ends(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\u{3000}']);
    rest.is_empty() || rest.starts_with([',', '，', '、', '}', '｝', ']', '］', '#', '＃'])
}

/// Whether `key:` begins here.
fn is_entry(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\u{3000}']);
    let length = rest.find(|character| !is_of_key(character)).unwrap_or(rest.len());
    length > 0 && rest.get(length..).is_some_and(|after| after.starts_with([':', '：']))
}

/// The full-width signs that build the file on the line of `at`, then on the line before it.
pub fn signs_near(text: &str, at: usize) -> Vec<(usize, char, bool)> {
    let at = floor_boundary(text, at);
    let mut end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| at + length);
    let mut near = Vec::new();
    let mut lines = 0;
    while lines < 2 {
        let start = text.get(..end).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let line = text.get(start..end).unwrap_or("");
        near.extend(signs(line).into_iter().map(|sign| (start + sign.at, sign.written, sign.keeps_place)));
        lines += usize::from(!line.trim().is_empty());
        let Some(before) = start.checked_sub(1) else { break };
        end = before;
    }
    near
}

/// The text with a half-width sign and blanks in the place of a full-width one.
pub fn with_half(text: &str, at: usize, written: char) -> Option<String> {
    let half = half(written)?;
    let blanks = " ".repeat(written.len_utf8().checked_sub(half.len())?);
    Some(format!("{}{half}{blanks}{}", text.get(..at)?, text.get(at + written.len_utf8()..)?))
}

/// A key whose colon or blanks are full-width: where its first full-width sign stands, and the sign.
pub fn in_key(word: &str, is_known: impl Fn(&str) -> bool) -> Option<(usize, char)> {
    if word.starts_with('＃') {
        return Some((0, '＃'));
    }
    let sign = word.char_indices().find(|(_, character)| matches!(character, '：' | '\u{3000}'))?;
    is_known(key_meant(word)?.as_str()).then_some(sign)
}

/// The key that a word with a full-width colon or blanks was to be.
pub fn key_meant(word: &str) -> Option<String> {
    if !word.contains(['：', '\u{3000}']) {
        return None;
    }
    let narrow: String = word.chars().map(narrow).collect();
    narrow.split(':').next().map(|key| key.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Sign, signs};

    fn seen(line: &str) -> String {
        signs(line).iter().map(|Sign { written, .. }| *written).collect()
    }

    #[test]
    fn signs_that_build_the_file_are_seen() {
        for (line, wanted) in [
            ("        required：true", "："),
            ("  - id：weight", "："),
            ("        kind:　date", "\u{3000}"),
            ("　　kind: date", "\u{3000}\u{3000}"),
            ("      － id: height", "－"),
            ("  -　infusion", "\u{3000}"),
            ("＃ 注意: ここから", "＃"),
            ("label: ｛ ja: 体重, en: Weight ｝", "｛｝"),
            ("label: { ja: 体重、en: Weight }", "、"),
            ("label: { ja：体重，en：Weight }", "：，："),
            ("codes: [\"a\"，\"b\"］", "，］"),
            ("label: { ja: “はい”, en: \"Yes\" }", "“"),
        ] {
            assert_eq!(seen(line), wanted, "{line}");
        }
    }

    #[test]
    fn signs_inside_texts_are_left_alone() {
        for line in [
            "label: { ja: 注意：体重、身長, en: Weight }",
            "label: { ja: \"ja：体重｝、en: x\", en: Weight }",
            "help: CRP：値を書く、または空欄",
            "ja: 発熱(38℃以上)，寒気 # 注：確認、済み",
            "# required：true",
            "title: 長さ － 幅",
            "ja: データ　入力",
        ] {
            assert_eq!(seen(line), "", "{line}");
        }
    }
}
