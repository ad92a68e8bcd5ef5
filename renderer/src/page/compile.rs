//! Form to page: every template is rendered here, once; nothing is left but text and holes.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use engine::form::form::Form;
use engine::form::item::{Item, Section};
use engine::kind::kind::Kind;
use engine::lang::Lang;
use engine::program::json::program_to_json;
use engine::program::program::ItemId;
use serde_json::json;

use super::cell::{Cell, Frame};
use super::hole::{Hole, PageHole, What};
use super::mark::{clean, mark};
use super::page::{CellPlace, FormPage};
use super::view;
use crate::error::Error;
use crate::fields::fields::items_of_rows;
use crate::html::script_safe;
use crate::template::part;

impl FormPage {
    /// Compiles the page of a form.
    pub fn compile(form: &Arc<Form>, lang: Lang) -> Result<FormPage, Error> {
        let mut compiler = Compiler {
            form,
            lang,
            frame: Frame::default(),
            groups: Vec::new(),
            sections: Vec::new(),
            places: vec![None; form.items.len()],
            by_id: HashMap::new(),
        };
        compiler.form()?;
        Ok(FormPage {
            form: form.clone(),
            lang,
            frame: compiler.frame,
            groups: compiler.groups,
            sections: compiler.sections,
            places: compiler.places,
            by_id: compiler.by_id,
            program: script_safe(&program_to_json(form).to_string()).into(),
        })
    }
}

struct Compiler<'f> {
    form: &'f Form,
    lang: Lang,
    frame: Frame,
    groups: Vec<Frame>,
    sections: Vec<Range<usize>>,
    places: Vec<Option<CellPlace>>,
    by_id: HashMap<Arc<str>, CellPlace>,
}

impl Compiler<'_> {
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
        let html = part("page/form.html", self.lang, &json!({ "sections": sections, "help": help, "dates": dates }))?;
        self.marked(&html, |compiler, name, argument| match name {
            "sections" => compiler.form.sections.iter().enumerate().try_for_each(|(at, section)| compiler.section(at, section)),
            "nav_hidden" => compiler.hole(argument.parse().ok().map(Hole::SectionHidden)),
            "progress" => compiler.hole(argument.parse().ok().map(Hole::Progress)),
            _ => compiler.hole(PageHole::from_name(name).map(Hole::Page)),
        })
    }

    fn section(&mut self, at: usize, section: &Section) -> Result<(), Error> {
        let help = section.help.as_ref().map(|help| clean(help.get(self.lang)));
        let html = part(
            "page/section.html",
            self.lang,
            &json!({ "id": &*section.id, "title": clean(section.title.get(self.lang)), "help": help }),
        )?;
        self.marked(&html, |compiler, name, _| match name {
            "items" => compiler.items(section),
            "section_hidden" => compiler.hole(Some(Hole::SectionHidden(at))),
            _ => Ok(()),
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
        let Some(item) = self.form.item(id) else { return Ok(()) };
        let mut cell = Cell::of(item, id);
        if item.kind == Kind::Group {
            cell.group = Some(self.group(item)?);
        }
        let at = push_item(&mut self.frame, cell, item, &item.id, self.lang)?;
        self.keep(id, item, CellPlace { group: None, cell: at });
        Ok(())
    }

    fn group(&mut self, group: &Item) -> Result<usize, Error> {
        let index = self.groups.len();
        let row = format!("{}[{}]", group.id, mark("row", None));
        let html = part(
            "item/row.html",
            self.lang,
            &json!({ "path": &row, "group": &*group.id, "label": clean(group.label.get(self.lang)) }),
        )?;
        let mut frame = Frame::default();
        for part in super::mark::parts(&html) {
            match part {
                super::mark::Part::Text(text) => frame.segments.push_text(text),
                super::mark::Part::Hole("items", _) => self.row_items(&mut frame, group, index, &row)?,
                super::mark::Part::Hole(name, _) => push_row_hole(&mut frame, name),
            }
        }
        self.groups.push(frame);
        Ok(index)
    }

    fn row_items(&mut self, frame: &mut Frame, group: &Item, index: usize, row: &str) -> Result<(), Error> {
        for item in items_of_rows(self.form, group) {
            let Some((id, _)) = self.form.find_item(&item.id) else { continue };
            let at = push_item(frame, Cell::of(item, id), item, &format!("{row}.{}", item.id), self.lang)?;
            self.keep(id, item, CellPlace { group: Some(index), cell: at });
        }
        Ok(())
    }

    fn keep(&mut self, id: ItemId, item: &Item, place: CellPlace) {
        if let Some(slot) = self.places.get_mut(id.0 as usize) {
            *slot = Some(place);
        }
        self.by_id.insert(item.id.clone(), place);
    }
}

fn push_row_hole(frame: &mut Frame, name: &str) {
    match name {
        "row" => frame.push_hole(Hole::Row),
        "number" => frame.push_hole(Hole::Number),
        _ => PageHole::from_name(name).into_iter().for_each(|hole| frame.push_hole(Hole::Page(hole))),
    }
}

/// Renders an item's template and appends it to a frame; gives the index of its cell.
fn push_item(frame: &mut Frame, cell: Cell, item: &Item, path: &str, lang: Lang) -> Result<usize, Error> {
    let html = part(&format!("item/{}.html", item.kind.name()), lang, &view::of(item, path, lang))?;
    let at = frame.push_cell(cell);
    let skip = frame.segments.pieces.len();
    if item.retired {
        frame.push_hole(Hole::SkipUnanswered(at, skip));
    }
    frame.segments.push_marked(&html, |segments, name, argument| match What::from_name(name, argument) {
        Some(what) => segments.push_hole(Hole::Cell(at, what)),
        None if name == "row" => segments.push_hole(Hole::Row),
        None if name == "number" => segments.push_hole(Hole::Number),
        None => PageHole::from_name(name).into_iter().for_each(|hole| segments.push_hole(Hole::Page(hole))),
    });
    if item.retired {
        // The last piece of the item is an empty hole, so that skipping has somewhere to land.
        let landing = frame.segments.pieces.len();
        frame.push_hole(Hole::SkipUnanswered(at, landing));
        frame.segments.replace_hole(skip, Hole::SkipUnanswered(at, landing));
    }
    Ok(at)
}
