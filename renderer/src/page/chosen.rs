//! Which options of an item are its answer, found once, so that none of its holes compares texts.

use engine::form::list::CodeList;
use engine::kind::kind::Kind;
use serde_json::Value;

use super::cell::Cell;
use super::hole::NOWHERE;
use super::traits::{NEAR, Traits};
use super::view::option_at;
use crate::display::display::typed;

/// What an answer chooses among the options of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The first options that are chosen, one bit each; whether one behind them is; whether something is not offered.
    pub traits: Traits,
    /// The place of an option behind the first ones; of several, the first.
    pub far: u16,
}

impl Chosen {
    /// No option.
    pub const NONE: Chosen = Chosen { traits: Traits::NONE, far: NOWHERE };

    /// The options that an answer names.
    pub fn of(cell: &Cell, answer: &Value) -> Chosen {
        let mut chosen = Chosen::NONE;
        match answer {
            Value::Array(codes) if cell.kind == Kind::Choices => codes.iter().for_each(|code| chosen.take(cell, &typed(code))),
            Value::Bool(yes) => chosen.take(cell, if *yes { "true" } else { "false" }),
            other => chosen.take(cell, &typed(other)),
        }
        chosen
    }

    fn take(&mut self, cell: &Cell, code: &str) {
        let at = option_at(cell.list.as_deref(), code);
        let is_offered = at.is_some_and(|at| !cell.list.as_deref().is_some_and(|list| is_retired(list, at)));
        self.traits.set(Traits::STRAY, self.traits.meet(Traits::STRAY) || !(is_offered || code.is_empty()));
        let Some(at) = at else { return };
        self.traits.set(Traits::option(at), true);
        if at >= NEAR && self.far == NOWHERE {
            self.far = at;
        }
    }
}

fn is_retired(list: &CodeList, at: u16) -> bool {
    list.get(at).is_some_and(|code| code.retired)
}

/// Several options of a long list: those behind the first are looked for in the answer itself.
pub fn has_far(at: u16, cell: Option<&Cell>, answer: Option<&Value>) -> bool {
    let code = cell.and_then(|cell| cell.list.as_ref()?.get(at));
    let codes = answer.and_then(Value::as_array).filter(|_| cell.is_some_and(|cell| cell.kind == Kind::Choices));
    code.zip(codes).is_some_and(|(code, codes)| codes.iter().any(|found| *typed(found) == *code.code))
}
