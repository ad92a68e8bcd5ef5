//! Factors between units of a substance, as our own files carry them to other systems and back.

use engine::value::unit::Unit;

/// Factors between units of a substance as they stand in a definition: from `umol/L 11312 1000000`.
pub fn conversions_of(text: &str) -> String {
    let one = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let [unit, multiply, divide] = words.as_slice() else { return None };
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let known = Unit::parse(unit).is_some() && is_number(multiply) && is_number(divide);
        known.then(|| format!("{{ unit: \"{unit}\", multiply_by: {multiply}, divide_by: {divide} }}"))
    };
    format!("[{}]", text.split(", ").filter_map(one).collect::<Vec<_>>().join(", "))
}
