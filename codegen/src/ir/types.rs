//! Types: definitions that have a name, and types as fields, parameters and bodies use them.

use super::{Doc, GroupId, OperationId, RustType, Shape, TypeId};
use crate::source::Origin;

/// A type with a name.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The schema that it comes from.
    pub origin: Origin,
    /// The origin of its name.
    pub naming: Naming,
    /// The module it lives in.
    pub module: Module,
    /// What it is.
    pub doc: Doc,
    /// What it consists of.
    pub shape: Shape,
    /// Whether a value of it may be null wherever the type is used.
    pub nullable: bool,
}

/// The origin of a type's name. The name stage turns this into an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// `x-rust-name`: letter for letter.
    Explicit(String),
    /// A name in the document: the key of a component, or a title.
    Key(String),
    /// The type that contains it, and the path inside that type.
    Within(TypeId, Vec<String>),
    /// The operation that uses it, and the path inside that operation (`Body`, `Response`, ...).
    InOperation(OperationId, Vec<String>),
}

/// The module that a type lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Module {
    /// Shared by the whole API.
    Shared,
    /// With the operations of this group.
    Group(GroupId),
}

/// A type as it is used.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer(Integer),
    /// Any number. `format: float` is one, too: servers send more digits than 32 bits hold.
    Float,
    /// Text without a form.
    String,
    /// Text with a form, kept unchanged.
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
    /// Any parts: a whole multipart body that the document does not describe.
    Form,
    /// Any number of values.
    List(Box<Type>),
    /// An array whose first items have types of their own.
    Tuple(Tuple),
    /// Values by name.
    Map(Box<Type>),
    /// A type with a name.
    Named(TypeId),
    /// A type of the user's own, of which nothing is known but that it can be (de)serialized.
    Replaced(RustType),
    /// A value or null, inside a list, a map or a union. (A field has a presence instead.)
    Nullable(Box<Type>),
    /// The same type behind a pointer, because it would contain itself.
    Boxed(Box<Type>),
}

/// An array whose first items have types of their own.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Tuple {
    /// The types of the first items.
    pub items: Vec<Type>,
    /// The type of further items, where the array may be shorter or longer; none where its length is fixed.
    pub rest: Option<Box<Type>>,
}

/// The width of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
