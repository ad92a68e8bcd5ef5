//! What a cell has, one bit each, the options that were chosen among them. Most holes of a page show nothing: a hole names what it needs,
//! and is passed over when its cell has none of that, so that the text around it is copied in one piece.

/// Some of what a cell can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits(u32);

/// Options at this place of their list or behind have no bit of their own.
pub const NEAR: u16 = 19;
/// The bit of the first option.
const FIRST: u32 = 32 - NEAR as u32;

impl Traits {
    /// Every cell has this.
    pub const ALWAYS: Traits = Traits(1);
    /// Not shown.
    pub const HIDDEN: Traits = Traits(1 << 1);
    /// Need not be answered now.
    pub const OPTIONAL: Traits = Traits(1 << 2);
    /// An error stands at it.
    pub const INVALID: Traits = Traits(1 << 3);
    /// Something was found at it.
    pub const FOUND: Traits = Traits(1 << 4);
    /// There is an answer, be it a missing reason.
    pub const ANSWERED: Traits = Traits(1 << 5);
    /// Nothing is typed: no answer, or a missing reason.
    pub const EMPTY: Traits = Traits(1 << 6);
    /// The value is missing for a reason.
    pub const MISSING: Traits = Traits(1 << 7);
    /// The answer names a unit.
    pub const MEASURED: Traits = Traits(1 << 8);
    /// Its other answers leave no room for some code.
    pub const BARRED: Traits = Traits(1 << 9);
    /// A value was calculated.
    pub const CALCULATED: Traits = Traits(1 << 10);
    /// Something was answered that no offered option stands for.
    pub const STRAY: Traits = Traits(1 << 11);
    /// An option without a bit of its own was chosen.
    pub const FAR: Traits = Traits(1 << 12);

    /// What a cell has before anything is known of it.
    pub const BLANK: Traits = Traits(Traits::ALWAYS.0 | Traits::OPTIONAL.0 | Traits::EMPTY.0);

    /// Nothing.
    pub const NONE: Traits = Traits(0);

    /// The option at a place was chosen; behind the first ones, some option.
    #[inline]
    pub fn option(at: u16) -> Traits {
        if at < NEAR { Traits(1 << (FIRST + u32::from(at))) } else { Traits::FAR }
    }

    /// Those of both.
    #[inline]
    pub fn with(self, other: Traits) -> Traits {
        Traits(self.0 | other.0)
    }

    /// Whether they have anything in common.
    #[inline]
    pub fn meet(self, other: Traits) -> bool {
        self.0 & other.0 != 0
    }

    /// Puts some more in, or takes them out.
    #[inline]
    pub fn set(&mut self, other: Traits, there: bool) {
        if there { self.0 |= other.0 } else { self.0 &= !other.0 }
    }
}
