//! The objects of the standard, and the keys that each of them has.

/// An object of the OpenAPI specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Object {
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

/// What stands under a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Child {
    Anything,
    Text,
    Flag,
    Items,
    One(Object),
    List(Object),
    Map(Object),
    OneOrList(Object),
}

use Child::{Anything, Flag, Items, List, Map, One, OneOrList, Text};

/// The keys that are ours or that we read.
pub(super) const EXTENSIONS: [&str; 11] = [
    "x-signon-tool",
    "x-signon-rate-limit",
    "x-signon-wrapper",
    "x-signon-pagination",
    "x-signon-retry",
    "x-signon-idempotency-header",
    "x-signon-secret",
    "x-signon-token",
    "x-rust-name",
    "x-enum-varnames",
    "x-enum-descriptions",
];

const DOCUMENT: &[(&str, Child)] = &[
    ("openapi", Text),
    ("$self", Text),
    ("info", One(Object::Info)),
    ("jsonSchemaDialect", Text),
    ("servers", List(Object::Server)),
    ("paths", One(Object::Paths)),
    ("webhooks", Map(Object::PathItem)),
    ("components", One(Object::Components)),
    ("security", Items),
    ("tags", List(Object::Tag)),
    ("externalDocs", One(Object::Docs)),
];
const INFO: &[(&str, Child)] = &[
    ("title", Text),
    ("summary", Text),
    ("description", Text),
    ("termsOfService", Text),
    ("contact", One(Object::Contact)),
    ("license", One(Object::License)),
    ("version", Text),
];
const OPERATION: &[(&str, Child)] = &[
    ("tags", Items),
    ("summary", Text),
    ("description", Text),
    ("externalDocs", One(Object::Docs)),
    ("operationId", Text),
    ("parameters", List(Object::Parameter)),
    ("requestBody", One(Object::RequestBody)),
    ("responses", One(Object::Responses)),
    ("callbacks", Map(Object::Callback)),
    ("deprecated", Flag),
    ("security", Items),
    ("servers", List(Object::Server)),
];
const PATH_ITEM: &[(&str, Child)] = &[
    ("summary", Text),
    ("description", Text),
    ("get", One(Object::Operation)),
    ("put", One(Object::Operation)),
    ("post", One(Object::Operation)),
    ("delete", One(Object::Operation)),
    ("options", One(Object::Operation)),
    ("head", One(Object::Operation)),
    ("patch", One(Object::Operation)),
    ("trace", One(Object::Operation)),
    ("query", One(Object::Operation)),
    ("additionalOperations", Map(Object::Operation)),
    ("servers", List(Object::Server)),
    ("parameters", List(Object::Parameter)),
];
const PARAMETER: &[(&str, Child)] = &[
    ("name", Text),
    ("in", Text),
    ("description", Text),
    ("required", Flag),
    ("deprecated", Flag),
    ("allowEmptyValue", Flag),
    ("style", Text),
    ("explode", Flag),
    ("allowReserved", Flag),
    ("schema", One(Object::Schema)),
    ("example", Anything),
    ("examples", Map(Object::Example)),
    ("content", Map(Object::MediaType)),
];
const HEADER: &[(&str, Child)] = &[
    ("description", Text),
    ("required", Flag),
    ("deprecated", Flag),
    ("allowEmptyValue", Flag),
    ("style", Text),
    ("explode", Flag),
    ("allowReserved", Flag),
    ("schema", One(Object::Schema)),
    ("example", Anything),
    ("examples", Map(Object::Example)),
    ("content", Map(Object::MediaType)),
];
const MEDIA_TYPE: &[(&str, Child)] = &[
    ("schema", One(Object::Schema)),
    ("itemSchema", One(Object::Schema)),
    ("example", Anything),
    ("examples", Map(Object::Example)),
    ("encoding", Map(Object::Encoding)),
    ("prefixEncoding", List(Object::Encoding)),
    ("itemEncoding", One(Object::Encoding)),
];
const ENCODING: &[(&str, Child)] = &[
    ("contentType", Text),
    ("headers", Map(Object::Header)),
    ("style", Text),
    ("explode", Flag),
    ("allowReserved", Flag),
    ("encoding", Map(Object::Encoding)),
];
const RESPONSE: &[(&str, Child)] = &[
    ("summary", Text),
    ("description", Text),
    ("headers", Map(Object::Header)),
    ("content", Map(Object::MediaType)),
    ("links", Map(Object::Link)),
];
const COMPONENTS: &[(&str, Child)] = &[
    ("schemas", Map(Object::Schema)),
    ("responses", Map(Object::Response)),
    ("parameters", Map(Object::Parameter)),
    ("examples", Map(Object::Example)),
    ("requestBodies", Map(Object::RequestBody)),
    ("headers", Map(Object::Header)),
    ("securitySchemes", Map(Object::SecurityScheme)),
    ("links", Map(Object::Link)),
    ("callbacks", Map(Object::Callback)),
    ("pathItems", Map(Object::PathItem)),
    ("mediaTypes", Map(Object::MediaType)),
];
const SCHEMA: &[(&str, Child)] = &[
    ("title", Text),
    ("multipleOf", Anything),
    ("maximum", Anything),
    ("exclusiveMaximum", Anything),
    ("minimum", Anything),
    ("exclusiveMinimum", Anything),
    ("maxLength", Anything),
    ("minLength", Anything),
    ("pattern", Text),
    ("maxItems", Anything),
    ("minItems", Anything),
    ("uniqueItems", Anything),
    ("maxProperties", Anything),
    ("minProperties", Anything),
    ("required", Anything),
    ("enum", Items),
    ("type", Anything),
    ("allOf", List(Object::Schema)),
    ("oneOf", List(Object::Schema)),
    ("anyOf", List(Object::Schema)),
    ("not", One(Object::Schema)),
    ("items", OneOrList(Object::Schema)),
    ("properties", Map(Object::Schema)),
    ("additionalProperties", One(Object::Schema)),
    ("description", Text),
    ("format", Text),
    ("default", Anything),
    ("nullable", Flag),
    ("discriminator", One(Object::Discriminator)),
    ("readOnly", Flag),
    ("writeOnly", Flag),
    ("xml", One(Object::Xml)),
    ("externalDocs", One(Object::Docs)),
    ("example", Anything),
    ("deprecated", Flag),
    // JSON Schema 2020-12, from OpenAPI 3.1 on.
    ("const", Anything),
    ("examples", Anything),
    ("prefixItems", List(Object::Schema)),
    ("contains", One(Object::Schema)),
    ("minContains", Anything),
    ("maxContains", Anything),
    ("patternProperties", Map(Object::Schema)),
    ("propertyNames", One(Object::Schema)),
    ("unevaluatedProperties", One(Object::Schema)),
    ("unevaluatedItems", One(Object::Schema)),
    ("dependentRequired", Anything),
    ("dependentSchemas", Map(Object::Schema)),
    ("if", One(Object::Schema)),
    ("then", One(Object::Schema)),
    ("else", One(Object::Schema)),
    ("contentEncoding", Text),
    ("contentMediaType", Text),
    ("contentSchema", One(Object::Schema)),
    ("$id", Text),
    ("$schema", Text),
    ("$anchor", Text),
    ("$dynamicAnchor", Text),
    ("$dynamicRef", Text),
    ("$recursiveAnchor", Flag),
    ("$recursiveRef", Text),
    ("$comment", Text),
    ("$vocabulary", Anything),
    ("$defs", Map(Object::Schema)),
    ("definitions", Map(Object::Schema)),
];
const SECURITY_SCHEME: &[(&str, Child)] = &[
    ("type", Text),
    ("description", Text),
    ("name", Text),
    ("in", Text),
    ("scheme", Text),
    ("bearerFormat", Text),
    ("flows", One(Object::Flows)),
    ("openIdConnectUrl", Text),
    ("oauth2MetadataUrl", Text),
    ("deprecated", Flag),
];
const FLOWS: &[(&str, Child)] = &[
    ("implicit", One(Object::Flow)),
    ("password", One(Object::Flow)),
    ("clientCredentials", One(Object::Flow)),
    ("authorizationCode", One(Object::Flow)),
    ("deviceAuthorization", One(Object::Flow)),
];
const FLOW: &[(&str, Child)] = &[
    ("authorizationUrl", Text),
    ("deviceAuthorizationUrl", Text),
    ("tokenUrl", Text),
    ("refreshUrl", Text),
    ("scopes", Anything),
];

impl Object {
    /// The keys that the standard gives it.
    pub(super) fn keys(self) -> &'static [(&'static str, Child)] {
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
    pub(super) fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Operation => &[
                "x-signon-tool",
                "x-signon-rate-limit",
                "x-signon-wrapper",
                "x-signon-pagination",
                "x-signon-retry",
                "x-signon-idempotency-header",
                "x-rust-name",
            ],
            Self::Parameter => &["x-rust-name"],
            Self::Schema => &[
                "x-signon-secret",
                "x-rust-name",
                "x-enum-varnames",
                "x-enum-descriptions",
            ],
            Self::SecurityScheme => &["x-signon-token"],
            Self::Document
            | Self::Info
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
    pub(super) fn name(self) -> &'static str {
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
