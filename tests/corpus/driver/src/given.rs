//! Arguments of a call, as JSON.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use signon_runtime::{Body, File, Multipart};

/// Arguments of a call: parameters by place and name, and a body. What was read is noted.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Given {
    /// Parameters of the path.
    #[serde(default)]
    pub path: Map<String, Value>,
    /// Parameters of the query.
    #[serde(default)]
    pub query: Map<String, Value>,
    /// Parameters that are headers.
    #[serde(default)]
    pub header: Map<String, Value>,
    /// Parameters that are cookies.
    #[serde(default)]
    pub cookie: Map<String, Value>,
    /// The body.
    pub body: Option<Value>,
    #[serde(skip)]
    read: RefCell<BTreeSet<(String, String)>>,
}

/// The key of the body as a whole.
const WHOLE: &str = "";

impl Given {
    /// Whether something is given at a place: `path`, `query`, `header`, `cookie`, or `part` of a body.
    pub fn has(&self, place: &str, key: &str) -> bool {
        self.at(place, key).is_some()
    }

    /// What is given at a place.
    pub fn value<T: DeserializeOwned>(&self, place: &str, key: &str) -> Result<T, String> {
        let value = self
            .at(place, key)
            .ok_or_else(|| format!("no {place} parameter `{key}` is given"))?;
        self.note(place, key);
        decode(value).map_err(|error| format!("the {place} parameter `{key}`: {error}"))
    }

    /// What is given at a place, if anything is.
    pub fn optional<T: DeserializeOwned>(
        &self,
        place: &str,
        key: &str,
    ) -> Result<Option<T>, String> {
        if self.has(place, key) {
            self.value(place, key).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Whether a body is given.
    pub fn has_body(&self) -> bool {
        self.body.is_some()
    }

    /// The body.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
        let body = self.body.as_ref().ok_or("no body is given")?;
        self.note("part", WHOLE);
        decode(body).map_err(|error| format!("the body: {error}"))
    }

    /// The body as bytes: a text, or `{"base64": ..}`, with its media type as `type` where the document leaves it open.
    pub fn bytes(&self) -> Result<Body, String> {
        let given: Value = self.body()?;
        let body = Body::from(content(&given)?);
        Ok(match given.get("type").and_then(Value::as_str) {
            Some(media) => body.content_type(media.to_owned()),
            None => body,
        })
    }

    /// A part that is a file.
    pub fn file(&self, key: &str) -> Result<File, String> {
        file(&self.value("part", key)?)
    }

    /// A part that is several files.
    pub fn files(&self, key: &str) -> Result<Vec<File>, String> {
        let files: Vec<Value> = self.value("part", key)?;
        files.iter().map(file).collect()
    }

    /// The body as a form of texts.
    pub fn form(&self) -> Result<Multipart, String> {
        let parts: BTreeMap<String, String> = self.body()?;
        let form = Multipart::new();
        Ok(parts
            .iter()
            .fold(form, |form, (name, value)| form.text(name, value)))
    }

    /// What is given and was not read: arguments that the client has no place for.
    pub(crate) fn idle(&self) -> Vec<String> {
        let read = self.read.borrow();
        let is_read = |place: &str, key: &str| read.contains(&(place.to_owned(), key.to_owned()));
        let mut idle = Vec::new();
        for (place, values) in self.places() {
            let keys = values.keys().filter(|key| !is_read(place, key));
            idle.extend(keys.map(|key| format!("{place} `{key}`")));
        }
        match &self.body {
            Some(_) if is_read("part", WHOLE) => {}
            Some(Value::Object(parts)) => {
                let keys = parts.keys().filter(|key| !is_read("part", key));
                idle.extend(keys.map(|key| format!("part `{key}`")));
            }
            Some(_) => idle.push("the body".to_owned()),
            None => {}
        }
        idle
    }

    fn places(&self) -> [(&'static str, &Map<String, Value>); 4] {
        [
            ("path", &self.path),
            ("query", &self.query),
            ("header", &self.header),
            ("cookie", &self.cookie),
        ]
    }

    fn at(&self, place: &str, key: &str) -> Option<&Value> {
        if place == "part" {
            return self.body.as_ref()?.get(key);
        }
        let places = self.places();
        let (_, values) = places.iter().find(|(known, _)| *known == place)?;
        values.get(key)
    }

    pub(crate) fn note(&self, place: &str, key: &str) {
        self.read
            .borrow_mut()
            .insert((place.to_owned(), key.to_owned()));
    }
}

/// A file: its content, or an object with the content, a name and a media type.
pub(crate) fn file(value: &Value) -> Result<File, String> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let file = File::new(text("name").unwrap_or("file.txt"), content(value)?);
    Ok(match text("type") {
        Some(media) => file.content_type(media),
        None => file,
    })
}

/// Bytes: those of a text, or `{"base64": ..}`.
pub(crate) fn content(value: &Value) -> Result<Vec<u8>, String> {
    match (value, value.get("base64").and_then(Value::as_str)) {
        (Value::String(text), _) => Ok(text.clone().into_bytes()),
        (_, Some(encoded)) => STANDARD.decode(encoded).map_err(|error| error.to_string()),
        _ => Err(format!("{value} is no content")),
    }
}

/// A value of a type. It goes through text, as it would on the wire: numbers are what their digits say.
fn decode<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_json::from_str(&value.to_string()).map_err(|error| format!("{error} in {value}"))
}

/// A reference to what may be there.
pub fn borrowed<T>(value: &Option<T>) -> Option<&T> {
    value.as_ref()
}
