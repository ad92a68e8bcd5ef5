//! `forms/<form>/<version>.yaml`: a form as written.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::answers::place::DEEPEST;
use crate::diagnostic::suggest::did_you_mean;
use crate::document::named::{self, Named};
use crate::document::reader::{Keys, Reading, Spanned};
use crate::document::reference::{self, ReferenceDocument};
use crate::document::rule::RuleText;
use crate::document::table::{TableDocument, table};
use crate::form::form::Laid;
use crate::form::item::{Severity, Weight};
use crate::form::moment::Moment;
use crate::form::provenance::Provenance;
use crate::form::version::Version;
use crate::kind::characters::{CHARACTERS, Characters};
use crate::kind::kind::{COMMON, KINDS, Kind, KindRow};
use crate::kind::media::{Files, MEDIA, Media};
use crate::kind::synonym;
use crate::lang::Text;
use crate::source::Span;
use crate::syntax::tree::{Data, Node};
use crate::value::censor::Censoring;
use crate::value::date::Date;
use crate::value::file::{GREATEST, print_size, read_size};
use crate::value::missing::Missing;
use crate::value::rounding::{ROUNDINGS, Rounding};

/// A form as written.
#[derive(Clone, Debug)]
pub struct FormDocument {
    /// The file.
    pub file: Arc<str>,
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// Version.
    pub version: Spanned<Version>,
    /// What people read.
    pub title: Text,
    /// More for those who ask.
    pub help: Option<Text>,
    /// Level of the registry.
    pub level: Spanned<Arc<str>>,
    /// The day from which the registry asks by it.
    pub effective_from: Option<Spanned<Date>>,
    /// May be filled several times at one place.
    pub several: bool,
    /// Forms whose answers are read.
    pub uses: Vec<Spanned<Arc<str>>>,
    /// Which record of each is read.
    pub references: Vec<ReferenceDocument>,
    /// Parts of the page.
    pub sections: Vec<SectionDocument>,
    /// Lookup tables.
    pub tables: Vec<TableDocument>,
    /// Edit checks.
    pub checks: Vec<CheckDocument>,
    /// Authors' cases.
    pub examples: Vec<ExampleDocument>,
    /// What was laid over it.
    pub laid: Option<Laid>,
    /// Where its parts come from; empty in a form that is written out.
    pub provenance: Provenance,
}

/// A section as written.
#[derive(Clone, Debug)]
pub struct SectionDocument {
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// More for those who ask.
    pub help: Option<Text>,
    /// Shown when true.
    pub show_if: Option<RuleText>,
    /// Why its items are asked, unless they say it themselves.
    pub why: Vec<Spanned<Arc<str>>>,
    /// Items.
    pub items: Vec<ItemDocument>,
}

/// `required`.
#[derive(Clone, Debug)]
pub enum RequiredDocument {
    /// `true` or `false`.
    Fixed(bool),
    /// A rule.
    Rule(RuleText),
}

