//! Every code.
