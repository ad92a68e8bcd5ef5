//! Every address of the server on one page, and what stands around the handlers.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::error::Error;
use crate::middleware::{bound, headers, log, origin};
use crate::page::{
    asset, attachment, calendar, changes, coverage, draft, fill, forms, health, home, language, patient, patients, place,
    problem, record, review, revision, sign_in, sign_out, upgrade,
};
use crate::state::App;

/// All pages over a shared state.
pub fn router(app: App) -> Router {
    // Inside the bound of all addresses: these two take files.
    let files = DefaultBodyLimit::max(app.settings().limits.upload_bytes);
    let pages = Router::new()
        .route("/", get(home::show))
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-out", post(sign_out::leave))
        .route("/patients", get(patients::list).post(patients::register))
        .route("/patients/search", get(patients::back).post(patients::search))
        .route("/patients/{patient}", get(patient::show))
        .route("/places/{place}/calendar", get(calendar::show))
        .route("/places/{place}/places", post(place::open))
        .route("/places/{place}/records", post(place::start))
        .route("/records/{record}", get(record::show))
        .route("/records/{record}/fill", get(fill::show).post(fill::press).layer(files))
        .route("/records/{record}/attachments", post(attachment::add).layer(files))
        .route("/records/{record}/attachments/{sha256}", get(attachment::show))
        .route("/records/{record}/draft", post(draft::save))
        .route("/records/{record}/discard", post(draft::discard))
        .route("/records/{record}/review", get(review::show).post(review::confirm))
        .route("/records/{record}/upgrade", get(upgrade::show).post(upgrade::confirm))
        .route("/records/{record}/revisions/{number}", get(revision::show))
        .route("/records/{record}/revisions/{number}/changes", get(changes::show))
        .route("/forms", get(forms::show))
        .route("/coverage", get(coverage::show))
        .route("/assets/{hash}/{file}", get(asset::show))
        .route("/healthz", get(health::health))
        .route("/metrics", get(health::metrics))
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::MethodNotServed });
    pages
        .layer(DefaultBodyLimit::max(app.settings().limits.body_bytes))
        .layer(from_fn(language::switch))
        .layer(from_fn(origin::check))
        .layer(from_fn_with_state(app.clone(), bound::request))
        .layer(CatchPanicLayer::custom(|_| axum::response::IntoResponse::into_response(Error::Stopped)))
        .layer(from_fn(problem::explain))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), headers::set))
        .layer(from_fn_with_state(app.clone(), log::requests))
        .with_state(app)
}
