//! Documents that expand to a large output, or are recursive.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// Returns all documents.
pub(crate) fn all() -> Vec<String> {
    let schemas = [
        property_chain(2000),
        alias_chain(500),
        inheritance(150),
        nested(38, |inner| json!({ "allOf": [inner] })),
        nested(60, |inner| json!({ "items": inner })),
        nested(
            38,
            |inner| json!({ "oneOf": [{ "type": "string" }, inner] }),
        ),
        nested(38, |inner| json!({ "properties": { "a": inner } })),
        nested(38, |inner| {
            let other = json!({ "properties": { "x": {} } });
            json!({ "oneOf": [{ "type": "string" }, other], "properties": { "a": inner } })
        }),
        product(12, 6),
        one_of_each_other(7, true),
        one_of_each_other(40, false),
        layers(12, 10),
        required_of_each_other(12),
        covariant(&[2, 3, 5, 7, 11, 13]),
        extends_its_own_root(),
        union_of(1000, |index| json!({ "properties": { name(index): {} } })),
        union_of(2000, |index| json!({ "const": name(index) })),
        all_of_each_other(30),
    ];
    schemas
        .iter()
        .map(document)
        .chain([endless_files(), aliases()])
        .collect()
}

/// Returns a document with schemas, the first of which is used at every kind of location.
fn document(schemas: &Value) -> String {
    let first = reference(0);
    let multipart = json!({ "schema": { "properties": { "f": first } } });
    let body = json!({ "application/json": { "schema": first }, "multipart/form-data": multipart });
    let parameter = json!({ "name": "p", "in": "query", "schema": first });
    let response =
        json!({ "description": "", "content": { "application/json": { "schema": first } } });
    let operation = json!({
        "parameters": [parameter],
        "requestBody": { "content": body },
        "responses": { "200": response },
    });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Acme", "version": "1" },
        "paths": { "/a": { "post": operation } },
        "components": { "schemas": schemas },
    });
    document.to_string()
}

/// Formats a number as letters.
fn name(index: usize) -> String {
    let letter = |digit: u8| char::from(digit - b'0' + b'a');
    let letters: String = index.to_string().bytes().map(letter).collect();
    format!("S{letters}")
}

fn reference(index: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", name(index)) })
}

fn schemas(count: usize, schema: impl Fn(usize) -> Value) -> Value {
    let entries: Map<String, Value> = (0..count)
        .map(|index| (name(index), schema(index)))
        .collect();
    Value::Object(entries)
}

fn list(indices: impl Iterator<Item = usize>) -> Value {
    indices.map(reference).collect()
}

/// Returns structs that each have the next one as a field.
fn property_chain(count: usize) -> Value {
    schemas(
        count,
        |index| json!({ "properties": { "next": reference((index + 1) % count) } }),
    )
}

/// Returns schemas that are each an alias of the next one.
fn alias_chain(count: usize) -> Value {
    schemas(count, |index| {
        if index + 1 == count {
            json!({ "type": "string" })
        } else {
            reference(index + 1)
        }
    })
}

/// Returns a cycle of schemas that each extend the next one.
fn inheritance(count: usize) -> Value {
    schemas(
        count,
        |index| json!({ "allOf": [reference((index + 1) % count)], "properties": { name(index): {} } }),
    )
}

fn nested(depth: usize, wrap: impl Fn(Value) -> Value) -> Value {
    let inner = (0..depth).fold(json!({ "type": "string" }), |inner, _| wrap(inner));
    json!({ name(0): inner })
}

/// Returns a product of several groups of alternatives.
fn product(groups: usize, members: usize) -> Value {
    let member = |group: usize, member: usize| json!({ "properties": { format!("{}{}", name(group), name(member)): {} } });
    let group = |group| {
        let members: Vec<Value> = (0..members).map(|index| member(group, index)).collect();
        json!({ "oneOf": members })
    };
    let groups: Vec<Value> = (0..groups).map(group).collect();
    json!({ name(0): { "properties": { "id": {} }, "allOf": groups } })
}

/// Returns unions that each have all others as members, optionally with a common field.
fn one_of_each_other(count: usize, with_field: bool) -> Value {
    schemas(count, |index| {
        let others = list((0..count).filter(|other| *other != index));
        if with_field {
            json!({ "properties": { name(index): {} }, "oneOf": others })
        } else {
            json!({ "oneOf": others })
        }
    })
}

/// Returns layers of unions, each of which has the whole next layer as members.
fn layers(depth: usize, width: usize) -> Value {
    schemas(depth * width, |index| {
        let next = (index / width + 1) * width;
        if next >= depth * width {
            return json!({ "properties": { name(index): {} } });
        }
        json!({ "anyOf": list(next..next + width) })
    })
}

/// Returns structs that each require all of them, so that no value is finite.
fn required_of_each_other(count: usize) -> Value {
    let fields: Map<String, Value> = (0..count)
        .map(|other| (name(other), reference(other)))
        .collect();
    let keys: Vec<String> = (0..count).map(name).collect();
    schemas(count, |_| json!({ "properties": fields, "required": keys }))
}

/// Returns cycles of several lengths, whose fields are combined.
fn covariant(lengths: &[usize]) -> Value {
    let mut entries = Map::new();
    let mut starts = Vec::new();
    let mut start = 1;
    for length in lengths {
        starts.push(start);
        for step in 0..*length {
            let next = reference(start + (step + 1) % length);
            entries.insert(name(start + step), json!({ "properties": { "p": next } }));
        }
        start += length;
    }
    entries.insert(name(0), json!({ "allOf": list(starts.into_iter()) }));
    Value::Object(entries)
}

/// Returns a nested schema that extends its own root.
fn extends_its_own_root() -> Value {
    let extended = json!({ "allOf": [reference(0)], "properties": { "more": {} } });
    let listed = json!({ "type": "array", "items": extended });
    json!({ name(0): { "properties": { "one": extended, "all": listed } } })
}

fn union_of(count: usize, member: impl Fn(usize) -> Value) -> Value {
    json!({ name(0): { "oneOf": (0..count).map(member).collect::<Vec<_>>() } })
}

fn all_of_each_other(count: usize) -> Value {
    schemas(
        count,
        |index| json!({ "allOf": list(0..count), "properties": { name(index): {} } }),
    )
}

fn endless_files() -> String {
    let whole = json!({ "$ref": "document.json" });
    let document = json!({ "$ref": "document.json", "openapi": "3.0.3", "paths": { "/": whole } });
    document.to_string()
}

/// Returns YAML aliases that each refer to the previous one several times.
fn aliases() -> String {
    let head = "openapi: 3.0.3\ninfo: { title: Acme, version: '1' }\npaths: {}\n";
    let mut text = format!("{head}x-0: &a0 [x, x]\n");
    for index in 1..20 {
        writeln!(
            text,
            "x-{index}: &a{index} [*a{0}, *a{0}, *a{0}]",
            index - 1
        )
        .expect("a string");
    }
    text
}
