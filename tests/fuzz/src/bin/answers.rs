//! Bytes as the JSON of answers to a form with every kind of item: read and judged, and canonical bytes read back as the same.
#![no_main]

use std::sync::OnceLock;

use engine::evaluate::Validator;
use engine::value::date::Date;
use libfuzzer_sys::fuzz_target;

fn validator() -> &'static Validator {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    VALIDATOR.get_or_init(|| Validator::new(fuzz::everything().form("everything").unwrap().clone()))
}

fuzz_target!(|bytes: &[u8]| {
    let validator = validator();
    let context = validator.read_context(&serde_json::Map::new());
    let today = Date::new(2026, 5, 15).unwrap();
    let Ok(submission) = validator.read(bytes) else { return };
    let outcome = validator.judge(submission, &context, today);
    let _ = outcome.to_json(&validator.form);
});
