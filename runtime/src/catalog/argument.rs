//! Where arguments go, and how they are encoded.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An argument of an operation: a property of its input schema.
///
/// Credentials, and headers that the protocol fixes, are never arguments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Argument {
    /// The name: the property of the input schema.
    pub name: String,
    /// Where the argument goes.
    #[serde(rename = "in")]
    pub location: Location,
    /// The name there. Empty for a whole body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub wire_name: String,
    /// How the argument is written there. Fields of a JSON body have none of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Whether the argument must be given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Whether the value is a secret that the operation is about, such as a new password: it is not shown or logged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// What is sent where the argument is left out; the document requires a value, and gives this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
}

/// Where an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Location {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The whole query (`in: querystring`).
    Querystring,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// A property of the body, which is JSON or a form.
    BodyField,
    /// A part of a multipart body.
    Part,
    /// The whole body.
    Body,
}

/// How a value is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Encoding {
    /// In one of OpenAPI's styles.
    Style {
        /// Which one.
        style: Style,
        /// Whether each item or member is written on its own.
        #[serde(default)]
        explode: bool,
        /// Whether reserved characters stay as they are.
        #[serde(default)]
        allow_reserved: bool,
    },
    /// As JSON text.
    Json {
        /// The media type of a part of a multipart body.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        media_type: Option<String>,
    },
    /// As text; in a multipart body, a list is one part for each item.
    Text {
        /// The media type of a part of a multipart body.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        media_type: Option<String>,
    },
    /// As a file in a multipart body; a list is one part for each file.
    File {
        /// The media type of a file that has none of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        media_type: Option<String>,
    },
    /// As a form (`in: querystring`).
    Form {
        /// The members that have an encoding of their own.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<BodyField>,
    },
}

/// OpenAPI's parameter styles, and one of Swagger 2.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Style {
    /// `a,b`
    Simple,
    /// `.a.b`
    Label,
    /// `;k=a;k=b`
    Matrix,
    /// `k=a&k=b`
    Form,
    /// `k=a%20b`
    SpaceDelimited,
    /// `k=a%09b` (`collectionFormat: tsv`)
    TabDelimited,
    /// `k=a|b`
    PipeDelimited,
    /// `k[a]=b`
    DeepObject,
}

/// A parameter whose value the document fixes. It is always sent, and is not an argument.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FixedParameter {
    /// Where it goes.
    #[serde(rename = "in")]
    pub location: Location,
    /// The name there.
    pub wire_name: String,
    /// How the value is written.
    pub encoding: Encoding,
    /// The value.
    pub value: Value,
}

/// The request body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Body {
    /// The media type that is sent.
    pub media_type: String,
    /// How the body is written.
    pub encoding: BodyEncoding,
    /// Whether a body must be sent.
    #[serde(default)]
    pub required: bool,
    /// Whether the body is made of arguments of its own, in [`Location::BodyField`] or [`Location::Part`]; otherwise
    /// one argument is the whole body.
    #[serde(default)]
    pub flattened: bool,
    /// For forms: how members are written. Members without an entry are written as text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<BodyField>,
    /// The other media types that the document offers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
}

/// How a request body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BodyEncoding {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As `multipart/form-data`.
    Multipart,
    /// As bytes: the argument is a file.
    Binary,
    /// As text: the argument is the text, which may be XML.
    Text,
}

/// How a member of a form is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BodyField {
    /// The member's name.
    pub name: String,
    /// How it is written.
    pub encoding: Encoding,
}
