//! JSON pointers (RFC 6901).

/// The pointer to a key of the value at `pointer`.
pub fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", escape(key))
}

/// A key as a token of a pointer.
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Whether `pointer` is `root` or is below it.
pub fn is_within(pointer: &str, root: &str) -> bool {
    pointer
        .strip_prefix(root)
        .is_some_and(|below| below.is_empty() || below.starts_with('/'))
}
