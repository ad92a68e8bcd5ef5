//! Machine submissions against the schema, with the standard's own error output. Messages name paths and keywords, never an answer:
//! values are masked, and keys that are no items are not repeated.

use jsonschema::{PatternOptions, Validator};
use serde_json::{Value, json};

/// The schema could not be compiled. Emitted schemas always can; see `tests/schema`.
#[derive(Debug, thiserror::Error)]
#[error("the schema cannot be used: {0}")]
pub struct Error(String);

/// A compiled schema.
pub struct Judge {
    validator: Validator,
}

/// One disagreement with the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// JSON Pointer to the answer.
    pub instance: String,
    /// JSON Pointer to the keyword.
    pub schema: String,
    /// The keyword's own message, with the answer masked.
    pub message: String,
}

impl Disagreement {
    /// As one unit of the standard's basic output.
    pub fn to_json(&self) -> Value {
        json!({ "instanceLocation": self.instance, "keywordLocation": self.schema, "error": self.message })
    }
}

impl Judge {
    /// Compiles a schema; patterns are matched in linear time, and nothing is fetched.
    pub fn new(schema: &Value) -> Result<Judge, Error> {
        let options = jsonschema::options().offline().with_pattern_options(PatternOptions::regex());
        let validator = options.build(schema).map_err(|error| Error(error.masked().to_string()))?;
        Ok(Judge { validator })
    }

    /// Whether answers agree with the schema.
    pub fn is_valid(&self, answers: &Value) -> bool {
        self.validator.is_valid(answers)
    }

    /// Everything in which answers disagree with the schema.
    pub fn disagreements(&self, answers: &Value) -> Vec<Disagreement> {
        let row = |error: jsonschema::ValidationError<'_>| Disagreement {
            instance: error.instance_path().to_string(),
            schema: error.schema_path().to_string(),
            message: match error.kind().keyword() {
                "additionalProperties" => "properties that the form does not have are not allowed".to_owned(),
                _ => error.masked().to_string(),
            },
        };
        self.validator.iter_errors(answers).map(row).collect()
    }
}
