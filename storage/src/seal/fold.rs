//! Folding for search keys only: width, kana kind, small kana, spaces, hyphens and case are evened out.
//! Stored text is never folded.

/// Half-width katakana U+FF66..U+FF9D in full width, in code order.
const FULL_WIDTH: [char; 56] = [
    'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー', 'ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ',
    'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ', 'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ',
    'ミ', 'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ', 'ン',
];

/// The text evened out for comparison: full-width katakana with large kana, plain lower-case Latin and digits, no spaces or hyphens.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // voiced and semi-voiced marks (half-width, combining, stand-alone) join the kana before them
            'ﾞ' | '\u{3099}' | '゛' => join(&mut out, 1),
            'ﾟ' | '\u{309A}' | '゜' => join(&mut out, 2),
            _ => out.extend(fold_char(c)),
        }
    }
    out
}

/// One character evened out; `None` when it does not count.
fn fold_char(c: char) -> Option<char> {
    let shifted = |by: i64| u32::try_from(i64::from(u32::from(c)) + by).ok().and_then(char::from_u32);
    let even = match c {
        '\u{FF66}'..='\u{FF9D}' => FULL_WIDTH.get((u32::from(c) - 0xFF66) as usize).copied()?,
        'ぁ'..='ゖ' => shifted(0x60)?,
        '！'..='～' => shifted(-0xFEE0)?,
        other => other,
    };
    match even {
        ' ' | '\u{3000}' | '\t' | '-' | '‐' | '‑' | '–' | '—' | '−' | '・' | '･' | '=' => None,
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' => char::from_u32(u32::from(even) + 1),
        'ヵ' => Some('カ'),
        'ヶ' => Some('ケ'),
        letter => letter.to_lowercase().next(),
    }
}

/// Joins a voiced (1) or semi-voiced (2) mark to the last kana, where such a kana exists.
fn join(out: &mut String, mark: u32) {
    let code = out.chars().last().map_or(0, u32::from);
    // Only a plain kana takes a mark: カ..チ stand at odd code points, ツ テ ト at even ones, ハ..ホ at multiples of three.
    let joined = match code {
        0x30A6 if mark == 1 => Some('ヴ'),
        0x30AB..=0x30C1 if mark == 1 && code % 2 == 1 => char::from_u32(code + 1),
        0x30C4..=0x30C8 if mark == 1 && code.is_multiple_of(2) => char::from_u32(code + 1),
        0x30CF..=0x30DB if code.is_multiple_of(3) => char::from_u32(code + mark),
        _ => None,
    };
    if let Some(kana) = joined {
        out.pop();
        out.push(kana);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_name_fold_to_one_key() {
        for writing in ["ヤマダ ジュンコ", "やまだ　じゅんこ", "ﾔﾏﾀﾞ ｼﾞｭﾝｺ", "ヤマタ\u{3099}シ\u{3099}ュンコ", "ヤマダ・ジユンコ"]
        {
            assert_eq!(fold(writing), "ヤマダジユンコ", "{writing}");
        }
        assert_eq!(fold("パヴ"), fold("ﾊﾟｳﾞ"));
        assert_eq!(fold("ッポ"), fold("ｯﾎﾟ"));
        assert_eq!(fold("ガ\u{3099}ア゛"), "ガア", "a mark that cannot join is dropped");
    }

    #[test]
    fn numbers_fold_width_case_and_hyphens() {
        assert_eq!(fold("００１２-ａＢ ３"), "0012ab3");
    }

    #[test]
    fn different_names_stay_different() {
        assert_ne!(fold("ハヤシ"), fold("バヤシ"));
        assert_ne!(fold("オオノ"), fold("オノ"));
    }
}
