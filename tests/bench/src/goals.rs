//! The goals, each beside what this run measured.

/// What was measured, by size.
#[derive(Default)]
pub struct Goals {
    lines: Vec<(String, f64, f64)>,
    per_item: Vec<(usize, f64)>,
    change: Vec<(usize, f64)>,
}

impl Goals {
    /// Bytes to findings: the engine and the yardstick Y, in microseconds.
    pub fn record(&mut self, items: usize, engine: f64, yardstick: f64) {
        self.line(format!("{items} items: bytes to all findings, in Y"), engine / yardstick, 0.5);
        self.per_item.push((items, engine / items as f64));
    }

    /// One changed answer, in microseconds.
    pub fn change(&mut self, items: usize, engine: f64) {
        self.line(format!("{items} items: one changed answer, us"), engine, 0.5);
        self.change.push((items, engine));
    }

    /// YAML to everything in memory, in times of reading the tree.
    pub fn compile(&mut self, items: usize, ratio: f64) {
        self.line(format!("{items} items: YAML to everything in memory, in readings of the tree"), ratio, 2.0);
    }

    /// The filled page: beside askama, and beside rendering the template for each request.
    pub fn page(&mut self, items: usize, askama: f64, template: f64) {
        self.line(format!("{items} items: filled page, in times of askama"), askama, 0.5);
        self.line(format!("{items} items: filled page, in times of the template per request"), template, 0.05);
    }

    /// Memory of a loaded form, in times of its YAML.
    pub fn memory(&mut self, items: usize, ratio: f64) {
        self.line(format!("{items} items: memory of a loaded form, in sizes of its YAML"), ratio, 3.0);
    }

    fn line(&mut self, name: String, found: f64, most: f64) {
        self.lines.push((name, found, most));
    }

    /// Prints all of them; those that need two sizes come last.
    pub fn print(mut self) {
        let ends = |values: &[(usize, f64)]| Some((*values.first()?, *values.last()?)).filter(|(a, b)| a.0 != b.0);
        if let Some(((small, a), (large, b))) = ends(&self.per_item) {
            self.line(format!("time per item at {large} items, in times of that at {small}"), b / a, 1.1);
        }
        if let Some(((small, a), (large, b))) = ends(&self.change) {
            self.line(format!("one changed answer at {large} items, in times of that at {small}"), b / a, 2.0);
        }
        println!("=== goals");
        for (name, found, most) in self.lines {
            let verdict = if found <= most { "met" } else { "MISSED" };
            println!("  {name:<76} {found:>9.3}  at most {most:<5} {verdict}");
        }
    }
}
