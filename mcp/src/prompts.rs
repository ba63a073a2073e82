//! Use cases as prompts, each of which names the tools that it takes.

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

/// The use cases of a provider.
const FILES: [(&str, &str); 1] = [("torii", include_str!("prompts/torii.json"))];

/// The key of a prompt's metadata that has the address of its Arazzo document.
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
    /// The operations that it takes, by id.
    #[serde(default)]
    pub(crate) operations: Vec<String>,
    /// The URIs of resources that come before the text; `{name}` and `{+name}` (RFC 6570) are arguments.
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
    /// Values that hosts offer.
    #[serde(default)]
    values: Vec<String>,
}

/// The prompts in a JSON file.
///
/// # Errors
///
/// Fails when the text is not an array of prompts.
pub fn parse(text: &str) -> Result<Vec<Prompt>, serde_json::Error> {
    serde_json::from_str(text)
}

/// The use cases whose operations are all served: those of the providers, and those that the options add.
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
    /// The prompt with the names of its tools, if all of them are served.
    fn with_tools(mut self, entries: &[&Entry]) -> Option<Self> {
        for id in &self.operations {
            let entry = entries.iter().find(|entry| entry.id == *id)?;
            let name = format!("`{}`", entry.tool.name);
            self.text = self.text.replace(&format!("[{id}]"), &name);
        }
        Some(self)
    }

    /// What hosts see.
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

    /// The values that hosts offer for an argument; `None` if it has no such argument.
    pub(crate) fn values(&self, name: &str) -> Option<&[String]> {
        let argument = self.arguments.iter().find(|argument| argument.name == name);
        argument.map(|argument| argument.values.as_slice())
    }

    /// The required arguments that are missing.
    fn missing(&self, given: &Map<String, Value>) -> impl Iterator<Item = &Argument> {
        let is_missing = |argument: &&Argument| {
            argument.required && !matches!(given.get(&argument.name), Some(Value::String(_)))
        };
        self.arguments.iter().filter(is_missing)
    }

    /// The question for the required arguments that are missing.
    pub(crate) fn question(&self, given: &Map<String, Value>) -> Option<Question> {
        let fields = self.missing(given).map(|argument| {
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

    /// What is wrong with the arguments.
    pub(crate) fn check(&self, given: &Map<String, Value>) -> Result<(), String> {
        match self.missing(given).next() {
            None => Ok(()),
            Some(argument) => Err(format!(
                "the prompt needs the argument `{}`, a string",
                argument.name
            )),
        }
    }

    /// The URIs of the resources that come before the text.
    pub(crate) fn uris(&self, given: &Map<String, Value>) -> Vec<String> {
        let value = |name: &str| given.get(name).and_then(Value::as_str).map(str::to_owned);
        let templates = self.resources.iter();
        templates
            .map(|template| record::expand(template, value))
            .collect()
    }

    /// The messages: the resources, then the text with these arguments.
    pub(crate) fn filled(
        &self,
        given: &Map<String, Value>,
        resources: Vec<ResourceContents>,
    ) -> GetPromptResult {
        let mut text = self.text.clone();
        for argument in &self.arguments {
            let value = given.get(&argument.name).and_then(Value::as_str);
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

/// The contents of a resource: images and sounds as models see and hear them, others embedded.
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
    fn each_prompt_names_the_tools_and_arguments_that_it_has() {
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
