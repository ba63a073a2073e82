//! Operations, their parameters, request bodies and responses.

use super::{Constant, Doc, GroupId, Requirement, Response, Server, Type, TypeId, XmlRootId};
use crate::source::Origin;

/// One method on one path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The Operation Object that it comes from.
    pub origin: Origin,
    /// The operation id; made from method and path where the document has none.
    pub id: String,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// `x-signon-renamed-from`: the ids that it had, the latest one first.
    pub renamed_from: Vec<String>,
    /// The method, in capitals.
    pub method: String,
    /// The path template, letter for letter.
    pub path: String,
    /// The tag that it is listed under.
    pub group: GroupId,
    /// What it does.
    pub doc: Doc,
    /// Path, query, header and cookie parameters, in the document's order.
    pub parameters: Vec<Parameter>,
    /// The request body, one entry for each media type that differs in type; the first is preferred.
    pub bodies: Vec<Body>,
    /// Whether a body must be sent.
    pub body_required: bool,
    /// What comes back when the call succeeds.
    pub successes: Vec<Response>,
    /// The documented error bodies.
    pub errors: Vec<Response>,
    /// The security requirements, where they differ from the API's default.
    pub security: Option<Vec<Requirement>>,
    /// Where the operation is served, where it differs from the API's servers.
    pub servers: Option<Vec<Server>>,
    /// `x-signon-tool`.
    pub tool: Option<String>,
    /// `x-signon-rate-limit`.
    pub rate_limits: Vec<RateLimit>,
    /// `x-signon-wrapper`.
    pub wrapper: Option<String>,
    /// `x-signon-pagination`, resolved against the operation's own parameters and success body.
    pub pagination: Option<Pagination>,
    /// `x-signon-retry`.
    pub retry: Option<Retry>,
    /// `x-signon-idempotency-header`.
    pub idempotency_header: Option<String>,
    /// `x-signon-effect`.
    pub effect: Effect,
}

/// What a call changes, where it is not what the method says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Whether it changes nothing.
    pub read_only: Option<bool>,
    /// Whether it may remove or overwrite something.
    pub destructive: Option<bool>,
    /// Whether a second call with the same arguments changes nothing more.
    pub idempotent: Option<bool>,
    /// Whether it reaches things outside of a closed system.
    pub open_world: Option<bool>,
}

/// So many requests in so many seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many.
    pub requests: u32,
    /// In which time.
    pub seconds: u32,
    /// Which requests count together.
    pub per: RateLimitPer,
}

/// Which requests count together against a rate limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RateLimitPer {
    /// Those of one operation.
    Operation,
    /// Those of a client, over all operations that have the limit.
    Client,
    /// Those with the same value of this query, path or header parameter.
    Parameter(String),
}

/// Whether a request is safe to retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Whatever the method.
    Safe,
    /// Not even where the method is idempotent.
    Never,
}

/// How the next page is requested.
#[derive(Clone, Debug)]
pub struct Pagination {
    /// Where the next page is.
    pub next: NextPage,
    /// The fields that lead from the success body to the list of items; empty where the body is the list.
    pub items: Vec<Step>,
    /// The union at the end of these fields, where the items are in one of its variants; a list otherwise.
    pub union: Option<TypeId>,
    /// What the list holds.
    pub item: Type,
}

/// A step from a type to a part of it.
#[derive(Clone, Debug)]
pub enum Step {
    /// From a struct to one of its fields.
    Field {
        /// The struct.
        owner: TypeId,
        /// The key of the field.
        key: String,
    },
    /// From a union to one of its variants.
    Variant {
        /// The union.
        union: TypeId,
        /// The index of the variant in it.
        variant: usize,
    },
}

/// Where the next page is.
#[derive(Clone, Debug)]
pub enum NextPage {
    /// A cursor, which goes back in a parameter.
    Cursor {
        /// Indexes [`Operation::parameters`].
        parameter: usize,
        /// Where it comes from.
        from: CursorSource,
        /// Parameters that the server rejects beside a cursor; index [`Operation::parameters`].
        excludes: Vec<usize>,
    },
    /// Pages are numbered.
    Number {
        /// Indexes [`Operation::parameters`].
        parameter: usize,
        /// The number of the first page.
        first: i64,
        /// The parameter that holds the page size; indexes [`Operation::parameters`].
        size: Option<usize>,
    },
    /// A link, which is the URL of the next page.
    Link(LinkSource),
}

