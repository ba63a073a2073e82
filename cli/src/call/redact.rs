//! Redacts secret arguments: displayed requests contain `***` instead.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use signon_runtime::catalog::Catalog;

use super::flags::Flags;
use super::schema;

/// The replacement of a secret.
pub(super) const MASK: &str = "***";
/// The maximum nesting depth of values.
const MAX_DEPTH: usize = 32;

/// The texts of secrets, in all encodings that a request may contain.
#[derive(Clone, Debug, Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    /// Collects the secrets of a call: secret arguments, and passwords nested in others.
    pub(super) fn of(
        catalog: &Catalog,
        input: &Value,
        flags: &Flags,
        values: &Map<String, Value>,
    ) -> Self {
        let mut secrets = Self::default();
        for flag in &flags.arguments {
            let name = &flag.argument.name;
            let Some(value) = values.get(name) else {
                continue;
            };
            if flag.argument.secret {
                secrets.add_all(value, MAX_DEPTH);
            } else if let Some(schema) = input
                .get("properties")
                .and_then(|properties| properties.get(name))
            {
                secrets.add_passwords(value, schema, &catalog.defs, MAX_DEPTH);
            }
        }
        secrets.sort();
        secrets
    }

    /// Creates a set of secrets.
    pub(super) fn new(texts: &[&str]) -> Self {
        let mut secrets = Self::default();
        for text in texts {
            secrets.add(text);
        }
        secrets.sort();
        secrets
    }

    /// Sorts by length, longest first: a longer secret may contain a shorter one.
    fn sort(&mut self) {
        self.0.sort_by_key(|text| std::cmp::Reverse(text.len()));
    }

    fn add_all(&mut self, value: &Value, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        match value {
            Value::String(text) => self.add(text),
            Value::Number(number) => self.add(&number.to_string()),
            Value::Array(items) => items.iter().for_each(|item| self.add_all(item, depth)),
            Value::Object(members) => members
                .values()
                .for_each(|member| self.add_all(member, depth)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn add_passwords(
        &mut self,
        value: &Value,
        schema: &Value,
        defs: &Map<String, Value>,
        depth: usize,
    ) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let resolved = schema::resolve(schema, defs);
        if is_password(schema) || is_password(resolved) {
            return self.add_all(value, depth);
        }
        let mut member = |name: &str, value: &Value| {
            if let Some(schema) = schema::child(resolved, defs, name) {
                self.add_passwords(value, schema, defs, depth);
            }
        };
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| member(name, value)),
            Value::Array(items) => items.iter().for_each(|item| member("0", item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let json = Value::from(text).to_string();
        let json = json.trim_matches('"').to_owned();
        let percent = percent_encoded(text, |byte| {
            byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
        });
        let form = percent_encoded(text, |byte| {
            byte.is_ascii_alphanumeric() || b"*-._ ".contains(&byte)
        });
        for form in [text.to_owned(), json, percent, form.replace(' ', "+")] {
            if !self.0.contains(&form) {
                self.0.push(form);
            }
        }
    }

    /// Replaces secrets in a text with `***`.
    pub(super) fn redact(&self, text: &str) -> String {
        self.0
            .iter()
            .fold(text.to_owned(), |text, secret| text.replace(secret, MASK))
    }

    /// Replaces secrets in the texts of a value with `***`.
    pub(super) fn redact_value(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.redact(text),
            Value::Number(number) => {
                let text = self.redact(&number.to_string());
                if text == MASK {
                    *value = Value::from(text);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact_value(item)),
            Value::Object(members) => members
                .values_mut()
                .for_each(|member| self.redact_value(member)),
            Value::Null | Value::Bool(_) => {}
        }
    }
}

fn is_password(schema: &Value) -> bool {
    let is_format = schema.get("format").and_then(Value::as_str) == Some("password");
    is_format || schema.get("writeOnly") == Some(&Value::Bool(true))
}

fn percent_encoded(text: &str, is_unreserved: impl Fn(u8) -> bool) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if is_unreserved(byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_redacted_in_each_encoding() {
        let secrets = Secrets::new(&["p&ss \"w"]);
        let mut value =
            json!({ "url": "/?a=p%26ss%20%22w&b=p%26ss+%22w", "body": r#"{"x":"p&ss \"w"}"# });
        secrets.redact_value(&mut value);
        assert_eq!(
            value,
            json!({ "url": "/?a=***&b=***", "body": r#"{"x":"***"}"# })
        );
    }
}
