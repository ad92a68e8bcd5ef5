//! Which forms are asked at a place: those that the product used there asks for at its indication, as `products/` says.
//! Until the product is known, every form of the level is.

use std::collections::HashMap;

use serde_json::{Map, Value};
use storage::{Patient, Place};

use crate::catalogue::published::Published;
use crate::filling::planned::Submitted;

/// The forms asked at each place of a patient; a place that is absent asks for all.
#[derive(Default)]
pub struct Asked(HashMap<String, Vec<String>>);

impl Asked {
    /// Which product each place is about, from what was submitted.
    pub fn of(patient: &Patient, submitted: &Submitted<'_>, published: &Published) -> Asked {
        let places = patient.places.iter().filter(|place| place.parent.is_some());
        Asked(places.filter_map(|place| Some((place.id.clone(), forms(published, submitted, place)?))).collect())
    }

    /// Is this form asked at this place?
    pub fn is_asked(&self, place: &str, form: &str) -> bool {
        self.0.get(place).is_none_or(|forms| forms.iter().any(|asked| asked == form))
    }
}

/// The forms of the product and disease that the nearest record at a place or above it names.
fn forms(published: &Published, submitted: &Submitted<'_>, place: &Place) -> Option<Vec<String>> {
    let treatment = published.registry()?.treatment.as_ref()?;
    let answers: &Map<String, Value> = submitted.nearest(&treatment.form, place)?;
    let code = |item: &str| answers.get(item).and_then(Value::as_str).unwrap_or_default();
    let forms = published.forms_of(code(&treatment.product), code(&treatment.disease))?;
    Some(forms.into_iter().map(str::to_owned).collect())
}
