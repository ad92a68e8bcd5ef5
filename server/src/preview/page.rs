//! The preview's addresses: a list of forms, a form with its panel, the panel alone (for the script), and a wait for the next change.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, RawQuery, Request, State};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use engine::lang::Lang;
use engine::value::date::Date;
use renderer::fields::fields::{self, Action};
use renderer::page::fill::Fill;
use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::middleware::{headers, origin};
use crate::page::{asset, language, problem};
use crate::preview::told::{self, Answered};
use crate::preview::watched::Watched;
use crate::preview::workbench::Shown;
use crate::session::language::Language;
use crate::session::multipart::{self, Bounds, is_multipart};
use crate::session::pairs;

/// Most bytes of the texts of a page.
const MOST_TEXTS: usize = 1 << 20;

/// How long a browser waits for a change before it asks again.
const PATIENCE: Duration = Duration::from_secs(25);

/// Every address of the preview.
pub fn router(watched: Arc<Watched>) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/forms/{form}", get(show).post(press))
        .route("/forms/{form}/panel", axum::routing::post(panel))
        .route("/changed", get(changed))
        .route("/assets/{hash}/{file}", get(asset::show))
        .fallback(|| async { Error::NotFound })
        .layer(from_fn(language::switch))
        .layer(from_fn(origin::check))
        .layer(from_fn(problem::explain))
        .layer(from_fn(fixed_headers))
        .with_state(watched)
}

async fn fixed_headers(request: axum::extract::Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    headers::set_fixed(response.headers_mut());
    response
}

