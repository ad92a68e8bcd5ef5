//! `application/x-www-form-urlencoded` as pairs: repeated names are kept (check boxes), and bytes that are not UTF-8 are refused, never replaced.

/// Most fields of a form.
pub const MOST: usize = 20_000;

/// The pairs of a body or query; nothing when it is not well-formed.
pub fn decode(body: &[u8]) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for part in body.split(|byte| *byte == b'&').filter(|part| !part.is_empty()) {
        if pairs.len() >= MOST {
            return None;
        }
        let mut halves = part.splitn(2, |byte| *byte == b'=');
        let name = text(halves.next()?)?;
        let value = text(halves.next().unwrap_or_default())?;
        pairs.push((name, value));
    }
    Some(pairs)
}

/// The pairs as a body; the inverse of [`decode`].
pub fn encode<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let part = |(name, value): (&str, &str)| format!("{}={}", escaped(name), escaped(value));
    pairs.into_iter().map(part).collect::<Vec<_>>().join("&")
}

/// Browsers send line ends of long texts as CR LF; the record keeps what the page showed.
pub fn plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn text(part: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(*rest.next()?)? << 4 | hex(*rest.next()?)?,
            other => *other,
        });
    }
    String::from_utf8(bytes).ok().map(|text| plain_line_ends(&text))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use super::*;

    #[test]
    fn pairs_come_back_as_they_were() {
        let pairs = [("a.name", "試験 太郎"), ("a.x", "1"), ("a.x", "2&3=%"), ("empty", "")];
        let read = decode(encode(pairs).as_bytes()).unwrap();
        assert_eq!(read.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect::<Vec<_>>(), pairs);
    }

    #[test]
    fn broken_escapes_and_bytes_are_refused() {
        assert_eq!(decode(b"a=%"), None);
        assert_eq!(decode(b"a=%zz"), None);
        assert_eq!(decode(b"a=%ff"), None);
        assert_eq!(decode(b"").unwrap().len(), 0);
        assert_eq!(decode(b"a=one%0D%0Atwo").unwrap()[0].1, "one\ntwo");
    }
}
