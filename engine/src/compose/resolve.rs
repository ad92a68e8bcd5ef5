//! What the names in a rule of a part mean: own ids become ids of the form, parameters what the use gave for them.
//!
//! The rule's text is never rewritten: it is read as its author wrote it, and the tree is resolved name by name, so that every fault
//! points at the author's own letters, those of an argument at the place of the use. A block's rule sees the block's own items and its
//! parameters and nothing else, so that it means the same in every form.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::suggest::did_you_mean;
use crate::document::rule::{Parts, RuleText, Scope};
use crate::expr::ast::{Expr, ExprKind};
use crate::expr::lexer::Fault;
use crate::expr::parser::{MAX_LENGTH, parse};
use crate::source::Span;

/// Words that mean the same everywhere.
const BUILT_IN: &[&str] = &["today"];

/// Most arguments around each other: blocks in blocks that hand their parameters on.
const MOST_DEEP: u8 = 12;

/// A rule whose names are ids of the form: the tree, and the rule whose text says the same.
pub type Resolved<'d> = (Cow<'d, RuleText>, Expr);

/// Reads a rule and resolves its names. The spans of faults count bytes of `rule`'s text, or are places of files when the rule given
/// back with them says so.
pub fn resolve(rule: &RuleText) -> Result<Resolved<'_>, (Cow<'_, RuleText>, Fault)> {
    resolve_within(rule, rule.parts.as_ref(), 0)
}

fn resolve_within<'d>(
    rule: &'d RuleText,
    parts: Option<&Arc<Parts>>,
    depth: u8,
) -> Result<Resolved<'d>, (Cow<'d, RuleText>, Fault)> {
    let expr = parse(&rule.text).map_err(|fault| (Cow::Borrowed(rule), fault))?;
    let part = parts.and_then(|parts| parts.get(rule.span.origin));
    let (Some(parts), Some(part)) = (parts, part) else {
        return match parameter(&expr) {
            Some((name, span)) => Err((Cow::Borrowed(rule), outside_block(&name, span))),
            None => Ok((Cow::Borrowed(rule), expr)),
        };
    };
    let mut resolver =
        Resolver { parts, scope: &part.scope, rule, depth, rows: Vec::new(), foreign: None, spliced: Vec::new(), fault: None };
    let resolved = resolver.expr(expr);
    let settled = |text: Arc<str>| {
        Cow::Owned(RuleText { text, span: rule.span, offsets: rule.offsets.settled(), parts: rule.parts.clone() })
    };
    match resolver.fault {
        Some(fault) => Err((settled(rule.text.clone()), fault)),
        None => {
            let text = spliced(&rule.text, resolver.spliced);
            match text.len() > MAX_LENGTH {
                true => Err((settled(rule.text.clone()), too_long(rule.span))),
                false => Ok((settled(text.into()), resolved)),
            }
        }
    }
}

/// The first `$name` of a rule.
fn parameter(expr: &Expr) -> Option<(Arc<str>, Span)> {
    let mut found = None;
    expr.words(&mut |word| {
        if word.starts_with('$') && found.is_none() {
            found = Some(word.clone());
        }
    });
    found.map(|name| (name, expr.span))
}

fn outside_block(name: &str, span: Span) -> Fault {
    Fault {
        code: "unknown-parameter",
        span,
        message: (format!("ここには `{name}` というパラメーターはありません。"), format!("there is no parameter `{name}` here")),
        help: (
            "パラメーターを使えるのは、それを定義したブロックの中だけです。項目はIDで書いてください。".into(),
            "a parameter has a meaning only inside the block that declares it; name items by their id".into(),
        ),
    }
}

/// An argument; a default that names itself is found by its depth.
fn resolve_deeper<'d>(argument: &'d RuleText, parts: &Arc<Parts>, depth: u8) -> Result<Resolved<'d>, (Cow<'d, RuleText>, Fault)> {
    if depth < MOST_DEEP {
        return resolve_within(argument, Some(parts), depth + 1);
    }
    let span = Span::new(0, argument.text.len());
    let message = ("パラメーターが自分自身を必要としています。".into(), "this parameter needs itself".into());
    let help = ("既定値から自分自身の名前を外してください。".into(), "take its own name out of the default".into());
    Err((Cow::Borrowed(argument), Fault { code: "wrong-parameter", span, message, help }))
}

