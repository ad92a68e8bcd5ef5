//! Numbers, texts, codes, names and fields.

use crate::diagnostic::suggest::{closest, did_you_mean, longer};
use crate::expr::ast::{Expr, ExprKind};
use crate::expr::check::checker::{Checker, Typed};
use crate::expr::names::{Holds, Names};
use crate::expr::types::Type;
use crate::form::list::CodeList;
use crate::form::reference::OLD;
use crate::kind::kind::Kind;
use crate::program::node::{Base, Node, Read};
use crate::source::Span;
use crate::value::decimal::Decimal;
use crate::value::missing::Missing;
use std::sync::Arc;

impl Checker<'_> {
    pub(super) fn number(&mut self, text: &str, span: Span) -> Option<Typed> {
        match Decimal::parse(text) {
            Some(number) => Some((Node::Number(number), Type::Number(None))),
            None if text.len() > 1 && text.starts_with('0') => {
                let plain = text.trim_start_matches('0');
                let plain = if plain.is_empty() || plain.starts_with('.') { format!("0{plain}") } else { plain.to_owned() };
                self.fault(
                    "rule-syntax",
                    span,
                    (
                        format!("`{text}` の先頭の0は書けません。"),
                        format!("no number begins with a needless 0, as `{text}` does"),
                    ),
                    (
                        format!("`{plain}` と書いてください。コードなら `\"{text}\"` と引用符で囲みます。"),
                        format!("write `{plain}`; quote it when a code is meant: `\"{text}\"`"),
                    ),
                )
            }
            None => self.fault(
                "number-too-long",
                span,
                ("数の桁が多すぎます。".into(), "this number has too many digits".into()),
                ("18桁までにしてください。".into(), "use at most 18 digits".into()),
            ),
        }
    }

    pub(super) fn text(&mut self, text: &Arc<str>, span: Span, expected: Option<&Type>) -> Option<Typed> {
        match expected {
            Some(Type::Code(list)) => self.code(text, list, span),
            Some(Type::Reason) => match Missing::from_code(text) {
                Some(reason) => Some((Node::Code(u16::from(reason.index()), text.clone()), Type::Reason)),
                None => self.fault(
                    "unknown-missing-reason",
                    span,
                    (format!("`{text}` という欠測理由はありません。"), format!("there is no missing reason `{text}`")),
                    Missing::suggest(text),
                ),
            },
            _ => Some((Node::Text(text.clone()), Type::Text)),
        }
    }

    pub(super) fn code(&mut self, text: &Arc<str>, list: &Arc<CodeList>, span: Span) -> Option<Typed> {
        match list.find(text) {
            Some(place) => Some((Node::Code(place, text.clone()), Type::Code(list.clone()))),
            None => self.fault(
                "unknown-code",
                span,
                (
                    format!("リスト `{}` にコード `{text}` はありません。", list.id),
                    format!("list `{}` has no code `{text}`", list.id),
                ),
                self.names.near(text, list.codes.iter().map(|code| &*code.code)),
            ),
        }
    }

    pub(super) fn null<T>(&mut self, span: Span) -> Option<T> {
        self.fault(
            "compare-with-null",
            span,
            ("`null` とは比べられません。".into(), "nothing can be compared with `null`".into()),
            (
                "回答の有無は `answered(項目)`、欠測理由の有無は `missing(項目)` で調べます。".into(),
                "ask `answered(item)` whether there is an answer, `missing(item)` whether there is a reason for none".into(),
            ),
        )
    }

    /// An empty text is no answer, so nothing is equal to it.
    pub(super) fn empty_text<T>(&mut self, span: Span) -> Option<T> {
        self.fault(
            "compare-with-null",
            span,
            ("空の文とは比べられません。".into(), "nothing can be compared with an empty text".into()),
            (
                "回答の有無は `answered(項目)`、回答がないことは `!answered(項目)` で調べます。".into(),
                "ask `answered(item)` whether there is an answer, `!answered(item)` whether there is none".into(),
            ),
        )
    }

    /// Whether a name means something in this rule.
    pub(super) fn is_known(&self, name: &str) -> bool {
        name == "today"
            || self.is_row(name)
            || self.names.items.contains_key(name)
            || self.names.forms.contains_key(name)
            || self.names.faulty_forms.contains(name)
    }

    pub(super) fn name(&mut self, name: &Arc<str>, span: Span, expected: Option<&Type>) -> Option<Typed> {
        if &**name == "today" {
            return Some((Node::Today, Type::Date));
        }
        if let Some(Type::Code(list)) = expected
            && !self.is_known(name)
            && let Some(code) = list.codes.iter().find(|code| code.code.eq_ignore_ascii_case(name))
        {
            let code = &code.code;
            return self.fault(
                "unknown-item",
                span,
                (format!("項目 `{name}` はこの様式にありません。"), format!("item `{name}` is not defined in this form")),
                (
                    format!("リスト `{}` のコードなら `\"{code}\"` と引用符で囲みます。", list.id),
                    format!("put a code of list `{}` in quotes: `\"{code}\"`", list.id),
                ),
            );
        }
        let read = self.item(name, span)?;
        match read {
            (read, Holds::Values(gives)) => Some((Node::Read(read), gives)),
            (_, Holds::Rows(..)) => self.group_as_value(name, span),
            (_, Holds::Faulty) => None,
        }
    }

    fn group_as_value<T>(&mut self, name: &str, span: Span) -> Option<T> {
        self.fault(
            "group-as-value",
            span,
            (format!("`{name}` はグループで、値ではありません。"), format!("`{name}` is a group, not a value")),
            (
                format!("`{name}.exists(r, …)` や `{name}.size()` を使ってください。"),
                format!("use `{name}.exists(r, …)`, `{name}.size()` and the like"),
            ),
        )
    }

    /// Whether a name is that of a row bound here.
    pub(super) fn is_row(&self, name: &str) -> bool {
        self.vars.iter().any(|(var, ..)| **var == *name)
    }

    /// The slot of an item of this form that can be read from here.
    pub(super) fn item(&mut self, name: &Arc<str>, span: Span) -> Option<(Read, Holds)> {
        if self.is_row(name) {
            return self.fault(
                "row-as-value",
                span,
                (format!("`{name}` は行で、値ではありません。"), format!("`{name}` is a row, not a value")),
                (format!("`{name}.項目` のように項目を付けてください。"), format!("name an item of the row: `{name}.item`")),
            );
        }
        let Some(known) = self.names.items.get(name) else {
            if self.names.faulty_forms.contains(name) {
                return None;
            }
            let forms = self.names.forms.keys().find(|form| *form == name);
            if forms.is_some() {
                return self.fault(
                    "form-as-value",
                    span,
                    (format!("`{name}` は様式で、値ではありません。"), format!("`{name}` is a form, not a value")),
                    (format!("`{name}.項目` のように項目を付けてください。"), format!("name an item of the form: `{name}.item`")),
                );
            }
            let words = self.names.items.keys().map(|id| &**id).chain(["today"]);
            return self.fault(
                "unknown-item",
                span,
                (format!("項目 `{name}` はこの様式にありません。"), format!("item `{name}` is not defined in this form")),
                near_item(self.names, name, words),
            );
        };
        let Some(up) = self.names.up(self.scope, known.scope) else {
            return self.fault(
                "row-item-outside-rows",
                span,
                (
                    format!("`{name}` は行の中の項目なので、ここからは1つに決まりません。"),
                    format!("`{name}` is an item of rows; from here it is not one value"),
                ),
                (
                    "`グループ.exists(r, r.項目 …)` などを使ってください。".into(),
                    "use `group.exists(r, r.item …)` and the like".into(),
                ),
            );
        };
        let (id, read, holds) = (known.id, known.read(Base::Up(up)), known.holds.clone());
        self.reads_item(id, Base::Up(up));
        Some((read, holds))
    }

    pub(super) fn field(&mut self, inner: &Expr, field: &Arc<str>, span: Span) -> Option<Typed> {
        match self.field_read(inner, field, span)? {
            (read, Holds::Values(gives)) => Some((Node::Read(read), gives)),
            (_, Holds::Rows(..)) => {
                let ExprKind::Name(row) = &inner.kind else { return None };
                self.group_as_value(&format!("{row}.{field}"), span)
            }
            (_, Holds::Faulty) => None,
        }
    }

    /// `row.item` or `form.item`.
    pub(super) fn field_read(&mut self, inner: &Expr, field: &Arc<str>, span: Span) -> Option<(Read, Holds)> {
        let ExprKind::Name(name) = &inner.kind else {
            return self.fault(
                "nothing-inside",
                span,
                ("ここで `.` は使えません。".into(), "`.` cannot be used here".into()),
                ("`様式.項目` か `行.項目` の形で書いてください。".into(), "write `form.item` or `row.item`".into()),
            );
        };
        if let Some(place) = self.vars.iter().rposition(|(var, ..)| var == name) {
            return self.row_field(name, place, field, span);
        }
        if let Some(items) = self.names.forms.get(name) {
            let Some(foreign) = items.get(field) else {
                if &**name == OLD && self.names.items.contains_key(field) {
                    return self.fault(
                        "old-of-row",
                        span,
                        (
                            format!("`{field}` は行の中の項目なので、前の改訂のどの行かが決まりません。"),
                            format!("`{field}` is an item of rows; which row of the earlier revision is meant cannot be known"),
                        ),
                        (
                            "行の外の項目だけが `old.` で読めます。".into(),
                            "only items outside rows can be read with `old.`".into(),
                        ),
                    );
                }
                let words = items.keys().map(|id| &**id);
                return self.fault(
                    "unknown-item",
                    span,
                    (format!("様式 `{name}` に項目 `{field}` はありません。"), format!("form `{name}` has no item `{field}`")),
                    near_item(self.names, field, words),
                );
            };
            if self.names.plurals.contains(name) {
                return self.fault(
                    "plural-needs-fold",
                    span,
                    (
                        format!("`{name}` は複数の記録なので、値は1つではありません。"),
                        format!("`{name}` stands for several records, so this is not one value"),
                    ),
                    (
                        format!("`max({name}.{field})`、`last({name}.{field})` などでまとめてください。"),
                        format!("bring them together: `max({name}.{field})`, `last({name}.{field})` and the like"),
                    ),
                );
            }
            let Some(values) = self.names.foreign_type(name, foreign) else {
                if foreign.item.kind != Kind::Group {
                    // The item's own fault is told.
                    return None;
                }
                return self.fault(
                    "group-as-value",
                    span,
                    (
                        format!("`{name}.{field}` はグループなので、ここからは読めません。"),
                        format!("`{name}.{field}` is a group and cannot be read from here"),
                    ),
                    (
                        "グループの外の項目だけが、ほかの様式から読めます。相手の様式に計算項目を作ってください。".into(),
                        "other forms read items outside groups only; make a calculated item in that form".into(),
                    ),
                );
            };
            let read = self.names.import(self.scope, name, &foreign.item)?;
            if !self.imports.contains(&read.slot) {
                self.imports.push(read.slot);
            }
            return Some((read, Holds::Values(values)));
        }
        if self.names.faulty_forms.contains(name) {
            return None;
        }
        if self.names.items.contains_key(name) {
            return self.fault(
                "nothing-inside",
                span,
                (
                    format!("項目 `{name}` の中に `{field}` はありません。"),
                    format!("item `{name}` has nothing named `{field}` inside"),
                ),
                (
                    "`.` の前には、様式か行の名前を書きます。項目はそのまま `項目` と書きます。".into(),
                    "`.` follows the name of a form or a row; an item stands alone".into(),
                ),
            );
        }
        let words = self.names.forms.keys().map(|id| &**id).filter(|id| *id != OLD);
        let near = did_you_mean(name, words);
        let near =
            if self.names.forms.keys().any(|id| &**id != OLD) { (near.0, format!("; {}", near.1)) } else { Default::default() };
        let help = (
            format!("他の様式を読むには `uses: [{name}]` を足してください。{}", near.0),
            format!("to read another form add it: `uses: [{name}]`{}", near.1),
        );
        self.fault(
            "form-not-used",
            inner.span,
            (format!("様式 `{name}` は `uses` に書かれていません。"), format!("form `{name}` is not listed under `uses`")),
            help,
        )
    }

    pub(super) fn row_field(&mut self, row: &str, place: usize, field: &Arc<str>, span: Span) -> Option<(Read, Holds)> {
        let (_, scope, _) = self.vars.get(place).cloned()?;
        let found = self.names.items.get(field).filter(|known| known.scope == scope);
        let Some(known) = found else {
            let words = self.names.items.iter().filter(|(_, known)| known.scope == scope).map(|(id, _)| &**id);
            return self.fault(
                "unknown-item",
                span,
                (format!("行 `{row}` に項目 `{field}` はありません。"), format!("row `{row}` has no item `{field}`")),
                near_item(self.names, field, words),
            );
        };
        let base = Base::Var(u8::try_from(place).unwrap_or(u8::MAX));
        let (id, read, holds) = (known.id, known.read(base), known.holds.clone());
        self.reads_item(id, base);
        Some((read, holds))
    }
}

/// A near item, or the advice to look at the form.
fn near_item<'a>(names: &Names, name: &str, words: impl Iterator<Item = &'a str> + Clone) -> (String, String) {
    let near = if names.may_look_up() { closest(name, words.clone()).or_else(|| longer(name, words)) } else { None };
    match near {
        Some(near) => (format!("`{near}` のことですか?"), format!("did you mean `{near}`?")),
        None => ("項目のIDを確かめてください。".into(), "check the item's id".into()),
    }
}
