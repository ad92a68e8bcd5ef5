//! Kleene's three truth values: what is not known stays not known until the rest decides.

/// True, false, or not known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// Definitely false.
    False,
    /// Definitely true.
    True,
    /// Not decided by what was answered.
    Unknown,
}

impl Truth {
    /// False if either is false; true if both are true.
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, Truth::True) => Truth::True,
            _ => Truth::Unknown,
        }
    }

    /// True if either is true; false if both are false.
    pub fn or(self, other: Truth) -> Truth {
        self.not().and(other.not()).not()
    }

    /// The opposite; the opposite of not known is not known.
    #[expect(clippy::should_implement_trait, reason = "`and`, `or`, `not` read alike; `!` on a three-valued truth would mislead")]
    pub fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::True => Truth::False,
            Truth::Unknown => Truth::Unknown,
        }
    }

    /// Whether it is definitely true.
    pub fn is_true(self) -> bool {
        self == Truth::True
    }

    /// Whether it is definitely false.
    pub fn is_false(self) -> bool {
        self == Truth::False
    }

    /// Whether it is not decided.
    pub fn is_unknown(self) -> bool {
        self == Truth::Unknown
    }

    /// The decided value, if it is decided.
    pub fn decided(self) -> Option<bool> {
        match self {
            Truth::False => Some(false),
            Truth::True => Some(true),
            Truth::Unknown => None,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

impl From<Option<bool>> for Truth {
    fn from(value: Option<bool>) -> Truth {
        value.map_or(Truth::Unknown, Truth::from)
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown};

    #[test]
    fn follows_kleene() {
        let all = [False, True, Unknown];
        let and = [[False, False, False], [False, True, Unknown], [False, Unknown, Unknown]];
        let or = [[False, True, Unknown], [True, True, True], [Unknown, True, Unknown]];
        for (i, a) in all.into_iter().enumerate() {
            for (j, b) in all.into_iter().enumerate() {
                assert_eq!(a.and(b), and[i][j]);
                assert_eq!(a.or(b), or[i][j]);
            }
        }
        assert_eq!(all.map(Truth::not), [True, False, Unknown]);
    }
}
