//! Schemas as one flat thing: references followed, `allOf` merged, alternatives distinguished.

mod collect;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Schema;
use serde_json::Value;

use super::Spec;

/// What several schemas together say of one value.
#[derive(Clone, Debug, Default)]
pub struct View<'s> {
    /// The kinds of JSON that the value can be; none where nothing is said.
    pub kinds: Option<BTreeSet<Kind>>,
    /// The values that are listed; none where any is allowed.
    pub choices: Option<Vec<Value>>,
    /// What is declared for each key.
    pub properties: BTreeMap<&'s str, Vec<&'s Schema>>,
    /// The keys that have to be there.
    pub required: BTreeSet<&'s str>,
    /// What is said of all other keys.
    pub rest: Rest<'s>,
    /// What is declared for the items of a list.
    pub items: Vec<&'s Schema>,
    /// Groups of schemas, of each of which one applies.
    pub unions: Vec<Union<'s>>,
    /// The keys whose value says which member of a union this is, and those values.
    pub tags: Vec<(&'s str, Vec<String>)>,
    /// The form of a text or the width of a number.
    pub format: Option<String>,
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

/// What is said of keys that are not declared.
#[derive(Clone, Debug, Default)]
pub enum Rest<'s> {
    /// Nothing: whoever reads the value may drop them.
    #[default]
    Unsaid,
    /// They hold anything.
    Any,
    /// They hold this.
    Schema(&'s Schema),
    /// There are none.
    Closed,
}

/// Schemas of which one applies.
#[derive(Clone, Debug)]
pub struct Union<'s> {
    /// The schemas.
    pub members: Vec<Member<'s>>,
    /// The key whose value says which member a value is.
    pub tag: Option<&'s str>,
}

/// A member of a union.
#[derive(Clone, Debug)]
pub struct Member<'s> {
    /// The schema.
    pub schema: &'s Schema,
    /// The values of the tag that mean this member.
    pub tags: Vec<String>,
}

impl Kind {
    /// The kind of a value; none for null.
    pub fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::Bool,
            Value::Number(number) => match number.as_f64() {
                Some(float) if number.is_f64() && float.fract() != 0.0 => Self::Number,
                _ => Self::Integer,
            },
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        })
    }
}

impl<'s> View<'s> {
    /// What these schemas say together.
    pub fn new(spec: &'s Spec, schemas: &[&'s Schema]) -> Self {
        let mut view = Self::default();
        for schema in schemas {
            view.add(spec, schema);
        }
        view
    }

    /// The same without unions: one view for each member, or for each combination of members.
    pub fn alternatives(mut self, spec: &'s Spec) -> Vec<Self> {
        let Some(union) = self.unions.pop() else {
            return vec![self];
        };
        let mut alternatives = Vec::new();
        for member in union.members {
            let mut view = self.clone();
            view.add(spec, member.schema);
            if let Some(tag) = union.tag {
                view.tags.push((tag, member.tags));
            }
            alternatives.extend(view.alternatives(spec));
        }
        alternatives
    }

    /// Whether values of this kind are allowed.
    pub fn allows(&self, kind: Kind) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| {
            kinds.contains(&kind) || (kind == Kind::Integer && kinds.contains(&Kind::Number))
        })
    }

    /// Whether nothing is said of the value, or nothing but that it is an object.
    pub fn is_free_form(&self) -> bool {
        let open = match &self.rest {
            Rest::Unsaid | Rest::Any => true,
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
