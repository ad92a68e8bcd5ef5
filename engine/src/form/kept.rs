//! JSON that is kept as its text: an author's case is small until it is judged, and read then.

use serde_json::{Map, Value};

/// An object of JSON as text; nothing at all for an empty one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept(Box<str>);

impl Kept {
    /// Keeps an object.
    pub fn of(members: &Map<String, Value>) -> Kept {
        let text = if members.is_empty() { String::new() } else { serde_json::to_string(members).unwrap_or_default() };
        Kept(text.into())
    }

    /// The text.
    pub fn text(&self) -> &str {
        if self.0.is_empty() { "{}" } else { &self.0 }
    }

    /// The members.
    pub fn members(&self) -> Map<String, Value> {
        serde_json::from_str(self.text()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::Kept;

    #[test]
    fn what_is_kept_comes_back() {
        let members = json!({ "dose": "1.50", "drugs": [{ "name": "A" }], "note": null });
        let members = members.as_object().cloned().unwrap_or_default();
        assert_eq!(Kept::of(&members).members(), members);
        assert_eq!((Kept::of(&Map::new()).text(), Kept::default().members()), ("{}", Map::new()));
    }
}
