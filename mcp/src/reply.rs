//! Converts responses to tool results.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use rmcp::model::{CallToolResult, ContentBlock, ResourceContents};
use serde_json::{Map, Value, json};
use signon_runtime::dynamic::{Answer, AnswerBody};

use crate::budget::{self, Cursor};
use crate::json::object;
use crate::multipart::{self, Part};
use crate::resource;

/// The maximum length of an embedded file, in bytes; larger ones are linked.
const MAX_BLOB_LEN: usize = 256 * 1024;

/// The source of a file in a result.
pub(crate) struct Source<'a> {
    pub(crate) tool: &'a str,
    /// The URI to read it again, if the call is repeatable.
    pub(crate) uri: Option<String>,
}

/// A response before shortening.
pub(crate) struct Reply {
    pub(crate) value: Map<String, Value>,
    /// Files, or a link to one, in addition to the value.
    pub(crate) files: Vec<ContentBlock>,
}

impl Reply {
    /// Converts the body of a response: an object is unchanged, anything else is under `result`.
    pub(crate) fn new(source: &Source<'_>, answer: Answer) -> Self {
        let status = answer.status.as_u16();
        match answer.body {
            AnswerBody::Json(value) => Self::of(value),
            AnswerBody::Bytes { media_type, bytes } => {
                let content_type = answer.headers.get(CONTENT_TYPE);
                let content_type = content_type.and_then(|value| value.to_str().ok());
                let parts = content_type.and_then(|text| multipart::parts(text, &bytes));
                match (parts, std::str::from_utf8(&bytes)) {
                    (Some(parts), _) => Self::of_parts(source, status, &media_type, &parts),
                    (None, Ok(text)) => Self::of(
                        json!({ "status": status, "media_type": media_type, "text": text }),
                    ),
                    (None, Err(_)) => Self::of_file(source, status, &media_type, &bytes),
                }
            }
            AnswerBody::Empty | _ => Self::of(json!({ "status": status })),
        }
    }

    /// Converts a multipart body: texts and JSON go into the value, files are attached.
    fn of_parts(source: &Source<'_>, status: u16, media_type: &str, parts: &[Part]) -> Self {
        let mut files = Vec::new();
        let mut left = MAX_BLOB_LEN;
        let shown = parts.iter().map(|part| {
            let mut shown = json!({ "media_type": part.media_type, "name": part.name });
            let (key, value) = match content(&part.media_type, &part.bytes) {
                Some((key, value)) => (key, value),
                None if part.bytes.len() <= left => {
                    left -= part.bytes.len();
                    files.push(attached(source, &part.media_type, &part.bytes));
                    ("attached", json!(true))
                }
                None => ("attached", json!(false)),
            };
            if let Some(shown) = shown.as_object_mut() {
                shown.insert(key.to_owned(), value);
            }
            shown
        });
        let shown: Vec<Value> = shown.collect();
        let value = json!({ "status": status, "media_type": media_type, "parts": shown });
        Self {
            value: object(value),
            files,
        }
    }

    pub(crate) fn of(value: Value) -> Self {
        Self {
            value: object(value),
            files: Vec::new(),
        }
    }

    fn of_file(source: &Source<'_>, status: u16, media_type: &str, bytes: &[u8]) -> Self {
        let media_type = if media_type.is_empty() {
            "application/octet-stream"
        } else {
            media_type
        };
        let is_whole = bytes.len() <= MAX_BLOB_LEN;
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
            files: file.into_iter().collect(),
        }
    }

    /// Returns the result within the budget, both structured and as text.
    pub(crate) fn result(self, budget: usize, cursor: Option<&Cursor>) -> CallToolResult {
        let value = Value::Object(budget::fit(self.value, budget, cursor));
        let mut result = CallToolResult::structured(value);
        result.content.extend(self.files);
        result
    }
}

/// Returns the JSON or text of a part, and its key.
fn content(media_type: &str, bytes: &Bytes) -> Option<(&'static str, Value)> {
    let is_json = media_type == "application/json" || media_type.ends_with("+json");
    if is_json && let Ok(value) = serde_json::from_slice(bytes) {
        return Some(("value", value));
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let is_text = is_json || media_type.starts_with("text/");
    is_text.then(|| ("text", json!(text)))
}

/// Embeds a file: images and audio natively, others as resources.
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
