//! The library: registry, lists, products and every version of every form, with what is wrong in any file.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::compose::expand::{compose, uses_parts};
use crate::compose::overlay::Overlay;
use crate::compose::part::{self, Home, Shelf};
use crate::diagnostic::diagnostic::{Diagnostic, Level, Sink};
use crate::diagnostic::suggest::did_you_mean;
use crate::document::reader::Reading;
use crate::document::{crosswalk, form, list, product, purpose, registry, schedule};
use crate::form::form::{Example, Form, Laid};
use crate::form::version::Version;
use crate::library::bundle::Sources;
use crate::library::unread::Unread;
use crate::library::{consent, courses, crosswalks, life, lists, promises, published, unread, uses};
use crate::link::example::examples;
use crate::link::form::{Surroundings, link};
use crate::link::item::Lists;
use crate::schedule::schedule::Schedule;
use crate::source::SourceFile;
use crate::syntax::tree::{Node, Written};
use crate::syntax::yaml;

/// What an overlaid form is known by: form, version, product, indication.
pub type LaidKey = (Arc<str>, Version, Arc<str>, Arc<str>);

/// All definitions that could be read and linked.
#[derive(Debug, Default)]
pub struct Library {
    /// Levels, identity, treatment.
    pub registry: Option<registry::Registry>,
    /// Why items are asked, when the library declares it.
    pub purposes: Option<purpose::Purposes>,
    /// Code lists by id.
    pub lists: Lists,
    /// Products in the order of their files.
    pub products: Vec<product::Product>,
    /// Every version of every form, by id, the oldest first.
    pub forms: BTreeMap<Arc<str>, Vec<Arc<Form>>>,
    /// Schedules in the order of their files.
    pub schedules: Vec<Schedule>,
    /// Crosswalks in the order of their files.
    pub crosswalks: Vec<crosswalk::Crosswalk>,
    /// Forms under the overlays of products, by form, version, product and indication.
    pub overlaid: BTreeMap<LaidKey, Arc<Form>>,
    /// Examples of products, each with the file, the product and the form.
    pub product_examples: Vec<ProductCase>,
    /// Files and what stands in them.
    pub sources: Sources,
}

/// An example of a product's label rules.
#[derive(Clone, Debug)]
pub struct ProductCase {
    /// The product's file.
    pub file: Arc<str>,
    /// The product.
    pub product: Arc<str>,
    /// The form whose newest version judges it.
    pub form: Arc<str>,
    /// The case.
    pub example: Example,
}

/// What a file is, by its path.
enum Place {
    Registry,
    Purposes,
    List,
    Product,
    Items,
    Block,
    Schedule,
    Crosswalk,
    Published,
    Form,
    /// Not a definition: README, ...
    Other,
}

fn place(path: &str) -> Place {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["registry.yaml"] => Place::Registry,
        ["purposes.yaml"] => Place::Purposes,
        ["lists", name] if name.ends_with(".yaml") => Place::List,
        ["products", name] if name.ends_with(".yaml") => Place::Product,
        ["items", name] if name.ends_with(".yaml") => Place::Items,
        ["blocks", name] if name.ends_with(".yaml") => Place::Block,
        ["schedules", name] if name.ends_with(".yaml") => Place::Schedule,
        ["crosswalks", name] if name.ends_with(".yaml") => Place::Crosswalk,
        ["PUBLISHED"] => Place::Published,
        ["forms", _, name] if name.ends_with(".yaml") => Place::Form,
        _ => Place::Other,
    }
}

/// Documents of all files, each with the place of its file.
#[derive(Default)]
struct Documents {
    registry: Option<registry::Registry>,
    purposes: Option<purpose::Purposes>,
    lists: Vec<lists::Placed>,
    products: Vec<(usize, product::Product)>,
    schedules: Vec<(usize, schedule::ScheduleDocument)>,
    crosswalks: Vec<(usize, crosswalk::Crosswalk)>,
    shelf: Shelf,
    /// Forms as trees, until all parts are on the shelf.
    trees: Vec<(usize, Home, Node)>,
    forms: Vec<uses::Placed>,
    /// All other files as trees.
    written: Vec<(usize, Written)>,
}

