//! Documents: trees of values in which every node knows its location.
//!
//! JSON and YAML become the same tree. This module is independent of OpenAPI, except for `$ref`.

mod at;
mod big_integer;
pub(crate) mod build;
mod depth;
pub(crate) mod edit;
pub(crate) mod reference;
pub(crate) mod url;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

pub use at::At;
pub(crate) use edit::{Source, Tree};
pub(crate) use reference::RefFault;

use crate::ir::RustType;

/// The documents of one run; a `$ref` can lead from any document to any other.
#[derive(Debug, Default)]
pub struct Documents {
    all: Vec<Document>,
    /// The documents that the stages read, in the order of reading; excludes the originals of edited documents.
    read: Vec<DocumentId>,
    /// Documents by name; a file that is reached through a symbolic link has several names.
    names: HashMap<String, DocumentId>,
    /// Files that exist but are not among the documents, with the reasons.
    refused: HashMap<String, RefFault>,
    /// The documents that no stage reads.
    asides: HashSet<DocumentId>,
    /// Whether the documents may name Rust types of the user.
    trusts_rust_types: bool,
    /// The user's Rust types, by the names of the schemas that they replace.
    rust_types: BTreeMap<String, RustType>,
}

/// A parsed file.
#[derive(Debug)]
pub(crate) struct Document {
    /// The file, relative to the workspace, with `/`.
    pub name: Arc<str>,
    /// The text, for diagnostics.
    pub text: String,
    /// All nodes; the first is the root.
    nodes: Vec<Node>,
    /// The source of each node, if the document was edited.
    sources: Option<Box<[Source]>>,
    /// Maps with a duplicate key, and the key.
    pub duplicate_keys: Vec<(u32, String)>,
}

/// A value and its position in the tree.
#[derive(Debug)]
struct Node {
    parent: u32,
    /// The index among the parent's items or entries.
    index: u32,
    value: Value,
}

/// A value of JSON or YAML.
#[derive(Debug, PartialEq)]
enum Value {
    Null,
    Bool(bool),
    /// Integers keep up to 128 bits.
    Integer(i128),
    Float(f64),
    String(Box<str>),
    List(Box<[u32]>),
    /// Boxed, because most nodes are not maps.
    Map(Box<IndexMap<Box<str>, u32>>),
}

/// Indexes [`Documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(u32);

impl DocumentId {
    /// Returns the document's position in the order of reading.
    pub(crate) fn index(self) -> u32 {
        self.0
    }
}

/// The kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool,
    /// A whole number.
    Integer,
    /// Any other number.
    Float,
    /// Text.
    String,
    /// A list.
    List,
    /// A map.
    Map,
}

impl Kind {
    /// Returns the name for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a truth value",
            Self::Integer | Self::Float => "a number",
            Self::String => "text",
            Self::List => "a list",
            Self::Map => "a map",
        }
    }
}

impl Documents {
    /// Adds a file; its text has been parsed into `document`.
    pub(crate) fn add(&mut self, document: Document) -> DocumentId {
        let name = document.name.to_string();
        let id = self.push(document);
        self.names.insert(name, id);
        self.read.push(id);
        id
    }

    /// Adds a file that no stage reads, such as an overlay: values of it can become parts of other documents.
    pub(crate) fn add_aside(&mut self, document: Document) -> DocumentId {
        let id = self.push(document);
        self.asides.insert(id);
        id
    }

    /// Whether no stage reads the document.
    pub(crate) fn is_aside(&self, id: DocumentId) -> bool {
        self.asides.contains(&id)
    }

    /// Allows the documents to name Rust types of the user: `x-rust-type`.
    pub(crate) fn trust_rust_types(&mut self) {
        self.trusts_rust_types = true;
    }

    pub(crate) fn trusts_rust_types(&self) -> bool {
        self.trusts_rust_types
    }

    /// Sets the Rust types that replace the types of schemas.
    pub(crate) fn replace_types(&mut self, types: BTreeMap<String, RustType>) {
        self.rust_types = types;
    }

    pub(crate) fn rust_types(&self) -> &BTreeMap<String, RustType> {
        &self.rust_types
    }

    /// Returns the name of the first document; empty if there is none.
    pub(crate) fn main_name(&self) -> String {
        let first = self.all.first();
        first.map_or_else(String::new, |main| main.name.to_string())
    }

    fn push(&mut self, document: Document) -> DocumentId {
        let id = DocumentId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(document);
        id
    }

    /// Returns the number of values in all documents.
    pub(crate) fn size(&self) -> usize {
        let read = self.read.iter().map(|id| self.document(*id));
        read.map(|document| document.nodes.len()).sum()
    }

    /// Records the document that a name in a reference led to, or that it could not be read.
    pub(crate) fn note(&mut self, name: &str, read: Option<DocumentId>) {
        if let Some(id) = read {
            self.names.insert(name.to_owned(), id);
        } else {
            self.refuse(name, RefFault::Unread);
        }
    }

    /// Records why a file is not among the documents.
    pub(crate) fn refuse(&mut self, name: &str, fault: RefFault) {
        self.refused.insert(name.to_owned(), fault);
    }

    /// Returns why a file is not among the documents, if known.
    pub(crate) fn refusal(&self, name: &str) -> Option<&RefFault> {
        self.refused.get(name)
    }

    /// Whether a file has been read or rejected.
    pub(crate) fn is_known(&self, name: &str) -> bool {
        self.names.contains_key(name) || self.refused.contains_key(name)
    }

    /// Returns the document with an id.
    #[expect(clippy::indexing_slicing, reason = "ids are made by `add`")]
    pub(crate) fn document(&self, id: DocumentId) -> &Document {
        &self.all[id.0 as usize]
    }

    /// Returns all documents that the stages read, in the order of their addition.
    pub(crate) fn ids(&self) -> impl Iterator<Item = DocumentId> + '_ {
        self.read.iter().copied()
    }

    /// Returns the names of all files that were read, including overlays.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        let files = self
            .all
            .iter()
            .filter(|document| document.sources.is_none());
        files.map(|document| &*document.name)
    }

    /// Returns the document with a name.
    pub fn by_name(&self, name: &str) -> Option<DocumentId> {
        self.names.get(name).copied()
    }

    /// Returns the root of a document.
    pub fn root(&self, id: DocumentId) -> At<'_> {
        At {
            documents: self,
            document: id,
            node: 0,
        }
    }

    /// Returns the node with a number; see [`At::node`].
    pub(crate) fn at(&self, id: DocumentId, node: u32) -> At<'_> {
        At {
            documents: self,
            document: id,
            node,
        }
    }
}
