//! Every rule of a form with what it decides: which item is asked, when an answer is required, how a value is calculated, what is refused.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::evaluate::builtin::Builtin;
use crate::form::form::Form;
use crate::form::guard::GuardKind;
use crate::form::item::{Item, Required, Severity, Weight};
use crate::form::moment::Moment;
use crate::lang::{Lang, Text};
use crate::program::program::{Rule, RuleId};
use crate::words::clause::{Clause, indented};
use crate::words::rule::say_among;
use crate::words::thing::Things;

/// What a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Whether a section is shown.
    SectionShown,
    /// Whether an item is asked.
    Shown,
    /// Whether an answer is required.
    Required,
    /// A calculated value.
    Value,
    /// Whether there is an error.
    Error,
    /// Whether there is a warning.
    Warning,
    /// Whether some codes can be chosen.
    Choices,
    /// Whether a finding of the engine itself stands.
    Guard(GuardKind),
}

impl Role {
    /// The key in definitions.
    pub fn key(self) -> &'static str {
        match self {
            Role::SectionShown | Role::Shown => "show_if",
            Role::Required => "required",
            Role::Value => "value",
            Role::Error | Role::Warning => "violated_if",
            Role::Choices => "choices_if",
            Role::Guard(kind) => kind.key(),
        }
    }
}

/// One rule and what it decides.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The section, item or check, by id.
    pub id: std::sync::Arc<str>,
    /// What it is called: a title, a label or a message.
    pub title: Text,
    /// What is decided.
    pub role: Role,
    /// The rule.
    pub rule: RuleId,
    /// For a check that does not weigh the same at every moment.
    pub weight: Option<Weight>,
}

/// The rules of a form in reading order: sections with their items, then checks.
pub fn statements(form: &Form) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut by_section: Vec<Vec<&Item>> = vec![Vec::new(); form.sections.len()];
    for item in &form.items {
        by_section.get_mut(usize::from(item.section)).into_iter().for_each(|items| items.push(item));
    }
    for (section, items) in form.sections.iter().zip(by_section) {
        let own = |rule: RuleId| Statement {
            id: section.id.clone(),
            title: section.title.clone(),
            role: Role::SectionShown,
            rule,
            weight: None,
        };
        found.extend(section.shown_if.map(own));
        for item in items {
            let own = |role, rule| Statement { id: item.id.clone(), title: item.label.clone(), role, rule, weight: None };
            let shown = item.shown_if.iter().filter(|rule| Some(**rule) != section.shown_if);
            found.extend(shown.map(|rule| own(Role::Shown, *rule)));
            if let Required::If(rule) = item.required {
                found.push(own(Role::Required, rule));
            }
            found.extend(item.value.map(|rule| own(Role::Value, rule)));
            found.extend(
                item.choices_if
                    .iter()
                    .map(|choices| Statement { title: codes_of(item, &choices.codes), ..own(Role::Choices, choices.allowed_if) }),
            );
            let guards = item.guards.iter().filter(|guard| guard.kind != GuardKind::ChoiceNotAllowed);
            found.extend(guards.filter_map(|guard| Some(own(Role::Guard(guard.kind), guard.rule?))));
        }
    }
    found.extend(form.checks.iter().map(|check| Statement {
        id: check.id.clone(),
        title: check.message.clone(),
        role: if check.weight.severity == Severity::Error { Role::Error } else { Role::Warning },
        rule: check.violated_if,
        weight: Some(check.weight).filter(|weight| !weight.is_always()),
    }));
    found
}

/// Codes with their item: `"Diagnosis": "DLBCL", "FL"`.
fn codes_of(item: &Item, codes: &[u16]) -> Text {
    let texts: Vec<&Text> = codes.iter().filter_map(|code| Some(&item.list.as_ref()?.get(*code)?.text)).collect();
    let ja = texts.iter().map(|text| format!("「{}」", text.ja)).collect::<Vec<_>>().join("");
    let en = texts.iter().map(|text| format!("\"{}\"", text.en)).collect::<Vec<_>>().join(", ");
    Text::new(format!("「{}」で{ja}", item.label.ja), format!("Of \"{}\": {en}", item.label.en))
}

impl Statement {
    /// What stands before the rule: `"Date of onset" is asked when`.
    pub fn lead(&self, lang: Lang) -> String {
        format!("{}{}", self.lead_of_role(lang), self.weight.map_or(String::new(), |weight| moments(weight, lang)))
    }

