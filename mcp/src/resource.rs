//! Files as resources: a URI holds a read-only call, and reading the resource makes that call.
//!
//! Nothing is kept between a result with a link and the request that reads it, so links also work over HTTP, where
//! there are no sessions.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rmcp::model::{ErrorData, ReadResourceResult, Resource, ResourceContents, ResourceTemplate};
use serde_json::{Map, Value};
use signon_runtime::dynamic::AnswerBody;

use crate::budget;
use crate::json::object;

/// The beginning of each URI.
const BASE: &str = "signon://operations/";
/// Bytes of a URI; a call with longer arguments has none.
const URI: usize = 4096;
/// Bytes of a resource.
const CONTENT: usize = 8 * 1024 * 1024;

/// The URI of a call, unless its arguments are too long.
pub(crate) fn uri(tool: &str, arguments: &Map<String, Value>) -> Option<String> {
    let arguments = serde_json::to_vec(arguments).ok()?;
    let is_short = BASE.len() + tool.len() + 1 + arguments.len().div_ceil(3) * 4 <= URI;
    is_short.then(|| format!("{BASE}{tool}/{}", URL_SAFE_NO_PAD.encode(arguments)))
}

/// The tool and the arguments that a URI names.
pub(crate) fn parse(uri: &str) -> Option<(&str, Map<String, Value>)> {
    let (tool, arguments) = uri.strip_prefix(BASE)?.split_once('/')?;
    let arguments = URL_SAFE_NO_PAD.decode(arguments).ok()?;
    Some((tool, serde_json::from_slice(&arguments).ok()?))
}

/// The template of all URIs.
pub(crate) fn template() -> ResourceTemplate {
    ResourceTemplate::new(format!("{BASE}{{tool}}/{{arguments}}"), "operation")
        .with_title("A file")
        .with_description("The answer of a read-only operation. Results link to it.")
}

/// A link to a file that is too large for a result.
pub(crate) fn link(uri: &str, tool: &str, media_type: &str, bytes: usize) -> Resource {
    let link = Resource::new(uri, tool).with_mime_type(media_type);
    match u64::try_from(bytes) {
        Ok(bytes) => link.with_size(bytes),
        Err(_) => link,
    }
}

/// An answer as the contents of a resource: a file as it is, JSON within the budget.
pub(crate) fn contents(
    uri: &str,
    body: AnswerBody,
    budget: usize,
) -> Result<ReadResourceResult, ErrorData> {
    let (contents, media_type) = match body {
        AnswerBody::Bytes { bytes, .. } if bytes.len() > CONTENT => {
            let message = format!(
                "the file has {} bytes, at most {CONTENT} are read",
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
    fn a_uri_names_a_call() {
        let arguments = object(json!({ "id": "../a?b#c", "n": null }));
        let uri = uri("get_file", &arguments).expect("a URI");
        assert_eq!(parse(&uri), Some(("get_file", arguments)));
    }

    #[test]
    fn long_arguments_have_no_uri() {
        let arguments = |length| object(json!({ "id": "x".repeat(length) }));
        assert!(uri("get_file", &arguments(5000)).is_none());
        assert!(uri("get_file", &arguments(3000)).is_some_and(|uri| uri.len() <= URI));
    }

    #[test]
    fn other_uris_name_nothing() {
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
