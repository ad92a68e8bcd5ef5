//! The language server as an editor meets it: `ctr lsp` over its pipes, with a library on disk and a file that is being typed.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};
use tests::case::find_files;
use tests::program::binary;
use tests::root::path;
use tests::scratch::Scratch;

/// An editor with the server that it started.
struct Editor {
    server: Child,
    into: ChildStdin,
    from: Receiver<Value>,
    folder: PathBuf,
    next: i64,
    /// What the server last said about each file.
    faults: BTreeMap<String, Vec<Value>>,
}

impl Editor {
    fn start(folder: &Path, lang: &str) -> Editor {
        let mut server = Command::new(binary("ctr"))
            .args(["lsp", "--lang", lang])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("ctr starts");
        let (into, out) = (server.stdin.take().expect("its input"), server.stdout.take().expect("its output"));
        let (send, from) = channel();
        std::thread::spawn(move || {
            let mut out = BufReader::new(out);
            while let Some(message) = receive(&mut out) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        let mut editor = Editor { server, into, from, folder: folder.to_owned(), next: 0, faults: BTreeMap::new() };
        let answer = editor.ask("initialize", json!({ "capabilities": {}, "processId": null, "rootUri": null }));
        assert!(answer["capabilities"]["hoverProvider"] == true, "{answer}");
        editor.tell("initialized", json!({}));
        editor
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.folder.join(name).display())
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.into, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server listens");
        self.into.flush().expect("the server listens");
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.hear();
            if message["id"] == id {
                return if message["error"].is_null() { message["result"].clone() } else { message["error"].clone() };
            }
        }
    }

    fn hear(&mut self) -> Value {
        let message = self.from.recv_timeout(Duration::from_secs(60)).expect("an answer within a minute");
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().expect("a uri").to_owned();
            self.faults.insert(uri, message["params"]["diagnostics"].as_array().expect("diagnostics").clone());
        }
        message
    }

    fn open(&mut self, name: &str, text: &str) {
        let document = json!({ "uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&mut self, name: &str, text: &str) {
        let document = json!({ "uri": self.uri(name), "version": 2 });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    }

    /// Asks about the place of `¦` in a text that is put into the file first.
    fn ask_at(&mut self, method: &str, name: &str, marked: &str) -> Value {
        let before = &marked[..marked.find('¦').expect("a mark")];
        self.change(name, &marked.replace('¦', ""));
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().expect("a line").encode_utf16().count();
        self.ask(method, json!({ "textDocument": { "uri": self.uri(name) }, "position": { "line": line, "character": column } }))
    }

    fn labels_at(&mut self, name: &str, marked: &str) -> Vec<String> {
        let found = self.ask_at("textDocument/completion", name, marked);
        found["items"].as_array().expect("items").iter().map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
    }

    fn leave(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        drop(self.into);
        assert!(self.server.wait().expect("it ends").success(), "the server leaves in peace");
    }
}

fn receive(out: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if out.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some(("Content-Length", count)) => length = count.parse().ok()?,
            _ if line.trim().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    out.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

const CRS: &str = "forms/crs/1.0.0.yaml";

/// A copy of the shipped library and the text of one of its forms.
fn library(scratch: &Scratch) -> String {
    let root = path("form-definitions");
    for file in find_files(&root, ".yaml") {
        let to = scratch.join(file.strip_prefix(&root).expect("below").to_str().expect("a name"));
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        std::fs::copy(&file, &to).expect("copied");
    }
    std::fs::read_to_string(scratch.join(CRS)).expect("the form")
}

#[test]
fn faults_come_and_go_while_typing() {
    let scratch = Scratch::new("editor-faults");
    let text = library(&scratch);
    let mut editor = Editor::start(scratch.path(), "ja");
    editor.open(CRS, &text);
    let broken = text.replacen("crs_occurred == \"yes\"", "crs_ocurred == \"yes\"", 1);
    editor.change(CRS, &broken);
    let uri = editor.uri(CRS);
    editor.ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } }));
    let faults = editor.faults[&uri].clone();
    let fault = faults.iter().find(|fault| fault["code"] == "unknown-item").unwrap_or_else(|| panic!("{faults:?}"));
    let line = broken[..broken.find("crs_ocurred").expect("there")].matches('\n').count();
    assert_eq!(fault["range"]["start"]["line"], line);
    assert_eq!(fault["severity"], 1);
    assert!(fault["message"].as_str().expect("a text").contains("crs_occurred"), "says which was meant: {fault}");
    editor.change(CRS, &text);
    editor.ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } }));
    assert!(editor.faults[&uri].iter().all(|fault| fault["severity"] != 1), "sound again");
    // A fault in one file that comes from another is told too.
    let lists = find_files(&scratch.join("lists"), ".yaml").remove(0);
    let name = format!("lists/{}", lists.file_name().expect("a name").to_str().expect("a name"));
    editor.open(&name, "lists: [");
    editor.ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } }));
    assert!(!editor.faults[&editor.uri(&name)].is_empty(), "the broken list itself");
    editor.leave();
}

