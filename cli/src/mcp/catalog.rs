//! The catalogs that are served.

use std::error::Error;

use signon_runtime::catalog::Catalog;

use super::Mcp;
use crate::arguments::{MessageFormat, Misuse, Reading};
use crate::{input, message};

/// The text of a catalog.
type Text = fn() -> &'static str;

/// The providers that the program knows.
const PROVIDERS: [(&str, Text); 4] = [
    ("logto", signon_logto::catalog),
    ("onelogin", signon_onelogin::catalog),
    ("torii", signon_torii::catalog),
    ("truto", signon_truto::catalog),
];

/// The catalogs of the providers and the documents; `None` if a document has problems, which are reported.
pub(super) fn load(arguments: &Mcp) -> Result<Option<Vec<Catalog>>, Box<dyn Error>> {
    let mut catalogs = Vec::new();
    for name in &arguments.providers {
        let known = PROVIDERS.iter().find(|(known, _)| known == name);
        let (_, catalog) = known.ok_or_else(|| {
            let names = PROVIDERS.map(|(name, _)| name);
            Misuse(format!(
                "`{name}` is not a provider; those are {}, and `--spec` takes any document",
                names.join(", ")
            ))
        })?;
        catalogs.push(Catalog::from_json(catalog())?);
    }
    for document in &arguments.spec {
        let name = input::package_name(document, None)?;
        let reading = Reading {
            keep_going: true,
            ..Reading::default()
        };
        match reading
            .generator(&name)?
            .catalog(&input::document(document)?)
        {
            Ok(catalog) => catalogs.push(Catalog::from_json(&catalog)?),
            Err(report) => {
                message::report(&report, MessageFormat::Human);
                return Ok(None);
            }
        }
    }
    Ok(Some(catalogs))
}
