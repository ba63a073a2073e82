//! The types that have been lowered, by schema.

use std::collections::{HashMap, HashSet};

use crate::ir::TypeId;
use crate::schema::SchemaId;

/// Finds the types that have been lowered, which are in [`Api::types`](crate::ir::Api::types).
#[derive(Debug)]
pub(super) struct TypeIndex {
    /// The types of components, and of other schemas that references lead to; and whether as merge patches.
    pub(super) named: HashMap<(SchemaId, bool), TypeId>,
    /// The structs of the fields that the bases of discriminated unions declare.
    pub(super) bases: HashMap<SchemaId, TypeId>,
    /// Components that are merge patches and nothing else.
    pub(super) patches: HashSet<SchemaId>,
    /// Schemas that are mere references and being followed.
    pub(super) following: Vec<SchemaId>,
    /// The number of fields of all structs.
    pub(super) fields: usize,
}

impl TypeIndex {
    pub(super) fn new(patches: HashSet<SchemaId>) -> Self {
        Self {
            named: HashMap::new(),
            bases: HashMap::new(),
            patches,
            following: Vec::new(),
            fields: 0,
        }
    }
}