#[test]
fn ids_codes_functions_and_keys_are_offered() {
    let scratch = Scratch::new("editor-offers");
    let text = library(&scratch);
    let mut editor = Editor::start(scratch.path(), "en");
    editor.open(CRS, &text);
    let rule = "show_if: crs_occurred == \"yes\"\n        required: true\n      - id: crs_onset_date";
    assert!(text.contains(rule), "the form still has the place that this test types at");
    let at = |new: &str| text.replacen(rule, &rule.replacen("crs_occurred == \"yes\"", new, 1), 1);
    let items = editor.labels_at(CRS, &at("crs_oc¦"));
    assert!(items.contains(&"crs_occurred".to_owned()) && items.contains(&"days_between".to_owned()), "{items:?}");
    assert_eq!(editor.labels_at(CRS, &at("crs_occurred == \"¦")), ["yes", "no"]);
    let foreign = editor.labels_at(CRS, &at("infusion.¦"));
    assert!(foreign.contains(&"infusion_date".to_owned()), "{foreign:?}");
    let keys = editor.labels_at(CRS, &at("crs_occurred == \"yes\"\n        ¦"));
    assert!(keys.contains(&"missing".to_owned()), "{keys:?}");
    assert!(
        !keys.contains(&"units".to_owned()) && !keys.contains(&"show_if".to_owned()),
        "a choice has no units, and show_if stands there: {keys:?}"
    );
    let kinds = editor.labels_at(CRS, &text.replacen("kind: choice", "kind: ¦", 1));
    assert!(kinds.contains(&"quantity".to_owned()), "{kinds:?}");
    let lists = editor.labels_at(CRS, &text.replacen("list: yn", "list: ¦", 1));
    assert!(lists.contains(&"yn".to_owned()), "{lists:?}");
    // Half-typed quotes make the file no YAML for a moment: ids are offered all the same.
    let torn = editor.labels_at(CRS, &at("\"crs_occurred == ¦"));
    assert!(torn.iter().any(|label| label == "crs_occurred"), "{torn:?}");
    editor.leave();
}

#[test]
fn hover_explains_and_definitions_are_found() {
    let scratch = Scratch::new("editor-hover");
    let text = library(&scratch);
    let mut editor = Editor::start(scratch.path(), "ja");
    editor.open(CRS, &text);
    let mark = |word: &str| {
        let at = text.find(word).expect("there") + word.len();
        format!("{}¦{}", &text[..at], &text[at..])
    };
    let said = |answer: &Value| answer["contents"]["value"].as_str().unwrap_or_default().to_owned();
    let item = said(&editor.ask_at("textDocument/hover", CRS, &mark("show_if: crs_occ")));
    assert!(item.contains("CRSの発現") && item.contains("`yes`"), "{item}");
    let function = said(&editor.ask_at("textDocument/hover", CRS, &mark("days_betw")));
    assert!(function.contains("日数"), "{function}");
    let key = said(&editor.ask_at("textDocument/hover", CRS, &mark("        requ")));
    assert!(key.contains("必須"), "{key}");
    let list = said(&editor.ask_at("textDocument/hover", CRS, &mark("list: y")));
    assert!(list.contains("`no`"), "{list}");
    // Rules are told in plain words: at the key, at the item, at a check.
    let shown = said(&editor.ask_at("textDocument/hover", CRS, &mark("        show_i")));
    assert!(shown.contains("「前回報告からの継続」を表示する条件") && shown.contains("「CRSの発現」が「あり」"), "{shown}");
    assert!(!shown.contains("「発現日」を表示"), "{shown}");
    let day = said(&editor.ask_at("textDocument/hover", CRS, &mark("- id: crs_onset_day")));
    assert!(day.contains("「投与から発現までの日数」の計算") && day.contains("までの日数"), "{day}");
    let check = said(&editor.ask_at("textDocument/hover", CRS, &mark("- id: crs_late_onse")));
    assert!(check.contains("の条件") && check.contains("21"), "{check}");

    let own = editor.ask_at("textDocument/definition", CRS, &mark("show_if: crs_occ"));
    let line = text[..text.find("- id: crs_occurred").expect("there")].matches('\n').count();
    assert_eq!((&own["uri"], &own["range"]["start"]["line"]), (&json!(editor.uri(CRS)), &json!(line)));
    let foreign = editor.ask_at("textDocument/definition", CRS, &mark("infusion.infusion_d"));
    assert!(
        foreign["uri"].as_str().is_some_and(|uri| uri.contains("forms/infusion/")) && foreign["range"]["start"]["line"] != 0,
        "{foreign}"
    );
    let list = editor.ask_at("textDocument/definition", CRS, &mark("list: y"));
    assert!(list["uri"].as_str().is_some_and(|uri| uri.contains("/lists/")), "{list}");
    editor.leave();
}

