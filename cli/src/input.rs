//! Sources of documents.

use std::error::Error;
use std::io::Read as _;
use std::path::Path;

use signon_codegen::{Generator, Input};

use crate::arguments::UsageError;

/// The maximum length of standard input, in bytes: the same as for files.
const MAX_LEN: u64 = 256 * 1024 * 1024;

/// Returns the document that an argument names.
pub(crate) fn document(argument: &str) -> Result<Input, Box<dyn Error>> {
    if is_url(argument) {
        return Ok(Input::url(argument));
    }
    if argument != "-" {
        return Ok(Input::file(argument));
    }
    let mut text = String::new();
    let read = std::io::stdin().take(MAX_LEN + 1).read_to_string(&mut text);
    read.map_err(|error| format!("standard input cannot be read: {error}"))?;
    if text.len() as u64 > MAX_LEN {
        return Err(format!(
            "standard input is larger than {} MiB",
            MAX_LEN / 1024 / 1024
        )
        .into());
    }
    Ok(Input::Text {
        name: String::from("stdin"),
        text,
    })
}

/// Whether an argument is a URL; no file name has this form.
pub(crate) fn is_url(argument: &str) -> bool {
    argument.contains("://")
}

/// Returns a generator that fetches URLs.
#[cfg(feature = "fetch")]
pub(crate) fn with_network(generator: Generator) -> Generator {
    generator.fetch_with(crate::fetch::Http::new())
}

/// Returns a generator that reports URLs, since this program was built without network support.
#[cfg(not(feature = "fetch"))]
pub(crate) fn with_network(generator: Generator) -> Generator {
    generator
}

/// Returns the name of the package for a document; the generator validates it.
pub(crate) fn package_name(argument: &str, wanted: Option<&str>) -> Result<String, UsageError> {
    let (name, missing) = match wanted {
        Some(name) => return Ok(name.to_owned()),
        None if argument == "-" => (String::new(), "standard input has no name"),
        None => (
            name_of_file(path_of(argument)),
            "no package name can be derived from the file name",
        ),
    };
    if name.is_empty() {
        return Err(UsageError(format!("{missing}: add `--name`")));
    }
    Ok(name)
}

/// Returns the path of a URL, or the argument itself.
fn path_of(argument: &str) -> &str {
    match argument.split_once("://") {
        Some((_, rest)) => {
            let address = rest.split(['?', '#']).next().unwrap_or_default();
            address.split_once('/').map_or("", |(_, path)| path)
        }
        None => argument,
    }
}

/// Derives a package name from a file name: `acme-api` for `Acme API.openapi.yaml`.
fn name_of_file(path: &str) -> String {
    let stem = Path::new(path)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    let stem = stem.strip_suffix(".openapi").unwrap_or(&stem);
    let words: Vec<String> = stem
        .split(|char: char| !char.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::package_name;

    #[test]
    fn package_names_derive_from_documents() {
        let name = |path| package_name(path, None).map_err(|error| error.to_string());
        assert_eq!(name("api/Acme API.openapi.yaml").as_deref(), Ok("acme-api"));
        assert_eq!(name("x/acme.json").as_deref(), Ok("acme"));
        let url = "https://acme.example/v1/acme.yaml?key=x.yaml";
        assert_eq!(name(url).as_deref(), Ok("acme"));
        assert!(name("https://acme.example").is_err_and(|text| text.contains("--name")));
        assert!(name("-").is_err_and(|text| text.contains("--name")));
        assert!(name("日本.yaml").is_err_and(|text| text.contains("--name")));
    }
}
