//! Form to page: every template is rendered here, once; nothing is left but text and holes.

use std::iter::once;
use std::ops::Range;
use std::sync::Arc;

use engine::form::form::Form;
use engine::form::item::{Item, Section};
use engine::kind::kind::Kind;
use engine::lang::Lang;
use engine::program::json::program_to_text;
use engine::program::program::ItemId;
use serde_json::json;

use super::cell::{Cell, Frame};
use super::hole::{Hole, PageHole, What, small};
use super::mark::{clean, mark};
use super::page::{CellPlace, FormPage};
use super::skeleton::{self, Skeletons};
use super::view::{Look, Texts};
use crate::error::Error;
use crate::fields::fields::items_of_rows;
use crate::html::script_safe;
use crate::template::part;

impl FormPage {
    /// Compiles the page of a form.
    pub fn compile(form: &Arc<Form>, lang: Lang) -> Result<FormPage, Error> {
        FormPage::with_program(form, lang, program_text(form), Some(Skeletons::default()))
    }

    /// Compiles the pages of a form in both languages, Japanese first.
    pub fn compile_both(form: &Arc<Form>) -> Result<[FormPage; 2], Error> {
        let page = |lang| FormPage::with_program(form, lang, Arc::default(), Some(Skeletons::default()));
        let (program, (ja, en)) = rayon::join(|| program_text(form), || rayon::join(|| page(Lang::Ja), || page(Lang::En)));
        let [ja, en] = [ja, en].map(|page| page.map(|page| FormPage { program: program.clone(), ..page }));
        Ok([ja?, en?])
    }

    /// The same page with every item's template rendered for itself, as a page made per request would be: what [`FormPage::compile`]
    /// is compared with.
    pub fn compile_each(form: &Arc<Form>, lang: Lang) -> Result<FormPage, Error> {
        FormPage::with_program(form, lang, program_text(form), None)
    }

    fn with_program(
        form: &Arc<Form>,
        lang: Lang,
        program: Arc<str>,
        skeletons: Option<Skeletons<'_>>,
    ) -> Result<FormPage, Error> {
        let mut compiler = Compiler {
            form,
            lang,
            skeletons,
            frame: Frame::default(),
            groups: vec![Frame::default(); form.scopes.len().saturating_sub(1)],
            homes: vec![CellPlace { group: None, cell: usize::MAX }; form.scopes.len().saturating_sub(1)],
            sections: Vec::new(),
            places: vec![None; form.items.len()],
        };
        compiler.form()?;
        once(&mut compiler.frame).chain(&mut compiler.groups).for_each(Frame::seal);
        let keys = once(&compiler.frame).chain(&compiler.groups).map(Frame::keys).collect();
        let mut page = FormPage {
            form: form.clone(),
            lang,
            frame: compiler.frame,
            groups: compiler.groups,
            homes: compiler.homes,
            sections: compiler.sections,
            places: compiler.places,
            keys,
            blank_rows: Vec::new(),
            program,
        };
        page.blank_rows = page.templates();
        Ok(page)
    }
}

fn program_text(form: &Form) -> Arc<str> {
    script_safe(&program_to_text(form)).into()
}

struct Compiler<'f> {
    form: &'f Form,
    lang: Lang,
    /// Templates rendered once for items that look the same.
    skeletons: Option<Skeletons<'f>>,
    frame: Frame,
    groups: Vec<Frame>,
    homes: Vec<CellPlace>,
    sections: Vec<Range<usize>>,
    places: Vec<Option<CellPlace>>,
}

impl<'f> Compiler<'f> {
    fn form(&mut self) -> Result<(), Error> {
        let sections: Vec<_> = self
            .form
            .sections
            .iter()
            .enumerate()
            .map(
                |(at, section)| json!({ "id": &*section.id, "title": clean(section.title.get(self.lang)), "at": at.to_string() }),
            )
            .collect();
        let help = self.form.help.as_ref().map(|help| clean(help.get(self.lang)));
        let dates = self.form.items.iter().any(|item| matches!(item.kind, Kind::Date | Kind::PartialDate | Kind::Datetime));
        let files = self.form.items.iter().any(|item| item.kind == Kind::Attachment);
        let html =
            part("page/form.html", self.lang, &json!({ "sections": sections, "help": help, "dates": dates, "files": files }))?;
        self.marked(&html, |compiler, name, argument| match name {
            "sections" => compiler.form.sections.iter().enumerate().try_for_each(|(at, section)| compiler.section(at, section)),
            _ => compiler.hole(PageHole::from_name(name, argument).map(Hole::Page)),
        })
    }

    fn section(&mut self, at: usize, section: &Section) -> Result<(), Error> {
        let help = section.help.as_ref().map(|help| clean(help.get(self.lang)));
        let texts = Texts { path: "", id: &section.id, label: clean(section.title.get(self.lang)), help };
        let html = match self.skeletons.as_mut().filter(|_| skeleton::fits(&texts)) {
            Some(skeletons) => skeletons.section(texts.help.is_some(), self.lang)?,
            None => skeleton::render_section(&texts, self.lang)?.into(),
        };
        self.marked(&html, |compiler, name, _| match name {
            "items" => compiler.items(section),
            "section_hidden" => compiler.hole(PageHole::from_name(name, &at.to_string()).map(Hole::Page)),
            _ => {
                texts.push_own(name, &mut compiler.frame.segments.text);
                Ok(())
            }
        })
    }

