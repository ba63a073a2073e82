//! The scenarios, as data.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// The calls that a client makes for a scenario to pass.
#[derive(Clone, Debug, Deserialize)]
pub struct Scenario {
    /// The folder of its document.
    pub dir: String,
    /// The calls.
    pub apis: Vec<Exchange>,
}

/// A request that the server expects, and its response.
#[derive(Clone, Debug, Deserialize)]
pub struct Exchange {
    /// The path.
    pub uri: String,
    /// The method, in small letters.
    pub method: String,
    /// What is expected of the request.
    #[serde(default)]
    pub request: Expected,
    /// The response.
    pub response: Response,
}

/// What is expected of a request.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Expected {
    /// Headers.
    #[serde(default)]
    pub headers: BTreeMap<String, Value>,
    /// Query parameters, decoded.
    #[serde(default)]
    pub query: BTreeMap<String, Value>,
    /// The body.
    pub body: Option<Body>,
}

/// The body of a message.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// The media type.
    pub content_type: Option<String>,
    /// The content, if it is text.
    pub text: Option<String>,
    /// The content in base64, if it is not.
    pub b64: Option<String>,
    /// The parts of a form that are not files.
    pub parts: Option<BTreeMap<String, Value>>,
    /// The parts of a form that are files.
    #[serde(default)]
    pub files: Vec<FilePart>,
}

/// A file in a form.
#[derive(Clone, Debug, Deserialize)]
pub struct FilePart {
    /// The name of the part.
    pub fieldname: String,
    /// The name of the file.
    pub originalname: Option<String>,
    /// The content, in base64.
    pub buffer: String,
    /// The media type.
    pub mimetype: Option<String>,
}

/// A response.
#[derive(Clone, Debug, Deserialize)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The body.
    pub body: Option<Body>,
}

impl Response {
    /// The body, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        let body = self.body.as_ref()?;
        let is_json = body.content_type.as_deref()?.ends_with("json");
        let text = body.text.as_deref().filter(|_| is_json)?;
        serde_json::from_str(text).ok()
    }
}

impl Body {
    /// The content, if it is XML.
    pub fn xml(&self) -> Option<&str> {
        let is_xml = self.content_type.as_deref()?.ends_with("xml");
        self.text.as_deref().filter(|_| is_xml)
    }
}

/// Where the suites are, beside the project.
fn suites() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites")
}

/// The folder of the documents.
pub fn folder() -> PathBuf {
    suites().join("typespec")
}

/// All scenarios, by name.
pub fn all() -> Result<BTreeMap<String, Scenario>, String> {
    let file = suites().join("typespec-scenarios.json");
    let text = std::fs::read_to_string(&file).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// Scenarios whose form is checked by the server's code alone: the name of the part and the number of files in it, each
/// a PNG image called `image.png`.
const FORMS: [(&str, &str, usize); 3] = [
    (
        "Payload_MultiPart_FormData_File_uploadFileSpecificContentType",
        "file",
        1,
    ),
    (
        "Payload_MultiPart_FormData_File_uploadFileRequiredFilename",
        "file",
        1,
    ),
    (
        "Payload_MultiPart_FormData_File_uploadFileArray",
        "files",
        2,
    ),
];

/// A scenario that sends the PNG image.
const IMAGE: &str = "Encode_Bytes_RequestBody_customContentType";

/// Adds what the data does not say: the forms that are checked by code.
pub fn supplement(scenarios: &mut BTreeMap<String, Scenario>) -> Result<(), String> {
    let image = scenarios
        .get(IMAGE)
        .and_then(|scenario| scenario.apis.first());
    let image = image.and_then(|exchange| exchange.request.body.as_ref()?.b64.clone());
    let image = image.ok_or("no scenario sends the image")?;
    for (name, part, count) in FORMS {
        let scenario = scenarios.get_mut(name).ok_or(name)?;
        let file = FilePart {
            fieldname: part.to_owned(),
            originalname: Some("image.png".to_owned()),
            buffer: image.clone(),
            mimetype: Some("image/png".to_owned()),
        };
        for exchange in &mut scenario.apis {
            exchange.request.body = Some(Body {
                content_type: Some("multipart/form-data".to_owned()),
                text: None,
                b64: None,
                parts: None,
                files: vec![file.clone(); count],
            });
        }
    }
    Ok(())
}
