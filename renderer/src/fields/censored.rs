//! Censored numbers as people write them: `<0.02`, `≦5`, `0.02未満`, `2000超`, `検出せず`. What remains is read as the item's number.
//! The same in `assets/fields.js`.

use engine::value::censor::Censor;

/// Signs before the number; longer ones first.
const BEFORE: [(&str, Censor); 8] = [
    ("<=", Censor::AtMost),
    ("≦", Censor::AtMost),
    ("≤", Censor::AtMost),
    (">=", Censor::AtLeast),
    ("≧", Censor::AtLeast),
    ("≥", Censor::AtLeast),
    ("<", Censor::Below),
    (">", Censor::Above),
];

/// Words after the number.
const AFTER: [(&str, Censor); 4] =
    [("未満", Censor::Below), ("以下", Censor::AtMost), ("以上", Censor::AtLeast), ("超", Censor::Above)];

/// Words that stand alone.
const NOT_DETECTED: [&str; 5] = ["検出せず", "検出されず", "不検出", "not detected", "undetectable"];

/// The comparator of a folded text, and the number's text (empty when not detected); `None` when the text has no comparator.
pub fn read(text: &str) -> Option<(Censor, &str)> {
    if NOT_DETECTED.iter().any(|words| text.eq_ignore_ascii_case(words)) {
        return Some((Censor::NotDetected, ""));
    }
    let before = BEFORE.iter().find_map(|(sign, censor)| Some((*censor, text.strip_prefix(sign)?)));
    let found = before.or_else(|| AFTER.iter().find_map(|(word, censor)| Some((*censor, text.strip_suffix(word)?))));
    found.map(|(censor, number)| (censor, number.trim_matches([' ', '\u{3000}'])))
}

#[cfg(test)]
mod tests {
    use super::read;
    use engine::value::censor::Censor;

    #[test]
    fn reads_what_people_write() {
        for (text, censor, number) in [
            ("<0.02", Censor::Below, "0.02"),
            ("< 0.02", Censor::Below, "0.02"),
            ("≦5", Censor::AtMost, "5"),
            ("<=5", Censor::AtMost, "5"),
            ("0.02未満", Censor::Below, "0.02"),
            ("5 以下", Censor::AtMost, "5"),
            ("≥3", Censor::AtLeast, "3"),
            ("2000超", Censor::Above, "2000"),
            ("2000以上", Censor::AtLeast, "2000"),
            ("検出せず", Censor::NotDetected, ""),
            ("Not Detected", Censor::NotDetected, ""),
        ] {
            assert_eq!(read(text), Some((censor, number)), "{text}");
        }
        for text in ["0.02", "", "ND", "-5", "陰性"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
