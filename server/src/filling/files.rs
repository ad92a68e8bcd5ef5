//! Files that a post brings: looked at, kept, and named in the answers of their items. A file that does not fit is refused alone; what was
//! typed beside it is saved all the same.

use engine::answers::place::Place;
use engine::evaluate::Builtin;
use engine::evaluate::message::at_item;
use engine::form::form::Form;
use engine::form::item::Item;
use engine::kind::kind::Kind;
use engine::kind::media::{MEDIA, Media};
use engine::lang::Text;
use engine::value::file::name_of;
use serde_json::{Value, json};
use storage::{AddAttachment, Change, FileContent};

use crate::error::Error;
use crate::filling::opened::Opened;
use crate::session::multipart::PostedFile;
use crate::session::signed_in::SignedIn;
use crate::state::App;
use crate::writing::write;

/// Why a file is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It has no bytes.
    Empty,
    /// It has more bytes than the item takes.
    TooLarge,
    /// The item does not take files of this kind.
    TypeNotAllowed,
    /// Its bytes are not what its name or the browser says.
    Disguised,
}

/// A file that was not kept, and the item it was for.
pub struct Refused {
    /// Path of the item.
    pub path: String,
    /// Why.
    pub why: Unfit,
}

impl Unfit {
    const ALL: [Unfit; 4] = [Unfit::Empty, Unfit::TooLarge, Unfit::TypeNotAllowed, Unfit::Disguised];

    /// A stable word for scripts, addresses and tests.
    pub fn code(self) -> &'static str {
        match self {
            Unfit::Empty => "file-empty",
            Unfit::TooLarge => "file-too-large",
            Unfit::TypeNotAllowed => "file-type-not-allowed",
            Unfit::Disguised => "file-disguised",
        }
    }

    /// The reason of a word.
    pub fn from_code(code: &str) -> Option<Unfit> {
        Unfit::ALL.into_iter().find(|why| why.code() == code)
    }

    /// What the person reads.
    pub fn text(self, item: &Item) -> Text {
        match self {
            Unfit::Empty => Text::new("ファイルが空です。", "This file is empty."),
            Unfit::TooLarge => at_item(Builtin::FileTooLarge, item),
            Unfit::TypeNotAllowed => at_item(Builtin::FileTypeNotAllowed, item),
            Unfit::Disguised => Text::new(
                "ファイルの中身が、名前の示す種類と違います。",
                "The content of this file is not what its name says it is.",
            ),
        }
    }
}

/// The kind of a file that an item takes: told by its name, and proved by its first bytes.
///
/// # Errors
/// Why the item does not take it.
pub fn kind_of(item: &Item, file: &PostedFile) -> Result<Media, Unfit> {
    let accept = item.files.as_ref().map(|files| &*files.accept).unwrap_or_default();
    let named = MEDIA.iter().filter_map(|row| Media::from_name(row.name)).find(|media| media.is_named(&file.name));
    let media = named.filter(|media| accept.contains(media)).ok_or(Unfit::TypeNotAllowed)?;
    let most = item.files.as_ref().map_or(0, |files| files.max_size);
    let content = file.content.as_deref().filter(|content| content.len() <= usize::try_from(most).unwrap_or(usize::MAX));
    let content = content.ok_or(Unfit::TooLarge)?;
    if content.is_empty() {
        return Err(Unfit::Empty);
    }
    // What a browser does not know it calls a stream of bytes; a type that it does know must be the right one.
    let said_otherwise = Media::from_type(&file.media_type).is_some_and(|said| said != media);
    if said_otherwise || Media::from_beginning(content) != Some(media) {
        return Err(Unfit::Disguised);
    }
    Ok(media)
}

/// The attachment item at a path, if there is one.
pub fn item_at<'f>(form: &'f Form, path: &str) -> Option<&'f Item> {
    Place::parse(form, path).and_then(|place| form.item(place.item)).filter(|item| item.kind == Kind::Attachment && !item.retired)
}

