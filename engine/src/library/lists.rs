//! Code lists of all files; a list `from: products` holds the products of the library.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::document::list::ListDocument;
use crate::document::product::Product;
use crate::form::list::{Code, CodeList};
use crate::link::item::Lists;

/// A list with the file it stands in.
pub type Placed = (usize, ListDocument);

/// Builds the lists; an id that stands twice is reported in the later file's sink.
pub fn lists(documents: &[Placed], products: &[Product], sinks: &mut [Sink]) -> (Lists, HashMap<Arc<str>, usize>) {
    let mut lists = Lists::new();
    let mut files = HashMap::new();
    for (file, document) in documents {
        let id = &document.id.value;
        if lists.contains_key(id) {
            if let Some(sink) = sinks.get_mut(*file) {
                sink.error(
                    "duplicate-list",
                    document.id.span,
                    (format!("リスト `{id}` はすでにあります。"), format!("list `{id}` already exists")),
                    ("別のIDにするか、どちらかを削除してください。".into(), "choose another id, or delete one of the two".into()),
                );
            }
            continue;
        }
        let mut codes = Vec::new();
        if document.from_products {
            let mut sorted: Vec<&Product> = products.iter().collect();
            sorted.sort_by(|a, b| a.id.value.cmp(&b.id.value));
            codes.extend(sorted.into_iter().map(|product| Code {
                code: product.id.value.clone(),
                text: product.title.clone(),
                retired: false,
            }));
        }
        codes.extend(
            document
                .codes
                .iter()
                .filter(|code| !codes.iter().any(|known: &Code| known.code == code.code))
                .cloned()
                .collect::<Vec<_>>(),
        );
        let mut list = CodeList::new(id.clone(), document.title.clone(), codes, document.from_products);
        list.search = document.search;
        lists.insert(id.clone(), Arc::new(list));
        files.insert(id.clone(), *file);
    }
    (lists, files)
}
