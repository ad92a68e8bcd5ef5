//! Which forms are asked at a place: those that the product used there asks for at its indication, as `products/` says.
//! Until the product is known, every form of the level is.

use std::collections::HashMap;

use serde_json::Value;
use storage::{ContextRecord, Patient};

use crate::catalogue::published::Published;
use crate::content::Filled;
use crate::error::Error;
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// The forms asked at each place of a patient; a place that is absent asks for all.
#[derive(Default)]
pub struct Asked(HashMap<String, Vec<String>>);

impl Asked {
    /// Reads which product each place is about.
    ///
    /// # Errors
    /// When stored records cannot be read.
    pub async fn load(app: &App, who: &SignedIn, patient: &Patient, published: &Published) -> Result<Asked, Error> {
        let mut asked = Asked::default();
        for place in patient.places.iter().filter(|place| place.parent.is_some()) {
            let above = app.store().list_context(&who.actor, &place.id).await?;
            if let Some(forms) = forms(published, &above)? {
                asked.0.insert(place.id.clone(), forms);
            }
        }
        Ok(asked)
    }

    /// Is this form asked at this place?
    pub fn is_asked(&self, place: &str, form: &str) -> bool {
        self.0.get(place).is_none_or(|forms| forms.iter().any(|asked| asked == form))
    }
}

/// The forms of the product and disease that the records above name.
fn forms(published: &Published, above: &[ContextRecord]) -> Result<Option<Vec<String>>, Error> {
    let Some(treatment) = published.registry().and_then(|registry| registry.treatment.as_ref()) else { return Ok(None) };
    let Some(record) = above.iter().find(|record| record.form.id == *treatment.form) else { return Ok(None) };
    let filled = Filled::read(&record.content)?;
    let code = |item: &str| filled.answers.get(item).and_then(Value::as_str).unwrap_or_default();
    let forms = published.forms_of(code(&treatment.product), code(&treatment.disease));
    Ok(forms.map(|forms| forms.into_iter().map(str::to_owned).collect()))
}
