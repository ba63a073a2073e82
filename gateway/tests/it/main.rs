//! The gateway over real connections, with providers played by servers that keep what is written.

mod support;

mod directory;
mod document;
mod faults;
mod formats;
mod judges;
mod limits;
mod load;
mod mcp;
mod proxy;
mod refusals;
mod scim;
mod secrets;
