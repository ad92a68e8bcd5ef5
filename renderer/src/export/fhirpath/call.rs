//! Functions of plain values.

use engine::program::node::{Function, Node};
use engine::value::decimal::MOST_PLACES;
use engine::value::power;
use engine::value::rounding::Rounding;

use super::date::{Count, between, hours};
use super::place::is_quantity;
use super::shape::{choice, extreme, quoted, rounded, sum, together, when};
use super::translate::{Translator, canonical, not_detected};
use super::unsaid::{Said, Unsaid};

impl Translator<'_> {
    /// A call.
    pub(super) fn call(&self, function: Function, parts: &[Node]) -> Said {
        let part = |at: usize| parts.get(at).ok_or(Unsaid::Nowhere);
        let said = |at: usize| self.value(part(at)?);
        let partial = parts.iter().any(|part| self.is_partial(part));
        Ok(match function {
            Function::DaysBetween => between(Count::Days, &said(0)?, &said(1)?, partial),
            Function::MonthsBetween => between(Count::Months, &said(0)?, &said(1)?, partial),
            Function::YearsBetween | Function::Age => between(Count::Years, &said(0)?, &said(1)?, partial),
            Function::HoursBetween => hours(&said(0)?, &said(1)?),
            Function::DateOf => format!("({}).toString().substring(0, 10).toDate()", said(0)?),
            Function::AddDays => self.moved(part(0)?, part(1)?, "days", partial)?,
            Function::AddMonths => self.moved(part(0)?, part(1)?, "months", partial)?,
            Function::AddYears => self.moved(part(0)?, part(1)?, "years", partial)?,
            Function::Earliest => format!("({}).select(lowBoundary())", said(0)?),
            Function::Latest => format!("({}).select(highBoundary())", said(0)?),
            Function::Abs => format!("({}).abs()", said(0)?),
            Function::Round => rounded(Rounding::HalfUp, &said(0)?, places(parts.get(1), MOST_PLACES)?),
            Function::RoundBy(rounding) => rounded(rounding, &said(0)?, places(parts.get(1), MOST_PLACES)?),
            Function::Sqrt => near(&format!("({}).sqrt()", said(0)?), parts.get(1))?,
            Function::Ln => near(&format!("({}).ln()", said(0)?), parts.get(1))?,
            Function::Log10 => near(&format!("({}).log(10)", said(0)?), parts.get(1))?,
            Function::Log2 => near(&format!("({}).log(2)", said(0)?), parts.get(1))?,
            Function::Exp => near(&format!("({}).exp()", said(0)?), parts.get(1))?,
            Function::Pow => near(&format!("({}).power({})", said(0)?, said(1)?), parts.get(2))?,
            Function::Floor => format!("({}).floor()", said(0)?),
            Function::Ceil => format!("({}).ceiling()", said(0)?),
            Function::Min | Function::Max if partial => return Err(Unsaid::Partial),
            Function::Min | Function::Max => {
                let all = together(&self.said_all(parts)?);
                when(&format!("{all}.count() = {}", parts.len()), &extreme(&all, function == Function::Max))
            }
            Function::Limit | Function::Censored | Function::NotDetected => self.limit(function, part(0)?)?,
            Function::NumberOf if parts.len() > 1 => said(0)?,
            Function::NumberOf => match part(0)? {
                Node::Code(_, code) => format!("{}.toDecimal()", quoted(code)),
                other => format!("({}).toDecimal()", self.value(other)?),
            },
            Function::CountCodes => {
                let all = said(0)?;
                when(&format!("{all}.exists()"), &format!("{all}.count()"))
            }
            Function::Length => format!("({}).length()", said(0)?),
            Function::Coalesce => {
                let mut all = self.said_all(parts)?;
                let last = all.pop().ok_or(Unsaid::Nowhere)?;
                let there: Result<Vec<String>, Unsaid> = parts.iter().take(all.len()).map(|part| self.is_there(part)).collect();
                let said = all.iter().zip(there?).rev();
                said.fold(last, |rest, (one, there)| format!("iif({there}, {one}, {rest})"))
            }
            Function::CountTrue => {
                let all: Result<Vec<String>, Unsaid> = parts.iter().map(|part| self.truth(part)).collect();
                let all = all?;
                let known: Vec<String> = all.iter().map(|one| format!("({one}).exists()")).collect();
                let ones: Vec<String> = all.iter().map(|one| format!("iif({one}, 1, 0)")).collect();
                when(&known.join(" and "), &ones.join(" + "))
            }
            Function::SumAnswered => {
                let all = together(&self.said_all(parts)?);
                when(&format!("{all}.exists()"), &sum(&all))
            }
        })
    }

    /// Whether a part of `coalesce` is known: a censored number is, though it says no value.
    fn is_there(&self, node: &Node) -> Said {
        match node {
            Node::Read(read) if self.find(*read)?.item.censored.is_any() => Ok(self.answered(&self.find(*read)?)),
            Node::Call(Function::Coalesce, parts) => {
                let there: Result<Vec<String>, Unsaid> = parts.iter().map(|part| self.is_there(part)).collect();
                Ok(format!("({})", there?.join(" or ")))
            }
            Node::If(condition, yes, no) => Ok(choice(&self.truth(condition)?, &self.is_there(yes)?, &self.is_there(no)?)),
            other => Ok(format!("({}).exists()", self.value(other)?)),
        }
    }

    fn said_all(&self, parts: &[Node]) -> Result<Vec<String>, Unsaid> {
        parts.iter().map(|part| self.value(part)).collect()
    }

    fn moved(&self, date: &Node, steps: &Node, unit: &str, partial: bool) -> Said {
        if partial {
            return Err(Unsaid::Partial);
        }
        let constant = match steps {
            Node::Number(number) => number.to_integer(),
            Node::Negate(inner) => match &**inner {
                Node::Number(number) => number.to_integer().map(|steps| -steps),
                _ => None,
            },
            _ => None,
        };
        let steps = constant.ok_or(Unsaid::Steps)?;
        let sign = if steps < 0 { "-" } else { "+" };
        Ok(format!("({} {sign} {} {unit})", self.value(date)?, steps.unsigned_abs()))
    }

    /// What is asked of a number that may be censored.
    fn limit(&self, function: Function, number: &Node) -> Said {
        let item = match number {
            Node::Read(read) => Some(self.find(*read)?).filter(|found| is_quantity(found.item)),
            _ => None,
        };
        let Some(found) = item else {
            let said = self.value(number)?;
            let exact = if function == Function::Limit { said.clone() } else { "false".to_owned() };
            return Ok(when(&format!("({said}).exists()"), &exact));
        };
        let value = format!("{}.answer.value", found.entry);
        let absent = not_detected(&found);
        Ok(match function {
            Function::Limit => format!("{value}.select({})", canonical(found.item)),
            Function::Censored => {
                format!("iif({absent}, true, {})", when(&format!("{value}.exists()"), &format!("{value}.comparator.exists()")))
            }
            _ => format!("iif({absent}, true, {})", when(&format!("{value}.exists()"), "false")),
        })
    }
}

/// A root, a logarithm or a power, to the places that are asked for.
fn near(number: &str, wanted: Option<&Node>) -> Said {
    Ok(rounded(Rounding::HalfUp, number, places(wanted, power::MOST_PLACES)?))
}

/// A constant number of places that the engine gives; none given means none wanted.
fn places(wanted: Option<&Node>, most: u8) -> Result<u8, Unsaid> {
    match wanted {
        None => Ok(0),
        Some(Node::Number(number)) => number
            .to_integer()
            .and_then(|places| u8::try_from(places).ok())
            .filter(|places| *places <= most)
            .ok_or(Unsaid::Places),
        Some(_) => Err(Unsaid::Places),
    }
}
