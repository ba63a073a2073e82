//! Diagnostics: problems in a document, their locations and how to solve them.

mod code;
mod excerpt;
mod finding;
mod plain;
mod render;
mod spans;

pub use code::{Code, Severity};
pub use finding::Finding;
pub(crate) use finding::Locator;
pub use plain::terminal;

use std::collections::HashSet;

use crate::document::{At, DocumentId, Source};

/// A problem in a document.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The kind of problem; stable, and explained in `codegen/docs/diagnostics.md`.
    pub(crate) code: Code,
    /// The severity in this run.
    pub(crate) severity: Severity,
    /// The problem, in one clause without a full stop.
    pub(crate) message: String,
    /// The primary location: the smallest part of the document that can be named.
    pub(crate) primary: Label,
    /// Secondary locations that the reader needs to see.
    pub(crate) secondary: Vec<Label>,
    /// How the reader can solve it.
    pub(crate) help: Option<String>,
    /// The location of the help, if it differs from the primary location.
    pub(crate) help_place: Option<Place>,
}

/// A location with a message.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// The location.
    pub place: Place,
    /// The message; may be empty.
    pub text: String,
}

/// A location in a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The value of a node.
    Value(DocumentId, u32),
    /// The key of a node in its map.
    Key(DocumentId, u32),
    /// The first occurrence of a duplicate key; the node is the value of the last.
    EarlierKey(DocumentId, u32),
    /// A location reported by a parser, in a file that is not a document: file, line, column and text of the file.
    Text(String, usize, usize, String),
    /// A file as a whole.
    File(String),
}

impl Place {
    /// Returns the location of a value, in the file that it was read from.
    pub fn value(at: At<'_>) -> Self {
        Self::value_of(at.source())
    }

    /// Returns the location of a value's key, in the file that it was read from.
    pub fn key(at: At<'_>) -> Self {
        Self::key_of(at.source())
    }

    /// Returns the location of the value of a node of a file.
    pub(crate) fn value_of(source: Source) -> Self {
        Self::Value(source.document, source.node)
    }

    /// Returns the location of the key of a node of a file.
    pub(crate) fn key_of(source: Source) -> Self {
        Self::Key(source.document, source.node)
    }

    /// Returns the sort key; nodes are numbered in the order of the document.
    fn order(&self) -> (u8, u32, u32, &str) {
        match self {
            Self::File(file) => (0, 0, 0, file),
            Self::Text(file, line, ..) => (1, u32::try_from(*line).unwrap_or(u32::MAX), 0, file),
            Self::Value(id, node) | Self::Key(id, node) | Self::EarlierKey(id, node) => {
                (2, id.index(), *node, "")
            }
        }
    }
}

impl Diagnostic {
    /// Creates a diagnostic about a value.
    pub fn new(code: Code, at: At<'_>, message: impl Into<String>) -> Self {
        Self::at(code, Place::value(at), message)
    }

    /// Creates a diagnostic at a location.
    pub fn at(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label {
                place,
                text: String::new(),
            },
            secondary: Vec::new(),
            help: None,
            help_place: None,
        }
    }

    /// Points at the key instead of the value.
    #[must_use]
    pub fn on_key(mut self, at: At<'_>) -> Self {
        self.primary.place = Place::key(at);
        self
    }

    /// Sets the message of the primary location.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds a secondary location.
    #[must_use]
    pub(crate) fn also(mut self, place: Place, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            place,
            text: text.into(),
        });
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Sets the help, and the location that it is shown at.
    #[must_use]
    pub(crate) fn help_at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.help_place = Some(place);
        self.help(text)
    }
}

/// Proof that a diagnostic was reported; only [`Diagnostics`] can create it.
#[derive(Clone, Copy, Debug)]
pub struct Reported(());

/// How strictly a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// One of our own specs: everything unusual is an error.
    Spec,
    /// A document that the user cannot edit: problems that do not affect the output are warnings.
    Vendor {
        /// Whether to go on without unsupported parts.
        keep_going: bool,
    },
}

/// The diagnostics of a run.
#[derive(Debug)]
pub struct Diagnostics {
    strictness: Strictness,
    /// Kinds of problems that do not stop the run, and that are not reported where they are only warnings.
    allowed: Vec<Code>,
    all: Vec<Diagnostic>,
    /// The reported diagnostics, so that each is reported once.
    reported: HashSet<(Code, Place, String)>,
}

impl Diagnostics {
    /// Creates an empty collection.
    pub fn new(strictness: Strictness) -> Self {
        Self {
            strictness,
            allowed: Vec::new(),
            all: Vec::new(),
            reported: HashSet::new(),
        }
    }

    /// Goes on without the parts that have these kinds of problems, and leaves out warnings of these kinds.
    #[must_use]
    pub(crate) fn allow(mut self, codes: &[Code]) -> Self {
        self.allowed.extend_from_slice(codes);
        self
    }

    /// Returns how strictly the documents are read.
    pub(crate) fn strictness(&self) -> Strictness {
        self.strictness
    }

    /// Whether the documents are our own specs.
    pub(crate) fn is_spec(&self) -> bool {
        self.strictness == Strictness::Spec
    }

    /// Reports a diagnostic, unless it was reported before.
    pub fn report(&mut self, mut diagnostic: Diagnostic) -> Reported {
        diagnostic.severity = diagnostic.code.severity_in(self.strictness);
        if self.allowed.contains(&diagnostic.code) {
            let lenient = Strictness::Vendor { keep_going: true };
            diagnostic.severity = diagnostic.code.severity_in(lenient);
            if diagnostic.severity == Severity::Warning {
                return Reported(());
            }
        }
        let key = (
            diagnostic.code,
            diagnostic.primary.place.clone(),
            diagnostic.message.clone(),
        );
        if self.reported.insert(key) {
            self.all.push(diagnostic);
        }
        Reported(())
    }

    /// Drops the diagnostics of all other kinds.
    pub(crate) fn retain(&mut self, codes: &[Code]) {
        self.all
            .retain(|diagnostic| codes.contains(&diagnostic.code));
    }

    /// Reports the diagnostics that another stage has collected.
    pub(crate) fn absorb(&mut self, others: Self) {
        for diagnostic in others.all {
            self.report(diagnostic);
        }
    }

    /// Stops the run if there is an error.
    pub fn checkpoint(&self) -> Result<(), Reported> {
        if self
            .all
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
        {
            Err(Reported(()))
        } else {
            Ok(())
        }
    }

    /// Returns all diagnostics, ordered by location.
    pub(crate) fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.all.iter().collect();
        all.sort_by(|a, b| {
            let places = (a.primary.place.order(), b.primary.place.order());
            places
                .0
                .cmp(&places.1)
                .then_with(|| (a.code, &a.message).cmp(&(b.code, &b.message)))
        });
        all
    }
}
