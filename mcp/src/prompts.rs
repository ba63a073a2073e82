//! Use cases as prompts, each of which names the tools that it takes.

use rmcp::model::{ErrorData, GetPromptResult, PromptArgument, PromptMessage, Role};
use serde::Deserialize;
use serde_json::{Map, Value};
use signon_runtime::dynamic::DynamicClient;

use crate::tool::Entry;

/// The use cases of a provider.
const FILES: [(&str, &str); 1] = [("torii", include_str!("prompts/torii.json"))];

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
    text: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Argument {
    name: String,
    description: String,
    #[serde(default)]
    required: bool,
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
pub(crate) fn offered(
    clients: &[DynamicClient],
    entries: &[Entry],
    added: &[Prompt],
) -> Vec<Prompt> {
    let mut offered = Vec::new();
    for (provider, client) in clients.iter().enumerate() {
        let file = FILES
            .iter()
            .find(|(name, _)| *name == client.catalog().provider);
        let prompts = file.map(|(_, text)| parse(text).unwrap_or_default());
        let own = |entry: &&Entry| entry.provider == provider;
        let own: Vec<&Entry> = entries.iter().filter(own).collect();
        offered.extend(
            prompts
                .unwrap_or_default()
                .into_iter()
                .filter_map(|prompt| prompt.with_tools(&own)),
        );
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
        rmcp::model::Prompt::new(
            &self.name,
            Some(&self.description),
            Some(arguments.collect()),
        )
        .with_title(&self.title)
    }

    /// The text with these arguments.
    pub(crate) fn filled(&self, given: &Map<String, Value>) -> Result<GetPromptResult, ErrorData> {
        let mut text = self.text.clone();
        for argument in &self.arguments {
            let value = match given.get(&argument.name) {
                Some(Value::String(value)) => value.as_str(),
                None if !argument.required => "(not given)",
                _ => {
                    let message = format!(
                        "the prompt needs the argument `{}`, a string",
                        argument.name
                    );
                    return Err(ErrorData::invalid_params(message, None));
                }
            };
            text = text.replace(&format!("{{{}}}", argument.name), value);
        }
        let message = PromptMessage::new_text(Role::User, text);
        Ok(GetPromptResult::new(vec![message]).with_description(&self.description))
    }
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
