//! `$ref` and `discriminator`.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::Document;

impl Document {
    /// The target of a reference: a pointer in a URI's fragment.
    pub fn target(&self, reference: &str) -> Option<&Value> {
        let pointer = reference.strip_prefix('#')?;
        let decoded = || percent_decode_str(pointer).decode_utf8_lossy();
        self.root
            .pointer(pointer)
            .or_else(|| self.root.pointer(&decoded()))
    }

    /// The value itself, behind any references; none where they are cyclic or broken.
    pub fn resolve<'d>(&'d self, value: &'d Value) -> Option<&'d Value> {
        let mut value = value;
        for _ in 0..100 {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return Some(value);
            };
            value = self.target(reference)?;
        }
        None
    }

    /// The property that discriminates the members of a union, where the document names one.
    pub fn discriminating_key(schema: &Value) -> Option<&str> {
        schema.get("discriminator")?.get("propertyName")?.as_str()
    }

    /// The member that a discriminator selects for a value.
    pub fn discriminated_member<'d>(
        &'d self,
        schema: &'d Value,
        value: &Value,
    ) -> Option<&'d Value> {
        let tag = value.get(Self::discriminating_key(schema)?)?.as_str()?;
        let target = mapping(schema)
            .find_map(|(key, target)| (key == tag).then_some(target))
            .unwrap_or(tag);
        if target.contains('#') {
            return self.target(target);
        }
        self.root.get("components")?.get("schemas")?.get(target)
    }

    /// The values of the discriminator that select a member of a union; none where the document has none.
    pub fn tags<'d>(schema: &'d Value, member: &'d Value) -> Vec<&'d str> {
        let reference = member.get("$ref").and_then(Value::as_str);
        let Some(reference) = reference.filter(|_| schema.get("discriminator").is_some()) else {
            return Vec::new();
        };
        let name = reference.rsplit('/').next().unwrap_or_default();
        let mapped: Vec<&str> = mapping(schema)
            .filter(|(_, target)| *target == reference || *target == name)
            .map(|(tag, _)| tag)
            .collect();
        if mapped.is_empty() {
            vec![name]
        } else {
            mapped
        }
    }
}

/// The entries of a discriminator's mapping.
fn mapping(schema: &Value) -> impl Iterator<Item = (&str, &str)> {
    let mapping = schema
        .get("discriminator")
        .and_then(|discriminator| discriminator.get("mapping")?.as_object());
    let entries = mapping.into_iter().flatten();
    entries.filter_map(|(tag, target)| Some((tag.as_str(), target.as_str()?)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Document;

    #[test]
    fn a_reference_may_be_percent_encoded() {
        let document = Document::new(json!({"paths": {"/a/{id}/100%": 1}}));
        assert_eq!(
            document.target("#/paths/~1a~1%7Bid%7D~1100%25"),
            Some(&json!(1))
        );
        assert_eq!(document.target("#/paths/~1a~1{id}~1100%"), Some(&json!(1)));
    }

    #[test]
    fn cyclic_references_have_no_target() {
        let document = Document::new(json!({"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}}));
        assert_eq!(document.resolve(&json!({"$ref": "#/a"})), None);
    }
}
