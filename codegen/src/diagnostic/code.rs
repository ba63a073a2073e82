//! The kinds of faults.

use super::Strictness;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// A part of the output is simpler than the document, or missing.
    Simplified,
    /// The output does not suffer.
    Warning,
}

impl Severity {
    /// The severity as it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Simplified => "simplified",
            Self::Warning => "warning",
        }
    }
}

/// What a kind of fault means for the run.
enum Class {
    /// An error, whoever wrote the document.
    Error,
    /// That part is simplified or left out with `--keep-going`.
    Unsupported,
    /// An error in our specs; in a vendor's document that part is simplified.
    Simplified,
    /// An error in our specs; a warning in a vendor's document, where it costs nothing.
    Mistake,
    /// A warning everywhere.
    Hint,
}

/// The page that explains every code, each below a heading of its own.
const EXPLANATIONS: &str = include_str!("../../docs/diagnostics.md");

impl Code {
    /// The code with this text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// What the code means and what to do about it, in Markdown.
    pub fn explanation(self) -> &'static str {
        let heading = format!("\n## {}\n", self.as_str());
        let section = EXPLANATIONS
            .split_once(&heading)
            .map_or("", |(_, rest)| rest);
        section.split("\n## ").next().unwrap_or_default().trim()
    }

    /// Whether a document with such a problem can be generated from at all, in part or with a warning.
    pub fn can_be_allowed(self) -> bool {
        !matches!(self.class(), Class::Error)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $class:ident;)*) => {
        /// The kind of a fault; stable, with a heading of its own in `codegen/docs/diagnostics.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as it is printed.
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
    /// The document is of no version that is known.
    UnknownVersion = "unknown-version", Error;
    /// A key that the standard does not have.
    UnknownKey = "unknown-key", Mistake;
    /// An extension of ours that has no effect where it is.
    UnusedExtension = "unused-extension", Error;
    /// A document names a type of its user's.
    UntrustedType = "untrusted-type", Hint;
    /// A key that has to be there is not.
    MissingKey = "missing-key", Mistake;
    /// A value is of the wrong kind.
    WrongKind = "wrong-kind", Mistake;
    /// A `$ref` leads nowhere.
    UnresolvedRef = "unresolved-ref", Unsupported;
    /// A `$ref` is a URL.
    RemoteRef = "remote-ref", Unsupported;
    /// A `$ref` leads to a file outside of the document's folder.
    OutsideRef = "outside-ref", Error;
    /// A `$ref` of a schema leads to something that is not one.
    NotASchema = "not-a-schema", Unsupported;
    /// There is more to read, or to generate, than is sensible.
    TooLarge = "too-large", Unsupported;
    /// A discriminator maps a value to a schema that is not there.
    BadMapping = "bad-mapping", Mistake;
    /// A `$ref` leads to itself.
    CyclicRef = "cyclic-ref", Unsupported;
    /// A member of `allOf`, `oneOf` or `anyOf` leads to its own schema, which says more than that.
    CyclicMember = "cyclic-member", Mistake;
    /// More `$ref`s and `allOf`s lead from one to the next than is sensible.
    LongChain = "long-chain", Unsupported;
    /// A file holds more or less than one operation.
    OneOperation = "one-operation", Error;
    /// An operation is in a file or a folder that is called otherwise than it is.
    MisplacedOperation = "misplaced-operation", Error;
    /// Two operations have the same id.
    DuplicateOperation = "duplicate-operation", Mistake;
    /// Two operations have the same method and path.
    DuplicateEndpoint = "duplicate-endpoint", Error;
    /// Two path templates that differ in the names of their parameters only.
    AmbiguousPath = "ambiguous-path", Mistake;
    /// A parameter that is declared twice, or in two ways.
    AmbiguousParameter = "ambiguous-parameter", Mistake;
    /// A parameter of the path template is not declared, or a declared one is not in it.
    PathMismatch = "path-mismatch", Mistake;
    /// Something has no description.
    MissingDescription = "missing-description", Mistake;
    /// A parameter or a JSON body has no example.
    MissingExample = "missing-example", Mistake;
    /// Two things get the same name in Rust.
    NameCollision = "name-collision", Error;
    /// An `x-rust-name` that Rust cannot take as it is.
    BadRustName = "bad-rust-name", Mistake;
    /// A default does not fit its schema.
    BadDefault = "bad-default", Mistake;
    /// An example does not fit its schema.
    BadExample = "bad-example", Mistake;
    /// A value of an enum does not fit its type.
    BadEnum = "bad-enum", Mistake;
    /// A security scheme that is named but not defined.
    UnknownScheme = "unknown-scheme", Mistake;
    /// Pagination names something that the operation does not have.
    BadPagination = "bad-pagination", Error;
    /// Two `type`s of one value that rule each other out.
    ContradictoryType = "contradictory-type", Mistake;
    /// A schema that nothing can match.
    ImpossibleSchema = "impossible-schema", Unsupported;
    /// A response has a body where HTTP has none.
    ImpossibleBody = "impossible-body", Mistake;
    /// A union with more members, or more combinations of them, than is sensible.
    WideUnion = "wide-union", Unsupported;
    /// A parameter style that means nothing for its place or type.
    UnsupportedStyle = "unsupported-style", Unsupported;
    /// A media type that cannot carry its schema.
    UnsupportedBody = "unsupported-body", Simplified;
    /// A security scheme that the runtime cannot apply by itself.
    UnsupportedScheme = "unsupported-scheme", Hint;
    /// A keyword that narrows a schema in a way that no type shows.
    UncheckedKeyword = "unchecked-keyword", Hint;
    /// The same value in another media type, which the client does not use.
    AlternativeMedia = "alternative-media", Hint;
    /// XML whose schema cannot be typed: the body is text.
    UntypedXml = "untyped-xml", Hint;
    /// A text is longer than comments hold.
    LongText = "long-text", Hint;
    /// Several responses for the same status.
    AmbiguousResponse = "ambiguous-response", Mistake;
    /// A file that is no overlay, or an action that cannot be done.
    BadOverlay = "bad-overlay", Error;
    /// An action of an overlay whose target is not there.
    OverlayTarget = "overlay-target", Hint;
    /// A selector that no operation matches.
    UnusedSelector = "unused-selector", Hint;
    /// A file that the generator does not own is where it would write.
    UnownedFile = "unowned-file", Error;
    /// A generated file was edited and would be replaced or removed.
    EditedFile = "edited-file", Error;
    /// An operation has another id than in the last release, and its former name is gone.
    RenamedOperation = "renamed-operation", Error;
    /// A crate breaks the callers of its last release, and neither its version nor the changelog says so.
    BreakingChange = "breaking-change", Error;
    /// A pointer of a mapping leads to no property, or a reference to no schema.
    MappingPointer = "mapping-pointer", Error;
    /// A value of a mapping is of another type than the property that it is for.
    MappingType = "mapping-type", Error;
    /// A table of a mapping lacks a row for a value, or has one for a value that is not there.
    MappingValue = "mapping-value", Error;
    /// A mapping lacks a property, or has one that is not there.
    MappingField = "mapping-field", Error;
}

impl Code {
    /// Whether it is about what the generator cannot say in Rust, so that `--keep-going` can go on without it.
    pub fn is_unsupported(self) -> bool {
        matches!(self.class(), Class::Unsupported)
    }

    /// How bad it is in a spec of ours.
    pub fn severity(self) -> Severity {
        self.severity_in(Strictness::Spec)
    }

    /// How bad it is in a run.
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
