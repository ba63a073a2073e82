//! The document with its positions, and its output.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use serde_json::{Map, Value};
use signon_codegen::internal::generate_with_items;
use signon_codegen::{Generator, Input, Runtime};

/// The position of the document's file name.
const FILE: &str = "file";

/// A document with named positions, `@name@`, in its keys and texts.
pub(crate) struct Template(Value);

impl Template {
    pub(crate) fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attack/document.yaml");
        let text = fs::read_to_string(path).expect("the document");
        Self(serde_yaml::from_str(&text).expect("the document is YAML"))
    }

    /// Returns the names of all positions.
    pub(crate) fn positions(&self) -> Vec<String> {
        let mut names = BTreeSet::from([FILE.to_owned()]);
        collect(&self.0, &mut names);
        names.into_iter().collect()
    }

    /// Returns the document with a text in each position; the default is the name of the position.
    fn filled(&self, texts: &impl Fn(&str) -> Option<String>) -> Value {
        fill(&self.0, texts)
    }
}

fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => names.extend(parts(text).filter_map(Part::name)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        Value::Object(map) => {
            for (key, value) in map {
                names.extend(parts(key).filter_map(Part::name));
                collect(value, names);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A part of a text: literal text, or a position.
enum Part<'a> {
    Text(&'a str),
    Position(&'a str),
}

impl Part<'_> {
    fn name(self) -> Option<String> {
        match self {
            Self::Position(name) => Some(name.to_owned()),
            Self::Text(_) => None,
        }
    }
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    text.split('@').enumerate().map(|(index, part)| {
        if index % 2 == 1 {
            Part::Position(part)
        } else {
            Part::Text(part)
        }
    })
}

fn fill(value: &Value, texts: &impl Fn(&str) -> Option<String>) -> Value {
    match value {
        Value::String(text) => Value::String(fill_text(text, texts)),
        Value::Array(items) => items.iter().map(|item| fill(item, texts)).collect(),
        Value::Object(map) => {
            let entries = map
                .iter()
                .map(|(key, value)| (fill_text(key, texts), fill(value, texts)));
            Value::Object(entries.collect::<Map<String, Value>>())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn fill_text(text: &str, texts: &impl Fn(&str) -> Option<String>) -> String {
    let is_reference = text.starts_with("#/");
    let filled = parts(text).map(|part| match part {
        Part::Text(text) => text.to_owned(),
        Part::Position(name) => {
            let text = texts(name).unwrap_or_else(|| name.to_owned());
            if is_reference {
                pointer_token(&text)
            } else {
                text
            }
        }
    });
    filled.collect()
}

/// Escapes a text as a token of a JSON pointer in a reference.
fn pointer_token(text: &str) -> String {
    text.replace('%', "%25")
        .replace('#', "%23")
        .replace('~', "~0")
        .replace('/', "~1")
}

/// The output of a document.
pub(crate) enum Generated {
    /// The files by path.
    Crate(BTreeMap<String, File>),
    /// Only diagnostics.
    Refused,
}

/// A file and the items planned for it.
pub(crate) struct File {
    pub(crate) text: String,
    pub(crate) items: Vec<TokenStream>,
}

/// Generates a crate in memory.
pub(crate) fn generate(template: &Template, texts: impl Fn(&str) -> Option<String>) -> Generated {
    let text = template.filled(&texts).to_string();
    let name = texts(FILE).unwrap_or_else(|| FILE.to_owned());
    let generator = Generator::new("acme")
        .expect("a name")
        .runtime(Runtime::Path(crate::sandbox::runtime()))
        .keep_going(true);
    let input = Input::text(name, text);
    let Ok((output, mut items)) = generate_with_items(&generator, &input) else {
        return Generated::Refused;
    };
    let files = output.files().iter().map(|(path, text)| {
        let items = items.remove(path).unwrap_or_default();
        let text = text.clone();
        (path.clone(), File { text, items })
    });
    Generated::Crate(files.collect())
}
