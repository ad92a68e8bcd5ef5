//! The templates of the form page, one row each: the frame, sections, and one per item kind (`templates/item/<kind>.html`).

/// Name of a part and the text of its template.
pub type Row = (&'static str, &'static str);

/// Every part, by name.
pub const TABLE: &[Row] = &[
    ("page/form.html", include_str!("../../templates/page/form.html")),
    ("page/section.html", include_str!("../../templates/page/section.html")),
    ("item/field.html", include_str!("../../templates/item/field.html")),
    ("item/set.html", include_str!("../../templates/item/set.html")),
    ("item/required.html", include_str!("../../templates/item/required.html")),
    ("item/help.html", include_str!("../../templates/item/help.html")),
    ("item/described.html", include_str!("../../templates/item/described.html")),
    ("item/missing.html", include_str!("../../templates/item/missing.html")),
    ("item/findings.html", include_str!("../../templates/item/findings.html")),
    ("item/row.html", include_str!("../../templates/item/row.html")),
    ("item/text.html", include_str!("../../templates/item/text.html")),
    ("item/long_text.html", include_str!("../../templates/item/long_text.html")),
    ("item/integer.html", include_str!("../../templates/item/integer.html")),
    ("item/decimal.html", include_str!("../../templates/item/decimal.html")),
    ("item/quantity.html", include_str!("../../templates/item/quantity.html")),
    ("item/boolean.html", include_str!("../../templates/item/boolean.html")),
    ("item/date.html", include_str!("../../templates/item/date.html")),
    ("item/partial_date.html", include_str!("../../templates/item/partial_date.html")),
    ("item/datetime.html", include_str!("../../templates/item/datetime.html")),
    ("item/choice.html", include_str!("../../templates/item/choice.html")),
    ("item/choices.html", include_str!("../../templates/item/choices.html")),
    ("item/attachment.html", include_str!("../../templates/item/attachment.html")),
    ("item/calculated.html", include_str!("../../templates/item/calculated.html")),
    ("item/group.html", include_str!("../../templates/item/group.html")),
];

#[cfg(test)]
mod tests {
    use engine::kind::kind::KINDS;

    #[test]
    fn every_kind_has_its_template() {
        for row in KINDS {
            let name = format!("item/{}.html", row.name);
            assert!(super::TABLE.iter().any(|(known, _)| *known == name), "{name}");
        }
    }
}
