//! Arguments that the operator has chosen to be filled in by the client: by its model, or with its folders.

use serde_json::{Map, Value};
use signon_runtime::catalog::{Argument, Catalog, Operation};

use crate::options::Options;
use crate::select::UnknownName;
use crate::{roots, schema, select, tool};

/// An argument that the client fills in where a call lacks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) name: String,
    pub(crate) by: By,
    /// Whether a call needs it.
    pub(crate) required: bool,
}

/// What fills in an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The client's model writes it.
    Model,
    /// It is a folder of the client, or all of them.
    Roots(roots::Form),
}

/// The arguments of an operation that the options choose.
pub(crate) fn chosen(
    catalog: &Catalog,
    operation: &Operation,
    tool: &str,
    options: &Options,
) -> Vec<Asked> {
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
        Some(Asked {
            name: argument.name.clone(),
            by: roots().or_else(model)?,
            required: argument.required && argument.default.is_none(),
        })
    });
    chosen.collect()
}

/// Leaves out the arguments of those that a caller has to give.
pub(crate) fn make_optional(asked: &[Asked], input: &mut Map<String, Value>) {
    let Some(Value::Array(required)) = input.get_mut("required") else {
        return;
    };
    required.retain(|name| !asked.iter().any(|asked| *name == asked.name));
    if required.is_empty() {
        input.remove("required");
    }
}

/// Reports names in the options that are no argument which can be filled in.
pub(crate) fn check<'a>(
    operations: &(impl Iterator<Item = (&'a Catalog, &'a Operation, &'a str)> + Clone),
    options: &Options,
) -> Result<(), UnknownName> {
    type Fits = fn(&Catalog, &Operation, &Argument) -> Option<By>;
    let lists: [(&'static str, &[String], Fits); 2] = [
        ("ask-model", &options.ask_model, model),
        ("ask-roots", &options.ask_roots, folder),
    ];
    for (option, names, fits) in lists {
        let mut fitting = operations.clone().flat_map(|(catalog, operation, tool)| {
            let arguments = operation.arguments.iter();
            let fitting = arguments.filter(move |it| fits(catalog, operation, it).is_some());
            fitting.map(move |argument| (operation, tool, argument))
        });
        let is_known = |name: &&String| {
            let mut fitting = fitting.clone();
            fitting.any(|(operation, tool, argument)| is_named(operation, tool, argument, name))
        };
        if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
            let example = fitting
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

/// Whether a name is that of an operation, a dot, and that of the argument.
fn is_named(operation: &Operation, tool: &str, argument: &Argument, name: &str) -> bool {
    let rest = name.strip_suffix(argument.name.as_str());
    let rest = rest.and_then(|rest| rest.strip_suffix('.'));
    rest.is_some_and(|rest| select::is_tool(operation, tool, rest))
}

/// A model writes texts that are no secrets.
fn model(catalog: &Catalog, operation: &Operation, argument: &Argument) -> Option<By> {
    let documented = documented(catalog, operation, argument)?;
    let is_text = schema::types(documented).contains(&"string");
    is_text.then_some(By::Model)
}

/// A folder is a text, and several are a list of texts.
fn folder(catalog: &Catalog, operation: &Operation, argument: &Argument) -> Option<By> {
    let documented = documented(catalog, operation, argument)?;
    let items = documented.get("items");
    let items = items.map(|items| schema::resolve(items, &catalog.defs));
    roots::Form::of(documented, items).map(By::Roots)
}

/// The schema of an argument, unless it is a secret or a file.
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
    fn what_the_client_fills_in_is_optional() {
        let asked = |name: &str| Asked {
            name: name.to_owned(),
            by: By::Model,
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