/// An item as written.
#[derive(Clone, Debug)]
pub struct ItemDocument {
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// Kind.
    pub kind: &'static KindRow,
    /// `false` when the kind could not be read: the item stands for its id only, so that rules which name it are not blamed.
    pub readable: bool,
    /// Where the whole item stands.
    pub span: Span,
    /// What people read.
    pub label: Text,
    /// More for those who ask.
    pub help: Option<Text>,
    /// Code list.
    pub list: Option<Spanned<Arc<str>>>,
    /// Codes that stand alone.
    pub exclusive: Vec<Spanned<Arc<str>>>,
    /// When it must be answered.
    pub required: RequiredDocument,
    /// Shown when true.
    pub show_if: Option<RuleText>,
    /// Reasons allowed.
    pub missing: Vec<Missing>,
    /// Units, the first canonical.
    pub units: Vec<Spanned<Arc<str>>>,
    /// Places after the point.
    pub decimals: Option<u8>,
    /// How a calculated number is rounded to these places.
    pub rounding: Rounding,
    /// `min`, `max`, `soft_min`, `soft_max` as written.
    pub range: [Option<Spanned<Arc<str>>>; 4],
    /// Most characters.
    pub max_length: Option<u32>,
    /// Whole-text pattern.
    pub pattern: Option<RuleText>,
    /// What is said when the pattern does not match.
    pub pattern_message: Option<Text>,
    /// Kind of characters.
    pub characters: Option<Characters>,
    /// Which censored values it takes.
    pub censored: Censoring,
    /// Conversions that the substance gives.
    pub conversions: Vec<ConversionDocument>,
    /// Rule of a calculated item.
    pub value: Option<RuleText>,
    /// Why it is asked.
    pub why: Vec<Spanned<Arc<str>>>,
    /// Identifies a person.
    pub pii: bool,
    /// No longer asked.
    pub retired: bool,
    /// Id taken over from.
    pub replaces: Option<Spanned<Arc<str>>>,
    /// Items of a group.
    pub items: Vec<ItemDocument>,
    /// Codes that can be chosen only under other answers.
    pub choices_if: Vec<ChoiceDocument>,
    /// The text that is asked when a code such as "other" is chosen.
    pub other: Option<OtherDocument>,
    /// The calculated item that says what follows from other answers.
    pub derived: Option<Spanned<Arc<str>>>,
    /// The item that says why the two differ.
    pub difference_reason: Option<Spanned<Arc<str>>>,
    /// Checks over each row of a group.
    pub checks: Vec<CheckDocument>,
    /// Items of a row that no two rows may share.
    pub unique: Vec<Spanned<Arc<str>>>,
    /// The item that says how many rows there are.
    pub row_count: Option<Spanned<Arc<str>>>,
    /// What an attachment may be.
    pub files: Option<Files>,
    /// Fewest rows.
    pub min_rows: u16,
    /// Most rows.
    pub max_rows: u16,
}

/// A conversion as written: a number in `unit`, times `multiply_by`, over `divide_by`, is in the canonical unit.
#[derive(Clone, Debug)]
pub struct ConversionDocument {
    /// The entry unit.
    pub unit: Spanned<Arc<str>>,
    /// Above the line.
    pub multiply_by: Option<Spanned<Arc<str>>>,
    /// Below the line.
    pub divide_by: Option<Spanned<Arc<str>>>,
}

/// Codes that can be chosen only when a rule is not false.
#[derive(Clone, Debug)]
pub struct ChoiceDocument {
    /// The codes.
    pub codes: Vec<Spanned<Arc<str>>>,
    /// The rule.
    pub allowed_if: RuleText,
}

/// The text that is asked when a code such as "other" is chosen.
#[derive(Clone, Debug)]
pub struct OtherDocument {
    /// The code.
    pub code: Spanned<Arc<str>>,
    /// The text's id; that of the item with `_other` when absent.
    pub id: Option<Spanned<Arc<str>>>,
    /// What people read.
    pub label: Option<Text>,
    /// Most characters.
    pub max_length: Option<u32>,
}

/// A check as written.
#[derive(Clone, Debug)]
pub struct CheckDocument {
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// The rule.
    pub violated_if: RuleText,
    /// How much it weighs, and from which moment on.
    pub weight: Weight,
    /// Where it is shown.
    pub on: Option<Spanned<Arc<str>>>,
    /// What people read.
    pub message: Text,
    /// Where it comes from.
    pub source: Option<Arc<str>>,
}

