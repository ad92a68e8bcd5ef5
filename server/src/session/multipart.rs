//! `multipart/form-data`: the fields of a page that may bring files. Read part by part, each under its bound, so that no post fills the memory.

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use axum::http::HeaderMap;

use crate::error::Error;
use crate::session::pairs::{MOST, plain_line_ends};
use crate::session::posted::is_of_kind;

/// A file as it was sent.
pub struct PostedFile {
    /// The field's name.
    pub field: String,
    /// The file's name, as the browser says it.
    pub name: String,
    /// The media type that the browser says.
    pub media_type: String,
    /// The bytes; none when there were too many.
    pub content: Option<Vec<u8>>,
}

/// Fields and files, in the order sent.
#[derive(Default)]
pub struct Parts {
    /// Names and texts, repeated names kept.
    pub pairs: Vec<(String, String)>,
    /// Files that were chosen.
    pub files: Vec<PostedFile>,
}

/// How much is read.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// Most bytes of all texts together.
    pub texts: usize,
    /// Most bytes of a file; what a larger one brings is thrown away as it comes.
    pub file: usize,
    /// Most files.
    pub files: usize,
}

/// Whether a request brings its fields as multipart.
pub fn is_multipart(headers: &HeaderMap) -> bool {
    is_of_kind(headers, "multipart/form-data")
}

/// Reads all parts. `may_bring_files` is asked, with the texts so far, before the first byte of a file is kept.
///
/// # Errors
/// When the body is not well-formed, texts are too large, or files may not be brought.
pub async fn read(
    mut body: Multipart,
    bounds: Bounds,
    may_bring_files: impl Fn(&[(String, String)]) -> Result<(), Error>,
) -> Result<Parts, Error> {
    let mut parts = Parts::default();
    let mut left = bounds.texts;
    while let Some(field) = body.next_field().await.map_err(|fault| refused(&fault))? {
        if parts.pairs.len() >= MOST {
            return Err(Error::UnreadableBody);
        }
        let Some(name) = field.name().map(str::to_owned) else { continue };
        match field.file_name().map(str::to_owned) {
            None => {
                let bytes = bytes_of(field, left).await?.ok_or(Error::TooLarge)?;
                left = left.saturating_sub(bytes.len());
                let text = String::from_utf8(bytes).map_err(|_| Error::UnreadableBody)?;
                parts.pairs.push((name, plain_line_ends(&text)));
            }
            Some(file) => {
                may_bring_files(&parts.pairs)?;
                let media_type = field.content_type().unwrap_or_default().to_owned();
                let content = bytes_of(field, bounds.file).await?;
                // A file field in which nothing was chosen is sent with an empty name.
                if !file.is_empty() && parts.files.len() < bounds.files {
                    parts.files.push(PostedFile { field: name, name: file, media_type, content });
                }
            }
        }
    }
    Ok(parts)
}

/// The bytes of a part; none when there are more than `most`, which are read and let go, so that the rest can be read.
async fn bytes_of(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, Error> {
    let mut bytes = Vec::new();
    let mut is_too_large = false;
    while let Some(chunk) = field.chunk().await.map_err(|fault| refused(&fault))? {
        is_too_large |= bytes.len().saturating_add(chunk.len()) > most;
        if is_too_large {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((!is_too_large).then_some(bytes))
}

fn refused(fault: &axum::extract::multipart::MultipartError) -> Error {
    if fault.status().as_u16() == 413 { Error::TooLarge } else { Error::UnreadableBody }
}
