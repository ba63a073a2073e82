//! One method on one path.

use heck::ToLowerCamelCase as _;

use super::Lower;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::At;
use crate::ir::{Doc, GroupId, Operation, OperationId};
use crate::resolve::Endpoint;

impl<'d> Lower<'_, 'd> {
    pub(super) fn operation(&mut self, endpoint: &Endpoint<'d>) {
        let at = endpoint.at;
        let id = OperationId(self.api.operations.len());
        let group = GroupId(endpoint.group);
        let given = at
            .get("operationId")
            .and_then(At::str)
            .map(str::trim)
            .filter(|id| !id.is_empty());
        let name = self.unique_id(
            given.map_or_else(|| made_id(endpoint), str::to_owned),
            endpoint,
        );
        // The entry is there before its types, which are named after it.
        self.api.operations.push(Operation {
            origin: at.origin(),
            id: name,
            rust_name: crate::check::rust_name::given(at).map(str::to_owned),
            method: endpoint.method.clone(),
            path: endpoint.path.to_owned(),
            group,
            doc: operation_doc(at, endpoint.item),
            parameters: Vec::new(),
            bodies: Vec::new(),
            body_required: false,
            successes: Vec::new(),
            errors: Vec::new(),
            security: None,
            servers: None,
            tool: None,
            rate_limits: Vec::new(),
            wrapper: None,
            pagination: None,
            retry: None,
            idempotency_header: None,
        });
        let home = crate::ir::Home::Group(group);
        let parameters = self.parameters(endpoint, id, home);
        let (bodies, body_required) = self.bodies(at, id, home);
        let (successes, errors) = self.responses(at, id, home);
        let security = self.requirements(at);
        let servers = self.servers(at).or_else(|| self.servers(endpoint.item));
        let mut operation = self
            .api
            .operations
            .pop()
            .unwrap_or_else(|| unreachable!("pushed above"));
        operation.parameters = parameters;
        operation.bodies = bodies;
        operation.body_required = body_required;
        operation.successes = successes;
        operation.errors = errors;
        operation.security = security;
        operation.servers = servers;
        self.extensions(at, &mut operation);
        self.api.operations.push(operation);
    }

    /// The id, if nothing else has it; otherwise one made from method and path.
    fn unique_id(&mut self, id: String, endpoint: &Endpoint<'d>) -> String {
        let other = self.operation_ids.get(&id).copied();
        let Some(other) = other.and_then(|index| self.description.endpoints.get(index)) else {
            self.operation_ids
                .insert(id.clone(), self.api.operations.len());
            return id;
        };
        let at = endpoint.at.get("operationId").unwrap_or(endpoint.at);
        let diagnostic = Diagnostic::new(
            Code::DuplicateOperation,
            at,
            format!("two operations are called `{id}`"),
        )
        .also(
            Place::value(other.at.get("operationId").unwrap_or(other.at)),
            "the other one",
        )
        .help("give each operation an id of its own");
        self.diagnostics.report(diagnostic);
        made_id(endpoint)
    }

    /// What the provider sends by itself: its bodies become models.
    pub(super) fn events(&mut self) {
        let events: Vec<(String, At<'d>)> = self.description.events.clone();
        for (name, at) in events {
            let Some(body) = at.get("requestBody") else {
                continue;
            };
            let Some(body) = crate::resolve::follow(body, self.diagnostics) else {
                continue;
            };
            for (_, media) in body.get("content").into_iter().flat_map(At::entries) {
                let Some(schema) = media.get("schema") else {
                    continue;
                };
                if self.reference(schema).is_none() {
                    self.event(&name, schema);
                }
            }
        }
    }

    fn event(&mut self, name: &str, schema: At<'d>) {
        if self.named.contains_key(&schema.id()) {
            return;
        }
        let id = self.define(
            schema,
            crate::ir::Naming::Key(format!("{name} event")),
            crate::ir::Home::Shared,
        );
        self.named.insert(schema.id(), id);
        let ty = self.build(&schema.into(), &super::schema::Slot::Type(id));
        if ty != crate::ir::Type::Named(id) {
            self.fill(id, crate::ir::Shape::Alias(ty));
        }
    }
}

fn operation_doc(at: At<'_>, item: At<'_>) -> Doc {
    let mut doc = super::doc::prose(at);
    let around = super::doc::prose(item);
    doc.summary = doc.summary.or(around.summary);
    doc.description = doc.description.or(around.description);
    doc
}

/// `GET /pets/{id}` → `getPetsById`.
fn made_id(endpoint: &Endpoint<'_>) -> String {
    let mut words = vec![endpoint.method.to_lowercase()];
    for segment in endpoint
        .path
        .split('/')
        .filter(|segment| !segment.is_empty())
    {
        match segment
            .strip_prefix('{')
            .and_then(|segment| segment.strip_suffix('}'))
        {
            Some(parameter) => words.push(format!("by {parameter}")),
            None => words.push(segment.replace(['{', '}'], " ")),
        }
    }
    if words.len() == 1 {
        words.push("root".to_owned());
    }
    words.join(" ").to_lower_camel_case()
}
