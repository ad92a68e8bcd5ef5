//! The body of a page whose form may bring files: as [`PostedForm`], and files beside it. Without the page token no file is kept.

use axum::extract::{FromRequest, Multipart, Request};
use engine::value::file::GREATEST;
use tokio::sync::OwnedSemaphorePermit;

use crate::error::Error;
use crate::session::multipart::{self, Bounds, PostedFile, is_multipart};
use crate::session::posted::{self, PostedForm};
use crate::state::App;

/// Files of one post.
const MOST_FILES: usize = 8;

/// Fields and files of a posted form.
pub struct PostedFiles {
    /// The fields.
    pub form: PostedForm,
    /// The files that were chosen.
    pub files: Vec<PostedFile>,
    /// Held while the files are in memory.
    _permit: Option<OwnedSemaphorePermit>,
}

impl FromRequest<App> for PostedFiles {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<PostedFiles, Error> {
        let limits = app.settings().limits;
        let headers = request.headers().clone();
        if !is_multipart(&headers) {
            // The bound of this address is that of files; a form without files keeps to the usual one.
            let body = axum::body::to_bytes(request.into_body(), limits.body_bytes).await.map_err(|_| Error::TooLarge)?;
            return Ok(PostedFiles { form: posted::read(&headers, &body)?, files: Vec::new(), _permit: None });
        }
        let permit = app.upload_permits().acquire_owned().await.map_err(|_| Error::Busy)?;
        let body = Multipart::from_request(request, app).await.map_err(|_| Error::UnreadableBody)?;
        let bounds =
            Bounds { texts: limits.body_bytes, file: usize::try_from(GREATEST).unwrap_or(usize::MAX), files: MOST_FILES };
        let parts = multipart::read(body, bounds, |pairs| posted::check(&headers, pairs)).await?;
        posted::check(&headers, &parts.pairs)?;
        Ok(PostedFiles { form: PostedForm(parts.pairs), files: parts.files, _permit: Some(permit) })
    }
}