/// Where a cursor comes from.
#[derive(Clone, Debug)]
pub enum CursorSource {
    /// The success body: the fields that lead to it.
    Body(Vec<Step>),
    /// A response header.
    Header {
        /// Its name.
        name: String,
        /// Whether its value is percent-encoded, and must be decoded before it goes back.
        percent_encoded: bool,
    },
}

/// Where a link comes from.
#[derive(Clone, Debug)]
pub enum LinkSource {
    /// The `Link` header (RFC 8288) with `rel="next"`.
    Header,
    /// The success body: the fields that lead to it.
    Body(Vec<Step>),
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub key: String,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// What it means.
    pub doc: Doc,
    /// Where in the request it is.
    pub location: ParameterLocation,
    /// How its value is serialized.
    pub style: Style,
    /// What it holds.
    pub ty: Type,
    /// Whether it must be there.
    pub required: bool,
    /// What the server assumes where it is left out.
    pub default: Option<Constant>,
    /// The document's example, as JSON; synthesized from the schema where it has none.
    pub example: serde_json::Value,
}

/// The location of a parameter (`in`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// A header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

impl ParameterLocation {
    /// As documents write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a parameter is serialized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// In one of the standard's styles.
    Plain(PlainStyle),
    /// As JSON text (`content`).
    Json,
    /// As the whole query (`in: querystring`).
    Querystring(Querystring),
}

/// One of the standard's styles and what varies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlainStyle {
    /// Which one.
    pub form: StyleForm,
    /// Whether each item or key is written on its own.
    pub explode: bool,
    /// Whether the characters that RFC 3986 reserves stay as they are.
    pub allow_reserved: bool,
}

/// How a value becomes the whole query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Querystring {
    /// As `application/x-www-form-urlencoded`; the encodings of the properties that have one of their own.
    Form(Vec<(String, PropertyEncoding)>),
    /// As JSON text, percent-encoded.
    Json,
    /// As text, percent-encoded.
    Text,
}

/// How a property of a form is written (the standard's Encoding Object).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PropertyEncoding {
    /// In a style; a form in parts has a part for each pair.
    Style(PlainStyle),
    /// As a file, with the media type that the caller sets, or this one.
    File(Option<String>),
    /// As text, perhaps with a media type of its own; a list is one part for each item.
    Text(Option<String>),
    /// As JSON, with this media type.
    Json(String),
}

/// The standard's parameter styles, and one of Swagger 2.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StyleForm {
    /// `a,b`.
    Simple,
    /// `.a.b`.
    Label,
    /// `;k=a;k=b`.
    Matrix,
    /// `k=a&k=b` or `k=a,b`.
    Form,
    /// `k=a%20b`.
    SpaceDelimited,
    /// `k=a%09b` (`collectionFormat: tsv`).
    TabDelimited,
    /// `k=a|b`.
    PipeDelimited,
    /// `k[a]=b`.
    DeepObject,
}

impl StyleForm {
    /// Its name in documents and catalogs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::TabDelimited => "tabDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
        }
    }
}

/// A request body in one media type.
#[derive(Clone, Debug)]
pub struct Body {
    /// The media type.
    pub media: String,
    /// How the value is written.
    pub encoding: BodyEncoding,
    /// What it holds.
    pub ty: Type,
    /// What the body is, where the document says so.
    pub description: Option<String>,
    /// The document's example, or one synthesized from the schema, as JSON.
    pub example: serde_json::Value,
}

/// How a request body is written.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyEncoding {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`; the encodings of the properties that have one of their own.
    Form(Vec<(String, PropertyEncoding)>),
    /// `multipart/*`; `ty` names a [`Shape::Multipart`](super::Shape::Multipart), or is [`Type::Form`].
    Multipart,
    /// As it is; `ty` is [`Type::Body`].
    Binary,
    /// As it is; `ty` is [`Type::String`].
    Text,
    /// XML.
    Xml(XmlRootId),
}
