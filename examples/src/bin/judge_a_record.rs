//! Answers to the CRS form: what is wrong or doubtful, what is calculated, and what cannot be decided yet.

use engine::evaluate::Validator;
use engine::lang::Lang;
use engine::value::date::Date;
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let validator = Validator::new(examples::form("crs")?);
    let infusion = json!({ "infusion": { "infusion_date": "2026-04-01", "infusion_start": "2026-04-01T10:05" } });
    let answers = json!({
        "crs_occurred": "yes", "crs_previously_reported": "no", "crs_onset_date": "2026-04-03", "crs_fever": "yes",
        "crs_max_temp": "37.4", "crs_hypotension": "fluids", "crs_hypoxia": "none", "crs_criteria": "astct", "crs_max_grade": "2",
        "crs_max_grade_date": "2026-04-04", "crs_icu": "no", "crs_treatment": ["none"], "crs_outcome": { "missing": "UNK" },
    });
    let context = validator.read_context(infusion.as_object().ok_or("no context")?);
    let today = Date::new(2026, 5, 15).ok_or("no such day")?;
    let outcome = validator.judge(validator.read_value(&answers)?, &context, today);
    for finding in &outcome.findings {
        println!("{} at {}", finding.code, finding.path);
        for lang in Lang::ALL {
            println!("  {}", finding.message.get(lang));
        }
    }
    println!("{:#}", outcome.to_json(&validator.form)["calculated"]);
    for open in &outcome.undecided {
        println!("{} is open", open.check);
    }
    Ok(())
}
