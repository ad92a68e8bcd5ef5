//! The one home of the YAML parser: bytes to a tree, strictly.
//!
//! Goals: every fault of a file is found in one run and pointed at; nothing is guessed. So: UTF-8 only, one document, no tabs,
//! anchors, aliases, tags or merge keys, no key twice, bounded size and depth, and scalars keep their text (`0.10` stays `0.10`).
//! The parser's events are used, not its typed reader: a typed reader stops at the first fault and loses the text of numbers.

use std::collections::HashSet;
use std::sync::Arc;

use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span as YamlSpan};

use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::full_width;
use crate::source::{SourceFile, Span};
use crate::syntax::full_width::{signs_near, with_half};
use crate::syntax::phrase;
use crate::syntax::tree::{Data, Entry, Node, Scalar};

/// Largest definition file: a form of 3,000 items in two languages is about 1.2 MB.
pub const MAX_BYTES: usize = 4 << 20;
const MAX_NODES: usize = 900_000;
const MAX_DEPTH: usize = 40;
/// Keys up to which a map is looked through for the same key.
const SMALL_MAP: usize = 24;

/// A file's text and tree.
pub struct Parsed {
    /// The text.
    pub text: Arc<str>,
    /// The tree; `None` when nothing could be read.
    pub root: Option<Node>,
}

/// Reads a file, reporting every fault of its form to `sink`.
pub fn read(file: &SourceFile, sink: &mut Sink) -> Parsed {
    let nothing = |text: Arc<str>| Parsed { text, root: None };
    if file.bytes.len() > MAX_BYTES {
        let (size, most) = (file.bytes.len() >> 20, MAX_BYTES >> 20);
        sink.error(
            "file-too-large",
            Span::default(),
            (format!("ファイルが大きすぎます({size} MB)。"), format!("this file is too large ({size} MB)")),
            (
                format!("定義は1ファイル{most} MBまでです。様式を分けてください。"),
                format!("a definition file holds at most {most} MB; split the form"),
            ),
        );
        return nothing("".into());
    }
    let text: Arc<str> = match std::str::from_utf8(&file.bytes) {
        Ok(text) => text.into(),
        Err(fault) => {
            report_encoding(sink, fault.valid_up_to(), fault.error_len());
            return nothing(String::from_utf8_lossy(&file.bytes).into());
        }
    };
    if text.starts_with('\u{feff}') {
        sink.error(
            "byte-order-mark",
            Span::new(0, 3),
            ("ファイルの先頭にBOM(目に見えない印)があります。".into(), "the file starts with a byte order mark".into()),
            ("「UTF-8(BOMなし)」で保存し直してください。".into(), "save the file as UTF-8 without BOM".into()),
        );
    }
    let before = sink.found.len();
    report_characters(&text, sink);
    if sink.found.len() > before {
        return nothing(text);
    }
    let Some(bare) = text.strip_prefix('\u{feff}') else {
        let root = tree(&text, sink);
        return Parsed { text, root };
    };
    // The mark is told; what stands after it is read all the same, at its places in the whole text.
    let mut root = tree(&bare.into(), sink);
    root.iter_mut().for_each(behind_mark);
    sink.found.iter_mut().skip(before).for_each(|fault| fault.span = shifted(fault.span));
    Parsed { text, root }
}

/// Bytes that are read again in the search for full-width signs, so that a large file full of them costs little more than one without.
const MOST_READ_AGAIN: usize = MAX_BYTES;
/// Full-width signs of one file that are read past in one run.
const MOST_SIGNS: usize = 20;

