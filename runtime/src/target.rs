//! Where requests go.

use std::hash::{DefaultHasher, Hash, Hasher};

use url::Url;

use crate::defect::Defect;
use crate::metadata::Server;
use crate::request::Request;
use crate::server::{self, Variables};

/// The server that a client's requests go to.
pub(crate) struct Target {
    /// The server's URL, without a slash at its end.
    pub(crate) base: String,
    /// Whether the caller chose the URL, for operations with servers of their own, too.
    pub(crate) base_is_chosen: bool,
    /// The servers of the spec.
    pub(crate) servers: &'static [Server],
    pub(crate) variables: Variables,
    pub(crate) allow_plain_http: bool,
}

impl Target {
    /// The whole URL of `request`, with `credential` as a further part of the query.
    pub(crate) fn url(&self, request: &Request, credential: &str) -> Result<Url, Defect> {
        if let Some(link) = request.link() {
            let mut url = link.clone();
            if !credential.is_empty() {
                let query = match url.query() {
                    Some(query) if !query.is_empty() => format!("{query}&{credential}"),
                    Some(_) | None => credential.to_owned(),
                };
                url.set_query(Some(&query));
            }
            return Ok(url);
        }
        let own;
        let base = match request.metadata().own_servers() {
            Some([first, ..]) if !self.base_is_chosen => {
                own = server::base(first, &self.variables)?;
                &own
            }
            Some(_) | None => &self.base,
        };
        // Some documents distinguish operations by a fragment, which is never sent.
        let path = request.encoded_path();
        let path = path.split_once('#').map_or(path, |(path, _)| path);
        let query = request.encoded_query();
        let mut text = [&**base, path].concat();
        for part in [query, credential] {
            if !part.is_empty() {
                text.push(if text.contains('?') { '&' } else { '?' });
                text.push_str(part);
            }
        }
        Url::parse(&text).map_err(|error| Defect::Url(error.to_string()))
    }

    /// A URL of the spec with the caller's variables filled in.
    pub(crate) fn fill(&self, template: &str) -> Result<String, Defect> {
        let variables = self
            .servers
            .first()
            .map_or(&[][..], |server| server.variables);
        server::fill(template, variables, &self.variables)
    }

    /// Refuses to send credentials in the clear.
    pub(crate) fn check_scheme(&self, url: &Url) -> Result<(), Defect> {
        let safe = url.scheme() == "https" || self.allow_plain_http || server::is_loopback(url);
        if safe { Ok(()) } else { Err(Defect::PlainHttp) }
    }

    /// What distinguishes `request` from others to the same operation.
    pub(crate) fn fingerprint(&self, request: &Request) -> u64 {
        let mut hasher = DefaultHasher::new();
        match self.url(request, "") {
            Ok(url) => url.as_str().hash(&mut hasher),
            Err(_) => request.target().hash(&mut hasher),
        }
        request.hash_content(&mut hasher);
        hasher.finish()
    }

    /// The request for the page that `link` names, as seen from `current`.
    pub(crate) fn follow(&self, current: &Request, link: &str) -> Request {
        let request = current.clone();
        match self.linked(current, link) {
            Ok(url) => request.at(url),
            Err(defect) => {
                // A request that cannot be sent differs from all that were.
                let mut request = request.query("", link);
                request.fail(defect);
                request
            }
        }
    }

    fn linked(&self, current: &Request, link: &str) -> Result<Url, Defect> {
        let current = self.url(current, "")?;
        let mut url = current
            .join(link)
            .map_err(|error| Defect::Url(error.to_string()))?;
        // It is never sent: two links that differ in it alone are one.
        url.set_fragment(None);
        if url.origin() != current.origin() || server::has_credentials(&url) {
            return Err(Defect::ForeignLink);
        }
        Ok(url)
    }
}
