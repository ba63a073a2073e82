//! Whether a value fits a schema: enough of JSON Schema to tell the members of a union apart.
//!
//! `pattern` and `format` are not read, and whatever is not understood fits.

use serde_json::Value;

use super::{Oracle, list};
use crate::equal::same;

/// How deep references may nest without a step down the value.
const DEEPEST: usize = 200;

impl Oracle {
    /// Whether the value fits.
    pub(super) fn fits(&self, schema: &Value, value: &Value) -> bool {
        self.fits_at(schema, value, 0)
    }

    fn fits_at(&self, schema: &Value, value: &Value, depth: usize) -> bool {
        if depth > DEEPEST {
            return true;
        }
        if let Value::Bool(truth) = schema {
            return *truth;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let fits = self
                .follow(reference)
                .is_none_or(|target| self.fits_at(target, value, depth + 1));
            if self.hides_siblings || !fits {
                return fits;
            }
        }
        if value.is_null() && schema.get("nullable") == Some(&Value::Bool(true)) {
            return true;
        }
        fits_kind(schema, value)
            && fits_values(schema, value)
            && fits_bounds(schema, value)
            && self.fits_members(schema, value, depth)
            && self.fits_items(schema, value, depth)
            && self.fits_combinations(schema, value, depth)
    }

    fn fits_members(&self, schema: &Value, value: &Value, depth: usize) -> bool {
        let Value::Object(members) = value else {
            return true;
        };
        if list(schema, "required")
            .filter_map(Value::as_str)
            .any(|key| !members.contains_key(key))
        {
            return false;
        }
        let properties = schema.get("properties");
        let patterns = schema.get("patternProperties").is_some();
        let others = schema
            .get("additionalProperties")
            .or_else(|| schema.get("unevaluatedProperties"));
        members.iter().all(|(key, member)| {
            match (
                properties.and_then(|properties| properties.get(key)),
                others,
            ) {
                (Some(property), _) => self.fits_at(property, member, depth + 1),
                (None, Some(others)) if !patterns => self.fits_at(others, member, depth + 1),
                (None, _) => true,
            }
        })
    }

    fn fits_items(&self, schema: &Value, value: &Value, depth: usize) -> bool {
        let Value::Array(items) = value else {
            return true;
        };
        let prefix: Vec<&Value> = list(schema, "prefixItems").collect();
        items.iter().enumerate().all(|(index, item)| {
            let of_item = prefix.get(index).copied().or_else(|| schema.get("items"));
            of_item.is_none_or(|of_item| self.fits_at(of_item, item, depth + 1))
        })
    }

    fn fits_combinations(&self, schema: &Value, value: &Value, depth: usize) -> bool {
        let fits = |part: &Value| self.fits_at(part, value, depth + 1);
        let any = |key: &str| schema.get(key).is_none() || list(schema, key).any(fits);
        list(schema, "allOf").all(fits)
            && any("anyOf")
            && any("oneOf")
            && !schema
                .get("not")
                .is_some_and(|not| not.is_object() && fits(not))
    }
}

/// Whether the value is of a kind that the schema names.
fn fits_kind(schema: &Value, value: &Value) -> bool {
    match schema.get("type") {
        Some(Value::String(kind)) => is_kind(kind, value),
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .any(|kind| is_kind(kind, value)),
        _ => true,
    }
}

pub(super) fn is_kind(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

fn fits_values(schema: &Value, value: &Value) -> bool {
    let listed = schema
        .get("enum")
        .and_then(Value::as_array)
        .is_none_or(|values| values.iter().any(|one| same(one, value)));
    listed
        && schema
            .get("const")
            .is_none_or(|constant| same(constant, value))
}

#[expect(clippy::cast_precision_loss, reason = "no length comes near 2^52")]
fn fits_bounds(schema: &Value, value: &Value) -> bool {
    let limit = |key: &str| schema.get(key).and_then(Value::as_f64);
    let within = |number: f64, least: &str, most: &str| {
        limit(least).is_none_or(|least| number >= least)
            && limit(most).is_none_or(|most| number <= most)
    };
    match value {
        Value::Number(number) => number.as_f64().is_none_or(|number| {
            within(number, "minimum", "maximum")
                && limit("exclusiveMinimum").is_none_or(|least| number > least)
                && limit("exclusiveMaximum").is_none_or(|most| number < most)
        }),
        Value::String(text) => within(text.chars().count() as f64, "minLength", "maxLength"),
        Value::Array(items) => within(items.len() as f64, "minItems", "maxItems"),
        Value::Object(members) => within(members.len() as f64, "minProperties", "maxProperties"),
        Value::Null | Value::Bool(_) => true,
    }
}