impl Library {
    /// Reads and links all files. A form with faults of its own is left out; its faults are among the diagnostics, which stand in
    /// the order of files and places.
    pub fn read(files: &[SourceFile]) -> (Library, Vec<Diagnostic>) {
        let (library, found, written) = Library::read_written(files);
        let_go(written);
        (library, found)
    }

    /// The same, with the files as trees in their order, for those who look at what is written.
    pub fn read_written(files: &[SourceFile]) -> (Library, Vec<Diagnostic>, Vec<Written>) {
        let mut sinks: Vec<Sink> = files.iter().map(|file| Sink::new(file.path.clone())).collect();
        let mut documents = Documents::default();
        for (index, parsed) in parsed(files, &mut sinks).into_iter().enumerate() {
            if let (Some(parsed), Some(sink)) = (parsed, sinks.get_mut(index)) {
                read_file(index, parsed, sink, &mut documents);
            }
        }
        let torn = Unread::new(files, &mut sinks);
        documents.forms = read_forms(&documents.trees, &documents.shelf, &mut sinks);
        let places: Vec<usize> = documents.products.iter().map(|(file, _)| *file).collect();
        let products: Vec<product::Product> = documents.products.into_iter().map(|(_, product)| product).collect();
        let (lists, list_files) = lists::lists(&documents.lists, &products, &mut sinks);
        let mut library = Library {
            registry: documents.registry,
            purposes: documents.purposes,
            lists,
            products,
            forms: BTreeMap::new(),
            schedules: Vec::new(),
            crosswalks: Vec::new(),
            overlaid: BTreeMap::new(),
            product_examples: Vec::new(),
            sources: Sources::default(),
        };
        library.sources.list_files = list_files;
        library.sources.files = files.to_vec();
        let composer = Composing { trees: &documents.trees, shelf: &documents.shelf };
        let known = uses::known(&documents.forms, files);
        library.link_forms(&documents.forms, &composer, &torn, &known, &places, &mut sinks);
        library.check_products(&places, &known, &mut sinks);
        library.link_examples(&places, &mut sinks);
        promises::check_products(&library.products, &documents.lists, &places, &mut sinks);
        if let Some(registry) = &library.registry {
            promises::check_registry(registry, |id| library.form(id), &known, files, &mut sinks);
            courses::check(registry, &documents.forms, &documents.schedules, files, &mut sinks);
            if let Some(declared) = &registry.consent {
                consent::check(declared, &documents.forms, &library.forms, files, &mut sinks);
            }
        }
        library.link_schedules(&documents.schedules, &known, &mut sinks);
        crosswalks::check(&library.forms, &documents.crosswalks, &known, &mut sinks);
        library.crosswalks = documents.crosswalks.into_iter().map(|(_, crosswalk)| crosswalk).collect();
        published::check(&library.forms, files, &mut sinks);
        life::check(&documents.forms, &mut sinks);
        let mut found: Vec<Diagnostic> = sinks.into_iter().flat_map(Sink::finish).collect();
        found.sort_by(|a, b| (&a.file, a.span, a.code, &a.message.en).cmp(&(&b.file, b.span, b.code, &b.message.en)));
        // A fault of a part is told once, with the first use that it was found in.
        found.dedup_by(|b, a| (&a.file, a.span, a.code, &a.message) == (&b.file, b.span, b.code, &b.message));
        let found = torn.settle(found, files);
        let_go(documents.forms);
        let mut written = documents.written;
        written.extend(documents.trees.into_iter().map(|(index, home, root)| (index, Written { path: home.file, root })));
        written.sort_by_key(|(index, _)| *index);
        (library, found, written.into_iter().map(|(_, file)| file).collect())
    }

