//! Pages that stand alone: one file with its style and script inside, and a policy that lets nothing else run or load.

use engine::form::digest::digest_of_text;
use engine::lang::Lang;
use serde_json::{Value, json};

use crate::error::Error;
use crate::template;

/// What a page is made of.
pub struct Sheet<'s> {
    /// The template's name in the table.
    pub template: &'s str,
    /// Its style sheet.
    pub style: &'s str,
    /// Its script; empty for none.
    pub script: &'s str,
}

impl Sheet<'_> {
    /// Renders the page.
    pub fn render(&self, lang: Lang, mut values: Value) -> Result<String, Error> {
        if let Some(values) = values.as_object_mut() {
            values.insert("style".to_owned(), json!(self.style));
            values.insert("script".to_owned(), json!(self.script));
            values.insert("policy".to_owned(), json!(self.policy()));
        }
        template::export(self.template, lang, &values)
    }

    fn policy(&self) -> String {
        let script = if self.script.is_empty() { "'none'".to_owned() } else { source(self.script) };
        format!("default-src 'none'; style-src {}; script-src {script}; base-uri 'none'; form-action 'none'", source(self.style))
    }
}

/// The only text that may run: `'sha256-...'`.
fn source(text: &str) -> String {
    let hex = digest_of_text(text.as_bytes());
    let digits: Vec<u8> =
        hex.chars().filter_map(|digit| digit.to_digit(16)).filter_map(|digit| u8::try_from(digit).ok()).collect();
    let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    format!("'sha256-{}'", base64(&bytes))
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sign = SIGNS.get((word >> (18 - 6 * place) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if place <= chunk.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base64, source};

    #[test]
    fn hashes_are_written_as_policies_want_them() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"M"), "TQ==");
        assert_eq!(source(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    }
}
