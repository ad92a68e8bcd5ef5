//! Which sites' rows an actor's reads return. Rows outside the scope are absent, never "forbidden".

use crate::access::actor::Actor;
use crate::access::right::{Right, has_right};

/// The sites whose patients and records are visible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every site.
    All,
    /// One site.
    Site(String),
    /// No patient at all.
    Nothing,
}

impl Scope {
    /// The scope of an actor's reads.
    pub fn of(actor: &Actor) -> Scope {
        if !has_right(actor.role(), Right::ReadRecords) {
            return Scope::Nothing;
        }
        match (actor.role().has_site(), actor.site()) {
            (true, Some(site)) => Scope::Site(site.to_owned()),
            (true, None) => Scope::Nothing,
            (false, _) => Scope::All,
        }
    }

    /// True when rows of this site are visible.
    pub fn holds(&self, site: &str) -> bool {
        match self {
            Scope::All => true,
            Scope::Site(own) => own == site,
            Scope::Nothing => false,
        }
    }
}
