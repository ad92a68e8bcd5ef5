//! Boundaries of the shipped definitions: for every comparison of numbers or days in a check or a calculated item, an author's example is
//! moved to just below, at and just above it. What the rule says there stands in `thresholds/<form>.md`, for a clinician to read; the
//! browser's interpreter must say the same of each.

mod moved;
mod walk;

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use engine::answers::nesting::group_of_scope;
use engine::answers::place::{Place, RowPath};
use engine::evaluate::instances::folded;
use engine::evaluate::record::{Record, Row};
use engine::evaluate::scene::Scene;
use engine::evaluate::settle::rows;
use engine::evaluate::val::Val;
use engine::evaluate::validator::Validator;
use engine::form::form::{Example, Form};
use engine::form::item::Item;
use engine::library::library::Library;
use engine::program::json::program_to_json;
use engine::program::node::Node;
use engine::program::program::{ItemId, RuleId};
use engine::value::decimal::Decimal;
use engine::value::truth::Truth;
use serde_json::{Value, json};
use tests::definitions::definitions;
use tests::golden::Goldens;
use tests::peer::{Peer, peers};
use tests::root::path;

use self::moved::{Case, Input, difference, shown, turns};
use self::walk::{Part, Threshold, thresholds};
use crate::node;

const HEAD: &str = "What each rule says just below, at and just above its thresholds, when one answer of an author's example is moved there.\nA dash: no answer reaches that side, as nothing is below a score of nought.\n\n";

#[test]
fn every_threshold_is_seen_from_below_at_and_above() {
    let (library, faults) = Library::read(&definitions(&path("form-definitions")));
    assert!(faults.is_empty(), "{faults:?}");
    let mut goldens = Goldens::new();
    let (mut lines, mut seen, mut unreached) = (String::new(), 0, Vec::new());
    for form in library.forms.values().filter_map(|versions| versions.last()) {
        let mut page = Page::new(&library, form);
        page.walk();
        seen += page.seen;
        unreached.append(&mut page.unreached);
        lines.push_str(&page.lines);
        if page.seen > 0 {
            goldens.compare(&path(&format!("tests/thresholds/{}.md", form.id)), &page.text);
        }
    }
    let list: String = unreached.iter().fold(String::new(), |text, line| text + "- " + line + "\n");
    goldens.compare(
        &path("tests/thresholds/unreached.md"),
        &format!("Comparisons that no moved example turns, parts that compare the rows of a group one by one, and comparisons that another condition hides\nin every example.\n\n{list}"),
    );
    goldens.finish();
    assert!(seen > 300, "{seen} thresholds");
    if peers("thresholds::every_threshold_is_seen_from_below_at_and_above", &[Peer::Node]) {
        let printed = node::run_text("differential.mjs", &lines);
        let (last, differences) = printed.split_last().expect("a last line with the count");
        assert!(differences.is_empty(), "{last}: {differences:#?}");
    }
}

struct Page<'l> {
    form: &'l Arc<Form>,
    validator: Validator,
    given: Vec<Given<'l>>,
    text: String,
    lines: String,
    seen: usize,
    unreached: Vec<String>,
}

/// An example as it stands, judged.
struct Given<'l> {
    id: &'l str,
    case: Case,
    record: Record,
}

/// Three cases around a threshold, with how much they show: more is better.
struct Found {
    moved: String,
    cells: [Option<(String, Case)>; 3],
    said: Vec<String>,
    row: Row,
    /// The rule does not say the same of all.
    differs: bool,
    worth: u8,
}

/// By how much the sides of a comparison differ in an example (by its place), in a row.
type Known = (Decimal, usize, Row);

/// What a find is worth that shows both sides and the place between them, by an answer of this form, and that they differ.
const WHOLE: u8 = 6;
/// A threshold is looked for in so many examples before a lesser find is taken,
const ENOUGH: usize = 8;
/// and in so many before one is taken that shows no difference.
const MOST: usize = 60;
/// So many rows of a group are moved.
const ROWS: u16 = 3;

