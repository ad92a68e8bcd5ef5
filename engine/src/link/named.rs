//! Every id that an author's case names must be there. A misspelt one would be judged as something else or as nothing at all, so that the
//! case proves less than its author thinks.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::full_width;
use crate::diagnostic::suggest::closest;
use crate::document::form::{ExampleDocument, FormDocument};
use crate::document::named::{NamedAnswer, Word};
use crate::document::product::Product;
use crate::document::reader::Spanned;
use crate::form::form::Form;
use crate::form::list::CodeList;
use crate::form::reference::OLD;
use crate::kind::kind::Kind;
use crate::link::check::RESERVED;
use crate::link::item::Properties;
use crate::link::layout::Layout;
use crate::source::Span;

/// What the ids of a form's cases are looked up in.
pub struct Known<'k> {
    /// The form as written.
    pub document: &'k FormDocument,
    /// Its items.
    pub layout: &'k Layout<'k>,
    /// Their lists.
    pub properties: &'k [Properties],
    /// The other forms, by id; one with faults of its own is not among them.
    pub forms: &'k HashMap<Arc<str>, Arc<Form>>,
    /// Names of forms that cannot be read, which is told elsewhere.
    pub unread: &'k BTreeSet<Arc<str>>,
    /// The products, whose label rules are checks of the form too.
    pub products: &'k [Product],
}

/// Looks at the cases of a form, and at those that products give for it.
pub fn check_named(known: &Known<'_>, sink: &mut Sink, product_sinks: &mut [Sink]) {
    let own = known.document.examples.iter();
    let of_products = known.products.iter().flat_map(|product| &product.examples);
    if own.len() == 0 && !of_products.into_iter().any(|case| case.form.value == known.document.id.value) {
        return;
    }
    let checks = known.checks();
    own.for_each(|example| known.example(example, &checks, sink));
    for (product, sink) in known.products.iter().zip(product_sinks) {
        let cases = product.examples.iter().filter(|case| case.form.value == known.document.id.value);
        cases.for_each(|case| known.example(&case.example, &checks, sink));
    }
}

