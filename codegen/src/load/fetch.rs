//! Reads documents from the web through a function of the caller: the generator itself has no network access.

use std::collections::BTreeSet;
use std::fmt;

use super::reader::{too_large, utf8};
use super::{SpecSet, add, add_aside, files_referred_to};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::document::url::{Address, split};
use crate::document::{DocumentId, Documents};

/// Maximum size of a fetched document. The largest published documents have about 40 MiB.
const MAX_DOCUMENT: u64 = 64 * MIB;
/// Maximum total size of fetched documents.
const MAX_TOTAL: u64 = 128 * MIB;
const MIB: u64 = 1024 * 1024;
/// Maximum number of fetched documents.
const MAX_DOCUMENTS: usize = 1000;

/// Fetches documents for a [`Generator`](crate::Generator).
pub trait Fetch: fmt::Debug + Send + Sync {
    /// Fetches at most `limit` bytes from a URL, which is `https`, or `http` of this machine. Redirects to another
    /// origin are failures.
    ///
    /// # Errors
    ///
    /// If the URL cannot be fetched, or its contents exceed the limit.
    fn fetch(&self, url: &str, limit: u64) -> Result<Fetched, FetchError>;
}

/// The contents of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The URL after redirects.
    pub url: String,
    /// The contents.
    pub bytes: Vec<u8>,
}

/// The reason why a URL was not fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FetchError {
    /// The contents exceed the limit.
    TooLarge,
    /// The request failed; a clause that follows the URL and a colon.
    Failed(String),
}

/// The network, and the remaining limits of this run.
pub(crate) struct Network<'f> {
    fetch: Option<&'f dyn Fetch>,
    remaining: u64,
    fetched: usize,
}

impl<'f> Network<'f> {
    /// Creates the limits of a run; nothing can be fetched without a `fetch`.
    pub(crate) fn new(fetch: Option<&'f dyn Fetch>) -> Self {
        Self {
            fetch,
            remaining: MAX_TOTAL,
            fetched: 0,
        }
    }
}

/// Fetches a document and the documents of the same origin that its `$ref`s lead to.
///
/// Fails only if the document itself cannot be fetched.
pub(crate) fn load_url(
    text: &str,
    network: &mut Network<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<SpecSet, Reported> {
    let address = address(text, diagnostics)?;
    let mut web = Web {
        network,
        documents: Documents::default(),
    };
    let main = web.read(&address.name, &address.url, diagnostics)?;
    let mut unread = vec![main];
    while let Some(id) = unread.pop() {
        let mut names = BTreeSet::new();
        files_referred_to(web.documents.root(id), &mut names);
        for name in names {
            if !web.documents.is_known(&name) {
                unread.extend(web.read(&name, &name, diagnostics));
            }
        }
    }
    Ok(SpecSet::of_document(web.documents, main))
}

/// Fetches an overlay only: its `$ref`s belong to the document that it changes.
pub(crate) fn load_overlay_url(
    text: &str,
    network: &mut Network<'_>,
    documents: &mut Documents,
    diagnostics: &mut Diagnostics,
) -> Result<DocumentId, Reported> {
    let address = address(text, diagnostics)?;
    let (name, text) = network.text(&address.name, &address.url, diagnostics)?;
    add_aside(&name, text, documents, diagnostics)
}

/// Parses a URL specified by the user.
fn address(text: &str, diagnostics: &mut Diagnostics) -> Result<Address, Reported> {
    Address::parse(text).map_err(|reason| {
        let place = Place::File(url_name(text));
        let message = format!("the URL cannot be read: {reason}");
        let diagnostic = Diagnostic::at(Code::UnreadableFile, place, message);
        diagnostics.report(diagnostic.help("name a URL `https://HOST/PATH`, or a file"))
    })
}

/// Returns the name of the document at a URL in diagnostics and generated files.
pub(crate) fn url_name(url: &str) -> String {
    match Address::parse(url) {
        Ok(address) => address.name,
        // Credentials may be anywhere in the URL.
        Err(_) => String::from("URL"),
    }
}

/// The documents fetched from URLs.
struct Web<'n, 'f> {
    network: &'n mut Network<'f>,
    documents: Documents,
}

impl Web<'_, '_> {
    /// Fetches a document. A failure is recorded for `$ref`s to the document.
    fn read(
        &mut self,
        name: &str,
        url: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<DocumentId, Reported> {
        let text = self.network.text(name, url, diagnostics);
        let read = text.and_then(|(last, text)| {
            // Two URLs may lead to one document.
            match self.documents.by_name(&last) {
                Some(known) => Ok(known),
                None => add(&last, text, &mut self.documents, diagnostics),
            }
        });
        self.documents.note(name, read.ok());
        read
    }
}

impl Network<'_> {
    /// Fetches the text at a URL; returns it with the name of the document.
    fn text(
        &mut self,
        name: &str,
        url: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<(String, String), Reported> {
        let Some(fetch) = self.fetch else {
            let message = format!("`{name}` is on the network, which is not available");
            let place = Place::File(name.to_owned());
            let diagnostic = Diagnostic::at(Code::UnreadableFile, place, message);
            let help = "download the document, and name the file";
            return Err(diagnostics.report(diagnostic.help(help)));
        };
        if self.fetched >= MAX_DOCUMENTS {
            let message = format!("`{name}` is one of more than {MAX_DOCUMENTS} documents");
            return Err(too_large(name, message, diagnostics));
        }
        self.fetched += 1;
        let limit = MAX_DOCUMENT.min(self.remaining);
        let failed = |reason: &str, diagnostics: &mut Diagnostics| {
            let message = format!("`{name}` cannot be fetched: {reason}");
            let place = Place::File(name.to_owned());
            diagnostics.report(Diagnostic::at(Code::UnreadableFile, place, message))
        };
        let fetched = fetch.fetch(url, limit).map_err(|error| match error {
            FetchError::Failed(reason) => failed(&reason, diagnostics),
            FetchError::TooLarge => {
                let message = format!(
                    "`{name}` and the documents before are larger than {} MiB",
                    limit / MIB
                );
                too_large(name, message, diagnostics)
            }
        })?;
        let length = u64::try_from(fetched.bytes.len()).unwrap_or(u64::MAX);
        let Some(remaining) = self
            .remaining
            .checked_sub(length)
            .filter(|_| length <= limit)
        else {
            let message = format!("`{name}` is larger than {} MiB", limit / MIB);
            return Err(too_large(name, message, diagnostics));
        };
        self.remaining = remaining;
        let last = match Address::parse(&fetched.url) {
            Ok(last)
                if split(&last.name).map(|(origin, _)| origin)
                    == split(name).map(|(origin, _)| origin) =>
            {
                last.name
            }
            _ => return Err(failed("it redirects to another origin", diagnostics)),
        };
        let text = utf8(&last, fetched.bytes, diagnostics)?;
        Ok((last, text))
    }
}
