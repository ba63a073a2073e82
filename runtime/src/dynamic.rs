//! Calls of operations that are known at run time: a catalog entry and a JSON object of arguments become a call.
//!
//! A [`DynamicClient`] encodes, authenticates, retries, limits and pages with the code that generated clients use. What
//! is different is what it takes and gives: arguments are JSON, which is checked against the operation's input schema
//! before anything is sent, and a success is JSON or bytes.
//!
//! ```no_run
//! # async fn example(text: &str) -> Result<(), Box<dyn std::error::Error>> {
//! use signon_runtime::Credential;
//! use signon_runtime::catalog::Catalog;
//! use signon_runtime::dynamic::DynamicClient;
//!
//! let client = DynamicClient::builder(Catalog::from_json(text)?)
//!     .credential(Credential::bearer("apiKey", "token"))
//!     .build()?;
//! let answer = client.call("getUser", serde_json::json!({"idUser": 42})).await?;
//! println!("{:?}", answer.json());
//! # Ok(())
//! # }
//! ```
//!
//! # Stability
//!
//! [`DynamicClient`], [`Arguments`], [`DynamicCall`], [`DynamicPages`], [`Answer`], [`PreparedRequest`] and [`Error`]
//! are stable; enums and structs are non-exhaustive, and the wording of messages may change.

mod answer;
mod arguments;
mod body;
mod call;
mod error;
mod metadata;
mod operation;
mod pages;
mod parameters;
mod prepared;
mod problem;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

pub use self::answer::{Answer, AnswerBody, NextPage};
pub use self::arguments::Arguments;
pub use self::call::{DynamicCall, DynamicFuture};
pub use self::error::Error;
pub use self::pages::DynamicPages;
pub use self::prepared::{PreparedBody, PreparedPart, PreparedRequest};
pub use self::problem::{ArgumentProblem, ProblemKind};
use crate::catalog::{Catalog, Operation};
use crate::client::{Client, ClientBuilder};
use crate::dynamic::operation::Prepared;
use crate::metadata::Api;

/// Makes calls of the operations of a catalog.
///
/// Cloning it is cheap; the clones share connections, tokens, limits and the retry budget. `Debug` shows no secret.
#[derive(Clone)]
pub struct DynamicClient {
    client: Client,
    document: Arc<Document>,
}

/// A catalog, ready to make calls.
struct Document {
    catalog: Arc<Catalog>,
    api: &'static Api,
    operations: Vec<Prepared>,
    by_id: HashMap<String, usize>,
}

impl Document {
    fn new(catalog: Arc<Catalog>) -> Self {
        let operations = &catalog.operations;
        let by_id = operations
            .iter()
            .enumerate()
            .map(|(index, operation)| (operation.id.clone(), index))
            .collect();
        Self {
            api: metadata::api(&catalog),
            operations: operations.iter().map(|_| Prepared::default()).collect(),
            by_id,
            catalog,
        }
    }

    /// The operation with this id, and what is known about it.
    fn find(&self, id: &str) -> Result<Entry<'_>, Error> {
        let index = self.by_id.get(id).copied();
        let found = index.and_then(|index| {
            Some(Entry {
                document: self,
                operation: self.catalog.operations.get(index)?,
                prepared: self.operations.get(index)?,
            })
        });
        found.ok_or_else(|| {
            let known = self.catalog.operations.iter();
            let known = known.map(|operation| operation.id.as_str());
            Error::unknown_operation(id, problem::similar(id, known))
        })
    }
}

/// An operation of a catalog.
#[derive(Clone, Copy)]
struct Entry<'a> {
    document: &'a Document,
    operation: &'a Operation,
    prepared: &'a Prepared,
}

impl DynamicClient {
    /// Sets up a client for the operations of `catalog`: server, credentials, timeouts, retries, transport.
    pub fn builder(catalog: impl Into<Arc<Catalog>>) -> ClientBuilder<Self> {
        let document = Arc::new(Document::new(catalog.into()));
        ClientBuilder::making(document.api, move |client| Self {
            client,
            document: Arc::clone(&document),
        })
    }

    /// Makes the calls with an existing client of the same API: its server, credentials, limits and connections.
    ///
    /// The names of the catalog's security schemes must be those of the client's credentials.
    pub fn with_client(catalog: impl Into<Arc<Catalog>>, client: Client) -> Self {
        let document = Arc::new(Document::new(catalog.into()));
        Self { client, document }
    }

    /// The catalog.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.document.catalog
    }

    /// The call of the operation with this id; it is sent when it is awaited.
    ///
    /// An unknown id and arguments that do not fit are errors of the call, and nothing is sent.
    pub fn call(&self, id: &str, arguments: impl Into<Arguments>) -> DynamicCall<'_> {
        DynamicCall::new(self, self.document.find(id), arguments.into())
    }

    /// All pages of the operation with this id, each requested when it is needed.
    pub fn pages(&self, id: &str, arguments: impl Into<Arguments>) -> DynamicPages<'_> {
        self.call(id, arguments).pages()
    }

    /// Checks arguments, as [`call`](Self::call) does before it sends anything.
    ///
    /// # Errors
    ///
    /// An unknown id, or arguments that do not fit.
    pub fn check(&self, id: &str, arguments: impl Into<Arguments>) -> Result<(), Error> {
        self.document.find(id)?.request(&arguments.into()).map(drop)
    }

    /// The request that a call would send, with secrets redacted. Nothing is sent: tokens are not requested, and
    /// credentials that the client lacks are redacted as if it had them.
    ///
    /// # Errors
    ///
    /// An unknown id, arguments that do not fit, or a request that cannot be built.
    pub fn dry_run(
        &self,
        id: &str,
        arguments: impl Into<Arguments>,
    ) -> Result<PreparedRequest, Error> {
        let entry = self.document.find(id)?;
        let request = entry.request(&arguments.into())?;
        PreparedRequest::of(&self.client.inner, &request).map_err(Error::from)
    }
}

impl AsRef<Client> for DynamicClient {
    fn as_ref(&self) -> &Client {
        &self.client
    }
}

impl fmt::Debug for DynamicClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicClient")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
