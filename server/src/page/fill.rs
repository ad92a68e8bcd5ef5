//! The fill page: shown with what stands, and posted by its buttons. Every button first saves the draft, so nothing typed is ever lost;
//! then the reader is sent to the page that shows the result, so a reload writes nothing twice. It needs no script.

use axum::extract::{Path, Request, State};
use axum::response::{Html, IntoResponse, Response};
use engine::form::moment::Moment;
use renderer::fields::fields::{self, Action};
use renderer::page::fill::Fill;
use serde_json::{Value, json};

use crate::clock::minute_in_japan;
use crate::content::Filled;
use crate::error::Error;
use crate::filling::judged::Judged;
use crate::filling::opened::Opened;
use crate::filling::{files, label, ripple, saving, submission, upgrade};
use crate::page::{record, reply, review};
use crate::session::language::pick;
use crate::session::pairs;
use crate::session::posted_files::PostedFiles;
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `GET /records/{record}/fill`; `?show=all` shows findings about blanks too, `?ask=reasons` and `?saved` say what just happened.
pub async fn show(State(app): State<App>, who: SignedIn, Path(id): Path<String>, request: Request) -> Result<Response, Error> {
    let opened = Opened::load(&app, &who, &id).await?;
    let query = request.uri().query().unwrap_or_default();
    let moment = moment(&opened, query);
    let judged = opened.judge(moment)?;
    let body = body(&who, &opened, &judged, moment, query.contains("show=all"));
    let mut values = json!({
        "title": opened.form.title_of(opened.record.head.ordinal, who.lang),
        "version": opened.form.form.version.to_string(),
        "patient": record::patient(&app, &who, &opened.record).await?,
        "state_code": opened.record.head.state.word(),
        "record": format!("/records/{id}"),
        "correction": opened.is_correction(),
        "newer": upgrade::newest(&opened).map(|form| json!({ "version": form.form.version.to_string(), "href": format!("/records/{id}/upgrade") })),
        "notice": notice(&who, &opened, query),
    });
    if let Value::Object(fields) = &mut values {
        fields.extend(reply::chrome(&who, "patients"));
    }
    Ok(Html(renderer::template::screen_around("fill", who.lang, &values, &body)?).into_response())
}

/// A page that asks for reasons, and a correction, say what a submission will; a saved draft says what saving does.
fn moment(opened: &Opened, query: &str) -> Moment {
    match () {
        () if query.contains("ask=reasons") || opened.is_correction() => Moment::Submit,
        () if opened.version > 0 => Moment::Save,
        () => Moment::Typing,
    }
}

fn body(who: &SignedIn, opened: &Opened, judged: &Judged, moment: Moment, all: bool) -> String {
    let saved = opened.record.draft.as_ref().map_or_else(String::new, |draft| {
        format!("{} {}", pick(who.lang, "下書き保存済み", "Draft saved"), minute_in_japan(draft.saved_at.0))
    });
    let address = opened.address();
    opened.form.page(who.lang).fill(&Fill {
        action: &address,
        autosave: Some(&format!("/records/{}/draft", opened.record.head.id)),
        csrf: &who.page_token,
        today: &opened.today,
        moment,
        version: u64::try_from(opened.version).unwrap_or_default(),
        saved: &saved,
        all: all || opened.is_correction(),
        answers: &opened.filled.answers,
        reasons: &opened.filled.reasons,
        context: &Value::Object(opened.page_context()).to_string(),
        outcome: &judged.outcome,
    })
}

/// Why a file was not kept.
fn refused_file(who: &SignedIn, opened: &Opened, query: &str) -> Option<String> {
    let query = pairs::decode(query.as_bytes())?;
    let value = |name: &str| query.iter().find_map(|(known, value)| (known == name).then_some(value.as_str()));
    let (why, path) = (files::Unfit::from_code(value("file")?)?, value("item")?);
    let item = files::item_at(&opened.form.form, path)?;
    let text = why.text(item);
    Some(format!("{}: {}", label::of(&opened.form.form, path, who.lang), text.get(who.lang)))
}

fn notice(who: &SignedIn, opened: &Opened, query: &str) -> Value {
    if let Some(text) = refused_file(who, opened, query) {
        let saved = pick(who.lang, "ほかの入力は保存しました。", "Everything else was saved.");
        return json!({ "kind": "error", "text": format!("{text} {saved}") });
    }
    if query.contains("ask=reasons") {
        let text = "警告には、そのままでよい理由を入力してください。値を直してもかまいません。";
        return json!({ "kind": "warning", "text": pick(who.lang, text, "Please say for each warning why it is right as it stands, or correct the value.") });
    }
    if query.contains("upgraded") {
        return json!({ "kind": "success", "text": pick(who.lang, "新しい版の下書きにしました。提出するまで、提出済みの記録は変わりません。", "This is now a draft under the newer version. What was submitted stays until you submit.") });
    }
    if query.contains("saved") {
        return json!({ "kind": "success", "text": pick(who.lang, "下書きを保存しました。", "Draft saved.") });
    }
    let gate = (!opened.is_correction()).then(|| opened.gate());
    gate.and_then(|gate| gate.notice(Some(&opened.form.form.id), who.lang)).unwrap_or_default()
}

/// `POST /records/{record}/fill`: one of the page's buttons.
pub async fn press(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<String>,
    mut sent: PostedFiles,
) -> Result<Response, Error> {
    let mut opened = Opened::load(&app, &who, &id).await?;
    let files = std::mem::take(&mut sent.files);
    let refused = files::keep_all(&app, &who, &opened, files, &mut sent.form.0).await?;
    let posted = fields::decode(&opened.form.form, &sent.form.0);
    let behind = opened.filled.behind.clone();
    let filled = Filled { answers: posted.answers, reasons: posted.reasons, reason: posted.reason, behind, ..Filled::default() };
    opened.version = saving::draft(&app, &who, &opened, &filled, posted.version).await?;
    opened.refill(filled);
    let address = opened.address();
    if let Some(first) = refused.first() {
        let query = pairs::encode([("file", first.why.code()), ("item", first.path.as_str())]);
        return Ok(reply::see_other(&format!("{address}?{query}")));
    }
    match posted.action {
        Action::Save => Ok(reply::see_other(&format!("{address}?saved"))),
        Action::Update => Ok(reply::see_other(&format!("{address}?show=all"))),
        Action::AddRow(group) | Action::InsertRow(group, _) | Action::RemoveRow(group, _) => {
            Ok(reply::see_other(&format!("{address}#item.{group}")))
        }
        Action::Attach(path) | Action::Detach(path) => Ok(reply::see_other(&format!("{address}#item.{path}"))),
        Action::Submit => submit(&app, &who, &mut opened).await,
    }
}

/// Submits at once when there is nothing that the person should see first.
async fn submit(app: &App, who: &SignedIn, opened: &mut Opened) -> Result<Response, Error> {
    let (judged, rippled) = ripple::settle(opened)?;
    if judged.unexplained().next().is_some() {
        return Ok(reply::see_other(&format!("{}?show=all&ask=reasons", opened.address())));
    }
    if review::is_needed(app, who, opened, &judged, &rippled).await? {
        return Ok(reply::see_other(&format!("/records/{}/review", opened.record.head.id)));
    }
    submission::submit(app, who, opened, &judged, &rippled, opened.version, opened.filled.reason.trim()).await?;
    Ok(reply::see_other(&format!("/records/{}", opened.record.head.id)))
}
