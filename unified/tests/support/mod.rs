//! Providers in memory that keep what is written.

pub(crate) mod torii;
