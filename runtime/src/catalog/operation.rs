//! Operations.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::access::{RateLimit, Requirement, Server};
use super::argument::{Argument, Body, FixedParameter};
use super::pagination::Pagination;

/// Operations that belong together: those of a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Group {
    /// The name, in `snake_case`: the generated client's method and module.
    pub name: String,
    /// The tag, as the document spells it.
    pub tag: String,
    /// What the operations have in common, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// One method on one path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Operation {
    /// The operation id.
    pub id: String,
    /// The name as a tool: at most 64 characters of `[A-Za-z0-9_-]`, unique in the catalog.
    pub tool: String,
    /// The name of its [`Group`].
    pub group: String,
    /// The name within its group, in `snake_case`: the generated client's method.
    pub name: String,
    /// What it does, in a few words of plain text.
    pub title: String,
    /// What it does, in Markdown: the summary, then the description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The provider's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs_url: Option<String>,
    /// The tags, as the document spells them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Whether the document advises against it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// What a call changes.
    pub effect: Effect,
    /// The JSON Schema of the arguments, without `$defs`; see [`Catalog::input_schema`](super::Catalog::input_schema).
    pub input: Value,
    /// The JSON Schema of the success body, without `$defs`; see
    /// [`Catalog::output_schema`](super::Catalog::output_schema).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
    /// The arguments, in the order in which they are written.
    #[serde(default)]
    pub arguments: Vec<Argument>,
    /// The parameters whose value the document fixes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<FixedParameter>,
    /// The request body, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The documented successes.
    #[serde(default)]
    pub responses: Vec<SuccessResponse>,
    /// The documented errors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorResponse>,
    /// The `Accept` header, where it is not `application/json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept: Option<String>,
    /// Whether a success is a stream: a file, events or lines.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub streaming: bool,
    /// Whether a redirect is a success, and is not followed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redirects: bool,
    /// How the next page is requested, if there are pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The documented rate limits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rate_limits: Vec<RateLimit>,
    /// Whether the operation may be retried, where it is not the method that decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Retry>,
    /// The header that makes a retry safe; the client fills it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_header: Option<String>,
    /// What a call needs, where it differs from the catalog's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security: Option<Vec<Requirement>>,
    /// Where the operation is served, where it differs from the catalog's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub servers: Option<Vec<Server>>,
    /// Documented calls.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}

/// What a call changes: from the HTTP method, or from the document's `x-signon-effect`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Effect {
    /// The call changes nothing.
    pub read_only: bool,
    /// The call may remove or overwrite something.
    pub destructive: bool,
    /// Calling again with the same arguments changes nothing more.
    pub idempotent: bool,
    /// The call reaches things outside of a closed system.
    pub open_world: bool,
}

/// Whether an operation may be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Retry {
    /// It is, whatever the method.
    Safe,
    /// It is not, whatever the method.
    Never,
}

/// A documented success.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SuccessResponse {
    /// The status: `200`, `2XX` or `default`.
    pub status: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The media types of the body; empty where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media_types: Vec<String>,
    /// The declared headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<ResponseHeader>,
}

/// A response header that the document declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResponseHeader {
    /// The name.
    pub name: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A documented error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// The status: `404`, `4XX` or `default`.
    pub status: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The JSON Schema of the body, without `$defs`; see [`Catalog::error_schema`](super::Catalog::error_schema).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
}

/// A call with the values that the document shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Example {
    /// The arguments.
    pub arguments: Map<String, Value>,
}
