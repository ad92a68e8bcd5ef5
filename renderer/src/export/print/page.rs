//! The page with its style. What stands in the margins of each sheet (title, form and version, page of pages) is part of the style, so
//! that any browser repeats it.

use serde_json::json;

use super::form;
use crate::error::Error;
use crate::export::sheet::Sheet;
use crate::export::target::Subject;

const STYLE: &str = include_str!("../../../templates/export/print.css");

/// Makes the page.
pub fn make(subject: &Subject<'_>) -> Result<String, Error> {
    let style = subject.forms.iter().enumerate().fold(STYLE.to_owned(), |style, (at, form)| {
        let title = form.title.get(subject.lang);
        let name = format!("{} {} · {}", form.id, form.edition(), form.digest().get(..16).unwrap_or_default());
        format!(
            "{style}@page f{at} {{ @top-left {{ content: {} }} @bottom-left {{ content: {} }} }}\n.form-{at} {{ page: f{at}; }}\n",
            quoted(title),
            quoted(&name)
        )
    });
    let title = match subject.forms {
        [form] => Some(json!({ "ja": &*form.title.ja, "en": &*form.title.en })),
        _ => subject.library.registry.as_ref().map(|registry| json!({ "ja": &*registry.title.ja, "en": &*registry.title.en })),
    };
    let forms: Vec<_> = subject.forms.iter().map(|form| form::of(form, subject.lang, subject.annotated)).collect();
    let values = json!({ "title": title, "forms": forms, "annotated": subject.annotated });
    Sheet { template: "export/print.html", style: &style, script: "" }.render(subject.lang, values)
}

/// A text of a style sheet; signs that could end it are written by number.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | '.' | '·' | '（' | '）' | '・' | '-') {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_text_ends_the_style() {
        assert_eq!(quoted("受診 <A\"&\\"), "\"受診 \\3c A\\22 \\26 \\5c \"");
    }
}
