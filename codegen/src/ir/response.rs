//! Responses: what comes back for a status.

use std::fmt;

use super::{Doc, Type, XmlRootId};

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

impl Response {
    /// The types of bodies that are JSON as a whole.
    pub fn json_types(&self) -> impl Iterator<Item = &Type> {
        self.contents
            .iter()
            .filter_map(|content| match &content.decoding {
                Decoding::Json(ty) => Some(ty),
                Decoding::Xml(..)
                | Decoding::Text
                | Decoding::Binary
                | Decoding::Events(_)
                | Decoding::Lines(_) => None,
            })
    }
}

/// The status codes that a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// This one.
    Code(u16),
    /// All that begin with this digit.
    Range(u8),
    /// All that no other response is for.
    Default,
}

/// As a document writes it: `404`, `4XX` or `default`.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(digit) => write!(f, "{digit}XX"),
            Self::Default => f.write_str("default"),
        }
    }
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
}

/// How a response body is read.
#[derive(Clone, Debug, PartialEq)]
pub enum Decoding {
    /// As JSON, into this type.
    Json(Type),
    /// As XML, into this type.
    Xml(Type, XmlRootId),
    /// As text.
    Text,
    /// As a stream of bytes.
    Binary,
    /// As server-sent events, each one's data into this type.
    Events(Type),
    /// As JSON values on a line each, into this type.
    Lines(Type),
}

impl Decoding {
    /// The type that a body, or each event or line of it, is decoded into.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Xml(ty, _) | Self::Events(ty) | Self::Lines(ty) => Some(ty),
            Self::Text | Self::Binary => None,
        }
    }

    /// The type that a whole body is decoded into.
    pub fn model(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Xml(ty, _) => Some(ty),
            Self::Text | Self::Binary | Self::Events(_) | Self::Lines(_) => None,
        }
    }
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
