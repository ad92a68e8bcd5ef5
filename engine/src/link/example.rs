//! Authors' cases: names, days and the words that must exist.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;

use crate::diagnostic::diagnostic::Sink;
use crate::document::form::ExampleDocument;
use crate::form::form::Example;
use crate::form::kept::Kept;
use crate::value::date::DateRange;

/// Links the examples of a form.
pub fn examples(documents: &[ExampleDocument], sink: &mut Sink) -> Vec<Example> {
    let mut seen = HashSet::new();
    let mut examples = Vec::new();
    for (document, number) in documents.iter().zip(1u32..) {
        let id: Arc<str> = document.id.as_ref().map_or_else(|| format!("example_{number}").into(), |id| id.value.clone());
        if !seen.insert(id.clone()) {
            sink.error(
                "duplicate-example",
                document.id.as_ref().map_or(document.span, |id| id.span),
                (format!("例 `{id}` が2回あります。"), format!("example `{id}` stands twice")),
                ("別のIDにしてください。".into(), "choose another id".into()),
            );
        }
        examples.extend(example(document, id, sink));
    }
    examples
}

/// The day on which an example is judged when it names none.
const DEFAULT_DAY: &str = "2026-04-01";

fn example(document: &ExampleDocument, id: Arc<str>, sink: &mut Sink) -> Option<Example> {
    let day = document.today.as_ref().map_or(DEFAULT_DAY, |today| &today.value);
    let Some(today) = DateRange::parse(day).filter(|day| day.single().is_some()) else {
        sink.error(
            "bad-date",
            document.today.as_ref().map_or(document.span, |today| today.span),
            (format!("`{day}` は日付ではありません。"), format!("`{day}` is not a date")),
            ("`2026-04-01` のように書いてください。".into(), "write a full date such as `2026-04-01`".into()),
        );
        return None;
    };
    let Value::Object(given) = &document.given else {
        sink.error(
            "wrong-shape",
            document.span,
            ("`given` には項目と回答の組が必要です。".into(), "`given` needs items with their answers".into()),
            ("`given: { 項目: 回答 }` のように書いてください。".into(), "write `given: { item: answer }`".into()),
        );
        return None;
    };
    let words =
        |list: &[crate::document::reader::Spanned<Arc<str>>]| list.iter().map(|word| word.value.clone()).collect::<Vec<_>>();
    Some(Example {
        id,
        span: document.span,
        today,
        moment: document.moment,
        context: Kept::of(&document.context),
        given: Kept::of(given),
        findings: document.findings.as_deref().map(words),
        calculated: Kept::of(&document.calculated),
        hidden: words(&document.hidden),
        undecided: words(&document.undecided),
        only: words(&document.only),
    })
}
