//! What `ctr new` writes: small, whole and sound, so that `ctr check` and `ctr test` hold before the first change.

/// Id and names, the names as YAML writes them.
#[derive(Debug)]
pub struct Names {
    /// The id.
    pub id: String,
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

/// `forms/<id>/1.0.0.yaml`.
pub fn form(names: &Names, level: &str) -> String {
    let Names { id, ja, en } = names;
    format!(
        r#"# What this form asks, when it is filled, and where its rules come from.

form: {id}
version: 1.0.0
title: {{ ja: {ja}, en: {en} }}
level: {level}

sections:
  - id: main
    title: {{ ja: {ja}, en: {en} }}
    items:
      - id: {id}_date
        kind: date
        label: {{ ja: 発生日, en: Date of the event }}
        required: true
        missing: [UNK]
        max: today
      - id: {id}_resolved_on
        kind: date
        label: {{ ja: 回復日, en: Date of recovery }}
        show_if: answered({id}_date)
        max: today

checks:
  - id: {id}_resolved_before_event
    violated_if: {id}_resolved_on < {id}_date
    severity: error
    on: {id}_resolved_on
    message: {{ ja: 回復日が発生日より前です。, en: The recovery is before the event. }}

examples:
  - id: in_order
    given: {{ {id}_date: "2026-03-01", {id}_resolved_on: "2026-03-10" }}
    findings: []
  - id: recovery_first
    given: {{ {id}_date: "2026-03-10", {id}_resolved_on: "2026-03-01" }}
    findings: [{id}_resolved_before_event@{id}_resolved_on]
  - id: day_unknown
    given: {{ {id}_date: {{ missing: UNK }} }}
    findings: []
    hidden: [{id}_resolved_on]
  - id: not_recovered_yet
    given: {{ {id}_date: "2026-03-10" }}
    findings: []
    undecided: [{id}_resolved_before_event]
"#
    )
}

/// `products/<id>.yaml`. `treatment` names the form and item of the disease.
pub fn product(names: &Names, disease: &str, treatment: &Option<(String, String)>) -> String {
    let Names { id, ja, en } = names;
    let forms = treatment.as_ref().map_or_else(String::new, |(form, _)| form.clone());
    format!(
        r#"# {id}: what it is for, which forms that needs, and what its label says as rules.
# A label rule only ever warns: use outside the label is recorded with its reason, never refused.

product: {id}
title: {{ ja: {ja}, en: {en} }}
generic: {{ ja: {ja}, en: {en} }}
holder: {{ ja: 製造販売業者を記入, en: Name of the holder }}
target: cd19

indications:
  - id: {disease}
    disease: {disease}
    title: {{ ja: 適応の名称を記入, en: Name of the indication }}
    forms: [{forms}]
"#
    )
}

/// `lists/<id>.yaml`.
pub fn list(names: &Names) -> String {
    let Names { id, ja, en } = names;
    format!(
        r#"# A code is chosen once and keeps its meaning; what is no longer offered gets `retired: true`. "Unknown" is never a code.

lists:
  - id: {id}
    title: {{ ja: {ja}, en: {en} }}
    codes:
      - {{ code: first, ja: 一つ目, en: The first }}
      - {{ code: other, ja: その他, en: Other }}
"#
    )
}

/// `blocks/<id>.yaml`.
pub fn block(names: &Names) -> String {
    let Names { id, ja, en } = names;
    format!(
        r#"# Items and checks that several forms use: `- {{ block: {id}, prefix: .., with: {{ anchor: .. }} }}`.

block: {id}
title: {{ ja: {ja}, en: {en} }}
parameters:
  - {{ id: anchor, type: rule }}
items:
  - id: {id}_date
    kind: date
    label: {{ ja: 日付, en: Date }}
    required: true
    missing: [UNK]
    max: today
checks:
  - id: {id}_too_early
    violated_if: {id}_date < $anchor
    severity: error
    on: {id}_date
    message: {{ ja: 日付が早すぎます。, en: The date is too early. }}
"#
    )
}
