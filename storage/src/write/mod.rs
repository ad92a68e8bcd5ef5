//! The one door for a change: requests come in, one transaction writes rows and leaves, many requests share one commit.

pub mod request;
