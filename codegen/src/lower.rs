//! [`Description`] → [`ir::Api`]: decides what a document means.

mod body;
mod constant;
mod context;
mod derive;
mod documentation;
mod encoding;
mod extensions;
pub(crate) mod multipart;
mod operation;
mod pagination;
mod parameter;
mod patch;
mod path_template;
mod querystring;
mod rate_limit;
mod response;
mod schema;
mod schema_name;
mod security;
mod server;
mod style;
mod type_index;
mod xml;

use self::operation::operation_ids;
use self::schema::combination::Combining;
use self::type_index::TypeIndex;
use crate::diagnostic::Diagnostics;
use crate::document::At;
use crate::ir::{self, Module};
use crate::resolve::Description;
use crate::schema::SchemaIndex;

/// Decides what a description means.
pub(crate) fn lower(
    description: &Description<'_>,
    provider: &str,
    diagnostics: &mut Diagnostics,
) -> ir::Api {
    let schemas = SchemaIndex::new(description, Diagnostics::new(diagnostics.strictness()));
    let mut api = ir::Api {
        provider: provider.to_owned(),
        ..ir::Api::default()
    };
    let mut derives = derive::Wanted::new();
    let operation_ids = operation_ids(description, diagnostics);
    let mut lower = Lower {
        description,
        schemas: &schemas,
        diagnostics,
        api: &mut api,
        types: &mut TypeIndex::new(patch::patches(description)),
        xml: &mut xml::Known::default(),
        derives: &mut derives,
        scope: Scope::default(),
    };
    lower.security_schemes();
    lower.info();
    lower.groups();
    for component in &description.components {
        lower.whole_component(component.at);
    }
    for (endpoint, id) in description.endpoints.iter().zip(operation_ids) {
        lower.operation(endpoint, id);
    }
    lower.api_rate_limits();
    lower.events();
    derive::check(&mut api, &derives, diagnostics);
    diagnostics.absorb(schemas.into_diagnostics());
    api
}

/// Lowers schemas and operations; everything that is the same for all of them is behind a reference.
struct Lower<'a, 'd> {
    description: &'a Description<'d>,
    schemas: &'a SchemaIndex<'d>,
    diagnostics: &'a mut Diagnostics,
    api: &'a mut ir::Api,
    types: &'a mut TypeIndex,
    xml: &'a mut xml::Known,
    derives: &'a mut derive::Wanted<'d>,
    scope: Scope,
}

/// What surrounds the schema that is being lowered.
#[derive(Debug, Default)]
struct Scope {
    /// Whether it is part of a merge patch.
    patch: bool,
    /// The combinations of schemas that it is part of.
    combining: Combining,
}

impl<'d> Lower<'_, 'd> {
    /// A lowering of what does not depend on the combinations around it.
    fn isolated(&mut self, patch: bool) -> Lower<'_, 'd> {
        Lower {
            description: self.description,
            schemas: self.schemas,
            diagnostics: self.diagnostics,
            api: self.api,
            types: self.types,
            xml: self.xml,
            derives: self.derives,
            scope: Scope {
                patch,
                combining: Combining::default(),
            },
        }
    }

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

    /// The module of the types of a file.
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
