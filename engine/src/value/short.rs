//! Short texts and few codes, kept in the slot itself: most answers need no memory beside it.

/// A text of at most 21 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ShortText {
    length: u8,
    bytes: [u8; ShortText::MOST],
}

impl ShortText {
    const MOST: usize = 21;

    /// The text, when it is short enough.
    #[inline]
    pub fn of(text: &str) -> Option<ShortText> {
        let mut bytes = [0; ShortText::MOST];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(ShortText { length: u8::try_from(text.len()).ok()?, bytes })
    }

    /// The text.
    #[inline]
    pub fn text(&self) -> &str {
        self.bytes.get(..usize::from(self.length)).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// At most ten codes in the order chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FewCodes {
    length: u8,
    codes: [u16; FewCodes::MOST],
}

impl FewCodes {
    const MOST: usize = 10;

    /// The codes, when there are few enough.
    #[inline]
    pub fn of(chosen: &[u16]) -> Option<FewCodes> {
        let mut codes = [0; FewCodes::MOST];
        codes.get_mut(..chosen.len())?.copy_from_slice(chosen);
        Some(FewCodes { length: u8::try_from(chosen.len()).ok()?, codes })
    }

    /// The codes.
    #[inline]
    pub fn codes(&self) -> &[u16] {
        self.codes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{FewCodes, ShortText};

    #[test]
    fn what_is_short_comes_back_and_what_is_long_does_not_fit() {
        for text in ["", "A", "血液疾患血液疾", "123456789012345678901"] {
            assert_eq!(ShortText::of(text).as_ref().map(ShortText::text), Some(text));
        }
        assert!(ShortText::of("1234567890123456789012").is_none() && ShortText::of("血液疾患血液疾患").is_none());
        let codes: Vec<u16> = (0..11).collect();
        assert_eq!(FewCodes::of(&codes[..10]).as_ref().map(FewCodes::codes), Some(&codes[..10]));
        assert!(FewCodes::of(&codes).is_none());
    }
}