/// An example as written; expected findings and paths stay text until the form is linked.
#[derive(Clone, Debug)]
pub struct ExampleDocument {
    /// Name.
    pub id: Option<Spanned<Arc<str>>>,
    /// Where it stands.
    pub span: Span,
    /// The day on which it is judged.
    pub today: Option<Spanned<Arc<str>>>,
    /// The moment at which it is judged.
    pub moment: Moment,
    /// Answers of used forms.
    pub context: Map<String, Value>,
    /// The ids that it names, with their places.
    pub named: Named,
    /// Answers.
    pub given: Value,
    /// All findings expected.
    pub findings: Option<Vec<Spanned<Arc<str>>>>,
    /// Calculated values expected.
    pub calculated: Map<String, Value>,
    /// Hidden items expected.
    pub hidden: Vec<Spanned<Arc<str>>>,
    /// Undecided checks expected.
    pub undecided: Vec<Spanned<Arc<str>>>,
    /// Of the findings only those at these items, or of these checks, count; all of them when it names none.
    pub only: Vec<Spanned<Arc<str>>>,
}

/// Reads a form document; `None` when even its identity cannot be read.
pub fn read<'a>(reading: &'a Reading<'a>, file: &Arc<str>, root: &'a Node) -> Option<FormDocument> {
    let keys = reading.keys(root)?;
    let id = keys.want("form").and_then(|node| reading.id(node));
    let version = keys.want("version").and_then(|node| version(reading, node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let help = keys.find("help").and_then(|node| reading.both(node));
    let level = keys.want("level").and_then(|node| reading.id(node));
    let effective_from = keys.find("effective").and_then(|node| effective_from(reading, node));
    let several = keys.find("several").and_then(|node| reading.boolean(node)).unwrap_or(false);
    let references = reference::read_all(reading, keys.find("uses"));
    let uses = reference::other_forms(&references, id.as_ref().map(|id| &id.value));
    let title = title.unwrap_or_else(reported);
    let sections = members(reading, keys.want("sections"), section);
    let tables = members(reading, keys.find("tables"), table);
    let checks = members(reading, keys.find("checks"), check);
    let examples = members(reading, keys.find("examples"), example);
    keys.finish();
    let file = file.clone();
    let (id, version, level) = (id?, version?, level?);
    let provenance = Provenance::default();
    Some(FormDocument {
        file,
        id,
        version,
        title,
        help,
        level,
        effective_from,
        several,
        uses,
        references,
        sections,
        tables,
        checks,
        examples,
        laid: None,
        provenance,
    })
}

/// A version ends with the next one, so it says its first day only.
fn effective_from<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Spanned<Date>> {
    let keys = reading.keys(node)?;
    let day = keys.want("from").and_then(|node| Some(Spanned { value: reading.day(node)?, span: node.span }));
    keys.finish();
    day
}

/// Stands for a text whose absence is already reported: one fault must not hide the others.
fn reported() -> Text {
    Text::new("", "")
}

fn members<'a, T>(
    reading: &'a Reading<'a>,
    node: Option<&'a Node>,
    read: impl Fn(&'a Reading<'a>, &'a Node) -> Option<T>,
) -> Vec<T> {
    node.map_or(&[][..], |node| reading.list(node)).iter().filter_map(|member| read(reading, member)).collect()
}

fn version<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Spanned<Version>> {
    let scalar = reading.scalar(node)?;
    let version = Version::parse(&scalar.text);
    if version.is_none() {
        reading.error(
            "bad-version",
            node.span,
            (format!("`{}` は版の番号ではありません。", scalar.text), format!("`{}` is not a version", scalar.text)),
            ("`1.0.0` のように3つの数で書いてください。".into(), "write three numbers, such as `1.0.0`".into()),
        );
    }
    Some(Spanned { value: version?, span: node.span })
}

fn section<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<SectionDocument> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let help = keys.find("help").and_then(|node| reading.both(node));
    let show_if = keys.find("show_if").and_then(|node| reading.rule(node));
    let why = keys.find("why").map_or(Vec::new(), |node| code_words(reading, node));
    let items = items(reading, keys.want("items"), 0);
    keys.finish();
    Some(SectionDocument { id: id?, title: title.unwrap_or_else(reported), help, show_if, why, items })
}

/// Items as written, each with the text that its "other" asks for.
fn items<'a>(reading: &'a Reading<'a>, node: Option<&'a Node>, groups: usize) -> Vec<ItemDocument> {
    let mut items = Vec::new();
    for item in members(reading, node, |reading, node| item(reading, node, groups)) {
        let companion = item.other.as_ref().and_then(|other| companion(&item, other));
        items.push(item);
        items.extend(companion);
    }
    items
}

