//! Diagnostic codes and their severities.

use super::Strictness;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// A part of the output is simpler than the document, or missing.
    Simplified,
    /// The output is not affected.
    Warning,
}

impl Severity {
    /// Returns the severity as it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Simplified => "simplified",
            Self::Warning => "warning",
        }
    }
}

/// The effect of a diagnostic code on the run.
enum Class {
    /// An error in every document.
    Error,
    /// With `--keep-going`, that part is simplified or left out; otherwise an error.
    Unsupported,
    /// An error in our specs; in a vendor's document that part is simplified.
    Simplified,
    /// An error in our specs; a warning in a vendor's document, whose output it does not affect.
    Mistake,
    /// A warning everywhere.
    Hint,
}

/// The page that explains every code, with a heading for each.
const EXPLANATIONS: &str = include_str!("../../docs/diagnostics.md");

impl Code {
    /// Parses a code.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// Returns the explanation of the code and its remedies, in Markdown.
    pub fn explanation(self) -> &'static str {
        let heading = format!("\n## {}\n", self.as_str());
        let section = EXPLANATIONS
            .split_once(&heading)
            .map_or("", |(_, rest)| rest);
        section.split("\n## ").next().unwrap_or_default().trim()
    }

    /// Whether code can be generated from a document with this problem, in part or with a warning.
    pub fn can_be_allowed(self) -> bool {
        !matches!(self.class(), Class::Error)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $class:ident;)*) => {
        /// A kind of diagnostic; stable, with its heading in `codegen/docs/diagnostics.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the code as it is printed.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            fn class(self) -> Class {
                match self { $(Self::$name => Class::$class,)* }
            }
        }
    };
}