    fn link_forms(
        &mut self,
        documents: &[uses::Placed],
        composing: &Composing<'_>,
        torn: &Unread,
        known: &[Arc<str>],
        product_places: &[usize],
        sinks: &mut [Sink],
    ) {
        let mut latest: HashMap<Arc<str>, Arc<Form>> = HashMap::new();
        for id in uses::order(documents, sinks) {
            let mut versions: Vec<&uses::Placed> = documents.iter().filter(|(_, document)| document.id.value == id).collect();
            versions.sort_by_key(|(_, document)| document.version.value);
            let newest = uses::newest_version(&id, &versions, &self.sources.files);
            for (file, document) in versions {
                let mut product_sinks: Vec<Sink> = self.products.iter().map(|product| Sink::new(product.file.clone())).collect();
                let around = Surroundings {
                    registry: self.registry.as_ref(),
                    lists: &self.lists,
                    forms: &latest,
                    known,
                    purposes: self.purposes.as_ref(),
                    products: &self.products,
                };
                let Some(sink) = sinks.get_mut(*file) else { continue };
                let form = link(document, &around, sink, &mut product_sinks);
                for laid in &mut product_sinks {
                    laid.lost.clone_from(&sink.lost);
                    unread::without_lost(laid, torn, &self.sources.files);
                }
                unread::without_lost(sink, torn, &self.sources.files);
                let faulty = sink.has_errors();
                // A label rule speaks of the newest version; where an older one lacks an item, it does not apply there.
                if Some(document.version.value) == newest {
                    for (place, laid) in product_places.iter().zip(product_sinks) {
                        if let Some(sink) = sinks.get_mut(*place) {
                            sink.found.extend(laid.found);
                        }
                    }
                }
                if !faulty {
                    let asked = Asked { base: &form, file: *file, is_newest: Some(document.version.value) == newest };
                    let laid = overlays(&asked, composing, &around, product_places, &self.sources.files, sinks);
                    self.overlaid.extend(laid);
                    self.sources.form_files.insert((id.clone(), document.version.value), *file);
                    self.forms.entry(id.clone()).or_default().push(Arc::new(form));
                }
            }
            if let Some(form) = self.form(&id) {
                latest.insert(id.clone(), form.clone());
            }
        }
    }

    fn link_schedules(&mut self, documents: &[(usize, schedule::ScheduleDocument)], known: &[Arc<str>], sinks: &mut [Sink]) {
        let newest = self.forms.iter().filter_map(|(id, versions)| Some((id.clone(), versions.last()?.clone())));
        let newest: HashMap<Arc<str>, Arc<Form>> = newest.collect();
        let around = Surroundings {
            registry: self.registry.as_ref(),
            lists: &self.lists,
            forms: &newest,
            known,
            purposes: None,
            products: &[],
        };
        let link = |(file, document): &(usize, schedule::ScheduleDocument)| {
            crate::link::schedule::schedule(document, &around, sinks.get_mut(*file)?)
        };
        self.schedules = documents.iter().filter_map(link).collect();
    }

    /// Forms that products name must exist (a form that stands there with faults is told about once, in its own file).
    fn check_products(&self, places: &[usize], known: &[Arc<str>], sinks: &mut [Sink]) {
        for (product, place) in self.products.iter().zip(places) {
            let Some(sink) = sinks.get_mut(*place) else { continue };
            let named = product
                .indications
                .iter()
                .flat_map(|indication| &indication.forms)
                .chain(product.rules().map(|(_, rule)| &rule.form))
                .chain(product.indications.iter().flat_map(|indication| &indication.overlays).map(|overlay| &overlay.form))
                .chain(product.examples.iter().map(|case| &case.form));
            self.check_diseases(product, sink);
            for form in named.filter(|form| !known.contains(&form.value)) {
                let word = &form.value;
                sink.error(
                    "unknown-form",
                    form.span,
                    (format!("様式 `{word}` はありません。"), format!("there is no form `{word}`")),
                    did_you_mean(word, known.iter().map(|id| &**id)),
                );
            }
        }
    }

