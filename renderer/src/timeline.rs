//! A patient's calendar as a drawing: windows along an axis on which the first year has as much room as the later ones together.
//! Everything it shows stands in the table beside it, so the drawing is one image with a name for those who cannot see it.

use std::fmt::Write as _;

use engine::lang::Lang;
use engine::schedule::calendar::{Calendar, VisitDue};
use engine::value::date::Date;

use crate::html::escaped;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 120.0;
const LEFT: f64 = 12.0;
const AXIS: f64 = 70.0;
/// Labels stand above and below the axis by turns as there is room.
const LABEL_ROWS: [f64; 4] = [AXIS - 18.0, AXIS + 28.0, AXIS - 34.0, AXIS + 44.0];

/// The drawing as SVG; empty while nothing is planned. Colours come from classes, as the policy of the pages asks.
pub fn svg(calendar: &Calendar, lang: Lang, today: Date) -> String {
    let (Some(anchor), Some(last)) = (calendar.anchor, calendar.visits.last()) else { return String::new() };
    let span = anchor.days_until(last.days[3]).max(1);
    let place = |day: Date| position(anchor.days_until(day), span);
    let name = match lang {
        Lang::Ja => "追跡の予定",
        Lang::En => "Timeline of the visits",
    };
    let mut svg =
        format!("<svg class=\"timeline\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">", escaped(name));
    let _ = write!(svg, "<line class=\"timeline-axis\" x1=\"{LEFT}\" y1=\"{AXIS}\" x2=\"{}\" y2=\"{AXIS}\"/>", WIDTH - LEFT);
    // What was due before day 0 has no place on the axis; the table lists it.
    let mut visits: Vec<&VisitDue> = calendar.visits.iter().filter(|visit| visit.days[1] >= anchor).collect();
    visits.sort_by_key(|visit| visit.days[1]);
    let mut rows = LABEL_ROWS.map(|y| Row { y, end: 0.0 });
    for visit in visits {
        window(&mut svg, visit, &place);
        label(&mut svg, visit.title.get(lang), place(visit.days[1]), &mut rows);
    }
    if today >= anchor && today <= last.days[3] {
        let x = place(today);
        let word = if lang == Lang::Ja { "今日" } else { "today" };
        let _ = write!(svg, "<line class=\"timeline-today\" x1=\"{x:.1}\" y1=\"18\" x2=\"{x:.1}\" y2=\"{}\"/>", AXIS + 12.0);
        let _ = write!(svg, "<text class=\"timeline-label\" x=\"{x:.1}\" y=\"14\" text-anchor=\"middle\">{word}</text>");
    }
    svg.push_str("</svg>");
    svg
}

/// Days after day 0 along the axis, by their square root.
fn position(days: i64, span: i64) -> f64 {
    let part = |days: i64| f64::from(i32::try_from(days.clamp(0, span)).unwrap_or(i32::MAX));
    LEFT + (WIDTH - 2.0 * LEFT) * (part(days) / part(span)).sqrt()
}

fn window(svg: &mut String, visit: &VisitDue, place: &impl Fn(Date) -> f64) {
    let [earliest, _, latest, _] = visit.days;
    let (from, to) = (place(earliest), place(latest));
    let state = visit.state.word();
    let _ = write!(
        svg,
        "<rect class=\"timeline-window timeline-{state}\" x=\"{from:.1}\" y=\"{}\" width=\"{:.1}\" height=\"20\" rx=\"3\"/>",
        AXIS - 10.0,
        (to - from).max(4.0)
    );
}

/// A line of labels, and where its last one ends.
struct Row {
    y: f64,
    end: f64,
}

/// A label near its visit, in the first row that has room for it; where all are full the table beside the drawing says it.
fn label(svg: &mut String, text: &str, at: f64, rows: &mut [Row]) {
    let width: f64 = text.chars().map(|letter| if letter.is_ascii() { 6.0 } else { 11.0 }).sum();
    let middle = at.clamp(width / 2.0 + 2.0, WIDTH - width / 2.0 - 2.0);
    let Some(row) = rows.iter_mut().find(|row| middle - width / 2.0 >= row.end + 6.0 || row.end == 0.0) else { return };
    row.end = middle + width / 2.0;
    let _ = write!(
        svg,
        "<text class=\"timeline-label\" x=\"{middle:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
        row.y,
        escaped(text)
    );
}
