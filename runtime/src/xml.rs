//! XML bodies, by a static description of where each value of a model is in a document.
//!
//! Models know JSON alone. Generated crates describe, for each type that a body of XML holds, which
//! elements and attributes its properties are; by that description a document becomes JSON, and JSON a
//! document. No document type definition is read, so that no entity is expanded.
//!
//! Undeclared content is kept where the model keeps undeclared keys: an attribute by the key `@name`,
//! text by `$text`, an element by its name, with its prefix.

mod document;
mod free;
mod parse;
mod read;
mod scalar;
mod scope;
mod text;
mod tree;
mod write;

pub(crate) use self::document::{decode, encode, value};

/// How deep elements may be nested: as deep as JSON.
const MAX_DEPTH: usize = 128;

/// The namespace of `xsi:nil`.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The key of text that no property declares.
const TEXT: &str = "$text";

/// The name of an element or an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Without a prefix.
    pub(crate) local: &'static str,
    /// None where the document does not say: then any namespace is taken.
    pub(crate) namespace: Option<&'static str>,
    /// The prefix that is written.
    pub(crate) prefix: Option<&'static str>,
}

impl Name {
    const fn new(local: &'static str) -> Self {
        Self {
            local,
            namespace: None,
            prefix: None,
        }
    }
}

/// An element that no property names: the root of a document, or an item of a list.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    name: Name,
    content: &'static Content,
}

impl Element {
    /// An element of this name.
    pub const fn new(name: &'static str, content: &'static Content) -> Self {
        Self {
            name: Name::new(name),
            content,
        }
    }

    /// The same in a namespace.
    #[must_use]
    pub const fn namespace(mut self, namespace: &'static str) -> Self {
        self.name.namespace = Some(namespace);
        self
    }

    /// The same with a prefix.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.name.prefix = Some(prefix);
        self
    }
}

/// What is in an element or an attribute.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// Text as it is.
    String,
    /// Text without white space at its ends: an enum, a date.
    Token,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A number, a truth value or text, whichever the text is.
    Scalar,
    /// An element for each item.
    List(&'static Element),
    /// Elements and attributes by name.
    Object(&'static Object),
    /// One of several contents.
    OneOf(&'static OneOf),
    /// Anything.
    Any,
}

/// What the properties of an object are in XML.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    properties: &'static [Property],
    rest: Rest,
}

/// What undeclared keys hold.
#[derive(Clone, Copy, Debug)]
enum Rest {
    /// Whatever comes.
    Any,
    /// An element for each key.
    Elements(&'static Content),
    /// An element for each item of the list of each key.
    Repeated(&'static Content),
}

impl Object {
    /// An object with these properties, which are written in this order.
    pub const fn new(properties: &'static [Property]) -> Self {
        Self {
            properties,
            rest: Rest::Any,
        }
    }

    /// The same, whose undeclared keys hold this.
    #[must_use]
    pub const fn rest(mut self, content: &'static Content) -> Self {
        self.rest = Rest::Elements(content);
        self
    }

    /// The same, whose undeclared keys hold lists of this, an element for each item.
    #[must_use]
    pub const fn rest_repeated(mut self, content: &'static Content) -> Self {
        self.rest = Rest::Repeated(content);
        self
    }
}

/// Where a property is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Element,
    Repeated,
    Attribute,
    Text,
    Cdata,
}

/// A property of an object.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    key: &'static str,
    name: Name,
    node: Node,
    content: &'static Content,
    required: bool,
    nullable: bool,
}

impl Property {
    const fn new(key: &'static str, node: Node, content: &'static Content) -> Self {
        Self {
            key,
            name: Name::new(key),
            node,
            content,
            required: false,
            nullable: false,
        }
    }

    /// A property that is an element; its name is the key.
    pub const fn element(key: &'static str, content: &'static Content) -> Self {
        Self::new(key, Node::Element, content)
    }

    /// A list with an element for each item, which holds `content`; their name is the key.
    pub const fn repeated(key: &'static str, content: &'static Content) -> Self {
        Self::new(key, Node::Repeated, content)
    }

    /// A property that is an attribute; its name is the key.
    pub const fn attribute(key: &'static str, content: &'static Content) -> Self {
        Self::new(key, Node::Attribute, content)
    }

    /// A property that is the text of the object's element.
    pub const fn text(key: &'static str, content: &'static Content) -> Self {
        Self::new(key, Node::Text, content)
    }

    /// A property that is the text of the object's element, in a CDATA section.
    pub const fn cdata(key: &'static str, content: &'static Content) -> Self {
        Self::new(key, Node::Cdata, content)
    }

    /// The same by another name than the key.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name.local = name;
        self
    }

    /// The same in a namespace.
    #[must_use]
    pub const fn namespace(mut self, namespace: &'static str) -> Self {
        self.name.namespace = Some(namespace);
        self
    }

    /// The same with a prefix.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.name.prefix = Some(prefix);
        self
    }

    /// The same, but always there.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, but maybe null.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }
}

/// Contents that the value of one property distinguishes.
#[derive(Clone, Copy, Debug)]
pub struct OneOf {
    key: &'static str,
    name: &'static str,
    cases: &'static [(&'static str, &'static Content)],
    otherwise: &'static Content,
}

impl OneOf {
    /// What the property `key`, an element or attribute called `name`, chooses by its value.
    pub const fn new(
        key: &'static str,
        name: &'static str,
        cases: &'static [(&'static str, &'static Content)],
        otherwise: &'static Content,
    ) -> Self {
        Self {
            key,
            name,
            cases,
            otherwise,
        }
    }

    /// The content that a value of the property means.
    fn case(&self, value: &str) -> &'static Content {
        let case = self.cases.iter().find(|(known, _)| *known == value);
        case.map_or(self.otherwise, |(_, content)| content)
    }
}