/// What `other` means written out: a text, asked and required when the code is chosen.
fn companion(item: &ItemDocument, other: &OtherDocument) -> Option<ItemDocument> {
    let (id, code) = (&item.id.value, &other.code.value);
    let rule = if item.kind.kind == Kind::Choices { format!("\"{code}\" in {id}") } else { format!("{id} == \"{code}\"") };
    let label = other
        .label
        .clone()
        .unwrap_or_else(|| Text::new(format!("{}（その他の内容）", item.label.ja), format!("{}: please specify", item.label.en)));
    let own = other.id.clone().unwrap_or_else(|| Spanned { value: format!("{id}_other").into(), span: other.code.span });
    Some(ItemDocument {
        span: item.span,
        readable: true,
        required: RequiredDocument::Fixed(true),
        show_if: Some(RuleText::made(&rule, other.code.span)),
        max_length: other.max_length,
        pii: item.pii,
        retired: item.retired,
        ..bare(own, item.span, label)?
    })
}

/// An item as written, also one that stands on its own to be shared.
pub fn item<'a>(reading: &'a Reading<'a>, node: &'a Node, groups: usize) -> Option<ItemDocument> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let kind = keys.want("kind").and_then(|node| kind(reading, node));
    let label = keys.want("label").and_then(|node| reading.both(node));
    let label = label.unwrap_or_else(reported);
    let Some(kind) = kind else {
        // Without a kind no other key can be judged.
        return bare(id?, node.span, label);
    };
    let has = |name: &str| kind.properties.contains(&name);
    let find = |name: &'static str| if has(name) { keys.find(name) } else { None };
    let want = |name: &'static str| if has(name) { keys.want(name) } else { None };
    let list = if kind.kind == Kind::Calculated { keys.find("list") } else { want("list") }.and_then(|node| reading.id(node));
    let units = match (find("unit"), want("units")) {
        (Some(node), _) => reading.text(node).into_iter().collect(),
        (None, Some(node)) => reading.list(node).iter().filter_map(|member| reading.text(member)).collect(),
        (None, None) => Vec::new(),
    };
    let end = |name: &'static str| {
        find(name).and_then(|node| Some(Spanned { value: reading.scalar(node)?.text.clone(), span: node.span }))
    };
    if kind.kind == Kind::Group && groups >= DEEPEST {
        reading.error(
            "groups-too-deep",
            node.span,
            (
                format!("グループの入れ子は{DEEPEST}段までです。"),
                format!("groups stand at most {DEEPEST} deep inside one another"),
            ),
            ("内側のグループを外に出すか、様式を分けてください。".into(), "move the inner group out, or split the form".into()),
        );
        return None;
    }
    let count = |name: &'static str, most| find(name).and_then(|node| reading.count(node, most));
    let max_rows = want("max_rows").and_then(|node| reading.count(node, 1000));
    let items = items(reading, want("items"), groups + 1);
    let (accept, max_size) = (want("accept"), want("max_size"));
    let document = ItemDocument {
        span: node.span,
        kind,
        readable: true,
        help: keys.find("help").and_then(|node| reading.both(node)),
        list,
        exclusive: find("exclusive").map_or(Vec::new(), |node| code_words(reading, node)),
        required: find("required").and_then(|node| required(reading, node)).unwrap_or(RequiredDocument::Fixed(false)),
        show_if: keys.find("show_if").and_then(|node| reading.rule(node)),
        missing: find("missing").map_or(Vec::new(), |node| missing(reading, node)),
        units,
        decimals: count("decimals", 18).and_then(|count| u8::try_from(count).ok()),
        rounding: find("rounding").and_then(|node| rounding(reading, node, &keys)).unwrap_or_default(),
        range: [end("min"), end("max"), end("soft_min"), end("soft_max")],
        max_length: count("max_length", 100_000),
        pattern: find("pattern").and_then(|node| reading.rule(node)),
        pattern_message: find("pattern_message").and_then(|node| reading.both(node)),
        characters: find("characters").and_then(|node| characters(reading, node)),
        censored: find("censored").map_or(Censoring::default(), |node| censored(reading, node)),
        conversions: members(reading, find("conversions"), conversion),
        value: want("value").and_then(|node| reading.rule(node)),
        why: keys.find("why").map_or(Vec::new(), |node| code_words(reading, node)),
        pii: keys.find("pii").and_then(|node| reading.boolean(node)).unwrap_or(false),
        retired: keys.find("retired").and_then(|node| reading.boolean(node)).unwrap_or(false),
        replaces: keys.find("replaces").and_then(|node| reading.id(node)),
        items,
        choices_if: members(reading, find("choices_if"), choice),
        other: find("other").and_then(|node| other(reading, node)),
        derived: find("derived").and_then(|node| reading.id(node)),
        difference_reason: find("difference_reason").and_then(|node| reading.id(node)),
        checks: members(reading, find("checks"), check),
        unique: find("unique").map_or(Vec::new(), |node| reading.ids(node)),
        row_count: find("row_count").and_then(|node| reading.id(node)),
        files: files(reading, accept, max_size),
        min_rows: count("min_rows", 1000).and_then(|count| u16::try_from(count).ok()).unwrap_or(0),
        max_rows: max_rows.and_then(|count| u16::try_from(count).ok()).unwrap_or(1),
        id: id?,
        label,
    };
    keys.finish_with(COMMON, |word| other_kind(word, kind));
    Some(document)
}

