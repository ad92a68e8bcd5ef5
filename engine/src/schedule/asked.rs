//! Which forms a patient's product and disease ask for.

use std::sync::Arc;

use serde_json::Value;

use crate::document::product::{Indication, Product};
use crate::document::registry::Registry;
use crate::schedule::records::Records;

/// The indication that a patient is treated for, once a record says product and disease and a product's file knows both.
pub fn indication<'p>(registry: Option<&Registry>, products: &'p [Product], records: &Records) -> Option<&'p Indication> {
    let treatment = registry?.treatment.as_ref()?;
    let record = records.of(&treatment.form).last()?;
    let word = |item: &str| record.answers.get(item).and_then(Value::as_str);
    let (product, disease) = (word(&treatment.product)?, word(&treatment.disease)?);
    let product = products.iter().find(|known| &*known.id.value == product)?;
    product.indications.iter().find(|indication| &*indication.disease.value == disease)
}

/// Its forms.
pub fn forms(indication: &Indication) -> Vec<Arc<str>> {
    indication.forms.iter().map(|form| form.value.clone()).collect()
}