    fn items(&mut self, section: &Section) -> Result<(), Error> {
        let start = self.frame.cells.len();
        section.items.iter().try_for_each(|id| self.item(*id))?;
        self.sections.push(start..self.frame.cells.len());
        Ok(())
    }

    /// Walks over the marks of a rendered template in the form's own frame.
    fn marked<F>(&mut self, html: &str, mut take: F) -> Result<(), Error>
    where
        F: FnMut(&mut Self, &str, &str) -> Result<(), Error>,
    {
        for part in super::mark::parts(html) {
            match part {
                super::mark::Part::Text(text) => self.frame.segments.push_text(text),
                super::mark::Part::Hole(name, argument) => take(self, name, argument)?,
            }
        }
        Ok(())
    }

    fn hole(&mut self, hole: Option<Hole>) -> Result<(), Error> {
        if let Some(hole) = hole {
            self.frame.push_hole(hole);
        }
        Ok(())
    }

    fn item(&mut self, id: ItemId) -> Result<(), Error> {
        let mut frame = std::mem::take(&mut self.frame);
        let pushed = self.item_in(&mut frame, None, id, "", 0);
        self.frame = frame;
        pushed
    }

    /// An item in the frame of the form or of a group's row; `before` is the path of the row, with marks for its numbers.
    fn item_in(&mut self, frame: &mut Frame, group: Option<usize>, id: ItemId, before: &str, depth: usize) -> Result<(), Error> {
        let Some(item) = self.form.item(id) else { return Ok(()) };
        let path = format!("{before}{}", item.id);
        let mut cell = Cell::of(item, id);
        cell.group = item.rows.and_then(|rows| usize::from(rows.0).checked_sub(1));
        let inner = cell.group;
        if let Some(index) = inner {
            self.rows(item, index, &path, depth)?;
        }
        let place = CellPlace { group, cell: self.push_item(frame, cell, item, &path)? };
        if let Some(home) = inner.and_then(|index| self.homes.get_mut(index)) {
            *home = place;
        }
        self.keep(id, place);
        Ok(())
    }

    fn rows(&mut self, group: &Item, index: usize, path: &str, depth: usize) -> Result<(), Error> {
        let row = format!("{path}[{}]", mark("row", Some(&depth.to_string())));
        let html = part(
            "item/row.html",
            self.lang,
            &json!({ "path": &row, "group": path, "label": clean(group.label.get(self.lang)) }),
        )?;
        let mut frame = Frame::default();
        for part in super::mark::parts(&html) {
            match part {
                super::mark::Part::Text(text) => frame.segments.push_text(text),
                super::mark::Part::Hole("items", _) => {
                    for item in items_of_rows(self.form, group) {
                        let Some((id, _)) = self.form.find_item(&item.id) else { continue };
                        self.item_in(&mut frame, Some(index), id, &format!("{row}."), depth + 1)?;
                    }
                }
                super::mark::Part::Hole(name, argument) => push_row_hole(&mut frame, name, argument),
            }
        }
        if let Some(place) = self.groups.get_mut(index) {
            *place = frame;
        }
        Ok(())
    }

    /// Appends an item to a frame; gives the index of its cell.
    fn push_item(&mut self, frame: &mut Frame, cell: Cell, item: &'f Item, path: &str) -> Result<usize, Error> {
        let at = frame.push_cell(cell);
        let skip = frame.segments.pieces.len();
        if item.retired {
            frame.push_hole(Hole::SkipUnanswered(small(at), small(skip)));
        }
        let (look, texts) = (Look::of(item), Texts::of(item, path, self.lang));
        match self.skeletons.as_mut().filter(|_| skeleton::fits(&texts)) {
            Some(skeletons) => skeletons.of(look, texts.help.is_some(), self.lang)?.lay(frame, at, &texts),
            None => push_rendered(frame, at, &look, &part(&look.template(), self.lang, &look.values(&texts, self.lang))?),
        }
        if item.retired {
            // The last piece of the item is an empty hole, so that skipping has somewhere to land.
            let landing = frame.segments.pieces.len();
            let hole = Hole::SkipUnanswered(small(at), small(landing));
            frame.push_hole(hole);
            frame.segments.replace_hole(skip, hole);
        }
        Ok(at)
    }

    fn keep(&mut self, id: ItemId, place: CellPlace) {
        if let Some(slot) = self.places.get_mut(id.0 as usize) {
            *slot = Some(place);
        }
    }
}

fn push_row_hole(frame: &mut Frame, name: &str, argument: &str) {
    match name {
        "row" => argument.parse().into_iter().for_each(|depth| frame.push_hole(Hole::Row(depth))),
        "number" => frame.push_hole(Hole::Number),
        _ => PageHole::from_name(name, argument).into_iter().for_each(|hole| frame.push_hole(Hole::Page(hole))),
    }
}

fn push_rendered(frame: &mut Frame, cell: usize, look: &Look<'_>, html: &str) {
    frame.segments.push_marked(html, |segments, name, argument| match What::from_name(name, look.place(name, argument)) {
        Some(what) => segments.push_hole(Hole::of_cell(cell, what)),
        None if name == "row" => argument.parse().into_iter().for_each(|depth| segments.push_hole(Hole::Row(depth))),
        None => PageHole::from_name(name, argument).into_iter().for_each(|hole| segments.push_hole(Hole::Page(hole))),
    });
}
