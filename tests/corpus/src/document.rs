//! A document of the corpus, read without the generator.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use signon_oracle::document::Document as Oracle;

/// An OpenAPI document.
#[derive(Debug)]
pub struct Document {
    /// The file's name without its extension.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    oracle: Oracle,
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
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
        let root = if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            serde_json::from_str(&text).map_err(|error| format!("{name}: {error}"))?
        } else {
            let root = serde_yaml::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
            json(&root)
        };
        Ok(Self::new(name, path, root))
    }

    /// The document with this JSON.
    pub fn new(name: &str, path: PathBuf, root: Value) -> Self {
        Self {
            name: name.to_owned(),
            path,
            oracle: Oracle::new(root),
        }
    }

    /// The document as JSON.
    pub fn root(&self) -> &Value {
        self.oracle.root()
    }

    /// The object itself, behind any references; null where they are cyclic or broken.
    pub fn follow<'d>(&'d self, at: &'d Value) -> &'d Value {
        self.oracle.resolve(at).unwrap_or(&Value::Null)
    }

    /// The target of a reference.
    pub fn target(&self, reference: &str) -> Option<&Value> {
        self.oracle.target(reference)
    }
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