/// An item with nothing but its id, its place and what people read.
pub fn bare(id: Spanned<Arc<str>>, span: Span, label: Text) -> Option<ItemDocument> {
    Some(ItemDocument {
        id,
        kind: KINDS.first()?,
        readable: false,
        span,
        label,
        help: None,
        list: None,
        exclusive: Vec::new(),
        required: RequiredDocument::Fixed(false),
        show_if: None,
        missing: Vec::new(),
        units: Vec::new(),
        decimals: None,
        rounding: Rounding::default(),
        range: [None, None, None, None],
        max_length: None,
        pattern: None,
        pattern_message: None,
        characters: None,
        censored: Censoring::default(),
        conversions: Vec::new(),
        value: None,
        why: Vec::new(),
        pii: false,
        retired: false,
        replaces: None,
        items: Vec::new(),
        choices_if: Vec::new(),
        other: None,
        derived: None,
        difference_reason: None,
        checks: Vec::new(),
        unique: Vec::new(),
        row_count: None,
        files: None,
        min_rows: 0,
        max_rows: 1,
    })
}

/// A property of other kinds: says which.
fn other_kind(word: &str, kind: &KindRow) -> Option<(String, String)> {
    let kinds: Vec<&str> = KINDS.iter().filter(|row| row.properties.contains(&word)).map(|row| row.name).collect();
    let list = kinds.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    (!kinds.is_empty()).then(|| {
        (
            format!("`{word}` が使えるのは {list} です(`{}` では使えません)。", kind.name),
            format!("`{word}` goes with {list}, not with `{}`", kind.name),
        )
    })
}

fn kind<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<&'static KindRow> {
    let scalar = reading.scalar(node)?;
    let row = Kind::from_name(&scalar.text);
    if row.is_none() {
        reading.error(
            "unknown-kind",
            node.span,
            (format!("`{}` という種類はありません。", scalar.text), format!("there is no kind `{}`", scalar.text)),
            match synonym::meant(&scalar.text) {
                Some(kinds) => {
                    let kinds: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
                    (format!("ここでは {} と書きます。", kinds.join(" か ")), format!("here that is {}", kinds.join(" or ")))
                }
                None => did_you_mean(&scalar.text, KINDS.iter().map(|row| row.name)),
            },
        );
    }
    row
}

