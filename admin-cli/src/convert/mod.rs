//! Forms of other systems as a first draft: bytes in, definition files and a report out. Pure: no file, clock or network.
//!
//! A format is one file or folder, one row in [`FORMATS`] and one folder of cases under `tests/convert/`. What it cannot say in our language stays
//! as a comment in the draft and as a line of the report; nothing is dropped silently. `settle` lets the engine judge the draft, so that
//! what comes out checks clean.

pub mod call;
pub mod choices;
pub mod comparison;
pub mod constant;
pub mod conversion;
pub mod convert;
pub mod delimited;
pub mod draft;
pub mod encoding;
pub mod fhir;
pub mod fhirpath;
pub mod hoist;
pub mod id;
pub mod lexer;
pub mod odm;
pub mod pen;
pub mod redcap;
pub mod redcap_rule;
pub mod report;
pub mod row_limit;
pub mod rule;
pub mod settle;
pub mod sheet;
pub mod take;
pub mod tidy;
pub mod translate;
pub mod way;
pub mod words;
pub mod written;
pub mod xlsform;
pub mod xml;
pub mod xpath;
pub mod yaml;

use convert::Format;

/// Every format that can be read, in the order in which a file is tried.
pub const FORMATS: &[Format] = &[
    Format { name: "fhir", title: "FHIR Questionnaire (JSON)", is_like: fhir::fhir::is_like, read: fhir::fhir::read },
    Format { name: "odm", title: "CDISC ODM (XML)", is_like: odm::odm::is_like, read: odm::odm::read },
    Format { name: "xlsform", title: "XLSForm (workbook)", is_like: xlsform::is_like, read: xlsform::read },
    Format { name: "redcap", title: "REDCap data dictionary (CSV)", is_like: redcap::is_like, read: redcap::read },
];