    fn link_examples(&mut self, places: &[usize], sinks: &mut [Sink]) {
        for (product, place) in self.products.iter().zip(places) {
            let Some(sink) = sinks.get_mut(*place) else { continue };
            let documents: Vec<_> = product.examples.iter().map(|case| case.example.clone()).collect();
            for example in examples(&documents, sink) {
                let case = product.examples.iter().find(|case| case.example.span == example.span);
                let Some(form) = case.map(|case| case.form.value.clone()) else { continue };
                let (file, product) = (product.file.clone(), product.id.value.clone());
                self.product_examples.push(ProductCase { file, product, form, example });
            }
        }
    }

    /// An indication's disease must be a code of the item that says which disease is treated.
    fn check_diseases(&self, product: &product::Product, sink: &mut Sink) {
        let Some(treatment) = self.registry.as_ref().and_then(|registry| registry.treatment.as_ref()) else { return };
        let item = self.form(&treatment.form).and_then(|form| form.find_item(&treatment.disease));
        let Some(list) = item.and_then(|(_, item)| item.list.as_ref()) else { return };
        for disease in
            product.indications.iter().map(|indication| &indication.disease).filter(|disease| list.find(&disease.value).is_none())
        {
            let word = &disease.value;
            sink.error(
                "unknown-code",
                disease.span,
                (
                    format!("リスト `{}` にコード `{word}` はありません。", list.id),
                    format!("list `{}` has no code `{word}`", list.id),
                ),
                did_you_mean(word, list.codes.iter().map(|code| &*code.code)),
            );
        }
    }

    /// The newest version of a form.
    pub fn form(&self, id: &str) -> Option<&Arc<Form>> {
        self.forms.get(id)?.last()
    }

    /// One version of a form.
    pub fn form_version(&self, id: &str, version: Version) -> Option<&Arc<Form>> {
        self.forms.get(id)?.iter().find(|form| form.version == version)
    }

    /// A form as it is asked for a product and an indication: under their overlay, else as it stands.
    pub fn form_for(&self, form: &Arc<Form>, product: &str, indication: &str) -> Arc<Form> {
        let key = (form.id.clone(), form.version, Arc::from(product), Arc::from(indication));
        self.overlaid.get(&key).unwrap_or(form).clone()
    }

    /// The form under an overlay by its name: `1.0.0+kymriah.lbcl`, with or without the mark of its digest.
    pub fn overlay(&self, id: &str, name: &str) -> Option<&Arc<Form>> {
        let (version, name) = name.split_once('+')?;
        let mut words = name.split('.');
        let key = (Arc::from(id), Version::parse(version)?, Arc::from(words.next()?), Arc::from(words.next()?));
        let found = self.overlaid.get(&key)?;
        words.next().is_none_or(|mark| found.digest().starts_with(mark)).then_some(found)
    }

    /// The edition of a form: `1.0.0`, or `1.0.0+kymriah.lbcl.3fa92c10` when the overlay that stands now is the one meant.
    pub fn edition(&self, id: &str, edition: &str) -> Option<Arc<Form>> {
        let version = Version::parse(edition.split('+').next()?)?;
        let form = self.form_version(id, version)?;
        let laid = self.overlaid.iter().filter(|((of, at, ..), _)| **of == *id && *at == version).map(|(_, form)| form);
        std::iter::once(form).chain(laid).find(|form| form.edition() == edition).cloned()
    }

    /// A product by id.
    pub fn product(&self, id: &str) -> Option<&product::Product> {
        self.products.iter().find(|product| &*product.id.value == id)
    }
}

/// Takes apart what is read no more while another core has nothing to do: trees and documents are many small pieces.
fn let_go<T: Send + 'static>(done: Vec<T>) {
    if !done.is_empty() {
        rayon::spawn(move || drop(done));
    }
}

/// A file as a tree.
struct Parsed {
    place: Place,
    text: Arc<str>,
    root: Node,
}

/// Files and forms below which the handing over to another thread takes longer than the work.
const TOGETHER: usize = 4;