/// The tree of a text. Where the parser stops at a full-width sign the sign is reported and the file read on as if the half-width one stood there.
fn tree(text: &Arc<str>, sink: &mut Sink) -> Option<Node> {
    let before = (sink.found.len(), sink.left_out);
    let (mut root, mut stop) = attempt(text, text, sink);
    let mut mended = text.to_string();
    let mut found: Vec<(usize, char)> = Vec::new();
    let mut trials = MOST_READ_AGAIN.checked_div(text.len()).unwrap_or_default().min(MOST_SIGNS * 4);
    while let Some((at, _)) = stop {
        if found.len() == MOST_SIGNS {
            break;
        }
        let mut reaches = None;
        for (place, written, keeps_place) in signs_near(&mended, at).into_iter().take(trials) {
            trials = trials.saturating_sub(1);
            let next = if keeps_place { with_half(&mended, place, written) } else { None };
            sink.found.truncate(before.0);
            sink.left_out = before.1;
            let (tree, stopped) = attempt(next.as_deref().unwrap_or(&mended), text, sink);
            if next.is_none() || stopped.as_ref().is_none_or(|(further, _)| *further > at) {
                reaches = Some((place, written, next, tree, stopped));
                break;
            }
        }
        let Some((place, written, next, tree, stopped)) = reaches else {
            // What the trials found is forgotten.
            sink.found.truncate(before.0);
            sink.left_out = before.1;
            (root, stop) = attempt(&mended, text, sink);
            break;
        };
        found.push((place, written));
        (root, stop) = (tree, stopped);
        match next {
            Some(next) => mended = next,
            None => break,
        }
    }
    for (at, written) in &found {
        let (message, help) = full_width::told(*written);
        sink.error("full-width-sign", Span::new(*at, at + written.len_utf8()), message, help);
    }
    let told_by_a_sign =
        found.last().is_some_and(|(at, written)| mended.get(*at..).is_some_and(|rest| rest.starts_with(*written)));
    match stop {
        None => root,
        Some(_) if told_by_a_sign => None,
        Some((at, said)) => {
            let told = phrase::told(&said, &mended, at);
            sink.error("yaml-syntax", told.span, told.message, told.help);
            None
        }
    }
}

/// Reads a text once: the tree, and where and with which words the parser stopped. `written` is the file as it stands.
fn attempt(text: &str, written: &Arc<str>, sink: &mut Sink) -> (Option<Node>, Option<(usize, String)>) {
    let mut builder = Builder { sink, nodes: 0, text: written.clone(), stop: None };
    let root = builder.document(text);
    (root, builder.stop)
}

fn report_encoding(sink: &mut Sink, at: usize, length: Option<usize>) {
    sink.error(
        "not-utf8",
        Span::new(at, at + length.unwrap_or(1)),
        ("UTF-8ではない文字があります。".into(), "this is not UTF-8 text".into()),
        (
            "エディターで文字コードをUTF-8にして保存し直してください(Shift_JISは使えません)。".into(),
            "save the file again as UTF-8 (Shift_JIS does not work)".into(),
        ),
    );
}

/// Tabs and other control characters, each line once.
fn report_characters(text: &str, sink: &mut Sink) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        if let Some((at, character)) = body.char_indices().find(|(_, character)| character.is_control()) {
            let span = Span::new(start + at, start + at + character.len_utf8());
            if character == '\t' {
                sink.error(
                    "tab",
                    span,
                    ("タブ文字は使えません。".into(), "tabs are not allowed in definitions".into()),
                    (
                        "半角スペースに置き換えてください(字下げは2個)。".into(),
                        "use spaces (two for each step of indentation)".into(),
                    ),
                );
            } else {
                sink.error(
                    "control-character",
                    span,
                    ("目に見えない制御文字があります。".into(), "there is an invisible control character here".into()),
                    ("その文字を削除してください。".into(), "delete the character".into()),
                );
            }
        }
        start += line.len();
    }
}

struct Builder<'s> {
    sink: &'s mut Sink,
    nodes: usize,
    text: Arc<str>,
    /// Where the parser stopped, and what it said.
    stop: Option<(usize, String)>,
}

type Events<'i> = Parser<'i, serde_yaml::granit_parser::StrInput<'i>>;

/// The parser stopped; what it said is kept, or reported.
struct Stopped;

