//! Finds circles among imports: Tarjan's strongly connected components over the module files of a crate.

use std::collections::BTreeMap;

use crate::source::{Crate, Module};

/// Each circle of two files or more, as readable module paths in order.
pub fn find_circles(krate: &Crate) -> Vec<Vec<String>> {
    let imports: BTreeMap<&Module, Vec<Module>> = krate.modules().map(|module| (module, krate.imports(module))).collect();
    let mut search = Search { imports: &imports, seen: BTreeMap::new(), stack: Vec::new(), circles: Vec::new() };
    for module in krate.modules() {
        if !search.seen.contains_key(module) {
            search.visit(module);
        }
    }
    search.circles
}

struct Search<'a> {
    imports: &'a BTreeMap<&'a Module, Vec<Module>>,
    /// Number of discovery, and the lowest number reachable while on the stack.
    seen: BTreeMap<&'a Module, (usize, usize)>,
    stack: Vec<&'a Module>,
    circles: Vec<Vec<String>>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, module: &'a Module) -> usize {
        let number = self.seen.len();
        self.seen.insert(module, (number, number));
        self.stack.push(module);
        let mut low = number;
        for target in &self.imports[module] {
            match self.seen.get(target) {
                None => low = low.min(self.visit(target)),
                Some((reached, _)) if self.stack.contains(&target) => low = low.min(*reached),
                Some(_) => {}
            }
        }
        self.seen.insert(module, (number, low));
        if low == number {
            self.close(module);
        }
        low
    }

    fn close(&mut self, module: &Module) {
        let at = self.stack.iter().position(|one| *one == module).unwrap_or(0);
        let mut circle: Vec<String> = self.stack.split_off(at).into_iter().map(readable).collect();
        if circle.len() > 1 {
            circle.sort();
            self.circles.push(circle);
        }
    }
}

fn readable(module: &Module) -> String {
    if module.is_empty() { "lib".to_string() } else { module.join("/") }
}
