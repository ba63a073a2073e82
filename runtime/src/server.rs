//! Which URL an API is served at.

use http::Uri;
use url::Url;

use crate::defect::Defect;
use crate::metadata::{Server, ServerVariable};

/// The values of server variables that a caller gave.
pub(crate) type Variables = Vec<(String, String)>;

/// The URL of `server` without a slash at its end, or why there is none.
pub(crate) fn base(server: &Server, given: &Variables) -> Result<String, Defect> {
    absolute(&fill(server.url, server.variables, given)?)
}

/// `url` without a slash at its end, if it is one that requests can go to.
pub(crate) fn absolute(url: &str) -> Result<String, Defect> {
    let parsed = match Url::parse(url) {
        Ok(parsed) => parsed,
        Err(url::ParseError::RelativeUrlWithoutBase) => return Err(Defect::NoServer),
        Err(error) => return Err(Defect::Url(error.to_string())),
    };
    let refuse = |what: &str| Err(Defect::Url(what.to_owned()));
    if !matches!(parsed.scheme(), "http" | "https") {
        return refuse("a server's URL starts with `http://` or `https://`");
    }
    if has_credentials(&parsed) {
        return refuse("a server's URL holds no credentials");
    }
    if parsed.query().is_some() || parsed.fragment().is_some() {
        return refuse("a server's URL has neither query nor fragment");
    }
    Ok(parsed.as_str().trim_end_matches('/').to_owned())
}

/// Whether `url` holds a user name or a password.
pub(crate) fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// `url` without what may be a secret in it.
pub(crate) fn shown(url: &str) -> String {
    match Url::parse(url) {
        Ok(parsed) if parsed.has_host() => {
            format!("{}{}", parsed.origin().ascii_serialization(), parsed.path())
        }
        Ok(_) | Err(_) => "not a URL".to_owned(),
    }
}

/// `template` with its variables filled in.
pub(crate) fn fill(
    template: &str,
    variables: &[ServerVariable],
    given: &Variables,
) -> Result<String, Defect> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        out.push_str(value(name, variables, given, &out)?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn value<'a>(
    name: &str,
    variables: &'a [ServerVariable],
    given: &'a Variables,
    before: &str,
) -> Result<&'a str, Defect> {
    let refuse = |problem| {
        Err(Defect::ServerVariable {
            name: name.to_owned(),
            problem,
        })
    };
    let variable = variables.iter().find(|variable| variable.name == name);
    let Some((_, value)) = given.iter().rev().find(|(given, _)| given == name) else {
        return match variable {
            Some(variable) if !variable.default.is_empty() => Ok(variable.default),
            Some(_) | None => refuse("has no value"),
        };
    };
    if let Some(variable) = variable
        && !variable.values.is_empty()
        && !variable.values.contains(&value.as_str())
    {
        return refuse("has a value that the spec does not list");
    }
    // Within the host, these would make another host of it.
    let in_host = !before
        .split_once("://")
        .map_or(before.is_empty(), |(_, rest)| rest.contains('/'));
    let breaks_out = |character: char| {
        matches!(character, '?' | '#' | '@' | '\\')
            || character.is_whitespace()
            || character.is_control()
            || (in_host && character == '/')
    };
    if value.is_empty() || value.contains(breaks_out) || value.split('/').any(|part| part == "..") {
        return refuse("has a value that would change the rest of the URL");
    }
    Ok(value)
}

/// Rejects a URL that no request can carry, such as one that is too long.
pub(crate) fn check(url: &Url) -> Result<(), Defect> {
    /// The longest URL of the `http` crate, which every transport goes through.
    const LONGEST: usize = 65_534;

    if url.as_str().len() > LONGEST {
        return Err(Defect::Url(format!("it is longer than {LONGEST} bytes")));
    }
    match Uri::try_from(url.as_str()) {
        Ok(_) => Ok(()),
        Err(error) => Err(Defect::Url(error.to_string())),
    }
}

/// Whether traffic to `url` stays on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        // Names below it may lead anywhere, whatever a standard says of them.
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The host of a URL, an IPv6 address without its brackets.
pub(crate) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => rest.split(['/', ':']).next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_of_a_url() {
        for (url, expected) in [
            ("https://api.example.com/v1", "api.example.com"),
            ("http://localhost:8080", "localhost"),
            ("http://192.0.2.1:8080/v1", "192.0.2.1"),
            ("http://[2001:db8::1]:8080/v1", "2001:db8::1"),
            ("http://[::1]", "::1"),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
    }
}
