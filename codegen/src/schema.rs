//! [`Description`] → [`SchemaIndex`]: questions about JSON Schema, answered once for each schema.
//!
//! The responses speak of schemas, keywords and values, never of types: what to make of them is for
//! [`lower`](crate::lower) to decide. The index reports what is wrong with schemas by themselves: references that lead
//! nowhere or in a cycle, types that contradict each other, mappings to what is not there.

mod conditions;
mod cycles;
mod discriminators;
mod hierarchy;
mod merge;
mod merged;
mod nullable;
mod reference;
mod types;
mod version;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

pub(crate) use self::conditions::property_of_branches;
pub(crate) use self::discriminators::discriminator_text;
pub(crate) use self::hierarchy::Subtype;
pub(crate) use self::merged::{Additional, Alternatives, Merged, Parts};
pub(crate) use self::nullable::is_null;
pub(crate) use self::reference::{
    constrains_beyond, is_component, is_property, keyword, referred, remarks, sole,
};
pub(crate) use self::types::{infer, json_type, single_types, value_types};
pub(crate) use self::version::is_for;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{At, DocumentId, Kind};
use crate::resolve::{Component, Description, is_schema, report_ref};

/// Identifies a schema by its document and its node.
pub(crate) type SchemaId = (DocumentId, u32);

/// Questions about the schemas of a description, with the answers so far.
#[derive(Debug)]
pub(crate) struct SchemaIndex<'d> {
    root: At<'d>,
    /// The diagnostics of the schemas queried so far.
    diagnostics: RefCell<Diagnostics>,
    /// The schemas that references lead to.
    targets: RefCell<HashMap<SchemaId, Option<At<'d>>>>,
    /// Everything that holds for a schema.
    merged: RefCell<HashMap<SchemaId, Rc<Merged<'d>>>>,
    nullable: RefCell<HashMap<SchemaId, bool>>,
    /// Schemas on chains of references that are too long.
    long_chains: RefCell<HashSet<SchemaId>>,
    /// Schemas from which all cycles have been reported.
    visited: RefCell<cycles::Visited>,
    /// The discriminator's values of members.
    tags: RefCell<HashMap<discriminators::Query<'d>, Option<Vec<String>>>>,
    /// The discriminators of schemas, their own or inherited.
    discriminators: RefCell<HashMap<SchemaId, Option<At<'d>>>>,
    /// The components that are a mere reference to a schema in a file of its own, by that schema.
    owners: HashMap<SchemaId, At<'d>>,
    /// The components whose `allOf` refers to a schema, in the document's order.
    subtypes: HashMap<SchemaId, Vec<At<'d>>>,
}

impl<'d> SchemaIndex<'d> {
    /// An index of all schemas; `diagnostics` collects what is wrong with them.
    pub(crate) fn new(description: &Description<'d>, diagnostics: Diagnostics) -> Self {
        let mut index = Self {
            root: description.root,
            diagnostics: RefCell::new(diagnostics),
            targets: RefCell::default(),
            merged: RefCell::default(),
            nullable: RefCell::default(),
            long_chains: RefCell::default(),
            visited: RefCell::default(),
            tags: RefCell::default(),
            discriminators: RefCell::default(),
            owners: HashMap::new(),
            subtypes: HashMap::new(),
        };
        index.owners = index.find_owners(&description.components);
        index.subtypes = index.find_subtypes(&description.components);
        index
    }

    /// The diagnostics of the schemas queried so far.
    pub(crate) fn into_diagnostics(self) -> Diagnostics {
        self.diagnostics.into_inner()
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().report(diagnostic);
    }

    /// The schema that a reference leads to, one step.
    pub(crate) fn target(&self, at: At<'d>) -> Option<At<'d>> {
        let reference = keyword(at)?;
        if let Some(known) = self.targets.borrow().get(&at.id()) {
            return *known;
        }
        let found = referred(at)?;
        let mut diagnostics = self.diagnostics.borrow_mut();
        if let Err(fault) = &found {
            let text = reference.str().unwrap_or_default();
            report_ref(reference, text, fault, &mut diagnostics);
        }
        let target = found
            .ok()
            .filter(|target| is_schema(reference, *target, &mut diagnostics));
        self.targets.borrow_mut().insert(at.id(), target);
        target
    }

    /// The component that is no more than a reference to this schema in a file of its own.
    pub(crate) fn owner(&self, target: At<'d>) -> Option<At<'d>> {
        self.owners.get(&target.id()).copied()
    }

    /// The schema in a file of its own that a component is a mere reference to, unless another component is, too.
    pub(crate) fn owned(&self, component: At<'d>) -> Option<At<'d>> {
        self.in_other_file(component)
            .filter(|target| self.owner(*target) == Some(component))
    }

    /// The first component that refers to each schema in a file of its own.
    fn find_owners(&self, components: &[Component<'d>]) -> HashMap<SchemaId, At<'d>> {
        let mut owners = HashMap::new();
        for component in components {
            if let Some(target) = self.in_other_file(component.at) {
                owners.entry(target.id()).or_insert(component.at);
            }
        }
        owners
    }

    /// The schema in another file that a schema is a mere reference to, unless it is a component there.
    fn in_other_file(&self, at: At<'d>) -> Option<At<'d>> {
        if at.kind() != Kind::Map || keyword(at).is_none() || constrains_beyond(at, "$ref") {
            return None;
        }
        self.target(at).filter(|target| {
            target.document() != at.document()
                && !is_component(*target)
                && target.kind() == Kind::Map
        })
    }
}
