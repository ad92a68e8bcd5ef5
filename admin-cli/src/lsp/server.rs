//! The protocol: an editor's requests in, answers and diagnostics out. Every change reads the whole library again, which takes a few
//! milliseconds; so a fault in one file that comes from another is seen at once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use engine::diagnostic::diagnostic::{Diagnostic as Fault, Level};
use engine::editor::complete::{Offered, complete};
use engine::editor::describe::{definition, hover};
use engine::lang::Lang;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use crate::error::Error;
use crate::lsp::place::{self, Position};
use crate::lsp::workspace::{Open, Workspace, root_of};

/// Documents are sent whole after each change (`TextDocumentSyncKind`).
const WHOLE_TEXT: u8 = 1;

/// A document and a place in it.
struct At {
    path: PathBuf,
    position: Position,
}

/// What the server knows between two messages.
struct Server {
    connection: Connection,
    lang: Lang,
    open: Open,
    /// Files about whose faults the editor was told.
    told: BTreeSet<PathBuf>,
}

/// Speaks with an editor over standard input and output until it leaves.
pub fn run(lang: Lang) -> Result<(), Error> {
    let (connection, threads) = Connection::stdio();
    serve(connection, lang)?;
    threads.join().map_err(|cause| Error::Editor { cause: cause.to_string() })
}

/// Speaks over a connection.
fn serve(connection: Connection, lang: Lang) -> Result<(), Error> {
    let broken = |cause: &dyn std::fmt::Display| Error::Editor { cause: cause.to_string() };
    connection.initialize(capabilities()).map_err(|cause| broken(&cause))?;
    let mut server = Server { connection, lang, open: Open::new(), told: BTreeSet::new() };
    while let Ok(message) = server.connection.receiver.recv() {
        match message {
            Message::Request(request) => {
                if server.connection.handle_shutdown(&request).map_err(|cause| broken(&cause))? {
                    return Ok(());
                }
                let response = server.answer(request);
                server.send(Message::Response(response))?;
            }
            Message::Notification(notification) => server.hear(notification)?,
            Message::Response(_) => {}
        }
    }
    Ok(())
}

fn capabilities() -> Value {
    json!({
        "textDocumentSync": WHOLE_TEXT,
        "completionProvider": { "triggerCharacters": ["\"", ".", " "] },
        "hoverProvider": true,
        "definitionProvider": true,
    })
}

impl Server {
    fn send(&self, message: Message) -> Result<(), Error> {
        self.connection.sender.send(message).map_err(|cause| Error::Editor { cause: cause.to_string() })
    }

