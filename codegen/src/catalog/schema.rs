//! Types as JSON Schema (2020-12).
//!
//! What callers send and what servers send differ. Input has no properties that only the server sets, is closed where
//! the document does not declare further properties, and has the values of enums. Output has no properties that are
//! never sent back, and is open: servers add properties and values.

mod shape;
mod sides;

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::{Value, json};

use super::documentation::of_value;
use super::object::Object;
use crate::ir::{
    Api, Constant, Field, Integer, Multipart, Presence, Struct, Text, Type, TypeDef, TypeId,
};
use crate::name::Names;

/// Who sends a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Side {
    /// The caller.
    Input,
    /// The server.
    Output,
}

/// Makes schemas, and collects the definitions that they refer to.
pub(super) struct Schemas<'a> {
    pub(super) api: &'a Api,
    /// For each type, the name of its definition.
    plain: Vec<String>,
    /// For each type, whether callers and servers send it differently.
    differs: Vec<bool>,
    names: HashMap<(TypeId, Side), String>,
    taken: BTreeMap<String, (TypeId, Side)>,
    /// Definitions that have been referred to, and are not made yet.
    wanted: VecDeque<(TypeId, Side)>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(api: &'a Api, names: &Names) -> Self {
        Self {
            api,
            plain: plain_names(api, names),
            differs: sides::differing(api),
            names: HashMap::new(),
            taken: BTreeMap::new(),
            wanted: VecDeque::new(),
        }
    }

    /// All definitions that were referred to, by name.
    pub(super) fn into_definitions(mut self) -> Vec<(String, Value)> {
        let mut definitions = BTreeMap::new();
        while let Some((id, side)) = self.wanted.pop_front() {
            let name = self.name(id, side);
            let schema = self.definition(self.api.type_def(id), side);
            definitions.insert(name, schema);
        }
        definitions.into_iter().collect()
    }

    /// The schema of a type.
    pub(super) fn schema(&mut self, ty: &Type, side: Side) -> Value {
        match ty {
            Type::Bool => json!({"type": "boolean"}),
            Type::Integer(width) => integer(*width),
            Type::Float => json!({"type": "number"}),
            Type::String => json!({"type": "string"}),
            Type::Text(text) => formatted(*text),
            Type::Secret => json!({"type": "string", "format": "password"}),
            Type::Json | Type::Replaced(_) => json!({}),
            Type::Null => json!({"type": "null"}),
            Type::File | Type::Body => file(),
            Type::Form => json!({"type": "object"}),
            Type::List(item) => json!({"type": "array", "items": self.schema(item, side)}),
            Type::Tuple(tuple) => {
                let items: Vec<Value> = tuple
                    .items
                    .iter()
                    .map(|item| self.schema(item, side))
                    .collect();
                let (least, rest) = match &tuple.rest {
                    Some(rest) => (0, self.schema(rest, side)),
                    None => (items.len(), json!(false)),
                };
                json!({"type": "array", "prefixItems": items, "items": rest, "minItems": least})
            }
            Type::Map(value) => {
                json!({"type": "object", "additionalProperties": self.schema(value, side)})
            }
            Type::Named(id) => self.reference(*id, side),
            Type::Nullable(inner) => nullable(self.schema(inner, side)),
            Type::Boxed(inner) => self.schema(inner, side),
        }
    }

    /// The schema of a property.
    pub(super) fn field(&mut self, field: &Field, side: Side) -> Value {
        let mut schema = match &field.constant {
            Some(constant) => json!({"const": constant_value(constant)}),
            None => self.schema(&field.ty, side),
        };
        if matches!(
            field.presence,
            Presence::Nullable | Presence::OptionalNullable
        ) {
            schema = nullable(schema);
        }
        let default = field.default.as_ref().map(constant_value);
        annotated(schema, of_value(&field.doc), default, field.doc.deprecated)
    }

    /// The properties of a struct, and the names of those that are required.
    fn properties(&mut self, fields: &[&Field], side: Side) -> (Object, Vec<Value>) {
        let mut properties = Object::new();
        let mut required = Vec::new();
        for field in fields.iter().filter(|field| is_sent(field, side)) {
            properties = properties.put(&field.key, self.field(field, side));
            if is_required(field) {
                required.push(Value::from(field.key.as_str()));
            }
        }
        (properties, required)
    }

    /// The schema of a struct.
    fn object(&mut self, of: &Struct, side: Side) -> Object {
        let (properties, required) = self.properties(&of.fields.iter().collect::<Vec<_>>(), side);
        let further = match (&of.rest, side) {
            (Some(Type::Json), _) | (None, Side::Output) => None,
            (Some(rest), _) => Some(self.schema(rest, side)),
            (None, Side::Input) => Some(json!(false)),
        };
        Object::new()
            .put("type", "object")
            .put("properties", Value::from(properties))
            .put_list("required", required)
            .put_some("additionalProperties", further)
    }

    /// The schema of a form with parts.
    fn multipart(&mut self, form: &Multipart, side: Side) -> Object {
        let fields: Vec<&Field> = form.parts.iter().map(|part| &part.field).collect();
        let (properties, required) = self.properties(&fields, side);
        Object::new()
            .put("type", "object")
            .put("properties", Value::from(properties))
            .put_list("required", required)
            .put("additionalProperties", false)
    }

    fn definition(&mut self, def: &TypeDef, side: Side) -> Value {
        let schema = self.shape(&def.shape, side);
        annotated(schema, of_value(&def.doc), None, def.doc.deprecated)
    }

    fn reference(&mut self, id: TypeId, side: Side) -> Value {
        let name = self.name(id, side);
        json!({"$ref": format!("#/$defs/{name}")})
    }

    /// The name of a definition, which is made from now on.
    fn name(&mut self, id: TypeId, side: Side) -> String {
        let differs = self.differs.get(id.0).copied().unwrap_or_default();
        let side = if differs { side } else { Side::Output };
        if let Some(name) = self.names.get(&(id, side)) {
            return name.clone();
        }
        let plain = self.plain.get(id.0).cloned().unwrap_or_default();
        let is_both = self.api.derived.usage(id).response && side == Side::Input;
        let mut name = if is_both {
            format!("{plain}Input")
        } else {
            plain
        };
        while self.taken.contains_key(&name) {
            name.push_str(match side {
                Side::Input => "Input",
                Side::Output => "Output",
            });
        }
        self.taken.insert(name.clone(), (id, side));
        self.names.insert((id, side), name.clone());
        self.wanted.push_back((id, side));
        name
    }
}

