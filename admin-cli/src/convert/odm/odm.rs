//! A study definition in CDISC ODM, 1.3.2 or 2.0: forms, groups of items, items, code lists, range checks, conditions and methods.

use crate::convert::choices::Choices;
use crate::convert::convert::Refusal;
use crate::convert::draft::Draft;
use crate::convert::encoding;
use crate::convert::odm::study::{Study, place};
use crate::convert::report::{Fate, Report};
use crate::convert::tidy::MOST_ITEMS;
use crate::convert::words::{Tongue, Words};
use crate::convert::xml::{self, Element};

/// Whether bytes start like XML.
pub fn is_like(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(200)).unwrap_or(&[]);
    let text: String = String::from_utf8_lossy(start).chars().filter(|c| *c != '\u{feff}' && *c != '\0').collect();
    text.trim_start_matches('\u{fffd}').trim_start().starts_with('<')
}

/// Reads a study definition.
pub fn read(bytes: &[u8], tongue: Tongue, report: &mut Report) -> Result<Draft, Refusal> {
    let unreadable = |reason: String| Refusal::Unreadable { format: "ODM", reason };
    let text = encoding::text(bytes, report);
    let root = xml::read(&text).map_err(unreadable)?;
    if root.name != "ODM" {
        return Err(unreadable("its outermost element is not `ODM`".to_string()));
    }
    let mut versions = Vec::new();
    root.all("MetaDataVersion", &mut versions);
    let Some(version) = versions.first() else { return Err(unreadable("it holds no `MetaDataVersion`".to_string())) };
    for extra in versions.iter().skip(1) {
        report.add(Fate::Dropped, &place(extra), "extension", format!("MetaDataVersion {}", extra.attribute("OID")));
    }
    let mut units = Vec::new();
    root.all("MeasurementUnit", &mut units);
    let by = |name: &'static str| {
        version.children.iter().filter(move |child| child.name == name).map(|child| (child.attribute("OID"), child)).collect()
    };
    let mut study = Study {
        groups: by("ItemGroupDef"),
        items: by("ItemDef"),
        lists: by("CodeList"),
        conditions: by("ConditionDef"),
        methods: by("MethodDef"),
        units: units.into_iter().map(|unit| (unit.attribute("OID"), unit)).collect(),
        tongue,
        left: MOST_ITEMS,
        open: Vec::new(),
    };
    let mut draft = Draft { title: title(&root, tongue), ..Draft::default() };
    let mut choices = Choices::default();
    for (element, is_form) in forms(version) {
        let form = study.form(element, is_form, &mut draft, &mut choices, report);
        draft.forms.push(form);
    }
    Ok(draft)
}

fn title(root: &Element, tongue: Tongue) -> Words {
    let mut found = Vec::new();
    root.all("StudyName", &mut found);
    let named = found.first().map(|name| Words::untagged(&name.text, tongue)).unwrap_or_default();
    let study = root.first("Study").map(|study| Words::untagged(study.attribute("StudyName"), tongue)).unwrap_or_default();
    named.or(study).or(Words::both("取り込んだレジストリ", "Imported registry"))
}

/// What is filled as one page: forms of 1.3.2, groups of type `Form` of 2.0, else every group that stands in no other.
fn forms(version: &Element) -> Vec<(&Element, bool)> {
    let old: Vec<_> = version.each("FormDef").map(|form| (form, true)).collect();
    if !old.is_empty() {
        return old;
    }
    let groups: Vec<&Element> = version.each("ItemGroupDef").collect();
    let typed: Vec<_> = groups.iter().filter(|group| group.attribute("Type") == "Form").map(|group| (*group, true)).collect();
    if !typed.is_empty() {
        return typed;
    }
    let inner: Vec<&str> =
        groups.iter().flat_map(|group| group.each("ItemGroupRef").map(|inner| inner.attribute("ItemGroupOID"))).collect();
    groups.into_iter().filter(|group| !inner.contains(&group.attribute("OID"))).map(|group| (group, false)).collect()
}
