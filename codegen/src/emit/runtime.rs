//! Where items of the runtime are: what callers name is in its root, metadata in a module, and what generated code
//! alone needs in a hidden one.

/// The crate.
pub(super) const CRATE: &str = "signon_runtime";

/// Items of the root that generated code names.
const ROOT: &[&str] = &["Client", "DecodeError", "Next", "UnlistedValue"];

/// Items of the module of metadata that generated code names.
const METADATA: &[&str] = &[
    "Api",
    "Method",
    "OperationMetadata",
    "RateLimit",
    "RequiredScheme",
    "Retry",
    "Scheme",
    "SchemeKind",
    "Server",
    "ServerVariable",
    "TokenBody",
    "TokenCredentials",
    "TokenParameter",
    "TokenRequest",
    "TokenScopes",
];

/// The module that an item is in.
pub(super) fn path(name: &str) -> String {
    if METADATA.contains(&name) {
        format!("{CRATE}::metadata")
    } else if ROOT.contains(&name) || super::reexports::has(name) {
        CRATE.to_owned()
    } else {
        format!("{CRATE}::codegen")
    }
}
