//! What a generator reads.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::diagnostic::Diagnostics;
use crate::load::{self, Network, Reach, SpecSet};

/// A document to generate from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Input {
    /// A file, and the files that its `$ref`s lead to; or a folder with `provider.yaml` and a file for each operation.
    File(PathBuf),
    /// A document at a URL, and those of the same origin that its `$ref`s lead to; see
    /// [`Generator::fetch_with`](crate::Generator::fetch_with).
    Url(String),
    /// A text that does not refer to other files.
    Text {
        /// What diagnostics call it.
        name: String,
        /// YAML or JSON.
        text: String,
    },
    /// Several texts, which may refer to each other.
    Texts {
        /// The name of the document.
        main: String,
        /// The texts by their names: paths, relative to one folder.
        texts: BTreeMap<String, String>,
    },
}

/// Where an overlay is.
#[derive(Clone, Debug)]
pub(super) enum OverlaySource {
    File(PathBuf),
    Url(String),
}

impl Input {
    /// A file, or a folder of one-operation files.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::File(path.into())
    }

    /// A document at a URL: `https`, or `http` of this machine.
    pub fn url(url: impl Into<String>) -> Self {
        Self::Url(url.into())
    }

    /// A text that does not refer to other files, and what diagnostics call it.
    pub fn text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Text {
            name: name.into(),
            text: text.into(),
        }
    }

    /// What diagnostics and the generated files call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => load::main_file(path),
            Self::Url(url) => load::url_name(url),
            Self::Text { name, .. } | Self::Texts { main: name, .. } => name.clone(),
        }
    }

    /// Reads it.
    pub(super) fn load(
        &self,
        reach: Reach,
        network: &mut Network<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<SpecSet> {
        match self {
            Self::File(path) => load::load_file(path, reach, diagnostics).ok(),
            Self::Url(url) => load::load_url(url, network, diagnostics).ok(),
            Self::Text { name, text } => load::load_texts(name, [(name, text)], diagnostics),
            Self::Texts { main, texts } => load::load_texts(main, texts, diagnostics),
        }
    }
}