    fn lead_of_role(&self, lang: Lang) -> String {
        let title = self.title.get(lang).split_whitespace().collect::<Vec<_>>().join(" ");
        match (lang, self.role) {
            (Lang::Ja, Role::SectionShown) => format!("セクション「{title}」を表示する条件"),
            (Lang::Ja, Role::Shown) => format!("「{title}」を表示する条件"),
            (Lang::Ja, Role::Required) => format!("「{title}」の回答を必須とする条件"),
            (Lang::Ja, Role::Value) => format!("「{title}」の計算"),
            (Lang::Ja, Role::Error) => format!("エラー「{title}」の条件"),
            (Lang::Ja, Role::Warning) => format!("警告「{title}」の条件"),
            (Lang::Ja, Role::Choices) => format!("{title} を選べる条件"),
            (Lang::En, Role::Choices) => format!("{title} can be chosen when"),
            (Lang::Ja, Role::Guard(kind)) => format!("「{title}」に指摘 `{}` が出る条件", Builtin::from(kind).code()),
            (Lang::En, Role::Guard(kind)) => format!("\"{title}\" has the finding `{}` when", Builtin::from(kind).code()),
            (Lang::En, Role::SectionShown) => format!("Section \"{title}\" is shown when"),
            (Lang::En, Role::Shown) => format!("\"{title}\" is asked when"),
            (Lang::En, Role::Required) => format!("\"{title}\" must be answered when"),
            (Lang::En, Role::Value) => format!("\"{title}\" is calculated as"),
            (Lang::En, Role::Error) => format!("Error \"{title}\" when"),
            (Lang::En, Role::Warning) => format!("Warning \"{title}\" when"),
        }
    }

    /// The rule itself.
    pub fn rule_of<'f>(&self, form: &'f Form) -> Option<&'f Rule> {
        form.program.rules.get(self.rule.0 as usize)
    }

    /// What the rule says.
    pub fn clause(&self, things: &Things<'_>) -> Option<Clause> {
        Some(say_among(things, self.rule_of(things.form)?))
    }
}

/// ` (warning while typing, error on submission)`.
fn moments(weight: Weight, lang: Lang) -> String {
    let one = |(moment, severity): (Moment, Severity)| {
        let (ja, en) = match moment {
            Moment::Typing => ("入力中から", "from typing on"),
            Moment::Save => ("下書き保存から", "from saving on"),
            Moment::Submit => ("提出時に", "on submission"),
        };
        match (lang, severity) {
            (Lang::Ja, Severity::Error) => format!("{ja}エラー"),
            (Lang::Ja, Severity::Warning) => format!("{ja}警告"),
            (Lang::En, severity) => format!("{} {en}", severity.name()),
        }
    };
    let steps = weight.steps().into_iter().map(one).collect::<Vec<_>>();
    match lang {
        Lang::Ja => format!("（{}）", steps.join("、")),
        Lang::En => format!(" ({})", steps.join(", ")),
    }
}

/// How statements are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Text,
    /// For a page of documents.
    Markdown,
}

/// Statements, one below the other.
pub fn text(form: &Form, statements: &[Statement], lang: Lang, style: Style) -> String {
    let things = Things::new(form, lang);
    let mut out = match style {
        Style::Text => format!("{} {}\n", form.reference(), form.title.get(lang)),
        Style::Markdown => format!("# {} ({})\n", form.title.get(lang), form.reference()),
    };
    for statement in statements {
        let Some(clause) = statement.clause(&things) else { continue };
        let (lead, id, key) = (statement.lead(lang), &statement.id, statement.role.key());
        let body = clause.lines(lang);
        let _ = match style {
            Style::Text => write!(out, "\n{lead}  [{id}: {key}]\n{}", indented(&body, 2)),
            Style::Markdown => write!(out, "\n**{lead}** (`{id}`)\n\n{}", indented(&body, 0)),
        };
    }
    out
}

/// Statements as data: id, what they decide, and the words in both languages, on one line and as lists.
pub fn json(form: &Form, statements: &[Statement]) -> Value {
    let both = Lang::ALL.map(|lang| (lang, Things::new(form, lang)));
    let one = |statement: &Statement| {
        let mut row = json!({ "id": &*statement.id, "property": statement.role.key() });
        for (lang, things) in &both {
            let Some(clause) = statement.clause(things) else { continue };
            row[lang.tag()] = json!({ "lead": statement.lead(*lang), "line": clause.line(*lang), "says": clause.json() });
        }
        row
    };
    Value::Array(statements.iter().map(one).collect())
}
