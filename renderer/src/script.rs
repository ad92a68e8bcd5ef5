//! Scripts as they are sent: without the comments that stand on lines of their own, without indentation and blank lines.
//!
//! The sources stay what people read and review; a browser needs less. Line ends stay, so nothing changes its meaning. The tests run the
//! scripts as they are sent.

/// A script without its comments and indentation. A text that spans lines must not stand in it.
pub fn sent(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut in_comment = false;
    for line in source.lines().map(str::trim) {
        let begins = !in_comment && line.starts_with("/*");
        if in_comment || begins {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::sent;
    use crate::asset::TABLE;

    #[test]
    fn takes_out_comments_and_indentation_only() {
        let source = "// head\nimport { a } from \"./a.js\";\n\n/** One line. */\nexport function b() {\n  /*\n   * Several\n   */\n  return a(\"// no comment\"); // kept\n}\n";
        assert_eq!(
            sent(source),
            "import { a } from \"./a.js\";\nexport function b() {\nreturn a(\"// no comment\"); // kept\n}\n"
        );
    }

    #[test]
    fn no_script_holds_what_would_be_broken() {
        for asset in TABLE.iter().filter(|asset| asset.file.ends_with(".js")) {
            for line in asset.text.lines() {
                let code = line.trim_start();
                assert!(
                    code.starts_with("//") || code.matches('`').count() % 2 == 0,
                    "{}: a text over lines: {line}",
                    asset.file
                );
                assert!(!code.contains("/*") || code.starts_with("/*"), "{}: a comment inside a line: {line}", asset.file);
            }
            assert!(sent(asset.text).len() > asset.text.len() / 2, "{}", asset.file);
        }
    }
}
