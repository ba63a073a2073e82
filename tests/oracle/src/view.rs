//! Schemas, flat: references followed, `allOf` merged, the members of unions apart.

mod collect;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::Document;

/// What several schemas together declare for one value.
#[derive(Clone, Debug, Default)]
pub struct View<'s> {
    /// The kinds of JSON that the value can be; none where any is allowed.
    pub kinds: Option<BTreeSet<Kind>>,
    /// The values that are listed; none where any is allowed.
    pub choices: Option<Vec<&'s Value>>,
    /// What is declared for each key.
    pub properties: BTreeMap<&'s str, Vec<&'s Value>>,
    /// The keys that must be there.
    pub required: BTreeSet<&'s str>,
    /// What is declared for all other keys.
    pub rest: Rest<'s>,
    /// What is declared for the items of a list.
    pub items: Vec<&'s Value>,
    /// Groups of schemas, of each of which one applies.
    pub unions: Vec<Union<'s>>,
    /// The discriminating keys, and the values of theirs that select this member of a union.
    pub tags: Vec<(&'s str, Vec<&'s str>)>,
    /// The form of a text or the width of a number.
    pub format: Option<&'s str>,
    /// The least that a number can be.
    pub minimum: Option<f64>,
    /// The most that a number can be.
    pub maximum: Option<f64>,
}

/// A kind of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `true` or `false`.
    Bool,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A text.
    String,
    /// A list.
    Array,
    /// Keys and values.
    Object,
}

/// What is declared for keys without a property.
#[derive(Clone, Debug, Default)]
pub enum Rest<'s> {
    /// Nothing.
    #[default]
    Undeclared,
    /// They hold anything.
    Any,
    /// They hold this.
    Schema(&'s Value),
    /// There are none.
    Closed,
}

/// Schemas of which one applies.
#[derive(Clone, Debug)]
pub struct Union<'s> {
    /// The schemas.
    pub members: Vec<Member<'s>>,
    /// The discriminating key.
    pub tag: Option<&'s str>,
}

/// A member of a union.
#[derive(Clone, Debug)]
pub struct Member<'s> {
    /// The schema.
    pub schema: &'s Value,
    /// The values of the discriminating key that select this member.
    pub tags: Vec<&'s str>,
}

impl Kind {
    /// The kind that `type` names so; none for null.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "boolean" => Self::Bool,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

impl<'s> View<'s> {
    /// What these schemas declare together.
    pub fn new(document: &'s Document, schemas: &[&'s Value]) -> Self {
        let mut view = Self::default();
        for schema in schemas {
            view.add(document, schema);
        }
        view
    }

    /// The same without unions: one view for each member, or for each combination of members.
    pub fn alternatives(mut self, document: &'s Document) -> Vec<Self> {
        let Some(union) = self.unions.pop() else {
            return vec![self];
        };
        let mut alternatives = Vec::new();
        for member in union.members {
            let mut view = self.clone();
            view.add(document, member.schema);
            if let Some(tag) = union.tag {
                view.tags.push((tag, member.tags));
            }
            alternatives.extend(view.alternatives(document));
        }
        alternatives
    }

    /// Whether nothing is declared for the value, or nothing but that it is an object.
    pub fn is_free_form(&self) -> bool {
        let open = match &self.rest {
            Rest::Undeclared | Rest::Any => true,
            Rest::Schema(_) | Rest::Closed => false,
        };
        let object = self
            .kinds
            .as_ref()
            .is_none_or(|kinds| kinds.iter().eq([&Kind::Object]));
        object
            && open
            && self.properties.is_empty()
            && self.items.is_empty()
            && self.choices.is_none()
    }
}
