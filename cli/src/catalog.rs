//! The catalogs of providers and of documents.

use std::error::Error;

use signon_runtime::catalog::Catalog;

use crate::arguments::{MessageFormat, Misuse, Reading};
use crate::{input, message};

/// A provider that the program knows.
pub(crate) struct Provider {
    /// The name on the command line.
    pub(crate) name: &'static str,
    /// What it is called.
    pub(crate) title: &'static str,
    /// The text of its catalog.
    text: fn() -> &'static str,
}

/// The providers that the program knows.
pub(crate) const PROVIDERS: [Provider; 4] = [
    Provider {
        name: "logto",
        title: "Logto",
        text: signon_logto::catalog,
    },
    Provider {
        name: "onelogin",
        title: "OneLogin",
        text: signon_onelogin::catalog,
    },
    Provider {
        name: "torii",
        title: "Torii",
        text: signon_torii::catalog,
    },
    Provider {
        name: "truto",
        title: "Truto",
        text: signon_truto::catalog,
    },
];

/// The provider of this name.
pub(crate) fn find(name: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| provider.name == name)
}

/// The catalog of the provider of this name.
pub(crate) fn provider(name: &str) -> Result<Catalog, Box<dyn Error>> {
    let provider = find(name).ok_or_else(|| {
        let names = PROVIDERS.map(|provider| provider.name);
        Misuse(format!(
            "`{name}` is not a provider; those are {}, and `--spec` takes any document",
            names.join(", ")
        ))
    })?;
    Ok(Catalog::from_json((provider.text)())?)
}

/// The catalog of a document; `None` if it has problems, which are reported.
pub(crate) fn document(document: &str) -> Result<Option<Catalog>, Box<dyn Error>> {
    // Standard input has no name.
    let name = input::package_name(document, None).unwrap_or_else(|_| "api".to_owned());
    // Settings are called after it, and the document names its security schemes: without the prefix, a scheme of a
    // file `aws.yaml` could be any variable that begins with `AWS_`, or a provider's credential.
    let name = format!("spec-{name}");
    let reading = Reading {
        keep_going: true,
        ..Reading::default()
    };
    match reading
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

/// Whether the catalog is that of a document, and not of a provider that the program knows.
pub(crate) fn is_document(catalog: &Catalog) -> bool {
    find(&catalog.provider).is_none()
}
