//! A file's own addresses: sent to a record before an answer names it, and read by those who may read the record.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use engine::kind::media::Media;
use engine::value::file::is_sha256;
use serde_json::{Value, json};
use storage::Record;

use crate::error::{Error, Said};
use crate::filling::files;
use crate::filling::opened::Opened;
use crate::page::{record, reply};
use crate::session::language::pick;
use crate::session::pairs;
use crate::session::posted_files::PostedFiles;
use crate::session::signed_in::SignedIn;
use crate::state::App;

/// Nothing of a file runs or is shown in our pages' name, should a browser open it all the same.
const SANDBOX: &str = "default-src 'none'; sandbox";

/// `POST /records/{record}/attachments?item=PATH`: one file; `{"answer": {...}, "message": "..."}` with what an answer then says.
pub async fn add(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    mut posted: PostedFiles,
) -> Result<Response, Error> {
    let opened = Opened::load(&app, &who, &id).await?;
    let query = pairs::decode(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    let path = query.iter().find_map(|(name, path)| (name == "item").then_some(path.as_str())).unwrap_or_default();
    let item = files::item_at(&opened.form.form, path).ok_or(Error::NotFound)?;
    let file = posted.files.pop().ok_or(Error::UnreadableBody)?;
    match files::keep(&app, &who, &opened, item, file).await? {
        Ok(answer) => {
            let message = pick(who.lang, "添付しました。", "Attached.");
            Ok(reply::json(&json!({ "answer": answer, "message": message })))
        }
        Err(why) => {
            let text = why.text(item);
            Err(Error::File(Said { code: why.code(), ja: text.ja.to_string(), en: text.en.to_string() }))
        }
    }
}

/// `GET /records/{record}/attachments/{sha256}`: the bytes, to be saved, never shown.
pub async fn show(State(app): State<App>, who: SignedIn, Path((id, sha256)): Path<(String, String)>) -> Result<Response, Error> {
    let found = record::load(&app, &who, &id).await?;
    let content = match is_sha256(&sha256) {
        true => app.store().find_attachment(&who.actor, &id, &sha256).await?.ok_or(Error::NotFound)?,
        false => return Err(Error::NotFound),
    };
    let media = Media::from_type(&content.media_type);
    let ending = media.and_then(|media| media.row().endings.first()).copied().unwrap_or("bin");
    let name = name_in(&found, &sha256).unwrap_or_else(|| format!("{sha256}.{ending}"));
    let disposition = HeaderValue::from_str(&disposition(&name, ending)).map_err(|_| Error::UnreadableBody)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(media.map_or("application/octet-stream", |media| media.row().media_type)),
        ),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX)),
    ];
    Ok((headers, content.content.expose().to_vec()).into_response())
}

/// The name under which the record's draft or latest revision knows a file.
fn name_in(record: &Record, sha256: &str) -> Option<String> {
    let revisions = record.revisions.iter().rev().map(|revision| &revision.content);
    let contents = record.draft.iter().map(|draft| &draft.content).chain(revisions);
    contents
        .filter(|content| content.expose().contains(sha256))
        .filter_map(|content| serde_json::from_str::<Value>(content.expose()).ok())
        .find_map(|content| name_below(&content, sha256))
}

fn name_below(value: &Value, sha256: &str) -> Option<String> {
    match value {
        Value::Object(members) if members.get("sha256").and_then(Value::as_str) == Some(sha256) => {
            members.get("name").and_then(Value::as_str).map(str::to_owned)
        }
        Value::Object(members) => members.values().find_map(|member| name_below(member, sha256)),
        Value::Array(members) => members.iter().find_map(|member| name_below(member, sha256)),
        _ => None,
    }
}

/// RFC 6266: a plain name for old readers, the true one in UTF-8 percent-encoding (RFC 8187).
fn disposition(name: &str, ending: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => encoded.push(char::from(byte)),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    format!("attachment; filename=\"attachment.{ending}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_cannot_leave_its_header() {
        let text = disposition("病理\r\n\"; x=1.pdf", "pdf");
        assert_eq!(text, "attachment; filename=\"attachment.pdf\"; filename*=UTF-8''%E7%97%85%E7%90%86%0D%0A%22%3B%20x%3D1.pdf");
    }
}
