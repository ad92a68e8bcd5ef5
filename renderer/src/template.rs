//! The one home of minijinja. Screens extend `templates/chrome.html`, the shell around every page.
//!
//! In a template stand: `lang` (`ja` or `en`), `t("日本語", "English")` for the screen's own words, `pick(text)` for a value
//! `{ja, en}` from a definition, `asset("ctr.css")` for an address, and what the caller passed. Values are escaped. In the parts of
//! a form page also `hole("value")`, which a request fills later.
//! What the chrome itself reads is listed at the head of `chrome.html`.

use std::sync::LazyLock;

use engine::lang::{Lang, Text};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};

use crate::asset;
use crate::error::Error;
use crate::export::part as export_part;
use crate::page::mark::mark;
use crate::page::part;
use crate::screen;

const CHROME: &str = include_str!("../templates/chrome.html");

/// One environment per language, so that a template names its words once, side by side.
static JA: LazyLock<Environment<'static>> = LazyLock::new(|| environment(Lang::Ja));
static EN: LazyLock<Environment<'static>> = LazyLock::new(|| environment(Lang::En));

/// Renders the screen `templates/screen/<name>.html` with the given values.
pub fn screen(name: &str, lang: Lang, values: &serde_json::Value) -> Result<String, Error> {
    render(&format!("screen/{name}.html"), lang, values)
}

/// Renders a screen around a body that is HTML already (a filled form page): the template says `{{ hole("body") }}` where it goes.
pub fn screen_around(name: &str, lang: Lang, values: &serde_json::Value, body: &str) -> Result<String, Error> {
    Ok(screen(name, lang, values)?.replacen(&mark("body", None), body, 1))
}

/// Renders a part of a form page (`page/part.rs`); what a request fills is left as marks.
pub fn part(name: &str, lang: Lang, values: &serde_json::Value) -> Result<String, Error> {
    render(name, lang, values)
}

/// Renders a page that leaves the house (`export/sheet.rs`).
pub fn export(name: &str, lang: Lang, values: &serde_json::Value) -> Result<String, Error> {
    render(name, lang, values)
}

/// A text as templates pick a language from it.
pub fn both(text: &Text) -> serde_json::Value {
    serde_json::json!({ "ja": &*text.ja, "en": &*text.en })
}

fn render(name: &str, lang: Lang, values: &serde_json::Value) -> Result<String, Error> {
    let environment = environment_of(lang);
    let template = environment.get_template(name).map_err(|cause| match cause.kind() {
        minijinja::ErrorKind::TemplateNotFound => Error::UnknownTemplate(name.to_owned()),
        _ => Error::Template(cause),
    })?;
    Ok(template.render(Value::from(Serde(values)))?)
}

fn environment_of(lang: Lang) -> &'static Environment<'static> {
    match lang {
        Lang::Ja => &JA,
        Lang::En => &EN,
    }
}

fn environment(lang: Lang) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.add_global("lang", lang.tag());
    environment.add_function("t", move |ja: &str, en: &str| match lang {
        Lang::Ja => ja.to_owned(),
        Lang::En => en.to_owned(),
    });
    environment.add_function("pick", move |text: Value| text.get_attr(lang.tag()).unwrap_or_default());
    environment.add_function("asset", |file: &str| asset::address(file).unwrap_or_default());
    environment.add_function("hole", |name: &str, argument: Option<&str>| Value::from_safe_string(mark(name, argument)));
    add(&mut environment, "chrome.html", CHROME);
    for (name, text) in part::TABLE {
        add(&mut environment, name, text);
    }
    for (name, text) in export_part::TABLE {
        add(&mut environment, name, text);
    }
    for (name, text) in screen::TABLE {
        add(&mut environment, &format!("screen/{name}.html"), text);
    }
    environment
}

/// A template that does not parse is left out here and reported when it is asked for; `every_template_parses` keeps that from happening.
fn add(environment: &mut Environment<'static>, name: &str, text: &'static str) {
    let _left_out = environment.add_template_owned(name.to_owned(), text);
}

#[cfg(test)]
mod tests {
    #![expect(clippy::panic, reason = "tests report by panicking")]

    use engine::lang::Lang;
    use serde_json::json;

    use super::{CHROME, environment_of, screen};

    #[test]
    fn every_template_parses() {
        let rows = crate::screen::TABLE.iter().map(|(name, text)| (format!("screen/{name}.html"), *text));
        let parts =
            crate::page::part::TABLE.iter().chain(crate::export::part::TABLE).map(|(name, text)| ((*name).to_owned(), *text));
        for (name, text) in rows.chain(parts).chain([("chrome.html".to_owned(), CHROME)]) {
            if let Err(cause) = minijinja::Environment::new().template_from_named_str(&name, text) {
                panic!("{cause:#}");
            }
            assert!(environment_of(Lang::Ja).get_template(&name).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_problem_screen_speaks_both_languages_and_escapes() {
        let values = json!({ "title": { "ja": "見つかりません", "en": "Not found" }, "message": { "ja": "<b>", "en": "<b>" } });
        for (lang, title) in [(Lang::Ja, "見つかりません"), (Lang::En, "Not found")] {
            match screen("problem", lang, &values) {
                Ok(html) => {
                    assert!(html.contains(title) && html.contains(&format!("lang=\"{}\"", lang.tag())), "{html}");
                    assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"), "{html}");
                }
                Err(cause) => panic!("{cause}"),
            }
        }
    }

    #[test]
    fn an_unknown_screen_is_named() {
        let told = screen("nowhere", Lang::En, &json!({})).map_err(|cause| cause.to_string());
        assert!(told.is_err_and(|text| text.contains("screen/nowhere.html")));
    }
}
