//! When an answer makes something due, and what follows an end.

use crate::lang::Text;

/// When something is due after it became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// At once.
    Immediately,
    /// Within hours.
    Hours(u16),
    /// Within days.
    Days(u16),
    /// With the next visit.
    NextVisit,
}

impl Due {
    /// Reads `immediately`, `24 h`, `30 d`, `next visit`.
    pub fn parse(text: &str) -> Option<Due> {
        match text.trim() {
            "immediately" => return Some(Due::Immediately),
            "next visit" => return Some(Due::NextVisit),
            _ => {}
        }
        let (number, unit) = text.trim().split_once(' ')?;
        let number = number.parse().ok()?;
        match unit {
            "h" => Some(Due::Hours(number)),
            "d" => Some(Due::Days(number)),
            _ => None,
        }
    }

    /// In words.
    pub fn words(self) -> Text {
        match self {
            Due::Immediately => Text::new("速やかに", "at once"),
            Due::Hours(hours) => Text::new(format!("{hours}時間以内"), format!("within {hours} hours")),
            Due::Days(days) => Text::new(format!("{days}日以内"), format!("within {days} days")),
            Due::NextVisit => Text::new("次回の定期調査まで", "with the next visit"),
        }
    }
}

/// What follows when a schedule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The period in progress is reported up to the day, and no further visit follows.
    Close,
    /// No visit follows; nothing more is asked.
    Stop,
    /// Visits go on with the forms that the end names.
    SurvivalOnly,
}

impl Effect {
    /// Every word.
    pub const WORDS: &'static [(&'static str, Effect)] =
        &[("close", Effect::Close), ("stop", Effect::Stop), ("survival_only", Effect::SurvivalOnly)];

    /// The effect of a word.
    pub fn from_word(word: &str) -> Option<Effect> {
        Effect::WORDS.iter().find(|(known, _)| *known == word).map(|(_, effect)| *effect)
    }
}
