//! A machine's submission against the emitted JSON Schema: every disagreement with its place, no answer repeated.

use engine::schema::{emit::form_to_schema, judge::Judge};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let schema = form_to_schema(&*examples::form("crs")?);
    println!("{}", schema["$schema"]);
    let judge = Judge::new(&schema)?;
    let submission = json!({ "crs_occurred": "perhaps", "crs_toci_doses": "three", "crs_onset_date": "2026-02-31x" });
    for disagreement in judge.disagreements(&submission) {
        println!("{} {}", disagreement.instance, disagreement.message);
    }
    Ok(())
}
