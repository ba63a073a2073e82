//! Checks examples against their schemas.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{At, Kind};
use crate::json_types::JsonTypes;
use crate::schema::{Merged, SchemaIndex, json_type};

/// Maximum nesting at which the values of an example are checked.
const MAX_DEPTH: usize = 16;

/// Maximum number of listed values that a message quotes.
const MAX_QUOTED: usize = 5;

/// Checks the examples that a schema declares.
pub(crate) fn check_own<'d>(
    schemas: &SchemaIndex<'d>,
    schema: At<'d>,
    diagnostics: &mut Diagnostics,
) {
    let list = schema.get("examples").into_iter().flat_map(At::items);
    let examples: Vec<At<'d>> = schema.get("example").into_iter().chain(list).collect();
    check(schemas, &examples, schema, diagnostics);
}

/// Checks examples of a schema.
pub(crate) fn check<'d>(
    schemas: &SchemaIndex<'d>,
    examples: &[At<'d>],
    schema: At<'d>,
    diagnostics: &mut Diagnostics,
) {
    let mut checker = Checker {
        schemas,
        diagnostics,
    };
    for example in examples {
        checker.value(*example, schema, 0);
    }
}

struct Checker<'a, 'd> {
    schemas: &'a SchemaIndex<'d>,
    diagnostics: &'a mut Diagnostics,
}

impl<'d> Checker<'_, 'd> {
    fn value(&mut self, value: At<'d>, schema: At<'d>, depth: usize) {
        if depth > MAX_DEPTH || (value.is_null() && self.schemas.is_nullable(schema)) {
            return;
        }
        let merged = self.schemas.merge(schema);
        if let Some(types) = merged.types
            && !admits(types, value)
        {
            return self.report_type(value, types, &merged, depth);
        }
        let is_scalar = !matches!(value.kind(), Kind::List | Kind::Map);
        if let Some(listed) = merged.values.as_ref().filter(|_| is_scalar)
            && !listed
                .iter()
                .any(|listed| listed.to_json() == value.to_json())
        {
            let key = if schema.has("const") { "const" } else { "enum" };
            return self.report_unlisted(value, listed, key, &merged);
        }
        if value.kind() == Kind::Map {
            self.properties(value, &merged, depth);
        }
        if let ([item], []) = (merged.items.as_slice(), merged.prefix_items.as_slice()) {
            for value in value.items() {
                self.value(value, *item, depth + 1);
            }
        }
    }

    fn properties(&mut self, value: At<'d>, merged: &Merged<'d>, depth: usize) {
        for key in &merged.required {
            // A read-only or write-only property is absent in the other direction.
            let one_sided = merged.properties.get(key).into_iter().flatten().any(|at| {
                ["readOnly", "writeOnly"]
                    .iter()
                    .any(|flag| at.get(flag).and_then(At::bool) == Some(true))
            });
            if !value.has(key) && !one_sided {
                let what = describe(value, depth);
                let message = format!("{what} has no `{key}`, which its schema demands");
                let help = format!("add `{key}: ...`");
                self.report(value, merged, "required", message, help);
            }
        }
        for (key, value) in value.entries() {
            if let Some([schema]) = merged.properties.get(key).map(Vec::as_slice) {
                self.value(value, *schema, depth + 1);
            }
        }
    }

    fn report_type(&mut self, value: At<'d>, types: JsonTypes, merged: &Merged<'d>, depth: usize) {
        let message = format!(
            "{} is {} where {} belongs",
            describe(value, depth),
            value.kind().name(),
            names(types)
        );
        let help = "write a value of the schema's own type";
        self.report(value, merged, "type", message, help.to_owned());
    }

    fn report_unlisted(
        &mut self,
        value: At<'d>,
        listed: &[At<'d>],
        key: &str,
        merged: &Merged<'d>,
    ) {
        let text = value.text().unwrap_or_else(|| "null".to_owned());
        let message = format!("`{text}` is none of the values that its schema lists");
        let quoted: Vec<String> = listed
            .iter()
            .filter_map(|value| value.text())
            .take(MAX_QUOTED)
            .map(|text| format!("`{text}`"))
            .collect();
        let more = if listed.len() > quoted.len() {
            ", ..."
        } else {
            ""
        };
        let help = format!("write one of {}{more}", quoted.join(", "));
        self.report(value, merged, key, message, help);
    }

    fn report(
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

/// Returns the description of an example value for messages.
fn describe(value: At<'_>, depth: usize) -> String {
    match value.key() {
        Some(key) if depth > 0 && key.parse::<usize>().is_err() => {
            format!("`{key}` of the example")
        }
        Some(_) if depth > 0 => "an item of the example".to_owned(),
        _ => "the example".to_owned(),
    }
}

/// Whether a schema with these types admits a value. Integers are numbers, and `1.0` is an integer.
fn admits(types: JsonTypes, value: At<'_>) -> bool {
    let is_integral = value.kind() == Kind::Float && value.integer().is_some();
    types.contains(json_type(value))
        || value.kind() == Kind::Integer && types.contains(JsonTypes::FRACTION)
        || is_integral && types.contains(JsonTypes::INTEGER)
}

/// Describes the types in words.
fn names(types: JsonTypes) -> String {
    let each = [
        (types.contains(JsonTypes::STRING), "text"),
        (types.contains(JsonTypes::FRACTION), "a number"),
        (
            types.contains(JsonTypes::INTEGER) && !types.contains(JsonTypes::FRACTION),
            "a whole number",
        ),
        (types.contains(JsonTypes::BOOLEAN), "`true` or `false`"),
        (types.contains(JsonTypes::ARRAY), "a list"),
        (types.contains(JsonTypes::OBJECT), "a map"),
        (types.contains(JsonTypes::NULL), "null"),
    ];
    let names: Vec<&str> = each
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, name)| name)
        .collect();
    names.join(" or ")
}