fn required<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<RequiredDocument> {
    let scalar = reading.scalar(node)?;
    match (&*scalar.text, scalar.plain) {
        ("true", true) => Some(RequiredDocument::Fixed(true)),
        ("false", true) => Some(RequiredDocument::Fixed(false)),
        (word, true) if ["yes", "no", "on", "off"].contains(&word.to_ascii_lowercase().as_str()) => {
            reading.boolean(node).map(RequiredDocument::Fixed)
        }
        _ => reading.rule(node).map(RequiredDocument::Rule),
    }
}

fn characters<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Characters> {
    let scalar = reading.scalar(node)?;
    let found = Characters::from_name(&scalar.text);
    if found.is_none() {
        reading.error(
            "unknown-characters",
            node.span,
            (
                format!("`{}` という文字の種類はありません。", scalar.text),
                format!("there is no kind of characters `{}`", scalar.text),
            ),
            one_of(CHARACTERS.iter().map(|row| row.name)),
        );
    }
    found
}

/// A way of rounding; it says something only beside `decimals`.
fn rounding<'a>(reading: &'a Reading<'a>, node: &'a Node, keys: &Keys<'a>) -> Option<Rounding> {
    keys.want("decimals");
    let scalar = reading.scalar(node)?;
    let found = Rounding::from_name(&scalar.text);
    if found.is_none() {
        reading.error(
            "unknown-rounding",
            node.span,
            (format!("`{}` という丸め方はありません。", scalar.text), format!("there is no way of rounding `{}`", scalar.text)),
            one_of(ROUNDINGS.iter().map(|row| row.name)),
        );
    }
    found
}

fn censored<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Censoring {
    let mut allowed = Censoring::default();
    for member in reading.list(node) {
        let Some(scalar) = reading.scalar(member) else { continue };
        match allowed.with(&scalar.text) {
            Some(more) => allowed = more,
            None if reading.sign_in_word(member) => {}
            None => reading.error(
                "unknown-censoring",
                member.span,
                (
                    format!("`{}` という検出限界の扱いはありません。", scalar.text),
                    format!("`{}` says nothing about censored values", scalar.text),
                ),
                one_of(Censoring::WORDS.into_iter()),
            ),
        }
    }
    allowed
}

/// What an attachment may be; nothing where a part is missing or wrong, which is reported.
fn files<'a>(reading: &'a Reading<'a>, accept: Option<&'a Node>, max_size: Option<&'a Node>) -> Option<Files> {
    let accept = accept.map(|node| media(reading, node));
    let max_size = max_size.and_then(|node| file_size(reading, node));
    Some(Files { accept: accept?.into(), max_size: max_size? })
}

fn media<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Vec<Media> {
    let mut found = Vec::new();
    let members = reading.list(node);
    for member in members {
        let Some(scalar) = reading.scalar(member) else { continue };
        match Media::from_name(&scalar.text) {
            Some(media) if found.contains(&media) => {}
            Some(media) => found.push(media),
            None if reading.sign_in_word(member) => {}
            None => reading.error(
                "unknown-file-type",
                member.span,
                (
                    format!("`{}` という種類のファイルは添付できません。", scalar.text),
                    format!("files of kind `{}` cannot be attached", scalar.text),
                ),
                did_you_mean(&scalar.text, MEDIA.iter().map(|row| row.name)),
            ),
        }
    }
    if members.is_empty() && matches!(node.data, Data::List(_)) {
        reading.error(
            "accepts-nothing",
            node.span,
            ("添付できる種類が1つもありません。".into(), "no kind of file can be attached here".into()),
            one_of(MEDIA.iter().map(|row| row.name)),
        );
    }
    found
}

