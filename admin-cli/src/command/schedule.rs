//! `ctr schedule`: a patient's calendar from a schedule and the answers so far. For registry staff and authors of schedules.

use std::path::PathBuf;

use engine::diagnostic::suggest::did_you_mean;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::schedule::asked;
use engine::schedule::calendar::{Calendar, FormDue, calendar};
use engine::schedule::records::Records;
use engine::schedule::schedule::Schedule;
use engine::value::date::Date;
use serde_json::{Map, Value, json};

use crate::clock;
use crate::error::Error;
use crate::library::{Folder, Opened};
use crate::output::Output;
use crate::table::Table;
use crate::writing::{Format, Language, among};

/// Printing a calendar.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// The schedule; the first when not given
    #[arg(long)]
    schedule: Option<String>,
    /// The day of the infusion
    #[arg(long, value_name = "DATE")]
    infusion: Option<String>,
    /// The product
    #[arg(long, requires = "indication")]
    product: Option<String>,
    /// The indication of the product
    #[arg(long, requires = "product")]
    indication: Option<String>,
    /// The day of death
    #[arg(long, value_name = "DATE")]
    death: Option<String>,
    /// An answer, for example ct_indication.cancel_date=2026-04-01; may be given several times
    #[arg(long = "answer", value_name = "FORM.ITEM=VALUE")]
    set: Vec<String>,
    /// A JSON file of answers: {"infusion": {..}, "followup": [{..}, {..}]}
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// The day of judgement; today in Japan when not given
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    /// How to write it
    #[arg(long, value_parser = among(&[Format::Text, Format::Json, Format::Csv, Format::Ics]), default_value = "text")]
    format: Format,
    #[command(flatten)]
    language: Language,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let library = Opened::read(arguments.folder.get()?)?.sound()?;
    let schedule = find(&library, arguments.schedule.as_deref())?;
    let mut answers = read(arguments)?;
    sugar(arguments, &library, &mut answers)?;
    check_names(&library, &answers)?;
    let records = Records::read(&answers).placed(schedule);
    let asked = asked::indication(library.registry.as_ref(), &library.products, &records).map(asked::forms);
    let today = match &arguments.today {
        Some(word) => day(word)?,
        None => day(&clock::today_in_japan())?,
    };
    let calendar = calendar(schedule, &records, asked.as_deref(), today);
    let lang = arguments.language.lang;
    Ok(Output::clean(match arguments.format {
        Format::Json => format!("{:#}\n", calendar.json()),
        Format::Csv => table(&calendar, lang).csv(),
        Format::Ics => ics(schedule, &calendar, lang),
        _ => text(&calendar, lang),
    }))
}

fn find<'l>(library: &'l Library, name: Option<&str>) -> Result<&'l Schedule, Error> {
    let found = library.schedules.iter().find(|schedule| name.is_none_or(|name| *schedule.id == *name));
    found.ok_or_else(|| Error::Unknown {
        what: "schedule",
        name: name.unwrap_or("").to_owned(),
        known: format!("there are {}", library.schedules.iter().map(|one| &*one.id).collect::<Vec<_>>().join(", ")),
    })
}

fn read(arguments: &Arguments) -> Result<Map<String, Value>, Error> {
    let Some(path) = &arguments.answers else { return Ok(Map::new()) };
    let text = std::fs::read_to_string(path).map_err(|cause| Error::Unreadable { path: path.clone(), cause })?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(answers)) => Ok(answers),
        _ => Err(unknown("file of answers", &path.display().to_string(), "it must hold a JSON object of forms")),
    }
}

/// The short options are answers, too.
fn sugar(arguments: &Arguments, library: &Library, answers: &mut Map<String, Value>) -> Result<(), Error> {
    let mut put = |form: &str, item: &str, value: &str| {
        let record = answers.entry(form.to_owned()).or_insert_with(|| json!({}));
        let record = if record.is_array() { record.get_mut(0) } else { Some(record) };
        if let Some(record) = record.and_then(Value::as_object_mut) {
            record.insert(item.to_owned(), Value::from(value));
        }
    };
    for (date, form, item) in [(&arguments.infusion, "infusion", "infusion_date"), (&arguments.death, "death", "death_date")] {
        if let Some(word) = date {
            day(word)?;
            put(form, item, word);
        }
    }
    if let (Some(product), Some(indication)) = (&arguments.product, &arguments.indication) {
        let known = library.product(product);
        let found = known.and_then(|known| known.indications.iter().find(|one| *one.id.value == **indication));
        let treatment = library.registry.as_ref().and_then(|registry| registry.treatment.as_ref());
        let (Some(found), Some(treatment)) = (found, treatment) else {
            return Err(unknown(
                "indication",
                &format!("{product} {indication}"),
                "see `ctr coverage` for products and indications",
            ));
        };
        put(&treatment.form, &treatment.product, product);
        put(&treatment.form, &treatment.disease, &found.disease.value);
    }
    for word in &arguments.set {
        let parts = word.split_once('=').and_then(|(path, value)| Some((path.split_once('.')?, value)));
        let Some(((form, item), value)) = parts else {
            return Err(unknown("answer", word, "it is written form.item=value"));
        };
        put(form, item, value);
    }
    Ok(())
}

