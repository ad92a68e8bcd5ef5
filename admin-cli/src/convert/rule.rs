//! A rule of another system as a tree that is the same for all of them; `translate` writes it in our language.

/// The language that a rule is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// REDCap's branching logic and calculations.
    Redcap,
    /// The XPath of XLSForm.
    Xpath,
    /// FHIRPath.
    Fhirpath,
    /// Ours already.
    Ours,
    /// Built from parts (FHIR `enableWhen`), kept as a line of our own making.
    Other,
}

impl Dialect {
    /// Whether a blank compares as an empty text, so that "not equal" is true of it.
    pub fn blank_is_empty_text(self) -> bool {
        matches!(self, Dialect::Redcap | Dialect::Xpath)
    }
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
}

impl Compare {
    /// As our language writes it.
    pub fn sign(self) -> &'static str {
        match self {
            Compare::Eq => "==",
            Compare::Ne => "!=",
            Compare::Lt => "<",
            Compare::Le => "<=",
            Compare::Gt => ">",
            Compare::Ge => ">=",
        }
    }

    /// With the sides changed.
    pub fn turned(self) -> Compare {
        match self {
            Compare::Lt => Compare::Gt,
            Compare::Le => Compare::Ge,
            Compare::Gt => Compare::Lt,
            Compare::Ge => Compare::Le,
            same => same,
        }
    }

    /// Whether it asks for an order.
    pub fn is_order(self) -> bool {
        !matches!(self, Compare::Eq | Compare::Ne)
    }
}

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// An item by the source's name.
    Item(String),
    /// One code of an item of several codes: true when it was chosen.
    Chosen(String, String),
    /// The item that the rule belongs to.
    Own,
    /// A text.
    Text(String),
    /// A number.
    Number(String),
    /// True or false.
    Bool(bool),
    /// A date that stands in the rule.
    Date(String),
    /// Today.
    Today,
    /// Whether an item has an answer.
    Answered(Box<Expr>),
    /// Not.
    Not(Box<Expr>),
    /// The negative.
    Negate(Box<Expr>),
    /// And.
    And(Box<Expr>, Box<Expr>),
    /// Or.
    Or(Box<Expr>, Box<Expr>),
    /// Comparison.
    Compare(Compare, Box<Expr>, Box<Expr>),
    /// `+ - * /`.
    Arithmetic(char, Box<Expr>, Box<Expr>),
    /// `c ? a : b`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A function by the name that it has here.
    Call(&'static str, Vec<Expr>),
    /// A rule of our language.
    Ours(String),
    /// What has no counterpart, in the source's words.
    Unknown(String),
}

impl Expr {
    /// Boxes two sides.
    pub fn compare(compare: Compare, left: Expr, right: Expr) -> Expr {
        Expr::Compare(compare, Box::new(left), Box::new(right))
    }

    /// Both.
    pub fn and(left: Expr, right: Expr) -> Expr {
        Expr::And(Box::new(left), Box::new(right))
    }

    /// Either.
    pub fn or(left: Expr, right: Expr) -> Expr {
        Expr::Or(Box::new(left), Box::new(right))
    }

    /// Not.
    pub fn negated(inner: Expr) -> Expr {
        Expr::Not(Box::new(inner))
    }

    /// Whether there is an answer.
    pub fn answered(inner: Expr) -> Expr {
        Expr::Answered(Box::new(inner))
    }
}
