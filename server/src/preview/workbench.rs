//! The definitions as they stand on disk now. A form that does not compile at the moment stays on screen as it last did, so that half
//! a word typed in an editor never empties the page; the fault stands beside it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use engine::diagnostic::diagnostic::Diagnostic;
use engine::evaluate::Validator;
use engine::form::form::Form;
use engine::lang::Lang;
use engine::lint::{Checked, check};
use engine::source::SourceFile;
use renderer::page::page::FormPage;

use crate::folder;
use crate::start::{Problem, trying};

/// A form that can be shown.
pub struct Shown {
    /// The form.
    pub form: Arc<Form>,
    /// What judges its answers.
    pub validator: Validator,
    /// Its file, as the library names it.
    pub file: Arc<str>,
    /// Its pages in Japanese and English.
    pages: [FormPage; 2],
    /// It does not compile as it stands now; this is how it last did.
    pub is_past: bool,
}

impl Shown {
    /// The page in a language.
    pub fn page(&self, lang: Lang) -> &FormPage {
        let [ja, en] = &self.pages;
        match lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}

/// Everything in a folder of definitions at one moment.
pub struct Workbench {
    /// Counts up with every change of a file.
    pub stamp: u64,
    /// Files as read.
    pub files: Vec<SourceFile>,
    /// Faults, and where there are none the lints, in the order of files and places.
    pub faults: Vec<Diagnostic>,
    /// Newest forms first by id; every version by `crs@1.0.0`.
    forms: BTreeMap<String, Arc<Shown>>,
}

impl Workbench {
    /// Reads a folder.
    ///
    /// # Errors
    /// When it cannot be read, or a page cannot be made.
    pub fn read(path: &Path, before: Option<&Workbench>) -> Result<Workbench, Problem> {
        let files = trying(format!("cannot read {}", path.display()), folder::read(path))?;
        let Checked { library, mut faults, lints } = check(&files);
        faults.extend(lints.found);
        let mut forms = BTreeMap::new();
        for form in library.forms.values().flatten() {
            let file = library.sources.form_files.get(&(form.id.clone(), form.version)).and_then(|at| files.get(*at));
            let file = file.map_or_else(|| "".into(), |file| file.path.clone());
            let same = before.and_then(|before| before.forms.get(&form.reference())).filter(|shown| is_same(&shown.form, form));
            let shown = match same {
                Some(same) if !same.is_past => same.clone(),
                _ => Arc::new(shown(form, file)?),
            };
            forms.insert(form.reference(), shown);
        }
        for (reference, past) in before.iter().flat_map(|before| &before.forms) {
            let still_there = files.iter().any(|file| file.path == past.file);
            if still_there && !forms.contains_key(reference) {
                forms.insert(reference.clone(), Arc::new(past_of(past)?));
            }
        }
        Ok(Workbench { stamp: before.map_or(1, |before| before.stamp + 1), files, faults, forms })
    }

    /// The form of `crs` (its newest version) or `crs@1.0.0`.
    pub fn find(&self, name: &str) -> Option<&Arc<Shown>> {
        if name.contains('@') {
            return self.forms.get(name);
        }
        self.forms.values().filter(|shown| &*shown.form.id == name).max_by_key(|shown| shown.form.version)
    }

    /// Every form, by id and version.
    pub fn forms(&self) -> impl Iterator<Item = &Arc<Shown>> {
        self.forms.values()
    }

    /// Whether the files on disk are still those that were read.
    pub fn is_current(&self, files: &[SourceFile]) -> bool {
        self.files.len() == files.len()
            && self.files.iter().zip(files).all(|(old, new)| old.path == new.path && old.bytes == new.bytes)
    }
}

/// The same meaning and the same words: the page need not be made again. (The digest leaves out examples and checks laid over.)
fn is_same(old: &Form, new: &Form) -> bool {
    old.digest() == new.digest()
        && old.checks.len() == new.checks.len()
        && old.examples.len() == new.examples.len()
        && format!("{:?}", old.examples) == format!("{:?}", new.examples)
}

fn shown(form: &Arc<Form>, file: Arc<str>) -> Result<Shown, Problem> {
    let pages = FormPage::compile_both(form)
        .map_err(|cause| Problem::PreviewPage { form: form.reference(), cause: cause.to_string() })?;
    Ok(Shown { form: form.clone(), validator: Validator::new(form.clone()), file, pages, is_past: false })
}

fn past_of(past: &Shown) -> Result<Shown, Problem> {
    Ok(Shown { is_past: true, ..shown(&past.form, past.file.clone())? })
}
