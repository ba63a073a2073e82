//! Whether an example is what its schema describes.

use super::Lower;
use super::merged::Merged;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{At, Kind};
use crate::ir::JsonTypes;

/// How deep an example is looked into.
const MAX_DEPTH: usize = 16;

impl<'d> Lower<'_, 'd> {
    /// Looks at the examples that a schema gives of itself.
    pub(super) fn own_examples(&mut self, schema: At<'d>) {
        let list = schema.get("examples").into_iter().flat_map(At::items);
        for example in schema.get("example").into_iter().chain(list) {
            self.example(example, schema);
        }
    }

    /// Looks at an example of a schema.
    pub(super) fn example(&mut self, value: At<'d>, schema: At<'d>) {
        self.example_within(value, schema, 0);
    }

    fn example_within(&mut self, value: At<'d>, schema: At<'d>, depth: usize) {
        if depth > MAX_DEPTH || (value.is_null() && self.is_nullable(schema)) {
            return;
        }
        let merged = self.merge(schema);
        if let Some(kinds) = merged.kinds
            && !admits(kinds, value)
        {
            let message = format!(
                "{} is {} where {} belongs",
                what(value, depth),
                value.kind().name(),
                names(kinds)
            );
            let help = "write a value of the schema's own type";
            return self.bad_example(value, &merged, "type", message, help.to_owned());
        }
        if let Some(values) = &merged.values
            && !matches!(value.kind(), Kind::List | Kind::Map)
            && !values
                .iter()
                .any(|listed| listed.to_json() == value.to_json())
        {
            let text = value.text().unwrap_or_else(|| "null".to_owned());
            let message = format!("`{text}` is none of the values that its schema lists");
            let listed: Vec<String> = values
                .iter()
                .filter_map(|value| value.text())
                .take(5)
                .map(|text| format!("`{text}`"))
                .collect();
            let more = if values.len() > listed.len() {
                ", ..."
            } else {
                ""
            };
            let help = format!("write one of {}{more}", listed.join(", "));
            let key = if schema.has("const") { "const" } else { "enum" };
            return self.bad_example(value, &merged, key, message, help);
        }
        if value.kind() == Kind::Map {
            self.example_keys(value, &merged, depth);
        }
        if let [item] = merged.items.as_slice()
            && merged.prefix_items.is_empty()
        {
            for value in value.items() {
                self.example_within(value, *item, depth + 1);
            }
        }
    }

    fn example_keys(&mut self, value: At<'d>, merged: &Merged<'d>, depth: usize) {
        for key in &merged.required {
            // What only one side sends is not there on the other.
            let one_sided = merged.properties.get(key).into_iter().flatten().any(|at| {
                ["readOnly", "writeOnly"]
                    .iter()
                    .any(|flag| at.get(flag).and_then(At::bool) == Some(true))
            });
            if !value.has(key) && !one_sided {
                let message = format!(
                    "{} has no `{key}`, which its schema demands",
                    what(value, depth)
                );
                self.bad_example(
                    value,
                    merged,
                    "required",
                    message,
                    format!("add `{key}: ...`"),
                );
            }
        }
        for (key, value) in value.entries() {
            if let Some([schema]) = merged.properties.get(key).map(Vec::as_slice) {
                self.example_within(value, *schema, depth + 1);
            }
        }
    }

    fn bad_example(
        &mut self,
        at: At<'d>,
        merged: &Merged<'d>,
        key: &str,
        message: String,
        help: String,
    ) {
        let place = merged
            .keyword(key)
            .map_or_else(|| Place::key(merged.at), Place::value);
        let diagnostic = Diagnostic::new(Code::BadExample, at, message);
        self.diagnostics
            .report(diagnostic.also(place, "the schema").help(help));
    }
}

fn what(value: At<'_>, depth: usize) -> String {
    match value.key() {
        Some(key) if depth > 0 && key.parse::<usize>().is_err() => {
            format!("`{key}` of the example")
        }
        Some(_) if depth > 0 => "an item of the example".to_owned(),
        _ => "the example".to_owned(),
    }
}

fn admits(kinds: JsonTypes, value: At<'_>) -> bool {
    match value.kind() {
        Kind::Null => kinds.contains(JsonTypes::NULL),
        Kind::Bool => kinds.contains(JsonTypes::BOOLEAN),
        Kind::Integer => kinds.intersects(JsonTypes::NUMBER),
        Kind::Float => {
            kinds.contains(JsonTypes::FRACTION)
                || (kinds.contains(JsonTypes::INTEGER) && value.integer().is_some())
        }
        Kind::String => kinds.contains(JsonTypes::STRING),
        Kind::List => kinds.contains(JsonTypes::ARRAY),
        Kind::Map => kinds.contains(JsonTypes::OBJECT),
    }
}

/// The kinds as a reader calls them.
fn names(kinds: JsonTypes) -> String {
    let each = [
        (kinds.contains(JsonTypes::STRING), "text"),
        (kinds.contains(JsonTypes::FRACTION), "a number"),
        (
            kinds.contains(JsonTypes::INTEGER) && !kinds.contains(JsonTypes::FRACTION),
            "a whole number",
        ),
        (kinds.contains(JsonTypes::BOOLEAN), "`true` or `false`"),
        (kinds.contains(JsonTypes::ARRAY), "a list"),
        (kinds.contains(JsonTypes::OBJECT), "a map"),
        (kinds.contains(JsonTypes::NULL), "null"),
    ];
    let names: Vec<&str> = each
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, name)| name)
        .collect();
    names.join(" or ")
}
