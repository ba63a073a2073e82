//! Providers in memory that keep what is written.

#[cfg(all(feature = "logto", feature = "onelogin", feature = "scim"))]
pub(crate) mod logto;
pub(crate) mod torii;
