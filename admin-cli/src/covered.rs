//! How far the authors' examples reach, for people and for programs.

use std::fmt::Write as _;

use engine::evaluate::Validator;
use engine::evaluate::coverage::{Coverage, Goal, Part, What};
use engine::lang::Lang;
use engine::library::library::Library;
use serde_json::{Map, Value, json};

/// What the examples of every form reach.
pub struct Covered {
    /// Form by form: `crs@1.0.0` and its goals.
    forms: Vec<(String, Coverage)>,
}

impl Covered {
    /// Judges every example again. Label rules count for the newest version of a form, where their products' examples run.
    pub fn of(library: &Library) -> Covered {
        let mut forms = Vec::new();
        for versions in library.forms.values() {
            for (at, form) in versions.iter().enumerate() {
                let is_newest = at + 1 == versions.len();
                let mut coverage = Coverage::new(form, is_newest);
                let validator = Validator::new(form.clone());
                let of_products = library.product_examples.iter().filter(|case| is_newest && case.form == form.id);
                let examples = form.examples.iter().chain(of_products.map(|case| &case.example));
                examples.for_each(|example| coverage.add(&validator, example));
                forms.push((form.reference(), coverage));
            }
        }
        Covered { forms }
    }

    fn count(&self, what: What) -> (usize, usize) {
        let counts = self.forms.iter().map(|(_, coverage)| coverage.count(what));
        counts.fold((0, 0), |(reached, all), (more, of)| (reached + more, all + of))
    }

    /// Whether at least so many of a hundred goals are reached; 100 only when every one is.
    pub fn reaches(&self, percent: u8) -> bool {
        let (reached, all) = total(What::ALL.map(|what| self.count(what)));
        reached * 100 >= all * usize::from(percent)
    }

    /// One line about the whole library.
    pub fn line(&self, lang: Lang) -> String {
        let counts = What::ALL.map(|what| (what, self.count(what)));
        let (reached, all) = total(counts.map(|(_, count)| count));
        let percent = (reached * 100).checked_div(all).unwrap_or(100);
        let word = if lang == Lang::Ja { "例の網羅率" } else { "coverage of the examples" };
        format!("{word}: {percent} % ({})\n", parts(&counts, lang))
    }

    /// Form by form, with everything that no example shows.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = String::new();
        for (form, coverage) in &self.forms {
            let counts = What::ALL.map(|what| (what, coverage.count(what)));
            let _ = writeln!(text, "{form}: {}", parts(&counts, lang));
            for goal in coverage.missing() {
                let _ = writeln!(text, "  - {}", missing(goal, lang));
            }
        }
        text
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        let forms = self.forms.iter().map(|(form, coverage)| {
            let missing =
                coverage.missing().map(|goal| json!({ "part": goal.part.name(), "id": &*goal.id, "what": goal.what.name() }));
            json!({
                "form": form,
                "goals": counts(What::ALL.map(|what| (what, coverage.count(what)))),
                "missing": missing.collect::<Vec<_>>(),
            })
        });
        json!({ "goals": counts(What::ALL.map(|what| (what, self.count(what)))), "forms": forms.collect::<Vec<_>>() })
    }
}

fn total(counts: [(usize, usize); 6]) -> (usize, usize) {
    counts.into_iter().fold((0, 0), |(reached, all), (more, of)| (reached + more, all + of))
}

fn counts(counts: [(What, (usize, usize)); 6]) -> Map<String, Value> {
    counts.into_iter().map(|(what, (reached, all))| (what.name().to_owned(), json!({ "reached": reached, "all": all }))).collect()
}

fn parts(counts: &[(What, (usize, usize)); 6], lang: Lang) -> String {
    let word = |what: What| match (what, lang) {
        (What::Fires, Lang::Ja) => "チェックの該当",
        (What::Fires, Lang::En) => "checks fire",
        (What::Silent, Lang::Ja) => "非該当",
        (What::Silent, Lang::En) => "do not fire",
        (What::Undecided, Lang::Ja) => "未判定",
        (What::Undecided, Lang::En) => "stay undecided",
        (What::Value, Lang::Ja) => "計算",
        (What::Value, Lang::En) => "calculations",
        (What::Shown, Lang::Ja) => "分岐の表示",
        (What::Shown, Lang::En) => "shown",
        (What::Hidden, Lang::Ja) => "分岐の非表示",
        (What::Hidden, Lang::En) => "hidden",
    };
    let some = counts.iter().filter(|(_, (_, all))| *all > 0);
    let words: Vec<String> = some.map(|(what, (reached, all))| format!("{} {reached}/{all}", word(*what))).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(if lang == Lang::Ja { "、" } else { ", " }) }
}

fn missing(goal: &Goal, lang: Lang) -> String {
    let id = &goal.id;
    if lang == Lang::En {
        let part = goal.part.name();
        let what = match goal.what {
            What::Fires => "in which it fires",
            What::Silent => "in which it does not fire",
            What::Undecided => "in which it stays undecided",
            What::Value => "in which it has a value",
            What::Shown => "in which it is shown",
            What::Hidden => "in which its rule hides it",
        };
        return format!("{part} `{id}`: no example {what}");
    }
    let part = match goal.part {
        Part::Check => "チェック",
        Part::Item => "項目",
        Part::Section => "セクション",
    };
    let what = match goal.what {
        What::Fires => "該当する",
        What::Silent => "該当しない",
        What::Undecided => "未判定のままになる",
        What::Value => "値が計算される",
        What::Shown => "表示される",
        What::Hidden => "規則によって非表示になる",
    };
    format!("{part} `{id}`: {what}例がありません")
}
