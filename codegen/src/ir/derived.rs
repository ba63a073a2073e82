//! What the passes derive from the finished types, by type: side tables beside the IR.

use std::collections::BTreeMap;

use super::{Constant, Field, JsonTypes, TypeId};

/// What the passes have found out about the types.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// How each type is used; a type without an entry is not.
    pub usage: BTreeMap<TypeId, Usage>,
    /// What distinguishes the members of each untagged union, in their order.
    pub shape_hints: BTreeMap<TypeId, Vec<ShapeHint>>,
    /// The values of discriminator properties that constructors fill in, by struct and key.
    pub tags: BTreeMap<TypeId, BTreeMap<String, Constant>>,
    /// The length of the longest chain of types that contain one another.
    pub depth: usize,
}

impl Derived {
    /// How a type is used.
    pub fn usage(&self, id: TypeId) -> Usage {
        self.usage.get(&id).copied().unwrap_or_default()
    }

    /// What distinguishes the members of an untagged union, in their order.
    pub fn shape_hints(&self, id: TypeId) -> &[ShapeHint] {
        self.shape_hints.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Derives for a copy of a type what has been derived for the type.
    pub fn copy(&mut self, from: TypeId, to: TypeId) {
        let usage = self.usage(from);
        self.usage.insert(to, usage);
        if let Some(hints) = self.shape_hints.get(&from).cloned() {
            self.shape_hints.insert(to, hints);
        }
        if let Some(tags) = self.tags.get(&from).cloned() {
            self.tags.insert(to, tags);
        }
    }

    /// The value that constructors of a struct fill in for a field: the only one that the document allows, or the one
    /// that selects the struct in a discriminated union.
    pub fn constant<'a>(&'a self, id: TypeId, field: &'a Field) -> Option<&'a Constant> {
        let tag = || self.tags.get(&id)?.get(&field.key);
        field.constant.as_ref().or_else(tag)
    }
}

/// Where values of a type are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// In a request's body or parameters: callers must make it.
    pub request: bool,
    /// In a response.
    pub response: bool,
    /// In a path, query, header or cookie parameter, or as a part of a form.
    pub parameter: bool,
}

impl Usage {
    /// Either usage.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            request: self.request || other.request,
            response: self.response || other.response,
            parameter: self.parameter || other.parameter,
        }
    }
}

/// The JSON shape of a type's values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShapeHint {
    /// The JSON types that it can have.
    pub types: JsonTypes,
    /// Keys that must be there.
    pub required: Vec<String>,
    /// All keys that the type declares.
    pub known: Vec<String>,
    /// Keys that can only have these values.
    pub constants: Vec<(String, Vec<Constant>)>,
    /// The values that a scalar is known to have; empty for any.
    pub values: Vec<Constant>,
    /// Whether the document has a schema for undeclared keys.
    pub open: bool,
    /// Whether the document rules undeclared keys out: a value that has one is something else.
    pub closed: bool,
}