    /// Every request is answered, one that is not understood with the protocol's own error.
    fn answer(&self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let Some(at) = at(&params) else {
            return Response::new_err(id, ErrorCode::InvalidParams as i32, "a document and a position are needed".to_owned());
        };
        let found = match method.as_str() {
            "textDocument/completion" => self.completion(&at),
            "textDocument/hover" => self.hover(&at),
            "textDocument/definition" => self.definition(&at),
            other => return Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("`{other}` is not known here")),
        };
        Response::new_ok(id, found.unwrap_or(Value::Null))
    }

    /// The library around a document, the document's text, and the place as a byte offset.
    fn at(&self, at: &At) -> Option<(Workspace, String, usize)> {
        let workspace = Workspace::read(&root_of(&at.path)?, &self.open);
        let text = text_of(&workspace, &at.path)?;
        let offset = place::offset(&text, at.position);
        Some((workspace, text, offset))
    }

    fn completion(&self, at: &At) -> Option<Value> {
        let (workspace, text, offset) = self.at(at)?;
        let (found, start) = complete(&workspace.library, workspace.file(&at.path)?, &text, offset);
        let range = place::between(place::position(&text, start), place::position(&text, offset));
        let items = found.into_iter().enumerate().map(|(order, one)| {
            json!({
                "label": one.text.trim_end_matches([' ', ':', '(', '.']),
                "kind": picture(one.offered),
                "detail": if self.lang == Lang::Ja { one.meaning.0 } else { one.meaning.1 },
                "sortText": format!("{order:05}"),
                "textEdit": { "range": range, "newText": one.text },
            })
        });
        Some(json!({ "isIncomplete": false, "items": items.collect::<Vec<_>>() }))
    }

    fn hover(&self, at: &At) -> Option<Value> {
        let (workspace, text, offset) = self.at(at)?;
        let (value, span) = hover(&workspace.library, workspace.file(&at.path)?, &text, offset, self.lang)?;
        Some(json!({ "contents": { "kind": "markdown", "value": value }, "range": place::range(&text, span) }))
    }

    fn definition(&self, at: &At) -> Option<Value> {
        let (workspace, text, offset) = self.at(at)?;
        let target = definition(&workspace.library, workspace.file(&at.path)?, &text, offset)?;
        let path = workspace.root.join(&*target.file);
        let text = text_of(&workspace, &path)?;
        Some(json!({ "uri": uri_of(&path)?, "range": place::range(&text, target.span) }))
    }

    fn hear(&mut self, notification: Notification) -> Result<(), Error> {
        let params = notification.params;
        let Some(path) = document(&params) else { return Ok(()) };
        let text = |pointer: &str| params.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        match notification.method.as_str() {
            "textDocument/didOpen" => drop(text("/textDocument/text").map(|text| self.open.insert(path.clone(), text))),
            "textDocument/didChange" => drop(text("/contentChanges/0/text").map(|text| self.open.insert(path.clone(), text))),
            "textDocument/didClose" => drop(self.open.remove(&path)),
            "textDocument/didSave" => {}
            _ => return Ok(()),
        }
        root_of(&path).map_or(Ok(()), |root| self.tell(&root))
    }

    /// Tells the editor about every file with faults, and about those that are sound again.
    fn tell(&mut self, root: &Path) -> Result<(), Error> {
        let workspace = Workspace::read(root, &self.open);
        for path in workspace.told(&self.told) {
            let text = text_of(&workspace, &path).unwrap_or_default();
            let faults = workspace.file(&path).and_then(|file| workspace.faults.get(&file.path));
            let diagnostics: Vec<Value> = faults.into_iter().flatten().map(|fault| diagnostic(fault, &text, self.lang)).collect();
            let Some(uri) = uri_of(&path) else { continue };
            let params = json!({ "uri": uri, "diagnostics": diagnostics });
            self.send(Message::Notification(Notification::new("textDocument/publishDiagnostics".into(), params)))?;
        }
        self.told = workspace.faults.keys().map(|name| workspace.root.join(&**name)).collect();
        Ok(())
    }
}

fn diagnostic(fault: &Fault, text: &str, lang: Lang) -> Value {
    let help = fault.help.as_ref().map_or_else(String::new, |help| format!("\n{}", help.get(lang)));
    json!({
        "range": place::range(text, fault.span),
        "severity": if fault.level == Level::Error { 1 } else { 2 },
        "code": fault.code,
        "source": "ctr",
        "message": format!("{}{help}", fault.message.get(lang)),
        "data": { "explain": format!("ctr explain {}", fault.code) },
    })
}

/// The protocol's number of a picture (`CompletionItemKind`).
fn picture(offered: Offered) -> u8 {
    match offered {
        Offered::Key => 10,
        Offered::Word => 14,
        Offered::Function => 3,
        Offered::Item => 6,
        Offered::Code => 20,
        Offered::Reference => 18,
    }
}

/// The document of a message.
fn document(params: &Value) -> Option<PathBuf> {
    path_of(params.pointer("/textDocument/uri")?.as_str()?)
}

fn at(params: &Value) -> Option<At> {
    Some(At { path: document(params)?, position: Position::from_json(params.get("position")?)? })
}

fn text_of(workspace: &Workspace, path: &Path) -> Option<String> {
    workspace.file(path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
}

/// `file:///a%20b.yaml` as a path.
fn path_of(uri: &str) -> Option<PathBuf> {
    let encoded = uri.strip_prefix("file://")?;
    let encoded = encoded.get(encoded.find('/')?..)?;
    let (mut bytes, mut rest) = (Vec::with_capacity(encoded.len()), encoded.bytes());
    while let Some(byte) = rest.next() {
        let digit =
            |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(if byte == b'%' { digit(rest.next())? * 16 + digit(rest.next())? } else { byte });
    }
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

fn uri_of(path: &Path) -> Option<String> {
    let mut text = String::from("file://");
    for byte in path.to_str()?.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(text)
}
