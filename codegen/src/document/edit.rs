//! Edits documents before the stages read them, keeping the locations in the original files.
//!
//! A [`Tree`] is a value that owns its parts, each with its source node in a file. `Documents::replace`
//! makes it the document that the stages read; [`At::source`] returns the node of the file, whose text diagnostics show.
//! Documents that are not edited cost nothing.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::build::MAX_DEPTH;
use super::{At, Document, DocumentId, Documents, Node, Value};

/// A node of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Source {
    /// The file.
    pub document: DocumentId,
    /// The number of the node.
    pub node: u32,
}

/// A mutable value, and its source.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// The value.
    pub content: Content,
    /// The node shown by diagnostics about the value.
    pub source: Source,
}

/// The value of a [`Tree`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// Any other number.
    Float(f64),
    /// Text.
    String(Box<str>),
    /// A list.
    List(Vec<Tree>),
    /// A map.
    Map(IndexMap<Box<str>, Tree>),
}

/// Trees with equal values are equal, regardless of their sources.
impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.content == other.content
    }
}

/// A value exceeds the maximum nesting depth of documents.
#[derive(Debug)]
pub(crate) struct TooDeep(pub Source);

impl Tree {
    /// Copies a value.
    pub(crate) fn of(at: At<'_>) -> Self {
        Self::of_kept(at, &|_| true)
    }

    /// Copies the parts of a value for which `is_kept` returns true.
    pub(crate) fn of_kept(at: At<'_>, is_kept: &dyn Fn(At<'_>) -> bool) -> Self {
        let content = match at.content() {
            Value::Null => Content::Null,
            Value::Bool(value) => Content::Bool(*value),
            Value::Integer(value) => Content::Integer(*value),
            Value::Float(value) => Content::Float(*value),
            Value::String(text) => Content::String(text.clone()),
            Value::List(_) => {
                let items = at.items().filter(|item| is_kept(*item));
                Content::List(items.map(|item| Self::of_kept(item, is_kept)).collect())
            }
            Value::Map(_) => {
                let entries = at.entries().filter(|(_, value)| is_kept(*value));
                let entries =
                    entries.map(|(key, value)| (key.into(), Self::of_kept(value, is_kept)));
                Content::Map(entries.collect())
            }
        };
        Self {
            content,
            source: at.source(),
        }
    }

    /// Creates a text that is not in the file; diagnostics show `source`.
    pub(crate) fn text(text: &str, source: Source) -> Self {
        Self {
            content: Content::String(text.into()),
            source,
        }
    }

    /// Creates a boolean that is not in the file.
    pub(crate) fn flag(value: bool, source: Source) -> Self {
        Self {
            content: Content::Bool(value),
            source,
        }
    }

    /// Creates a map that is not in the file.
    pub(crate) fn map<K: Into<Box<str>>>(
        entries: impl IntoIterator<Item = (K, Self)>,
        source: Source,
    ) -> Self {
        let entries = entries.into_iter();
        Self {
            content: Content::Map(entries.map(|(key, value)| (key.into(), value)).collect()),
            source,
        }
    }

    /// Creates a list that is not in the file.
    pub(crate) fn list(items: Vec<Self>, source: Source) -> Self {
        Self {
            content: Content::List(items),
            source,
        }
    }

    /// Returns the entries of a map.
    pub(crate) fn as_map(&self) -> Option<&IndexMap<Box<str>, Self>> {
        if let Content::Map(entries) = &self.content {
            Some(entries)
        } else {
            None
        }
    }

    /// Returns the entries of a map, mutably.
    pub(crate) fn as_map_mut(&mut self) -> Option<&mut IndexMap<Box<str>, Self>> {
        if let Content::Map(entries) = &mut self.content {
            Some(entries)
        } else {
            None
        }
    }

    /// Returns the items of a list, mutably.
    pub(crate) fn as_list_mut(&mut self) -> Option<&mut Vec<Self>> {
        if let Content::List(items) = &mut self.content {
            Some(items)
        } else {
            None
        }
    }

    /// Returns the value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key)
    }

    /// Returns the value of a key, mutably.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        self.as_map_mut()?.get_mut(key)
    }

    /// Returns the entries of a map; empty for other kinds.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries = self.as_map().into_iter().flatten();
        entries.map(|(key, value)| (&**key, value))
    }

    /// Returns the items of a list; empty for other kinds.
    pub(crate) fn items(&self) -> &[Self] {
        if let Content::List(items) = &self.content {
            items
        } else {
            &[]
        }
    }

    /// Removes a key from a map; the others keep their order.
    pub(crate) fn take(&mut self, key: &str) -> Option<Self> {
        self.as_map_mut()?.shift_remove(key)
    }

    /// Sets the value of a key of a map; has no effect on other kinds.
    pub(crate) fn set(&mut self, key: &str, value: Self) {
        if let Some(entries) = self.as_map_mut() {
            entries.insert(key.into(), value);
        }
    }

    /// Returns the child values.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        self.entries().map(|(_, value)| value).chain(self.items())
    }

    /// Returns the number of values, including this one.
    pub(crate) fn size(&self) -> usize {
        1 + self.children().map(Self::size).sum::<usize>()
    }

    /// Returns the number of levels below this one.
    pub(crate) fn depth(&self) -> u32 {
        let below = self.children().map(|child| child.depth() + 1);
        below.max().unwrap_or_default()
    }

    /// Converts the value to JSON; an integer beyond 64 bits becomes the nearest float.
    pub(crate) fn to_json(&self) -> Json {
        match &self.content {
            Content::Null => Json::Null,
            Content::Bool(value) => Json::Bool(*value),
            Content::Integer(value) => super::at::integer_to_json(*value),
            Content::Float(value) => {
                serde_json::Number::from_f64(*value).map_or(Json::Null, Json::Number)
            }
            Content::String(text) => Json::String(text.to_string()),
            Content::List(items) => items.iter().map(Self::to_json).collect(),
            Content::Map(entries) => {
                let entries = entries.iter();
                Json::Object(
                    entries
                        .map(|(key, value)| (key.to_string(), value.to_json()))
                        .collect(),
                )
            }
        }
    }
}

