//! Diagnostics: what is wrong with a document, where, and what to do.

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

/// One problem of a document.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The kind of fault; stable, and explained in `codegen/docs/diagnostics.md`.
    pub(crate) code: Code,
    /// How bad it is in this run.
    pub(crate) severity: Severity,
    /// What is wrong, in one clause without a full stop.
    pub(crate) message: String,
    /// What the fault is about: as small a part of the document as can be named.
    pub(crate) primary: Label,
    /// What else the reader needs to see.
    pub(crate) secondary: Vec<Label>,
    /// What the reader can do.
    pub(crate) help: Option<String>,
    /// What the help is about, where that is a place of its own.
    pub(crate) help_place: Option<Place>,
}

/// A place with a message about it.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// Where.
    pub place: Place,
    /// What is there; may be empty.
    pub text: String,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The value of a node.
    Value(DocumentId, u32),
    /// The key of a node in its map.
    Key(DocumentId, u32),
    /// The first of the keys that a map has twice; the node is the value of the last.
    EarlierKey(DocumentId, u32),
    /// A location that a parser reported, in a file that is no document: file, line, column, and the text of the file.
    Text(String, usize, usize, String),
    /// A file as a whole.
    File(String),
}

impl Place {
    /// The value here, in the file that it was read from.
    pub fn value(at: At<'_>) -> Self {
        Self::value_of(at.source())
    }

    /// The key of the value here, in the file that it was read from.
    pub fn key(at: At<'_>) -> Self {
        Self::key_of(at.source())
    }

    /// The value of a node of a file.
    pub(crate) fn value_of(source: Source) -> Self {
        Self::Value(source.document, source.node)
    }

    /// The key of a node of a file.
    pub(crate) fn key_of(source: Source) -> Self {
        Self::Key(source.document, source.node)
    }

    /// What places are sorted by: documents are read in the order of their nodes.
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
    /// A fault about the value here.
    pub fn new(code: Code, at: At<'_>, message: impl Into<String>) -> Self {
        Self::at(code, Place::value(at), message)
    }

    /// An error at a place.
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

    /// The message at the place itself.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Shows another place as well.
    #[must_use]
    pub(crate) fn also(mut self, place: Place, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            place,
            text: text.into(),
        });
        self
    }

    /// What the reader can do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// What the reader can do, and the place that shows it.
    #[must_use]
    pub(crate) fn help_at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.help_place = Some(place);
        self.help(text)
    }
}

/// Proof that a diagnostic was reported; only [`Diagnostics`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct Reported(());

/// How strictly a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// A spec of ours: everything unusual is an error.
    Spec,
    /// A document that the user cannot edit: what does no harm is a warning.
    Vendor {
        /// Whether to go on without what is not supported.
        keep_going: bool,
    },
}

/// The diagnostics of a run.
#[derive(Debug)]
pub struct Diagnostics {
    strictness: Strictness,
    /// Kinds of problems that do not stop the run, and that are not reported where they do no harm.
    allowed: Vec<Code>,
    all: Vec<Diagnostic>,
    /// What has been reported, so that nothing is reported twice.
    reported: HashSet<(Code, Place, String)>,
}

impl Diagnostics {
    /// No diagnostics.
    pub fn new(strictness: Strictness) -> Self {
        Self {
            strictness,
            allowed: Vec::new(),
            all: Vec::new(),
            reported: HashSet::new(),
        }
    }

    /// Goes on without what these kinds of problems are about, and leaves out warnings of them.
    #[must_use]
    pub(crate) fn allow(mut self, codes: &[Code]) -> Self {
        self.allowed.extend_from_slice(codes);
        self
    }

    /// How strictly the documents are read.
    pub(crate) fn strictness(&self) -> Strictness {
        self.strictness
    }

    /// Whether the documents are ours.
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

    /// Reports what another stage has collected.
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

    /// All diagnostics, ordered by location.
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