fn file_size<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<u32> {
    let scalar = reading.scalar(node)?;
    let found = read_size(&scalar.text);
    if found.is_none() {
        let most = print_size(u64::from(GREATEST));
        reading.error(
            "bad-file-size",
            node.span,
            (
                format!("`{}` はファイルの大きさとして使えません。", scalar.text),
                format!("`{}` is no size of a file", scalar.text),
            ),
            (
                format!("`500 KB` や `5 MB` のように、{most} までで書いてください。"),
                format!("write it as `500 KB` or `5 MB`, at most {most}"),
            ),
        );
    }
    found
}

/// A help line that names everything that may stand here.
fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> (String, String) {
    let words = words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    (format!("書けるもの: {words}"), format!("write one of {words}"))
}

fn conversion<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<ConversionDocument> {
    let keys = reading.keys(node)?;
    let unit = keys.want("unit").and_then(|node| reading.text(node));
    let number = |name: &'static str| {
        keys.find(name).and_then(|node| Some(Spanned { value: reading.scalar(node)?.text.clone(), span: node.span }))
    };
    let (multiply_by, divide_by) = (number("multiply_by"), number("divide_by"));
    keys.finish();
    Some(ConversionDocument { unit: unit?, multiply_by, divide_by })
}

fn choice<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<ChoiceDocument> {
    let keys = reading.keys(node)?;
    let codes = keys.want("codes").map_or(Vec::new(), |node| code_words(reading, node));
    let allowed_if = keys.want("if").and_then(|node| reading.rule(node));
    keys.finish();
    Some(ChoiceDocument { codes, allowed_if: allowed_if? })
}

fn other<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<OtherDocument> {
    let keys = reading.keys(node)?;
    let code = keys.want("code").filter(|node| !reading.sign_in_word(node)).and_then(|node| reading.text(node));
    let id = keys.find("id").and_then(|node| reading.id(node));
    let label = keys.find("label").and_then(|node| reading.both(node));
    let max_length = keys.find("max_length").and_then(|node| reading.count(node, 100_000));
    keys.finish();
    Some(OtherDocument { code: code?, id, label, max_length })
}

fn code_words<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Vec<Spanned<Arc<str>>> {
    reading.list(node).iter().filter(|member| !reading.sign_in_word(member)).filter_map(|member| reading.text(member)).collect()
}

fn missing<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Vec<Missing> {
    let mut reasons = Vec::new();
    for member in reading.list(node) {
        let Some(scalar) = reading.scalar(member) else { continue };
        match Missing::from_code(&scalar.text) {
            Some(reason) if reasons.contains(&reason) => {}
            Some(reason) => reasons.push(reason),
            None if reading.sign_in_word(member) => {}
            None => reading.error(
                "unknown-missing-reason",
                member.span,
                (
                    format!("`{}` という欠測理由はありません。", scalar.text),
                    format!("there is no missing reason `{}`", scalar.text),
                ),
                Missing::suggest(&scalar.text),
            ),
        }
    }
    reasons
}

fn check<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<CheckDocument> {
    let keys = reading.keys(node)?;
    let check = check_keys(reading, &keys);
    keys.finish();
    check
}

/// The keys of a check; label rules of products have the same.
pub fn check_keys<'a>(reading: &'a Reading<'a>, keys: &Keys<'a>) -> Option<CheckDocument> {
    let id = keys.want("id").and_then(|node| reading.id(node));
    let violated_if = keys.want("violated_if").and_then(|node| reading.rule(node));
    let weight = keys.want("severity").and_then(|node| weight(reading, node));
    let on = keys.find("on").and_then(|node| reading.id(node));
    let message = keys.want("message").and_then(|node| reading.both(node));
    let source = keys.find("source").and_then(|node| reading.text(node)).map(|source| source.value);
    let weight = weight.unwrap_or(Weight::always(Severity::Error));
    Some(CheckDocument { id: id?, violated_if: violated_if?, weight, on, message: message.unwrap_or_else(reported), source })
}

