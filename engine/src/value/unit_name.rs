//! Units of measure as clinicians read them. Definitions and answers keep UCUM's spelling (`10*9/L`, `Cel`); people read ×10⁹/L and ℃.

use crate::lang::Lang;

/// UCUM's word, Japanese, English.
const WORDS: &[(&str, &str, &str)] = &[
    ("Cel", "℃", "°C"),
    ("d", "日", "days"),
    ("h", "時間", "hours"),
    ("min", "分", "minutes"),
    ("s", "秒", "seconds"),
    ("wk", "週", "weeks"),
    ("mo", "か月", "months"),
    ("a", "年", "years"),
    // An age, told from a span of years by UCUM's own annotation, which changes no value.
    ("a{age}", "歳", "years"),
    ("mo{age}", "か月", "months"),
    ("{unit}", "単位", "units"),
    ("1", "", ""),
];

/// Atoms that are spelled otherwise inside a compound unit: UCUM's, Japanese, English. Hours and minutes stay `h` and `min` in both.
const ATOMS: &[(&str, &str, &str)] = &[
    ("[IU]", "IU", "IU"),
    ("[iU]", "IU", "IU"),
    ("m[Hg]", "mHg", "mHg"),
    ("mm[Hg]", "mmHg", "mmHg"),
    ("[in_i]", "in", "in"),
    ("[ppm]", "ppm", "ppm"),
    ("a", "年", "year"),
    ("d", "日", "day"),
    ("mo", "か月", "month"),
    ("wk", "週", "week"),
];

/// Annotations that clinicians write in full: `g/gCr`, per body surface of 1.73 m².
const NOTES: &[(&str, &str)] = &[("creat", "Cr"), ("1.73_m2", "1.73 m²")];

/// A number with its unit in print: `1 day`, `2 days`, `38.5 ℃`.
pub fn measured(number: &str, unit: Option<&str>, lang: Lang) -> String {
    match unit.map(|unit| print(unit, lang)).filter(|print| !print.is_empty()) {
        Some(print) => {
            let is_word = lang == Lang::En && WORDS.iter().any(|(_, _, en)| *en == print);
            format!("{number} {}", if is_word && number == "1" { print.trim_end_matches('s') } else { &print })
        }
        None => number.to_owned(),
    }
}

/// The unit in print.
pub fn print(unit: &str, lang: Lang) -> String {
    if let Some((_, ja, en)) = WORDS.iter().find(|(word, _, _)| *word == unit) {
        return match lang {
            Lang::Ja => (*ja).to_owned(),
            Lang::En => (*en).to_owned(),
        };
    }
    unit.split('/').map(|factors| product(factors, lang)).collect::<Vec<_>>().join("/")
}

/// What stands between slashes; a point sets factors apart, except inside an annotation.
fn product(factors: &str, lang: Lang) -> String {
    if factors.contains('{') {
        return term(factors, lang);
    }
    factors.split('.').map(|factor| term(factor, lang)).collect::<Vec<_>>().join("·")
}

/// One factor: an annotation without its braces, a power of ten, or a symbol with its exponent raised.
fn term(term: &str, lang: Lang) -> String {
    if let Some(exponent) = term.strip_prefix("10*") {
        return format!("×10{}", raised(exponent));
    }
    if let Some(annotation) = term.strip_prefix('{') {
        let annotation = annotation.trim_end_matches('}');
        return noted(annotation).map_or_else(|| annotation.replace(['{', '}'], "").replace('_', " "), str::to_owned);
    }
    let (without_note, note) = term.split_once('{').unwrap_or((term, ""));
    let note = noted(note.trim_end_matches('}')).unwrap_or_default();
    let symbol = without_note.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let exponent = without_note.strip_prefix(symbol).unwrap_or_default();
    format!("{}{}{note}", spelled(symbol, lang), raised(exponent))
}

fn noted(annotation: &str) -> Option<&'static str> {
    NOTES.iter().find(|(note, _)| *note == annotation).map(|(_, print)| *print)
}

fn spelled(symbol: &str, lang: Lang) -> String {
    if let Some((_, ja, en)) = ATOMS.iter().find(|(atom, ..)| *atom == symbol) {
        return if lang == Lang::Ja { *ja } else { *en }.to_owned();
    }
    let plain = symbol.replace("[IU]", "IU").replace("[iU]", "IU");
    match plain.strip_prefix('u') {
        Some(rest) if !rest.is_empty() => format!("µ{rest}"),
        _ => plain,
    }
}

fn raised(exponent: &str) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let one = |c: char| match c.to_digit(10) {
        Some(digit) => DIGITS.get(digit as usize).copied().unwrap_or(c),
        None if c == '-' => '⁻',
        None => c,
    };
    exponent.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{measured, print};
    use crate::lang::Lang;

    #[test]
    fn prints_what_clinicians_write() {
        for (ucum, ja, en) in [
            ("10*9/L", "×10⁹/L", "×10⁹/L"),
            ("10*6/kg", "×10⁶/kg", "×10⁶/kg"),
            ("Cel", "℃", "°C"),
            ("d", "日", "days"),
            ("a{age}", "歳", "years"),
            ("mg/d", "mg/日", "mg/day"),
            ("g/g{creat}", "g/gCr", "g/gCr"),
            ("ug/L", "µg/L", "µg/L"),
            ("/uL", "/µL", "/µL"),
            ("[IU]/L", "IU/L", "IU/L"),
            ("m2", "m²", "m²"),
            ("mm[Hg]", "mmHg", "mmHg"),
            ("{copies}/{cell}", "copies/cell", "copies/cell"),
            ("mL/min/{1.73_m2}", "mL/min/1.73 m²", "mL/min/1.73 m²"),
            ("U/L", "U/L", "U/L"),
            ("u", "u", "u"),
            ("%", "%", "%"),
        ] {
            assert_eq!((print(ucum, Lang::Ja).as_str(), print(ucum, Lang::En).as_str()), (ja, en), "{ucum}");
        }
    }

    #[test]
    fn counts_of_one_are_singular() {
        assert_eq!(measured("1", Some("d"), Lang::En), "1 day");
        assert_eq!(measured("2", Some("d"), Lang::En), "2 days");
        assert_eq!(measured("1", Some("s"), Lang::En), "1 second");
        assert_eq!(measured("1", Some("d"), Lang::Ja), "1 日");
        assert_eq!(measured("1", Some("a{age}"), Lang::En), "1 year");
        assert_eq!(measured("65", Some("a{age}"), Lang::Ja), "65 歳");
        assert_eq!(measured("1", Some("mg/dL"), Lang::En), "1 mg/dL");
        assert_eq!(measured("1", Some("1"), Lang::En), "1");
    }
}