/// The value of a name behind the `?`; empty when absent.
fn asked(query: Option<&str>, name: &str) -> String {
    let pairs = pairs::decode(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    pairs.into_iter().find_map(|(known, value)| (known == name).then_some(value)).unwrap_or_default()
}

async fn list(State(watched): State<Arc<Watched>>, Language(lang): Language) -> Result<Response, Error> {
    if let Some(first) = watched.first() {
        return Ok(Redirect::to(&format!("/forms/{first}")).into_response());
    }
    all(&watched, lang)
}

fn all(watched: &Watched, lang: Lang) -> Result<Response, Error> {
    let bench = watched.bench();
    let forms: Vec<Value> = bench
        .forms()
        .map(|shown| {
            let form = &shown.form;
            json!({ "href": format!("/forms/{}", form.reference()), "title": form.title.get(lang), "reference": form.reference(),
                "items": form.items.len(), "checks": form.checks.len(), "examples": form.examples.len(), "past": shown.is_past })
        })
        .collect();
    let values = json!({ "forms": forms, "faults": told::faults(&bench, None, lang), "stamp": bench.stamp });
    Ok(Html(renderer::template::screen("workbench_list", lang, &values)?).into_response())
}

async fn show(
    State(watched): State<Arc<Watched>>,
    Language(lang): Language,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    if name == "all" {
        return all(&watched, lang);
    }
    let shown = watched.bench().find(&name).cloned().ok_or(Error::NotFound)?;
    let example = asked(query.as_deref(), "example");
    let case = Case::of(&shown, &example, watched.today());
    let all = !example.is_empty();
    page(&watched, lang, &shown, &case, &Page { given: &case.given, reasons: &Map::new(), all, example: &example })
}

async fn press(
    State(watched): State<Arc<Watched>>,
    Language(lang): Language,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Response, Error> {
    let shown = watched.bench().find(&name).cloned().ok_or(Error::NotFound)?;
    let posted = fields::decode(&shown.form, &sent(request).await?);
    let example = asked(query.as_deref(), "example");
    let case = Case::of(&shown, &example, watched.today());
    let all = matches!(posted.action, Action::Update | Action::Submit);
    let page_asked = Page { given: &posted.answers, reasons: &posted.reasons, all, example: &example };
    page(&watched, lang, &shown, &case, &page_asked)
}

/// The fields of a page; a preview keeps no files.
async fn sent(request: Request) -> Result<Vec<(String, String)>, Error> {
    if is_multipart(request.headers()) {
        let body = Multipart::from_request(request, &()).await.map_err(|_| Error::UnreadableBody)?;
        let bounds = Bounds { texts: MOST_TEXTS, file: 0, files: 0 };
        return Ok(multipart::read(body, bounds, |_| Ok(())).await?.pairs);
    }
    let body = Bytes::from_request(request, &()).await.map_err(|_| Error::TooLarge)?;
    pairs::decode(&body).ok_or(Error::UnreadableBody)
}

async fn panel(
    State(watched): State<Arc<Watched>>,
    Language(lang): Language,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<Response, Error> {
    let shown = watched.bench().find(&name).cloned().ok_or(Error::NotFound)?;
    let posted = fields::decode(&shown.form, &pairs::decode(&body).ok_or(Error::UnreadableBody)?);
    let case = Case::of(&shown, &asked(query.as_deref(), "example"), watched.today());
    let outcome = case.judge(&shown, &posted.answers)?;
    let answered = Answered { today: &case.today, context: &case.context, given: &posted.answers, outcome: &outcome };
    let values = told::judged(&shown, &answered, lang);
    Ok(Html(renderer::template::screen("workbench_panel", lang, &values)?).into_response())
}

/// Answers when files have changed since `stamp`, or after a while.
async fn changed(State(watched): State<Arc<Watched>>, RawQuery(query): RawQuery) -> Response {
    let seen: u64 = asked(query.as_deref(), "stamp").parse().unwrap_or_default();
    let mut told = watched.told();
    let wait = told.wait_for(|stamp| *stamp != seen);
    let _ = tokio::time::timeout(PATIENCE, wait).await;
    let stamp = watched.bench().stamp;
    ([(axum::http::header::CONTENT_TYPE, "application/json")], json!({ "stamp": stamp }).to_string()).into_response()
}

/// The day and the other forms with which answers are judged: those of an example, or today and nothing.
struct Case {
    today: String,
    context: Map<String, Value>,
    given: Map<String, Value>,
}

impl Case {
    fn of(shown: &Shown, example: &str, today: String) -> Case {
        match shown.form.examples.iter().find(|known| &*known.id == example) {
            None => Case { today, context: Map::new(), given: Map::new() },
            Some(known) => {
                Case { today: known.today.lo.to_string(), context: known.context.members(), given: known.given.members() }
            }
        }
    }

    fn judge(&self, shown: &Shown, given: &Map<String, Value>) -> Result<engine::evaluate::Outcome, Error> {
        let validator = &shown.validator;
        let answers = validator.read_value(&Value::Object(given.clone())).map_err(|_| Error::UnreadableBody)?;
        let today = Date::parse(&self.today).ok_or(Error::Record("the day cannot be read"))?;
        Ok(validator.judge(answers, &validator.read_context(&self.context), today))
    }
}

/// What the form page shows.
struct Page<'a> {
    given: &'a Map<String, Value>,
    reasons: &'a Map<String, Value>,
    all: bool,
    example: &'a str,
}

fn page(watched: &Watched, lang: Lang, shown: &Shown, case: &Case, asked: &Page<'_>) -> Result<Response, Error> {
    let bench = watched.bench();
    let outcome = case.judge(shown, asked.given)?;
    let address = format!("/forms/{}", shown.form.reference());
    let query = if asked.example.is_empty() { String::new() } else { format!("?example={}", asked.example) };
    let body = shown.page(lang).fill(&Fill {
        action: &format!("{address}{query}"),
        autosave: None,
        csrf: "",
        today: &case.today,
        moment: engine::form::moment::Moment::Submit,
        version: 0,
        saved: "",
        all: asked.all,
        answers: asked.given,
        reasons: asked.reasons,
        context: &Value::Object(case.context.clone()).to_string(),
        outcome: &outcome,
    });
    let answered = Answered { today: &case.today, context: &case.context, given: asked.given, outcome: &outcome };
    let panel = renderer::template::screen("workbench_panel", lang, &told::judged(shown, &answered, lang))?;
    let values = json!({
        "title": shown.form.title.get(lang),
        "reference": shown.form.reference(),
        "file": &*shown.file,
        "past": shown.is_past,
        "stamp": bench.stamp,
        "address": address,
        "panel_address": format!("{address}/panel{query}"),
        "example": asked.example,
        "faults": told::faults(&bench, Some(shown), lang),
        "examples": told::examples(shown, asked.example, lang),
    });
    let screen = renderer::template::screen_around("workbench", lang, &values, &body)?;
    Ok(Html(screen.replacen("<!--panel-->", &panel, 1)).into_response())
}
