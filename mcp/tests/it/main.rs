//! The server as seen by the official client library, over an in-memory pipe and HTTP.

mod ask;
mod asked;
mod confirm;
mod discovery;
mod errors;
mod files;
mod fixture;
mod hostile;
mod http;
mod progress;
mod prompts;
mod resources;
mod results;
mod sessions;
mod tools;
mod wrong_answers;
