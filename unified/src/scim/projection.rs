//! Which attributes a response has (RFC 7644, section 3.9).

use scim_v2::schema_urns;
use serde_json::{Map, Value};

use super::Answer;
use super::failure::Failure;

/// The attributes that are always returned.
const ALWAYS: [&str; 2] = ["schemas", "id"];

/// `attributes` and `excludedAttributes`, in lower case.
#[derive(Debug, Default)]
pub(super) struct Projection {
    only: Vec<String>,
    without: Vec<String>,
}

impl Projection {
    pub(super) fn only(&mut self, names: &str) {
        self.only.extend(split(names));
    }

    pub(super) fn without(&mut self, names: &str) {
        self.without.extend(split(names));
    }

    /// Whether any part of an attribute is in the response.
    pub(super) fn shows(&self, attribute: &str) -> bool {
        let part = |name: &String| name == attribute || name.starts_with(&format!("{attribute}."));
        (self.only.is_empty() || self.only.iter().any(part))
            && !self.without.iter().any(|name| name == attribute)
    }

    /// A resource with the attributes that are in the response.
    pub(super) fn apply(&self, resource: Value) -> Answer {
        let Value::Object(fields) = resource else {
            return Err(Failure::new(500, "the resource is no object"));
        };
        let fields = fields.into_iter().filter_map(|(name, value)| {
            let key = name.to_ascii_lowercase();
            if ALWAYS.contains(&key.as_str()) {
                return Some((name, value));
            }
            self.shows(&key).then(|| (name, self.parts(&key, value)))
        });
        Ok(Value::Object(fields.collect()))
    }

    /// A value with the sub-attributes that are in the response.
    fn parts(&self, attribute: &str, value: Value) -> Value {
        match value {
            Value::Array(items) => {
                let items = items.into_iter().map(|item| self.parts(attribute, item));
                Value::Array(items.collect())
            }
            Value::Object(parts) => {
                let parts: Map<String, Value> = parts
                    .into_iter()
                    .filter(|(name, _)| self.shows_part(attribute, name))
                    .collect();
                Value::Object(parts)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
        }
    }

    fn shows_part(&self, attribute: &str, part: &str) -> bool {
        let part = format!("{attribute}.{}", part.to_ascii_lowercase());
        let is_requested = self.only.is_empty()
            || self
                .only
                .iter()
                .any(|name| name == attribute || *name == part);
        is_requested && !self.without.contains(&part)
    }
}

/// The names in a list, without the schema that they may begin with.
fn split(names: &str) -> impl Iterator<Item = String> {
    names.split(',').map(|name| {
        let name = name.trim().to_ascii_lowercase();
        let schemas = [schema_urns::USER, schema_urns::GROUP];
        let rest = schemas.iter().find_map(|schema| {
            let rest = name.strip_prefix(&schema.to_ascii_lowercase())?;
            rest.strip_prefix(':')
        });
        rest.map_or_else(|| name.clone(), str::to_owned)
    })
}
