//! Reads: every one takes an actor and returns only what that actor's scope holds; rows outside are absent.

pub mod view;
