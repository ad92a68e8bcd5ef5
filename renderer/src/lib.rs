//! The renderer shows: forms, answers, findings and histories become HTML; posted fields become answers again.
//!
//! Pure: text and values in, text out; no clock, files, network or randomness. Read it from top to bottom.
//!
//! A form's page is compiled once, filled for each request, and its fields are decoded when it is posted:
//! ```
//! use std::sync::Arc;
//! use engine::{evaluate::validator::Validator, lang::Lang, library::library::Library, source::SourceFile, value::date::Date};
//! use renderer::{fields::fields::decode, page::{fill::Fill, page::FormPage}};
//! use serde_json::{Map, json};
//!
//! let registry = "registry: demo\ntitle: { ja: 例, en: Demo }\nlevels:\n  - { id: patient, title: { ja: 患者, en: Patient } }\n";
//! let visit = "form: visit\nversion: 1.0.0\ntitle: { ja: 来院, en: Visit }\nlevel: patient\nsections:\n  - id: main\n    \
//!              title: { ja: 体格, en: Build }\n    items:\n      - { id: weight, kind: decimal, unit: kg, label: { ja: 体重, en: Weight } }\n";
//! let files = [("registry.yaml", registry), ("forms/visit/1.0.0.yaml", visit)];
//! let (library, faults) = Library::read(&files.map(|(path, text)| SourceFile::new(path, text.as_bytes())));
//! assert!(faults.is_empty());
//! let form = library.form("visit").ok_or("no such form")?.clone();
//!
//! let answers = json!({ "weight": "64.5" });
//! let validator = Validator::new(form.clone());
//! let today = Date::parse("2026-04-01").ok_or("no such day")?;
//! let outcome = validator.judge(validator.read_value(&answers)?, &validator.read_context(&Map::new()), today);
//!
//! let page = FormPage::compile(&form, Lang::Ja)?;
//! let html = page.fill(&Fill {
//!     action: "/records/1/fill", autosave: None, csrf: "token", today: "2026-04-01",
//!     moment: engine::form::moment::Moment::Submit, version: 1, saved: "", all: true,
//!     answers: answers.as_object().ok_or("no object")?, reasons: &Map::new(), context: "{}", outcome: &outcome,
//! });
//! assert!(html.contains(r#"name="a.weight" value="64.5""#));
//!
//! let posted = decode(&form, &[("a.weight", "６４．５"), ("version", "1"), ("do", "save")]);
//! assert_eq!(serde_json::Value::Object(posted.answers), answers);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

/// Style sheets and scripts, under names that change with their content.
pub mod asset;
/// What the library covers, as a page.
pub mod coverage;
/// Values as people read them.
pub mod display;
/// What can go wrong here.
pub mod error;
/// What forms become for people and systems outside.
pub mod export;
/// Posted fields back into answers.
pub mod fields;
/// Text into HTML, safely.
pub mod html;
/// The form page, compiled once and filled for each request.
pub mod page;
/// Stored answers for reading.
pub mod record;
/// The screens' templates, one row each.
pub mod screen;
/// Scripts as they are sent.
pub mod script;
/// The one home of minijinja: screens and page parts to HTML.
pub mod template;
/// A patient's calendar as a drawing.
pub mod timeline;

pub use error::Error;
