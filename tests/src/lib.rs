//! What needs more than one crate of the workspace: round trips, and what goes over the wire.
//!
//! The oracle is `signon-oracle` with [`spec`], a reading of the specs that shares nothing with the generator but the bundled
//! document.
//! What the generator writes for the tests is in [`generated`].

pub mod call;
#[expect(clippy::match_same_arms, reason = "a table, with a row for each body")]
pub mod generated {
    //! What the generator writes for the tests: each provider's models and calls.

    pub mod logto;
    pub mod onelogin;
    pub mod torii;
    pub mod truto;
}
pub mod mock;
pub mod payload;
pub mod provider;
pub mod sample;
pub mod spec;
pub mod strategy;
pub mod wire;

/// The first call that the README shows compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The code of the guide on errors compiles and does what the guide says.
#[cfg(doctest)]
#[doc = include_str!("../../docs/errors-and-retries.md")]
pub struct ErrorsAndRetries;

/// The code of the guide on testing compiles and does what the guide says.
#[cfg(doctest)]
#[doc = include_str!("../../docs/testing-your-code.md")]
pub struct TestingYourCode;
