//! As much of a browser as our own pages need: elements, ids, labels, and which pairs a form would send. It reads the HTML by the rules
//! that matter here (attributes in double quotes, character references, one newline dropped after `<textarea>`, CRLF in what is sent).

use std::collections::HashSet;

/// What was found in a page.
#[derive(Default)]
pub struct Page {
    /// The pairs that submitting would send, without a button.
    pub pairs: Vec<(String, String)>,
    /// Elements that are not closed, or closed out of turn.
    pub unclosed: Vec<String>,
    /// Ids that stand twice.
    pub duplicate_ids: Vec<String>,
    /// `for`, `aria-describedby`, `aria-labelledby` and `href="#..."` that lead nowhere.
    pub dangling: Vec<String>,
    /// Types of script elements.
    pub scripts: Vec<String>,
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

const VOID: [&str; 6] = ["input", "br", "img", "meta", "link", "hr"];

/// Reads a page.
pub fn read(html: &str) -> Page {
    let mut page = Page::default();
    let (mut open, mut ids, mut targets) = (Vec::<String>::new(), HashSet::new(), Vec::new());
    let (mut select, mut chosen): (Option<String>, Vec<String>) = (None, Vec::new());
    let (mut first_option, mut sent) = (None, 0);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').unwrap();
        let (inside, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if let Some(name) = inside.strip_prefix('/') {
            if open.pop().as_deref() != Some(name) {
                page.unclosed.push(name.to_owned());
            }
            if name == "template" {
                page.pairs.truncate(sent);
            }
            if name == "select" {
                let value = chosen.pop().or(first_option.take()).unwrap();
                page.pairs.push((select.take().unwrap(), value));
                chosen.clear();
            }
            continue;
        }
        let tag = tag(inside);
        if !VOID.contains(&tag.name.as_str()) {
            open.push(tag.name.clone());
        }
        if let Some(id) = tag.get("id").filter(|id| !ids.insert((*id).to_owned())) {
            page.duplicate_ids.push(id.to_owned());
        }
        for name in ["for", "aria-describedby", "aria-labelledby"] {
            targets.extend(tag.get(name).into_iter().flat_map(|ids| ids.split(' ')).map(str::to_owned));
        }
        targets.extend(tag.get("href").and_then(|href| href.strip_prefix('#')).map(str::to_owned));
        match tag.name.as_str() {
            // What a template holds is not sent.
            "template" => sent = page.pairs.len(),
            "script" => {
                page.scripts.push(tag.get("type").unwrap_or_default().to_owned());
                rest = &rest[rest.find("</script>").unwrap()..];
            }
            "textarea" => {
                let text = &rest[..rest.find("</textarea>").unwrap()];
                let text = unescape(text.strip_prefix('\n').unwrap_or(text));
                page.pairs.push((tag.get("name").unwrap().to_owned(), text.replace('\n', "\r\n")));
            }
            "select" => (select, first_option) = (tag.get("name").map(str::to_owned), None),
            "option" => {
                let value = tag.get("value").unwrap().to_owned();
                if tag.get("selected").is_some() {
                    chosen = vec![value.clone()];
                }
                first_option.get_or_insert(value);
            }
            "input" => {
                let ticked = !matches!(tag.get("type"), Some("radio" | "checkbox")) || tag.get("checked").is_some();
                if ticked {
                    page.pairs.push((tag.get("name").unwrap().to_owned(), tag.get("value").unwrap_or("on").to_owned()));
                }
            }
            _ => {}
        }
    }
    page.unclosed.extend(open);
    page.dangling = targets.into_iter().filter(|target| !ids.contains(target)).collect();
    page
}

fn tag(inside: &str) -> Tag {
    let (name, mut rest) = inside.split_once([' ', '\n']).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Tag { name: name.to_owned(), attributes };
        }
        let end = rest.find(['=', ' ', '\n']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let value = match rest.strip_prefix("=\"") {
            Some(quoted) => {
                let close = quoted.find('"').unwrap();
                rest = &quoted[close + 1..];
                unescape(&quoted[..close])
            }
            None => String::new(),
        };
        attributes.push((name, value));
    }
}

fn unescape(text: &str) -> String {
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/");
    plain.replace("&amp;", "&")
}