/// `error`, or `{ typing: warning, submit: error }`: each from its moment on.
fn weight<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Weight> {
    if !matches!(node.data, Data::Map(_)) {
        return severity(reading, node).map(Weight::always);
    }
    let keys = reading.keys(node)?;
    let at = |name: &'static str| keys.find(name).and_then(|node| severity(reading, node));
    let (typing, save, submit) = (at("typing"), at("save"), at("submit"));
    let save = save.or(typing);
    let last = submit.or(save);
    if keys.all().is_empty() {
        reading.wrong_shape(
            node,
            ("`{ submit: error }` のような時点と重大度", "moments with their severity, as `{ submit: error }`"),
        );
    }
    keys.finish();
    Some(Weight { earlier: [typing, save], severity: last? })
}

fn severity<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Severity> {
    match &*reading.scalar(node)?.text {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        other => {
            reading.error(
                "unknown-severity",
                node.span,
                (format!("`{other}` という重大度はありません。"), format!("there is no severity `{other}`")),
                ("`error` か `warning` を書いてください。".into(), "write `error` or `warning`".into()),
            );
            None
        }
    }
}

fn example<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<ExampleDocument> {
    let keys = reading.keys(node)?;
    let example = example_keys(reading, &keys, node.span);
    keys.finish();
    Some(example)
}

/// The keys of an example; those of products have the same, and name their form.
pub fn example_keys<'a>(reading: &'a Reading<'a>, keys: &Keys<'a>, span: Span) -> ExampleDocument {
    let texts = |name| keys.find(name).map_or(Vec::new(), |node| code_words(reading, node));
    let object = |name| match keys.find(name).map(json) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    };
    keys.find("title").and_then(|node| reading.both(node));
    ExampleDocument {
        id: keys.find("id").and_then(|node| reading.id(node)),
        span,
        today: keys.find("today").and_then(|node| Some(Spanned { value: reading.scalar(node)?.text.clone(), span: node.span })),
        moment: keys.find("moment").and_then(|node| moment(reading, node)).unwrap_or_default(),
        context: object("context"),
        given: keys.want("given").map_or(Value::Null, json),
        findings: keys.find("findings").map(|node| code_words(reading, node)),
        calculated: object("calculated"),
        hidden: texts("hidden"),
        undecided: texts("undecided"),
        only: texts("only"),
        named: Named {
            given: keys.find("given").map_or(Vec::new(), named::answers),
            context: keys.find("context").map_or(Vec::new(), named::answers),
            calculated: keys.find("calculated").map_or(Vec::new(), named::keys),
        },
    }
}

fn moment<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Moment> {
    let scalar = reading.scalar(node)?;
    let found = Moment::from_name(&scalar.text);
    if found.is_none() {
        reading.error(
            "unknown-moment",
            node.span,
            (format!("`{}` という時点はありません。", scalar.text), format!("there is no moment `{}`", scalar.text)),
            one_of(Moment::ALL.iter().map(|moment| moment.name())),
        );
    }
    found
}

/// A node as JSON, as answers are written in examples: plain integers are numbers, plain decimals are texts (exact), the rest as in JSON.
pub fn json(node: &Node) -> Value {
    match &node.data {
        Data::Scalar(scalar) if scalar.is_null() => Value::Null,
        Data::Scalar(scalar) if scalar.plain => match (&*scalar.text, scalar.text.parse::<i64>()) {
            ("true", _) => Value::Bool(true),
            ("false", _) => Value::Bool(false),
            (_, Ok(number)) if number.to_string() == *scalar.text => Value::from(number),
            _ => Value::String(scalar.text.to_string()),
        },
        Data::Scalar(scalar) => Value::String(scalar.text.to_string()),
        Data::List(nodes) => Value::Array(nodes.iter().map(json).collect()),
        Data::Map(entries) => Value::Object(entries.iter().map(|entry| (entry.key.to_string(), json(&entry.value))).collect()),
    }
}
