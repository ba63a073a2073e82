//! The catalog: a document's operations as data, for callers that learn about them at run time.
//!
//! It is made from the IR that the crate is made of. The format is `docs/catalog.md`; `signon_runtime::catalog` reads
//! it. The text has a line for each operation and each definition, so that a diff shows what changed.

mod access;
mod argument;
mod body;
mod documentation;
mod effect;
mod example;
mod input;
mod object;
mod operation;
mod outcome;
mod pagination;
mod prose;
mod schema;
mod style;

use std::fmt::Write;

use serde_json::Value;

use self::object::Object;
use self::schema::Schemas;
use crate::comment::printable_json;
use crate::emit::Context;
use crate::ir::Api;
use crate::name::{Names, tool};

/// The version of the format.
const VERSION: u32 = 1;

/// The text of the catalog.
pub(crate) fn catalog(context: Context<'_>) -> String {
    let Context {
        api,
        names,
        options,
    } = context;
    let mut schemas = Schemas::new(api, names);
    let tools = tool::names(api, names);
    let operations: Vec<Value> = api
        .operations
        .iter()
        .enumerate()
        .zip(&tools)
        .map(|((index, operation), tool)| {
            operation::entry(context, &mut schemas, index, operation, tool)
        })
        .collect();
    let head = Object::new()
        .put("provider", api.provider.as_str())
        .put("title", api.title.as_str())
        .put("version", api.version.as_str())
        .put_some("description", api.description.clone())
        .put_some("docs_url", api.docs_url.clone())
        .put("servers", access::servers(&api.servers))
        .put("security_schemes", access::schemes(&api.schemes))
        .put("security", access::requirements(&api.security))
        .put_list("rate_limits", access::rate_limits(&api.rate_limits))
        .put("groups", groups(api, names));
    let mark = options.marker().to_string();
    let head = prose::visible(head.into());
    let operations: Vec<Value> = operations.into_iter().map(prose::visible).collect();
    let definitions: Vec<(String, Value)> = schemas
        .into_definitions()
        .into_iter()
        .map(|(name, schema)| (name, prose::visible(schema)))
        .collect();
    printable_json(text(&mark, &head, &operations, &definitions))
}

/// The groups that operations belong to.
fn groups(api: &Api, names: &Names) -> Vec<Value> {
    let groups = api.groups.iter().enumerate().filter(|(index, _)| {
        let mut operations = api.operations.iter();
        operations.any(|operation| operation.group.0 == *index)
    });
    groups
        .map(|(index, group)| {
            Object::new()
                .put("name", tool::group(names, crate::ir::GroupId(index)))
                .put("tag", group.key.as_str())
                .put_some("description", group.description.clone())
                .into()
        })
        .collect()
}

/// The catalog with a line for each thing in it.
fn text(mark: &str, head: &Value, operations: &[Value], definitions: &[(String, Value)]) -> String {
    let mark = Value::from(mark);
    let mut out = format!("{{\n\"generated\":{mark},\n\"catalog\":{VERSION}");
    for (key, value) in head.as_object().into_iter().flatten() {
        let _ = write!(out, ",\n{}:{value}", Value::from(key.as_str()));
    }
    out.push_str(",\n\"operations\":[");
    for (index, operation) in operations.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        let _ = write!(out, "{operation}");
    }
    out.push_str("\n],\n\"$defs\":{");
    for (index, (name, schema)) in definitions.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        let _ = write!(out, "{}:{schema}", Value::from(name.as_str()));
    }
    out.push_str("\n}\n}\n");
    out
}
