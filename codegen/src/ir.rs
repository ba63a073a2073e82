//! What an API means: no OpenAPI type, no Rust identifier.
//!
//! [`lower`](crate::lower) decides what a document means and says it here; [`name`](crate::name) plans identifiers
//! for it; [`emit`](crate::emit) writes it down in Rust. Whatever stands here can be written.

use crate::source::Origin;

/// One provider's API.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// The provider's short name, which the crate is named after.
    pub provider: String,
    /// The title that the document gives itself.
    pub title: String,
    /// The provider's version of the API, for the docs alone.
    pub version: String,
    /// What the API is for, in Markdown.
    pub description: Option<String>,
    /// The provider's own documentation.
    pub docs_url: Option<String>,
    /// Where the API is served; the first is the default.
    pub servers: Vec<Server>,
    /// The ways in which a caller can prove who it is.
    pub schemes: Vec<Scheme>,
    /// What an operation demands unless it says otherwise: one of these.
    pub security: Vec<Requirement>,
    /// The tags, in the document's order; an operation belongs to one.
    pub groups: Vec<Group>,
    /// Every type that has a name.
    pub types: Vec<TypeDef>,
    /// Every operation, in the document's order.
    pub operations: Vec<Operation>,
    /// How many types stand in one another, on the longest way.
    pub depth: usize,
}

impl Api {
    /// The type with this id.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made by pushing to the list"
    )]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// Indexes [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// Indexes [`Api::groups`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId(pub usize);

/// Indexes [`Api::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub usize);

/// A tag: operations that belong together, and the module that they share.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The tag, as the document spells it; for a spec tree, the folder's name.
    pub key: String,
    /// What the operations have in common, in Markdown.
    pub description: Option<String>,
}

/// Where the API is served.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    /// The URL, perhaps relative, perhaps with `{variables}`.
    pub url: String,
    /// What the server is for.
    pub description: Option<String>,
    /// The variables of the URL, in its order.
    pub variables: Vec<ServerVariable>,
}

/// A part of a server's URL that the caller can choose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerVariable {
    /// The name between the braces.
    pub key: String,
    /// What stands for it unless the caller chooses; none where the default is a mere placeholder.
    pub default: Option<String>,
    /// The values that are allowed; empty for any.
    pub values: Vec<String>,
    /// What it means.
    pub description: Option<String>,
}

/// Names of schemes that have to be applied together; empty where none is needed.
pub type Requirement = Vec<String>;

/// A way to prove who is calling.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// The scheme's key in the document.
    pub key: String,
    /// What it means.
    pub description: Option<String>,
    /// How the proof travels.
    pub kind: SchemeKind,
}

/// How the proof of who is calling travels.
#[derive(Clone, Debug)]
pub enum SchemeKind {
    /// `Authorization: Bearer ...`.
    Bearer,
    /// `Authorization: Basic ...`.
    Basic,
    /// A key in this header.
    ApiKeyHeader(String),
    /// A key in this query parameter.
    ApiKeyQuery(String),
    /// A key in this cookie.
    ApiKeyCookie(String),
    /// A token that the client asks for with its own credentials (RFC 6749, section 4.4).
    ClientCredentials(TokenRequest),
    /// A token that the caller obtains elsewhere: the other OAuth2 flows, `OpenID` Connect.
    Token,
    /// Anything else, by the document's word for it.
    Other(String),
}

/// How a client-credentials token is asked for.
#[derive(Clone, Debug, Default)]
pub struct TokenRequest {
    /// The token endpoint, perhaps relative to the server.
    pub url: String,
    /// The scopes that exist.
    pub scopes: Vec<String>,
    /// Whether the body is JSON; form otherwise.
    pub json: bool,
    /// How the client's own credentials travel.
    pub credentials: TokenCredentials,
    /// Further parameters that the caller gives.
    pub parameters: Vec<String>,
}

/// How the client's own credentials travel in a token request.
#[derive(Clone, Debug, Default)]
pub enum TokenCredentials {
    /// HTTP Basic.
    #[default]
    Basic,
    /// `client_id` and `client_secret` in the body.
    Body,
    /// In the `Authorization` header, after this template.
    Header(String),
}

/// What a document says about a thing in prose.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// The first sentence, where the document has a summary or title of its own.
    pub summary: Option<String>,
    /// What the thing is, in Markdown.
    pub description: Option<String>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// Facts that the type does not carry: bounds, patterns, defaults; one line each, in Markdown.
    pub notes: Vec<String>,
    /// The provider's page.
    pub url: Option<String>,
}

