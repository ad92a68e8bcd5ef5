//! What is published, compiled and ready to be filled: forms by id and version, levels, identity items, products.

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::document::product::Product;
use engine::document::registry::{Course, Level, Registry};
use engine::evaluate::Validator;
use engine::form::form::Form;
use engine::lang::{Lang, Text};
use engine::library::coverage::Covered;
use engine::schedule::schedule::Schedule;
use renderer::page::page::FormPage;
use storage::FormRef;

use crate::session::language::pick;

/// A published form version, ready to be filled. Cloning shares it.
#[derive(Clone)]
pub struct PublishedForm {
    /// The form.
    pub form: Arc<Form>,
    /// What judges its answers.
    pub validator: Arc<Validator>,
    /// Its page in Japanese and in English.
    pub pages: Arc<[FormPage; 2]>,
    /// When it was published, milliseconds UTC.
    pub at: i64,
}

impl PublishedForm {
    /// Its page in a language.
    pub fn page(&self, lang: Lang) -> &FormPage {
        let [ja, en] = &*self.pages;
        pick(lang, ja, en)
    }

    /// What people call a record of it: with its number where there may be several.
    pub fn title_of(&self, ordinal: i64, lang: Lang) -> String {
        let title = self.form.title.get(lang);
        if self.form.several { format!("{title} {ordinal}") } else { title.to_owned() }
    }

    /// The version as the storage names it.
    pub fn reference(&self) -> FormRef {
        FormRef { id: self.form.id.to_string(), version: self.form.edition(), digest: self.form.digest().to_string() }
    }
}

/// Form, version, product and indication to edition.
pub type Overlaid = BTreeMap<(Arc<str>, String, Arc<str>, Arc<str>), String>;

/// Everything published. Empty before the first publication.
#[derive(Default)]
pub struct Published {
    /// Each form's versions, newest first.
    forms: BTreeMap<Arc<str>, Vec<PublishedForm>>,
    /// Forms under overlays of products, also those of the past, by form.
    editions: BTreeMap<Arc<str>, Vec<PublishedForm>>,
    /// The editions asked now: form, version, product and indication to edition.
    overlaid: Overlaid,
    registry: Option<Registry>,
    products: Vec<Product>,
    schedules: Vec<Schedule>,
    covered: Covered,
}

impl Published {
    /// From compiled parts, in any order.
    pub fn new(forms: Vec<PublishedForm>, registry: Option<Registry>, mut products: Vec<Product>) -> Published {
        let mut by_id: BTreeMap<Arc<str>, Vec<PublishedForm>> = BTreeMap::new();
        let mut editions: BTreeMap<Arc<str>, Vec<PublishedForm>> = BTreeMap::new();
        for form in forms {
            let kept = if form.form.laid.is_none() { &mut by_id } else { &mut editions };
            kept.entry(form.form.id.clone()).or_default().push(form);
        }
        for versions in by_id.values_mut() {
            versions.sort_by_key(|version| std::cmp::Reverse(version.form.version));
        }
        products.sort_by(|a, b| a.id.value.cmp(&b.id.value));
        Published {
            forms: by_id,
            editions,
            overlaid: Overlaid::new(),
            registry,
            products,
            schedules: Vec::new(),
            covered: Covered::default(),
        }
    }

    /// With the editions that are asked now.
    #[must_use]
    pub fn with_overlays(self, overlaid: Overlaid) -> Published {
        Published { overlaid, ..self }
    }

    /// With the schedules of the registry.
    #[must_use]
    pub fn with_schedules(self, schedules: Vec<Schedule>) -> Published {
        Published { schedules, ..self }
    }

    /// With what it covers.
    #[must_use]
    pub fn with_covered(self, covered: Covered) -> Published {
        Published { covered, ..self }
    }

    /// What it covers.
    pub fn covered(&self) -> &Covered {
        &self.covered
    }

    /// Whether a form is asked only when something happens: events of the schedules name it, no visit does.
    pub fn is_on_occasion(&self, form: &str) -> bool {
        let of_event = |schedule: &Schedule| schedule.events.iter().flat_map(|event| &event.forms).any(|id| **id == *form);
        let of_visit = |schedule: &Schedule| schedule.visit_forms().any(|id| **id == *form);
        self.schedules.iter().any(of_event) && !self.schedules.iter().any(of_visit)
    }

