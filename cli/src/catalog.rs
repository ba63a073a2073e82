//! Catalogs of providers and of documents.

use std::error::Error;

use signon_runtime::catalog::Catalog;

use crate::arguments::{InputOptions, MessageFormat, UsageError};
use crate::{input, message};

/// A built-in provider.
pub(crate) struct Provider {
    /// The name on the command line.
    pub(crate) name: &'static str,
    /// The display name.
    pub(crate) title: &'static str,
    /// Returns the text of its catalog.
    catalog_json: fn() -> &'static str,
}

/// The built-in providers.
pub(crate) const PROVIDERS: [Provider; 4] = [
    Provider {
        name: "logto",
        title: "Logto",
        catalog_json: signon_logto::catalog,
    },
    Provider {
        name: "onelogin",
        title: "OneLogin",
        catalog_json: signon_onelogin::catalog,
    },
    Provider {
        name: "torii",
        title: "Torii",
        catalog_json: signon_torii::catalog,
    },
    Provider {
        name: "truto",
        title: "Truto",
        catalog_json: signon_truto::catalog,
    },
];

/// Returns the provider with this name.
pub(crate) fn find(name: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| provider.name == name)
}

/// Returns the catalog of the provider with this name.
pub(crate) fn provider(name: &str) -> Result<Catalog, Box<dyn Error>> {
    let provider = find(name).ok_or_else(|| {
        let names = PROVIDERS.map(|provider| provider.name);
        UsageError(format!(
            "unknown provider `{name}`; expected one of {}, or use `--spec FILE`",
            names.join(", ")
        ))
    })?;
    Ok(Catalog::from_json((provider.catalog_json)())?)
}

/// Returns the catalog of a document; `None` if it has problems, which are reported.
pub(crate) fn document(document: &str) -> Result<Option<Catalog>, Box<dyn Error>> {
    // Standard input has no name.
    let name = input::package_name(document, None).unwrap_or_else(|_| "api".to_owned());
    // Settings are named after it, and the document names its security schemes: without the prefix, a scheme of a
    // file `aws.yaml` could be any variable that begins with `AWS_`, or a provider's credential.
    let name = format!("spec-{name}");
    let options = InputOptions {
        keep_going: true,
        ..InputOptions::default()
    };
    match options
        .generator(&name)?
        .catalog(&input::document(document)?)
    {
        Ok(catalog) => Ok(Some(Catalog::from_json(&catalog.text)?)),
        Err(report) => {
            message::report(&report, MessageFormat::Human);
            Ok(None)
        }
    }
}

/// Whether the catalog belongs to a document rather than to a built-in provider.
pub(crate) fn is_document(catalog: &Catalog) -> bool {
    find(&catalog.provider).is_none()
}
