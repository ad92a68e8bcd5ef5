//! What a hole shows. The names are those that templates write: `hole("checked", "yes")`.

use super::traits::Traits;

/// The place of an option that is not offered.
pub const NOWHERE: u16 = u16::MAX;

/// A place in a list of an item as holes and cells keep it.
pub fn place(found: Option<usize>) -> u16 {
    found.and_then(|at| u16::try_from(at).ok()).unwrap_or(NOWHERE)
}

/// How an answer without an option of its own is offered, so that saving the page keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    /// A radio button.
    Radio,
    /// An entry of a pull-down list.
    Entry,
    /// Check boxes.
    Ticks,
    /// An entry of the list of units.
    Unit,
    /// An entry of the list of missing reasons.
    Missing,
}

/// A hole that belongs to one cell. An option, a missing reason and a unit are known by their places in the lists of the item, so that
/// filling compares no texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// ` hidden` unless the item is shown.
    Hidden,
    /// ` hidden` unless an answer is required now.
    Required,
    /// ` aria-invalid="true"` when an error stands at the item.
    Invalid,
    /// The list of findings.
    Findings,
    /// What was typed.
    Value,
    /// What was typed, with a space between date and time.
    Datetime,
    /// ` checked` when the answer is this option.
    Checked(u16),
    /// ` selected` when the answer is this option.
    Selected(u16),
    /// ` checked` when this option is among the answers.
    Ticked(u16),
    /// ` hidden` when the other answers leave no room for this option.
    Barred(u16),
    /// The same of an entry of a pull-down list, which cannot be taken either.
    BarredEntry(u16),
    /// ` checked` when nothing is answered.
    Blank,
    /// ` selected` when the value is missing for this reason.
    Missing(u16),
    /// ` selected` when this unit was typed.
    Unit(u16),
    /// Whatever is stored and not offered.
    Stray(Stray),
    /// The answer of an attachment, for its hidden field.
    File,
    /// The attached file as people see it.
    Attached,
    /// ` hidden` unless a file is attached.
    NoFile,
    /// The era of the date.
    Era,
    /// A quantity in the canonical unit.
    Converted,
    /// The calculated value.
    Calculated,
    /// Number of rows.
    Count,
    /// ` hidden` when there are rows.
    SomeRows,
    /// ` hidden` when no row may be added.
    Full,
    /// The rows themselves.
    Rows,
}

/// A hole of the page. There are thousands on a page and each is looked at for every request, so they are kept small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    /// Of a cell in the current frame.
    Cell(CellHole, What),
    /// A cell that is left out altogether when it has no answer (a retired item): go on at this piece.
    SkipUnanswered(u32, u32),
    /// Number, from 0, of the current row in one of the groups around it, counted from the outermost.
    Row(u8),
    /// Number of the current row as people count, from 1.
    Number,
    /// Of the page as a whole.
    Page(PageHole),
}

/// A hole of the page as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageHole {
    /// ` hidden` when all items of a section are.
    SectionHidden(u16),
    /// Answered of shown items of a section.
    Progress(u16),
    /// Address to which the page is posted.
    Action,
    /// The attribute for saving in the background, or nothing.
    Autosave,
    /// Token of the session.
    Csrf,
    /// Day on which answers are judged.
    Today,
    /// The moment of judgement.
    Moment,
    /// `touched` or `all`.
    Show,
    /// Version of the draft.
    Version,
    /// ` hidden` when there is nothing to sum up.
    NoSummary,
    /// How many errors and warnings.
    SummaryText,
    /// Links to them.
    SummaryList,
    /// When the draft was saved.
    Saved,
    /// The compiled program as JSON.
    Program,
    /// Answers of other forms as JSON.
    Context,
    /// A blank row of each group, for rows that the script adds.
    Templates,
}

/// Whose a hole is and when it shows something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellHole {
    /// The cell, by its index in the frame.
    pub cell: u32,
    /// The first piece after this one that is not of the same cell (nought until the frame is sealed).
    pub after: u32,
    /// Passed over when the cell has none of these traits.
    pub needs: Traits,
    /// What the holes between this one and `after` need: when the cell has none of it, they are passed over at once.
    pub rest: Traits,
}

