//! One method on one path.

use std::collections::{HashMap, HashSet};

use heck::ToLowerCamelCase as _;

use super::Lower;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::At;
use crate::ir::{Doc, GroupId, Operation, OperationId};
use crate::resolve::{Description, Endpoint};

impl<'d> Lower<'_, 'd> {
    pub(super) fn operation(&mut self, endpoint: &Endpoint<'d>, name: String) {
        let at = endpoint.at;
        let id = OperationId(self.api.operations.len());
        let group = GroupId(endpoint.group);
        // The operation comes before its types, which are named after it.
        self.api.operations.push(Operation {
            origin: at.origin(),
            id: name,
            rust_name: crate::check::rust_name::given(at).map(str::to_owned),
            renamed_from: Vec::new(),
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
            effect: crate::ir::Effect::default(),
        });
        let module = crate::ir::Module::Group(group);
        let parameters = self.parameters(endpoint, id, module);
        let (bodies, body_required) = self.bodies(at, id, module);
        let (successes, errors) = self.responses(endpoint, id, module);
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

    /// Webhooks and callbacks: their bodies become models.
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
        if self.types.named.contains_key(&self.named_key(schema)) {
            return;
        }
        let id = self.reserve(
            schema,
            crate::ir::Naming::Key(format!("{name} event")),
            crate::ir::Module::Shared,
        );
        self.types.named.insert(self.named_key(schema), id);
        let ty = self.build(&schema.into(), &super::schema::Slot::Named(id));
        if ty != crate::ir::Type::Named(id) {
            self.define(id, crate::ir::Shape::Alias(ty));
        }
    }
}

/// An id for each operation, no two alike: the document's where it gives one that no operation before has, else one
/// synthesized from method and path.
pub(super) fn operation_ids(
    description: &Description<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut known: HashMap<&str, At<'_>> = HashMap::new();
    let mut ids: Vec<Option<&str>> = Vec::new();
    for endpoint in &description.endpoints {
        let at = endpoint.at.get("operationId");
        let id = at.and_then(At::str).map(str::trim);
        let id = id.filter(|id| !id.is_empty());
        let other = id.and_then(|id| known.get(id).copied());
        if let (Some(id), Some(at)) = (id, at) {
            match other {
                Some(other) => report_duplicate(id, at, other, diagnostics),
                None => drop(known.insert(id, at)),
            }
        }
        ids.push(id.filter(|_| other.is_none()));
    }
    let mut taken: HashSet<String> = known.into_keys().map(str::to_owned).collect();
    let endpoints = description.endpoints.iter().zip(ids);
    endpoints
        .map(|(endpoint, id)| id.map_or_else(|| free_id(endpoint, &mut taken), str::to_owned))
        .collect()
}

fn report_duplicate(id: &str, at: At<'_>, other: At<'_>, diagnostics: &mut Diagnostics) {
    let message = format!("two operations are called `{id}`");
    let diagnostic = Diagnostic::new(Code::DuplicateOperation, at, message)
        .also(Place::value(other), "the other one")
        .help("give each operation an id of its own");
    diagnostics.report(diagnostic);
}

fn operation_doc(at: At<'_>, item: At<'_>) -> Doc {
    let mut doc = super::documentation::prose(at);
    let around = super::documentation::prose(item);
    doc.summary = doc.summary.or(around.summary);
    doc.description = doc.description.or(around.description);
    doc
}

/// An id that no operation has yet.
fn free_id(endpoint: &Endpoint<'_>, taken: &mut HashSet<String>) -> String {
    let mut id = synthesized_id(endpoint);
    let mut more = format!("{} {}", endpoint.method, endpoint.path);
    while !taken.insert(id.clone()) {
        id.clone_from(&more);
        more.push('_');
    }
    id
}

/// `GET /pets/{id}` → `getPetsById`.
fn synthesized_id(endpoint: &Endpoint<'_>) -> String {
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