impl<'k> Known<'k> {
    /// Every check of the form, also those whose rules have faults.
    fn checks(&self) -> HashSet<&'k str> {
        let of_rows = self.layout.items.iter().flat_map(|placed| &placed.document.checks);
        let own = self.document.checks.iter().chain(of_rows).map(|check| &*check.id.value);
        let rules = self.products.iter().flat_map(Product::rules).map(|(_, rule)| rule);
        let rules = rules.filter(|rule| rule.form.value == self.document.id.value);
        own.chain(rules.map(|rule| &*rule.check.id.value)).collect()
    }

    fn example(&self, example: &ExampleDocument, checks: &HashSet<&str>, sink: &mut Sink) {
        let items = Items::Own(self.layout, self.properties);
        let expects = |code: &str, item: &str| {
            let last = |path: &str| path.rsplit('.').next().is_some_and(|last| last == item);
            let mut found = example.findings.iter().flatten().filter_map(|word| word.value.split_once('@'));
            found.any(|(known, path)| known == code && last(path))
        };
        items.check(&example.named.given, Place { group: None, typed: true }, &expects, sink);
        for named in &example.named.context {
            match self.form_called(&named.key.value) {
                Some(items) => items.check(&named.inside, Place { group: None, typed: false }, &|_, _| false, sink),
                None => self.report_unread(&named.key, sink),
            }
        }
        example.findings.iter().flatten().for_each(|word| self.finding(word, checks, sink));
        example.hidden.iter().chain(&example.named.calculated).for_each(|word| self.path(word, word.value.as_ref(), 0, sink));
        example.undecided.iter().filter(|word| !checks.contains(&*word.value)).for_each(|word| {
            report_check(word, checks.iter().copied(), sink);
        });
        let is_known = |word: &str| self.layout.by_id.contains_key(word) || checks.contains(word) || RESERVED.contains(&word);
        let words = || self.layout.by_id.keys().map(|id| &**id).chain(checks.iter().copied());
        // A block's own cases are narrowed to what the block holds, also where a part of that has faults.
        let written = example.only.iter().filter(|word| word.span.origin == 0);
        written.filter(|word| !is_known(&word.value)).for_each(|word| report_only(word, words(), sink));
    }

    /// The items that rules read under a name; `None` when there is no such name, nothing to look up when its form has faults.
    fn form_called(&self, alias: &str) -> Option<Items<'k>> {
        let own = Items::Own(self.layout, self.properties);
        if self.unread.contains(alias) {
            return Some(Items::Unknown);
        }
        if alias == OLD {
            return Some(own);
        }
        let reference = self.document.references.iter().find(|reference| *reference.alias.value == *alias)?;
        if reference.form.value == self.document.id.value {
            return Some(own);
        }
        Some(self.forms.get(&reference.form.value).map_or(Items::Unknown, |form| Items::Of(form)))
    }

    /// `code@path`.
    fn finding(&self, word: &Word, checks: &HashSet<&str>, sink: &mut Sink) {
        let (code, path) = word.value.split_once('@').map_or((&*word.value, None), |(code, path)| (code, Some(path)));
        if !checks.contains(code) && !RESERVED.contains(&code) {
            let named = Spanned { value: code.into(), span: part(word, 0, code.len()) };
            report_check(&named, checks.iter().copied().chain(RESERVED.iter().copied()), sink);
        }
        if let Some(path) = path.filter(|path| code != "unknown_item" && !path.is_empty()) {
            self.path(word, path, code.len() + 1, sink);
        }
    }

    /// `item`, or `group[0].item`; `start` is where the path begins in the word.
    fn path(&self, word: &Word, path: &str, mut start: usize, sink: &mut Sink) {
        for step in path.split('.') {
            let id = step.split('[').next().unwrap_or(step);
            if !self.layout.by_id.contains_key(id) {
                let named = Spanned { value: id.into(), span: part(word, start, start + id.len()) };
                return Items::Own(self.layout, self.properties).report_unknown(&named, sink);
            }
            start += step.len() + 1;
        }
    }

    /// A form whose answers an example gives must be one that the form reads; else these answers would silently count for nothing.
    fn report_unread(&self, named: &Word, sink: &mut Sink) {
        let word = &named.value;
        let aliases = self.document.references.iter().map(|reference| &*reference.alias.value);
        let help = match closest(word, aliases) {
            Some(near) => (format!("`{near}` のことですか?"), format!("did you mean `{near}`?")),
            None => (
                format!("この様式が `{word}` を読まないなら、`context` から外してください。"),
                format!("when this form does not read `{word}`, leave it out of `context`"),
            ),
        };
        sink.error(
            "form-not-used",
            named.span,
            (format!("様式 `{word}` は `uses` に書かれていません。"), format!("form `{word}` is not listed under `uses`")),
            help,
        );
    }
}

/// The items that answers are given for.
pub enum Items<'k> {
    /// Those of the form itself.
    Own(&'k Layout<'k>, &'k [Properties]),
    /// Those of another form.
    Of(&'k Form),
    /// Those of a form with faults of its own.
    Unknown,
}

/// Where answers stand.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    /// In the rows of this group.
    pub group: Option<&'p str>,
    /// They are typed; else they come from a record, which holds calculated values too.
    pub typed: bool,
}

/// What is known of an item.
struct Found<'k> {
    list: Option<&'k CodeList>,
    has_rows: bool,
    is_calculated: bool,
    group: Option<&'k str>,
}

