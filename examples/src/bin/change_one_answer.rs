//! A record being filled: one answer changes, and only what depends on it is looked at again.

use engine::answers::place::Place;
use engine::evaluate::Validator;
use engine::value::date::Date;
use serde_json::{Map, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let validator = Validator::new(examples::form("crs")?);
    let context = validator.read_context(&Map::new());
    let today = Date::new(2026, 5, 15).ok_or("no such day")?;
    let mut session = validator.session(validator.read_value(&json!({}))?, &context, today);
    for (path, answer) in [("crs_occurred", "yes"), ("crs_fever", "no"), ("crs_occurred", "no")] {
        let place = Place::parse(&validator.form, path).ok_or("no such item")?;
        let delta = session.set(place, validator.read_slot(place, &json!(answer)));
        let changed: Vec<String> = delta.places.iter().map(|place| place.path(&validator.form)).collect();
        println!("{path} = {answer}\n  changes {}", changed.join(", "));
    }
    Ok(())
}
