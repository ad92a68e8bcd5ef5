//! The peers in Rust: serde_json, the jsonschema crate on the schema that the engine emits, and the cel crate on the same rules.

use std::collections::HashMap;
use std::sync::Arc;

use cel::objects::{Key, Map};
use cel::{Context, Program};
use serde_json::Value;

/// jsonschema and cel, compiled for one form.
pub struct Stack {
    schema: jsonschema::Validator,
    rules: Vec<Program>,
}

impl Stack {
    /// Compiles both.
    pub fn new(schema: &Value, rules: &[String]) -> Stack {
        let schema = jsonschema::options().should_validate_formats(true).build(schema).expect("the emitted schema compiles");
        let rules = rules.iter().map(|rule| Program::compile(rule).expect("the CEL rule compiles")).collect();
        Stack { schema, rules }
    }

    /// Bytes to all schema errors and all rule outcomes: (errors, rules that are true).
    pub fn judge(&self, bytes: &[u8]) -> (usize, usize) {
        let value: Value = serde_json::from_slice(bytes).expect("records are JSON");
        (self.schema.iter_errors(&value).count(), self.run_rules(&value))
    }

    /// Every rule on a parsed record: how many are true.
    pub fn run_rules(&self, value: &Value) -> usize {
        let context = context(value);
        self.rules.iter().filter(|rule| matches!(rule.execute(&context), Ok(cel::Value::Bool(true)))).count()
    }

    /// One rule with a context that stands already, as an incremental host would call it.
    pub fn run_one(&self, context: &Context) -> bool {
        matches!(self.rules[1].execute(context), Ok(cel::Value::Bool(true)))
    }
}

/// A record as the variable `r`.
pub fn context(value: &Value) -> Context<'static, 'static> {
    let mut context = Context::default();
    context.add_variable_from_value("r", to_cel(value));
    context
}

fn to_cel(value: &Value) -> cel::Value {
    match value {
        Value::Null => cel::Value::Null,
        Value::Bool(truth) => cel::Value::Bool(*truth),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| cel::Value::Float(number.as_f64().unwrap_or(f64::NAN)), cel::Value::Int)
        }
        Value::String(text) => cel::Value::String(Arc::new(text.clone())),
        Value::Array(items) => cel::Value::List(Arc::new(items.iter().map(to_cel).collect())),
        Value::Object(fields) => {
            let map: HashMap<Key, cel::Value> =
                fields.iter().map(|(key, value)| (Key::String(Arc::new(key.clone())), to_cel(value))).collect();
            cel::Value::Map(Map { map: Arc::new(map) })
        }
    }
}
