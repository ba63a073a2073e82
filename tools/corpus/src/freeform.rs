//! Where the generator falls back to free-form JSON although the document says more.

use serde_json::Value;
use signon_codegen::internal::ir::{Api, Operation, Shape, Status, Type, TypeDef};
use signon_oracle::document::Document;
use signon_oracle::pointer::join;

/// The nodes that have a type, and those of them that lost it.
#[derive(Debug, Default)]
pub(super) struct Count {
    /// All nodes.
    pub(super) nodes: usize,
    /// Where a node is free-form although the document types it: what it belongs to, and its place there.
    pub(super) lost: Vec<String>,
}

/// Compares every type of an API with the schema that it comes from.
pub(super) fn count(oracle: &Document, api: &Api) -> Count {
    let mut count = Count::default();
    for def in &api.types {
        if let Some(schema) = oracle.at(&def.origin.pointer) {
            count.definition(oracle, def, schema);
        }
    }
    for operation in &api.operations {
        count.operation(oracle, operation);
    }
    count
}

impl Count {
    fn definition(&mut self, oracle: &Document, def: &TypeDef, schema: &Value) {
        let place = &def.origin.pointer;
        let all = oracle.everything(schema);
        let under = |key: &str, name: &str| -> Vec<&Value> {
            all.iter()
                .filter_map(|part| part.get(key)?.get(name))
                .collect()
        };
        match &def.shape {
            Shape::Struct(record) => {
                for field in &record.fields {
                    self.node(
                        oracle,
                        &field.ty,
                        &under("properties", &field.key),
                        &join(place, &field.key),
                    );
                }
                if let Some(rest) = &record.rest {
                    let others: Vec<&Value> = all
                        .iter()
                        .filter_map(|part| part.get("additionalProperties"))
                        .collect();
                    self.node(oracle, rest, &others, &join(place, "*"));
                }
            }
            Shape::Multipart(form) => {
                for part in &form.parts {
                    let field = &part.field;
                    self.node(
                        oracle,
                        &field.ty,
                        &under("properties", &field.key),
                        &join(place, &field.key),
                    );
                }
            }
            Shape::Alias(ty) | Shape::Newtype(ty) => self.node(oracle, ty, &[schema], place),
            Shape::UntaggedUnion(members) => {
                let types: Vec<&Type> = members.iter().map(|member| &member.ty).collect();
                self.members(oracle, &types, schema, place);
            }
            Shape::DiscriminatedUnion(tagged) => {
                let types: Vec<&Type> = tagged.members.iter().map(|member| &member.ty).collect();
                self.members(oracle, &types, schema, place);
            }
            Shape::Enum(_) => self.nodes += 1,
        }
    }

    /// A member of a union is free-form where no branch is.
    fn members(&mut self, oracle: &Document, members: &[&Type], schema: &Value, place: &str) {
        for (index, ty) in members.iter().enumerate() {
            self.nodes += 1;
            if matches!(ty, Type::Json) && oracle.types(schema) {
                self.lost.push(join(place, &index.to_string()));
            }
        }
    }

    fn operation(&mut self, oracle: &Document, operation: &Operation) {
        let origin = &operation.origin.pointer;
        for parameter in &operation.parameters {
            let place = parameter.location.name();
            let schema = oracle.parameter_schema(origin, place, &parameter.key);
            self.node(
                oracle,
                &parameter.ty,
                &Vec::from_iter(schema),
                &join(origin, &parameter.key),
            );
        }
        for body in &operation.bodies {
            let schema = oracle.body_schema(origin, &body.media);
            self.node(
                oracle,
                &body.ty,
                &Vec::from_iter(schema),
                &join(origin, "requestBody"),
            );
        }
        for response in operation.successes.iter().chain(&operation.errors) {
            for content in &response.contents {
                if let Some(ty) = content.decoding.ty() {
                    let schema =
                        oracle.response_schema(origin, &spellings(response.status), &content.media);
                    self.node(
                        oracle,
                        ty,
                        &Vec::from_iter(schema),
                        &join(origin, &format!("{:?}", response.status)),
                    );
                }
            }
        }
    }

    fn node(&mut self, oracle: &Document, ty: &Type, schemas: &[&Value], place: &str) {
        let ty = ty.peel();
        if let Type::List(inner) = ty {
            let below = oracle.below(schemas, &["items", "prefixItems"]);
            self.node(oracle, inner, &below, &join(place, "[]"));
        } else if let Type::Tuple(tuple) = ty {
            let below = oracle.below(schemas, &["items", "prefixItems"]);
            for inner in &tuple.items {
                self.node(oracle, inner, &below, &join(place, "[]"));
            }
        } else if let Type::Map(inner) = ty {
            let below = oracle.below(schemas, &["additionalProperties", "patternProperties"]);
            self.node(oracle, inner, &below, &join(place, "*"));
        } else {
            self.nodes += 1;
            if *ty == Type::Json && schemas.iter().any(|schema| oracle.types(schema)) {
                self.lost.push(place.to_owned());
            }
        }
    }
}

/// How a document may spell a status.
fn spellings(status: Status) -> Vec<String> {
    match status {
        Status::Code(code) => vec![code.to_string()],
        Status::Range(digit) => vec![format!("{digit}XX"), format!("{digit}xx")],
        Status::Default => vec!["default".to_owned()],
    }
}
