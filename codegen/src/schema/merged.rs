//! Merged schemas.

use indexmap::{IndexMap, IndexSet};

use super::keyword;
use crate::document::{At, Kind};
use crate::json_types::JsonTypes;

/// Schemas that must hold together, perhaps without some of their alternatives.
#[derive(Clone, Debug)]
pub(crate) struct Parts<'d> {
    pub(crate) schemas: Vec<At<'d>>,
    /// Schemas whose `oneOf` (true) or `anyOf` (false) is left out.
    pub(crate) without: Vec<(At<'d>, bool)>,
    /// Schemas that differ from one of these in constants alone, and hold instead of it.
    pub(crate) similar: Vec<At<'d>>,
}

impl<'d> From<At<'d>> for Parts<'d> {
    fn from(at: At<'d>) -> Self {
        Self {
            schemas: vec![at],
            without: Vec::new(),
            similar: Vec::new(),
        }
    }
}

impl<'d> Parts<'d> {
    /// Several schemas, with all their alternatives.
    pub(crate) fn all(schemas: &[At<'d>]) -> Self {
        Self {
            schemas: schemas.to_vec(),
            without: Vec::new(),
            similar: Vec::new(),
        }
    }

    /// The schema, if it is a single one as it is.
    pub(crate) fn single(&self) -> Option<At<'d>> {
        match (
            self.schemas.as_slice(),
            self.without.as_slice(),
            self.similar.as_slice(),
        ) {
            ([at], [], []) => Some(*at),
            _ => None,
        }
    }

    /// The same without these alternatives, and with one of them instead.
    pub(crate) fn choosing(&self, alternatives: Alternatives<'d>, member: At<'d>) -> Self {
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
    pub(crate) fn or_similar(&self, others: impl IntoIterator<Item = At<'d>>) -> Self {
        let mut parts = self.clone();
        parts.similar.extend(others);
        parts
    }
}

/// Everything that holds for a schema, `$ref` and `allOf` merged.
#[derive(Clone, Debug)]
pub(crate) struct Merged<'d> {
    /// The outermost schema.
    pub(crate) at: At<'d>,
    /// The schemas that are merged, the outermost first.
    pub(crate) sources: Vec<At<'d>>,
    /// The types that `type` allows.
    pub(crate) types: Option<JsonTypes>,
    /// The schemas of each property.
    pub(crate) properties: IndexMap<&'d str, Vec<At<'d>>>,
    /// The properties that must be there.
    pub(crate) required: IndexSet<&'d str>,
    /// The schemas that properties have in objects that differ in constants alone.
    pub(crate) similar: IndexMap<&'d str, Vec<At<'d>>>,
    /// What undeclared properties may be.
    pub(crate) additional: Additional<'d>,
    /// Properties whose types exclude each other, because they hold under different conditions.
    pub(crate) untyped: IndexSet<&'d str>,
    /// Properties that conditions compare with a constant.
    pub(crate) conditional: IndexSet<&'d str>,
    /// The schemas of `patternProperties`.
    pub(crate) pattern_properties: Vec<At<'d>>,
    /// The schemas of an array's items.
    pub(crate) items: Vec<At<'d>>,
    /// The schemas of an array's first items.
    pub(crate) prefix_items: Vec<At<'d>>,
    /// The values that are allowed: `enum` and `const`.
    pub(crate) values: Option<Vec<At<'d>>>,
    /// The alternatives.
    pub(crate) alternatives: Vec<Alternatives<'d>>,
    /// The `false` that nothing matches.
    pub(crate) impossible: Option<At<'d>>,
}

/// What undeclared properties may be.
#[derive(Clone, Debug, Default)]
pub(crate) enum Additional<'d> {
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
    pub(crate) fn says(&self) -> bool {
        matches!(self, Self::Any | Self::Schema(_))
    }
}

/// A `oneOf` or an `anyOf`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alternatives<'d> {
    /// The schema that has it.
    pub(crate) owner: At<'d>,
    /// The list.
    pub(crate) members: At<'d>,
    /// Whether it is `oneOf`.
    pub(crate) one_of: bool,
}

/// Whether two lists of alternatives are the same in content, so that a value is of the same member of both.
pub(super) fn is_same_list(one: At<'_>, other: At<'_>) -> bool {
    one.document() == other.document() && one.has_content_of(other)
}

impl<'d> Merged<'d> {
    pub(crate) fn new(at: At<'d>) -> Self {
        Self {
            at,
            sources: Vec::new(),
            types: None,
            properties: IndexMap::new(),
            required: IndexSet::new(),
            similar: IndexMap::new(),
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
    pub(crate) fn keyword(&self, key: &str) -> Option<At<'d>> {
        self.sources.iter().find_map(|source| source.get(key))
    }

    /// The first text of a keyword.
    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.sources
            .iter()
            .find_map(|source| source.get(key).and_then(At::str))
    }

    /// Whether a keyword is `true` anywhere.
    pub(crate) fn flag(&self, key: &str) -> bool {
        self.sources
            .iter()
            .any(|source| source.get(key).and_then(At::bool) == Some(true))
    }

    /// Whether it constrains objects.
    pub(crate) fn is_object_like(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || !self.pattern_properties.is_empty()
            || !matches!(self.additional, Additional::Unsaid)
    }

