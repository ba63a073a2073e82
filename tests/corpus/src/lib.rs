//! Clients of real documents on the wire: against the peer's clients, and against someone else's server.
//!
//! Arguments come from [`sample`], which reads the documents as plain JSON and knows nothing of the generator. A driver
//! for each document holds the client that signon generates and, where there is one, the peer's; it makes the calls
//! that the tests order.

pub mod build;
pub mod compare;
pub mod crates;
pub mod document;
pub mod drive;
pub mod judge;
pub mod listed;
pub mod operation;
pub mod peer;
pub mod plan;
pub mod sample;
pub mod schema;
pub mod spector;

/// The documents that the peer can generate a client from.
pub const PEERS: [&str; 4] = ["buildomat", "keeper", "nexus", "propolis"];

/// The documents that there is a driver for.
pub const DOCUMENTS: [&str; 14] = [
    "buildomat",
    "clerk-bapi",
    "hanko-admin",
    "intercom",
    "keeper",
    "nexus",
    "ory-hydra",
    "petstore",
    "petstore-oai",
    "propolis",
    "qdrant",
    "spotify",
    "unkey",
    "vercel",
];