/// An answer that no form asks for would leave the calendar as it is, without a word.
fn check_names(library: &Library, answers: &Map<String, Value>) -> Result<(), Error> {
    for (form, records) in answers {
        let Some(versions) = library.forms.get(&**form) else {
            let (_, known) = did_you_mean(form, library.forms.keys().map(|id| &**id));
            return Err(unknown("form", form, &known));
        };
        let records = records.as_array().map_or(std::slice::from_ref(records), Vec::as_slice);
        for item in records.iter().filter_map(Value::as_object).flat_map(Map::keys) {
            if versions.iter().all(|version| version.find_item(item).is_none()) {
                let ids = versions.iter().flat_map(|version| version.items.iter().map(|item| &*item.id));
                let (_, known) = did_you_mean(item, ids);
                return Err(unknown("item", &format!("{form}.{item}"), &known));
            }
        }
    }
    Ok(())
}

fn day(word: &str) -> Result<Date, Error> {
    Date::parse(word).ok_or_else(|| unknown("date", word, "write a full date such as 2026-04-01"))
}

fn unknown(what: &'static str, name: &str, known: &str) -> Error {
    Error::Unknown { what, name: name.to_owned(), known: known.to_owned() }
}

fn forms(forms: &[FormDue]) -> String {
    let mark = |form: &FormDue| match (form.done, form.perhaps) {
        (true, _) => format!("{} ✓", form.form),
        (false, true) => format!("({})", form.form),
        (false, false) => form.form.to_string(),
    };
    forms.iter().map(mark).collect::<Vec<_>>().join(", ")
}

fn table(calendar: &Calendar, lang: Lang) -> Table {
    let visits = calendar.visits.iter().map(|visit| {
        let [earliest, target, latest, deadline] = visit.days.map(|day| Value::from(day.to_string()));
        vec![
            (&*visit.id).into(),
            visit.title.get(lang).into(),
            earliest,
            target,
            latest,
            deadline,
            visit.state.text().get(lang).into(),
            forms(&visit.forms).into(),
        ]
    });
    let events = calendar.events.iter().map(|event| {
        let text = |day: Option<Date>| Value::from(day.map_or(String::new(), |day| day.to_string()));
        let name = event.visit.as_ref().map_or_else(|| event.id.to_string(), |visit| format!("{}@{visit}", event.id));
        vec![
            name.into(),
            event.title.get(lang).into(),
            text(event.known),
            "".into(),
            "".into(),
            text(event.deadline),
            event.state.text().get(lang).into(),
            forms(&event.forms).into(),
        ]
    });
    let columns = vec!["id", "title", "earliest", "target", "latest", "deadline", "state", "forms"];
    Table { columns, rows: visits.chain(events).collect() }
}

fn text(calendar: &Calendar, lang: Lang) -> String {
    let mut text = table(calendar, lang).text();
    for ended in &calendar.ended {
        let (title, day) = (ended.title.get(lang), ended.day);
        text.push_str(&match (lang, ended.resumed) {
            (Lang::Ja, None) => format!("\n{day} で終了: {title}\n"),
            (Lang::En, None) => format!("\nends on {day}: {title}\n"),
            (Lang::Ja, Some(again)) => format!("\n{day} で終了、{again} から再開: {title}\n"),
            (Lang::En, Some(again)) => format!("\nends on {day}, again from {again}: {title}\n"),
        });
    }
    if calendar.visits.is_empty() && calendar.events.is_empty() {
        text.push_str(match lang {
            Lang::Ja => "基準日が分からないため、予定はありません。\n",
            Lang::En => "day 0 is not known, so nothing is planned\n",
        });
    }
    text
}

/// iCalendar (RFC 5545): a window per visit as an event of whole days, the deadline as a to-do.
fn ics(schedule: &Schedule, calendar: &Calendar, lang: Lang) -> String {
    let plain = |day: Date| day.to_string().replace('-', "");
    let mut lines = vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".to_owned(), "PRODID:-//CTR-J//ctr schedule//EN".to_owned()];
    for visit in &calendar.visits {
        let [earliest, target, latest, deadline] = visit.days;
        let after = latest.add_days(1).unwrap_or(latest);
        let escape = |text: &str| text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}-{}-{}@ctr-j", schedule.id, visit.id, plain(target)),
            format!("DTSTAMP:{}T000000Z", plain(earliest)),
            format!("DTSTART;VALUE=DATE:{}", plain(earliest)),
            format!("DTEND;VALUE=DATE:{}", plain(after)),
            format!("SUMMARY:{}", escape(visit.title.get(lang))),
            format!("DESCRIPTION:{}", escape(&format!("{target}; {deadline}; {}", forms(&visit.forms)))),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// A line of at most 75 bytes; what is longer goes on after a line break and a blank.
fn folded(line: &str) -> String {
    let mut text = String::new();
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > 74 {
            text.push_str("\r\n ");
            width = 1;
        }
        width += letter.len_utf8();
        text.push(letter);
    }
    text + "\r\n"
}
