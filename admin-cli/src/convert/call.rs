//! Calls: the functions of other systems that ours have a counterpart for.

use engine::kind::kind::Kind;

use crate::convert::constant::{date, number_text, quoted};
use crate::convert::id::ROW;
use crate::convert::pen::Pen;
use crate::convert::rule::Expr;
use crate::convert::written::{ATOM, Ty, Written, atom, guarded, weak};

impl Pen<'_, '_> {
    pub fn call(&mut self, name: &str, arguments: &[Expr]) -> Option<Written> {
        let first = arguments.first()?;
        match name {
            "own-chosen" => match first {
                Expr::Text(code) => self.chosen(&Expr::Own, code),
                _ => None,
            },
            "sum" | "mean" => {
                let parts = arguments.iter().map(|part| Some(guarded(&self.number(part)?, 5))).collect::<Option<Vec<_>>>()?;
                let sum = parts.join(" + ");
                if name == "mean" {
                    return Some(weak(format!("({sum}) / {}", parts.len()), Ty::Number, 6));
                }
                Some(if parts.len() == 1 { atom(format!("({sum})"), Ty::Number) } else { weak(sum, Ty::Number, 5) })
            }
            "min" | "max" => {
                let parts = arguments.iter().map(|part| Some(self.number(part)?.text)).collect::<Option<Vec<_>>>()?;
                Some(atom(format!("{name}({})", parts.join(", ")), Ty::Number))
            }
            "abs" => Some(atom(format!("abs({})", self.number(first)?.text), Ty::Number)),
            "round" => {
                let places = match arguments.get(1) {
                    None => "0".to_string(),
                    Some(Expr::Number(places)) => places.clone(),
                    Some(Expr::Text(places)) => number_text(places)?,
                    Some(_) => return None,
                };
                Some(atom(format!("round({}, {places})", self.number(first)?.text), Ty::Number))
            }
            "floor" | "ceil" => match arguments.get(1) {
                None => Some(atom(format!("{name}({})", self.number(first)?.text), Ty::Number)),
                Some(Expr::Number(zero)) if zero == "0" => {
                    Some(atom(format!("{name}({})", self.number(first)?.text), Ty::Number))
                }
                Some(_) => None,
            },
            "power" => {
                let base = self.number(first)?;
                match arguments.get(1) {
                    Some(Expr::Number(two)) if matches!(two.as_str(), "2" | "3") => {
                        let base = guarded(&base, ATOM);
                        let times = if two == "2" { 2 } else { 3 };
                        Some(weak(vec![base; times].join(" * "), Ty::Number, 6))
                    }
                    _ => None,
                }
            }
            "days" | "years" | "months" | "hours" => self.difference(name, first, arguments.get(1)?),
            "length" => {
                let text = self.any(first)?;
                (text.ty == Ty::Text).then(|| atom(format!("length({})", text.text), Ty::Number))
            }
            "size" => self.size(first),
            "coalesce" => {
                let (a, b) = (self.any(first)?, self.any(arguments.get(1)?)?);
                (a.ty == b.ty).then(|| atom(format!("coalesce({}, {})", a.text, b.text), a.ty))
            }
            "matches" => {
                let text = self.any(first)?;
                let Some(Expr::Text(pattern)) = arguments.get(1) else { return None };
                let pattern = quoted(pattern)?;
                (text.ty == Ty::Text).then(|| atom(format!("matches({}, {pattern})", text.text), Ty::Bool))
            }
            "sum-rows" | "min-rows" | "max-rows" => self.rows(name.trim_end_matches("-rows"), first),
            "count-rows" => self.size(first),
            _ => None,
        }
    }

    fn difference(&mut self, name: &str, from: &Expr, to: &Expr) -> Option<Written> {
        let wanted = if name == "hours" { Ty::Datetime } else { Ty::Date };
        let mut side = |expr: &Expr| {
            let written = match expr {
                Expr::Text(text) => atom(date(text)?, Ty::Date),
                other => self.any(other)?,
            };
            match (written.ty, wanted) {
                (Ty::Datetime, Ty::Date) => Some(format!("date({})", written.text)),
                (one, other) if one == other => Some(written.text),
                _ => None,
            }
        };
        let (from, to) = (side(from)?, side(to)?);
        Some(atom(format!("{name}_between({from}, {to})"), Ty::Number))
    }

    fn size(&mut self, expr: &Expr) -> Option<Written> {
        if let Expr::Item(source) = expr {
            let target = self.target(source)?;
            if target.kind == Kind::Group && target.form == self.known.form {
                return Some(atom(format!("size({})", target.id), Ty::Number));
            }
        }
        let (written, _) = self.reference(expr)?;
        (written.ty == Ty::Codes).then(|| atom(format!("size({})", written.text), Ty::Number))
    }

    /// A value of every row, brought together.
    fn rows(&mut self, fold: &str, expr: &Expr) -> Option<Written> {
        let Expr::Item(source) = expr else { return None };
        let target = self.target(source)?;
        let group = target.group.as_deref()?;
        let is_number = matches!(target.kind, Kind::Integer | Kind::Decimal | Kind::Quantity)
            || (target.kind == Kind::Calculated && target.calculated == Some(Ty::Number));
        if target.form != self.known.form || Some(group) == self.group || !is_number {
            return None;
        }
        Some(atom(format!("{fold}({group}.map({ROW}, {ROW}.{}))", target.id), Ty::Number))
    }
}
