//! Shapes: what the definition of a named type consists of.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::{Doc, PropertyEncoding, Type};

/// What a named type consists of.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Shape {
    /// Named fields.
    Struct(Struct),
    /// The fields of a multipart body: never JSON as a whole.
    Multipart(Multipart),
    /// One of a set of scalars; the set may grow, unless the enum is closed.
    Enum(Enum),
    /// One of several types, selected by a discriminator property.
    DiscriminatedUnion(DiscriminatedUnion),
    /// One of several types, selected by the value's shape.
    UntaggedUnion(Vec<UntaggedMember>),
    /// Another name for a type.
    Alias(Type),
    /// A type of its own around another one, where an alias would be infinite.
    Newtype(Type),
}

/// Named fields.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Struct {
    /// The fields, in the document's order; no two with the same key.
    pub fields: Vec<Field>,
    /// What undeclared keys hold, where the document declares them.
    pub rest: Option<Type>,
    /// Whether the document rules undeclared keys out (`additionalProperties: false`).
    pub closed: bool,
}

impl Struct {
    /// Whether undeclared keys are kept although the document says nothing of them.
    pub fn keeps_unknown(&self) -> bool {
        self.rest.is_none() && !self.closed
    }

    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// A field of a struct, which its key identifies.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Field {
    /// The key on the wire.
    pub key: String,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// What it is.
    pub doc: Doc,
    /// What it holds.
    pub ty: Type,
    /// Whether it must be there, and whether it can be null.
    pub presence: Presence,
    /// Which side sends it.
    pub access: Access,
    /// What the server assumes where the field is left out; documentation and an accessor, never sent.
    pub default: Option<Constant>,
    /// The only value that the document allows: constructors fill it in.
    pub constant: Option<Constant>,
}

impl Field {
    /// A field of which no more is known than its type.
    pub fn bare(key: impl Into<String>, ty: Type, presence: Presence) -> Self {
        Self {
            key: key.into(),
            rust_name: None,
            doc: Doc::default(),
            ty,
            presence,
            access: Access::default(),
            default: None,
            constant: None,
        }
    }
}

/// Whether a field must be there, and whether it can be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

impl Presence {
    /// Whether the field is always there.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Nullable)
    }
}

/// Which side sends a field (`readOnly`, `writeOnly`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Access {
    /// The server sets it; requests do not have it.
    pub read_only: bool,
    /// The client sets it; responses do not have it.
    pub write_only: bool,
}

impl Access {
    /// Whether both sides send the field.
    pub const fn is_mutual(self) -> bool {
        !self.read_only && !self.write_only
    }
}

/// A scalar of the document.
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

impl Constant {
    /// The integer that it is.
    pub const fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(value) = self {
            Some(*value)
        } else {
            None
        }
    }
}

impl Hash for Constant {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Null => {}
            Self::Bool(value) => value.hash(state),
            Self::Integer(value) => value.hash(state),
            // Zero is the one number that has two forms.
            Self::Float(value) => (value + 0.0).to_bits().hash(state),
            Self::String(value) => value.hash(state),
        }
    }
}

/// As the document writes it, without quotes.
impl fmt::Display for Constant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(value) => value.fmt(formatter),
            Self::Integer(value) => value.fmt(formatter),
            Self::Float(value) => value.fmt(formatter),
            Self::String(text) => text.fmt(formatter),
        }
    }
}

/// One of a set of scalars; the set may grow, unless the enum is closed.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Enum {
    /// Which scalars a value may be.
    pub repr: EnumRepr,
    /// Whether any other value is a decode error (`x-rust-enum: closed`); only of strings or of integers.
    pub closed: bool,
    /// The values that the document lists, each once; all of the representation.
    pub values: Vec<EnumValue>,
    /// Whether the document allows any other string beside those that it lists.
    pub any_string: bool,
    /// Whether titles are those of `enumNames`, and not of branches.
    pub enum_names: bool,
}

impl Enum {
    /// An enum whose set may grow.
    pub const fn open(repr: EnumRepr, values: Vec<EnumValue>) -> Self {
        Self {
            repr,
            closed: false,
            values,
            any_string: false,
            enum_names: false,
        }
    }

    /// The index of a value.
    pub fn position(&self, value: &Constant) -> Option<usize> {
        self.values.iter().position(|known| known.value == *value)
    }
}

/// Which scalars the values of an enum are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EnumRepr {
    /// Strings.
    String,
    /// Integers.
    Integer,
    /// Scalars of several JSON types.
    Scalar,
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct EnumValue {
    /// The value on the wire.
    pub value: Constant,
    /// `x-enum-varnames`, or the title of the branch it comes from.
    pub name: Option<String>,
    /// What a person reads in its place: the title of the branch it comes from, or `enumNames`.
    pub title: Option<String>,
    /// What it means.
    pub description: Option<String>,
}

/// One of several types, selected by a discriminator property.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct DiscriminatedUnion {
    /// The key of the discriminator property.
    pub tag: String,
    /// The members, in the document's order.
    pub members: Vec<DiscriminatedMember>,
}

/// A member of a discriminated union. Its type declares the discriminator as a field, so that it is written by itself.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct DiscriminatedMember {
    /// The discriminator's values that mean this member; none for the fallback of all other values.
    pub tags: Vec<String>,
    /// The member's title or key, to name it after; the first tag otherwise.
    pub name: Option<String>,
    /// What it holds.
    pub ty: Type,
    /// What it is.
    pub doc: Doc,
}

/// A member of an untagged union.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct UntaggedMember {
    /// The member's title or key, to name it after; the kind of its type otherwise.
    pub name: Option<String>,
    /// What it holds; never [`Type::Null`] (a union that may be null is nullable).
    pub ty: Type,
    /// What it is.
    pub doc: Doc,
}

/// The fields of a multipart body.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Multipart {
    /// The parts, in the document's order.
    pub parts: Vec<Part>,
}

/// A part of a multipart body. Presence is [`Presence::Required`] or [`Presence::Optional`].
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Part {
    /// Key, type and prose; `ty` is [`Type::File`], a list of it, or a type that is written as text or JSON.
    pub field: Field,
    /// How the part is written.
    pub encoding: PropertyEncoding,
}
