//! Members of a union that differ in constants alone: one struct, whose constants are enums.

use serde_json::{Map, Value};

use super::branch::Branch;
use crate::document::{At, Kind};
use crate::ir::{Enum, EnumRepr, EnumValue, Field, JsonTypes, Shape, Type};
use crate::lower::Lower;
use crate::lower::constant::constant;
use crate::lower::context::Context;
use crate::schema::{Additional, Parts, keyword};

/// Annotations: keywords that constrain no value.
const REMARKS: [&str; 7] = [
    "title",
    "description",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
    "$comment",
];

impl<'d> Lower<'_, 'd> {
    /// The indices of the branches, grouped by those that differ in constants alone.
    pub(super) fn similar(&mut self, branches: &[Branch<'d>]) -> Vec<Vec<usize>> {
        let mut groups: Vec<(Option<Value>, Vec<usize>)> = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let form = self.form(branch);
            let known = form
                .is_some()
                .then(|| groups.iter_mut().find(|(known, _)| *known == form));
            match known.flatten() {
                Some((_, group)) => group.push(index),
                None => groups.push((form, vec![index])),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// The constraints of a branch without its constants; none for a branch that has a name, or no constants.
    fn form(&mut self, branch: &Branch<'d>) -> Option<Value> {
        let merged = &branch.merged;
        let is_object = merged
            .types
            .is_none_or(|types| types.contains(JsonTypes::OBJECT))
            && merged.is_object_like();
        if keyword(branch.at).is_some()
            || !is_object
            || merged.values.is_some()
            || !merged.alternatives.is_empty()
            || !merged.pattern_properties.is_empty()
        {
            return None;
        }
        let mut form = Map::new();
        let mut constants = false;
        for (key, schemas) in &merged.properties {
            let schemas: Value = match self.fixed_value(schemas) {
                Some(only) => {
                    constants = true;
                    format!("{:?}", only.ty).into()
                }
                None => schemas.iter().map(|at| bare(at.to_json())).collect(),
            };
            let required = merged.required.contains(key);
            form.insert(
                (*key).to_owned(),
                Value::from(vec![schemas, required.into()]),
            );
        }
        let additional = match &merged.additional {
            Additional::Unsaid => Value::Null,
            Additional::No => false.into(),
            Additional::Any => true.into(),
            Additional::Schema(at) => bare(at.to_json()),
        };
        constants.then(|| Value::from(vec![Value::from(form), additional, branch.alone.into()]))
    }

    /// The values that a property has in objects that differ in constants alone, if it is not the same in all.
    pub(in crate::lower) fn similar_constants(
        &mut self,
        schemas: &[At<'d>],
        similar: Option<&Vec<At<'d>>>,
    ) -> Option<Vec<At<'d>>> {
        let mut values: Vec<At<'d>> = Vec::new();
        for schema in schemas.iter().chain(similar?) {
            let value = self.single_value(&[*schema]);
            values.extend(
                value.filter(|value| values.iter().all(|known| known.text() != value.text())),
            );
        }
        (values.len() > 1).then_some(values)
    }

    /// A property that is one of the constants of several objects.
    pub(in crate::lower) fn enum_field(
        &mut self,
        key: &str,
        schemas: &[At<'d>],
        values: &[At<'d>],
        required: bool,
        context: &Context,
    ) -> Field {
        let nullable = schemas.iter().any(|at| self.schemas.is_nullable(*at));
        let ty = self.enum_of(schemas, values, &context.word(key));
        self.field_of(key, schemas, (ty, nullable, required), None)
    }

    fn enum_of(&mut self, schemas: &[At<'d>], values: &[At<'d>], context: &Context) -> Type {
        if let Some(ty) = self.referenced_type(schemas) {
            return ty;
        }
        let all = |kind: Kind| values.iter().all(|value| value.kind() == kind);
        let repr = if all(Kind::String) {
            EnumRepr::String
        } else if all(Kind::Integer) {
            EnumRepr::Integer
        } else if all(Kind::Bool) {
            return Type::Bool;
        } else if all(Kind::Float) {
            return Type::Float;
        } else {
            EnumRepr::Scalar
        };
        let values = values.iter().filter_map(|at| constant(*at));
        let values = values.map(|value| EnumValue {
            value,
            name: None,
            title: None,
            description: None,
        });
        let values = values.collect();
        let first = schemas.first().copied().unwrap_or(self.description.root);
        let id = self.reserve(first, context.naming.clone(), context.module);
        if let Some(def) = self.api.types.get_mut(id.0) {
            // The documentation is about one of the values.
            def.doc = crate::ir::Doc::default();
        }
        self.define(id, Shape::Enum(Enum::open(repr, values)));
        Type::Named(id)
    }
}

/// The parts of branches that differ in constants alone.
pub(super) fn joint<'d>(branches: &[&Branch<'d>]) -> Option<Parts<'d>> {
    let (first, others) = branches.split_first()?;
    Some(
        first
            .parts
            .or_similar(others.iter().map(|branch| branch.at)),
    )
}

/// A schema without its documentation.
fn bare(schema: Value) -> Value {
    let Value::Object(keywords) = schema else {
        return schema;
    };
    let kept = keywords
        .into_iter()
        .filter(|(key, _)| !REMARKS.contains(&key.as_str()) && !key.starts_with("x-"));
    kept.map(|(key, value)| {
        let value = match (key.as_str(), value) {
            ("properties" | "patternProperties" | "$defs", Value::Object(schemas)) => schemas
                .into_iter()
                .map(|(key, schema)| (key, bare(schema)))
                .collect(),
            ("enum" | "const" | "default" | "required", value) => value,
            (_, Value::Array(schemas)) => schemas.into_iter().map(bare).collect(),
            (_, value) => bare(value),
        };
        (key, value)
    })
    .collect()
}
