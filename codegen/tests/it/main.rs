//! The integration tests, with a module for each topic.

mod attack;
mod bundle;
mod catalog;
mod derives;
mod diff;
mod identifiers;
mod load;
mod mutations;
mod nesting;
mod overlay;
mod random;
mod reexports;
mod sandbox;
mod select;
mod swagger;
