//! The values that the specs show.

use openapiv3::{Example, MediaType, Parameter, ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;

use super::Spec;

impl Spec {
    /// The examples of a body, by name; the one that has no name is called the empty text.
    pub fn body_examples(&self, content: &MediaType) -> Vec<(String, Value)> {
        let named = content
            .examples
            .iter()
            .filter_map(|(name, example)| Some((name.clone(), self.value(example)?)));
        content
            .example
            .iter()
            .map(|value| (String::new(), value.clone()))
            .chain(named)
            .collect()
    }

    /// The examples of a parameter, by name; the one that has no name is called the empty text. A parameter with
    /// `content` has them in its media type.
    pub fn parameter_examples(&self, parameter: &Parameter) -> Vec<(String, Value)> {
        let data = parameter.parameter_data_ref();
        if let ParameterSchemaOrContent::Content(content) = &data.format {
            return content
                .values()
                .flat_map(|media| self.body_examples(media))
                .collect();
        }
        let named = data
            .examples
            .iter()
            .filter_map(|(name, example)| Some((name.clone(), self.value(example)?)));
        data.example
            .iter()
            .map(|value| (String::new(), value.clone()))
            .chain(named)
            .collect()
    }

    fn value(&self, example: &ReferenceOr<Example>) -> Option<Value> {
        match example {
            // A value of null is read as no value.
            ReferenceOr::Item(example) if example.external_value.is_none() => {
                Some(example.value.clone().unwrap_or_default())
            }
            ReferenceOr::Item(_) => None,
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/examples/")?;
                self.value(self.api.components.as_ref()?.examples.get(name)?)
            }
        }
    }
}
