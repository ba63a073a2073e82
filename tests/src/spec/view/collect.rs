//! One schema's part in a view.

use std::collections::BTreeSet;

use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, ReferenceOr, Schema, SchemaKind, Type,
};
use serde_json::Value;

use super::{Kind, Member, Rest, Union, View};
use crate::spec::Spec;
use crate::spec::locate::schema_name;

impl<'s> View<'s> {
    /// Adds what a schema says.
    pub(super) fn add(&mut self, spec: &'s Spec, schema: &'s Schema) {
        let tag = schema.schema_data.discriminator.as_ref();
        match &schema.schema_kind {
            SchemaKind::Type(ty) => self.add_type(spec, ty),
            SchemaKind::AllOf { all_of } => self.add_all(spec, all_of),
            SchemaKind::OneOf { one_of: members } | SchemaKind::AnyOf { any_of: members } => {
                self.unions.push(union(spec, members, tag));
            }
            SchemaKind::Not { .. } => {}
            SchemaKind::Any(any) => self.add_any(spec, any, tag),
        }
    }

    fn add_all(&mut self, spec: &'s Spec, schemas: &'s [ReferenceOr<Schema>]) {
        for schema in schemas.iter().filter_map(|schema| spec.schema(schema)) {
            self.add(spec, schema);
        }
    }

    fn add_type(&mut self, spec: &'s Spec, ty: &'s Type) {
        match ty {
            Type::String(text) => {
                self.restrict(Kind::String);
                self.choose(
                    text.enumeration
                        .iter()
                        .map(|choice| Value::from(choice.clone())),
                );
                self.form(&text.format);
            }
            Type::Number(number) => {
                self.restrict(Kind::Number);
                self.choose(number.enumeration.iter().map(|choice| Value::from(*choice)));
                self.bounds(number.minimum, number.maximum);
                self.form(&number.format);
            }
            Type::Integer(integer) => {
                self.restrict(Kind::Integer);
                self.choose(
                    integer
                        .enumeration
                        .iter()
                        .map(|choice| Value::from(*choice)),
                );
                self.bounds(
                    integer.minimum.and_then(float),
                    integer.maximum.and_then(float),
                );
                self.form(&integer.format);
            }
            Type::Boolean(truth) => {
                self.restrict(Kind::Bool);
                self.choose(truth.enumeration.iter().map(|choice| Value::from(*choice)));
            }
            Type::Object(object) => {
                self.restrict(Kind::Object);
                for (key, schema) in &object.properties {
                    self.properties
                        .entry(key)
                        .or_default()
                        .extend(spec.schema(schema));
                }
                self.required
                    .extend(object.required.iter().map(String::as_str));
                self.rest(spec, object.additional_properties.as_ref());
            }
            Type::Array(array) => {
                self.restrict(Kind::Array);
                self.items
                    .extend(array.items.as_ref().and_then(|items| spec.schema(items)));
            }
        }
    }

    fn add_any(&mut self, spec: &'s Spec, any: &'s AnySchema, tag: Option<&'s Discriminator>) {
        let kind = any.typ.as_deref().and_then(|name| {
            Some(match name {
                "boolean" => Kind::Bool,
                "integer" => Kind::Integer,
                "number" => Kind::Number,
                "string" => Kind::String,
                "array" => Kind::Array,
                "object" => Kind::Object,
                _ => return None,
            })
        });
        if let Some(kind) = kind {
            self.restrict(kind);
        }
        self.choose(any.enumeration.iter().cloned());
        self.bounds(any.minimum, any.maximum);
        self.format = self.format.take().or_else(|| any.format.clone());
        for (key, schema) in &any.properties {
            self.properties
                .entry(key)
                .or_default()
                .extend(spec.schema(schema));
        }
        self.required
            .extend(any.required.iter().map(String::as_str));
        self.rest(spec, any.additional_properties.as_ref());
        self.items
            .extend(any.items.as_ref().and_then(|items| spec.schema(items)));
        self.add_all(spec, &any.all_of);
        for members in [&any.one_of, &any.any_of]
            .into_iter()
            .filter(|members| !members.is_empty())
        {
            self.unions.push(union(spec, members, tag));
        }
    }

    fn restrict(&mut self, kind: Kind) {
        let narrowed = match (&self.kinds, kind) {
            (None, kind) => BTreeSet::from([kind]),
            (Some(kinds), Kind::Integer) if kinds.contains(&Kind::Number) => {
                BTreeSet::from([Kind::Integer])
            }
            (Some(kinds), Kind::Number) if kinds.contains(&Kind::Integer) => kinds.clone(),
            (Some(kinds), kind) => kinds
                .iter()
                .copied()
                .filter(|other| *other == kind)
                .collect(),
        };
        self.kinds = Some(narrowed);
    }

    fn choose(&mut self, choices: impl Iterator<Item = Value>) {
        let choices: Vec<_> = choices.collect();
        if !choices.is_empty() {
            let before = self.choices.take();
            self.choices = Some(match before {
                Some(before) => before
                    .into_iter()
                    .filter(|choice| choices.contains(choice))
                    .collect(),
                None => choices,
            });
        }
    }

    fn bounds(&mut self, minimum: Option<f64>, maximum: Option<f64>) {
        self.minimum = self.minimum.into_iter().chain(minimum).reduce(f64::max);
        self.maximum = self.maximum.into_iter().chain(maximum).reduce(f64::min);
    }

    fn form<F: serde::Serialize>(&mut self, format: &F) {
        let text = serde_json::to_value(format)
            .ok()
            .and_then(|format| format.as_str().map(str::to_owned));
        self.format = self.format.take().or(text);
    }

    fn rest(&mut self, spec: &'s Spec, rest: Option<&'s AdditionalProperties>) {
        match rest {
            None => {}
            Some(AdditionalProperties::Any(true)) => self.rest = Rest::Any,
            Some(AdditionalProperties::Any(false)) => self.rest = Rest::Closed,
            Some(AdditionalProperties::Schema(schema)) => match spec.schema(schema) {
                Some(schema) => self.rest = Rest::Schema(schema),
                None => self.rest = Rest::Any,
            },
        }
    }
}

fn union<'s>(
    spec: &'s Spec,
    members: &'s [ReferenceOr<Schema>],
    tag: Option<&'s Discriminator>,
) -> Union<'s> {
    let members = members.iter().filter_map(|member| {
        let name = match member {
            ReferenceOr::Reference { reference } => schema_name(reference),
            ReferenceOr::Item(_) => None,
        };
        Some(Member {
            schema: spec.schema(member)?,
            tags: tags(name, tag),
        })
    });
    Union {
        members: members.collect(),
        tag: tag.map(|tag| tag.property_name.as_str()),
    }
}

/// The values of a tag that mean the schema of this name.
fn tags(name: Option<&str>, tag: Option<&Discriminator>) -> Vec<String> {
    let (Some(name), Some(tag)) = (name, tag) else {
        return Vec::new();
    };
    let means = |target: &str| target == name || schema_name(target) == Some(name);
    let mapped: Vec<_> = tag
        .mapping
        .iter()
        .filter(|(_, target)| means(target))
        .map(|(key, _)| key.clone())
        .collect();
    if mapped.is_empty() {
        vec![name.to_owned()]
    } else {
        mapped
    }
}

fn float(integer: i64) -> Option<f64> {
    serde_json::Number::from(integer).as_f64()
}
