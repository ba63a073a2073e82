//! Selects the served operations.

use signon_runtime::catalog::{Catalog, Operation};

use crate::options::Options;

/// An unknown name in the options.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{option}` names `{name}`, which is not {expected} (for example `{example}`)")]
pub struct UnknownName {
    /// The option.
    pub option: &'static str,
    /// The name in it.
    pub name: String,
    /// The expected kind of name.
    pub expected: &'static str,
    /// A valid name.
    pub example: String,
}

/// Whether the operation is served; `tool` is its name in this server.
pub(crate) fn is_served(
    catalog: &Catalog,
    operation: &Operation,
    tool: &str,
    options: &Options,
) -> bool {
    let named = |names: &[String]| names.iter().any(|name| is_tool(operation, tool, name));
    let tagged = |names: &[String]| names.iter().any(|name| is_tag(catalog, operation, name));
    if options.read_only && !operation.effect.read_only {
        return false;
    }
    if named(&options.exclude) || tagged(&options.exclude) {
        return false;
    }
    match (options.tools.is_empty(), options.tags.is_empty()) {
        (true, true) => true,
        (false, true) => named(&options.tools),
        (true, false) => tagged(&options.tags),
        (false, false) => named(&options.tools) || tagged(&options.tags),
    }
}

/// Reports unknown names in the options: a misspelled `exclude` must not serve more than intended.
pub(crate) fn check<'a>(
    operations: &(impl Iterator<Item = (&'a Catalog, &'a Operation, &'a str)> + Clone),
    options: &Options,
) -> Result<(), UnknownName> {
    let in_prompts = options.prompts.iter().flat_map(|prompt| &prompt.operations);
    let in_prompts: Vec<String> = in_prompts.cloned().collect();
    let lists: [(&'static str, &[String], bool, bool); 4] = [
        ("tools", &options.tools, true, false),
        ("tags", &options.tags, false, true),
        ("exclude", &options.exclude, true, true),
        ("prompts", &in_prompts, true, false),
    ];
    for (option, names, tools, tags) in lists {
        for name in names {
            let known = operations.clone().any(|(catalog, operation, tool)| {
                (tools && is_tool(operation, tool, name))
                    || (tags && is_tag(catalog, operation, name))
            });
            if !known {
                let example = operations.clone().next().map(|(_, operation, tool)| {
                    if tools {
                        tool.to_owned()
                    } else {
                        operation.group.clone()
                    }
                });
                return Err(UnknownName {
                    option,
                    name: name.clone(),
                    expected: "an operation, a tool or a tag",
                    example: example.unwrap_or_default(),
                });
            }
        }
    }
    Ok(())
}

pub(crate) fn is_tool(operation: &Operation, tool: &str, name: &str) -> bool {
    [tool, &operation.tool, &operation.id].contains(&name)
}

fn is_tag(catalog: &Catalog, operation: &Operation, name: &str) -> bool {
    let group = catalog
        .groups
        .iter()
        .find(|group| group.name == operation.group);
    operation.group == name
        || group.is_some_and(|group| group.tag == name)
        || operation.tags.iter().any(|tag| tag == name)
}
