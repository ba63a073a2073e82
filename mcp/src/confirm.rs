//! Confirmation of destructive calls.

use std::collections::BTreeMap;

use rmcp::model::{BooleanSchema, ElicitationSchema, PrimitiveSchemaDefinition};
use serde_json::{Map, Value};

use crate::ask::{Answer, Answers, Form, Question, Subject};
use crate::tool::{self, Entry};

/// The key of the question, and the name of its only field.
pub(crate) const KEY: &str = "confirm";

/// Returns the question whether to make a call.
pub(crate) fn question(entry: &Entry, arguments: &Map<String, Value>) -> Question {
    let title = tool::title(entry);
    let json = Value::Object(arguments.clone()).to_string();
    let confirm = BooleanSchema::new().title("Go on").with_default(true);
    let properties =
        BTreeMap::from([(KEY.to_owned(), PrimitiveSchemaDefinition::Boolean(confirm))]);
    let message = format!(
        "{title} ({}) with {}?",
        entry.tool.name,
        tool::cut(&json, 1000)
    );
    let schema = ElicitationSchema::new(properties);
    Question {
        key: KEY.to_owned(),
        subject: Subject::Form(Form { message, schema }),
    }
}

/// Whether the user agreed.
pub(crate) fn is_agreed(answers: &Answers) -> bool {
    match answers.get(KEY) {
        Some(Answer::Fields(fields)) => fields.get(KEY) != Some(&Value::Bool(false)),
        Some(Answer::Argument(..)) | None => false,
    }
}
