//! Values that are valid for a schema.

mod number;
mod pattern;
mod text;

use serde_json::{Map, Value};

use crate::document::Document;
use crate::schema::{EXCLUDED, Extent, flat};

/// From this depth on, what may be left out is left out.
const DEEP: usize = 6;

/// Where a value is sent, which decides what texts are hard for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In a segment of a path.
    Path,
    /// In a query.
    Query,
    /// In a header or a cookie: visible ASCII.
    Header,
    /// In a body.
    Body,
}

/// Makes values.
#[derive(Clone, Copy, Debug)]
pub struct Sampler<'d> {
    /// Where references lead.
    pub document: &'d Document,
    /// How much there is of each value.
    pub extent: Extent,
    /// Where the value travels.
    pub location: Location,
}

/// How far inside a value a schema is.
#[derive(Clone, Debug, Default)]
struct Depth {
    depth: usize,
    seen: Vec<String>,
}

impl Sampler<'_> {
    /// A value of the schema.
    pub fn value(&self, schema: &Value) -> Result<Value, String> {
        self.sample(schema, &Depth::default())
    }

    fn sample(&self, schema: &Value, at: &Depth) -> Result<Value, String> {
        if at.depth > 40 {
            return Err("a schema that contains itself without an end".to_owned());
        }
        let mut seen = at.seen.clone();
        let schema = flat(self.document, schema, self.extent, &mut seen);
        let at = Depth {
            depth: at.depth + 1,
            seen,
        };
        if let Some(value) = schema.get("const") {
            return Ok(value.clone());
        }
        if let Some(choices) = schema.get("enum").and_then(Value::as_array) {
            let mut choices = choices.iter().filter(|choice| !choice.is_null());
            let choice = match self.extent {
                Extent::Least => choices.next(),
                Extent::Most => choices.next_back(),
            };
            return choice
                .cloned()
                .ok_or_else(|| "an enum without values".to_owned());
        }
        match kind(&schema, self.extent) {
            Some("object") => self.object(&schema, &at),
            Some("array") => self.array(&schema, &at),
            Some("string") => text::text(&schema, self.extent, self.location).map(Value::from),
            Some("integer") => Ok(number::integer(&schema, self.extent)),
            Some("number") => Ok(number::number(&schema, self.extent)),
            Some("boolean") => Ok(Value::from(self.extent == Extent::Most)),
            Some("null") => Ok(Value::Null),
            Some(other) => Err(format!("a schema of type `{other}`")),
            // Anything will do.
            None if self.location == Location::Body => Ok(serde_json::json!({"any": "thing"})),
            None => Ok(Value::from("any")),
        }
    }

    fn object(&self, schema: &Map<String, Value>, at: &Depth) -> Result<Value, String> {
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let excluded = schema.get(EXCLUDED).and_then(Value::as_array);
        let mut object = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object);
        for (key, property) in properties.into_iter().flatten() {
            let is_required = required.contains(&key.as_str());
            let is_excluded =
                excluded.is_some_and(|keys| keys.contains(&Value::from(key.as_str())));
            let is_wanted = is_required
                || (self.extent == Extent::Most
                    && !is_excluded
                    && at.depth < DEEP
                    && !self.recurs(property, at));
            // The standard: what is read-only is not sent, required or not.
            if !is_wanted || self.is_read_only(property) || *property == Value::Bool(false) {
                continue;
            }
            match self.sample(property, at) {
                Ok(value) => drop(object.insert(key.clone(), value)),
                Err(error) if is_required => return Err(format!("`{key}`: {error}")),
                Err(_) => {}
            }
        }
        let least = count(schema, "minProperties").unwrap_or(0);
        let rest = schema
            .get("additionalProperties")
            .filter(|rest| rest.is_object());
        let most = usize::from(self.extent == Extent::Most && at.depth < DEEP && rest.is_some());
        let any = serde_json::json!({"type": "string"});
        let missing = required
            .iter()
            .filter(|key| properties.is_none_or(|properties| !properties.contains_key(**key)));
        for key in missing {
            let value = self.sample(rest.unwrap_or(&any), at)?;
            object.insert((*key).to_owned(), value);
        }
        let mut index = 0;
        while object.len() < least || index < most {
            index += 1;
            let Ok(value) = self.sample(rest.unwrap_or(&any), at) else {
                break;
            };
            let key = match schema.get("propertyNames") {
                Some(names) => self.sample(names, at)?,
                None => Value::from(format!("key{index}")),
            };
            let Value::String(key) = key else { break };
            if object.insert(key, value).is_some() {
                break;
            }
        }
        Ok(Value::Object(object))
    }

    /// Whether a property refers back to a schema that it is in.
    fn recurs(&self, property: &Value, at: &Depth) -> bool {
        let mut seen = Vec::new();
        let schema = flat(self.document, property, self.extent, &mut seen);
        if let Some(items) = schema.get("items") {
            flat(self.document, items, self.extent, &mut seen);
        }
        seen.iter().any(|reference| at.seen.contains(reference))
    }

    fn is_read_only(&self, property: &Value) -> bool {
        flat(self.document, property, self.extent, &mut Vec::new())
            .get("readOnly")
            .and_then(Value::as_bool)
            == Some(true)
    }

    fn array(&self, schema: &Map<String, Value>, at: &Depth) -> Result<Value, String> {
        let least = count(schema, "minItems").unwrap_or(0);
        let most = count(schema, "maxItems").unwrap_or(usize::MAX);
        let is_set = schema.get("uniqueItems").and_then(Value::as_bool) == Some(true);
        // An empty list cannot be distinguished from none outside a body.
        let usual = match (self.extent, self.location) {
            (Extent::Least, Location::Body) => 0,
            (Extent::Least, _) => 1,
            (Extent::Most, _) if is_set || at.depth >= DEEP => 1,
            (Extent::Most, _) => 2,
        };
        let items = schema.get("items").unwrap_or(&Value::Null);
        let mut values: Vec<Value> = Vec::new();
        for index in 0..usual.clamp(least, most.max(least)) {
            let sampler = Self {
                extent: if index == 0 {
                    self.extent
                } else {
                    Extent::Least
                },
                ..*self
            };
            match sampler.sample(items, at) {
                Ok(value) if is_set && values.contains(&value) => {
                    let other = Self {
                        extent: Extent::Most,
                        ..*self
                    };
                    values.push(other.sample(items, at)?);
                }
                Ok(value) => values.push(value),
                Err(error) if values.len() < least => return Err(error),
                Err(_) => break,
            }
        }
        Ok(Value::from(values))
    }
}

/// The kind of JSON that a schema wants; none for any.
fn kind(schema: &Map<String, Value>, extent: Extent) -> Option<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => Some(kind),
        Some(Value::Array(kinds)) => {
            let mut kinds = kinds
                .iter()
                .filter_map(Value::as_str)
                .filter(|kind| *kind != "null");
            match extent {
                Extent::Least => kinds.next(),
                Extent::Most => kinds.next_back(),
            }
        }
        _ if schema.contains_key("properties") || schema.contains_key("additionalProperties") => {
            Some("object")
        }
        _ if schema.contains_key("items") => Some("array"),
        _ if schema.contains_key("pattern") || schema.contains_key("format") => Some("string"),
        _ => None,
    }
}

/// A limit that is a count.
fn count(schema: &Map<String, Value>, key: &str) -> Option<usize> {
    usize::try_from(schema.get(key)?.as_u64()?).ok()
}
