//! Formats requests as curl commands, with secrets as shell variables.

use signon_mcp::credentials::{self, Setting};
use signon_runtime::catalog::{Catalog, SchemeKind};
use signon_runtime::dynamic::{PreparedBody, PreparedPart, PreparedRequest};

use super::redact::{MASK, Secrets};
use super::shell::{quote, quote_with};

/// The shell variable for secret arguments.
const SECRET: &str = "SECRET";

/// A credential and the shell variable that holds it.
struct Credential<'a> {
    kind: &'a SchemeKind,
    variable: String,
    /// The user name and password of HTTP Basic, as an argument of `-u`.
    pair: Option<String>,
}

/// Returns the command that sends the request.
pub(super) fn command(catalog: &Catalog, request: &PreparedRequest, secrets: &Secrets) -> String {
    let credentials: Vec<Credential<'_>> = request
        .schemes
        .iter()
        .filter_map(|name| credential(catalog, name))
        .collect();
    let mut words = vec![
        // With `-X HEAD`, curl waits for a body.
        if request.method == "HEAD" {
            "curl --head".to_owned()
        } else {
            format!("curl -X {}", request.method)
        },
        url(request, &credentials, secrets),
    ];
    // Otherwise, curl treats braces and brackets as patterns.
    if request.url.contains(['[', ']', '{', '}']) {
        words.insert(1, "--globoff".to_owned());
    }
    for (name, value) in &request.headers {
        let is_multipart = matches!(request.body, PreparedBody::Multipart(_));
        if name == "content-length" || (name == "content-type" && is_multipart) {
            continue;
        }
        words.push(header(name, value, &credentials, secrets));
    }
    match &request.body {
        PreparedBody::Bytes(bytes) => match std::str::from_utf8(bytes) {
            // With `--data-binary`, a text that starts with `@` would be a file name.
            Ok(text) => words.push(format!("--data-raw {}", quote_redacted(text, secrets))),
            Err(_) => words.push("--data-binary @FILE".to_owned()),
        },
        PreparedBody::Unread => words.push("--data-binary @FILE".to_owned()),
        PreparedBody::Multipart(parts) => {
            words.extend(parts.iter().map(|part| self::part(part, secrets)));
        }
        PreparedBody::Empty | _ => {}
    }
    words.join(" \\\n  ")
}

/// Quotes a text, with secrets as a shell variable.
fn quote_redacted(text: &str, secrets: &Secrets) -> String {
    let redacted = secrets.redact(text);
    if redacted == text {
        quote(text)
    } else {
        quote_with(&redacted, MASK, SECRET)
    }
}

fn url(request: &PreparedRequest, credentials: &[Credential<'_>], secrets: &Secrets) -> String {
    let keys = credentials
        .iter()
        .filter(|credential| matches!(credential.kind, SchemeKind::ApiKeyQuery { .. }));
    let mut url = request.url.as_str();
    let mut values = Vec::new();
    for key in keys.collect::<Vec<_>>().into_iter().rev() {
        // Keys are at the end, in the order of the schemes.
        if let Some((before, name)) = url.strip_suffix(MASK).and_then(|before| {
            let at = before.rfind(['?', '&'])?;
            before.split_at_checked(at)
        }) {
            values.insert(0, (name, &key.variable));
            url = before;
        }
    }
    let mut values = values.into_iter();
    let Some((name, variable)) = values.next() else {
        return quote_redacted(url, secrets);
    };
    let url = secrets.redact(&format!("{url}{name}"));
    let first = format!("{}\"${variable}\"", quote_with(&url, MASK, SECRET));
    values.fold(first, |word, (name, variable)| {
        format!("{word}'{name}'\"${variable}\"")
    })
}

fn header(name: &str, value: &str, credentials: &[Credential<'_>], secrets: &Secrets) -> String {
    let credential = credentials.iter().find(|credential| {
        value.ends_with(MASK)
            && match credential.kind {
                SchemeKind::ApiKeyHeader { key } => name.eq_ignore_ascii_case(key),
                SchemeKind::ApiKeyCookie { key } => {
                    name == "cookie" && value.starts_with(key.as_str())
                }
                SchemeKind::ApiKeyQuery { .. } => false,
                SchemeKind::Bearer
                | SchemeKind::Basic
                | SchemeKind::ClientCredentials(_)
                | SchemeKind::Oauth2
                | SchemeKind::Other { .. }
                | _ => name == "authorization",
            }
    });
    let line = if value.is_empty() {
        // With a colon and no value, curl would remove the header.
        format!("{name};")
    } else {
        format!("{name}: {value}")
    };
    match credential {
        Some(Credential {
            pair: Some(pair), ..
        }) => format!("-u {pair}"),
        Some(Credential { variable, .. }) => format!("-H {}", quote_with(&line, MASK, variable)),
        None => format!("-H {}", quote_redacted(&line, secrets)),
    }
}

fn part(part: &PreparedPart, secrets: &Secrets) -> String {
    let header = |wanted: &str| {
        let mut headers = part.headers.iter();
        headers
            .find(|(name, _)| name == wanted)
            .map_or("", |(_, value)| value.as_str())
    };
    let disposition = header("content-disposition");
    let parameter = |key: &str| {
        let (_, rest) = disposition.split_once(&format!("; {key}=\""))?;
        rest.split('"').next()
    };
    let name = parameter("name").unwrap_or_default();
    let media = header("content-type");
    let media = if media.is_empty() {
        String::new()
    } else {
        format!(";type={media}")
    };
    if let Some(filename) = parameter("filename") {
        return format!(
            "-F {}",
            quote(&format!("{name}=@{}{media}", escaped(filename)))
        );
    }
    let text = part
        .content
        .as_deref()
        .map(String::from_utf8_lossy)
        .unwrap_or_default();
    if media.is_empty() {
        return format!(
            "--form-string {}",
            quote_redacted(&format!("{name}={text}"), secrets)
        );
    }
    format!(
        "-F {}",
        quote_redacted(&format!("{name}={}{media}", escaped(&text)), secrets)
    )
}

/// Escapes and quotes a text for `-F`.
fn escaped(text: &str) -> String {
    let quoted = text.replace('\\', r"\\").replace('"', "\\\"");
    format!("\"{quoted}\"")
}

fn credential<'a>(catalog: &'a Catalog, name: &str) -> Option<Credential<'a>> {
    let scheme = catalog
        .security_schemes
        .iter()
        .find(|scheme| scheme.name == name)?;
    let settings = credentials::settings(catalog).into_iter();
    let parts: Vec<Setting> = settings
        .filter(|setting| setting.scheme.as_deref() == Some(name))
        .collect();
    let pair = matches!(scheme.kind, SchemeKind::Basic).then(|| {
        let names: Vec<String> = parts.iter().map(|part| format!("${}", part.name)).collect();
        format!("\"{}\"", names.join(":"))
    });
    Some(Credential {
        kind: &scheme.kind,
        variable: parts.last()?.name.clone(),
        pair,
    })
}