/// A type with a name.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Where it stands.
    pub origin: Origin,
    /// What it is called after.
    pub naming: Naming,
    /// The module it lives in.
    pub home: Home,
    /// What it is.
    pub doc: Doc,
    /// What it consists of.
    pub shape: Shape,
    /// Whether a value of it may be null wherever it stands.
    pub nullable: bool,
    /// Where it travels.
    pub usage: Usage,
}

/// What a type is called after. The name stage turns this into an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// `x-rust-name`: letter for letter.
    Given(String),
    /// A name in the document: the key of a component, or a title.
    Key(String),
    /// The type that it stands in, and its place there.
    Within(TypeId, Vec<String>),
    /// The operation that it belongs to, and its place there (`Body`, `Response`, ...).
    Of(OperationId, Vec<String>),
}

/// The module that a type lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Home {
    /// Shared by the whole API.
    Shared,
    /// With the operations of this group.
    Group(GroupId),
}

/// Where a type travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// In a request's body or parameters: callers have to make it.
    pub request: bool,
    /// In a response.
    pub response: bool,
    /// In a path, query, header or cookie parameter, or as a part of a form.
    pub parameter: bool,
}

/// What a named type consists of.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Named fields.
    Record(Record),
    /// The fields of a multipart body: never JSON as a whole.
    Multipart(Multipart),
    /// One of a set of strings; the set may grow.
    Choice(Vec<ChoiceValue<String>>),
    /// One of a set of integers; the set may grow.
    IntegerChoice(Vec<ChoiceValue<i64>>),
    /// One of a set of scalars of several kinds; the set may grow.
    MixedChoice(Vec<ChoiceValue<Constant>>),
    /// One of several types, told apart by a tag.
    Tagged(Tagged),
    /// One of several types, told apart by what they look like.
    Union(Vec<Member>),
    /// Another name for a type.
    Alias(Type),
    /// A type of its own around another one, where an alias would be infinite.
    Newtype(Type),
}

/// A type as it is used.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer(Integer),
    /// Any number. `format: float` is one, too: servers send more digits than 32 bits hold.
    Float,
    /// Text without a form.
    String,
    /// Text with a form, kept as it came.
    Text(Text),
    /// Text that must not be shown.
    Secret,
    /// Free-form JSON.
    Json,
    /// Null and nothing else.
    Null,
    /// Content with a media type and perhaps a file name: a part of a multipart body.
    File,
    /// Raw bytes, perhaps streamed: a whole body.
    Body,
    /// Parts that the document does not tell: a whole multipart body.
    Form,
    /// Any number of values.
    List(Box<Type>),
    /// Values by name.
    Map(Box<Type>),
    /// A type with a name.
    Named(TypeId),
    /// A value or null, inside a list, a map or a union. (For fields, [`Presence`] says it.)
    Nullable(Box<Type>),
    /// The same type behind a pointer, because it would contain itself.
    Boxed(Box<Type>),
}

/// How wide a whole number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// 32 bits, signed.
    I32,
    /// 64 bits, signed.
    I64,
    /// 32 bits, unsigned.
    U32,
    /// 64 bits, unsigned.
    U64,
}

/// Text with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// RFC 3339 date and time.
    DateTime,
    /// RFC 3339 date.
    Date,
    /// RFC 3339 time.
    Time,
    /// ISO 8601 duration.
    Duration,
    /// RFC 9562.
    Uuid,
    /// RFC 3986.
    Uri,
    /// A decimal number of any precision.
    Decimal,
    /// RFC 4648, section 4.
    Base64,
    /// A 64-bit integer in decimal digits.
    Integer,
}

/// Named fields.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The fields, in the document's order.
    pub fields: Vec<Field>,
    /// What undeclared keys hold, where the document declares them.
    pub rest: Option<Type>,
    /// Whether the document rules undeclared keys out (`additionalProperties: false`).
    pub closed: bool,
}

/// A field of a record.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key on the wire.
    pub key: String,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// What it is.
    pub doc: Doc,
    /// What it holds.
    pub ty: Type,
    /// Whether it has to be there, and whether it can be null.
    pub presence: Presence,
    /// What the server assumes where the field is left out; documentation and an accessor, never sent.
    pub default: Option<Constant>,
    /// The only value that it can have: constructors fill it in.
    pub constant: Option<Constant>,
}