    /// The schedule whose places are of a level: the one that governs the kind of course they belong to comes first.
    pub fn schedule_of(&self, level: &str) -> Option<&Schedule> {
        let governs = self.registry.as_ref().and_then(|registry| registry.course_around(level)?.schedule.as_ref());
        let mut of_level = self.schedules.iter().filter(|schedule| &*schedule.level == level);
        let first = of_level.clone().next();
        of_level.find(|schedule| governs.is_some_and(|named| schedule.id == named.value)).or(first)
    }

    /// The kind of course whose places stand at a level.
    pub fn course_at(&self, level: &str) -> Option<&Course> {
        self.registry.as_ref()?.course_at(level)
    }

    /// The form that opens the course of a level, in its latest version.
    pub fn opening_form(&self, level: &str) -> Option<&PublishedForm> {
        self.course_at(level)?.opened_by.as_ref().and_then(|form| self.latest(&form.value))
    }

    /// What people call a form: the title of its latest version, else its id.
    pub fn form_title<'p>(&'p self, form: &'p str, lang: Lang) -> &'p str {
        self.latest(form).map_or(form, |found| found.form.title.get(lang))
    }

    /// What people call a place of a level: the kind of course, else the level.
    pub fn place_title(&self, level: &str) -> Option<&Text> {
        self.course_at(level).map(|course| &course.title).or_else(|| self.level(level).map(|level| &level.title))
    }

    /// A form version as it is asked for a product and a disease: under their overlay, else as it stands.
    pub fn asked(&self, form: &str, version: &str, product: &str, disease: &str) -> Option<&PublishedForm> {
        let known = self.products.iter().find(|known| &*known.id.value == product);
        let indication = known.and_then(|known| known.indications.iter().find(|known| &*known.disease.value == disease));
        let edition = indication.and_then(|indication| {
            let key = (Arc::from(form), version.to_owned(), Arc::from(product), indication.id.value.clone());
            self.overlaid.get(&key)
        });
        edition.and_then(|edition| self.find(form, edition)).or_else(|| self.find(form, version))
    }

    /// Each form's versions, newest first, by form id.
    pub fn forms(&self) -> impl Iterator<Item = &[PublishedForm]> {
        self.forms.values().map(Vec::as_slice)
    }

    /// How many form versions there are.
    pub fn form_count(&self) -> usize {
        self.forms.values().map(Vec::len).sum()
    }

    /// The version of a form that new records get.
    pub fn latest(&self, form: &str) -> Option<&PublishedForm> {
        self.forms.get(form)?.first()
    }

    /// The version or edition of a form that a record was filled with.
    pub fn find(&self, form: &str, version: &str) -> Option<&PublishedForm> {
        let kept = if version.contains('+') { &self.editions } else { &self.forms };
        kept.get(form)?.iter().find(|found| found.form.edition() == version)
    }

    /// The forms that are filled at a level, in their latest version, in the order in which people fill them.
    pub fn latest_of_level(&self, level: &str) -> Vec<&PublishedForm> {
        let latest = self.forms.values().filter_map(|versions| versions.first());
        let mut found: Vec<&PublishedForm> = latest.filter(|found| &*found.form.level == level).collect();
        found.sort_by_key(|found| self.place_of(&found.form.id));
        found
    }

    /// Where a form stands in the work on a patient: products list their forms in that order; others come last.
    pub fn place_of(&self, form: &str) -> usize {
        let lists = self.products.iter().flat_map(|product| &product.indications).map(|indication| &indication.forms);
        lists.filter_map(|forms| forms.iter().position(|named| &*named.value == form)).max().unwrap_or(usize::MAX)
    }

    /// A level.
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.registry.as_ref()?.level(id)
    }

    /// The levels directly below another.
    pub fn levels_below(&self, id: &str) -> impl Iterator<Item = &Level> {
        self.registry.iter().flat_map(|registry| &registry.levels).filter(move |level| level.parent.as_deref() == Some(id))
    }

    /// The outermost level: the patient.
    pub fn root_level(&self) -> Option<&Level> {
        self.registry.as_ref()?.levels.iter().find(|level| level.parent.is_none())
    }

    /// Levels and identity.
    pub fn registry(&self) -> Option<&Registry> {
        self.registry.as_ref()
    }

    /// The forms that a product asks for at an indication; nothing when no such indication is published.
    pub fn forms_of(&self, product: &str, disease: &str) -> Option<Vec<&str>> {
        let product = self.products.iter().find(|known| &*known.id.value == product)?;
        let indication = product.indications.iter().find(|known| &*known.disease.value == disease)?;
        Some(indication.forms.iter().map(|form| &*form.value).collect())
    }

    /// The products, by id.
    pub fn products(&self) -> &[Product] {
        &self.products
    }
}
