//! Arguments with folders of the client (roots). The later protocol revision deprecates them without a removal date.
#![expect(
    deprecated,
    reason = "hosts of both revisions offer them, and the operator must enable them for an argument"
)]

use percent_encoding::percent_decode_str;
use rmcp::model::{InputRequest, ListRootsRequest, ListRootsResult};
use serde_json::Value;

use crate::{schema, tool};

/// The representation of folders in an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// Whether it is a list of folders.
    is_list: bool,
    /// Whether folders are URIs rather than paths.
    is_uri: bool,
}

impl Form {
    /// Returns the representation of folders for a resolved schema; `items` is the resolved schema of its items.
    pub(crate) fn of(documented: &Value, items: Option<&Value>) -> Option<Self> {
        let one = items.unwrap_or(documented);
        let format = one.get("format").and_then(Value::as_str);
        schema::types(one).contains(&"string").then_some(Self {
            is_list: items.is_some(),
            is_uri: format.is_some_and(|format| format.starts_with("uri")),
        })
    }
}

pub(crate) fn request() -> InputRequest {
    InputRequest::ListRoots(ListRootsRequest::default())
}

/// Converts folders to a value of the argument; `None` if the answer is not a list of folders.
pub(crate) fn value(answer: Value, form: Form) -> Option<Result<Value, String>> {
    let result: ListRootsResult = serde_json::from_value(answer).ok()?;
    let uris = result.roots.into_iter().map(|root| root.uri);
    let folders: Vec<String> = if form.is_uri {
        uris.filter(|uri| uri.starts_with(SCHEME)).collect()
    } else {
        uris.filter_map(|uri| path(&uri)).collect()
    };
    Some(match folders.as_slice() {
        [] => Err("the client has no folder open".to_owned()),
        _ if form.is_list => Ok(Value::from(folders)),
        [folder] => Ok(Value::from(folder.as_str())),
        several => Err(format!(
            "the client has several folders open; give one of them: {}",
            tool::cut(&several.join(", "), 1000)
        )),
    })
}

const SCHEME: &str = "file://";

/// Returns the path of a local file URI.
fn path(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix(SCHEME)?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = percent_decode_str(path).decode_utf8().ok()?;
    if !path.starts_with('/') || path.contains('\0') {
        return None;
    }
    // A Windows path has its drive after the slash.
    let is_drive = matches!(path.as_bytes(), [_, letter, b':', ..] if letter.is_ascii_alphabetic());
    let plain = path.strip_prefix('/').filter(|_| is_drive);
    Some(plain.unwrap_or(&path).to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn folders(uris: &[&str], is_list: bool, is_uri: bool) -> Result<Value, String> {
        let roots: Vec<Value> = uris.iter().map(|uri| json!({ "uri": uri })).collect();
        let form = Form { is_list, is_uri };
        value(json!({ "roots": roots }), form).expect("a list of folders")
    }

    #[test]
    fn folders_are_paths_or_uris() {
        let work = "file:///home/me/my%20work";
        assert_eq!(
            folders(&[work], false, false),
            Ok(json!("/home/me/my work"))
        );
        assert_eq!(folders(&[work], false, true), Ok(json!(work)));
        assert_eq!(
            folders(&["file:///c:/work"], true, false),
            Ok(json!(["c:/work"]))
        );
        for other in ["https://x.test/", "file://host/share", "file:///%00", "x"] {
            assert!(folders(&[other], true, false).is_err(), "{other}");
        }
        assert_eq!(
            value(
                json!({ "roots": "x" }),
                Form {
                    is_list: true,
                    is_uri: true
                }
            ),
            None
        );
    }

    #[test]
    fn multiple_folders_require_a_choice() {
        let several = ["file:///a", "file:///b"];
        assert_eq!(folders(&several, true, false), Ok(json!(["/a", "/b"])));
        let error = folders(&several, false, false).expect_err("no choice");
        assert!(error.ends_with("/a, /b"), "{error}");
        assert!(folders(&[], true, true).is_err());
    }

    #[test]
    fn texts_and_lists_of_texts_can_hold_folders() {
        let text = json!({ "type": ["string", "null"], "format": "uri" });
        let form = |is_list, is_uri| Some(Form { is_list, is_uri });
        assert_eq!(Form::of(&text, None), form(false, true));
        let list = json!({ "type": "array" });
        assert_eq!(
            Form::of(&list, Some(&json!({ "type": "string" }))),
            form(true, false)
        );
        assert_eq!(Form::of(&list, None), None);
    }
}
