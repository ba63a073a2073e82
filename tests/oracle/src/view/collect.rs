//! What one schema adds to a view.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Kind, Member, Rest, Union, View};
use crate::document::{Document, list};

impl<'s> View<'s> {
    /// Adds what a schema declares, with what it refers to and what it combines.
    pub(super) fn add(&mut self, document: &'s Document, schema: &'s Value) {
        for part in document.conjuncts(schema) {
            self.add_part(part);
        }
    }

    fn add_part(&mut self, schema: &'s Value) {
        self.restrict(schema.get("type"));
        let listed = schema.get("enum").and_then(Value::as_array);
        let constant = schema.get("const").map(std::slice::from_ref);
        for choices in listed.map(Vec::as_slice).into_iter().chain(constant) {
            self.choose(choices);
        }
        let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
        let minimums = self.minimum.into_iter().chain(bound("minimum"));
        self.minimum = minimums.reduce(f64::max);
        let maximums = self.maximum.into_iter().chain(bound("maximum"));
        self.maximum = maximums.reduce(f64::min);
        let format = schema.get("format").and_then(Value::as_str);
        self.format = self.format.or(format);
        let properties = schema.get("properties").and_then(Value::as_object);
        for (key, property) in properties.into_iter().flatten() {
            self.properties.entry(key).or_default().push(property);
        }
        let required = list(schema, "required");
        self.required.extend(required.filter_map(Value::as_str));
        match schema.get("additionalProperties") {
            None => {}
            Some(Value::Bool(true)) => self.rest = Rest::Any,
            Some(Value::Bool(false)) => self.rest = Rest::Closed,
            Some(rest) => self.rest = Rest::Schema(rest),
        }
        self.items.extend(schema.get("items"));
        for key in ["oneOf", "anyOf"] {
            let members: Vec<_> = list(schema, key)
                .map(|member| Member {
                    schema: member,
                    tags: Document::tags(schema, member),
                })
                .collect();
            if !members.is_empty() {
                let tag = Document::discriminating_key(schema);
                self.unions.push(Union { members, tag });
            }
        }
    }

    /// Keeps the kinds that `type` names, too.
    fn restrict(&mut self, keyword: Option<&Value>) {
        let kinds: BTreeSet<Kind> = match keyword {
            Some(Value::String(name)) => Kind::named(name).into_iter().collect(),
            Some(Value::Array(names)) => {
                let names = names.iter().filter_map(Value::as_str);
                names.filter_map(Kind::named).collect()
            }
            _ => return,
        };
        let Some(known) = &self.kinds else {
            self.kinds = Some(kinds);
            return;
        };
        // Every integer is a number.
        let both = kinds.into_iter().filter_map(|kind| {
            let (integer, number) = (Kind::Integer, Kind::Number);
            if known.contains(&kind) {
                Some(kind)
            } else if kind == integer && known.contains(&number)
                || kind == number && known.contains(&integer)
            {
                Some(integer)
            } else {
                None
            }
        });
        self.kinds = Some(both.collect());
    }

    /// Keeps the values that this list has, too.
    fn choose(&mut self, choices: &'s [Value]) {
        let known = self.choices.take();
        let is_known = |choice: &&Value| known.as_ref().is_none_or(|known| known.contains(choice));
        self.choices = Some(choices.iter().filter(is_known).collect());
    }
}
