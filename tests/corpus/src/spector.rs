//! The scenarios of TypeSpec's HTTP specs: calls that a client must be able to make, judged by their own server.
//!
//! A scenario names the requests that the server expects. [`arguments`] reads them back into the arguments of an
//! operation, by the document alone; the generated client must put them on the wire again.

pub mod arguments;
pub mod document;
mod pages;
mod path;
pub mod scenario;
pub mod server;
pub mod xml;