impl<'k> Items<'k> {
    fn find(&self, id: &str) -> Option<Found<'k>> {
        match *self {
            Items::Unknown => None,
            Items::Own(layout, properties) => {
                let at = *layout.by_id.get(id)?;
                let placed = layout.get(at)?;
                let group = placed.group.and_then(|group| layout.get(group)).map(|group| &*group.document.id.value);
                let list = properties.get(at.0 as usize).and_then(|properties| properties.list.as_deref());
                let is_calculated = placed.document.kind.kind == Kind::Calculated;
                Some(Found { list, has_rows: placed.rows.is_some(), is_calculated, group })
            }
            Items::Of(form) => {
                let (_, item) = form.find_item(id)?;
                let group = form.scopes.get(usize::from(item.scope.0)).and_then(|scope| form.item(scope.group?));
                let (list, is_calculated) = (item.list.as_deref(), item.kind == Kind::Calculated);
                Some(Found { list, has_rows: item.rows.is_some(), is_calculated, group: group.map(|group| &*group.id) })
            }
        }
    }

    /// Looks at the keys and codes of answers; `expects` tells whether the case expects a finding of this code at an item.
    pub fn check(&self, answers: &[NamedAnswer], place: Place<'_>, expects: &dyn Fn(&str, &str) -> bool, sink: &mut Sink) {
        if matches!(self, Items::Unknown) {
            return;
        }
        for answer in answers {
            let id = &answer.key.value;
            let found = match self.find(id) {
                Some(found) if found.group == place.group && !(place.typed && found.is_calculated) => found,
                _ if expects("unknown_item", id) => continue,
                Some(found) => {
                    report_elsewhere(&answer.key, &found, place, sink);
                    continue;
                }
                None => {
                    self.report_unknown(&answer.key, sink);
                    continue;
                }
            };
            if found.has_rows {
                self.check(&answer.inside, Place { group: Some(id), ..place }, expects, sink);
            }
            let Some(list) = found.list.filter(|_| !expects("unknown_code", id)) else { continue };
            answer.words.iter().filter(|word| list.find(&word.value).is_none()).for_each(|word| report_code(word, list, sink));
        }
    }

    fn report_unknown(&self, named: &Word, sink: &mut Sink) {
        let word = &named.value;
        let (message, help) = match *self {
            Items::Unknown => return,
            Items::Own(layout, _) => (
                (format!("項目 `{word}` はこの様式にありません。"), format!("item `{word}` is not defined in this form")),
                sink.near(word, layout.by_id.keys().map(|id| &**id)),
            ),
            Items::Of(form) => (
                (
                    format!("様式 `{}` に項目 `{word}` はありません。", form.id),
                    format!("form `{}` has no item `{word}`", form.id),
                ),
                sink.near(word, form.items.iter().map(|item| &*item.id)),
            ),
        };
        sink.error("unknown-item", named.span, message, help);
    }
}

/// The place of some of a word's bytes; the whole word where escapes or a prefix stand between what was typed and what it says.
pub fn part(word: &Word, from: usize, to: usize) -> Span {
    let written = (word.span.end as usize).saturating_sub(word.span.start as usize);
    let quote = match written.checked_sub(word.value.len()) {
        Some(0) => 0,
        Some(2) => 1,
        _ => return word.span,
    };
    let at = |offset: usize| word.span.start as usize + quote + offset;
    Span::new(at(from), at(to)).of(word.span.origin)
}

/// An item that stands in other rows, or is never typed.
fn report_elsewhere(named: &Word, found: &Found<'_>, place: Place<'_>, sink: &mut Sink) {
    let word = &named.value;
    let help = match found.group {
        _ if found.group == place.group => (
            "計算される項目です。期待する値は `calculated` に書いてください。".into(),
            "it is calculated; write the value that you expect under `calculated`".into(),
        ),
        Some(group) => (format!("`{group}` の行に書いてください。"), format!("write it in the rows of `{group}`")),
        None => ("行の外に書いてください。".into(), "write it outside the rows".into()),
    };
    sink.error(
        "unknown-item",
        named.span,
        (format!("項目 `{word}` の回答はここには書けません。"), format!("no answer of item `{word}` can stand here")),
        help,
    );
}

fn report_code(named: &Word, list: &CodeList, sink: &mut Sink) {
    let (word, id) = (&named.value, &list.id);
    // `[a、b]` is one word.
    if let Some((at, sign)) = full_width::in_word(word) {
        let (message, help) = full_width::told(sign);
        return sink.error("full-width-sign", part(named, at, at + sign.len_utf8()), message, help);
    }
    let help = sink.near(word, list.codes.iter().map(|code| &*code.code));
    sink.error(
        "unknown-code",
        named.span,
        (format!("リスト `{id}` にコード `{word}` はありません。"), format!("list `{id}` has no code `{word}`")),
        help,
    );
}

fn report_check<'w>(named: &Word, known: impl Iterator<Item = &'w str> + Clone, sink: &mut Sink) {
    let word = &named.value;
    let help = sink.near(word, known);
    sink.error(
        "unknown-check",
        named.span,
        (format!("チェック `{word}` はこの様式にありません。"), format!("check `{word}` is not defined in this form")),
        help,
    );
}

/// What `only` names must be there; else an example would look at nothing.
fn report_only<'w>(named: &Word, known: impl Iterator<Item = &'w str> + Clone, sink: &mut Sink) {
    let word = &named.value;
    let help = sink.near(word, known);
    sink.error(
        "unknown-item",
        named.span,
        (
            format!("項目もチェックも `{word}` はこの様式にありません。"),
            format!("neither an item nor a check `{word}` is defined in this form"),
        ),
        help,
    );
}