#[test]
fn words_of_the_language_are_explained() {
    let scratch = Scratch::new("editor-words");
    let text = library(&scratch);
    let mut editor = Editor::start(scratch.path(), "en");
    editor.open(CRS, &text);
    let mark = |word: &str| {
        let at = text.find(word).expect("there") + word.len();
        format!("{}¦{}", &text[..at], &text[at..])
    };
    let mut said = |word: &str| {
        editor.ask_at("textDocument/hover", CRS, &mark(word))["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let kind = said("kind: cho");
    assert!(kind.contains("One code of a list") && kind.contains("`list`"), "{kind}");
    let reason = said("missing: [UN");
    assert!(reason.contains("- ja: 不明") && reason.contains("- en: "), "{reason}");
    let code = said("show_if: crs_occurred == \"ye");
    assert!(code.contains("- ja: あり") && code.contains("- en: Yes") && code.contains("`presence`"), "{code}");
    let unit = said("unit: d");
    assert!(unit.contains("- ja: 日") && unit.contains("1 d = 1/7 wk") && unit.contains("1 d = 86400000 ms"), "{unit}");
    let form = said("uses:\n  - infus");
    assert!(form.contains("**infusion@"), "{form}");
    editor.leave();
}

#[test]
fn severities_forms_and_units_are_offered() {
    let scratch = Scratch::new("editor-offers-more");
    let text = library(&scratch);
    let mut editor = Editor::start(scratch.path(), "ja");
    editor.open(CRS, &text);
    let severities = editor.labels_at(CRS, &text.replacen("severity: error", "severity: ¦", 1));
    assert_eq!(severities, ["error", "warning"]);
    let forms = editor.labels_at(CRS, &text.replacen("uses:\n  - infusion\n", "uses: [¦]\n", 1));
    assert!(forms.contains(&"infusion".to_owned()) && !forms.contains(&"crs_occurred".to_owned()), "{forms:?}");
    let named = editor.labels_at(CRS, &text.replacen("- { form: crs, as", "- { form: ¦, as", 1));
    assert!(named.contains(&"icans".to_owned()), "{named:?}");
    let units = editor.labels_at(CRS, &text.replacen("unit: d\n", "unit: ¦\n", 1));
    assert!(units.contains(&"mg/dL".to_owned()) && units.contains(&"d".to_owned()), "{units:?}");
    editor.leave();
}

#[test]
fn forms_under_uses_and_codes_lead_to_where_they_are_defined() {
    let scratch = Scratch::new("editor-leads");
    let text = library(&scratch);
    let mut editor = Editor::start(scratch.path(), "ja");
    editor.open(CRS, &text);
    let mark = |word: &str| {
        let at = text.find(word).expect("there") + word.len();
        format!("{}¦{}", &text[..at], &text[at..])
    };
    let form = editor.ask_at("textDocument/definition", CRS, &mark("uses:\n  - infus"));
    assert!(form["uri"].as_str().is_some_and(|uri| uri.contains("forms/infusion/")), "{form}");
    let code = editor.ask_at("textDocument/definition", CRS, &mark("show_if: crs_occurred == \"ye"));
    let uri = code["uri"].as_str().expect("a place");
    let list = std::fs::read_to_string(uri.strip_prefix("file://").expect("a file")).expect("the list");
    let line = usize::try_from(code["range"]["start"]["line"].as_u64().expect("a line")).expect("small");
    let (before, from) = (list.lines().take(line), list.lines().nth(line).expect("the line"));
    assert!(from.contains("code: \"yes\""), "{from}");
    assert!(before.collect::<Vec<_>>().join("\n").contains("id: presence"), "below the list's id");
    editor.leave();
}

#[test]
fn strange_messages_are_answered_and_harm_nothing() {
    let scratch = Scratch::new("editor-strange");
    let text = library(&scratch);
    let mut editor = Editor::start(scratch.path(), "en");
    assert_eq!(
        editor.ask(
            "textDocument/rename",
            json!({ "textDocument": { "uri": "file:///x" }, "position": { "line": 0, "character": 0 } })
        )["code"],
        -32601
    );
    assert_eq!(editor.ask("textDocument/hover", json!({ "nothing": 1 }))["code"], -32602);
    editor.tell("textDocument/didOpen", json!({ "textDocument": { "uri": "untitled:1", "text": "a" } }));
    editor.tell("textDocument/didOpen", json!({ "textDocument": { "uri": "file:///nowhere/forms/a%ZZ.yaml", "text": "a" } }));
    editor.tell("workspace/didChangeConfiguration", json!({}));
    editor.open(CRS, &text);
    let far = json!({ "textDocument": { "uri": editor.uri(CRS) }, "position": { "line": 99999, "character": 99999 } });
    assert_eq!(editor.ask("textDocument/hover", far.clone()), Value::Null);
    editor.ask("textDocument/completion", far);
    editor.leave();
}
