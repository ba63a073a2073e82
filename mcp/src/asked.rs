//! Arguments that the operator lets the client fill in: by its model, or with its folders.

use serde_json::{Map, Value};
use signon_runtime::catalog::{Argument, Catalog, Operation};

use crate::options::Options;
use crate::select::UnknownName;
use crate::{roots, schema, select, tool};

/// An argument that the client fills in if a call lacks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClientArgument {
    pub(crate) name: String,
    pub(crate) by: FilledBy,
    /// Whether a call needs it.
    pub(crate) required: bool,
}

/// How the client fills in an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FilledBy {
    /// The client's model writes it.
    Model,
    /// With one or all of the client's folders.
    Roots(roots::Form),
}

/// Returns the arguments of an operation that the options select.
pub(crate) fn chosen(
    catalog: &Catalog,
    operation: &Operation,
    tool: &str,
    options: &Options,
) -> Vec<ClientArgument> {
    let arguments = operation.arguments.iter();
    let chosen = arguments.filter_map(|argument| {
        let is_chosen = |names: &[String]| {
            let mut names = names.iter();
            names.any(|name| is_named(operation, tool, argument, name))
        };
        let model =
            || model(catalog, operation, argument).filter(|_| is_chosen(&options.ask_model));
        let roots =
            || folder(catalog, operation, argument).filter(|_| is_chosen(&options.ask_roots));
        Some(ClientArgument {
            name: argument.name.clone(),
            by: roots().or_else(model)?,
            required: argument.required && argument.default.is_none(),
        })
    });
    chosen.collect()
}

/// Makes these arguments optional in the input schema.
pub(crate) fn make_optional(asked: &[ClientArgument], input: &mut Map<String, Value>) {
    let Some(Value::Array(required)) = input.get_mut("required") else {
        return;
    };
    required.retain(|name| !asked.iter().any(|asked| *name == asked.name));
    if required.is_empty() {
        input.remove("required");
    }
}

/// Reports names in the options that do not refer to a suitable argument.
pub(crate) fn check<'a>(
    operations: &(impl Iterator<Item = (&'a Catalog, &'a Operation, &'a str)> + Clone),
    options: &Options,
) -> Result<(), UnknownName> {
    type Accepts = fn(&Catalog, &Operation, &Argument) -> Option<FilledBy>;
    let lists: [(&'static str, &[String], Accepts); 2] = [
        ("ask-model", &options.ask_model, model),
        ("ask-roots", &options.ask_roots, folder),
    ];
    for (option, names, accepts) in lists {
        let mut suitable = operations.clone().flat_map(|(catalog, operation, tool)| {
            let arguments = operation.arguments.iter();
            let suitable = arguments.filter(move |it| accepts(catalog, operation, it).is_some());
            suitable.map(move |argument| (operation, tool, argument))
        });
        let is_known = |name: &&String| {
            let mut suitable = suitable.clone();
            suitable.any(|(operation, tool, argument)| is_named(operation, tool, argument, name))
        };
        if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
            let example = suitable
                .next()
                .map(|(_, tool, argument)| format!("{tool}.{}", argument.name));
            return Err(UnknownName {
                option,
                name: unknown.clone(),
                expected: "`operation.argument` of a text",
                example: example.unwrap_or_else(|| "create_note.text".to_owned()),
            });
        }
    }
    Ok(())
}

/// Whether a name has the form `operation.argument` for this argument.
fn is_named(operation: &Operation, tool: &str, argument: &Argument, name: &str) -> bool {
    let rest = name.strip_suffix(argument.name.as_str());
    let rest = rest.and_then(|rest| rest.strip_suffix('.'));
    rest.is_some_and(|rest| select::is_tool(operation, tool, rest))
}

/// Accepts arguments that a model can write: texts other than secrets.
fn model(catalog: &Catalog, operation: &Operation, argument: &Argument) -> Option<FilledBy> {
    let documented = documented(catalog, operation, argument)?;
    let is_text = schema::types(documented).contains(&"string");
    is_text.then_some(FilledBy::Model)
}

/// Accepts arguments that can hold folders: texts and lists of texts.
fn folder(catalog: &Catalog, operation: &Operation, argument: &Argument) -> Option<FilledBy> {
    let documented = documented(catalog, operation, argument)?;
    let items = documented.get("items");
    let items = items.map(|items| schema::resolve(items, &catalog.defs));
    roots::Form::of(documented, items).map(FilledBy::Roots)
}

/// Returns the schema of an argument, unless it is a secret or a file.
fn documented<'a>(
    catalog: &'a Catalog,
    operation: &'a Operation,
    argument: &Argument,
) -> Option<&'a Value> {
    if argument.secret || tool::is_file(operation, argument) {
        return None;
    }
    let documented = operation.input.get("properties")?.get(&argument.name)?;
    Some(schema::resolve(documented, &catalog.defs))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn client_arguments_are_optional() {
        let asked = |name: &str| ClientArgument {
            name: name.to_owned(),
            by: FilledBy::Model,
            required: true,
        };
        let required = |names: Value| Map::from_iter([("required".to_owned(), names)]);
        let mut input = required(json!(["a", "b"]));
        make_optional(&[asked("a")], &mut input);
        assert_eq!(input, required(json!(["b"])));
        make_optional(&[asked("b")], &mut input);
        assert_eq!(input, Map::new());
    }
}
