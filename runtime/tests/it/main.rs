//! What the runtime does, seen from outside: over a transport in memory where time matters, over
//! loopback sockets where bytes do.

mod acme;
mod auth;
mod echo;
mod errors;
mod faults;
mod limits;
mod models;
mod pages;
mod records;
mod redirects;
mod requests;
mod retries;
mod scopes;
mod secrets;
mod server;
mod streams;
mod tokens;
mod unions;
mod uploads;
mod wiring;
