//! The protocol: an editor's requests in, answers and diagnostics out. Every change reads the whole library again, which takes a few
//! milliseconds; so a fault in one file that comes from another is seen at once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use engine::diagnostic::diagnostic::{Diagnostic as Fault, Level};
use engine::editor::complete::{Offered, complete};
use engine::editor::describe::{definition, hover};
use engine::lang::Lang;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionOptions, CompletionTextEdit, Diagnostic, DiagnosticSeverity,
    Hover, HoverContents, HoverProviderCapability, Location, MarkupContent, MarkupKind, NumberOrString, OneOf,
    PublishDiagnosticsParams, Range, ServerCapabilities, TextDocumentPositionParams, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextEdit, Uri,
};
use serde_json::{Value, json};

use crate::error::Error;
use crate::lsp::place;
use crate::lsp::workspace::{Open, Workspace, root_of};

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
    let capabilities = serde_json::to_value(capabilities()).map_err(|cause| broken(&cause))?;
    connection.initialize(capabilities).map_err(|cause| broken(&cause))?;
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

fn capabilities() -> ServerCapabilities {
    let letters = ["\"", ".", " "].map(str::to_owned).to_vec();
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        completion_provider: Some(CompletionOptions { trigger_characters: Some(letters), ..CompletionOptions::default() }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

impl Server {
    fn send(&self, message: Message) -> Result<(), Error> {
        self.connection.sender.send(message).map_err(|cause| Error::Editor { cause: cause.to_string() })
    }

    /// Every request is answered, one that is not understood with the protocol's own error.
    fn answer(&self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let at = params.get("textDocumentPosition").cloned().unwrap_or(params);
        let at: TextDocumentPositionParams = match serde_json::from_value(at) {
            Ok(at) => at,
            Err(cause) => return Response::new_err(id, ErrorCode::InvalidParams as i32, cause.to_string()),
        };
        let found = match method.as_str() {
            "textDocument/completion" => self.completion(&at),
            "textDocument/hover" => self.hover(&at),
            "textDocument/definition" => self.definition(&at),
            other => return Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("`{other}` is not known here")),
        };
        Response::new_ok(id, found.unwrap_or(Value::Null))
    }

    /// The library around a document and the document's text.
    fn at(&self, at: &TextDocumentPositionParams) -> Option<(Workspace, PathBuf, String, usize)> {
        let path = path_of(&at.text_document.uri)?;
        let workspace = Workspace::read(&root_of(&path)?, &self.open);
        let text = text_of(&workspace, &path)?;
        let offset = place::offset(&text, at.position);
        Some((workspace, path, text, offset))
    }

    fn completion(&self, at: &TextDocumentPositionParams) -> Option<Value> {
        let (workspace, path, text, offset) = self.at(at)?;
        let (found, start) = complete(&workspace.library, workspace.file(&path)?, &text, offset);
        let range = Range::new(place::position(&text, start), place::position(&text, offset));
        let items = found.into_iter().enumerate().map(|(order, one)| CompletionItem {
            label: one.text.trim_end_matches([' ', ':', '(', '.']).to_owned(),
            kind: Some(picture(one.offered)),
            detail: Some(if self.lang == Lang::Ja { one.meaning.0 } else { one.meaning.1 }).filter(|text| !text.is_empty()),
            sort_text: Some(format!("{order:05}")),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, one.text))),
            ..CompletionItem::default()
        });
        serde_json::to_value(CompletionList { is_incomplete: false, items: items.collect() }).ok()
    }

    fn hover(&self, at: &TextDocumentPositionParams) -> Option<Value> {
        let (workspace, path, text, offset) = self.at(at)?;
        let (value, span) = hover(&workspace.library, workspace.file(&path)?, &text, offset, self.lang)?;
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
        serde_json::to_value(Hover { contents, range: Some(place::range(&text, span)) }).ok()
    }

    fn definition(&self, at: &TextDocumentPositionParams) -> Option<Value> {
        let (workspace, path, text, offset) = self.at(at)?;
        let target = definition(&workspace.library, workspace.file(&path)?, &text, offset)?;
        let path = workspace.root.join(&*target.file);
        let text = text_of(&workspace, &path)?;
        serde_json::to_value(Location::new(uri_of(&path)?, place::range(&text, target.span))).ok()
    }

    fn hear(&mut self, notification: Notification) -> Result<(), Error> {
        let params = notification.params;
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str).and_then(|uri| uri.parse::<Uri>().ok());
        let Some(path) = uri.as_ref().and_then(path_of) else { return Ok(()) };
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
            let diagnostics = faults.into_iter().flatten().map(|fault| diagnostic(fault, &text, self.lang)).collect();
            let Some(uri) = uri_of(&path) else { continue };
            let params = PublishDiagnosticsParams::new(uri, diagnostics, None);
            self.send(Message::Notification(Notification::new("textDocument/publishDiagnostics".into(), params)))?;
        }
        self.told = workspace.faults.keys().map(|name| workspace.root.join(&**name)).collect();
        Ok(())
    }
}

fn diagnostic(fault: &Fault, text: &str, lang: Lang) -> Diagnostic {
    let help = fault.help.as_ref().map_or_else(String::new, |help| format!("\n{}", help.get(lang)));
    Diagnostic {
        range: place::range(text, fault.span),
        severity: Some(if fault.level == Level::Error { DiagnosticSeverity::ERROR } else { DiagnosticSeverity::WARNING }),
        code: Some(NumberOrString::String(fault.code.to_owned())),
        source: Some("ctr".to_owned()),
        message: format!("{}{help}", fault.message.get(lang)),
        data: Some(json!({ "explain": format!("ctr explain {}", fault.code) })),
        ..Diagnostic::default()
    }
}

fn picture(offered: Offered) -> CompletionItemKind {
    match offered {
        Offered::Key => CompletionItemKind::PROPERTY,
        Offered::Word => CompletionItemKind::KEYWORD,
        Offered::Function => CompletionItemKind::FUNCTION,
        Offered::Item => CompletionItemKind::VARIABLE,
        Offered::Code => CompletionItemKind::ENUM_MEMBER,
        Offered::Reference => CompletionItemKind::REFERENCE,
    }
}

fn text_of(workspace: &Workspace, path: &Path) -> Option<String> {
    workspace.file(path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
}

/// `file:///a%20b.yaml` as a path.
fn path_of(uri: &Uri) -> Option<PathBuf> {
    let encoded = uri.as_str().strip_prefix("file://")?;
    let encoded = &encoded[encoded.find('/')?..];
    let (mut bytes, mut rest) = (Vec::with_capacity(encoded.len()), encoded.bytes());
    while let Some(byte) = rest.next() {
        let digit =
            |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(if byte == b'%' { digit(rest.next())? * 16 + digit(rest.next())? } else { byte });
    }
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

fn uri_of(path: &Path) -> Option<Uri> {
    let mut text = String::from("file://");
    for byte in path.to_str()?.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text.parse().ok()
}