/// Whether a field has to be there, and whether it can be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Always there, maybe null.
    Nullable,
    /// Maybe absent, never null.
    Optional,
    /// Maybe absent, maybe null, and the two differ.
    OptionalNullable,
}

/// A scalar that the document names.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// Null.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    String(String),
}

/// One value of a choice.
#[derive(Clone, Debug)]
pub struct ChoiceValue<T> {
    /// The value on the wire.
    pub value: T,
    /// `x-enum-varnames`, or the title of the branch it comes from.
    pub name: Option<String>,
    /// What it means.
    pub description: Option<String>,
}

/// One of several types, told apart by a tag.
#[derive(Clone, Debug)]
pub struct Tagged {
    /// The key of the tag.
    pub tag: String,
    /// The members, in the document's order.
    pub members: Vec<TaggedMember>,
}

/// A member of a tagged union. Its type declares the tag as a field, so that it is written by itself.
#[derive(Clone, Debug)]
pub struct TaggedMember {
    /// The tags that mean this member; at least one.
    pub tags: Vec<String>,
    /// The member's title or key, to name it after; the first tag otherwise.
    pub name: Option<String>,
    /// What it holds.
    pub ty: Type,
    /// What it is.
    pub doc: Doc,
}

/// A member of a union without a tag.
#[derive(Clone, Debug)]
pub struct Member {
    /// The member's title or key, to name it after; the kind of its type otherwise.
    pub name: Option<String>,
    /// What it holds; never [`Type::Null`] (a union that may be null is nullable).
    pub ty: Type,
    /// What it is.
    pub doc: Doc,
    /// What tells it apart.
    pub look: Look,
}

/// What a value of a type looks like.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// The kinds of JSON that it can be.
    pub kinds: Kinds,
    /// Keys that have to be there.
    pub required: Vec<String>,
    /// All keys that the type declares.
    pub known: Vec<String>,
    /// Keys that can only have these values.
    pub constants: Vec<(String, Vec<Constant>)>,
    /// The values that a scalar is known to have; empty for any.
    pub choices: Vec<Constant>,
    /// Whether undeclared keys are kept.
    pub open: bool,
    /// Whether the document rules undeclared keys out: a value that has one is something else.
    pub closed: bool,
}

/// Kinds of JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a set of the seven kinds of JSON"
)]
pub struct Kinds {
    /// `null`.
    pub null: bool,
    /// `true`, `false`.
    pub bool: bool,
    /// Numbers without a fraction.
    pub integer: bool,
    /// All other numbers.
    pub fraction: bool,
    /// Strings.
    pub string: bool,
    /// Arrays.
    pub array: bool,
    /// Objects.
    pub object: bool,
}

/// The fields of a multipart body.
#[derive(Clone, Debug, Default)]
pub struct Multipart {
    /// The parts, in the document's order.
    pub parts: Vec<Part>,
}

/// A part of a multipart body. Presence is [`Presence::Required`] or [`Presence::Optional`].
#[derive(Clone, Debug)]
pub struct Part {
    /// Key, type and prose; `ty` is [`Type::File`], a list of it, or a type that is written as text or JSON.
    pub field: Field,
    /// How the part is written.
    pub encoding: PartEncoding,
}

/// How a part of a multipart body is written.
#[derive(Clone, Debug, PartialEq)]
pub enum PartEncoding {
    /// The media type that the caller sets, or this one.
    File(Option<String>),
    /// Text, perhaps with a media type of its own; a list is one part for each item.
    Text(Option<String>),
    /// JSON, with this media type.
    Json(String),
}

/// One method on one path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it stands.
    pub origin: Origin,
    /// The operation id; made from method and path where the document has none.
    pub id: String,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
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
    /// Whether a body has to be sent.
    pub body_required: bool,
    /// What comes back when the call succeeds.
    pub successes: Vec<Response>,
    /// The documented error bodies.
    pub errors: Vec<Response>,
    /// What the caller has to prove, where it differs from the API's default.
    pub security: Option<Vec<Requirement>>,
    /// Where the operation is served, where it differs from the API's servers.
    pub servers: Option<Vec<Server>>,
    /// `x-signon-tool`.
    pub tool: Option<String>,
    /// `x-signon-rate-limit`.
    pub rate_limit: Option<RateLimit>,
    /// `x-signon-wrapper`.
    pub wrapper: Option<String>,
    /// `x-signon-pagination`, resolved against the operation's own parameters and success body.
    pub pagination: Option<Pagination>,
    /// `x-signon-retry`.
    pub retry: Option<Retry>,
    /// `x-signon-idempotency-header`.
    pub idempotency_header: Option<String>,
}

