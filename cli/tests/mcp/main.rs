//! `signon mcp` as hosts run it: a process, and the official client library.

#![cfg(feature = "mcp")]

mod client;
mod hosts;
mod process;
mod settings;
mod tools;
