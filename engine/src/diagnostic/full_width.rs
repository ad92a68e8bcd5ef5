//! Full-width signs and the half-width ones that are meant. Texts may hold any sign; what builds a file or a rule is half-width.

/// A character by its half-width form: `Ａ` is `A`, `：` is `:`, the full-width blank is a blank; any other stays.
pub fn narrow(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(character).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(character),
        _ => character,
    }
}

/// The half-width sign that is meant by one which a Japanese keyboard or a word processor writes.
pub fn half(character: char) -> Option<String> {
    let meant = match character {
        '\u{201c}'..='\u{201f}' | '「' | '」' | '『' | '』' | '〝' | '〟' => "\"",
        '\u{2018}'..='\u{201b}' => "'",
        '、' => ",",
        '。' => ".",
        '\u{2010}'..='\u{2015}' | '−' | 'ー' => "-",
        '×' => "*",
        '÷' => "/",
        '≦' | '≤' => "<=",
        '≧' | '≥' => ">=",
        '≠' => "!=",
        '【' | '〔' => "[",
        '】' | '〕' => "]",
        _ => {
            let narrow = narrow(character);
            return (narrow != character).then(|| narrow.to_string());
        }
    };
    Some(meant.to_owned())
}

/// A full-width quote with which a word begins, or a full-width comma in it: ids and codes hold neither.
pub fn in_word(word: &str) -> Option<(usize, char)> {
    let is_quote = |sign: &char| matches!(sign, '\u{2018}'..='\u{201f}' | '＂' | '＇');
    let quote = word.chars().next().filter(is_quote).map(|sign| (0, sign));
    quote.or_else(|| word.char_indices().find(|(_, sign)| matches!(sign, '，' | '、')))
}

/// Message and help, each (Japanese, English), where a sign builds the file and must be half-width.
pub fn told(written: char) -> ((String, String), (String, String)) {
    if written == '\u{3000}' {
        return (
            ("全角スペースがあります。".into(), "this is a full-width blank".into()),
            ("半角スペースに置き換えてください。".into(), "write half-width blanks in its place".into()),
        );
    }
    let half = half(written).unwrap_or_default();
    let (ja, en) = match &*half {
        ":" => ("半角の `:` と半角スペース1つで".to_owned(), "`:` and a blank".to_owned()),
        "\"" | "'" => (format!("前と後の両方を半角の `{half}` で"), format!("the half-width `{half}` before and after the text")),
        _ => (format!("半角の `{half}` で"), format!("the half-width `{half}`")),
    };
    (
        (format!("全角の `{written}` が使われています。"), format!("`{written}` is a full-width sign")),
        (
            format!("{ja}書いてください(文の中では全角の記号も使えます)。"),
            format!("write {en}; inside texts full-width signs may stand"),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{half, narrow};

    #[test]
    fn signs_have_their_half_width_form_and_letters_of_japanese_none() {
        assert_eq!("Ａ：　体重".chars().map(narrow).collect::<String>(), "A: 体重");
        for (written, meant) in [('＞', ">"), ('“', "\""), ('、', ","), ('≦', "<="), ('％', "%")] {
            assert_eq!(half(written).as_deref(), Some(meant));
        }
        for written in ['体', 'か', 'a', ':'] {
            assert_eq!(half(written), None);
        }
    }
}
