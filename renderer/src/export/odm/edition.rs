//! The two editions of ODM and how they differ.

use crate::export::xml::Element;

/// The context of formal expressions in our own rule language.
pub const CONTEXT: &str = "ctr-j";

/// An edition of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// ODM 1.3.2 (2013), what most systems read.
    V1_3_2,
    /// ODM 2.0 (2023): forms are groups of items, groups nest, units are items.
    V2_0,
}

impl Edition {
    /// The namespace.
    pub fn namespace(self) -> &'static str {
        match self {
            Edition::V1_3_2 => "http://www.cdisc.org/ns/odm/v1.3",
            Edition::V2_0 => "http://www.cdisc.org/ns/odm/v2.0",
        }
    }

    /// The number.
    pub fn number(self) -> &'static str {
        match self {
            Edition::V1_3_2 => "1.3.2",
            Edition::V2_0 => "2.0",
        }
    }

    /// Whether it is 2.0.
    pub fn is_second(self) -> bool {
        self == Edition::V2_0
    }

    /// A group's `Repeating`.
    pub fn repeating(self, repeats: bool) -> &'static str {
        match (self, repeats) {
            (_, false) => "No",
            (Edition::V1_3_2, true) => "Yes",
            (Edition::V2_0, true) => "Simple",
        }
    }

    /// An exact decimal: in 1.3.2 `float` is one.
    pub fn decimal(self) -> &'static str {
        match self {
            Edition::V1_3_2 => "float",
            Edition::V2_0 => "decimal",
        }
    }

    /// A formal expression.
    pub fn formal(self, context: &str, rule: &str) -> Element {
        let formal = Element::new("FormalExpression").with("Context", context);
        match self {
            Edition::V1_3_2 => formal.saying(rule),
            Edition::V2_0 => formal.holding(Element::new("Code").saying(rule)),
        }
    }
}
