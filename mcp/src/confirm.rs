//! The question before a destructive call.

use std::collections::BTreeMap;

use rmcp::model::{BooleanSchema, ElicitationSchema, PrimitiveSchemaDefinition};
use serde_json::{Map, Value};

use crate::ask::{Contents, Form};
use crate::tool::{self, Entry};

/// The name of the question among a request's inputs, and of its only field.
pub(crate) const KEY: &str = "confirm";

/// Asks whether to make a call.
pub(crate) fn form(entry: &Entry, arguments: &Map<String, Value>) -> Form {
    let title = tool::title(entry);
    let json = Value::Object(arguments.clone()).to_string();
    let confirm = BooleanSchema::new().title("Go on").with_default(true);
    let properties =
        BTreeMap::from([(KEY.to_owned(), PrimitiveSchemaDefinition::Boolean(confirm))]);
    Form {
        key: KEY.to_owned(),
        message: format!(
            "{title} ({}) with {}?",
            entry.tool.name,
            tool::cut(&json, 1000)
        ),
        schema: ElicitationSchema::new(properties),
    }
}

/// Whether the user who filled in the form agrees.
pub(crate) fn is_agreed(contents: &Contents) -> bool {
    let answer = contents.get(KEY);
    answer.and_then(|answer| answer.get(KEY)) != Some(&Value::Bool(false))
}