codes! {
    /// A file cannot be read.
    UnreadableFile = "unreadable-file", Error;
    /// A text is neither JSON nor YAML.
    Syntax = "syntax", Error;
    /// A map has a key twice.
    DuplicateKey = "duplicate-key", Mistake;
    /// The version of the document is not supported.
    UnknownVersion = "unknown-version", Error;
    /// A key is not defined by the standard.
    UnknownKey = "unknown-key", Mistake;
    /// One of our extensions has no effect at its location.
    UnusedExtension = "unused-extension", Error;
    /// A document names a Rust type of the user.
    UntrustedType = "untrusted-type", Hint;
    /// A required key is missing.
    MissingKey = "missing-key", Mistake;
    /// A value is of the wrong kind.
    WrongKind = "wrong-kind", Mistake;
    /// A `$ref` cannot be resolved.
    UnresolvedRef = "unresolved-ref", Unsupported;
    /// A `$ref` is a URL.
    RemoteRef = "remote-ref", Unsupported;
    /// A `$ref` leads to a file outside the document's folder.
    OutsideRef = "outside-ref", Error;
    /// A `$ref` of a schema leads to an object that is not a schema.
    NotASchema = "not-a-schema", Unsupported;
    /// The input or the output exceeds a limit.
    TooLarge = "too-large", Unsupported;
    /// A discriminator maps a value to a schema that does not exist.
    BadMapping = "bad-mapping", Mistake;
    /// A `$ref` leads to itself.
    CyclicRef = "cyclic-ref", Unsupported;
    /// A member of `allOf`, `oneOf` or `anyOf` leads to its own schema, which has further keywords.
    CyclicMember = "cyclic-member", Mistake;
    /// A chain of `$ref`s and `allOf`s is too long.
    LongChain = "long-chain", Unsupported;
    /// A file does not hold exactly one operation.
    OneOperation = "one-operation", Error;
    /// The name of a file or folder does not match its operation.
    MisplacedOperation = "misplaced-operation", Error;
    /// Two operations have the same id.
    DuplicateOperation = "duplicate-operation", Mistake;
    /// Two operations have the same method and path.
    DuplicateEndpoint = "duplicate-endpoint", Error;
    /// Two path templates differ only in the names of their parameters.
    AmbiguousPath = "ambiguous-path", Mistake;
    /// A parameter is declared twice, or in two ways.
    AmbiguousParameter = "ambiguous-parameter", Mistake;
    /// A parameter of the path template is not declared, or a declared path parameter is not in the template.
    PathMismatch = "path-mismatch", Mistake;
    /// A description is missing.
    MissingDescription = "missing-description", Mistake;
    /// A parameter or a JSON body has no example.
    MissingExample = "missing-example", Mistake;
    /// Two items get the same name in Rust.
    NameCollision = "name-collision", Error;
    /// An `x-rust-name` is not a valid name in Rust.
    BadRustName = "bad-rust-name", Mistake;
    /// A default does not fit its schema.
    BadDefault = "bad-default", Mistake;
    /// An example does not fit its schema.
    BadExample = "bad-example", Mistake;
    /// A value of an enum does not fit its type.
    BadEnum = "bad-enum", Mistake;
    /// A security scheme is referenced but not defined.
    UnknownScheme = "unknown-scheme", Mistake;
    /// Pagination names a parameter or property that the operation does not have.
    BadPagination = "bad-pagination", Error;
    /// Two `type`s of one value contradict each other.
    ContradictoryType = "contradictory-type", Mistake;
    /// No value matches a schema.
    ImpossibleSchema = "impossible-schema", Unsupported;
    /// A response has a body where HTTP allows none.
    ImpossibleBody = "impossible-body", Mistake;
    /// A union has too many members, or too many combinations of them.
    WideUnion = "wide-union", Unsupported;
    /// A parameter style is not defined for its location or type.
    UnsupportedStyle = "unsupported-style", Unsupported;
    /// A media type cannot represent its schema.
    UnsupportedBody = "unsupported-body", Simplified;
    /// The runtime cannot apply a security scheme by itself.
    UnsupportedScheme = "unsupported-scheme", Hint;
    /// A keyword constrains a schema in a way that Rust types cannot express.
    UncheckedKeyword = "unchecked-keyword", Hint;
    /// The same value is available in another media type, which the client does not use.
    AlternativeMedia = "alternative-media", Hint;
    /// The schema of an XML body cannot be typed: the body is text.
    UntypedXml = "untyped-xml", Hint;
    /// A text is too long for a comment.
    LongText = "long-text", Hint;
    /// A status has several responses.
    AmbiguousResponse = "ambiguous-response", Mistake;
    /// A file is not an overlay, or an action cannot be applied.
    BadOverlay = "bad-overlay", Error;
    /// The target of an overlay action does not exist.
    OverlayTarget = "overlay-target", Hint;
    /// No operation matches a selector.
    UnusedSelector = "unused-selector", Hint;
    /// A file that the generator does not own exists at an output path.
    UnownedFile = "unowned-file", Error;
    /// A generated file was edited and would be replaced or removed.
    EditedFile = "edited-file", Error;
    /// The id of an operation differs from the last release, and its former name is gone.
    RenamedOperation = "renamed-operation", Error;
    /// A crate breaks the callers of its last release, but neither its version nor the changelog reflects that.
    BreakingChange = "breaking-change", Error;
    /// A pointer or a reference of a mapping cannot be resolved.
    MappingPointer = "mapping-pointer", Error;
    /// The type of a mapping value differs from its property.
    MappingType = "mapping-type", Error;
    /// A table of a mapping lacks a row for a value, or has a row for an unknown value.
    MappingValue = "mapping-value", Error;
    /// A mapping lacks a property, or has an unknown one.
    MappingField = "mapping-field", Error;
}

impl Code {
    /// Whether the code is about something that the generator cannot express in Rust, so that `--keep-going` can go on without it.
    pub fn is_unsupported(self) -> bool {
        matches!(self.class(), Class::Unsupported)
    }

    /// Returns the severity in our own specs.
    pub fn severity(self) -> Severity {
        self.severity_in(Strictness::Spec)
    }

    /// Returns the severity in a run.
    pub(crate) fn severity_in(self, strictness: Strictness) -> Severity {
        match (self.class(), strictness) {
            (Class::Error, _)
            | (Class::Unsupported | Class::Simplified | Class::Mistake, Strictness::Spec) => {
                Severity::Error
            }
            (Class::Unsupported, Strictness::Vendor { keep_going: false }) => Severity::Error,
            (Class::Unsupported, Strictness::Vendor { keep_going: true })
            | (Class::Simplified, Strictness::Vendor { .. }) => Severity::Simplified,
            (Class::Mistake, Strictness::Vendor { .. }) | (Class::Hint, _) => Severity::Warning,
        }
    }
}
