//! A rule as written: a tree with a span on every node.

use std::sync::Arc;

use crate::source::Span;

/// A node of the tree; spans count bytes of the rule's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Where it stands in the rule.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `12`, `0.50`: text as written.
    Number(Arc<str>),
    /// `"text"`.
    Text(Arc<str>),
    /// `true`, `false`.
    Bool(bool),
    /// `null`: read so that it can be refused with help.
    Null,
    /// A name.
    Name(Arc<str>),
    /// `a.b`.
    Field(Box<Expr>, Arc<str>, Span),
    /// `f(a, b)`; the span is the name's.
    Call(Arc<str>, Span, Vec<Expr>),
    /// `a.f(b, c)`; the span is the name's.
    Method(Box<Expr>, Arc<str>, Span, Vec<Expr>),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `!a`.
    Not(Box<Expr>),
    /// `-a`.
    Negate(Box<Expr>),
    /// `a op b`; the span is the operator's.
    Binary(Operator, Span, Box<Expr>, Box<Expr>),
    /// `a ? b : c`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
}

/// Operators of two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `in`
    In,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

impl Operator {
    /// How it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Or => "||",
            Operator::And => "&&",
            Operator::Eq => "==",
            Operator::Ne => "!=",
            Operator::Lt => "<",
            Operator::Le => "<=",
            Operator::Gt => ">",
            Operator::Ge => ">=",
            Operator::In => "in",
            Operator::Add => "+",
            Operator::Sub => "-",
            Operator::Mul => "*",
            Operator::Div => "/",
        }
    }

    /// Binding strength; a larger number binds tighter.
    pub fn strength(self) -> u8 {
        match self {
            Operator::Or => 1,
            Operator::And => 2,
            Operator::Eq | Operator::Ne | Operator::Lt | Operator::Le | Operator::Gt | Operator::Ge | Operator::In => 3,
            Operator::Add | Operator::Sub => 4,
            Operator::Mul | Operator::Div => 5,
        }
    }
}

impl Expr {
    /// Every name in the tree that may be an item of this form: fields of the `others` (other records) are not.
    pub fn own_words(&self, others: &dyn Fn(&str, &str) -> bool, visit: &mut dyn FnMut(&Arc<str>)) {
        match &self.kind {
            ExprKind::Field(inner, field, _) => match &inner.kind {
                ExprKind::Name(name) if others(name, field) => {}
                _ => {
                    inner.own_words(others, visit);
                    visit(field);
                }
            },
            ExprKind::Call(_, _, args) | ExprKind::List(args) => args.iter().for_each(|arg| arg.own_words(others, visit)),
            ExprKind::Method(inner, _, _, args) => {
                inner.own_words(others, visit);
                args.iter().for_each(|arg| arg.own_words(others, visit));
            }
            ExprKind::Not(inner) | ExprKind::Negate(inner) => inner.own_words(others, visit),
            ExprKind::Binary(_, _, left, right) => [left, right].into_iter().for_each(|side| side.own_words(others, visit)),
            ExprKind::If(condition, then, otherwise) => {
                [condition, then, otherwise].into_iter().for_each(|part| part.own_words(others, visit));
            }
            ExprKind::Name(_) | ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Bool(_) | ExprKind::Null => {
                self.words(&mut |word| visit(word))
            }
        }
    }

    /// Every name and field in the tree, in reading order.
    pub fn words(&self, visit: &mut impl FnMut(&Arc<str>)) {
        match &self.kind {
            ExprKind::Name(name) => visit(name),
            // `infusion.infusion_date` names an item of another form: only the form is a name here; a row's field is a name.
            ExprKind::Field(inner, name, _) => {
                inner.words(visit);
                visit(name);
            }
            ExprKind::Call(_, _, args) | ExprKind::List(args) => args.iter().for_each(|arg| arg.words(visit)),
            ExprKind::Method(inner, _, _, args) => {
                inner.words(visit);
                args.iter().for_each(|arg| arg.words(visit));
            }
            ExprKind::Not(inner) | ExprKind::Negate(inner) => inner.words(visit),
            ExprKind::Binary(_, _, left, right) => {
                left.words(visit);
                right.words(visit);
            }
            ExprKind::If(condition, then, otherwise) => {
                condition.words(visit);
                then.words(visit);
                otherwise.words(visit);
            }
            ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Bool(_) | ExprKind::Null => {}
        }
    }
}
