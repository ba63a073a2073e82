//! Use cases as prompts that refer to tools.

use std::collections::BTreeMap;

use rmcp::model::{
    ContentBlock, ElicitationSchema, GetPromptResult, MetaObject, PrimitiveSchemaDefinition,
    PromptArgument, PromptMessage, ResourceContents, Role, StringSchema,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::ask::{Form, Question, Subject};
use crate::missing::ARGUMENTS;
use crate::record;
use crate::source::Source;
use crate::tool::Entry;

/// The use cases of each provider.
const FILES: [(&str, &str); 1] = [("torii", include_str!("prompts/torii.json"))];

/// The metadata key for the address of a prompt's Arazzo document.
const WORKFLOW: &str = "signon/workflow";

/// A use case.
///
/// In `text`, `{name}` is an argument, and `[id]` the tool of an operation that `operations` names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    pub(crate) name: String,
    title: String,
    description: String,
    #[serde(default)]
    arguments: Vec<Argument>,
    /// The operations that it uses, by id.
    #[serde(default)]
    pub(crate) operations: Vec<String>,
    /// The URIs of resources that precede the text; `{name}` and `{+name}` (RFC 6570) are arguments.
    #[serde(default)]
    resources: Vec<String>,
    /// The Arazzo document of the same use case, for tools that run workflows.
    workflow: Option<String>,
    text: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Argument {
    name: String,
    description: String,
    #[serde(default)]
    required: bool,
    /// Completion values.
    #[serde(default)]
    values: Vec<String>,
}

/// Parses a JSON file of prompts.
///
/// # Errors
///
/// Fails if the text is not an array of prompts.
pub fn parse(text: &str) -> Result<Vec<Prompt>, serde_json::Error> {
    serde_json::from_str(text)
}

/// Returns the prompts whose operations are all served: built-in ones, and those from the options.
pub(crate) fn offered(sources: &[Source], entries: &[Entry], added: &[Prompt]) -> Vec<Prompt> {
    let mut offered = Vec::new();
    for (provider, source) in sources.iter().enumerate() {
        let file = FILES
            .iter()
            .find(|(name, _)| *name == source.client.catalog().provider);
        let prompts = file.map(|(_, text)| parse(text).unwrap_or_default());
        let own = |entry: &&Entry| entry.provider == provider;
        let own: Vec<&Entry> = entries.iter().filter(own).collect();
        let prompts = prompts.unwrap_or_default().into_iter();
        let prompts = prompts.filter_map(|prompt| prompt.with_tools(&own));
        offered.extend(prompts.map(|mut prompt| {
            prompt.name = source.prefixed(&prompt.name);
            prompt
        }));
    }
    let all: Vec<&Entry> = entries.iter().collect();
    offered.extend(
        added
            .iter()
            .filter_map(|prompt| prompt.clone().with_tools(&all)),
    );
    offered
}

impl Prompt {
    /// Inserts the names of the tools; `None` unless all of them are served.
    fn with_tools(mut self, entries: &[&Entry]) -> Option<Self> {
        for id in &self.operations {
            let entry = entries.iter().find(|entry| entry.id == *id)?;
            let name = format!("`{}`", entry.tool.name);
            self.text = self.text.replace(&format!("[{id}]"), &name);
        }
        Some(self)
    }

    /// Returns the listed prompt.
    pub(crate) fn listed(&self) -> rmcp::model::Prompt {
        let arguments = self.arguments.iter().map(|argument| {
            PromptArgument::new(&argument.name)
                .with_description(&argument.description)
                .with_required(argument.required)
        });
        let prompt = rmcp::model::Prompt::new(
            &self.name,
            Some(&self.description),
            Some(arguments.collect()),
        )
        .with_title(&self.title);
        let Some(workflow) = &self.workflow else {
            return prompt;
        };
        let mut meta = MetaObject::new();
        meta.0
            .insert(WORKFLOW.to_owned(), Value::from(workflow.as_str()));
        prompt.with_meta(meta)
    }

    /// Returns the completion values of an argument; `None` if it does not exist.
    pub(crate) fn values(&self, name: &str) -> Option<&[String]> {
        let argument = self.arguments.iter().find(|argument| argument.name == name);
        argument.map(|argument| argument.values.as_slice())
    }

    /// Returns the missing required arguments.
    fn missing(&self, arguments: &Map<String, Value>) -> impl Iterator<Item = &Argument> {
        let is_missing = |argument: &&Argument| {
            argument.required && !matches!(arguments.get(&argument.name), Some(Value::String(_)))
        };
        self.arguments.iter().filter(is_missing)
    }

    /// Returns the question for missing required arguments.
    pub(crate) fn question(&self, arguments: &Map<String, Value>) -> Option<Question> {
        let fields = self.missing(arguments).map(|argument| {
            let field = StringSchema::new().description(argument.description.clone());
            let field = PrimitiveSchemaDefinition::String(field);
            (argument.name.clone(), field)
        });
        let fields: BTreeMap<_, _> = fields.collect();
        if fields.is_empty() {
            return None;
        }
        let required = fields.keys().cloned().collect();
        let form = Form {
            message: format!("{} ({}) needs more arguments.", self.title, self.name),
            schema: ElicitationSchema::new(fields).with_required(required),
        };
        Some(Question {
            key: ARGUMENTS.to_owned(),
            subject: Subject::Form(form),
        })
    }

    /// Validates the arguments.
    pub(crate) fn check(&self, arguments: &Map<String, Value>) -> Result<(), String> {
        match self.missing(arguments).next() {
            None => Ok(()),
            Some(argument) => Err(format!(
                "the prompt needs the argument `{}`, a string",
                argument.name
            )),
        }
    }

    /// Returns the URIs of the resources that precede the text.
    pub(crate) fn uris(&self, arguments: &Map<String, Value>) -> Vec<String> {
        let value = |name: &str| {
            arguments
                .get(name)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let templates = self.resources.iter();
        templates
            .map(|template| record::expand(template, value))
            .collect()
    }

    /// Returns the messages: the resources, then the text with these arguments.
    pub(crate) fn filled(
        &self,
        arguments: &Map<String, Value>,
        resources: Vec<ResourceContents>,
    ) -> GetPromptResult {
        let mut text = self.text.clone();
        for argument in &self.arguments {
            let value = arguments.get(&argument.name).and_then(Value::as_str);
            let value = value.unwrap_or("(not given)");
            text = text.replace(&format!("{{{}}}", argument.name), value);
        }
        let resources = resources
            .into_iter()
            .map(|contents| PromptMessage::new(Role::User, shown(contents)));
        let text = std::iter::once(PromptMessage::new_text(Role::User, text));
        GetPromptResult::new(resources.chain(text).collect()).with_description(&self.description)
    }
}

/// Converts a resource: images and audio natively, others embedded.
fn shown(contents: ResourceContents) -> ContentBlock {
    if let ResourceContents::BlobResourceContents {
        blob,
        mime_type: Some(media_type),
        ..
    } = &contents
    {
        match media_type.split_once('/').map(|(kind, _)| kind) {
            Some("image") => return ContentBlock::image(blob, media_type),
            Some("audio") => return ContentBlock::audio(blob, media_type),
            _ => {}
        }
    }
    ContentBlock::resource(contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_mention_their_tools_and_arguments() {
        for (provider, text) in FILES {
            let prompts: Vec<Prompt> = serde_json::from_str(text).expect("prompts");
            assert!(!prompts.is_empty(), "{provider}");
            for prompt in prompts {
                for id in &prompt.operations {
                    assert!(
                        prompt.text.contains(&format!("[{id}]")),
                        "{}: {id}",
                        prompt.name
                    );
                }
                for argument in &prompt.arguments {
                    assert!(
                        prompt.text.contains(&format!("{{{}}}", argument.name)),
                        "{}",
                        prompt.name
                    );
                }
            }
        }
    }
}
