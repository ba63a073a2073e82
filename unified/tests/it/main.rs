//! The unified API, against providers in memory.

#[cfg(feature = "torii")]
#[path = "../../examples/support/actions.rs"]
mod actions;
#[cfg(feature = "logto")]
mod logto;
#[cfg(feature = "onelogin")]
mod onelogin;
#[cfg(all(
    feature = "logto",
    feature = "onelogin",
    feature = "scim",
    feature = "torii"
))]
mod scim;
#[cfg(feature = "torii")]
mod support;
#[cfg(feature = "torii")]
#[path = "../../examples/support/table.rs"]
mod table;
#[cfg(feature = "torii")]
mod torii;
#[cfg(feature = "truto")]
mod truto;
#[cfg(feature = "torii")]
mod use_cases;
