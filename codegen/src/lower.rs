//! [`Description`] → [`ir::Api`]: decides what a document means.

mod any_of;
mod body;
mod choice;
mod combine;
mod constant;
mod doc;
mod encoding;
mod extension;
mod fixed_query;
mod hierarchy;
mod list;
pub(crate) mod media;
mod multipart;
mod operation;
mod pagination;
mod parameter;
mod patch;
mod querystring;
mod rate_limit;
mod record;
mod response;
mod scalar;
mod schema;
mod schema_name;
mod security;
mod server;
mod union;
mod xml;

use std::collections::HashMap;

use crate::diagnostic::Diagnostics;
use crate::document::At;
use crate::ir::{self, Module, Naming, TypeId};
use crate::noun::singular;
use crate::resolve::Description;
use crate::schema::{SchemaId, SchemaIndex};

/// Decides what a description means.
pub fn lower(
    description: &Description<'_>,
    provider: &str,
    diagnostics: &mut Diagnostics,
) -> ir::Api {
    let schemas = SchemaIndex::new(description, Diagnostics::new(diagnostics.strictness()));
    let mut lower = Lower {
        description,
        schemas: &schemas,
        diagnostics,
        api: ir::Api {
            provider: provider.to_owned(),
            ..ir::Api::default()
        },
        named: HashMap::new(),
        patch: false,
        patches: std::collections::HashSet::new(),
        referring: Vec::new(),
        combining: combine::Combining::default(),
        operation_ids: Vec::new(),
        fields: 0,
        structs: HashMap::new(),
        xml: xml::Known::default(),
    };
    lower.security_schemes();
    lower.info();
    lower.groups();
    lower.note_patches();
    for component in &description.components {
        lower.whole_component(component.at);
    }
    lower.plan_operation_ids();
    for endpoint in &description.endpoints {
        lower.operation(endpoint);
    }
    lower.api_rate_limits();
    lower.events();
    let api = lower.api;
    diagnostics.absorb(schemas.into_diagnostics());
    api
}

/// What lowering knows at any time.
struct Lower<'a, 'd> {
    description: &'a Description<'d>,
    schemas: &'a SchemaIndex<'d>,
    diagnostics: &'a mut Diagnostics,
    api: ir::Api,
    /// The types of components, and of other schemas that something refers to.
    named: HashMap<patch::Named, TypeId>,
    /// Whether what is lowered is a merge patch.
    patch: bool,
    /// Components that are merge patches and nothing else.
    patches: std::collections::HashSet<SchemaId>,
    /// Schemas that merely refer to another one and are being followed.
    referring: Vec<SchemaId>,
    /// Combinations of schemas that are being built.
    combining: combine::Combining,
    /// The indices of operations, by id.
    operation_ids: Vec<String>,
    /// How many fields the structs have.
    fields: usize,
    /// The structs of the fields that the bases of discriminated unions declare.
    structs: HashMap<SchemaId, TypeId>,
    /// What schemas are in XML.
    xml: xml::Known,
}

/// What a type that is met here is called after, and where it lives.
#[derive(Clone, Debug, PartialEq)]
struct Context {
    naming: Naming,
    module: Module,
}

impl Context {
    /// A place further in.
    fn word(&self, word: &str) -> Self {
        let mut context = self.clone();
        match &mut context.naming {
            Naming::Within(_, words) | Naming::InOperation(_, words) => words.push(word.to_owned()),
            Naming::Explicit(_) | Naming::Key(_) => {}
        }
        context
    }

    /// One of the things that are here.
    fn item(&self) -> Self {
        let mut context = self.clone();
        match &mut context.naming {
            Naming::Within(_, words) | Naming::InOperation(_, words) => match words.last_mut() {
                Some(last) if singular(last).is_some() => {
                    *last = singular(last).unwrap_or_default();
                }
                _ => words.push("item".to_owned()),
            },
            Naming::Explicit(_) | Naming::Key(_) => {}
        }
        context
    }

    /// A place within a type.
    fn within(id: TypeId, module: Module) -> Self {
        Self {
            naming: Naming::Within(id, Vec::new()),
            module,
        }
    }
}

impl<'d> Lower<'_, 'd> {
    fn info(&mut self) {
        let root = self.description.root;
        let info = root.get("info");
        let text = |key: &str| info.and_then(|info| info.get(key)).and_then(At::text);
        self.api.title = text("title").unwrap_or_else(|| self.api.provider.clone());
        self.api.version = text("version").unwrap_or_default();
        self.api.description = text("description");
        self.api.docs_url = root
            .get("externalDocs")
            .and_then(|docs| docs.get("url"))
            .and_then(At::text);
        self.api.servers = self.servers(root).unwrap_or_default();
        self.api.security = self.requirements(root).unwrap_or_default();
    }

    fn groups(&mut self) {
        for group in &self.description.groups {
            let description = group
                .tag
                .and_then(|tag| tag.get("description"))
                .and_then(At::text);
            self.api.groups.push(ir::Group {
                key: group.key.clone(),
                is_tag: group.is_tag,
                description,
            });
        }
    }

    /// Where the types of a file live.
    fn module_of(&self, at: At<'d>) -> Module {
        let group = self
            .description
            .set
            .folder(at.document())
            .and_then(|folder| {
                self.description
                    .groups
                    .iter()
                    .position(|group| group.key == folder)
            });
        group.map_or(Module::Shared, |index| Module::Group(ir::GroupId(index)))
    }
}
