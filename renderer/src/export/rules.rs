//! The rules of a form as exports tell them: as written, and in plain words in both languages.

use engine::form::form::Form;
use engine::form::item::{Check, Item};
use engine::lang::{Lang, Text};
use engine::program::node::Node;
use engine::program::program::{ItemId, Rule, RuleId};
use engine::words::clause::Clause;
use engine::words::rule::say_among;
use engine::words::thing::Things;

/// What a form's rules say.
pub struct Rules<'f> {
    /// The form.
    pub form: &'f Form,
    ja: Things<'f>,
    en: Things<'f>,
}

impl<'f> Rules<'f> {
    /// The rules of a form.
    pub fn new(form: &'f Form) -> Rules<'f> {
        Rules { form, ja: Things::new(form, Lang::Ja), en: Things::new(form, Lang::En) }
    }

    /// A rule.
    pub fn find(&self, id: RuleId) -> Option<&'f Rule> {
        self.form.program.rules.get(id.0 as usize)
    }

    /// As the author wrote it, white space folded.
    pub fn written(&self, id: RuleId) -> &'f str {
        self.find(id).map_or("", |rule| &rule.text)
    }

    /// In plain words, on one line.
    pub fn words(&self, id: RuleId) -> Text {
        Text::new(self.line(id, Lang::Ja), self.line(id, Lang::En))
    }

    /// In plain words of one language.
    pub fn line(&self, id: RuleId, lang: Lang) -> String {
        self.clause(id, lang).map_or_else(String::new, |clause| clause.line(lang))
    }

    /// As a statement that may have parts.
    pub fn clause(&self, id: RuleId, lang: Lang) -> Option<Clause> {
        let things = if lang == Lang::Ja { &self.ja } else { &self.en };
        self.find(id).map(|rule| say_among(things, rule))
    }

    /// The rules under which an item is asked, without that of its section.
    pub fn own_conditions(&self, item: &'f Item) -> impl Iterator<Item = RuleId> {
        let section = self.form.sections.get(usize::from(item.section)).and_then(|section| section.shown_if);
        item.shown_if.iter().copied().filter(move |rule| Some(*rule) != section)
    }

    /// The checks that are shown at an item.
    pub fn checks_of(&self, id: ItemId) -> impl Iterator<Item = &'f Check> {
        self.form.checks.iter().filter(move |check| check.on == id)
    }

    /// The groups around an item, the outermost first.
    pub fn groups_around(&self, item: &Item) -> Vec<&'f Item> {
        let mut around = Vec::new();
        let mut scope = self.form.scopes.get(usize::from(item.scope.0));
        while let Some(group) = scope.and_then(|scope| scope.group).and_then(|group| self.form.item(group)) {
            around.insert(0, group);
            scope = self.form.scopes.get(usize::from(group.scope.0));
        }
        around
    }
}

/// Visits a rule's tree, each node before what is inside it.
pub fn walk<'n>(node: &'n Node, visit: &mut dyn FnMut(&'n Node)) {
    visit(node);
    let parts: Vec<&'n Node> = match node {
        Node::Not(part) | Node::Negate(part) | Node::Matches(part, _) => vec![part],
        Node::And(parts) | Node::Or(parts) | Node::Call(_, parts) => parts.iter().collect(),
        Node::Compare(_, a, b) | Node::Arithmetic(_, a, b) | Node::Contains(a, b) => vec![a, b],
        Node::OneOf(value, choices) => std::iter::once(&**value).chain(choices).collect(),
        Node::If(condition, yes, no) => vec![condition, yes, no],
        Node::Each(_, rows, part) | Node::Fold(_, rows, part) => rows.filter.iter().chain([&**part]).collect(),
        Node::Count(rows) => rows.filter.iter().collect(),
        Node::Lookup(lookup) => {
            let entries = lookup.entries.iter().flat_map(|(when, gives)| [when, gives]);
            lookup.asked.iter().chain(entries).collect()
        }
        _ => Vec::new(),
    };
    parts.into_iter().for_each(|part| walk(part, visit));
}
