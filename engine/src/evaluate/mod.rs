//! Judging answers: what is shown, what is calculated, what is wrong or doubtful, what cannot be decided yet.
//! `validator` is the door. A `record` holds slots and marks, `scene` runs rules over them, `settle` orders the work.

pub mod accepted;
pub mod builtin;
pub mod call;
pub mod carry;
pub mod check;
/// Which records of another form are meant.
pub mod choose;
pub mod coverage;
pub mod example;
pub mod finding;
pub mod fold;
pub mod instances;
pub mod item;
pub mod limits;
pub mod message;
pub mod outcome;
pub mod pattern;
pub mod plan;
pub mod ratchet;
pub mod record;
pub mod scene;
pub mod session;
pub mod settle;
pub mod unique;
pub mod val;
pub mod validator;

pub use builtin::Builtin;
pub use finding::Finding;
pub use outcome::{Need, Outcome, Undecided};
pub use ratchet::Accepted;
pub use session::{Delta, Session};
pub use validator::Validator;
