//! JSON pointers (RFC 6901).

use serde_json::{Map, Value};

/// Appends a reference token, and returns the previous length for truncation.
pub(crate) fn push(pointer: &mut String, token: &str) -> usize {
    let length = pointer.len();
    pointer.push('/');
    if token.contains(['~', '/']) {
        pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
    } else {
        pointer.push_str(token);
    }
    length
}

/// Returns the pointer to a property or element.
pub(crate) fn child(pointer: &str, token: &str) -> String {
    let mut child = pointer.to_owned();
    push(&mut child, token);
    child
}

/// Splits a pointer into reference tokens; `None` if it is invalid.
pub(crate) fn tokens(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    let tokens = pointer.strip_prefix('/')?.split('/');
    Some(
        tokens
            .map(|token| token.replace("~1", "/").replace("~0", "~"))
            .collect(),
    )
}

/// Returns the value that a pointer refers to.
pub(crate) fn get_mut<'a>(
    object: &'a mut Map<String, Value>,
    pointer: &str,
) -> Option<&'a mut Value> {
    let mut tokens = tokens(pointer)?.into_iter();
    let mut value = object.get_mut(&tokens.next()?)?;
    for token in tokens {
        value = match value {
            Value::Object(object) => object.get_mut(&token)?,
            Value::Array(elements) => elements.get_mut(token.parse::<usize>().ok()?)?,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
        };
    }
    Some(value)
}
