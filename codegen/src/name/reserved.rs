//! Names that Rust, or the code around a generated item, needs for itself.

/// Keywords of every edition, strict and reserved.
pub(super) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written as `r#...` either.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Types, traits and variants that the generated code, or a derive in it, calls by their bare name.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Serializer",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "UnknownFields",
    "Unpin",
    "Vec",
];

/// Methods that an operation has from a trait: a setter of the same name would hide them.
const OPERATION_METHODS: &[&str] = &[
    "borrow",
    "clone",
    "decode",
    "default",
    "eq",
    "fmt",
    "from",
    "into",
    "into_items",
    "items",
    "ne",
    "new",
    "next",
    "pages",
    "request",
    "send",
    "to_owned",
    "try_into",
];

/// Methods that a model has from a trait: a setter of the same name would hide them.
const MODEL_METHODS: &[&str] = &[
    "borrow",
    "clone",
    "default",
    "deserialize",
    "eq",
    "fmt",
    "from",
    "into",
    "ne",
    "new",
    "serialize",
    "to_multipart",
    "to_owned",
    "to_parameter",
    "try_into",
];

/// Methods of the operator traits: clippy asks for the trait where an inherent method looks like one of them.
const OPERATOR_METHODS: &[&str] = &[
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow_mut",
    "cmp",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "from_iter",
    "from_str",
    "hash",
    "index",
    "index_mut",
    "into_iter",
    "mul",
    "neg",
    "not",
    "rem",
    "shl",
    "shr",
    "sub",
];

/// Modules that every crate has or re-exports, and crates that the generated code names.
const MODULES: &[&str] = &[
    "api",
    "client",
    "errors",
    "headers",
    "models",
    "security",
    "xml",
    "lib",
    "main",
    "mod",
    "alloc",
    "core",
    "std",
    "serde",
    "serde_json",
    "runtime",
    "signon_runtime",
    "test",
    "testing",
];

/// Crates whose names generated code, its macros or its doctests use, and words that no path of a crate can begin with.
const CRATES: &[&str] = &[
    "_",
    "Self",
    "alloc",
    "core",
    "crate",
    "proc_macro",
    "self",
    "serde",
    "serde_core",
    "serde_json",
    "signon_runtime",
    "signon_runtime_derive",
    "std",
    "super",
    "test",
    "tokio",
];

/// Whether a crate of this name would hide another one.
pub(super) fn is_crate(name: &str) -> bool {
    CRATES.contains(&name)
}

/// Functions of the client that are not operations.
const CLIENT_METHODS: &[&str] = &[
    "as_ref", "borrow", "builder", "clone", "fmt", "from", "inner", "into", "new", "to_owned",
    "try_into",
];

/// Whether an identifier of this name must be raw, or cannot be one.
pub(super) fn is_keyword(name: &str) -> bool {
    NEVER_RAW.contains(&name) || KEYWORDS.binary_search(&name).is_ok()
}

/// `snake_case` as an identifier, raw where it must be.
pub(super) fn keyword_safe(name: String) -> String {
    if NEVER_RAW.contains(&name.as_str()) {
        return format!("{name}_");
    }
    if KEYWORDS.binary_search(&name.as_str()).is_ok() {
        return format!("r#{name}");
    }
    name
}

/// Whether a type of this name would hide one that the code around it needs.
pub(super) fn is_prelude(name: &str) -> bool {
    PRELUDE.binary_search(&name).is_ok()
}

/// Whether a module of this name would hide another one.
pub(super) fn is_module(name: &str) -> bool {
    MODULES.contains(&name)
}

/// Whether a module of this name would have no file of its own: it is a keyword, another file of a module, or a
/// device of Windows.
pub(super) fn is_file(name: &str) -> bool {
    const FILES: &[&str] = &["errors", "headers", "models", "aux", "con", "nul", "prn"];
    is_keyword(name) || FILES.contains(&name)
}

/// Whether a setter of this name, on an operation, would hide a method.
pub(super) fn hides_operation_method(name: &str) -> bool {
    OPERATION_METHODS.contains(&name) || OPERATOR_METHODS.contains(&name)
}

/// Whether a setter of this name, on a model, would hide a method.
pub(super) fn hides_model_method(name: &str) -> bool {
    MODEL_METHODS.contains(&name) || OPERATOR_METHODS.contains(&name)
}

/// Whether an operation of this name would hide a method of the client.
pub(super) fn hides_client_method(name: &str) -> bool {
    CLIENT_METHODS.contains(&name) || OPERATOR_METHODS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, PRELUDE, keyword_safe};

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        assert!(KEYWORDS.is_sorted());
        assert!(PRELUDE.is_sorted());
    }

    #[test]
    fn keywords_are_raw_where_they_can_be() {
        assert_eq!(keyword_safe("type".into()), "r#type");
        assert_eq!(keyword_safe("gen".into()), "r#gen");
        assert_eq!(keyword_safe("self".into()), "self_");
        assert_eq!(keyword_safe("name".into()), "name");
    }
}
