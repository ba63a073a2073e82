//! Files as resources: a URI encodes a read-only call, and reading the resource makes that call.
//!
//! No state is kept between a result with a link and the request that reads it, so links also work over HTTP without
//! sessions.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rmcp::model::{ErrorData, ReadResourceResult, Resource, ResourceContents, ResourceTemplate};
use serde_json::{Map, Value};
use signon_runtime::dynamic::AnswerBody;

use crate::budget;
use crate::json::object;

/// The prefix of all URIs.
const BASE: &str = "signon://operations/";
/// The maximum length of a URI, in bytes; calls with longer arguments have none.
const MAX_URI_LEN: usize = 4096;
/// The maximum length of a resource, in bytes.
const MAX_CONTENT_LEN: usize = 8 * 1024 * 1024;

/// Returns the URI of a call, unless its arguments are too long.
pub(crate) fn uri(tool: &str, arguments: &Map<String, Value>) -> Option<String> {
    let arguments = serde_json::to_vec(arguments).ok()?;
    let is_short = BASE.len() + tool.len() + 1 + arguments.len().div_ceil(3) * 4 <= MAX_URI_LEN;
    is_short.then(|| format!("{BASE}{tool}/{}", URL_SAFE_NO_PAD.encode(arguments)))
}

/// Parses the tool and the arguments of a URI.
pub(crate) fn parse(uri: &str) -> Option<(&str, Map<String, Value>)> {
    let (tool, arguments) = uri.strip_prefix(BASE)?.split_once('/')?;
    let arguments = URL_SAFE_NO_PAD.decode(arguments).ok()?;
    Some((tool, serde_json::from_slice(&arguments).ok()?))
}

/// Returns the template of all URIs.
pub(crate) fn template() -> ResourceTemplate {
    ResourceTemplate::new(format!("{BASE}{{tool}}/{{arguments}}"), "operation")
        .with_title("A file")
        .with_description("The answer of a read-only operation. Results link to it.")
}

/// Returns a link to a file that is too large for a result.
pub(crate) fn link(uri: &str, tool: &str, media_type: &str, bytes: usize) -> Resource {
    let link = Resource::new(uri, tool).with_mime_type(media_type);
    match u64::try_from(bytes) {
        Ok(bytes) => link.with_size(bytes),
        Err(_) => link,
    }
}

/// Converts a response to a resource: files are unchanged, JSON is limited to the budget.
pub(crate) fn contents(
    uri: &str,
    body: AnswerBody,
    budget: usize,
) -> Result<ReadResourceResult, ErrorData> {
    let (contents, media_type) = match body {
        AnswerBody::Bytes { bytes, .. } if bytes.len() > MAX_CONTENT_LEN => {
            let message = format!(
                "the file has {} bytes; the maximum is {MAX_CONTENT_LEN}",
                bytes.len()
            );
            return Err(ErrorData::internal_error(message, None));
        }
        AnswerBody::Bytes { media_type, bytes } => match std::str::from_utf8(&bytes) {
            Ok(text) => (ResourceContents::text(text, uri), media_type),
            Err(_) => (
                ResourceContents::blob(STANDARD.encode(&bytes), uri),
                media_type,
            ),
        },
        AnswerBody::Json(value) => {
            let value = Value::Object(budget::fit(object(value), budget, None));
            let text = ResourceContents::text(value.to_string(), uri);
            (text, "application/json".to_owned())
        }
        AnswerBody::Empty | _ => (ResourceContents::text("", uri), String::new()),
    };
    let contents = if media_type.is_empty() {
        contents
    } else {
        contents.with_mime_type(media_type)
    };
    Ok(ReadResourceResult::new(vec![contents]).with_ttl_ms(0))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn uris_encode_calls() {
        let arguments = object(json!({ "id": "../a?b#c", "n": null }));
        let uri = uri("get_file", &arguments).expect("a URI");
        assert_eq!(parse(&uri), Some(("get_file", arguments)));
    }

    #[test]
    fn long_arguments_have_no_uri() {
        let arguments = |length| object(json!({ "id": "x".repeat(length) }));
        assert!(uri("get_file", &arguments(5000)).is_none());
        assert!(uri("get_file", &arguments(3000)).is_some_and(|uri| uri.len() <= MAX_URI_LEN));
    }

    #[test]
    fn invalid_uris_are_rejected() {
        let text = URL_SAFE_NO_PAD.encode("[]");
        for uri in [
            "file:///etc/passwd",
            "signon://operations/get_file",
            "signon://operations/get_file/%7B%7D",
            &format!("signon://operations/get_file/{text}"),
        ] {
            assert_eq!(parse(uri), None, "{uri}");
        }
    }
}