/// Whether this side sends a property.
pub(super) fn is_sent(field: &Field, side: Side) -> bool {
    match side {
        Side::Input => !field.access.read_only,
        Side::Output => !field.access.write_only,
    }
}

/// Whether a property must be there.
pub(super) fn is_required(field: &Field) -> bool {
    field.presence.is_required()
}

/// The names of definitions: those of types, after their module where several have the same.
fn plain_names(api: &Api, names: &Names) -> Vec<String> {
    let ascii = |text: &str| -> String {
        let plain = text.trim_start_matches("r#").chars();
        let plain = plain.map(|char| {
            if char.is_ascii_alphanumeric() {
                char
            } else {
                '_'
            }
        });
        plain.collect()
    };
    let ids = (0..api.types.len()).map(TypeId);
    let idents: Vec<(String, String)> = ids
        .map(|id| {
            let name = names.of_type(id);
            (ascii(&names.module(name.module).ident), ascii(&name.ident))
        })
        .collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for (_, ident) in &idents {
        *count.entry(ident).or_default() += 1;
    }
    let qualified = idents.iter().map(|(module, ident)| {
        if count.get(ident.as_str()).is_some_and(|count| *count > 1) {
            format!("{module}.{ident}")
        } else {
            ident.clone()
        }
    });
    qualified.collect()
}

/// A schema that admits null, too.
pub(super) fn nullable(schema: Value) -> Value {
    let Value::Object(mut members) = schema else {
        return schema;
    };
    if members.is_empty() {
        return Value::Object(members);
    }
    let kind = members.get("type").cloned();
    match kind {
        Some(Value::String(kind)) if kind != "null" => {
            members.insert("type".to_owned(), json!([kind, "null"]));
            if let Some(Value::Array(values)) = members.get_mut("enum") {
                values.push(Value::Null);
            }
            Value::Object(members)
        }
        Some(_) => Value::Object(members),
        None => json!({"anyOf": [members, {"type": "null"}]}),
    }
}

/// A schema with what the document says about the value.
pub(super) fn annotated(
    schema: Value,
    description: Option<String>,
    default: Option<Value>,
    deprecated: bool,
) -> Value {
    let Value::Object(mut members) = schema else {
        return schema;
    };
    if let Some(description) = description {
        members.insert("description".to_owned(), Value::from(description));
    }
    if let Some(default) = default {
        members.insert("default".to_owned(), default);
    }
    if deprecated {
        members.insert("deprecated".to_owned(), Value::from(true));
    }
    Value::Object(members)
}

fn integer(width: Integer) -> Value {
    match width {
        Integer::I32 => json!({"type": "integer", "format": "int32"}),
        Integer::I64 => json!({"type": "integer"}),
        Integer::U32 | Integer::U64 => json!({"type": "integer", "minimum": 0}),
    }
}

fn formatted(text: Text) -> Value {
    let format = match text {
        Text::DateTime => "date-time",
        Text::Date => "date",
        Text::Time => "time",
        Text::Duration => "duration",
        Text::Uuid => "uuid",
        Text::Uri => "uri",
        Text::Decimal => "decimal",
        Text::Integer => "int64",
        Text::Base64 => return json!({"type": "string", "contentEncoding": "base64"}),
    };
    json!({"type": "string", "format": format})
}

/// A file in JSON.
fn file() -> Value {
    json!({
        "type": "object",
        "properties": {
            "base64": {"type": "string", "contentEncoding": "base64"},
            "filename": {"type": "string"},
            "content_type": {"type": "string"},
        },
        "required": ["base64"],
        "additionalProperties": false,
    })
}

/// A scalar as JSON.
pub(super) fn constant_value(constant: &Constant) -> Value {
    match constant {
        Constant::Null => Value::Null,
        Constant::Bool(value) => Value::from(*value),
        Constant::Integer(value) => Value::from(*value),
        Constant::Float(value) => Value::from(*value),
        Constant::String(value) => Value::from(value.as_str()),
    }
}
