//! Merge patches (RFC 7396): null deletes a key, so that each optional field is nullable.

use std::collections::HashSet;

use super::Lower;
use crate::document::At;
use crate::ir::Type;
use crate::media::is_merge_patch;
use crate::resolve::Description;
use crate::schema::{SchemaId, referred};

impl<'d> Lower<'_, 'd> {
    /// Lowers schemas as part of a merge patch, or not.
    pub(super) fn patching<T>(
        &mut self,
        patch: bool,
        lower: impl FnOnce(&mut Lower<'_, 'd>) -> T,
    ) -> T {
        if self.scope.patch == patch {
            lower(self)
        } else {
            lower(&mut self.isolated(patch))
        }
    }

    /// The key of a schema's type in [`TypeIndex::named`](super::type_index::TypeIndex::named).
    pub(super) fn named_key(&self, at: At<'d>) -> (SchemaId, bool) {
        (at.id(), self.scope.patch)
    }

    /// The type of a component, as that of a patch where it is nothing else.
    pub(super) fn whole_component(&mut self, at: At<'d>) {
        let is_patch = self.types.patches.contains(&at.id());
        self.patching(is_patch, |lower| lower.component(at));
    }

    /// The name of a schema's type, with a suffix where the schema is not used as a merge patch alone.
    pub(super) fn patch_name(&self, of: At<'d>, name: String, suffix: &str) -> String {
        if self.scope.patch && !self.types.patches.contains(&of.id()) {
            name + suffix
        } else {
            name
        }
    }

    /// The type of a map's values, nullable in a merge patch.
    pub(super) fn patch_value(&self, ty: Type) -> Type {
        if self.scope.patch && !matches!(ty, Type::Json | Type::Null | Type::Nullable(_)) {
            Type::Nullable(Box::new(ty))
        } else {
            ty
        }
    }
}

/// The components that nothing but bodies of merge patches refers to: they have one type, with their own name.
pub(super) fn patches(description: &Description<'_>) -> HashSet<SchemaId> {
    let bodies = description.endpoints.iter();
    let schemas: HashSet<_> = bodies
        .filter_map(|endpoint| endpoint.at.get("requestBody"))
        .filter_map(|body| referred(body).map_or(Some(body), Result::ok))
        .filter_map(|body| body.get("content"))
        .flat_map(At::entries)
        .filter(|(media, _)| is_merge_patch(media))
        .filter_map(|(_, media)| media.get("schema").map(At::id))
        .collect();
    let (mut patches, mut elsewhere) = (HashSet::new(), HashSet::new());
    if schemas.is_empty() {
        return patches;
    }
    let documents = &description.set.documents;
    let mut work: Vec<At<'_>> = documents.ids().map(|id| documents.root(id)).collect();
    while let Some(at) = work.pop() {
        if let Some(Ok(target)) = referred(at) {
            let found = if schemas.contains(&at.id()) {
                &mut patches
            } else {
                &mut elsewhere
            };
            found.insert(target.id());
        }
        work.extend(at.entries().map(|(_, value)| value));
        work.extend(at.items());
    }
    patches.retain(|target| !elsewhere.contains(target));
    patches
}
