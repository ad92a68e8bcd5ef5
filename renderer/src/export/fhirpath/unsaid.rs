//! Why a rule cannot be said in FHIRPath.

use engine::lang::Text;

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// Two rows of one rule at once: `$this` is one row only.
    TwoRows,
    /// An order of codes or of yes and no.
    Order,
    /// Arithmetic with dates that may be partial.
    Partial,
    /// Whether an item of another form is asked.
    AskedElsewhere,
    /// A place that a response does not have.
    Nowhere,
    /// A number of steps that is not constant.
    Steps,
    /// A number of places that is not written as one, or more than the engine gives.
    Places,
}

impl Unsaid {
    /// In both languages.
    pub fn text(self) -> Text {
        let (ja, en) = match self {
            Unsaid::TwoRows => ("2つの行を同時に参照する規則", "the rule looks at two rows at once"),
            Unsaid::Order => ("コードの順序を比べる規則", "the rule compares the order of codes"),
            Unsaid::Partial => ("部分日付の計算を含む規則", "the rule calculates with dates that may be partial"),
            Unsaid::AskedElsewhere => {
                ("他の様式の項目が回答対象かどうかを参照する規則", "the rule asks whether an item of another form is asked")
            }
            Unsaid::Nowhere => ("回答書に無い場所を参照する規則", "the rule reads a place that a response does not have"),
            Unsaid::Places => ("丸める桁数が定数でない規則", "the rule rounds to a number of places that is not constant"),
            Unsaid::Steps => ("加える日数などが定数でない規則", "the rule moves a date by a number that is not constant"),
        };
        Text::new(ja, en)
    }
}

/// An expression, or why there is none.
pub type Said = Result<String, Unsaid>;
