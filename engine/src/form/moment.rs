//! When a record is judged: while a person types, when a draft is saved, when the record is submitted.

/// A moment of judgement, in the order in which they come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// While a person types.
    Typing,
    /// When a draft is saved, and when a saved draft is opened.
    Save,
    /// When the record is submitted; what is meant where nothing is said.
    #[default]
    Submit,
}

impl Moment {
    /// Every moment, in order.
    pub const ALL: [Moment; 3] = [Moment::Typing, Moment::Save, Moment::Submit];

    /// The word in definitions and commands.
    pub fn name(self) -> &'static str {
        match self {
            Moment::Typing => "typing",
            Moment::Save => "save",
            Moment::Submit => "submit",
        }
    }

    /// The moment of a word.
    pub fn from_name(name: &str) -> Option<Moment> {
        Moment::ALL.into_iter().find(|moment| moment.name() == name)
    }
}