/// So many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many.
    pub requests: u32,
    /// In which time.
    pub seconds: u32,
}

/// Whether a repeat is harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It is, whatever the method.
    Safe,
    /// It is not, whatever the method.
    Never,
}

/// How the next page is asked for.
#[derive(Clone, Debug)]
pub struct Pagination {
    /// Where the next page is.
    pub next: NextPage,
    /// The fields that lead from the success body to the list of items; empty where the body is the list.
    pub items: Vec<Step>,
    /// What the list holds.
    pub item: Type,
}

/// A step from a record to one of its fields.
#[derive(Clone, Debug)]
pub struct Step {
    /// The record.
    pub record: TypeId,
    /// The index of the field in it.
    pub field: usize,
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
        /// Parameters that the server refuses beside a cursor; index [`Operation::parameters`].
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
    /// The `Link` header (RFC 8288) with `rel="next"`.
    Link,
}

/// Where a cursor comes from.
#[derive(Clone, Debug)]
pub enum CursorSource {
    /// The success body: the fields that lead to it.
    Body(Vec<Step>),
    /// This response header.
    Header(String),
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
    /// Where it goes.
    pub place: Place,
    /// How it is written there.
    pub style: Style,
    /// What it holds.
    pub ty: Type,
    /// Whether it has to be there.
    pub required: bool,
    /// What the server assumes where it is left out.
    pub default: Option<Constant>,
    /// A value that the document shows, as JSON; made from the schema where it shows none.
    pub example: serde_json::Value,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the path.
    Path,
    /// After the `?`.
    Query,
    /// Into a header.
    Header,
    /// Into the `Cookie` header.
    Cookie,
}

/// How a parameter is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// As the standard's styles have it.
    Plain {
        /// Which one.
        form: StyleForm,
        /// Whether each item or key stands alone.
        explode: bool,
        /// Whether the characters that RFC 3986 reserves stay as they are.
        allow_reserved: bool,
    },
    /// As JSON text (`content`).
    Json,
}

/// The standard's parameter styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// `k=a|b`.
    PipeDelimited,
    /// `k[a]=b`.
    DeepObject,
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
    /// Values that the document shows, by name, as JSON.
    pub examples: Vec<(String, serde_json::Value)>,
}

/// How a request body is written.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyEncoding {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`; the styles of the fields that have one of their own.
    Form(Vec<(String, Style)>),
    /// `multipart/*`; `ty` names a [`Shape::Multipart`], or is [`Type::Form`].
    Multipart,
    /// As it is; `ty` is [`Type::Body`].
    Binary,
    /// As it is; `ty` is [`Type::String`].
    Text,
}

/// What comes back for a status.
#[derive(Clone, Debug)]
pub struct Response {
    /// For which status.
    pub status: Status,
    /// What it means.
    pub description: Option<String>,
    /// The body, one entry for each media type that differs in type; empty where there is none.
    pub contents: Vec<Content>,
    /// Headers that the document declares.
    pub headers: Vec<Header>,
}

/// The statuses that a response stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// This one.
    Code(u16),
    /// All that begin with this digit.
    Range(u8),
    /// All that are not told otherwise.
    Default,
}

impl Status {
    /// The first digit (RFC 9110, section 15); none for `default`.
    pub fn class(self) -> Option<u8> {
        match self {
            Self::Code(code) => u8::try_from(code / 100).ok(),
            Self::Range(class) => Some(class),
            Self::Default => None,
        }
    }
}

/// A response body in one media type.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type.
    pub media: String,
    /// How it is read.
    pub decoding: Decoding,
    /// Values that the document shows, by name, as JSON.
    pub examples: Vec<(String, serde_json::Value)>,
}

/// How a response body is read.
#[derive(Clone, Debug, PartialEq)]
pub enum Decoding {
    /// As JSON, into this type.
    Json(Type),
    /// As text.
    Text,
    /// As a stream of bytes.
    Binary,
    /// As server-sent events, each one's data into this type.
    Events(Type),
    /// As JSON values on a line each, into this type.
    Lines(Type),
}

/// A response header.
#[derive(Clone, Debug)]
pub struct Header {
    /// The header's name.
    pub key: String,
    /// What it means.
    pub doc: Doc,
    /// What it holds: a scalar or a list of scalars.
    pub ty: Type,
    /// Whether the document promises it.
    pub required: bool,
}