fn too_long(span: Span) -> Fault {
    Fault {
        code: "rule-too-long",
        span,
        message: ("パラメーターを入れると規則が長すぎます。".into(), "with its parameters put in, this rule is too long".into()),
        help: ("途中の値を計算項目に分けてください。".into(), "move parts of it into calculated items".into()),
    }
}

/// The text with parts of it replaced.
fn spliced(text: &str, mut replaced: Vec<(Span, String)>) -> String {
    replaced.sort_by_key(|(span, _)| span.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in replaced {
        out.push_str(text.get(at..span.start as usize).unwrap_or(""));
        out.push_str(&new);
        at = span.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

struct Resolver<'p> {
    parts: &'p Arc<Parts>,
    scope: &'p Scope,
    rule: &'p RuleText,
    /// How many arguments lie around.
    depth: u8,
    /// Names of rows around, as written and as they stand in the resolved tree.
    rows: Vec<(Arc<str>, Arc<str>)>,
    /// Words of the arguments, once asked for.
    foreign: Option<BTreeSet<Arc<str>>>,
    spliced: Vec<(Span, String)>,
    fault: Option<Fault>,
}

/// What a name means.
enum Meaning {
    Same,
    Item(Arc<str>),
    Argument(RuleText),
}

impl<'p> Resolver<'p> {
    /// Words of the arguments: a row of the block must not capture them.
    fn is_foreign(&mut self, name: &str) -> bool {
        let (scope, parts, depth) = (self.scope, self.parts, self.depth);
        let foreign = self.foreign.get_or_insert_with(|| {
            let mut words = BTreeSet::new();
            for argument in scope.arguments.values().flatten() {
                if let Ok((_, expr)) = resolve_deeper(argument, parts, depth) {
                    expr.words(&mut |word| {
                        words.insert(word.clone());
                    });
                }
            }
            words
        });
        foreign.contains(name)
    }

    /// A place in the rule as a place of its file.
    fn place(&self, span: Span) -> Span {
        self.rule.offsets.span(span)
    }

    fn expr(&mut self, expr: Expr) -> Expr {
        let span = self.place(expr.span);
        let kind = match expr.kind {
            ExprKind::Name(name) => return self.name(name, expr.span),
            ExprKind::Field(inner, field, at) => self.field(*inner, field, at),
            ExprKind::Method(inner, name, at, args) => {
                let inner = self.boxed(*inner);
                let args = self.arguments(args);
                ExprKind::Method(inner, name, self.place(at), args)
            }
            ExprKind::Call(name, at, args) => {
                // A table is a table of the form, not an item.
                let table = args.iter().take(usize::from(&*name == "lookup")).filter(|arg| matches!(arg.kind, ExprKind::Name(_)));
                let tables: Vec<Expr> = table.map(|arg| Expr { span: self.place(arg.span), kind: arg.kind.clone() }).collect();
                let values = args.into_iter().skip(tables.len()).map(|arg| self.expr(arg)).collect::<Vec<_>>();
                let args = tables.into_iter().chain(values).collect();
                ExprKind::Call(name, self.place(at), args)
            }
            ExprKind::List(args) => ExprKind::List(args.into_iter().map(|arg| self.expr(arg)).collect()),
            ExprKind::Not(inner) => ExprKind::Not(self.boxed(*inner)),
            ExprKind::Negate(inner) => ExprKind::Negate(self.boxed(*inner)),
            ExprKind::Binary(operator, at, left, right) => {
                let (left, right) = (self.boxed(*left), self.boxed(*right));
                ExprKind::Binary(operator, self.place(at), left, right)
            }
            ExprKind::If(condition, then, otherwise) => {
                ExprKind::If(self.boxed(*condition), self.boxed(*then), self.boxed(*otherwise))
            }
            plain @ (ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Bool(_) | ExprKind::Null) => plain,
        };
        Expr { span, kind }
    }

    fn boxed(&mut self, expr: Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    /// `(row, body)` names a row for the body; other arguments are values.
    fn arguments(&mut self, mut args: Vec<Expr>) -> Vec<Expr> {
        let named = match &args[..] {
            [Expr { kind: ExprKind::Name(name), span }, _] if !name.starts_with('$') => Some((name.clone(), *span)),
            _ => None,
        };
        let (Some((name, span)), Some(body)) = (named, args.pop()) else {
            return args.into_iter().map(|arg| self.expr(arg)).collect();
        };
        let held = if self.is_foreign(&name) { format!("{name}_of_{}", self.scope.name).into() } else { name.clone() };
        if held != name {
            self.spliced.push((span, held.to_string()));
        }
        self.rows.push((name, held.clone()));
        let body = self.expr(body);
        self.rows.pop();
        vec![Expr { span: self.place(span), kind: ExprKind::Name(held) }, body]
    }

    fn name(&mut self, name: Arc<str>, span: Span) -> Expr {
        let place = self.place(span);
        if let Some(row) = self.row(&name) {
            if row != name {
                self.spliced.push((span, row.to_string()));
            }
            return Expr { span: place, kind: ExprKind::Name(row) };
        }
        match self.meaning(&name, span) {
            Meaning::Same => Expr { span: place, kind: ExprKind::Name(name) },
            Meaning::Item(id) => {
                self.spliced.push((span, id.to_string()));
                Expr { span: place, kind: ExprKind::Name(id) }
            }
            Meaning::Argument(argument) => self.argument(&argument, span),
        }
    }

    fn row(&self, name: &str) -> Option<Arc<str>> {
        self.rows.iter().rev().find(|(written, _)| **written == *name).map(|(_, held)| held.clone())
    }

    /// `row.item`, or `form.item` where a shared item may say so.
    fn field(&mut self, inner: Expr, field: Arc<str>, at: Span) -> ExprKind {
        let of_row = match &inner.kind {
            ExprKind::Name(name) => self.row(name).is_some(),
            _ => true,
        };
        if !of_row {
            if let ExprKind::Name(name) = &inner.kind
                && self.scope.around.is_none()
                && !self.scope.names.contains_key(name)
            {
                let (name, span) = (name.clone(), inner.span);
                self.outside(&format!("{name}.{field}"), span.to(at));
            }
            let inner = Expr { span: self.place(inner.span), kind: inner.kind };
            return ExprKind::Field(Box::new(inner), field, self.place(at));
        }
        let inner = self.expr(inner);
        let held = match self.meaning(&field, at) {
            Meaning::Item(id) => {
                self.spliced.push((at, id.to_string()));
                id
            }
            Meaning::Same | Meaning::Argument(_) => field,
        };
        ExprKind::Field(Box::new(inner), held, self.place(at))
    }

    fn meaning(&mut self, name: &Arc<str>, span: Span) -> Meaning {
        if BUILT_IN.contains(&&**name) {
            return Meaning::Same;
        }
        let mut scope = Some(self.scope);
        while let Some(here) = scope {
            if let Some(parameter) = name.strip_prefix('$') {
                match here.arguments.get(parameter) {
                    Some(Some(argument)) => return Meaning::Argument(argument.clone()),
                    Some(None) => return self.no_rule(name, span),
                    None => {}
                }
            } else if let Some(id) = here.names.get(name) {
                return if id == name { Meaning::Same } else { Meaning::Item(id.clone()) };
            }
            let Some(around) = here.around else { break };
            // The form itself: its own names stand as they are.
            let Some(part) = self.parts.get(around) else { return Meaning::Same };
            scope = Some(&part.scope);
        }
        self.unknown(name, span);
        Meaning::Same
    }

    fn argument(&mut self, argument: &RuleText, span: Span) -> Expr {
        match resolve_deeper(argument, self.parts, self.depth) {
            Ok((rule, expr)) => {
                let simple = matches!(
                    expr.kind,
                    ExprKind::Name(_)
                        | ExprKind::Field(..)
                        | ExprKind::Number(_)
                        | ExprKind::Text(_)
                        | ExprKind::Bool(_)
                        | ExprKind::Call(..)
                        | ExprKind::Method(..)
                );
                let text = if simple { rule.text.to_string() } else { format!("({})", rule.text) };
                self.spliced.push((span, text));
                settle(expr, &rule)
            }
            Err((rule, fault)) => {
                let span = rule.offsets.span(fault.span);
                self.fault.get_or_insert(Fault { span, ..fault });
                Expr { span, kind: ExprKind::Null }
            }
        }
    }

    fn refuse(&mut self, code: &'static str, span: Span, message: (String, String), help: (String, String)) {
        let span = self.place(span);
        self.fault.get_or_insert(Fault { code, span, message, help });
    }

    fn no_rule(&mut self, name: &str, span: Span) -> Meaning {
        self.refuse(
            "wrong-parameter",
            span,
            (
                format!("`{name}` は規則の中で使える値ではありません。"),
                format!("`{name}` is nothing that a rule can compute with"),
            ),
            (
                "規則の中で使えるのは `type: rule`、`number`、`flag` のパラメーターです。".into(),
                "a rule can use parameters of `type: rule`, `number` and `flag`".into(),
            ),
        );
        Meaning::Same
    }

    fn unknown(&mut self, name: &Arc<str>, span: Span) {
        if name.starts_with('$') {
            let known: Vec<String> = self.scope.arguments.keys().map(|name| format!("${name}")).collect();
            let help = did_you_mean(name, known.iter().map(String::as_str));
            self.refuse(
                "unknown-parameter",
                span,
                (format!("パラメーター `{name}` は宣言されていません。"), format!("parameter `{name}` is not declared here")),
                help,
            );
        } else {
            self.outside(name, span);
        }
    }

    fn outside(&mut self, name: &str, span: Span) {
        let block = self.scope.name.clone();
        let own: Vec<&str> = self.scope.names.keys().map(|id| &**id).collect();
        let near = crate::diagnostic::suggest::closest(name, own.iter().copied());
        let help = match near {
            Some(near) => (format!("`{near}` のことですか?"), format!("did you mean `{near}`?")),
            None => (
                format!(
                    "ブロックの外の項目は、`type: rule` のパラメーターで受け取ってください(使う側で `with: {{ …: {name} }}`)。"
                ),
                format!("take it in by a parameter of `type: rule`; the form then says `with: {{ …: {name} }}`"),
            ),
        };
        self.refuse(
            "outside-block",
            span,
            (
                format!("`{name}` はブロック `{block}` の項目ではありません。"),
                format!("`{name}` is no item of block `{block}`, and a block's rules see nothing outside it"),
            ),
            help,
        );
    }
}

/// A resolved tree with places of files; that of a plain rule still counts bytes of its text.
fn settle(expr: Expr, rule: &RuleText) -> Expr {
    let place = |span| rule.offsets.span(span);
    let inner = |expr: Box<Expr>| Box::new(settle(*expr, rule));
    let all = |args: Vec<Expr>| args.into_iter().map(|arg| settle(arg, rule)).collect();
    let kind = match expr.kind {
        ExprKind::Field(of, field, at) => ExprKind::Field(inner(of), field, place(at)),
        ExprKind::Call(name, at, args) => ExprKind::Call(name, place(at), all(args)),
        ExprKind::Method(of, name, at, args) => ExprKind::Method(inner(of), name, place(at), all(args)),
        ExprKind::List(args) => ExprKind::List(all(args)),
        ExprKind::Not(of) => ExprKind::Not(inner(of)),
        ExprKind::Negate(of) => ExprKind::Negate(inner(of)),
        ExprKind::Binary(operator, at, left, right) => ExprKind::Binary(operator, place(at), inner(left), inner(right)),
        ExprKind::If(condition, then, otherwise) => ExprKind::If(inner(condition), inner(then), inner(otherwise)),
        plain => plain,
    };
    Expr { span: place(expr.span), kind }
}
