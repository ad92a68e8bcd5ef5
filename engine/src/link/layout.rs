//! Items laid out in scopes and slots, each id once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::document::form::{FormDocument, ItemDocument};
use crate::form::form::Scope;
use crate::kind::kind::Kind;
use crate::lang::Text;
use crate::program::program::{ItemId, ScopeId};
use crate::source::Span;

/// An item with its place.
#[derive(Clone, Debug)]
pub struct Placed<'d> {
    /// As written.
    pub document: &'d ItemDocument,
    /// The scope whose frame holds its slot.
    pub scope: ScopeId,
    /// The slot.
    pub slot: u16,
    /// For a group: the scope of its rows and its place among the groups of its frame.
    pub rows: Option<(ScopeId, u16)>,
    /// Its section.
    pub section: u16,
    /// The group around it.
    pub group: Option<ItemId>,
}

/// All items of a form with their places.
#[derive(Debug, Default)]
pub struct Layout<'d> {
    /// Items; the index is the `ItemId`.
    pub items: Vec<Placed<'d>>,
    /// Scopes; 0 is the form.
    pub scopes: Vec<Scope>,
    /// Top items of each section.
    pub sections: Vec<Vec<ItemId>>,
    /// Item by id.
    pub by_id: HashMap<Arc<str>, ItemId>,
    /// The title of each section.
    titles: Vec<&'d Text>,
}

/// Most items of a form, those inside groups included.
const MAX_ITEMS: usize = 5_000;
/// Most rows that a group may have, those in all rows around it together.
pub const MAX_ROWS: u64 = 10_000;
/// Most fields in all rows of a group.
pub const MAX_FIELDS: u64 = 1_000_000;

/// Lays out a form; an id that stands twice is reported and its second item left out.
pub fn layout<'d>(document: &'d FormDocument, sink: &mut Sink) -> Layout<'d> {
    let titles = document.sections.iter().map(|section| &section.title).collect();
    let mut layout = Layout { scopes: vec![Scope::default()], titles, ..Layout::default() };
    let mut sections: HashMap<&str, Span> = HashMap::new();
    for (section, index) in document.sections.iter().zip(0u16..) {
        if sections.insert(&section.id.value, section.id.span).is_some() {
            let of = document.sections.iter().find(|first| first.id.value == section.id.value).map(|first| &first.title);
            let first = of.map(|title| {
                (format!("最初はセクション「{}」です。", title.ja), format!("the first is section \"{}\"", title.en))
            });
            report_twice(sink, "duplicate-section", &section.id.value, section.id.span, first);
        }
        let tops = section.items.iter().filter_map(|item| layout.place(item, ScopeId(0), index, None, sink)).collect();
        layout.sections.push(tops);
    }
    layout
}

/// `first` says where the id stands for the first time.
fn report_twice(sink: &mut Sink, code: &'static str, word: &str, span: Span, first: Option<(String, String)>) {
    let (ja, en) = first.map_or((String::new(), String::new()), |(ja, en)| (ja, format!("{en}; ")));
    sink.error(
        code,
        span,
        (format!("ID `{word}` はこの様式ですでに使われています。"), format!("id `{word}` is already used in this form")),
        (
            format!("{ja}IDは一度決めたら使い回せません。別のIDにしてください。"),
            format!("{en}ids are chosen once and never reused; choose another"),
        ),
    );
}

impl<'d> Layout<'d> {
    fn place(
        &mut self,
        item: &'d ItemDocument,
        scope: ScopeId,
        section: u16,
        group: Option<ItemId>,
        sink: &mut Sink,
    ) -> Option<ItemId> {
        if let Some(first) = self.by_id.get(&item.id.value).copied() {
            report_twice(sink, "duplicate-item", &item.id.value, item.id.span, self.place_in_words(first));
            return None;
        }
        if self.items.len() >= MAX_ITEMS {
            sink.error(
                "too-many-items",
                item.id.span,
                (format!("項目が{MAX_ITEMS}個を超えています。"), format!("a form holds at most {MAX_ITEMS} items")),
                ("様式を分けてください。".into(), "split the form".into()),
            );
            return None;
        }
        let id = ItemId(u32::try_from(self.items.len()).ok()?);
        self.by_id.insert(item.id.value.clone(), id);
        let frame = self.scopes.get_mut(usize::from(scope.0))?;
        let slot = u16::try_from(frame.slots.len()).ok()?;
        frame.slots.push(id);
        self.items.push(Placed { document: item, scope, slot, rows: None, section, group });
        if item.kind.kind == Kind::Group {
            self.place_rows(item, id, scope, section, sink)?;
        }
        Some(id)
    }

    /// `the first is "Weight" in section "Main part"`.
    fn place_in_words(&self, first: ItemId) -> Option<(String, String)> {
        let placed = self.get(first)?;
        let label = &placed.document.label;
        let (ja, en) = match placed.group.and_then(|group| self.get(group)) {
            Some(group) => {
                let title = &group.document.label;
                (format!("グループ「{}」の行", title.ja), format!("the rows of group \"{}\"", title.en))
            }
            None => {
                let title = self.titles.get(usize::from(placed.section))?;
                (format!("セクション「{}」", title.ja), format!("section \"{}\"", title.en))
            }
        };
        Some((format!("最初は{ja}の「{}」です。", label.ja), format!("the first is \"{}\" in {en}", label.en)))
    }

    fn place_rows(&mut self, item: &'d ItemDocument, id: ItemId, scope: ScopeId, section: u16, sink: &mut Sink) -> Option<()> {
        let rows = ScopeId(u16::try_from(self.scopes.len()).ok()?);
        let frame = self.scopes.get_mut(usize::from(scope.0))?;
        let place = u16::try_from(frame.groups.len()).ok()?;
        frame.groups.push(id);
        self.scopes.push(Scope { parent: Some(scope), group: Some(id), ..Scope::default() });
        self.items.get_mut(id.0 as usize)?.rows = Some((rows, place));
        for child in &item.items {
            self.place(child, rows, section, Some(id), sink);
        }
        self.check_rows(id, rows, sink);
        Some(())
    }

    /// Rows in rows multiply: a group must stay within what a page can show and a record can hold.
    fn check_rows(&self, id: ItemId, rows: ScopeId, sink: &mut Sink) {
        let around = std::iter::successors(self.get(id), |placed| self.get(placed.group?));
        let all = around.fold(1_u64, |product, placed| product.saturating_mul(u64::from(placed.document.max_rows.max(1))));
        let width = self.scopes.get(usize::from(rows.0)).map_or(0, |scope| scope.slots.len() as u64);
        if all > MAX_ROWS || all.saturating_mul(width) > MAX_FIELDS {
            let Some(placed) = self.get(id) else { return };
            let word = &placed.document.id.value;
            sink.error(
                "too-many-rows",
                placed.document.id.span,
                (
                    format!("グループ `{word}` は外側の行と合わせて最大{all}行になります。"),
                    format!("group `{word}` can have {all} rows, those in all rows around it together"),
                ),
                (
                    format!("`max_rows` を減らして、合わせて{MAX_ROWS}行、{MAX_FIELDS}欄までにしてください。"),
                    format!("lower `max_rows`: at most {MAX_ROWS} rows and {MAX_FIELDS} fields together"),
                ),
            );
        }
    }

    /// The item at an index that this layout gave out.
    pub fn get(&self, id: ItemId) -> Option<&Placed<'d>> {
        self.items.get(id.0 as usize)
    }

    /// Every id with its place.
    pub fn ids(&self) -> impl Iterator<Item = ItemId> + use<> {
        (0u32..).take(self.items.len()).map(ItemId)
    }
}
