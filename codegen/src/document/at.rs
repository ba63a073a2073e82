//! A location in a document: a node, with access to its parent and children.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::{DocumentId, Documents, Kind, Node, Source, Value};
use crate::source::{Origin, escape};

/// Maximum number of keys for which comparing is faster than hashing.
const MAX_LINEAR_KEYS: usize = 8;

/// A value and its location: a cursor for reading a document.
#[derive(Clone, Copy)]
pub struct At<'d> {
    pub(super) documents: &'d Documents,
    pub(super) document: DocumentId,
    pub(super) node: u32,
}

impl std::fmt::Debug for At<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}#{}", self.file(), self.pointer())
    }
}

impl PartialEq for At<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl<'d> At<'d> {
    #[expect(
        clippy::indexing_slicing,
        reason = "node numbers are made by the builder"
    )]
    fn data(self) -> &'d Node {
        &self.documents.document(self.document).nodes[self.node as usize]
    }

    pub(super) fn content(self) -> &'d Value {
        &self.data().value
    }

    fn with(self, node: u32) -> Self {
        Self { node, ..self }
    }

    /// Returns all documents.
    pub(crate) fn documents(self) -> &'d Documents {
        self.documents
    }

    /// Returns the document of the value.
    pub(crate) fn document(self) -> DocumentId {
        self.document
    }

    /// Returns the number of the node in its document.
    pub(crate) fn node(self) -> u32 {
        self.node
    }

    /// Returns the identity of the location.
    pub(crate) fn id(self) -> (DocumentId, u32) {
        (self.document, self.node)
    }

    /// Returns the node of the file that the value was read from, which differs from this node if the document was edited.
    pub(crate) fn source(self) -> Source {
        let sources = self.documents.document(self.document).sources.as_ref();
        let source = sources.and_then(|sources| sources.get(self.node as usize));
        source.copied().unwrap_or(Source {
            document: self.document,
            node: self.node,
        })
    }

    /// Returns the file of the value.
    pub fn file(self) -> &'d Arc<str> {
        &self.documents.document(self.document).name
    }

    /// Returns the kind of value.
    pub fn kind(self) -> Kind {
        match self.content() {
            Value::Null => Kind::Null,
            Value::Bool(_) => Kind::Bool,
            Value::Integer(_) => Kind::Integer,
            Value::Float(_) => Kind::Float,
            Value::String(_) => Kind::String,
            Value::List(_) => Kind::List,
            Value::Map(_) => Kind::Map,
        }
    }

    fn map(self) -> Option<&'d IndexMap<Box<str>, u32>> {
        if let Value::Map(entries) = self.content() {
            Some(entries)
        } else {
            None
        }
    }

    fn list(self) -> &'d [u32] {
        if let Value::List(items) = self.content() {
            items
        } else {
            &[]
        }
    }

    /// Returns the value of a key.
    pub fn get(self, key: &str) -> Option<Self> {
        let entries = self.map()?;
        let node = if entries.len() <= MAX_LINEAR_KEYS {
            entries.iter().find(|(of, _)| &***of == key)?.1
        } else {
            entries.get(key)?
        };
        Some(self.with(*node))
    }

    /// Whether the map has the key.
    pub fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Returns the keys and values of a map; empty for other kinds.
    pub fn entries(self) -> impl Iterator<Item = (&'d str, Self)> {
        self.map()
            .into_iter()
            .flatten()
            .map(move |(key, node)| (&**key, self.with(*node)))
    }

    /// Returns the items of a list; empty for other kinds.
    pub fn items(self) -> impl ExactSizeIterator<Item = Self> {
        self.list().iter().map(move |node| self.with(*node))
    }

    /// Returns the number of entries or items.
    pub(crate) fn len(self) -> usize {
        self.map().map_or(self.list().len(), IndexMap::len)
    }

    /// Whether there are no entries and no items.
    pub(crate) fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns the text of a string.
    pub fn str(self) -> Option<&'d str> {
        if let Value::String(text) = self.content() {
            Some(text)
        } else {
            None
        }
    }

    /// Returns any scalar as text.
    pub fn text(self) -> Option<String> {
        match self.content() {
            Value::String(text) => Some(text.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            Value::Integer(value) => Some(value.to_string()),
            Value::Float(value) => Some(format!("{value:?}")),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Returns the value of a boolean.
    pub fn bool(self) -> Option<bool> {
        if let Value::Bool(value) = self.content() {
            Some(*value)
        } else {
            None
        }
    }

    /// Returns the value of an integer; `1.0` counts as one.
    pub fn integer(self) -> Option<i128> {
        match self.content() {
            Value::Integer(value) => Some(*value),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "checked to be whole and in range"
            )]
            Value::Float(value) if value.fract() == 0.0 && value.abs() < 1e30 => {
                Some(*value as i128)
            }
            Value::Float(_)
            | Value::Null
            | Value::Bool(_)
            | Value::String(_)
            | Value::List(_)
            | Value::Map(_) => None,
        }
    }

    /// Returns the value of a number.
    #[expect(clippy::cast_precision_loss, reason = "bounds in documentation")]
    pub(crate) fn number(self) -> Option<f64> {
        match self.content() {
            Value::Integer(value) => Some(*value as f64),
            Value::Float(value) => Some(*value),
            Value::Null | Value::Bool(_) | Value::String(_) | Value::List(_) | Value::Map(_) => {
                None
            }
        }
    }

    /// Whether it is `null`.
    pub(crate) fn is_null(self) -> bool {
        matches!(self.content(), Value::Null)
    }

    /// Returns the map or list that contains the value.
    pub(crate) fn parent(self) -> Option<Self> {
        (self.node != 0).then(|| self.with(self.data().parent))
    }

    /// Returns the key or index in the parent.
    pub fn key(self) -> Option<String> {
        let index = self.data().index as usize;
        match self.parent()?.map() {
            Some(entries) => entries.get_index(index).map(|(key, _)| key.to_string()),
            None => Some(index.to_string()),
        }
    }

    /// Returns the keys and indices from the root to the value.
    pub(crate) fn steps(self) -> Vec<String> {
        let mut steps = Vec::new();
        let mut at = self;
        while let (Some(key), Some(parent)) = (at.key(), at.parent()) {
            steps.push(key);
            at = parent;
        }
        steps.reverse();
        steps
    }

    /// Returns the JSON pointer.
    pub(crate) fn pointer(self) -> String {
        self.steps()
            .iter()
            .fold(String::new(), |pointer, step| pointer + "/" + &escape(step))
    }

    /// Returns the file and the pointer.
    pub(crate) fn origin(self) -> Origin {
        Origin {
            file: Arc::clone(self.file()),
            pointer: self.pointer(),
        }
    }

    /// Whether two values are equal, regardless of the order of keys.
    pub(crate) fn has_content_of(self, other: Self) -> bool {
        match (self.content(), other.content()) {
            (Value::List(_), Value::List(_)) => {
                let mut pairs = self.items().zip(other.items());
                self.len() == other.len() && pairs.all(|(one, other)| one.has_content_of(other))
            }
            (Value::Map(_), Value::Map(_)) => {
                let is_in_other = |(key, value): (&str, Self)| {
                    let found = other.get(key);
                    found.is_some_and(|found| value.has_content_of(found))
                };
                self.len() == other.len() && self.entries().all(is_in_other)
            }
            (value, other) => value == other,
        }
    }

    /// Converts the value to JSON; an integer beyond 64 bits becomes the nearest float.
    pub(crate) fn to_json(self) -> Json {
        match self.content() {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Integer(value) => integer_to_json(*value),
            Value::Float(value) => {
                serde_json::Number::from_f64(*value).map_or(Json::Null, Json::Number)
            }
            Value::String(text) => Json::String(text.to_string()),
            Value::List(_) => self.items().map(Self::to_json).collect(),
            Value::Map(_) => Json::Object(
                self.entries()
                    .map(|(key, value)| (key.to_owned(), value.to_json()))
                    .collect(),
            ),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "JSON has no other form for it")]
pub(super) fn integer_to_json(value: i128) -> Json {
    if let Ok(value) = i64::try_from(value) {
        Json::from(value)
    } else if let Ok(value) = u64::try_from(value) {
        Json::from(value)
    } else {
        Json::from(value as f64)
    }
}
