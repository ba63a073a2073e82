//! Schema objects.

use super::reference::Part;
use super::{Converter, Entry, each, each_item, entry};
use crate::document::{At, Kind, Tree};

impl<'d> Converter<'d, '_> {
    /// A schema, or a parameter, a header or the items of one, whose keys are those of schemas, too.
    pub(super) fn schema(&mut self, at: At<'d>) -> Tree {
        if at.kind() != Kind::Map {
            return Tree::of(at);
        }
        let mut entries: Vec<Entry> = Vec::new();
        for (key, value) in at.entries() {
            match key {
                "type" if value.str() == Some("file") => {
                    let source = value.source();
                    entries.push(entry(key, Tree::text("string", source)));
                    entries.push(entry("format", Tree::text("binary", source)));
                }
                "format" if is_file(at) => {}
                "x-nullable" if !at.has("nullable") && value.bool().is_some() => {
                    entries.push(entry("nullable", Tree::of(value)));
                }
                _ => entries.push(entry(key, self.schema_value(key, value))),
            }
        }
        Tree::map(entries, at.source())
    }

    fn schema_value(&mut self, key: &str, value: At<'d>) -> Tree {
        match key {
            "$ref" if value.str().is_some() => self.reference(value, Part::Schema),
            "discriminator" if value.str().is_some() => {
                Tree::map([("propertyName", Tree::of(value))], value.source())
            }
            "properties" | "patternProperties" | "definitions" | "$defs" => {
                each(value, |_, schema| self.schema(schema))
            }
            "items" | "additionalProperties" | "not" if value.kind() == Kind::Map => {
                self.schema(value)
            }
            "items" | "allOf" | "oneOf" | "anyOf" => each_item(value, |item| self.schema(item)),
            _ => Tree::of(value),
        }
    }
}

/// Whether a schema is of the type that only Swagger has.
pub(super) fn is_file(at: At<'_>) -> bool {
    at.get("type").and_then(At::str) == Some("file")
}
