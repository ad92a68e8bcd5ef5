//! XML as a small tree that is written with indentation; what XML cannot hold is left out, everything else escaped.

/// An element.
#[derive(Clone, Debug, Default)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    /// An empty element.
    #[must_use]
    pub fn new(name: &'static str) -> Element {
        Element { name, ..Element::default() }
    }

    /// With an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Element {
        self.attributes.push((name, value.into()));
        self
    }

    /// With an attribute where there is a value.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<String>) -> Element {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With one more element inside.
    #[must_use]
    pub fn holding(mut self, child: Element) -> Element {
        self.children.push(child);
        self
    }

    /// With more elements inside.
    #[must_use]
    pub fn holding_all(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        self.children.extend(children);
        self
    }

    /// With text inside.
    #[must_use]
    pub fn saying(mut self, text: &str) -> Element {
        text.clone_into(&mut self.text);
        self
    }

    /// The whole document.
    pub fn document(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.write(0, &mut out);
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        out.push_str(&format!("{indent}<{}", self.name));
        for (name, value) in &self.attributes {
            out.push_str(&format!(" {name}=\"{}\"", escaped(value, true)));
        }
        if self.children.is_empty() && self.text.is_empty() {
            out.push_str("/>\n");
            return;
        }
        out.push('>');
        out.push_str(&escaped(&self.text, false));
        if !self.children.is_empty() {
            out.push('\n');
            self.children.iter().for_each(|child| child.write(depth + 1, out));
            out.push_str(&indent);
        }
        out.push_str(&format!("</{}>\n", self.name));
    }
}

fn escaped(text: &str, in_attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Element;

    #[test]
    fn writes_what_any_reader_takes_back() {
        let inner = Element::new("b").with("x", "1 < \"2\"\n").saying("a & b\u{7}");
        let tree = Element::new("a").holding(inner).holding(Element::new("c").with_some("y", None));
        let text =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n  <b x=\"1 &lt; &quot;2&quot;&#10;\">a &amp; b</b>\n  <c/>\n</a>\n";
        assert_eq!(tree.document(), text);
    }
}
