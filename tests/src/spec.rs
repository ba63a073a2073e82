//! The specs, read by the `openapiv3` crate and by nothing of the generator's.
//!
//! The bundled document is all that comes from `codegen`. Operations and examples are read by `openapiv3`, schemas by
//! `signon-oracle`.

pub mod example;
mod locate;
pub mod operation;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use openapiv3::OpenAPI;
use signon_codegen::Notation;
use signon_oracle::document::Document;
use signon_providers::{bundle, providers};

/// A provider's specs.
#[derive(Debug)]
pub struct Spec {
    /// The provider's short name.
    pub provider: String,
    /// The bundled document as it is.
    pub text: String,
    /// The bundled document as JSON, with its schemas.
    pub document: Document,
    /// The bundled document as `openapiv3` reads it.
    pub api: OpenAPI,
}

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// All providers' specs, by the provider's name, or why there are none.
pub fn all() -> Result<&'static BTreeMap<String, Spec>, String> {
    static SPECS: LazyLock<Result<BTreeMap<String, Spec>, String>> = LazyLock::new(|| {
        let names = providers(&root()).map_err(|error| error.to_string())?;
        names
            .into_iter()
            .map(|name| Ok((name.clone(), Spec::load(&name)?)))
            .collect()
    });
    SPECS.as_ref().map_err(Clone::clone)
}

/// One provider's specs.
pub fn of(provider: &str) -> Result<&'static Spec, String> {
    all()?
        .get(provider)
        .ok_or_else(|| format!("there are no specs for `{provider}`"))
}

impl Spec {
    fn load(provider: &str) -> Result<Self, String> {
        let text = bundle(&root(), provider, Notation::Json)
            .map_err(|report| format!("the specs of {provider} cannot be read: {report}"))?;
        Self::read(provider, text)
    }

    /// The specs in a document.
    pub fn read(provider: &str, text: String) -> Result<Self, String> {
        let document = serde_json::from_str(&text)
            .map(Document::new)
            .map_err(|error| format!("{provider}: {error}"))?;
        // Read from the text, the parts keep the order that the specs have them in.
        let api = serde_json::from_str(&text).map_err(|error| {
            format!("`openapiv3` cannot read the bundle of {provider}: {error}")
        })?;
        Ok(Self {
            provider: provider.to_owned(),
            text,
            document,
            api,
        })
    }
}
