//! An answer → what a tool's result shows.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rmcp::model::{CallToolResult, ContentBlock, ResourceContents};
use serde_json::{Map, Value, json};
use signon_runtime::dynamic::AnswerBody;

use crate::budget::{self, Cursor};
use crate::json::object;
use crate::resource;

/// Bytes of a file that a result holds; a larger one is linked to.
const BLOB: usize = 256 * 1024;

/// What a file in a result is called.
pub(crate) struct Source<'a> {
    pub(crate) tool: &'a str,
    /// The URI that reads it again, if a call can be repeated.
    pub(crate) uri: Option<String>,
}

/// An answer before it is cut to size.
pub(crate) struct Reply {
    pub(crate) value: Map<String, Value>,
    /// A file or a link to it, beside the value.
    pub(crate) file: Option<ContentBlock>,
}

impl Reply {
    /// The body of an answer: an object as it is, anything else under `result`.
    pub(crate) fn new(source: &Source<'_>, status: u16, body: AnswerBody) -> Self {
        match body {
            AnswerBody::Json(value) => Self::of(value),
            AnswerBody::Bytes { media_type, bytes } => match std::str::from_utf8(&bytes) {
                Ok(text) => {
                    Self::of(json!({ "status": status, "media_type": media_type, "text": text }))
                }
                Err(_) => Self::of_file(source, status, &media_type, &bytes),
            },
            AnswerBody::Empty | _ => Self::of(json!({ "status": status })),
        }
    }

    pub(crate) fn of(value: Value) -> Self {
        Self {
            value: object(value),
            file: None,
        }
    }

    fn of_file(source: &Source<'_>, status: u16, media_type: &str, bytes: &[u8]) -> Self {
        let media_type = if media_type.is_empty() {
            "application/octet-stream"
        } else {
            media_type
        };
        let is_whole = bytes.len() <= BLOB;
        let value = json!({
            "status": status,
            "media_type": media_type,
            "bytes": bytes.len(),
            "attached": is_whole,
        });
        let file = if is_whole {
            Some(attached(source, media_type, bytes))
        } else {
            let link = |uri| resource::link(uri, source.tool, media_type, bytes.len());
            source
                .uri
                .as_deref()
                .map(link)
                .map(ContentBlock::resource_link)
        };
        Self {
            value: object(value),
            file,
        }
    }

    /// The result, within the budget: structured, and the same as text beside it.
    pub(crate) fn result(self, budget: usize, cursor: Option<&Cursor>) -> CallToolResult {
        let value = Value::Object(budget::fit(self.value, budget, cursor));
        let mut result = CallToolResult::structured(value);
        result.content.extend(self.file);
        result
    }
}

/// The whole file: images and sounds as hosts show them, others as resources.
fn attached(source: &Source<'_>, media_type: &str, bytes: &[u8]) -> ContentBlock {
    let data = STANDARD.encode(bytes);
    match media_type.split_once('/').map(|(kind, _)| kind) {
        Some("image") => ContentBlock::image(data, media_type),
        Some("audio") => ContentBlock::audio(data, media_type),
        _ => {
            let uri = source.uri.clone();
            let uri = uri.unwrap_or_else(|| format!("result://{}", source.tool));
            let contents = ResourceContents::blob(data, uri).with_mime_type(media_type);
            ContentBlock::resource(contents)
        }
    }
}
