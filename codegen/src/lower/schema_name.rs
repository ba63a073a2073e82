//! Names for schemas that are not components.

use crate::document::At;

/// The name of the schema of a shared parameter, header, response or body.
pub(super) fn shared_name(at: At<'_>) -> Option<String> {
    if !matches!(at.key().as_deref(), Some("schema" | "items")) {
        return None;
    }
    let steps = at.steps();
    let (kind, key, rest) = match steps.as_slice() {
        [components, kind, key, rest @ ..] if components == "components" => (kind, key, rest),
        _ => return None,
    };
    let is_schema = match rest {
        [schema, items @ ..] if schema == "schema" => items.iter().all(|step| step == "items"),
        [content, _, schema, items @ ..] if content == "content" && schema == "schema" => {
            items.iter().all(|step| step == "items")
        }
        _ => false,
    };
    let (ending, known): (&str, &[&str]) = match kind.as_str() {
        "parameters" | "headers" => ("", &[]),
        "responses" => ("response", &["response", "error"]),
        "requestBodies" => ("body", &["body", "request"]),
        _ => return None,
    };
    let lower = key.to_lowercase();
    let is_documented = known.iter().any(|word| lower.ends_with(word));
    let item = if rest.last().is_some_and(|step| step == "items") {
        " item"
    } else {
        ""
    };
    let ending = if is_documented { "" } else { ending };
    is_schema.then(|| format!("{key} {ending}{item}"))
}

/// A name from the end of a pointer, for a schema that is not a component but the target of a reference.
pub(super) fn pointer_name(at: At<'_>) -> String {
    if let Some(words) = shared_name(at) {
        return words;
    }
    let steps = at.steps();
    let words: Vec<&str> = steps
        .iter()
        .map(String::as_str)
        .filter(|step| {
            !matches!(
                *step,
                "components"
                    | "schemas"
                    | "properties"
                    | "items"
                    | "paths"
                    | "content"
                    | "application/json"
                    | "schema"
                    | "allOf"
                    | "oneOf"
                    | "anyOf"
            ) && step.parse::<usize>().is_err()
        })
        .collect();
    match words.as_slice() {
        [] => file_stem(at.file()),
        words => words
            .get(words.len().saturating_sub(3)..)
            .unwrap_or_default()
            .join(" "),
    }
}

/// The name of a file without its folder and its ending, for a schema that is a file of its own.
fn file_stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or_default();
    match name.split('.').next() {
        Some(stem) if !stem.is_empty() => stem.to_owned(),
        _ => "Root".to_owned(),
    }
}