    /// Whether it only requires properties that something else declares.
    pub(crate) fn only_requires(&self) -> bool {
        let bare = self.properties.is_empty()
            && self.pattern_properties.is_empty()
            && self.alternatives.is_empty()
            && self.values.is_none()
            && matches!(self.additional, Additional::Unsaid);
        bare && !self.required.is_empty()
            && self
                .types
                .is_none_or(|types| types.contains(JsonTypes::OBJECT))
    }

    /// Whether it has no constraints that a type expresses.
    pub(crate) fn is_unconstrained(&self) -> bool {
        !self.has_shape() && self.alternatives.is_empty() && self.types.is_none()
    }

    /// Whether it constrains the shape of a value, alternatives excepted.
    pub(crate) fn has_shape(&self) -> bool {
        self.is_object_like()
            || self
                .types
                .is_some_and(|types| types - JsonTypes::NULL != JsonTypes::OBJECT)
            || !self.items.is_empty()
            || !self.prefix_items.is_empty()
            || self.values.is_some()
    }
}

impl<'d> Merged<'d> {
    /// Adds the `properties` of a schema.
    pub(super) fn add_properties(&mut self, at: At<'d>) {
        for (key, property) in at.get("properties").into_iter().flat_map(At::entries) {
            let schemas = self.properties.entry(key).or_default();
            // A repeated reference adds nothing.
            let mut known = schemas.iter();
            if !known.any(|known| is_same_reference(*known, property)) {
                schemas.push(property);
            }
        }
    }

    /// Adds the other keywords of a schema that need no other schema, without the alternatives that are left out.
    pub(super) fn add_keywords(&mut self, at: At<'d>, without: &[(At<'d>, bool)]) {
        let required = at.get("required").into_iter().flat_map(At::items);
        self.required.extend(required.filter_map(At::str));
        self.add_additional(at);
        let patterns = at.get("patternProperties").into_iter();
        let patterns = patterns.flat_map(At::entries).map(|(_, at)| at);
        self.pattern_properties.extend(patterns);
        self.add_items(at, without);
        self.add_values(at);
    }

    /// Adds a `oneOf` or an `anyOf`, unless another of the schemas has the same.
    pub(super) fn add_alternatives(&mut self, alternatives: Alternatives<'d>) {
        let is_known = self.alternatives.iter().any(|known| {
            known.one_of == alternatives.one_of && is_same_list(known.members, alternatives.members)
        });
        if !is_known {
            self.alternatives.push(alternatives);
        }
    }

    /// Adds the schemas of an array's items.
    fn add_items(&mut self, at: At<'d>, without: &[(At<'d>, bool)]) {
        if let Some(items) = at.get("items") {
            if items.kind() == Kind::List && !at.has("type") {
                // A list without `type: array`: writers mean one of the schemas.
                if !without.contains(&(at, false)) {
                    self.add_alternatives(Alternatives {
                        owner: at,
                        members: items,
                        one_of: false,
                    });
                }
            } else if items.kind() == Kind::List {
                self.prefix_items.extend(items.items());
            } else if items.bool() != Some(false) {
                self.items.push(items);
            }
        }
        let prefix_items = at.get("prefixItems").into_iter();
        self.prefix_items.extend(prefix_items.flat_map(At::items));
    }

    /// Adds what undeclared properties may be.
    fn add_additional(&mut self, at: At<'d>) {
        // Which schema a `$dynamicRef` means depends on what refers to this one, and so does which keys are left.
        let unevaluated = at
            .get("unevaluatedProperties")
            .filter(|schema| schema.bool() != Some(false) || !at.has("$dynamicRef"));
        let schema = at.get("additionalProperties").or(unevaluated);
        let additional = match schema {
            None => return,
            Some(schema) if schema.bool() == Some(false) => Additional::No,
            Some(schema) if schema.bool() == Some(true) || schema.is_empty() => Additional::Any,
            Some(schema) => Additional::Schema(schema),
        };
        // Parts that are written to be extended say `false` of themselves alone, so the more permissive one counts.
        let wider = match (&self.additional, &additional) {
            (Additional::Unsaid | Additional::No, _) | (Additional::Schema(_), Additional::Any) => {
                true
            }
            (Additional::Any | Additional::Schema(_), _) => false,
        };
        if wider {
            self.additional = additional;
        }
    }

    /// Adds the values of `const` and `enum`.
    fn add_values(&mut self, at: At<'d>) {
        let values: Option<Vec<At<'d>>> = match (at.get("const"), at.get("enum")) {
            (Some(value), _) => Some(vec![value]),
            (None, Some(values)) if !values.is_empty() => Some(values.items().collect()),
            _ => None,
        };
        let Some(values) = values else { return };
        let both = self.values.as_ref().map(|known| {
            let common = known.iter().copied().filter(|value| {
                let same = |other: &At<'d>| {
                    other.kind() == value.kind() && other.to_json() == value.to_json()
                };
                values.iter().any(same)
            });
            common.collect::<Vec<_>>()
        });
        match (both, &self.values) {
            (None, _) => self.values = Some(values),
            // Lists without a common value are a mistake of the document; the shorter one counts.
            (Some(both), Some(known)) if both.is_empty() && values.len() >= known.len() => {}
            (Some(both), _) if both.is_empty() => self.values = Some(values),
            (Some(both), _) => self.values = Some(both),
        }
    }
}

/// Whether two schemas are the same reference.
pub(crate) fn is_same_reference(a: At<'_>, b: At<'_>) -> bool {
    let name = |at| keyword(at).and_then(At::str);
    name(a).is_some() && name(a) == name(b)
}
