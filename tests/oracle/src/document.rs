//! An OpenAPI document, and what its schemas declare.

mod declared;
mod free_form;
mod reference;
#[cfg(feature = "validity")]
mod validity;
#[cfg(feature = "validity")]
mod walk;

use std::collections::HashSet;

use serde_json::Value;

pub use self::free_form::is_typed;
#[cfg(feature = "validity")]
pub use self::walk::Node;

/// A document, parsed.
#[derive(Debug)]
pub struct Document {
    root: Value,
    /// Whether `$ref` hides its siblings, as in 3.0.
    hides_siblings: bool,
    #[cfg(feature = "validity")]
    validators: validity::Validators,
}

impl Document {
    /// Reads a document.
    pub fn new(root: Value) -> Self {
        let version = root
            .get("openapi")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let hides_siblings = version.starts_with("3.0");
        Self {
            root,
            hides_siblings,
            #[cfg(feature = "validity")]
            validators: validity::Validators::default(),
        }
    }

    /// The document as JSON.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// The value at a pointer, with or without `#` before it.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.root
            .pointer(pointer.strip_prefix('#').unwrap_or(pointer))
    }

    /// The schemas that all hold where this one holds: itself, what it refers to, and its `allOf`.
    pub fn conjuncts<'d>(&'d self, schema: &'d Value) -> Vec<&'d Value> {
        let mut found = Vec::new();
        self.collect(schema, &mut found, &mut HashSet::new());
        found
    }

    fn collect<'d>(
        &'d self,
        schema: &'d Value,
        found: &mut Vec<&'d Value>,
        seen: &mut HashSet<*const Value>,
    ) {
        if !seen.insert(std::ptr::from_ref(schema)) {
            return;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            if let Some(target) = self.target(reference) {
                self.collect(target, found, seen);
            }
            if self.hides_siblings {
                return;
            }
        }
        found.push(schema);
        for part in list(schema, "allOf") {
            self.collect(part, found, seen);
        }
    }
}

/// The items of a list under a key; nothing where there is none.
pub(crate) fn list<'d>(schema: &'d Value, key: &str) -> impl Iterator<Item = &'d Value> {
    schema
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// The branches of `oneOf` and `anyOf`.
fn branches(schema: &Value) -> impl Iterator<Item = &Value> {
    list(schema, "oneOf").chain(list(schema, "anyOf"))
}
