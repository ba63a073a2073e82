//! Everything that holds of a schema at once.

use indexmap::{IndexMap, IndexSet};

use crate::document::At;
use crate::ir::JsonTypes;

/// Schemas that have to hold together, perhaps without some of their alternatives.
#[derive(Clone, Debug)]
pub(super) struct Parts<'d> {
    pub(super) schemas: Vec<At<'d>>,
    /// Schemas whose `oneOf` (true) or `anyOf` (false) is left out.
    pub(super) without: Vec<(At<'d>, bool)>,
    /// Schemas that differ from one of these in constants alone, and hold instead of it.
    pub(super) alike: Vec<At<'d>>,
}

impl<'d> From<At<'d>> for Parts<'d> {
    fn from(at: At<'d>) -> Self {
        Self {
            schemas: vec![at],
            without: Vec::new(),
            alike: Vec::new(),
        }
    }
}

impl<'d> Parts<'d> {
    /// Several schemas, with all their alternatives.
    pub(super) fn all(schemas: &[At<'d>]) -> Self {
        Self {
            schemas: schemas.to_vec(),
            without: Vec::new(),
            alike: Vec::new(),
        }
    }

    /// The schema, if it is a single one as it is.
    pub(super) fn single(&self) -> Option<At<'d>> {
        match (
            self.schemas.as_slice(),
            self.without.as_slice(),
            self.alike.as_slice(),
        ) {
            ([at], [], []) => Some(*at),
            _ => None,
        }
    }

    /// The same without these alternatives, and with one of them instead.
    pub(super) fn choosing(&self, alternatives: Alternatives<'d>, member: At<'d>) -> Self {
        let mut parts = self.clone();
        parts.schemas.push(member);
        parts
            .without
            .push((alternatives.owner, alternatives.one_of));
        parts
    }
}

impl<'d> Parts<'d> {
    /// The same, or else with one of these schemas, which differ from it in constants alone.
    pub(super) fn or_alike(&self, others: impl IntoIterator<Item = At<'d>>) -> Self {
        let mut parts = self.clone();
        parts.alike.extend(others);
        parts
    }
}

/// What a schema says once `$ref` and `allOf` are followed.
#[derive(Clone, Debug)]
pub(super) struct Merged<'d> {
    /// The outermost schema.
    pub(super) at: At<'d>,
    /// Every schema that went in, the outermost first.
    pub(super) sources: Vec<At<'d>>,
    /// What `type` allows.
    pub(super) kinds: Option<JsonTypes>,
    /// The schemas of each property.
    pub(super) properties: IndexMap<&'d str, Vec<At<'d>>>,
    /// The properties that have to be there.
    pub(super) required: IndexSet<&'d str>,
    /// The schemas that properties have in objects that differ in constants alone.
    pub(super) alike: IndexMap<&'d str, Vec<At<'d>>>,
    /// What undeclared properties may be.
    pub(super) additional: Additional<'d>,
    /// Properties of types that rule each other out, which hold under different conditions.
    pub(super) untyped: IndexSet<&'d str>,
    /// Properties that conditions compare with a constant.
    pub(super) conditional: IndexSet<&'d str>,
    /// The schemas of `patternProperties`.
    pub(super) pattern_properties: Vec<At<'d>>,
    /// The schemas of an array's items.
    pub(super) items: Vec<At<'d>>,
    /// The schemas of an array's first items.
    pub(super) prefix_items: Vec<At<'d>>,
    /// The values that are allowed: `enum` and `const`.
    pub(super) values: Option<Vec<At<'d>>>,
    /// The alternatives.
    pub(super) alternatives: Vec<Alternatives<'d>>,
    /// The `false` that nothing matches.
    pub(super) impossible: Option<At<'d>>,
}

/// What undeclared properties may be.
#[derive(Clone, Debug, Default)]
pub(super) enum Additional<'d> {
    /// The document does not say.
    #[default]
    Unsaid,
    /// There are none.
    No,
    /// Anything.
    Any,
    /// What this schema says.
    Schema(At<'d>),
}

impl Additional<'_> {
    /// Whether the document says what they may be.
    pub(super) fn says(&self) -> bool {
        matches!(self, Self::Any | Self::Schema(_))
    }
}

/// A `oneOf` or an `anyOf`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alternatives<'d> {
    /// The schema that has it.
    pub(super) owner: At<'d>,
    /// The list.
    pub(super) members: At<'d>,
    /// Whether it is `oneOf`.
    pub(super) one_of: bool,
}

impl<'d> Merged<'d> {
    pub(super) fn new(at: At<'d>) -> Self {
        Self {
            at,
            sources: Vec::new(),
            kinds: None,
            properties: IndexMap::new(),
            required: IndexSet::new(),
            alike: IndexMap::new(),
            additional: Additional::Unsaid,
            untyped: IndexSet::new(),
            conditional: IndexSet::new(),
            pattern_properties: Vec::new(),
            items: Vec::new(),
            prefix_items: Vec::new(),
            values: None,
            alternatives: Vec::new(),
            impossible: None,
        }
    }

    /// The first value of a keyword, outermost first.
    pub(super) fn keyword(&self, key: &str) -> Option<At<'d>> {
        self.sources.iter().find_map(|source| source.get(key))
    }

    /// The first text of a keyword.
    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.sources
            .iter()
            .find_map(|source| source.get(key).and_then(At::str))
    }

    /// Whether a keyword is `true` anywhere.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.sources
            .iter()
            .any(|source| source.get(key).and_then(At::bool) == Some(true))
    }

    /// Whether there is anything that an object has to match.
    pub(super) fn is_object_like(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || !self.pattern_properties.is_empty()
            || !matches!(self.additional, Additional::Unsaid)
    }

    /// Whether it only demands properties that something else declares.
    pub(super) fn only_requires(&self) -> bool {
        let bare = self.properties.is_empty()
            && self.pattern_properties.is_empty()
            && self.alternatives.is_empty()
            && self.values.is_none()
            && matches!(self.additional, Additional::Unsaid);
        bare && !self.required.is_empty()
            && self
                .kinds
                .is_none_or(|kinds| kinds.contains(JsonTypes::OBJECT))
    }

    /// Whether any value matches it, as far as types go.
    pub(super) fn says_nothing(&self) -> bool {
        !self.has_shape() && self.alternatives.is_empty() && self.kinds.is_none()
    }

    /// Whether it says anything about the shape of a value, alternatives aside.
    pub(super) fn has_shape(&self) -> bool {
        self.is_object_like()
            || self
                .kinds
                .is_some_and(|kinds| kinds - JsonTypes::NULL != JsonTypes::OBJECT)
            || !self.items.is_empty()
            || !self.prefix_items.is_empty()
            || self.values.is_some()
    }
}
