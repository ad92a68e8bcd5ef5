//! The study around the forms: the registry, its levels as events, and everything that the forms name.

use engine::document::registry::Level;
use engine::form::digest::digest_of_text;
use engine::kind::kind::Kind;
use engine::lang::Text;
use engine::program::program::ItemId;

use super::edition::Edition;
use super::text::both;
use super::{condition, group, item, list, oid};
use crate::error::Error;
use crate::export::rules::Rules;
use crate::export::target::Subject;
use crate::export::xml::Element;

/// ODM 1.3.2.
pub fn make_1_3_2(subject: &Subject<'_>) -> Result<String, Error> {
    Ok(odm(subject, Edition::V1_3_2).document())
}

/// ODM 2.0.
pub fn make_2_0(subject: &Subject<'_>) -> Result<String, Error> {
    Ok(odm(subject, Edition::V2_0).document())
}

fn odm(subject: &Subject<'_>, edition: Edition) -> Element {
    let registry = subject.library.registry.as_ref();
    let id = registry.map_or("registry", |registry| &*registry.id);
    let title = registry.map_or_else(|| Text::new(id, id), |registry| registry.title.clone());
    let version = version_oid(subject);
    let study = Element::new("Study").with("OID", format!("ST.{id}"));
    let study = match edition {
        Edition::V1_3_2 => study
            .holding(
                Element::new("GlobalVariables")
                    .holding(Element::new("StudyName").saying(title.get(subject.lang)))
                    .holding(Element::new("StudyDescription").saying(&format!("{} / {}", title.ja, title.en)))
                    .holding(Element::new("ProtocolName").saying(id)),
            )
            .holding(Element::new("BasicDefinitions").holding_all(list::units(subject, edition))),
        Edition::V2_0 => study.with("StudyName", title.get(subject.lang)).with("ProtocolName", id).holding(both(
            "Description",
            &title,
            edition,
        )),
    };
    Element::new("ODM")
        .with("xmlns", edition.namespace())
        .with("ODMVersion", edition.number())
        .with("FileType", "Snapshot")
        .with("Granularity", "Metadata")
        .with("FileOID", format!("{id}.{version}.{}", subject.made))
        .with("CreationDateTime", subject.made)
        .with("SourceSystem", "CTR-J")
        .holding(study.holding(metadata(subject, &version, edition)))
}

/// Follows from the forms and their meaning.
fn version_oid(subject: &Subject<'_>) -> String {
    match subject.forms {
        [form] => format!("MDV.{}.{}", form.id, form.edition()),
        forms => {
            let all: Vec<String> = forms.iter().map(|form| format!("{} {}", form.reference(), form.digest())).collect();
            let digest = digest_of_text(all.join("\n").as_bytes());
            format!("MDV.{}", digest.get(..16).unwrap_or(&digest))
        }
    }
}

fn metadata(subject: &Subject<'_>, version: &str, edition: Edition) -> Element {
    let mut groups = group::Groups::default();
    let (mut items, mut conditions, mut methods) = (Vec::new(), Vec::new(), Vec::new());
    for form in subject.forms {
        let rules = Rules::new(form);
        group::of_form(&rules, edition, &mut groups);
        for section in &form.sections {
            conditions.extend(condition::of_section(&rules, section, edition));
        }
        for (item, id) in form.items.iter().zip(0u32..) {
            conditions.extend(condition::of_item(&rules, item, edition));
            methods.extend(condition::method(&rules, item, edition));
            if item.kind != Kind::Group {
                items.extend(item::definitions(&rules, item, ItemId(id), edition));
            }
        }
    }
    let names: Vec<String> = subject.forms.iter().map(|form| format!("{} {}", form.id, form.edition())).collect();
    let levels = levels(subject);
    let element = Element::new("MetaDataVersion").with("OID", version).with("Name", names.join(", "));
    element
        .holding_all(protocol(&levels, edition))
        .holding_all(levels.iter().map(|level| event(subject, level, edition)))
        .holding_all(groups.forms)
        .holding_all(groups.groups)
        .holding_all(items)
        .holding_all(list::lists(subject, edition))
        .holding_all(conditions)
        .holding_all(methods)
}

/// The levels at which one of the forms is filled.
fn levels<'a>(subject: &Subject<'a>) -> Vec<&'a Level> {
    let all = subject.library.registry.iter().flat_map(|registry| &registry.levels);
    all.filter(|level| subject.forms.iter().any(|form| form.level == level.id)).collect()
}

/// In 2.0 events are found through groups of events, of which a registry has none.
fn protocol(levels: &[&Level], edition: Edition) -> Option<Element> {
    let references = (1..).zip(levels).map(|(order, level): (usize, &&Level)| {
        let element = Element::new("StudyEventRef").with("StudyEventOID", oid::event(&level.id));
        element.with("OrderNumber", order.to_string()).with("Mandatory", "No")
    });
    (!edition.is_second()).then(|| Element::new("Protocol").holding_all(references))
}

fn event(subject: &Subject<'_>, level: &Level, edition: Edition) -> Element {
    let forms = subject.forms.iter().filter(|form| form.level == level.id);
    let (repeating, kind) = if level.parent.is_some() { ("Yes", "Unscheduled") } else { ("No", "Common") };
    Element::new("StudyEventDef")
        .with("OID", oid::event(&level.id))
        .with("Name", &*level.id)
        .with("Repeating", repeating)
        .with("Type", kind)
        .holding(both("Description", &level.title, edition))
        .holding_all((1..).zip(forms).map(|(order, form)| group::form_ref(form, order, edition)))
        .holding_all(level.parent.as_deref().map(group::parent))
}
