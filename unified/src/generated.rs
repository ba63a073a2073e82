//! What `cargo xtask gen` makes of `specs/unified`.

#[cfg(feature = "logto")]
pub(crate) mod logto;
pub mod models;
#[cfg(feature = "onelogin")]
pub(crate) mod onelogin;
#[cfg(feature = "torii")]
pub(crate) mod torii;
