//! An item's template rendered once for all items that look the same, with blanks where each item's own texts go. Rendering costs a
//! hundred times what copying does, so a page of thousands of items renders as many templates as it has looks.

use std::collections::HashMap;
use std::rc::Rc;

use engine::lang::Lang;
use serde_json::json;

use super::cell::Frame;
use super::hole::{Hole, PageHole, What};
use super::mark::{OPEN, Part, mark, parts};
use super::segment::Segments;
use super::view::{Look, Texts};
use crate::error::Error;
use crate::template::part;

/// What comes between the texts that all items of one look share.
enum Blank {
    Path,
    Id,
    Label,
    Help,
    Cell(What),
    Page(PageHole),
}

/// The rendered template.
pub struct Skeleton(Segments<Blank>);

/// The skeletons of a form's page in one language.
#[derive(Default)]
pub struct Skeletons<'f> {
    items: HashMap<Look<'f>, Rc<Skeleton>>,
    /// Of a section without help, and of one with.
    sections: [Option<Rc<str>>; 2],
}

impl<'f> Skeletons<'f> {
    /// The skeleton of a look, rendered when it is first asked for.
    pub fn of(&mut self, look: Look<'f>, has_help: bool, lang: Lang) -> Result<Rc<Skeleton>, Error> {
        if let Some(known) = self.items.get(&look) {
            return Ok(known.clone());
        }
        let made = Rc::new(Skeleton::render(&look, has_help, lang)?);
        self.items.insert(look, made.clone());
        Ok(made)
    }

    /// The template of a section, rendered when it is first asked for.
    pub fn section(&mut self, has_help: bool, lang: Lang) -> Result<Rc<str>, Error> {
        let [without, with] = &mut self.sections;
        let held = if has_help { with } else { without };
        if let Some(known) = held {
            return Ok(known.clone());
        }
        let made: Rc<str> = with_marks(has_help, |texts| render_section(texts, lang))?.into();
        Ok(held.insert(made).clone())
    }
}

/// The template of a section; of its texts the path is not used.
pub fn render_section(texts: &Texts<'_>, lang: Lang) -> Result<String, Error> {
    part("page/section.html", lang, &json!({ "id": texts.id, "title": texts.label, "help": texts.help }))
}

/// Renders with marks where own texts go.
fn with_marks<T>(has_help: bool, render: impl FnOnce(&Texts<'_>) -> T) -> T {
    let [path, id, label, help] = ["own_path", "own_id", "own_label", "own_help"].map(|name| mark(name, None));
    render(&Texts { path: &path, id: &id, label: label.into(), help: has_help.then_some(help.into()) })
}

impl Texts<'_> {
    /// Appends the text of a mark, as a template would have written it; nothing for any other mark.
    pub fn push_own(&self, name: &str, out: &mut String) {
        match name {
            "own_id" => push_as_templates_do(out, self.id),
            "own_label" => push_as_templates_do(out, &self.label),
            "own_help" => push_as_templates_do(out, self.help.as_deref().unwrap_or_default()),
            _ => {}
        }
    }
}

impl Skeleton {
    fn render(look: &Look<'_>, has_help: bool, lang: Lang) -> Result<Skeleton, Error> {
        let mut segments = Segments::default();
        let html = with_marks(has_help, |texts| part(&look.template(), lang, &look.values(texts, lang)))?;
        segments.push_marked(&html, |segments, name, argument| {
            let blank = match name {
                "own_path" => Some(Blank::Path),
                "own_id" => Some(Blank::Id),
                "own_label" => Some(Blank::Label),
                "own_help" => Some(Blank::Help),
                _ => What::from_name(name, look.place(name, argument))
                    .map(Blank::Cell)
                    .or_else(|| PageHole::from_name(name, argument).map(Blank::Page)),
            };
            blank.into_iter().for_each(|blank| segments.push_hole(blank));
        });
        Ok(Skeleton(segments))
    }

    /// Appends it to a frame as the item of cell `cell`.
    pub fn lay(&self, frame: &mut Frame, cell: usize, texts: &Texts<'_>) {
        let Segments { text, pieces } = &self.0;
        let out = &mut frame.segments;
        let mut from = 0;
        for piece in pieces {
            let end = piece.end as usize;
            let plain = text.get(from..end).unwrap_or_default();
            // Only the beginning can meet the end of a line that the page wrote before.
            if from == 0 {
                out.push_text(plain)
            } else {
                out.text.push_str(plain)
            }
            from = end;
            match &piece.hole {
                Blank::Path => push_path(out, texts.path),
                Blank::Id => push_as_templates_do(&mut out.text, texts.id),
                Blank::Label => push_as_templates_do(&mut out.text, &texts.label),
                Blank::Help => push_as_templates_do(&mut out.text, texts.help.as_deref().unwrap_or_default()),
                Blank::Cell(what) => out.push_hole(Hole::of_cell(cell, *what)),
                Blank::Page(hole) => out.push_hole(Hole::Page(*hole)),
            }
        }
        out.text.push_str(text.get(from..).unwrap_or_default());
    }
}

/// Whether texts can be put into a skeleton: templates lay out line by line, so what begins with a space or holds a line's end is rendered.
pub fn fits(texts: &Texts<'_>) -> bool {
    let plain = |text: &str| !text.is_empty() && !text.starts_with(' ') && !text.contains('\n');
    plain(&texts.label) && texts.help.as_deref().is_none_or(plain)
}

fn push_path(out: &mut Segments, path: &str) {
    if !path.contains(OPEN) {
        return push_as_templates_do(&mut out.text, path);
    }
    for part in parts(path) {
        match part {
            Part::Text(text) => push_as_templates_do(&mut out.text, text),
            Part::Hole("row", depth) => depth.parse().into_iter().for_each(|depth| out.push_hole(Hole::Row(depth))),
            Part::Hole(..) => {}
        }
    }
}

/// Escaped as minijinja escapes HTML, so that a page does not depend on how it was made.
fn push_as_templates_do(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '>', '&', '"', '\'', '/']) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        out.push_str(match special.as_bytes().first() {
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'&') => "&amp;",
            Some(b'"') => "&quot;",
            Some(b'\'') => "&#x27;",
            _ => "&#x2f;",
        });
        rest = special.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}
