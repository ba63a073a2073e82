//! Bodies, read by their media type.

use serde_json::{Map, Value};

use super::Seen;
use super::pairs::Pairs;

/// A body that came in.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrival {
    /// None.
    Nothing,
    /// JSON.
    Json(Value),
    /// The fields of a form, with texts for all scalars.
    Form(Value),
    /// The parts of a multipart body.
    Parts(Vec<Part>),
    /// Anything else, as it is.
    Bytes(Vec<u8>),
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name of the field.
    pub name: String,
    /// The name of the file, for a file.
    pub file: Option<String>,
    /// The part's media type, if it has one.
    pub media: Option<String>,
    /// The content.
    pub content: Vec<u8>,
}

impl Seen {
    /// The media type of the body, without its parameters.
    pub fn media(&self) -> Option<&str> {
        self.header("content-type")
            .map(|media| media.split(';').next().unwrap_or_default().trim())
    }

    /// The body, read as its media type says.
    pub async fn arrival(&self) -> Result<Arrival, String> {
        let Some(media) = self.media() else {
            return if self.body.is_empty() {
                Ok(Arrival::Nothing)
            } else {
                Err("a body without media type".to_owned())
            };
        };
        match media {
            "application/json" => serde_json::from_slice(&self.body)
                .map(Arrival::Json)
                .map_err(|error| format!("no JSON: {error}")),
            "application/x-www-form-urlencoded" => {
                let text = std::str::from_utf8(&self.body).map_err(|error| error.to_string())?;
                Ok(Arrival::Form(form(text)))
            }
            "multipart/form-data" => self.parts().await.map(Arrival::Parts),
            _ => Ok(Arrival::Bytes(self.body.clone())),
        }
    }

    async fn parts(&self) -> Result<Vec<Part>, String> {
        let header = self.header("content-type").unwrap_or_default();
        let boundary = multer::parse_boundary(header).map_err(|error| error.to_string())?;
        let mut form = multer::Multipart::with_reader(self.body.as_slice(), boundary);
        let mut parts = Vec::new();
        while let Some(field) = form.next_field().await.map_err(|error| error.to_string())? {
            parts.push(Part {
                name: field.name().unwrap_or_default().to_owned(),
                file: field.file_name().map(str::to_owned),
                media: field.content_type().map(ToString::to_string),
                content: field
                    .bytes()
                    .await
                    .map_err(|error| error.to_string())?
                    .to_vec(),
            });
        }
        Ok(parts)
    }
}

/// The fields of a form. A name that comes more than once is a list; brackets make maps.
fn form(text: &str) -> Value {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in form_urlencoded::parse(text.as_bytes()) {
        let name = name.split('[').next().unwrap_or_default().to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut pairs = Pairs::parse(text);
    let fields = names.into_iter().filter_map(|name| {
        let list = Value::Array(Vec::new());
        let value = match pairs.value(&openapiv3::QueryStyle::Form, true, &name, &list) {
            Some(Value::Array(mut values)) if values.len() == 1 => values.pop(),
            Some(values) => Some(values),
            None => pairs.tree(&name),
        };
        Some((name, value?))
    });
    Value::Object(fields.collect::<Map<_, _>>())
}
