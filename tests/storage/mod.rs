//! The storage room from outside: what is written is sealed, logged, isolated and found again.
//! Each file holds one promise; `house.rs` builds the registry they share.

mod accounts;
mod attachments;
mod correction;
mod durability;
mod house;
mod isolation;
mod postgres;
mod publication;
mod sealing;
mod search;
mod tamper;
