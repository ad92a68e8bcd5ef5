//! One log line and one count for each request: route template, status, duration, request number. No address line, no query, no body.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::state::App;

/// The number by which a request is found in the log; error pages show it.
#[derive(Debug, Clone, Copy)]
pub struct RequestNumber(pub u64);

static LAST: AtomicU64 = AtomicU64::new(0);

/// Counts, times and logs a request.
pub async fn requests(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let number = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    request.extensions_mut().insert(RequestNumber(number));
    let route = request.extensions().get::<MatchedPath>().map_or("none", |m| m.as_str()).to_owned();
    let method = known_method(request.method().as_str());
    let in_flight = app.metrics().request_began();
    let began = Instant::now();
    let span = tracing::info_span!("request", request.id = number, http.route = %route, http.method = method);
    let response = next.run(request).instrument(span.clone()).await;
    drop(in_flight);
    let status = response.status().as_u16();
    app.metrics().request_ended(&route, method, status, began.elapsed());
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(http.status = status, duration_ms, "answered"));
    response
}

/// Methods as a closed set, so that a caller cannot grow the label set.
fn known_method(method: &str) -> &'static str {
    match method {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        _ => "other",
    }
}