impl<'l> Page<'l> {
    fn new(library: &'l Library, form: &'l Arc<Form>) -> Page<'l> {
        let of_products = library.product_examples.iter().filter(|case| *case.form == *form.id).map(|case| &case.example);
        let validator = Validator::new(form.clone());
        let given = form.examples.iter().chain(of_products).filter_map(|example: &Example| {
            let case = Case::of(example);
            let record = case.record(&validator)?;
            Some(Given { id: &example.id, case, record })
        });
        Page {
            form,
            given: given.collect(),
            validator,
            text: format!("# {}\n\n{HEAD}| rule | moved | just below | at | just above |\n|---|---|---|---|---|\n", form.id),
            lines: format!("{}\n", json!({ "program": program_to_json(form) })),
            seen: 0,
            unreached: Vec::new(),
        }
    }

    fn walk(&mut self) {
        let form: &'l Form = self.form;
        let (found, over_rows) = thresholds(form);
        for threshold in &found {
            match self.best(threshold) {
                Ok(Some(found)) => {
                    self.tell(threshold, &found);
                    if !found.differs {
                        self.unreached.push(format!(
                            "{}/{} ({}): hidden",
                            form.id,
                            self.name(threshold.part),
                            threshold.how.sign()
                        ));
                    }
                }
                Ok(None) => {}
                Err(known) => {
                    let why = if known { "no moved answer turns it" } else { "in no example are both sides known" };
                    let line = format!("{}/{} ({}): {why}", form.id, self.name(threshold.part), threshold.how.sign());
                    if !self.unreached.contains(&line) {
                        self.unreached.push(line);
                    }
                }
            }
        }
        for part in over_rows {
            self.unreached.push(format!("{}/{}: goes through rows", form.id, self.name(part)));
        }
    }

    /// The cases that show most. `Ok(None)` when the comparison is none of numbers or days; else whether it was ever known.
    fn best(&self, threshold: &Threshold<'_>) -> Result<Option<Found>, bool> {
        let mut best: Option<Found> = None;
        let mut known: Vec<Known> = Vec::new();
        let mut other = false;
        for (at, given) in self.given.iter().enumerate() {
            for row in self.rows(threshold, &given.record) {
                match difference(&self.validator, &given.record, threshold, row) {
                    Some(difference) => known.push((difference, at, row)),
                    None => other |= self.is_other(given, threshold, row),
                }
            }
        }
        if known.is_empty() {
            return if other { Ok(None) } else { Err(false) };
        }
        // Where the rule speaks, its threshold shows.
        known.sort_by_key(|(_, at, row)| matches!(&*self.said(threshold.part, &self.given[*at].case, *row), "silent" | "blank"));
        for (tries, (_, at, row)) in known.iter().enumerate() {
            if best.as_ref().is_some_and(|best| tries >= if best.differs { ENOUGH } else { MOST }) {
                break;
            }
            let given = &self.given[*at];
            for input in self.inputs(threshold, &given.record, *row) {
                let Some(turn) = given.case.turn(&self.validator, threshold, *row, &input) else { continue };
                let cells = turn.map(|at| at.and_then(|at| Some((shown(input.item, at), given.case.with(&input, at)?))));
                let found = self.found(threshold, input.name.clone(), cells, *row, u8::from(!input.of_context));
                if best.as_ref().is_none_or(|best| best.worth < found.worth) {
                    best = Some(found);
                }
            }
            if best.as_ref().is_some_and(|best| best.worth >= WHOLE) {
                return Ok(best);
            }
        }
        // What no single answer turns, such as a score's groups, examples may show beside one another.
        let of = |side: Ordering| known.iter().filter(move |(difference, ..)| difference.coefficient().cmp(&0) == side);
        let near = |side| {
            let mut near: Vec<_> = of(side).take(MOST).collect();
            near.sort_by(|(a, ..), (b, ..)| a.abs().sub(b.abs()).map_or(Ordering::Equal, |gap| gap.coefficient().cmp(&0)));
            near
        };
        let sides = self.beside(threshold, &[Ordering::Less, Ordering::Equal, Ordering::Greater].map(near));
        let half = |side: usize, strict| sides[side].is_some() && sides[1].is_some() && turns(threshold.how, strict);
        if (sides[0].is_some() && sides[2].is_some()) || half(0, Ordering::Less) || half(2, Ordering::Greater) {
            let cells = sides.map(|side| side.map(|(_, at, _)| (self.given[*at].id.to_owned(), self.given[*at].case.clone())));
            let row = sides.iter().flatten().next().and_then(|side| side.2);
            let found = self.found(threshold, "examples".to_owned(), cells, row, 0);
            if best.as_ref().is_none_or(|best| best.worth < found.worth) {
                best = Some(found);
            }
        }
        best.map(Some).ok_or(true)
    }

    /// Of the examples on each side, nearest first, those of which the rule says different things; else the nearest.
    fn beside<'k>(&self, threshold: &Threshold<'_>, sides: &[Vec<&'k Known>; 3]) -> [Option<&'k Known>; 3] {
        let word = |known: &&Known| self.said(threshold.part, &self.given[known.1].case, known.2);
        let words = sides.each_ref().map(|side| side.iter().map(word).collect::<Vec<_>>());
        let mut taken = [0; 3];
        for side in [(0, Ordering::Less), (2, Ordering::Greater)]
            .into_iter()
            .filter(|side| turns(threshold.how, side.1))
            .map(|side| side.0)
        {
            let pairs = (0..words[side].len()).flat_map(|strict| (0..words[1].len()).map(move |at| (strict, at)));
            if let Some((strict, at)) = pairs.into_iter().find(|(strict, at)| words[side][*strict] != words[1][*at]) {
                (taken[side], taken[1]) = (strict, at);
                break;
            }
        }
        [0, 1, 2].map(|side| sides[side].get(taken[side]).copied())
    }

    fn found(&self, threshold: &Threshold<'_>, moved: String, cells: [Option<(String, Case)>; 3], row: Row, own: u8) -> Found {
        let said: Vec<String> = cells.iter().flatten().map(|(_, case)| self.said(threshold.part, case, row)).collect();
        let differs = self.differs(threshold, &cells, &said, row);
        let whole = cells[0].is_some() && cells[2].is_some();
        let worth = u8::from(cells[1].is_some()) + 2 * u8::from(differs) + own + 2 * u8::from(whole);
        Found { moved, cells, said, row, differs, worth }
    }

    /// Whether the rule says something else where the comparison turns than at the threshold. Another condition may hide it: then what it
    /// says changes nowhere, or on the other side alone.
    fn differs(&self, threshold: &Threshold<'_>, cells: &[Option<(String, Case)>; 3], said: &[String], row: Row) -> bool {
        let side = |case: &Case| {
            Some(difference(&self.validator, &case.record(&self.validator)?, threshold, row)?.coefficient().cmp(&0))
        };
        let sides: Vec<Option<Ordering>> = cells.iter().flatten().map(|(_, case)| side(case)).collect();
        let Some(at) = sides.iter().position(|side| *side == Some(Ordering::Equal)) else {
            return said.iter().collect::<BTreeSet<_>>().len() > 1;
        };
        sides.iter().zip(said).any(|(side, word)| side.is_some_and(|side| turns(threshold.how, side)) && *word != said[at])
    }

    fn rows(&self, threshold: &Threshold<'_>, record: &Record) -> Vec<Row> {
        match group_of_scope(threshold.scope.0) {
            None => vec![None],
            Some(group) => (0..rows(record, group).min(ROWS)).map(|row| Some((group, row))).collect(),
        }
    }

    /// Whether the sides are known and neither numbers nor days: codes, texts.
    fn is_other(&self, given: &Given<'_>, threshold: &Threshold<'_>, row: Row) -> bool {
        let scene = Scene::new(&self.validator.form, &self.validator.plan.patterns, &given.record, row);
        let is_other = |node: &Node| matches!(scene.value(node), Val::Bool(_) | Val::Text(_) | Val::Code(_) | Val::Codes(_));
        is_other(threshold.sides.0) || is_other(threshold.sides.1)
    }

    fn tell(&mut self, threshold: &Threshold<'_>, found: &Found) {
        self.seen += 1;
        let mut said = found.said.iter();
        let cells = found.cells.each_ref().map(|cell| {
            cell.as_ref().map_or("-".to_owned(), |(value, _)| format!("{value}: {}", said.next().map_or("?", String::as_str)))
        });
        let row = found.row.map_or(String::new(), |(_, row)| format!(" (row {})", row + 1));
        let (name, how) = (self.name(threshold.part), threshold.how.sign());
        let _ = writeln!(self.text, "| {name} ({how}) | {}{row} | {} |", found.moved, cells.join(" | "));
        for (_, case) in found.cells.iter().flatten() {
            let line = json!({
                "today": case.today.to_string(), "moment": "submit", "context": folded(self.form, &case.context), "answers": case.answers,
                "expected": self.outcome(case), "messages": true,
            });
            let _ = writeln!(self.lines, "{line}");
        }
    }

    fn outcome(&self, case: &Case) -> Value {
        let answers = self.validator.read_value(&case.answers).expect("an object");
        self.validator.judge(answers, &self.validator.read_context(&case.context), case.today).to_json(self.form)
    }

    fn name(&self, part: Part) -> &'l str {
        match part {
            Part::Check(at) => &self.form.checks[at].id,
            Part::Item(at) => &self.form.items[at].id,
        }
    }

    /// What the check or the calculation says of a case.
    fn said(&self, part: Part, case: &Case, row: Row) -> String {
        match part {
            Part::Check(at) => {
                let record = case.record(&self.validator).expect("a record");
                let verdict = match row {
                    None => record.verdicts.get(at).copied(),
                    Some((_, row)) => record.row_verdicts.get(at).and_then(|rows| rows.get(usize::from(row))).copied(),
                };
                match verdict {
                    Some(Truth::True) => "fires",
                    Some(Truth::False) => "silent",
                    _ => "undecided",
                }
                .to_owned()
            }
            Part::Item(at) => {
                let item = &self.form.items[at];
                let outcome = self.outcome(case);
                let values = outcome["calculated"].as_object().expect("an object");
                let is_it = |path: &str| path.rsplit('.').next() == Some(&item.id);
                let value = values.iter().find(|(path, _)| is_it(path)).map(|(_, value)| value);
                match value {
                    None | Some(Value::Null) => "blank".to_owned(),
                    Some(Value::String(text)) => text.clone(),
                    Some(other) => other.to_string(),
                }
            }
        }
    }

    /// The answers that a comparison rests on, through calculated items down to what people type.
    fn inputs(&self, threshold: &Threshold<'_>, record: &Record, row: Row) -> Vec<Input<'l>> {
        let form: &'l Form = self.form;
        let rule = match threshold.part {
            Part::Check(at) => form.checks[at].violated_if,
            Part::Item(at) => form.items[at].value.expect("a calculated item"),
        };
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        self.rest(rule, record, row, &mut seen, &mut found);
        found
    }

    fn rest(&self, rule: RuleId, record: &Record, row: Row, seen: &mut BTreeSet<u32>, found: &mut Vec<Input<'l>>) {
        let form: &'l Form = self.form;
        let Some(rule) = form.program.rules.get(rule.0 as usize) else { return };
        for id in &rule.reads {
            if !seen.insert(id.0) {
                continue;
            }
            let Some(item) = form.item(*id) else { continue };
            match item.value {
                Some(value) => self.rest(value, record, row, seen, found),
                None => self.own(*id, item, record, row, found),
            }
        }
        let own = form.scopes[0].slots.len();
        for slot in &rule.imports {
            let Some(import) = usize::from(*slot).checked_sub(own).and_then(|at| form.imports.get(at)) else { continue };
            let name = format!("{}.{}", import.form, import.item.id);
            if !found.iter().any(|input| input.name == name) {
                let pointer = format!("/{}/{}", import.form, import.item.id);
                found.push(Input { item: &import.item, pointer, of_context: true, place: None, name });
            }
        }
    }

    /// An answer of this form: the one of the row in which the rule runs, else that of each of the first rows.
    fn own(&self, id: ItemId, item: &'l Item, record: &Record, row: Row, found: &mut Vec<Input<'l>>) {
        let Some(home) = self.validator.plan.home(id) else { return };
        let mut push = |pointer: String, place: Place, name: String| {
            found.push(Input { item, pointer, of_context: false, place: Some(place), name });
        };
        let Some(group) = home.group else {
            return push(format!("/{}", item.id), Place::of(id), item.id.to_string());
        };
        let holds = |item: &&Item| item.rows.and_then(|rows| group_of_scope(rows.0)) == Some(group);
        let Some(holder) = self.form.items.iter().find(holds) else { return };
        let own = row.filter(|(own, _)| *own == group).map(|(_, row)| row);
        for at in own.map_or(0..rows(record, group).min(ROWS), |row| row..row + 1) {
            let pointer = format!("/{}/{at}/{}", holder.id, item.id);
            let name = if own.is_some() || at == 0 { item.id.to_string() } else { format!("{} (row {})", item.id, at + 1) };
            push(pointer, Place { item: id, rows: RowPath::of(at) }, name);
        }
    }
}
