//! A form's blank page, as a person meets it before the first answer.

use std::sync::Arc;

use engine::evaluate::Validator;
use engine::form::form::Form;
use engine::lang::Lang;
use engine::value::date::Date;
use renderer::page::fill::Fill;
use renderer::page::page::FormPage;
use serde_json::{Map, Value};

use crate::clock;
use crate::error::Error;

/// The form element with nothing answered, judged today.
pub fn blank_page(form: &Arc<Form>, lang: Lang) -> Result<String, Error> {
    let today = clock::today_in_japan();
    let validator = Validator::new(form.clone());
    let nothing = Map::new();
    let answers = validator.read_value(&Value::Object(nothing.clone())).map_err(|cause| Error::Render(cause.to_string()))?;
    let outcome = validator.judge(answers, &validator.read_context(&nothing), Date::parse(&today).ok_or(Error::Clock)?);
    let page = FormPage::compile(form, lang).map_err(|cause| Error::Render(cause.to_string()))?;
    Ok(page.fill(&Fill {
        action: "",
        autosave: None,
        csrf: "",
        today: &today,
        moment: engine::form::moment::Moment::Submit,
        version: 0,
        saved: "",
        all: false,
        answers: &nothing,
        reasons: &nothing,
        context: "{}",
        outcome: &outcome,
    }))
}
