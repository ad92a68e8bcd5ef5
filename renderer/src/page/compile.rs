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
            groups: vec![Frame::default(); form.scopes.len().saturating_sub(1)],
            homes: vec![CellPlace { group: None, cell: usize::MAX }; form.scopes.len().saturating_sub(1)],
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
            homes: compiler.homes,
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
    homes: Vec<CellPlace>,
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
        let place = CellPlace { group, cell: push_item(frame, cell, item, &path, self.lang)? };
        if let Some(home) = inner.and_then(|index| self.homes.get_mut(index)) {
            *home = place;
        }
        self.keep(id, item, place);
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

    fn keep(&mut self, id: ItemId, item: &Item, place: CellPlace) {
        if let Some(slot) = self.places.get_mut(id.0 as usize) {
            *slot = Some(place);
        }
        self.by_id.insert(item.id.clone(), place);
    }
}

fn push_row_hole(frame: &mut Frame, name: &str, argument: &str) {
    match name {
        "row" => argument.parse().into_iter().for_each(|depth| frame.push_hole(Hole::Row(depth))),
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
        None if name == "row" => argument.parse().into_iter().for_each(|depth| segments.push_hole(Hole::Row(depth))),
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
