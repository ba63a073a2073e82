//! What an API means: no OpenAPI type, no Rust identifier.
//!
//! [`lower`](crate::lower) decides what a document means and says it here; [`name`](crate::name) plans identifiers
//! for it; [`emit`](crate::emit) writes it down in Rust. Whatever is in the IR can be written.

mod access;
mod derive;
mod derived;
mod operation;
mod response;
mod rust_type;
mod shapes;
mod traversal;
mod types;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

pub use self::access::{
    ClientInput, CredentialInput, RequiredScheme, Requirement, Scheme, SchemeKind, Server,
    ServerVariable, TokenCredentials, TokenParameter, TokenRequest,
};
pub use self::derive::Trait;
pub use self::derived::{Derived, ShapeHint, Usage};
pub use self::operation::{
    Body, BodyEncoding, CursorSource, Effect, LinkSource, NextPage, Operation, Pagination,
    Parameter, ParameterLocation, PlainStyle, PropertyEncoding, Querystring, RateLimit,
    RateLimitPer, Retry, Step, Style, StyleForm,
};
pub use self::response::{Content, Decoding, Header, Response, Status};
pub use self::rust_type::RustType;
pub use self::shapes::{
    Access, Constant, DiscriminatedMember, DiscriminatedUnion, Enum, EnumRepr, EnumValue, Field,
    Multipart, Part, Presence, Shape, Struct, UntaggedMember,
};
pub use self::types::{Integer, Module, Naming, Text, Tuple, Type, TypeDef};
pub use crate::json_types::JsonTypes;

pub use self::xml::{
    Xml, XmlContent, XmlElement, XmlName, XmlNode, XmlObject, XmlOneOf, XmlProperty, XmlRootId,
    XmlScalar, XmlShared, XmlSharedId,
};

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
    /// The security schemes.
    pub schemes: Vec<Scheme>,
    /// The security requirements of operations that have none of their own.
    pub security: Vec<Requirement>,
    /// The documented rate limits of all operations, beside those of each.
    pub rate_limits: Vec<RateLimit>,
    /// The tags, in the document's order; an operation belongs to one.
    pub groups: Vec<Group>,
    /// Every type that has a name.
    pub types: Vec<TypeDef>,
    /// The traits that types derive because the document asks for them.
    pub derives: BTreeMap<TypeId, BTreeSet<Trait>>,
    /// The modules that components are put into: `x-rust-module`.
    pub placed: BTreeMap<TypeId, String>,
    /// Every operation, in the document's order.
    pub operations: Vec<Operation>,
    /// How bodies of XML are written.
    pub xml: Xml,
    /// What the passes have derived from all this.
    pub derived: Derived,
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
    /// Whether it is a tag or a folder; those that have neither are a group, too.
    pub is_tag: bool,
    /// What the operations have in common, in Markdown.
    pub description: Option<String>,
}

/// The documentation of a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Doc {
    /// The first sentence, where the document has a summary or title of its own.
    pub summary: Option<String>,
    /// What the thing is, in Markdown.
    pub description: Option<String>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// Constraints that the type does not express: bounds, patterns; one line each, in Markdown.
    pub notes: Vec<String>,
    /// The provider's page.
    pub url: Option<String>,
}
