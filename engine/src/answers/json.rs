//! A conforming JSON reader (RFC 8259) over bytes that hands out one token at a time and builds nothing.
//! `serde_json::Value` would keep only one of two equal keys, lose the text of numbers and cost three times the work.

use crate::answers::error::Error;
use crate::answers::key_table::is_same;
use std::borrow::Cow;

/// The deepest nesting that is read; answers themselves need four levels.
pub const DEEPEST: u32 = 64;

/// Where the reader stands in a text.
pub struct Json<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Json<'a> {
    /// A reader at the start of bytes, if they are UTF-8.
    pub fn new(bytes: &'a [u8]) -> Result<Json<'a>, Error> {
        let text = simdutf8::compat::from_utf8(bytes).map_err(|fault| Error::NotUtf8(fault.valid_up_to()))?;
        Ok(Json { text, at: 0 })
    }

    /// The next byte that is not white space, without taking it.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    /// Takes that byte if it is next.
    #[inline]
    pub fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Takes that byte or fails.
    #[inline]
    pub fn expect(&mut self, byte: u8) -> Result<(), Error> {
        if self.take(byte) { Ok(()) } else { Err(self.fault()) }
    }

    /// A syntax error here.
    pub fn fault(&self) -> Error {
        Error::Syntax(self.at)
    }

    /// After the value: nothing but white space may follow.
    pub fn end(&mut self) -> Result<(), Error> {
        if self.peek().is_none() { Ok(()) } else { Err(self.fault()) }
    }

    /// The next key of an object whose `{` was taken (`first`) or whose last member was read; `None` after `}`.
    #[inline]
    pub fn key(&mut self, first: bool) -> Result<Option<Cow<'a, str>>, Error> {
        if self.member(first)? { self.name().map(Some) } else { Ok(None) }
    }

    /// Whether an object has a further member, whose key is to be taken next.
    #[inline]
    pub fn member(&mut self, first: bool) -> Result<bool, Error> {
        self.next_part(first, b'}')
    }

    /// The key of a member.
    #[inline]
    pub fn name(&mut self) -> Result<Cow<'a, str>, Error> {
        let key = self.string()?;
        self.expect(b':')?;
        Ok(key)
    }

    /// Takes the key of a member if it is this one, written without escapes and directly before its colon; `name` reads any other.
    #[inline]
    pub fn take_name(&mut self, id: &[u8]) -> bool {
        if self.peek() != Some(b'"') {
            return false;
        }
        let rest = self.text.as_bytes().get(self.at + 1..).unwrap_or_default();
        let found = rest.get(..id.len()).is_some_and(|start| is_same(start, id))
            && rest.get(id.len()..id.len() + 2) == Some(b"\":".as_slice());
        self.at += if found { id.len() + 3 } else { 0 };
        found
    }

    /// Whether an array whose `[` was taken has a further element; takes the comma before it or the `]`.
    #[inline]
    pub fn element(&mut self, first: bool) -> Result<bool, Error> {
        self.next_part(first, b']')
    }

    #[inline]
    fn next_part(&mut self, first: bool, close: u8) -> Result<bool, Error> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !first => {
                self.at += 1;
                Ok(true)
            }
            Some(_) if first => Ok(true),
            _ => Err(self.fault()),
        }
    }

    /// A string, borrowed unless it has escapes.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'a, str>, Error> {
        self.expect(b'"')?;
        let start = self.at;
        self.skip_plain()?;
        let plain = self.text.get(start..self.at).ok_or(Error::Syntax(start))?;
        if self.text.as_bytes().get(self.at) == Some(&b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        self.escaped(plain.to_owned()).map(Cow::Owned)
    }

    /// Moves to the next quote or backslash; control characters are no JSON.
    #[inline]
    fn skip_plain(&mut self) -> Result<(), Error> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = plain_length(rest);
        self.at += length;
        match rest.get(length) {
            Some(b'"' | b'\\') => Ok(()),
            _ => Err(self.fault()),
        }
    }

    /// The rest of a string from its first backslash on.
    fn escaped(&mut self, mut text: String) -> Result<String, Error> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                _ => {
                    let start = self.at;
                    self.skip_plain()?;
                    text.push_str(self.text.get(start..self.at).ok_or(Error::Syntax(start))?);
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        let byte = self.text.as_bytes().get(self.at).copied().ok_or(self.fault())?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(self.fault()),
        })
    }

    /// `\uXXXX`, or two of them for a character beyond the first plane; a lone surrogate is no text.
    fn unicode(&mut self) -> Result<char, Error> {
        let high = self.four_hex()?;
        if !(0xd800..0xe000).contains(&high) {
            return char::from_u32(high).ok_or(self.fault());
        }
        let follows = self.text.as_bytes().get(self.at..self.at + 2) == Some(b"\\u".as_slice());
        if high >= 0xdc00 || !follows {
            return Err(self.fault());
        }
        self.at += 2;
        let low = self.four_hex()?;
        if !(0xdc00..0xe000).contains(&low) {
            return Err(self.fault());
        }
        char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)).ok_or(self.fault())
    }

    fn four_hex(&mut self) -> Result<u32, Error> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or(self.fault())?;
        let code = digits
            .iter()
            .try_fold(0_u32, |code, digit| Some(code * 16 + char::from(*digit).to_digit(16)?))
            .ok_or(self.fault())?;
        self.at += 4;
        Ok(code)
    }

    /// A plain whole number of at most 15 digits, taken at once; `None` leaves the number to [`Json::number`].
    #[inline]
    pub fn small_whole(&mut self) -> Option<i64> {
        let bytes = self.text.as_bytes();
        let negative = bytes.get(self.at) == Some(&b'-');
        let start = self.at + usize::from(negative);
        let (mut at, mut value) = (start, 0_i64);
        while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
            value = value * 10 + i64::from(*digit - b'0');
            at += 1;
            if at - start > 15 {
                return None;
            }
        }
        let led_by_zero = at - start > 1 && bytes.get(start) == Some(&b'0');
        if at == start || led_by_zero || matches!(bytes.get(at), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.at = at;
        Some(if negative { -value } else { value })
    }

    /// The text of a number.
    #[inline]
    pub fn number(&mut self) -> Result<&'a str, Error> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let digits = |from: usize| bytes.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut at = start + usize::from(bytes.get(start) == Some(&b'-'));
        let whole = digits(at);
        if whole == 0 || (whole > 1 && bytes.get(at) == Some(&b'0')) {
            return Err(Error::Syntax(at));
        }
        at += whole;
        if bytes.get(at) == Some(&b'.') {
            let places = digits(at + 1);
            if places == 0 {
                return Err(Error::Syntax(at));
            }
            at += 1 + places;
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let power = digits(at + 1 + sign);
            if power == 0 {
                return Err(Error::Syntax(at));
            }
            at += 1 + sign + power;
        }
        self.at = at;
        self.text.get(start..at).ok_or(Error::Syntax(start))
    }

    /// `true` or `false`.
    pub fn boolean(&mut self) -> Result<bool, Error> {
        if self.peek() == Some(b't') { self.word("true").map(|()| true) } else { self.word("false").map(|()| false) }
    }

    fn word(&mut self, word: &str) -> Result<(), Error> {
        let found = self.text.as_bytes().get(self.at..).unwrap_or_default().starts_with(word.as_bytes());
        if !found {
            return Err(self.fault());
        }
        self.at += word.len();
        Ok(())
    }

    /// Passes over any value, checking that it is JSON.
    pub fn skip(&mut self, depth: u32) -> Result<(), Error> {
        if depth >= DEEPEST {
            return Err(Error::TooDeep(self.at));
        }
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'{') => {
                self.expect(b'{')?;
                let mut first = true;
                while self.key(first)?.is_some() {
                    first = false;
                    self.skip(depth + 1)?;
                }
                Ok(())
            }
            Some(b'[') => {
                self.expect(b'[')?;
                let mut first = true;
                while self.element(first)? {
                    first = false;
                    self.skip(depth + 1)?;
                }
                Ok(())
            }
            Some(b't' | b'f') => self.boolean().map(drop),
            Some(b'n') => self.word("null"),
            _ => self.number().map(drop),
        }
    }
}

