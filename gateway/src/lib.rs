//! An HTTP server with Truto's unified API, and SCIM 2.0, over accounts of several providers.
//!
//! A [`Gateway`] is made from a [`Config`] and serves a listener until it is stopped:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use signon_gateway::{Config, Gateway};
//!
//! let config = Config::load("gateway.toml".as_ref())?;
//! let gateway = Gateway::new(&config, &|name: &str| std::env::var(name).ok())?;
//! let listener = tokio::net::TcpListener::bind(config.listen).await?;
//! gateway.serve(listener, std::future::pending()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Callers authenticate with bearer tokens of the configuration. The credentials of the accounts never leave the
//! gateway but in requests to the account's own provider.

mod access;
mod account;
pub mod config;
mod document;
mod failure;
mod guard;
mod limits;
mod mcp;
mod observe;
mod parameters;
mod proxy;
mod resource;
mod routes;
mod scim;
mod secret;
mod server;
mod unified;

pub use self::config::Config;
pub use self::secret::{ConfigError, SecretStore};
pub use self::server::{Gateway, Stopped};
