//! What forms become for people and systems outside: one file or folder and one row per format.

/// Comma-separated values.
pub mod cells;
/// The data dictionary.
pub mod dictionary;
/// FHIR Questionnaires.
pub mod fhir;
/// Rules as FHIRPath.
pub mod fhirpath;
/// What is held at an item beside ranges and checks.
pub mod guard;
/// CDISC ODM metadata.
pub mod odm;
/// The templates of exports.
pub mod part;
/// Blank forms for paper.
pub mod print;
/// A form's rules as exports tell them.
pub mod rules;
/// Pages that stand alone.
pub mod sheet;
/// What a target is, and what it is made of.
pub mod target;
/// XML.
pub mod xml;

use target::Target;

/// Every target, in the order of the reference.
pub const TARGETS: &[Target] = &[
    Target {
        name: "dictionary",
        ending: "csv",
        ja: "データ辞書（CSV、1項目1行）。--spreadsheet でExcel向け",
        en: "data dictionary as CSV, one line per item; --spreadsheet for Excel",
        reader: "csv module of Python",
        make: dictionary::table::make,
    },
    Target {
        name: "dictionary-html",
        ending: "html",
        ja: "データ辞書（HTML、絞り込みと印刷）",
        en: "data dictionary as a page to read, filter and print",
        reader: "Chromium, axe-core",
        make: dictionary::html::make,
    },
    Target {
        name: "print",
        ending: "html",
        ja: "紙の様式（A4、印刷用HTML）。--plain で注釈なし",
        en: "blank form for paper, A4, as a page to print; --plain leaves ids, codes and rules out",
        reader: "Chromium, pypdf",
        make: print::page::make,
    },
    Target {
        name: "fhir-questionnaire",
        ending: "json",
        ja: "FHIR R4B Questionnaire（SDC、規則はFHIRPath）",
        en: "FHIR R4B Questionnaire with SDC, the rules as FHIRPath",
        reader: "fhir.resources, fhirpath.js, LForms",
        make: fhir::bundle::make_r4b,
    },
    Target {
        name: "fhir-questionnaire-r5",
        ending: "json",
        ja: "FHIR R5 Questionnaire（SDC、規則はFHIRPath）",
        en: "FHIR R5 Questionnaire with SDC, the rules as FHIRPath",
        reader: "fhir.resources, fhirpath.js, LForms",
        make: fhir::bundle::make_r5,
    },
    Target {
        name: "odm",
        ending: "xml",
        ja: "CDISC ODM 1.3.2 のメタデータ",
        en: "metadata in CDISC ODM 1.3.2",
        reader: "schemas and loader of odmlib",
        make: odm::study::make_1_3_2,
    },
    Target {
        name: "odm2",
        ending: "xml",
        ja: "CDISC ODM 2.0 のメタデータ",
        en: "metadata in CDISC ODM 2.0",
        reader: "schemas and loader of odmlib",
        make: odm::study::make_2_0,
    },
];

/// The target of a name.
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