/// How many bytes stand before the next quote, backslash or control character; eight at a time.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let (words, tail) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        // A borrow can only mark bytes above a true one, and the lowest mark is taken.
        let marks = (zero(word ^ (ONES * 0x22)) | zero(word ^ (ONES * 0x5c)) | control) & HIGHS;
        if marks != 0 {
            return at * 8 + (marks.trailing_zeros() / 8) as usize;
        }
    }
    let rest = tail.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)).unwrap_or(tail.len());
    words.len() * 8 + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn accepts(text: &[u8]) -> bool {
        Json::new(text).and_then(|mut json| json.skip(0).and_then(|()| json.end())).is_ok()
    }

    fn string(text: &str) -> Option<String> {
        Json::new(text.as_bytes()).ok()?.string().ok().map(Cow::into_owned)
    }

    #[test]
    fn reads_escapes() {
        assert_eq!(string(r#""a\"\\\/\b\f\n\r\té𠮷x""#).as_deref(), Some("a\"\\/\u{8}\u{c}\n\r\té𠮷x"));
        for bad in [r#""\ud842""#, r#""\udfb7""#, r#""\ud842A""#, r#""\x""#, r#""\u00g0""#, "\"a\nb\"", "\"a"] {
            assert_eq!(string(bad), None, "{bad}");
        }
    }

    #[test]
    fn knows_json_from_what_is_not() {
        for good in ["0", "-0.5e+10", "[]", "{}", " [1 , {\"a\" : null}] ", "true", "\"\""] {
            assert!(accepts(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "nul",
            "[1 2]",
            "1 2",
            "'a'",
            "NaN",
            "-",
            "[",
            "{\"a\"}",
        ] {
            assert!(!accepts(bad.as_bytes()), "{bad}");
        }
        assert!(!accepts(b"\"\xff\""));
        assert!(!accepts("[".repeat(100).as_bytes()));
    }

    #[test]
    fn finds_the_end_of_plain_text_at_any_distance() {
        for stop in ['"', '\\', '\u{1f}', '\0', '\n'] {
            for before in 0..40 {
                let text = format!("{}{stop}{}", "é".repeat(before), "\"あ\u{7f}".repeat(5));
                assert_eq!(plain_length(text.as_bytes()), before * 2);
            }
        }
        assert_eq!(plain_length("～日本".as_bytes()), 9);
    }

    proptest! {
        #[test]
        fn takes_small_whole_numbers_as_serde_json_does(text in "-?[0-9]{0,17}[.eE,]?") {
            let mut json = Json::new(text.as_bytes()).unwrap();
            if let Some(value) = json.small_whole() {
                // serde_json reads `-0` as a fraction; for a count it is 0.
                let digits = text.trim_end_matches(',').replace("-0", "0");
                prop_assert_eq!(serde_json::from_str::<i64>(&digits).unwrap(), value);
            }
        }

        #[test]
        fn agrees_with_serde_json_on_any_text(text in "[\\[\\]{}:,\"\\\\ue0-9.+\\-tfn a-fsrl]{0,24}") {
            prop_assert_eq!(accepts(text.as_bytes()), serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }

        #[test]
        fn reads_back_any_string(text in any::<String>()) {
            let written = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(string(&written), Some(text));
        }
    }
}
