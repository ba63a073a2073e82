//! Catalogs: the operations of a document as data, for callers that learn about them at run time.
//!
//! A catalog is one JSON document. `signon` makes it from an OpenAPI document, and a generated crate ships its own
//! behind the feature `catalog`. [`dynamic`](crate::dynamic) makes calls from it.
//!
//! # Stability
//!
//! `"catalog": 1` is the version of the format. Within a version, keys keep their meaning and are never removed; new
//! optional keys may be added, and a reader ignores keys that it does not know. A change that a reader must know
//! about has a new version, which [`Catalog::from_json`] rejects. The types of this module have the same stability as
//! the format: structs and enums are non-exhaustive, and fields are only added.
//!
//! `docs/catalog.md` describes the format.

mod access;
mod argument;
mod operation;
mod pagination;
mod schema;

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::access::{
    RateLimit, RateLimitPer, RequiredScheme, Requirement, SchemeKind, SecurityScheme, Server,
    ServerVariable, TokenBody, TokenCredentials, TokenParameter, TokenRequest,
};
pub use self::argument::{
    Argument, Body, BodyEncoding, BodyField, Encoding, FixedParameter, Location, Style,
};
pub use self::operation::{
    Effect, ErrorResponse, Example, Group, Operation, ResponseHeader, Retry, SuccessResponse,
};
pub use self::pagination::{CursorSource, NextPage, Pagination};

/// The version of the format that this crate reads.
pub const VERSION: u32 = 1;

/// The operations of a document, and what calls of them need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Catalog {
    /// The version of the format: [`VERSION`].
    pub catalog: u32,
    /// What made the catalog, and from what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<String>,
    /// The provider's short name, such as `torii`.
    pub provider: String,
    /// The title that the document gives itself.
    pub title: String,
    /// The provider's version of the API.
    pub version: String,
    /// What the API is for, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The provider's own documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs_url: Option<String>,
    /// Where the API is served; the first is the default.
    #[serde(default)]
    pub servers: Vec<Server>,
    /// The ways to authenticate.
    #[serde(default)]
    pub security_schemes: Vec<SecurityScheme>,
    /// What a call needs unless its operation says otherwise: any one of these.
    #[serde(default)]
    pub security: Vec<Requirement>,
    /// The documented rate limits of all operations, beside those of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rate_limits: Vec<RateLimit>,
    /// The groups of operations, in the document's order.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// The operations, in the document's order.
    pub operations: Vec<Operation>,
    /// The schemas that the operations' schemas refer to, as `#/$defs/NAME`.
    #[serde(default, rename = "$defs")]
    pub defs: Map<String, Value>,
}

impl Catalog {
    /// Reads a catalog.
    ///
    /// # Errors
    ///
    /// If the text is not a catalog, or one of another version.
    pub fn from_json(text: &str) -> Result<Self, CatalogError> {
        #[derive(Deserialize)]
        struct Version {
            catalog: u32,
        }
        let Version { catalog } = serde_json::from_str(text).map_err(CatalogError::Json)?;
        if catalog != VERSION {
            return Err(CatalogError::Version(catalog));
        }
        serde_json::from_str(text).map_err(CatalogError::Json)
    }

    /// The operation with this id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The operation with this tool name.
    pub fn tool(&self, name: &str) -> Option<&Operation> {
        let mut operations = self.operations.iter();
        operations.find(|operation| operation.tool == name)
    }

    /// The JSON Schema of an operation's arguments: an object, with the `$defs` that it refers to.
    pub fn input_schema(&self, operation: &Operation) -> Value {
        schema::self_contained(&operation.input, &self.defs)
    }

    /// The JSON Schema of an operation's success body, with the `$defs` that it refers to; `None` where the document
    /// describes no JSON body.
    pub fn output_schema(&self, operation: &Operation) -> Option<Value> {
        let output = operation.output.as_ref()?;
        Some(schema::self_contained(output, &self.defs))
    }

    /// The JSON Schema of a documented error's body, with the `$defs` that it refers to.
    pub fn error_schema(&self, error: &ErrorResponse) -> Option<Value> {
        let schema = error.schema.as_ref()?;
        Some(schema::self_contained(schema, &self.defs))
    }
}

/// Why a text is not a catalog.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// The text is not JSON of the format.
    #[error("the catalog cannot be read: {0}")]
    Json(#[source] serde_json::Error),
    /// The catalog is one of another version.
    #[error("the catalog has version {0} of the format, and this program reads version {VERSION}")]
    Version(u32),
}

/// Writes the catalog as JSON.
impl fmt::Display for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}