/// Every file that holds a definition as a tree, several at once, in their order.
fn parsed(files: &[SourceFile], sinks: &mut [Sink]) -> Vec<Option<Parsed>> {
    files.par_iter().zip(sinks).with_min_len(TOGETHER).map(|(file, sink)| parse(file, sink)).collect()
}

fn parse(file: &SourceFile, sink: &mut Sink) -> Option<Parsed> {
    let place = place(&file.path);
    if matches!(place, Place::Other) {
        report_stray(file, sink);
        return None;
    }
    // The lock is no YAML; it is read beside the linked forms.
    if matches!(place, Place::Published) {
        return None;
    }
    let yaml::Parsed { root, text, .. } = yaml::read(file, sink);
    if root.is_none() && !sink.has_errors() {
        sink.error(
            "empty-file",
            crate::source::Span::default(),
            ("ファイルに定義がありません。".into(), "this file holds no definition".into()),
            ("定義を書くか、ファイルを削除してください。".into(), "write the definition, or delete the file".into()),
        );
    }
    Some(Parsed { place, text, root: root? })
}

fn read_file(index: usize, parsed: Parsed, sink: &mut Sink, documents: &mut Documents) {
    let Parsed { place, text, root } = parsed;
    let path = sink.file.clone();
    let home = Home { file: path.clone(), text: text.clone() };
    if matches!(place, Place::Form) {
        documents.trees.push((index, home, root));
        return;
    }
    let written = Written { path: path.clone(), root };
    let root = &written.root;
    let reading = Reading { text: &text, sink: RefCell::new(sink), parts: None };
    match place {
        Place::Registry => documents.registry = registry::read(&reading, root),
        Place::Purposes => documents.purposes = purpose::read(&reading, root),
        Place::List => documents.lists.extend(list::read(&reading, root).into_iter().map(|list| (index, list))),
        Place::Product => documents.products.extend(product::read(&reading, &path, root).map(|product| (index, product))),
        Place::Items => part::read_items(&reading, &home, root, &mut documents.shelf),
        Place::Block => part::read_block(&reading, &home, root, &mut documents.shelf),
        Place::Schedule => documents.schedules.extend(schedule::read(&reading, &path, root).map(|found| (index, found))),
        Place::Crosswalk => documents.crosswalks.extend(crosswalk::read(&reading, &path, root).map(|found| (index, found))),
        Place::Form | Place::Published | Place::Other => {}
    }
    documents.written.push((index, written));
}

/// Forms as trees with what they are composed from.
struct Composing<'d> {
    trees: &'d [(usize, Home, Node)],
    shelf: &'d Shelf,
}

/// A linked form that overlays may be laid over.
struct Asked<'f> {
    base: &'f Form,
    file: usize,
    is_newest: bool,
}

type Overlaid = (LaidKey, Arc<Form>);

/// The form under each overlay of each product. An overlay speaks of the newest version; where it does not fit an older one, that version
/// is asked as it stands.
fn overlays(
    asked: &Asked<'_>,
    composing: &Composing<'_>,
    around: &Surroundings<'_>,
    places: &[usize],
    files: &[SourceFile],
    sinks: &mut [Sink],
) -> Vec<Overlaid> {
    let tree = composing.trees.iter().find(|(file, ..)| *file == asked.file);
    let Some((_, home, root)) = tree else { return Vec::new() };
    let mut laid = Vec::new();
    for (product, place) in around.products.iter().zip(places) {
        for indication in &product.indications {
            for overlay in indication.overlays.iter().filter(|overlay| overlay.form.value == asked.base.id) {
                let text = files.get(*place).map_or("".into(), |file| String::from_utf8_lossy(&file.bytes));
                let overlay = Overlay {
                    home: Home { file: product.file.clone(), text: (&*text).into() },
                    product: product.id.value.clone(),
                    indication: indication.id.value.clone(),
                    changes: &overlay.node,
                };
                let (form, found) = overlaid(home, root, &overlay, asked.base, composing.shelf, around);
                let faulty = found.iter().any(|fault| fault.level == Level::Error);
                if let (true, Some(sink)) = (asked.is_newest, sinks.get_mut(*place)) {
                    sink.found.extend(found);
                }
                if let (false, Some(form)) = (faulty, form) {
                    let key = (form.id.clone(), form.version, overlay.product.clone(), overlay.indication.clone());
                    laid.push((key, Arc::new(form)));
                }
            }
        }
    }
    laid
}

