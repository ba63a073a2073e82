//! `$ref` and `discriminator`.

use serde_json::Value;

use super::Oracle;

impl Oracle {
    /// What a `$ref` leads to.
    pub(super) fn follow(&self, reference: &str) -> Option<&Value> {
        let pointer = reference.strip_prefix('#')?;
        self.root
            .pointer(pointer)
            .or_else(|| self.root.pointer(&percent_decode(pointer)))
    }

    /// The key that tells the members of a union apart, where the document names one.
    pub(super) fn tag_key(schema: &Value) -> Option<&str> {
        schema.get("discriminator")?.get("propertyName")?.as_str()
    }

    /// The member that a discriminator names for a value.
    pub(super) fn tagged_member<'d>(
        &'d self,
        schema: &'d Value,
        value: &Value,
    ) -> Option<&'d Value> {
        let tag = value.get(Self::tag_key(schema)?)?.as_str()?;
        let mapping = schema
            .get("discriminator")
            .and_then(|discriminator| discriminator.get("mapping"));
        let target = mapping
            .and_then(|mapping| mapping.get(tag))
            .and_then(Value::as_str)
            .unwrap_or(tag);
        if target.contains('#') {
            return self.follow(target);
        }
        self.root.get("components")?.get("schemas")?.get(target)
    }
}

/// `%7B` → `{`; what is no escape stays as it is.
fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = (first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(first));
        rest = if escaped.is_some() {
            tail.get(2..).unwrap_or_default()
        } else {
            tail
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::percent_decode;

    #[test]
    fn escapes_are_resolved_and_everything_else_stays() {
        assert_eq!(
            percent_decode("/paths/~1a~1%7Bid%7D/100%"),
            "/paths/~1a~1{id}/100%"
        );
    }
}
