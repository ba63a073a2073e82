//! The server as clients see it: the official client library, over a pipe in memory and over HTTP.

mod confirm;
mod discovery;
mod errors;
mod files;
mod fixture;
mod hostile;
mod http;
mod progress;
mod prompts;
mod results;
mod tools;
