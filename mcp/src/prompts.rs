//! Use cases as prompts, each of which names the tools that it takes.

use rmcp::model::{ErrorData, GetPromptResult, PromptArgument, PromptMessage, Role};
use serde::Deserialize;
use serde_json::{Map, Value};
use signon_runtime::dynamic::DynamicClient;

use crate::tool::Entry;

/// The use cases of a provider.
const FILES: [(&str, &str); 1] = [("torii", include_str!("prompts/torii.json"))];

/// A use case.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Prompt {
    pub(crate) name: String,
    title: String,
    description: String,
    #[serde(default)]
    arguments: Vec<Argument>,
    /// The operations that it takes, by id.
    operations: Vec<String>,
    /// `{name}` is an argument, `[id]` the tool of an operation.
    text: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Argument {
    name: String,
    description: String,
    required: bool,
}

/// The use cases whose operations are all served.
pub(crate) fn offered(clients: &[DynamicClient], entries: &[Entry]) -> Vec<Prompt> {
    let mut offered = Vec::new();
    for (provider, client) in clients.iter().enumerate() {
        let file = FILES
            .iter()
            .find(|(name, _)| *name == client.catalog().provider);
        let prompts =
            file.map(|(_, text)| serde_json::from_str::<Vec<Prompt>>(text).unwrap_or_default());
        for mut prompt in prompts.unwrap_or_default() {
            let tool = |id: &String| {
                entries
                    .iter()
                    .find(|entry| entry.provider == provider && entry.id == *id)
                    .map(|entry| (format!("[{id}]"), format!("`{}`", entry.tool.name)))
            };
            let Some(tools) = prompt
                .operations
                .iter()
                .map(tool)
                .collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            for (id, name) in tools {
                prompt.text = prompt.text.replace(&id, &name);
            }
            offered.push(prompt);
        }
    }
    offered
}

impl Prompt {
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
