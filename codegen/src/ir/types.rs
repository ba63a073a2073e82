//! What values look like: types, and what tells them apart.

use std::hash::{Hash, Hasher};

use super::{Doc, GroupId, OperationId, PropertyEncoding, TypeId};
use crate::source::Origin;

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
#[derive(Clone, Debug, PartialEq, Hash)]
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
    /// A list whose places have types of their own.
    Tuple(Tuple),
    /// Values by name.
    Map(Box<Type>),
    /// A type with a name.
    Named(TypeId),
    /// A value or null, inside a list, a map or a union. (For fields, [`Presence`] says it.)
    Nullable(Box<Type>),
    /// The same type behind a pointer, because it would contain itself.
    Boxed(Box<Type>),
}

/// A list whose places have types of their own.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Tuple {
    /// The types of the places.
    pub items: Vec<Type>,
    /// What a list holds that may be shorter or longer; none where it has exactly these places.
    pub rest: Option<Box<Type>>,
}

/// How wide a whole number is.
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

/// Named fields.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Record {
    /// The fields, in the document's order.
    pub fields: Vec<Field>,
    /// What undeclared keys hold, where the document declares them.
    pub rest: Option<Type>,
    /// Whether the document rules undeclared keys out (`additionalProperties: false`).
    pub closed: bool,
}

impl Record {
    /// Whether undeclared keys are kept although the document says nothing of them.
    pub fn keeps_unknown(&self) -> bool {
        self.rest.is_none() && !self.closed
    }
}

/// A field of a record.
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
    /// Whether it has to be there, and whether it can be null.
    pub presence: Presence,
    /// What the server assumes where the field is left out; documentation and an accessor, never sent.
    pub default: Option<Constant>,
    /// The only value that it can have: constructors fill it in.
    pub constant: Option<Constant>,
}

/// Whether a field has to be there, and whether it can be null.
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

/// One value of a choice.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct ChoiceValue<T> {
    /// The value on the wire.
    pub value: T,
    /// `x-enum-varnames`, or the title of the branch it comes from.
    pub name: Option<String>,
    /// What it means.
    pub description: Option<String>,
}

/// One of several types, told apart by a tag.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Tagged {
    /// The key of the tag.
    pub tag: String,
    /// The members, in the document's order.
    pub members: Vec<TaggedMember>,
}

/// A member of a tagged union. Its type declares the tag as a field, so that it is written by itself.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct TaggedMember {
    /// The tags that mean this member; none for the one that takes what no other member does.
    pub tags: Vec<String>,
    /// The member's title or key, to name it after; the first tag otherwise.
    pub name: Option<String>,
    /// What it holds.
    pub ty: Type,
    /// What it is.
    pub doc: Doc,
}

/// A member of a union without a tag.
#[derive(Clone, Debug, PartialEq, Hash)]
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
#[derive(Clone, Debug, Default, PartialEq, Hash)]
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
    /// Whether the document has a schema for undeclared keys.
    pub open: bool,
    /// Whether the document rules undeclared keys out: a value that has one is something else.
    pub closed: bool,
}

/// Kinds of JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
