//! What a document means, and what was reported about it.

use super::Rendered;
use crate::diagnostic::Diagnostics;
use crate::diff::Version;
use crate::emit::{Context, EmitOptions};
use crate::ir::Api;
use crate::load::SpecSet;
use crate::name::Names;
use crate::report::Report;

/// A document from which code can be generated.
#[derive(Debug)]
#[non_exhaustive]
pub struct Checked {
    /// The warnings.
    pub report: Report,
    /// The number of operations.
    pub operations: usize,
    /// The number of types.
    pub types: usize,
}

/// A document that was read and understood.
#[derive(Debug)]
pub struct Understood {
    /// The document and the files that it refers to.
    pub(crate) set: SpecSet,
    /// What it means.
    pub api: Api,
    /// What its parts are called in Rust.
    pub(crate) names: Names,
    /// The warnings.
    pub(crate) diagnostics: Diagnostics,
}

impl Understood {
    /// The warnings.
    pub fn report(self) -> Report {
        Report::new(self.diagnostics, self.set.documents)
    }

    /// A text about it, with the warnings.
    pub(super) fn rendered(self, text: String) -> Rendered {
        Rendered {
            text,
            report: self.report(),
        }
    }

    pub(crate) fn checked(self) -> Checked {
        Checked {
            operations: self.api.operations.len(),
            types: self.api.types.len(),
            report: self.report(),
        }
    }

    /// What code is emitted from.
    pub fn context<'a>(&'a self, options: &'a EmitOptions) -> Context<'a> {
        Context::new(&self.api, &self.names, options)
    }

    /// One of the two that a comparison is between.
    pub fn version(&self) -> Version<'_> {
        Version {
            set: &self.set,
            api: &self.api,
            names: &self.names,
        }
    }
}
