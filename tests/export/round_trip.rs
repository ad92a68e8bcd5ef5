//! A form goes out as FHIR or ODM, comes back by `ctr convert` and checks: ids, kinds, labels, codes, ranges and required survive.

use std::collections::BTreeMap;

use engine::form::form::Form;
use engine::form::item::{Bound, Item};
use engine::kind::kind::Kind;
use engine::lang::Lang;
use engine::library::library::Library;
use tests::definitions::definitions;
use tests::program::ctr;
use tests::scratch::Scratch;

use super::made::folders;

#[test]
fn what_goes_out_comes_back() {
    let mut faults = Vec::new();
    let mut items = 0;
    for (number, name) in ["fhir-questionnaire", "odm2", "fhir-questionnaire-r5", "odm"].into_iter().enumerate() {
        let target = renderer::export::find(name).expect("a target");
        for (which, folder) in folders().iter().enumerate() {
            // The sample by every way, each form of the library by one FHIR and one ODM.
            for (_, form) in folder.all_newest().into_iter().enumerate().filter(|(at, _)| which == 0 || at % 2 == number / 2) {
                let scratch = Scratch::new("round-trip");
                let file =
                    scratch.write(&format!("out.{}", target.ending), folder.make(target, std::slice::from_ref(&form), Lang::Ja));
                let draft = scratch.join("draft");
                let (file, out) = (file.to_string_lossy().into_owned(), draft.to_string_lossy().into_owned());
                let run = ctr(&["convert", &file, "--out", &out]);
                if run.code > 1 {
                    faults.push(format!("{} {}: {}", target.name, form.id, run.err));
                    continue;
                }
                let check = ctr(&["check", &out]);
                if check.code != 0 {
                    faults.push(format!("{} {}: {}", target.name, form.id, check.out.chars().take(1500).collect::<String>()));
                    continue;
                }
                let (library, _) = Library::read(&definitions(&draft));
                let Some(back) = library.forms.values().flatten().next() else {
                    faults.push(format!("{} {}: no form came back", target.name, form.id));
                    continue;
                };
                items += form.items.len();
                faults.extend(compare(&form, back).into_iter().map(|fault| format!("{} {}: {fault}", target.name, form.id)));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.iter().take(30).cloned().collect::<Vec<_>>().join("\n"));
    println!("{items} items went out and came back");
}

/// What did not survive.
fn compare(form: &Form, back: &Form) -> Vec<String> {
    let known: BTreeMap<&str, &Item> = back.items.iter().map(|item| (&*item.id, item)).collect();
    let mut faults = Vec::new();
    for item in &form.items {
        let Some(found) = known.get(&*item.id) else {
            // A value that is calculated from other forms comes back as a comment.
            if item.kind == Kind::Calculated {
                continue;
            }
            faults.push(format!("{} is lost", item.id));
            continue;
        };
        if item.kind != Kind::Calculated && !item.censored.is_any() && found.kind != item.kind {
            faults.push(format!("{} of kind {} came back as {}", item.id, item.kind.name(), found.kind.name()));
        }
        for lang in Lang::ALL {
            let folded = |item: &Item| item.label.get(lang).split_whitespace().collect::<Vec<_>>().join(" ");
            if folded(found) != folded(item) {
                faults.push(format!("{} is called {}", item.id, found.label.get(lang)));
            }
        }
        if item.value.is_none() && codes(found) != codes(item) {
            faults.push(format!("{} has codes {:?}", item.id, codes(found)));
        }
        if item.value.is_none() && !item.censored.is_any() && ends(found) != ends(item) {
            faults.push(format!("{} ranges over {:?}", item.id, ends(found)));
        }
    }
    faults
}

fn codes(item: &Item) -> Vec<&str> {
    item.list.iter().flat_map(|list| &list.codes).filter(|code| !code.retired).map(|code| &*code.code).collect()
}

fn ends(item: &Item) -> [Option<String>; 2] {
    [item.range.min, item.range.max].map(|bound| match bound {
        Some(Bound::Number(number)) => Some(number.normalized().to_string()),
        Some(Bound::Date(date)) => Some(date.to_string()),
        // Today is no constant; it goes out as a rule.
        Some(Bound::Today) | None => None,
    })
}