impl Builder<'_> {
    fn document(&mut self, text: &str) -> Option<Node> {
        let mut options = Options::default();
        options.strict_indentation = true;
        options.disallow_directives = true;
        options.emit_unresolved_aliases = true;
        options.set_emit_comments(false);
        let mut events: Events<'_> = Parser::new_from_str_with_options(text, options);
        let mut root = None;
        loop {
            match self.next(&mut events) {
                Ok(None) => return root,
                // A lone word before the fault is no document.
                Err(Stopped) => return root.filter(|root: &Node| matches!(root.data, Data::Map(_))),
                Ok(Some((Event::StreamStart | Event::StreamEnd | Event::DocumentEnd, _))) => {}
                Ok(Some((Event::DocumentStart(..), span))) => {
                    if root.is_some() {
                        self.report_second_document(place(&span));
                        return root;
                    }
                }
                Ok(Some((event, span))) => match self.node(event, &span, &mut events, 0) {
                    Ok(node) => root = Some(node),
                    Err(Stopped) => return None,
                },
            }
        }
    }

    fn report_second_document(&mut self, span: Span) {
        self.sink.error(
            "second-document",
            span,
            ("1つのファイルに2つ目の文書(`---`)があります。".into(), "a second document (`---`) starts here".into()),
            ("ファイルを分けてください。".into(), "put it in a file of its own".into()),
        );
    }

    fn next<'i>(&mut self, events: &mut Events<'i>) -> Result<Option<(Event<'i>, YamlSpan)>, Stopped> {
        match events.next_event() {
            None => Ok(None),
            Some(Ok(pair)) => Ok(Some(pair)),
            Some(Err(fault)) => {
                self.stop = Some(stopped(&fault));
                Err(Stopped)
            }
        }
    }

    fn node(&mut self, event: Event<'_>, span: &YamlSpan, events: &mut Events<'_>, depth: usize) -> Result<Node, Stopped> {
        self.nodes += 1;
        if self.nodes > MAX_NODES || depth > MAX_DEPTH {
            self.report_too_much(place(span), depth > MAX_DEPTH);
            return Err(Stopped);
        }
        let tag = span.tag_span().map(|tag| self.refuse_tag(place(&tag)));
        match event {
            Event::Scalar(text, style, anchor, _) => {
                self.refuse_anchor(anchor, span);
                if let (Some(tag), true) = (tag, text.is_empty()) {
                    // A rule that starts with `!` is meant.
                    return Ok(tag);
                }
                let plain = style == ScalarStyle::Plain;
                Ok(Node { span: place(span), data: Data::Scalar(Scalar { text: text.as_ref().into(), plain }) })
            }
            Event::SequenceStart(_, anchor, _) => {
                self.refuse_anchor(anchor, span);
                self.list(place(span), events, depth)
            }
            Event::MappingStart(_, anchor, _) => {
                self.refuse_anchor(anchor, span);
                self.map(place(span), events, depth)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse("alias", place(span), "エイリアス(`*`)", "aliases (`*`)");
                Ok(Node { span: place(span), data: Data::Scalar(Scalar { text: "".into(), plain: true }) })
            }
            _ => Err(Stopped),
        }
    }

    fn refuse_anchor(&mut self, anchor: usize, span: &YamlSpan) {
        if anchor != 0 {
            self.refuse("anchor", place(span), "アンカー(`&`)", "anchors (`&`)");
        }
    }

    /// Reports a tag and gives its words as a value.
    fn refuse_tag(&mut self, span: Span) -> Node {
        self.sink.error(
            "tag",
            span,
            ("タグ(`!`)は使えません。".into(), "tags (`!`) are not allowed in definitions".into()),
            (
                "`!`で始まる規則や文は、全体を`'…'`で囲んでください。".into(),
                "put `'…'` around a rule or text that starts with `!`".into(),
            ),
        );
        let words = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        Node { span, data: Data::Scalar(Scalar { text: words.into(), plain: false }) }
    }

    fn refuse(&mut self, code: &'static str, span: Span, ja: &str, en: &str) {
        self.sink.error(
            code,
            span,
            (format!("{ja}は使えません。"), format!("{en} are not allowed in definitions")),
            (
                "値をそのまま書いてください。文として使うときは引用符で囲みます。".into(),
                "write the value itself; quote it when it is meant as text".into(),
            ),
        );
    }

    fn report_too_much(&mut self, span: Span, deep: bool) {
        let message = if deep {
            ("入れ子が深すぎます。".to_owned(), "this is nested too deeply".to_owned())
        } else {
            ("ファイルの要素が多すぎます。".to_owned(), "this file holds too many values".to_owned())
        };
        let code = if deep { "nested-too-deeply" } else { "too-many-values" };
        self.sink.error(
            code,
            span,
            message,
            ("構造を簡単にするか、様式を分けてください。".into(), "make the structure simpler or split the form".into()),
        );
    }

    fn list(&mut self, start: Span, events: &mut Events<'_>, depth: usize) -> Result<Node, Stopped> {
        let mut nodes: Vec<Node> = Vec::new();
        loop {
            match self.next(events)? {
                None => return Err(Stopped),
                Some((Event::SequenceEnd, end)) => {
                    let span = nodes.last().map_or(start.to(place(&end)), |last| start.to(last.span));
                    return Ok(Node { span, data: Data::List(nodes) });
                }
                Some((event, span)) => nodes.push(self.node(event, &span, events, depth + 1)?),
            }
        }
    }

    fn map(&mut self, start: Span, events: &mut Events<'_>, depth: usize) -> Result<Node, Stopped> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = HashSet::new();
        loop {
            let (event, span) = match self.next(events)? {
                None => return Err(Stopped),
                Some((Event::MappingEnd, end)) => {
                    let span = entries.last().map_or(start.to(place(&end)), |last| start.to(last.value.span));
                    return Ok(Node { span, data: Data::Map(entries) });
                }
                Some(pair) => pair,
            };
            let key = self.node(event, &span, events, depth + 1)?;
            let Some((event, span)) = self.next(events)? else { return Err(Stopped) };
            let value = self.node(event, &span, events, depth + 1)?;
            self.entry(key, value, &mut entries, &mut seen);
        }
    }

    /// `seen` holds the keys of a large map; those of a small one are looked through.
    fn entry(&mut self, key: Node, value: Node, entries: &mut Vec<Entry>, seen: &mut HashSet<Arc<str>>) {
        let Data::Scalar(scalar) = key.data else {
            self.sink.error(
                "key-not-text",
                key.span,
                ("キーは1つの語でなければなりません。".into(), "a key must be a single word".into()),
                ("`キー: 値` の形で書いてください。".into(), "write `key: value`".into()),
            );
            return;
        };
        if &*scalar.text == "<<" {
            self.refuse("merge-key", key.span, "マージキー(`<<`)", "merge keys (`<<`)");
            return;
        }
        if entries.len() == SMALL_MAP {
            seen.extend(entries.iter().map(|entry| entry.key.clone()));
        }
        let is_new = match entries.len() {
            0..SMALL_MAP => entries.iter().all(|entry| entry.key != scalar.text),
            _ => seen.insert(scalar.text.clone()),
        };
        if !is_new {
            let word = &scalar.text;
            self.sink.error(
                "duplicate-key",
                key.span,
                (format!("キー `{word}` が2回書かれています。"), format!("key `{word}` stands twice here")),
                ("どちらかを削除してください。".into(), "delete one of them".into()),
            );
            return;
        }
        entries.push(Entry { key: scalar.text, key_span: key.span, value });
    }
}

