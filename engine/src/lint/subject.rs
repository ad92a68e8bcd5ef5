//! What lints look at: the library, its newest forms, and the files as written, so that every finding has its place.

use std::sync::Arc;

use crate::form::form::Form;
use crate::library::library::Library;
use crate::source::Span;
use crate::syntax::tree::{Node, Written};

/// A place in a file.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub file: Arc<str>,
    /// Where in it.
    pub span: Span,
}

/// A library with its files as trees.
pub struct Subject<'l> {
    /// What was linked.
    pub library: &'l Library,
    /// The files, in the library's order.
    pub files: Vec<Written>,
}

impl<'l> Subject<'l> {
    /// The newest version of every form: what is past cannot be mended.
    pub fn forms(&self) -> impl Iterator<Item = &'l Arc<Form>> {
        self.library.forms.values().filter_map(|versions| versions.last())
    }

    /// Where a form stands, for what stands in no file of its own.
    pub fn form_place(&self, form: &Form) -> Option<Place> {
        let file = self.form_file(form)?;
        place_of(file, &file.root, "form")
    }

    /// The file at a path.
    pub fn file(&self, path: &str) -> Option<&Written> {
        self.files.iter().find(|file| &*file.path == path)
    }

    /// The file of a form.
    pub fn form_file(&self, form: &Form) -> Option<&Written> {
        self.file(&format!("forms/{}/{}.yaml", form.id, form.version))
    }

    /// The files that hold definitions of a folder, as `lists/`.
    pub fn folder(&self, start: &str) -> impl Iterator<Item = &Written> {
        self.files.iter().filter(move |file| file.path.starts_with(start))
    }

    /// Files that an item or check of a form may stand in: its own, then shared ones.
    fn homes(&self, form: &Form) -> impl Iterator<Item = &Written> {
        self.form_file(form).into_iter().chain(self.folder("items/")).chain(self.folder("blocks/"))
    }

    /// An item of a form as written, with its file.
    pub fn item(&self, form: &Form, id: &str) -> Option<(&Written, &Node)> {
        self.homes(form).find_map(|file| Some((file, find_item(&file.root, id)?)))
    }

    /// Where a key of an item has its value; the item's id when the key is not written.
    pub fn item_place(&self, form: &Form, id: &str, key: &str) -> Option<Place> {
        let (file, node) = self.item(form, id)?;
        place_of(file, node, key)
    }

    /// Where a key of a check has its value.
    pub fn check_place(&self, form: &Form, id: &str, key: &str) -> Option<Place> {
        let products = self.folder("products/");
        self.homes(form).chain(products).find_map(|file| place_of(file, find_check(&file.root, id)?, key))
    }

    /// Where a key of a section has its value.
    pub fn section_place(&self, form: &Form, id: &str, key: &str) -> Option<Place> {
        let file = self.form_file(form)?;
        let sections = file.root.get("sections")?.members();
        place_of(file, sections.iter().find(|section| is_named(section, id))?, key)
    }

    /// A code list as written, with its file.
    pub fn list(&self, id: &str) -> Option<(&Written, &Node)> {
        self.folder("lists/").find_map(|file| {
            let lists = file.root.get("lists")?.members();
            Some((file, lists.iter().find(|list| is_named(list, id))?))
        })
    }
}

/// Where a key of a map has its value; its id, else the whole of it, when the key is not written.
pub fn place_of(file: &Written, node: &Node, key: &str) -> Option<Place> {
    let value = node.get(key).or_else(|| node.get("id")).unwrap_or(node);
    Some(Place { file: file.path.clone(), span: value.span })
}

fn is_named(node: &Node, id: &str) -> bool {
    node.get("id").and_then(Node::word).is_some_and(|word| **word == *id)
}

/// The first map below `items` that has this id.
fn find_item<'n>(node: &'n Node, id: &str) -> Option<&'n Node> {
    let below = node.entries().iter().find_map(|entry| match &*entry.key {
        "items" => entry
            .value
            .members()
            .iter()
            .find_map(|member| if is_named(member, id) { Some(member) } else { find_item(member, id) }),
        "examples" => None,
        _ => find_item(&entry.value, id),
    });
    below.or_else(|| node.members().iter().find_map(|member| find_item(member, id)))
}

/// The first check or label rule that has this id.
fn find_check<'n>(node: &'n Node, id: &str) -> Option<&'n Node> {
    if node.entry("violated_if").is_some() && is_named(node, id) {
        return Some(node);
    }
    let below = node.entries().iter().find_map(|entry| find_check(&entry.value, id));
    below.or_else(|| node.members().iter().find_map(|member| find_check(member, id)))
}
