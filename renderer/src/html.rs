//! Text into HTML, safe in elements and in double-quoted attributes.

use std::borrow::Cow;

/// Appends the text with `&`, `<`, `>`, `"` and `'` escaped.
pub fn push_escaped(out: &mut String, text: &str) {
    if !text.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        return out.push_str(text);
    }
    let mut plain_from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(text.get(plain_from..at).unwrap_or_default());
        out.push_str(entity);
        plain_from = at + 1;
    }
    out.push_str(text.get(plain_from..).unwrap_or_default());
}

/// The text escaped.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// JSON that may stand inside `<script type="application/json">`: no `<` is left that could close the element or open a comment.
pub fn script_safe(json: &str) -> Cow<'_, str> {
    if json.contains('<') { json.replace('<', "\\u003c").into() } else { json.into() }
}

#[cfg(test)]
mod tests {
    use super::{escaped, script_safe};

    #[test]
    fn nothing_gets_out_of_an_element_an_attribute_or_a_script() {
        assert_eq!(escaped("<a b='c' d=\"e\">&血</a>"), "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;血&lt;/a&gt;");
        assert_eq!(escaped(""), "");
        assert_eq!(script_safe(r#"{"a":"</script><!--"}"#), r#"{"a":"\u003c/script>\u003c!--"}"#);
    }
}
