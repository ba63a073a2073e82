//! An answer → what a tool's result shows.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rmcp::model::{CallToolResult, ContentBlock, ResourceContents};
use serde_json::{Map, Value, json};
use signon_runtime::dynamic::AnswerBody;

use crate::budget::{self, Cursor};
use crate::json::object;

/// Bytes of a file that a result holds; of a larger one it says the size.
const BLOB: usize = 256 * 1024;

/// An answer before it is cut to size.
pub(crate) struct Reply {
    pub(crate) value: Map<String, Value>,
    /// A file, beside the value.
    pub(crate) blob: Option<ContentBlock>,
}

impl Reply {
    /// The body of an answer: an object as it is, anything else under `result`.
    pub(crate) fn new(tool: &str, status: u16, body: AnswerBody) -> Self {
        match body {
            AnswerBody::Json(value) => Self::of(value),
            AnswerBody::Bytes { media_type, bytes } => match std::str::from_utf8(&bytes) {
                Ok(text) => {
                    Self::of(json!({ "status": status, "media_type": media_type, "text": text }))
                }
                Err(_) => Self::file(tool, status, &media_type, &bytes),
            },
            AnswerBody::Empty | _ => Self::of(json!({ "status": status })),
        }
    }

    pub(crate) fn of(value: Value) -> Self {
        Self {
            value: object(value),
            blob: None,
        }
    }

    fn file(tool: &str, status: u16, media_type: &str, bytes: &[u8]) -> Self {
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
        let contents =
            || ResourceContents::blob(STANDARD.encode(bytes), format!("result://{tool}"));
        Self {
            value: object(value),
            blob: is_whole.then(|| ContentBlock::resource(contents().with_mime_type(media_type))),
        }
    }

    /// The result, within the budget: structured, and the same as text beside it.
    pub(crate) fn result(self, budget: usize, cursor: Option<&Cursor>) -> CallToolResult {
        let value = Value::Object(budget::fit(self.value, budget, cursor));
        let mut result = CallToolResult::structured(value);
        result.content.extend(self.blob);
        result
    }
}