/// Keeps a file for the record; the answer that names it, or why it does not fit.
///
/// # Errors
/// What the storage refuses or cannot do.
pub async fn keep(
    app: &App,
    who: &SignedIn,
    opened: &Opened,
    item: &Item,
    file: PostedFile,
) -> Result<Result<Value, Unfit>, Error> {
    let media = match kind_of(item, &file) {
        Ok(media) => media.row().media_type,
        Err(why) => return Ok(Err(why)),
    };
    let (name, content) = (name_of(&file.name), file.content.unwrap_or_default());
    let size = content.len();
    let add = AddAttachment {
        record: opened.record.head.id.clone(),
        media_type: media.to_owned(),
        content: FileContent::from(content),
    };
    let sha256 = write(app, who, "", Change::AddAttachment(add)).await?.id;
    Ok(Ok(json!({ "name": name, "sha256": sha256, "size": size, "type": media })))
}

/// Keeps every file of a post and puts its answer among the fields; those that do not fit are told.
///
/// # Errors
/// What the storage refuses or cannot do.
pub async fn keep_all(
    app: &App,
    who: &SignedIn,
    opened: &Opened,
    files: Vec<PostedFile>,
    fields: &mut Vec<(String, String)>,
) -> Result<Vec<Refused>, Error> {
    let mut refused = Vec::new();
    for file in files {
        let Some(path) = file.field.strip_prefix("f.").map(str::to_owned) else { continue };
        let Some(item) = item_at(&opened.form.form, &path) else { continue };
        match keep(app, who, opened, item, file).await? {
            Ok(answer) => {
                let name = format!("a.{path}");
                fields.retain(|(field, _)| *field != name);
                fields.push((name, answer.to_string()));
            }
            Err(why) => refused.push(Refused { path, why }),
        }
    }
    Ok(refused)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use engine::library::library::Library;
    use engine::source::SourceFile;

    use super::*;

    fn file(name: &str, media_type: &str, content: &[u8]) -> PostedFile {
        PostedFile { field: "f.scan".into(), name: name.into(), media_type: media_type.into(), content: Some(content.to_vec()) }
    }

    #[test]
    fn a_file_is_what_its_name_and_its_bytes_say() {
        let registry = "registry: r\ntitle: { ja: 例, en: R }\nlevels:\n  - { id: patient, title: { ja: 患者, en: Patient } }\n";
        let form = "form: f\nversion: 1.0.0\ntitle: { ja: 例, en: F }\nlevel: patient\nsections:\n  - id: s\n    title: { ja: 例, en: S }\n    \
                    items:\n      - { id: scan, kind: attachment, label: { ja: 例, en: Scan }, accept: [pdf, png], max_size: 1 KB }\n";
        let sources = [("registry.yaml", registry), ("forms/f/1.0.0.yaml", form)];
        let (library, faults) = Library::read(&sources.map(|(path, text)| SourceFile::new(path, text.as_bytes())));
        assert!(faults.is_empty());
        let form = library.form("f").unwrap();
        let item = item_at(form, "scan").unwrap();
        let png = b"\x89PNG\r\n\x1a\nrest";
        for (given, found) in [
            (file("a.pdf", "application/pdf", b"%PDF-1.7"), Ok("pdf")),
            (file("A.PDF", "application/octet-stream", b"%PDF-1.7"), Ok("pdf")),
            (file("a.png", "", png), Ok("png")),
            (file("a.pdf", "application/pdf", png), Err(Unfit::Disguised)),
            (file("a.pdf", "image/png", b"%PDF-1.7"), Err(Unfit::Disguised)),
            (file("a.pdf", "application/pdf", b"<script>"), Err(Unfit::Disguised)),
            (file("a.jpg", "image/jpeg", &[0xFF, 0xD8, 0xFF]), Err(Unfit::TypeNotAllowed)),
            (file("a.svg", "image/svg+xml", b"<svg"), Err(Unfit::TypeNotAllowed)),
            (file("a", "application/pdf", b"%PDF-1.7"), Err(Unfit::TypeNotAllowed)),
            (file("a.pdf", "application/pdf", b""), Err(Unfit::Empty)),
            (file("a.pdf", "application/pdf", &[b'%'; 1001]), Err(Unfit::TooLarge)),
            (PostedFile { content: None, ..file("a.pdf", "application/pdf", b"") }, Err(Unfit::TooLarge)),
        ] {
            assert_eq!(kind_of(item, &given).map(|media| media.row().name), found, "{} {}", given.name, given.media_type);
        }
        for why in Unfit::ALL {
            assert_eq!(Unfit::from_code(why.code()), Some(why));
        }
    }
}