impl Documents {
    /// Replaces a document with a tree; the id changes, the name does not.
    pub(crate) fn replace(&mut self, id: DocumentId, tree: Tree) -> Result<DocumentId, TooDeep> {
        let mut flat = Flat::default();
        flat.add(tree, 0, 0, 0)?;
        let edited = self.add_aside(Document {
            name: Arc::clone(&self.document(id).name),
            text: String::new(),
            nodes: flat.nodes,
            sources: Some(flat.sources.into()),
            duplicate_keys: Vec::new(),
        });
        let replaced = |known: &mut DocumentId| {
            if *known == id {
                *known = edited;
            }
        };
        self.read.iter_mut().for_each(replaced);
        self.names.values_mut().for_each(replaced);
        Ok(edited)
    }
}

/// The nodes of a document, in document order.
#[derive(Default)]
struct Flat {
    nodes: Vec<Node>,
    sources: Vec<Source>,
}

impl Flat {
    fn add(&mut self, tree: Tree, parent: u32, index: usize, depth: u32) -> Result<u32, TooDeep> {
        if depth > MAX_DEPTH {
            return Err(TooDeep(tree.source));
        }
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node {
            parent,
            index: u32::try_from(index).unwrap_or(u32::MAX),
            value: Value::Null,
        });
        self.sources.push(tree.source);
        let value = match tree.content {
            Content::Null => Value::Null,
            Content::Bool(value) => Value::Bool(value),
            Content::Integer(value) => Value::Integer(value),
            Content::Float(value) => Value::Float(value),
            Content::String(text) => Value::String(text),
            Content::List(items) => {
                let items = items.into_iter().enumerate();
                let items = items.map(|(index, item)| self.add(item, id, index, depth + 1));
                Value::List(items.collect::<Result<_, _>>()?)
            }
            Content::Map(entries) => {
                let entries = entries.into_iter().enumerate();
                let entries = entries
                    .map(|(index, (key, value))| Ok((key, self.add(value, id, index, depth + 1)?)));
                Value::Map(Box::new(entries.collect::<Result<_, TooDeep>>()?))
            }
        };
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.value = value;
        }
        Ok(id)
    }
}
