//! The objects of the standard, and the keys that each of them has.

mod tables;

use self::tables::{
    COMPONENTS, DOCUMENT, ENCODING, FLOW, FLOWS, HEADER, INFO, MEDIA_TYPE, OPERATION, PARAMETER,
    PATH_ITEM, RESPONSE, SCHEMA, SECURITY_SCHEME,
};

/// An object of the OpenAPI specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Object {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Tag,
    Docs,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Header,
    Link,
    Example,
    Components,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
    Callback,
}

/// The kind of value that a key takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Child {
    Anything,
    Text,
    Flag,
    Items,
    One(Object),
    List(Object),
    Map(Object),
    OneOrList(Object),
}

use Child::{Anything, Flag, Items, Map, One, Text};

/// The keys that are ours or that we read.
pub(crate) const EXTENSIONS: [&str; 17] = [
    "x-signon-tool",
    "x-signon-rate-limit",
    "x-signon-wrapper",
    "x-signon-pagination",
    "x-signon-retry",
    "x-signon-idempotency-header",
    "x-signon-effect",
    "x-signon-renamed-from",
    "x-signon-secret",
    "x-signon-token",
    "x-rust-name",
    "x-rust-type",
    "x-rust-derive",
    "x-rust-enum",
    "x-rust-module",
    "x-enum-varnames",
    "x-enum-descriptions",
];

impl Object {
    /// The keys that the standard gives it.
    pub(crate) fn keys(self) -> &'static [(&'static str, Child)] {
        match self {
            Self::Document => DOCUMENT,
            Self::Info => INFO,
            Self::Contact => &[("name", Text), ("url", Text), ("email", Text)],
            Self::License => &[("name", Text), ("identifier", Text), ("url", Text)],
            Self::Server => &[
                ("url", Text),
                ("name", Text),
                ("description", Text),
                ("variables", Map(Self::ServerVariable)),
            ],
            Self::ServerVariable => &[("enum", Items), ("default", Text), ("description", Text)],
            Self::Tag => &[
                ("name", Text),
                ("summary", Text),
                ("description", Text),
                ("externalDocs", One(Self::Docs)),
                ("parent", Text),
                ("kind", Text),
            ],
            Self::Docs => &[("url", Text), ("description", Text)],
            Self::Paths | Self::Responses | Self::Callback => &[],
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::RequestBody => &[
                ("description", Text),
                ("content", Map(Self::MediaType)),
                ("required", Flag),
            ],
            Self::MediaType => MEDIA_TYPE,
            Self::Encoding => ENCODING,
            Self::Response => RESPONSE,
            Self::Header => HEADER,
            Self::Link => &[
                ("operationRef", Text),
                ("operationId", Text),
                ("parameters", Anything),
                ("requestBody", Anything),
                ("description", Text),
                ("server", One(Self::Server)),
            ],
            Self::Example => &[
                ("summary", Text),
                ("description", Text),
                ("value", Anything),
                ("externalValue", Text),
                ("dataValue", Anything),
                ("serializedValue", Text),
            ],
            Self::Components => COMPONENTS,
            Self::Schema => SCHEMA,
            Self::Discriminator => &[
                ("propertyName", Text),
                ("mapping", Anything),
                ("defaultMapping", Text),
            ],
            Self::Xml => &[
                ("name", Text),
                ("namespace", Text),
                ("prefix", Text),
                ("attribute", Flag),
                ("wrapped", Flag),
                ("nodeType", Text),
            ],
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::Flows => FLOWS,
            Self::Flow => FLOW,
        }
    }

    /// The keys of ours that mean something on it.
    pub(crate) fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Operation => &[
                "x-signon-tool",
                "x-signon-rate-limit",
                "x-signon-wrapper",
                "x-signon-pagination",
                "x-signon-retry",
                "x-signon-idempotency-header",
                "x-signon-effect",
                "x-signon-renamed-from",
                "x-rust-name",
            ],
            Self::Parameter => &["x-rust-name"],
            Self::Schema => &[
                "x-signon-secret",
                "x-rust-name",
                "x-rust-type",
                "x-rust-derive",
                "x-rust-enum",
                "x-rust-module",
                "x-enum-varnames",
                "x-enum-descriptions",
            ],
            Self::SecurityScheme => &["x-signon-token"],
            Self::Document => &["x-signon-rate-limit"],
            Self::Info
            | Self::Contact
            | Self::License
            | Self::Server
            | Self::ServerVariable
            | Self::Tag
            | Self::Docs
            | Self::Paths
            | Self::PathItem
            | Self::RequestBody
            | Self::MediaType
            | Self::Encoding
            | Self::Responses
            | Self::Response
            | Self::Header
            | Self::Link
            | Self::Example
            | Self::Components
            | Self::Discriminator
            | Self::Xml
            | Self::Flows
            | Self::Flow
            | Self::Callback => &[],
        }
    }

    /// What a reader calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Document => "a document",
            Self::Info => "`info`",
            Self::Contact => "`contact`",
            Self::License => "`license`",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Tag => "a tag",
            Self::Docs => "`externalDocs`",
            Self::Paths => "`paths`",
            Self::PathItem => "a path",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Responses => "`responses`",
            Self::Response => "a response",
            Self::Header => "a header",
            Self::Link => "a link",
            Self::Example => "an example",
            Self::Components => "`components`",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::Xml => "`xml`",
            Self::SecurityScheme => "a security scheme",
            Self::Flows => "`flows`",
            Self::Flow => "a flow",
            Self::Callback => "a callback",
        }
    }
}

/// Whether a key is one of a schema.
pub(crate) fn is_schema_key(key: &str) -> bool {
    key == "$ref"
        || key.starts_with("x-")
        || Object::Schema.keys().iter().any(|(known, _)| *known == key)
}