impl Hole {
    /// A hole of a cell.
    pub fn of_cell(cell: usize, what: What) -> Hole {
        let cell = small(cell);
        Hole::Cell(CellHole { cell, after: 0, needs: what.needs(), rest: Traits::ALWAYS }, what)
    }
}

/// An index of a page as holes keep it; no page has so many pieces that one would not fit.
pub fn small(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl What {
    /// What a cell must have so that the hole shows anything.
    pub fn needs(&self) -> Traits {
        match self {
            What::Hidden => Traits::HIDDEN,
            What::Required => Traits::OPTIONAL,
            What::Invalid => Traits::INVALID,
            What::Findings => Traits::FOUND,
            What::Value | What::Datetime | What::Era | What::File => Traits::ANSWERED,
            What::Checked(at) | What::Selected(at) | What::Ticked(at) => Traits::option(*at),
            What::Stray(Stray::Radio | Stray::Entry | Stray::Ticks) => Traits::STRAY,
            What::Barred(_) | What::BarredEntry(_) => Traits::BARRED,
            What::Blank => Traits::EMPTY,
            What::Missing(_) | What::Stray(Stray::Missing) => Traits::MISSING,
            What::Unit(_) | What::Converted | What::Stray(Stray::Unit) => Traits::MEASURED,
            What::Calculated => Traits::CALCULATED,
            What::Attached | What::NoFile | What::Count | What::SomeRows | What::Full | What::Rows => Traits::ALWAYS,
        }
    }

    /// The hole of a name in an item's template; `place` is that of the option, missing reason or unit which it names.
    pub fn from_name(name: &str, place: u16) -> Option<What> {
        Some(match name {
            "hidden" => What::Hidden,
            "required" => What::Required,
            "invalid" => What::Invalid,
            "findings" => What::Findings,
            "value" => What::Value,
            "datetime" => What::Datetime,
            "checked" => What::Checked(place),
            "selected" => What::Selected(place),
            "ticked" => What::Ticked(place),
            "barred" => What::Barred(place),
            "barred_option" => What::BarredEntry(place),
            "blank" => What::Blank,
            "missing" => What::Missing(place),
            "unit" => What::Unit(place),
            "stray_radio" => What::Stray(Stray::Radio),
            "stray_option" => What::Stray(Stray::Entry),
            "stray_ticks" => What::Stray(Stray::Ticks),
            "stray_unit" => What::Stray(Stray::Unit),
            "stray_missing" => What::Stray(Stray::Missing),
            "file" => What::File,
            "attached" => What::Attached,
            "no_file" => What::NoFile,
            "era" => What::Era,
            "converted" => What::Converted,
            "calculated" => What::Calculated,
            "count" => What::Count,
            "some_rows" => What::SomeRows,
            "full" => What::Full,
            "rows" => What::Rows,
            _ => return None,
        })
    }
}

impl PageHole {
    /// The hole of a name in the template of the form; `argument` is the number of a section.
    pub fn from_name(name: &str, argument: &str) -> Option<PageHole> {
        Some(match name {
            "nav_hidden" | "section_hidden" => PageHole::SectionHidden(argument.parse().ok()?),
            "progress" => PageHole::Progress(argument.parse().ok()?),
            "action" => PageHole::Action,
            "autosave" => PageHole::Autosave,
            "csrf" => PageHole::Csrf,
            "today" => PageHole::Today,
            "moment" => PageHole::Moment,
            "show" => PageHole::Show,
            "version" => PageHole::Version,
            "no_summary" => PageHole::NoSummary,
            "summary_text" => PageHole::SummaryText,
            "summary_list" => PageHole::SummaryList,
            "saved" => PageHole::Saved,
            "program" => PageHole::Program,
            "context" => PageHole::Context,
            "templates" => PageHole::Templates,
            _ => return None,
        })
    }
}
