//! What the runtime does, seen from outside: over a transport in memory where time matters, over
//! loopback sockets where bytes do.

mod acme;
mod auth;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod authority;
mod bytes;
mod construct;
mod dependencies;
#[cfg(feature = "dynamic")]
mod dynamic;
mod echo;
mod errors;
mod events;
mod faults;
mod hostile;
mod hostile_bodies;
mod hostile_connections;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod hostile_proxy;
mod hostile_redirects;
mod hostile_tokens;
mod hostile_wire;
#[cfg(all(feature = "http2", any(feature = "rustls", feature = "native-tls")))]
mod http2;
mod integers;
mod limits;
mod models;
mod numbers;
mod pages;
mod proxies;
mod proxy;
mod redaction;
mod redirects;
mod requests;
mod retries;
mod scopes;
mod secrets;
mod server;
mod streams;
mod string_enums;
mod structs;
mod tls;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls_server;
mod tokens;
mod unions;
mod uploads;
mod wiring;
#[cfg(feature = "xml")]
mod xml;
