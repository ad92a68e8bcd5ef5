//! The catalogue: every published form with its versions and digests, and the products with their indications.

use axum::extract::State;
use axum::response::Response;
use engine::document::product::{Indication, Product};
use engine::lang::Text;
use engine::library::coverage::{last_day, until};
use engine::value::date::Date;
use serde_json::{Value, json};

use crate::catalogue::published::{Published, PublishedForm};
use crate::clock::day_in_japan;
use crate::error::Error;
use crate::page::reply::{self, both};
use crate::session::gate::{self, Right};
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// `GET /forms`.
pub async fn show(State(app): State<App>, who: SignedIn) -> Result<Response, Error> {
    let published = app.catalogue().current(app.store()).await?;
    let values = json!({
        "forms": in_order(&published).into_iter().filter_map(|versions| form(&published, versions)).collect::<Vec<_>>(),
        "may_see_coverage": gate::may(&who, Right::ReadLog),
        "products": published.products().iter().map(|known| product(&published, known)).collect::<Vec<_>>(),
    });
    reply::screen("forms", &who, "catalogue", values)
}

/// The forms in the order in which people fill them.
fn in_order(published: &Published) -> Vec<&[PublishedForm]> {
    let mut forms: Vec<&[PublishedForm]> = published.forms().collect();
    forms.sort_by_key(|versions| versions.first().map(|newest| published.place_of(&newest.form.id)));
    forms
}

fn form(published: &Published, versions: &[PublishedForm]) -> Option<Value> {
    let newest = &versions.first()?.form;
    let level = published
        .level(&newest.level)
        .map_or_else(|| json!({ "ja": &*newest.level, "en": &*newest.level }), |level| both(&level.title));
    let until = |version: &PublishedForm| until(&version.form, versions.iter().map(|other| &*other.form));
    let rows: Vec<Value> = versions.iter().enumerate().map(|(at, version)| row(version, until(version), at == 0)).collect();
    Some(json!({ "id": &*newest.id, "title": both(&newest.title), "level": level, "versions": rows }))
}

fn row(version: &PublishedForm, until: Option<Date>, current: bool) -> Value {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    json!({
        "from": day(version.form.effective_from), "last": day(last_day(until)),
        "version": version.form.version.to_string(), "digest": &**version.form.digest(), "published": day_in_japan(version.at), "current": current,
    })
}

fn product(published: &Published, product: &Product) -> Value {
    let optional = |text: &Option<Text>| text.as_ref().map(both);
    json!({
        "id": &*product.id.value,
        "title": both(&product.title),
        "generic": optional(&product.generic),
        "holder": optional(&product.holder),
        "indications": product.indications.iter().map(|known| indication(published, known)).collect::<Vec<_>>(),
    })
}

fn indication(published: &Published, indication: &Indication) -> Value {
    let title =
        |form: &str| published.latest(form).map_or_else(|| json!({ "ja": form, "en": form }), |found| both(&found.form.title));
    json!({ "title": both(&indication.title), "forms": indication.forms.iter().map(|form| title(&form.value)).collect::<Vec<_>>() })
}
