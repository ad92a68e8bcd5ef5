//! The kinds of courses that the registry declares: their forms and schedules exist and stand at their levels.

use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::suggest::did_you_mean;
use crate::document::reader::Spanned;
use crate::document::registry::{Course, Registry};
use crate::document::schedule::ScheduleDocument;
use crate::library::uses::Placed;
use crate::source::SourceFile;

/// Looks at every kind of course.
pub fn check(
    registry: &Registry,
    forms: &[Placed],
    schedules: &[(usize, ScheduleDocument)],
    files: &[SourceFile],
    sinks: &mut [Sink],
) {
    let place = files.iter().position(|file| &*file.path == "registry.yaml");
    let Some(sink) = place.and_then(|place| sinks.get_mut(place)) else { return };
    for course in &registry.courses {
        if let Some(named) = &course.opened_by {
            let of_form = forms.iter().filter(|(_, form)| form.id.value == named.value);
            match of_form.max_by_key(|(_, form)| form.version.value) {
                None => unknown_form(named, forms, sink),
                Some((_, form)) if form.level.value != course.level.value => {
                    let (word, level, own) = (&named.value, &form.level.value, &course.level.value);
                    let message = (
                        format!("様式 `{word}` のレベルは `{level}` で、コースのレベル `{own}` ではありません。"),
                        format!("form `{word}` stands at level `{level}`, not at the level `{own}` of the course"),
                    );
                    other_level(named, message, sink);
                }
                Some(_) => {}
            }
        }
        if let Some(named) = &course.schedule {
            schedule(registry, course, named, schedules, sink);
        }
    }
}

fn schedule(
    registry: &Registry,
    course: &Course,
    named: &Spanned<Arc<str>>,
    schedules: &[(usize, ScheduleDocument)],
    sink: &mut Sink,
) {
    let word = &named.value;
    let Some((_, found)) = schedules.iter().find(|(_, schedule)| schedule.id.value == *word) else {
        let known = schedules.iter().map(|(_, schedule)| &*schedule.id.value);
        sink.error(
            "unknown-schedule",
            named.span,
            (format!("調査予定 `{word}` はありません。"), format!("there is no schedule `{word}`")),
            did_you_mean(word, known),
        );
        return;
    };
    let (level, own) = (&found.level.value, &course.level.value);
    if !registry.path(level).contains(own) {
        let message = (
            format!("調査予定 `{word}` のレベル `{level}` は、コースのレベル `{own}` でもその下でもありません。"),
            format!("schedule `{word}` stands at level `{level}`, which is neither the level `{own}` of the course nor below it"),
        );
        other_level(named, message, sink);
    }
}

fn unknown_form(named: &Spanned<Arc<str>>, forms: &[Placed], sink: &mut Sink) {
    let word = &named.value;
    sink.error(
        "unknown-form",
        named.span,
        (format!("様式 `{word}` はありません。"), format!("there is no form `{word}`")),
        did_you_mean(word, forms.iter().map(|(_, form)| &*form.id.value)),
    );
}

fn other_level(named: &Spanned<Arc<str>>, message: (String, String), sink: &mut Sink) {
    sink.error(
        "course-at-other-level",
        named.span,
        message,
        (
            "コースの `level` を直すか、そのレベルのものを書いてください。".into(),
            "mend the `level` of the course, or name one that stands there".into(),
        ),
    );
}
