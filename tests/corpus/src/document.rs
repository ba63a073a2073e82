//! A document as plain JSON, and what its references lead to. Nothing here knows the generator.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// An OpenAPI document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file's name without its extension.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// What it holds.
    pub root: Value,
}

/// The folder of the documents, beside the project.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus")
}

impl Document {
    /// The document of this name in the corpus.
    pub fn open(name: &str) -> Result<Self, String> {
        let path = ["json", "yaml"]
            .iter()
            .map(|extension| corpus().join(format!("{name}.{extension}")))
            .find(|path| path.is_file())
            .ok_or_else(|| format!("the corpus has no document `{name}`"))?;
        Self::open_file(name, path)
    }

    /// The document in a file, under a name.
    pub fn open_file(name: &str, path: PathBuf) -> Result<Self, String> {
        let text = std::fs::read_to_string(&path).map_err(|fault| format!("{name}: {fault}"))?;
        let root = if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            serde_json::from_str(&text).map_err(|fault| format!("{name}: {fault}"))?
        } else {
            let root = serde_yaml::from_str(&text).map_err(|fault| format!("{name}: {fault}"))?;
            json(&root)
        };
        Ok(Self {
            name: name.to_owned(),
            path,
            root,
        })
    }

    /// The object itself, wherever it stands.
    pub fn follow<'d>(&'d self, at: &'d Value) -> &'d Value {
        let mut at = at;
        // A reference that leads in a circle leads nowhere.
        for _ in 0..100 {
            let Some(reference) = at.get("$ref").and_then(Value::as_str) else {
                return at;
            };
            match self.target(reference) {
                Some(target) => at = target,
                None => return &Value::Null,
            }
        }
        &Value::Null
    }

    /// What a reference leads to, one step on.
    pub fn target(&self, reference: &str) -> Option<&Value> {
        self.root.pointer(&unescape(reference.strip_prefix('#')?))
    }
}

/// A reference is a URI: its fragment is percent-encoded.
fn unescape(pointer: &str) -> String {
    percent_encoding::percent_decode_str(pointer)
        .decode_utf8_lossy()
        .into_owned()
}

/// YAML as JSON; a status code without quotes is a key like the others.
fn json(value: &serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => Value::from(*value),
        serde_yaml::Value::Number(number) => number
            .as_u64()
            .map(Value::from)
            .or_else(|| number.as_i64().map(Value::from))
            .or_else(|| number.as_f64().map(Value::from))
            .unwrap_or_default(),
        serde_yaml::Value::String(text) => Value::from(text.as_str()),
        serde_yaml::Value::Sequence(items) => items.iter().map(json).collect(),
        serde_yaml::Value::Mapping(members) => {
            let members = members.iter().map(|(key, value)| {
                let key = key
                    .as_str()
                    .map_or_else(|| json(key).to_string(), str::to_owned);
                (key, json(value))
            });
            Value::Object(members.collect::<Map<String, Value>>())
        }
        serde_yaml::Value::Tagged(tagged) => json(&tagged.value),
    }
}
