//! Folders of definitions as targets, made as `ctr compile` makes them, at a fixed moment.

use std::sync::Arc;

use engine::diagnostic::diagnostic::Level;
use engine::form::form::Form;
use engine::lang::Lang;
use engine::library::library::Library;
use renderer::export::target::{Subject, Target};
use tests::definitions::definitions;
use tests::root::path;
use tests::scratch::Scratch;

/// The moment of making.
pub const MADE: &str = "2026-04-01T09:00:00+09:00";

/// A folder of definitions.
pub struct Folder {
    /// All of it.
    pub library: Library,
}

impl Folder {
    /// Reads a folder that has no faults.
    pub fn read(below: &str) -> Folder {
        let (library, found) = Library::read(&definitions(&path(below)));
        let faults: Vec<_> = found.iter().filter(|fault| fault.level == Level::Error).collect();
        assert!(faults.is_empty(), "{below}: {faults:#?}");
        Folder { library }
    }

    /// The newest version of a form.
    pub fn newest(&self, id: &str) -> Vec<Arc<Form>> {
        vec![self.library.form(id).expect("the form is there").clone()]
    }

    /// The newest version of every form.
    pub fn all_newest(&self) -> Vec<Arc<Form>> {
        self.library.forms.values().filter_map(|versions| versions.last().cloned()).collect()
    }

    /// Every form in every version, and under every overlay.
    pub fn every(&self) -> Vec<Arc<Form>> {
        self.library.forms.values().flatten().chain(self.library.overlaid.values()).cloned().collect()
    }

    /// A target of some forms.
    pub fn make(&self, target: &Target, forms: &[Arc<Form>], lang: Lang) -> String {
        let subject = Subject { library: &self.library, forms, lang, made: MADE, spreadsheet: false, annotated: true };
        (target.make)(&subject).unwrap_or_else(|cause| panic!("{}: {cause}", target.name))
    }

    /// Writes a target of every form of the folder, and of all together; gives the names of the files.
    pub fn write_all(&self, name: &str, scratch: &Scratch) -> Vec<String> {
        let target = renderer::export::find(name).expect("a target");
        let mut names = Vec::new();
        let mut write = |file: String, text: String| {
            scratch.write(&file, text);
            names.push(file);
        };
        // Only FHIR puts one of the languages first; elsewhere both stand side by side.
        let langs: &[Lang] = if name.starts_with("fhir") { &Lang::ALL } else { &[Lang::Ja] };
        for form in self.every() {
            for lang in langs {
                let edition = form.edition().replace('+', "-");
                let file = format!("{}-{edition}.{}.{}", form.id, lang.tag(), target.ending);
                write(file, self.make(target, std::slice::from_ref(&form), *lang));
            }
        }
        write(format!("all.{}", target.ending), self.make(target, &self.all_newest(), Lang::Ja));
        names
    }
}

/// The sample and the shipped library.
pub fn folders() -> [Folder; 2] {
    [Folder::read("tests/export/definitions"), Folder::read("form-definitions")]
}
