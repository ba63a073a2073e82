//! An MCP server whose tools are the operations of an OpenAPI document.
//!
//! A [`Server`] is created from clients of catalogs, and serves over [`stdio`] or [`http`]:
//!
//! ```no_run
//! # async fn example(text: &str) -> Result<(), Box<dyn std::error::Error>> {
//! use signon_mcp::{Options, Server, credentials, stdio};
//! use signon_runtime::catalog::Catalog;
//! use signon_runtime::dynamic::DynamicClient;
//!
//! let catalog = Catalog::from_json(text)?;
//! let builder = DynamicClient::builder(catalog.clone());
//! let client = credentials::configure(&catalog, builder, &|name| std::env::var(name).ok()).build()?;
//! stdio::serve(Server::new(vec![client], Options::default())?).await?;
//! # Ok(())
//! # }
//! ```

mod ask;
mod asked;
pub mod budget;
mod call;
mod capability;
mod compact;
mod completion;
mod confirm;
pub mod credentials;
mod discovery;
mod draft;
mod failure;
pub mod http;
mod input;
mod json;
mod log;
mod missing;
mod multipart;
mod name;
mod options;
mod pointer;
mod progress;
pub mod project;
pub mod prompts;
mod record;
mod reply;
pub mod request;
mod resource;
mod roots;
mod schema;
mod search;
mod select;
mod server;
mod session;
mod source;
pub mod stdio;
mod tool;
mod upload;

pub use self::options::{Admission, Admitted, Options, Search};
pub use self::select::UnknownName;
pub use self::server::Server;
