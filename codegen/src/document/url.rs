//! URLs of documents, without network access: parsing, and resolving references.
//!
//! The name of a document on the web is its URL without the query, which may contain a secret of the user.

use std::net::Ipv4Addr;

use super::reference::relative;

/// The URL of a document as specified by the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// The requested URL.
    pub(crate) url: String,
    /// The URL without query and fragment: what diagnostics show.
    pub(crate) name: String,
}

impl Address {
    /// Parses `https://...`, or `http://...` of this machine.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err("it has a space or a control character");
        }
        let text = text.split('#').next().unwrap_or_default();
        let (address, query) = match text.split_once('?') {
            Some((address, query)) => (address, format!("?{query}")),
            None => (text, String::new()),
        };
        let (origin, path) = split(address).ok_or("it is neither `https` nor `http`")?;
        let origin = origin.to_ascii_lowercase();
        let (scheme, authority) = origin.split_once("://").unwrap_or_default();
        if authority.contains('@') {
            return Err("it holds credentials");
        }
        let is_host = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if authority.is_empty() || !authority.chars().all(is_host) {
            return Err("it names no host");
        }
        if scheme != "https" && !is_loopback(authority) {
            return Err("`http` is for servers on this machine alone");
        }
        let name = format!("{origin}{}", relative("/", path));
        Ok(Self {
            url: name.clone() + &query,
            name,
        })
    }
}

/// Returns the URL that a reference in the document `from` leads to; `None` if it has another origin, or is not a URL.
pub(crate) fn join(from: &str, reference: &str) -> Option<String> {
    let (origin, path) = split(from)?;
    let absolute = match reference.strip_prefix("//") {
        Some(rest) => format!("{}://{rest}", origin.split("://").next()?),
        None => reference.to_owned(),
    };
    let (base, wanted) = if absolute.contains("://") {
        let (other, wanted) = split(&absolute)?;
        if !other.eq_ignore_ascii_case(origin) {
            return None;
        }
        ("/", wanted)
    } else {
        (path, absolute.as_str())
    };
    let (wanted, query) = match wanted.split_once('?') {
        Some((wanted, query)) => (wanted, format!("?{query}")),
        None => (wanted, String::new()),
    };
    let path = if wanted.is_empty() {
        base.to_owned()
    } else {
        relative(base, wanted)
    };
    Some(format!("{origin}{path}{query}"))
}

/// Splits a URL into its origin and the rest; `None` if it is not a web URL.
pub(crate) fn split(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    if !["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
    {
        return None;
    }
    // A backslash is a slash in a URL of the web.
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    url.split_at_checked(scheme.len() + "://".len() + end)
}

/// Whether a host with its port is this machine.
fn is_loopback(authority: &str) -> bool {
    if let Some(rest) = authority.strip_prefix("[::1]") {
        return rest.is_empty() || rest.starts_with(':');
    }
    let host = authority.split(':').next().unwrap_or_default();
    host == "localhost" || host.parse().is_ok_and(|ip: Ipv4Addr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Address, join};

    #[test]
    fn addresses_are_of_https_or_of_this_machine() {
        let name = |text| Address::parse(text).map(|address| address.name);
        for (text, expected) in [
            ("https://Acme.example", "https://acme.example/"),
            (
                "HTTPS://acme.example/a/../b.yaml?key=secret#x",
                "https://acme.example/b.yaml",
            ),
            ("http://127.0.0.1:80/b.yaml", "http://127.0.0.1:80/b.yaml"),
            ("http://[::1]:80/b.yaml", "http://[::1]:80/b.yaml"),
            ("http://localhost/b.yaml", "http://localhost/b.yaml"),
        ] {
            assert_eq!(name(text).as_deref(), Ok(expected), "{text}");
        }
        for text in [
            "http://acme.example/b.yaml",
            "http://127.0.0.1.acme.example/",
            "http://localhost.acme.example/",
            "http://localhost@acme.example/",
            "http://[::1].acme.example/",
            "https://user:password@acme.example/",
            "https:///b.yaml",
            "https://acme.example\\@localhost/",
            "https://acme.example/a\r\nHost: b",
            "https://acmé.example/",
            "file:///etc/passwd",
            "ftp://acme.example/",
        ] {
            let parsed = Address::parse(text);
            let is_host = parsed
                .as_ref()
                .is_ok_and(|address| address.url.starts_with("https://acme.example/"));
            assert!(parsed.is_err() || is_host, "{text}: {parsed:?}");
        }
    }

    #[test]
    fn references_stay_at_their_origin() {
        let from = "https://acme.example/api/v1.yaml";
        for (reference, expected) in [
            ("a.yaml", "https://acme.example/api/a.yaml"),
            ("../../../a.yaml", "https://acme.example/a.yaml"),
            ("/a.yaml?x=/../y", "https://acme.example/a.yaml?x=/../y"),
            ("?v=2", "https://acme.example/api/v1.yaml?v=2"),
            ("https://acme.example/a.yaml", "https://acme.example/a.yaml"),
            ("//acme.example/a.yaml", "https://acme.example/a.yaml"),
            (
                "/\\evil.example/a.yaml",
                "https://acme.example/\\evil.example/a.yaml",
            ),
            (
                "file:/etc/passwd",
                "https://acme.example/api/file:/etc/passwd",
            ),
        ] {
            assert_eq!(
                join(from, reference).as_deref(),
                Some(expected),
                "{reference}"
            );
        }
        for reference in [
            "https://evil.example/a.yaml",
            "http://acme.example/a.yaml",
            "https://acme.example:8443/a.yaml",
            "https://acme.example@evil.example/a.yaml",
            "https://acme.example.evil.example/a.yaml",
            "https://acme.example\\.evil.example@evil.example",
            "//evil.example/a.yaml",
            "file:///etc/passwd",
        ] {
            let joined = join(from, reference);
            let stays = joined
                .as_deref()
                .is_none_or(|url| url.starts_with("https://acme.example/"));
            assert!(stays, "{reference}: {joined:?}");
        }
    }
}
