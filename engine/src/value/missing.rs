//! Why a value is absent: the reasons an item may allow in place of a value. "Unknown" is never a code in a list.

use std::fmt;

use crate::diagnostic::suggest::closest;

/// Words by which people mean a reason, in capitals without blanks and signs.
const SYNONYMS: &[(Missing, &[&str])] = &[
    (Missing::Unk, &["UNKNOWN", "UK", "UN", "MISSING"]),
    (Missing::Nd, &["NOTDONE", "NOTPERFORMED", "未検査", "未測定", "未施行"]),
    (Missing::Na, &["NOTAPPLICABLE", "NOTAPPL", "非該当", "対象外"]),
    (Missing::Nav, &["NOTAVAILABLE", "PENDING", "TBD", "未着", "入手不可"]),
    (Missing::Nask, &["NOTASKED", "未確認"]),
    (Missing::Asku, &["ASKEDUNKNOWN", "ASKEDBUTUNKNOWN"]),
    (Missing::Ref, &["REFUSED", "REFUSAL", "DECLINED", "拒否"]),
    (Missing::Uns, &["UNSPECIFIC", "OTHER", "UNCLASSIFIED", "分類不能"]),
    (Missing::Msk, &["MASKED", "WITHHELD", "非公開"]),
];

/// A reason for a missing value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Missing {
    /// Unknown.
    Unk,
    /// Not done.
    Nd,
    /// Not applicable.
    Na,
    /// Not available now; may come later.
    Nav,
    /// Not asked.
    Nask,
    /// Asked, and the answer is unknown.
    Asku,
    /// Refused.
    Ref,
    /// Unspecific source: the source says something that cannot be classified.
    Uns,
    /// Masked: withheld for privacy.
    Msk,
}

impl Missing {
    /// Every reason, in the order in which it is offered.
    pub const ALL: [Missing; 9] = [
        Missing::Unk,
        Missing::Nd,
        Missing::Na,
        Missing::Nav,
        Missing::Nask,
        Missing::Asku,
        Missing::Ref,
        Missing::Uns,
        Missing::Msk,
    ];

    /// Code, Japanese label, English label.
    fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Missing::Unk => ("UNK", "不明", "Unknown"),
            Missing::Nd => ("ND", "未実施", "Not done"),
            Missing::Na => ("NA", "該当なし", "Not applicable"),
            Missing::Nav => ("NAV", "現時点で入手不可", "Not available now"),
            Missing::Nask => ("NASK", "確認していない", "Not asked"),
            Missing::Asku => ("ASKU", "確認したが不明", "Asked but unknown"),
            Missing::Ref => ("REF", "回答拒否", "Refused"),
            Missing::Uns => ("UNS", "分類できない記載", "Unspecific in the source"),
            Missing::Msk => ("MSK", "非開示", "Masked"),
        }
    }

    /// The code in answers and definitions, for example `UNK`.
    pub fn code(self) -> &'static str {
        self.row().0
    }

    /// The reason in Japanese.
    pub fn ja(self) -> &'static str {
        self.row().1
    }

    /// The reason in English.
    pub fn en(self) -> &'static str {
        self.row().2
    }

    /// The reason of that code.
    pub fn from_code(code: &str) -> Option<Missing> {
        Missing::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Help for a word that is no code: the reason that is meant, or all of them (Japanese, English).
    pub fn suggest(word: &str) -> (String, String) {
        let plain: String = word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect();
        let meant = SYNONYMS
            .iter()
            .find(|(reason, words)| words.contains(&plain.as_str()) || plain == reason.code() || plain == reason.ja());
        let near = || {
            let near = closest(word, Missing::ALL.iter().map(|reason| reason.code())).and_then(Missing::from_code);
            near.or_else(|| {
                let near = closest(&plain, SYNONYMS.iter().flat_map(|(_, words)| *words).copied())?;
                SYNONYMS.iter().find(|(_, words)| words.contains(&near)).map(|(reason, _)| *reason)
            })
        };
        if let Some(reason) = meant.map(|(reason, _)| *reason).or_else(near) {
            let (code, ja, en) = reason.row();
            return (format!("`{code}`({ja})のことですか?"), format!("did you mean `{code}` ({en})?"));
        }
        let all = |label: fn(Missing) -> &'static str| {
            Missing::ALL.map(|reason| format!("`{}` {}", reason.code(), label(reason))).join(", ")
        };
        (format!("使えるもの: {}", all(Missing::ja)), format!("known here: {}", all(Missing::en)))
    }

    /// Its place in [`Missing::ALL`].
    pub fn index(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Missing;

    #[test]
    fn codes_are_distinct_and_found_again() {
        for (place, reason) in Missing::ALL.into_iter().enumerate() {
            assert_eq!(Missing::from_code(reason.code()), Some(reason));
            assert_eq!(usize::from(reason.index()), place);
        }
        assert_eq!(Missing::from_code("unk"), None);
        for (written, meant) in [
            ("UNKNOWN", "`UNK`"),
            ("UNKOWN", "`UNK`"),
            ("n/a", "`NA`"),
            ("unk", "`UNK`"),
            ("Not done", "`ND`"),
            ("未実施", "`ND`"),
        ] {
            assert!(Missing::suggest(written).1.contains(&format!("did you mean {meant}")), "{written}");
        }
    }
}