fn stopped(fault: &ScanError) -> (usize, String) {
    (fault.marker().byte_offset().unwrap_or(0), fault.info())
}

fn shifted(span: Span) -> Span {
    let mark = '\u{feff}'.len_utf8();
    Span::new(span.start as usize + mark, span.end as usize + mark)
}

fn behind_mark(node: &mut Node) {
    node.span = shifted(node.span);
    match &mut node.data {
        Data::Scalar(_) => {}
        Data::List(nodes) => nodes.iter_mut().for_each(behind_mark),
        Data::Map(entries) => entries.iter_mut().for_each(|entry| {
            entry.key_span = shifted(entry.key_span);
            behind_mark(&mut entry.value);
        }),
    }
}

fn place(span: &YamlSpan) -> Span {
    let range = span.byte_range().unwrap_or(0..0);
    Span::new(range.start, range.end)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::diagnostic::diagnostic::Sink;
    use crate::source::SourceFile;

    #[test]
    fn a_key_that_comes_twice_is_told_in_small_and_in_large_maps() {
        for (keys, again) in [(3, 1), (24, 3), (25, 24), (60, 2), (60, 59)] {
            let lines: String = (0..keys).map(|key| format!("key_{key}: 1\n")).collect();
            let file = SourceFile::new("forms/a/1.0.0.yaml", format!("{lines}key_{again}: 2\nlast: 3\n").as_bytes());
            let mut sink = Sink::new(file.path.clone());
            let root = read(&file, &mut sink).root;
            assert_eq!(root.map(|root| root.entries().len()), Some(keys + 1), "{keys} keys");
            let found = sink.finish();
            assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["duplicate-key"], "{keys} keys");
        }
    }
}
