//! The goals, each beside what this run measured.

use crate::generate::Size;

/// What was measured, by size.
#[derive(Default)]
pub struct Goals {
    lines: Vec<(String, f64, f64)>,
    per_item: Vec<(Size, f64)>,
    change: Vec<(Size, f64)>,
}

impl Goals {
    /// Bytes to findings: the engine in microseconds and in times of the yardstick Y, for valid or faulty records. The valid ones are
    /// what the time per item is taken from.
    pub fn record(&mut self, size: Size, records: &str, engine: f64, ratio: f64) {
        self.line(format!("{size}: bytes to all findings, {records} records, in Y"), ratio, 0.5);
        if records == "valid" {
            self.per_item.push((size, engine / size.items as f64));
        }
    }

    /// One changed answer, in microseconds.
    pub fn change(&mut self, size: Size, engine: f64) {
        self.line(format!("{size}: one changed answer, us"), engine, 0.5);
        self.change.push((size, engine));
    }

    /// YAML to everything in memory, in times of reading the tree.
    pub fn compile(&mut self, size: Size, ratio: f64) {
        self.line(format!("{size}: YAML to everything in memory, in readings of the tree"), ratio, 2.0);
    }

    /// The filled page: beside askama, and beside rendering the template for each request.
    pub fn page(&mut self, size: Size, askama: f64, template: f64) {
        self.line(format!("{size}: filled page, in times of askama"), askama, 0.5);
        self.line(format!("{size}: filled page, in times of the template per request"), template, 0.05);
    }

    fn line(&mut self, name: String, found: f64, most: f64) {
        self.lines.push((name, found, most));
    }

    /// Prints all of them; those that need two sizes come last.
    pub fn print(mut self) {
        // Of forms that differ in nothing but the number of items.
        let ends = |values: &[(Size, f64)], least: usize| {
            let mut alike = values.iter().copied().filter(|(size, _)| size.rows == 10 && size.items >= least);
            let first = alike.next()?;
            Some((first, alike.next_back()?))
        };
        if let Some(((small, a), (large, b))) = ends(&self.per_item, 300) {
            self.line(format!("time per item at {large}, in times of that at {small}"), b / a, 1.1);
        }
        if let Some(((small, a), (large, b))) = ends(&self.change, 50) {
            self.line(format!("one changed answer at {large}, in times of that at {small}"), b / a, 2.0);
        }
        println!("=== goals");
        for (name, found, most) in self.lines {
            println!("{}", told(&name, found, most));
        }
    }
}

/// A line about a goal.
pub fn told(name: &str, found: f64, most: f64) -> String {
    let verdict = if found <= most { "met" } else { "MISSED" };
    format!("  {name:<76} {found:>9.3}  at most {most:<5} {verdict}")
}