fn overlaid(
    home: &Home,
    root: &Node,
    overlay: &Overlay<'_>,
    base: &Form,
    shelf: &Shelf,
    around: &Surroundings<'_>,
) -> (Option<Form>, Vec<Diagnostic>) {
    let mut sink = Sink::new(home.file.clone());
    let Some(mut document) = read_composed(home, root, shelf, Some(overlay), &mut sink) else { return (None, sink.found) };
    document.laid =
        Some(Laid { product: overlay.product.clone(), indication: overlay.indication.clone(), base: base.digest().clone() });
    let mut elsewhere: Vec<Sink> = around.products.iter().map(|product| Sink::new(product.file.clone())).collect();
    let form = link(&document, around, &mut sink, &mut elsewhere);
    (Some(form), sink.found)
}

/// The documents of all forms, several at once, in their order.
fn read_forms(trees: &[(usize, Home, Node)], shelf: &Shelf, sinks: &mut [Sink]) -> Vec<uses::Placed> {
    let read = |(index, sink): (usize, &mut Sink)| {
        let place = trees.binary_search_by_key(&index, |(file, ..)| *file).ok()?;
        let (_, home, root) = trees.get(place)?;
        Some((index, read_form(home, root, shelf, sink)?))
    };
    sinks.par_iter_mut().enumerate().with_min_len(TOGETHER).filter_map(read).collect()
}

/// A form's document, composed from its parts.
fn read_form(home: &Home, root: &Node, shelf: &Shelf, sink: &mut Sink) -> Option<form::FormDocument> {
    if !uses_parts(root) {
        let reading = Reading { text: &home.text, sink: RefCell::new(sink), parts: None };
        return form::read(&reading, &home.file, root);
    }
    read_composed(home, root, shelf, None, sink)
}

fn read_composed(
    home: &Home,
    root: &Node,
    shelf: &Shelf,
    overlay: Option<&Overlay<'_>>,
    sink: &mut Sink,
) -> Option<form::FormDocument> {
    let composed = compose(root, home, shelf, overlay, sink);
    let reading = Reading { text: &home.text, sink: RefCell::new(sink), parts: Some(composed.parts) };
    let mut document = form::read(&reading, &home.file, &composed.root)?;
    document.provenance = composed.provenance;
    Some(document)
}

/// A YAML file where no definition is looked for would be silently without effect.
fn report_stray(file: &SourceFile, sink: &mut Sink) {
    if file.path.ends_with(".yaml") || file.path.ends_with(".yml") {
        let path = &file.path;
        if let Some(stem) = path.strip_suffix(".yml") {
            return sink.error(
                "stray-file",
                crate::source::Span::default(),
                (format!("`{path}` は `.yml` なので読まれません。"), format!("`{path}` ends in `.yml` and is not read")),
                (format!("`{stem}.yaml` に名前を変えてください。"), format!("rename it to `{stem}.yaml`")),
            );
        }
        sink.error(
            "stray-file",
            crate::source::Span::default(),
            (format!("`{path}` は定義として読まれない場所にあります。"), format!("`{path}` stands where no definition is read")),
            (
                "`registry.yaml`、`purposes.yaml`、`lists/…yaml`、`items/…yaml`、`blocks/…yaml`、`products/…yaml`、`schedules/…yaml`、`crosswalks/…yaml`、`forms/<様式>/<版>.yaml` のどれかに置いてください。".into(),
                "put it at `registry.yaml`, `purposes.yaml`, `lists/….yaml`, `items/….yaml`, `blocks/….yaml`, `products/….yaml`, `schedules/….yaml`, `crosswalks/….yaml` or `forms/<form>/<version>.yaml`".into(),
            ),
        );
    }
}
