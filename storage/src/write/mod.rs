//! The one door for a change: requests come in, one transaction writes rows and leaves, many requests share one commit.

pub(crate) mod head;
pub mod outcome;
pub mod request;
pub(crate) mod turn;
pub(crate) mod writer;
