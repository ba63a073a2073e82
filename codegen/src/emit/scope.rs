//! Paths: where the file that is being written finds each item that it names.
//!
//! A scope is data. Emitters write each item of another module as a [`reference`], a path in full; which of them
//! become `use` items is decided by [`imports`](super::imports) once the file is written.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::reference;
use super::{Context, ident, reexports, runtime};
use crate::comment::{Docs, Markdown, code_link};
use crate::ir::{self, OperationId, TypeId};
use crate::name::Identifier;

/// The file or text that tokens are written for.
#[derive(Debug)]
pub struct Scope<'a> {
    /// What is written about.
    pub context: Context<'a>,
    /// The index of the module that the file belongs to, if it is one of models and operations.
    module: Option<usize>,
    /// Names that the file defines, or sees without an import.
    own: BTreeSet<&'a str>,
    /// Those of them that it re-exports of another module, each with the index of that.
    of_others: BTreeMap<&'a str, usize>,
    /// What this crate is called here: `crate`, or its name in an example or a test.
    root: String,
    /// Whether the runtime's items come from this crate, as they do for a caller.
    reexported: bool,
}

impl<'a> Scope<'a> {
    /// The scope of a file that defines these names: one of the module with this index, or one beside the modules.
    pub(crate) fn of_file(
        context: Context<'a>,
        module: Option<usize>,
        own: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self {
            module,
            own: own.into_iter().collect(),
            ..Self::outside(context, context.options.root())
        }
    }

    /// The same file, which also sees these names of other modules, each with the index of its module.
    pub(super) fn reexporting(mut self, reexported: BTreeMap<&'a str, usize>) -> Self {
        self.own.extend(reexported.keys());
        self.of_others = reexported;
        self
    }

    /// The scope of a text in another crate.
    pub fn outside(context: Context<'a>, root: &str) -> Self {
        Self {
            context,
            module: None,
            own: BTreeSet::new(),
            of_others: BTreeMap::new(),
            root: root.to_owned(),
            reexported: false,
        }
    }

    /// The scope of an example: a crate that depends on this one alone.
    pub(crate) fn of_example(context: Context<'a>) -> Self {
        Self {
            reexported: true,
            ..Self::outside(context, &context.options.crate_name())
        }
    }

    /// Names that the file defines, or sees without an import.
    pub(crate) fn own(&self) -> &BTreeSet<&'a str> {
        &self.own
    }

    /// An item of the runtime.
    pub fn runtime(&self, name: &'static str) -> TokenStream {
        let path = if self.reexported {
            reexports::path(&self.root, name)
        } else {
            runtime::path(name)
        };
        reference(&path, name)
    }

    /// An item of this crate's root or of one of its modules that hold no models.
    pub(crate) fn own_crate(&self, module: &str, name: &'static str) -> TokenStream {
        reference(&format!("{}{module}", self.root), name)
    }

    /// The comment of a thing. In a crate of this workspace, ids of operations are links; elsewhere an id can be any word.
    pub(crate) fn docs(&self, doc: &ir::Doc) -> Docs {
        let mut docs = Docs::of(doc);
        if self.context.options.in_workspace() {
            docs.link(|word| self.operation_link(word));
        }
        docs
    }

    /// A link to the operation with this id.
    fn operation_link(&self, id: &str) -> Option<Markdown> {
        let mut operations = self.context.api.operations.iter().enumerate();
        let (index, _) = operations.find(|(_, operation)| operation.id == id)?;
        let name = self.context.names.of_operation(OperationId(index));
        Some(self.link(name.module, &name.ident))
    }

    /// A link to an item of the module with this index, by its full path where the file does not define it.
    pub(crate) fn link(&self, module: usize, name: &str) -> Markdown {
        if self.defines(module, name) {
            return code_link(name, name);
        }
        let path = format!("{}::{name}", self.module_path(module));
        code_link(name, &path.replace("r#", ""))
    }

    /// Whether an item of the module with this index is in the file, or visible in it by a re-export.
    fn defines(&self, module: usize, name: &str) -> bool {
        let defining = self.of_others.get(name).copied().or(self.module);
        defining == Some(module) && self.own.contains(name)
    }

    fn module_path(&self, index: usize) -> String {
        format!("{}::{}", self.root, self.context.names.module(index).ident)
    }

    /// A named type.
    pub fn model(&self, id: TypeId) -> TokenStream {
        let name = self.context.names.of_type(id);
        self.item(name.module, &name.ident)
    }

    /// The value of an operation.
    pub fn operation(&self, id: OperationId) -> TokenStream {
        let name = self.context.names.of_operation(id);
        self.item(name.module, &name.ident)
    }

    /// An item of the module with this index.
    pub fn item(&self, module: usize, name: &Identifier) -> TokenStream {
        if self.defines(module, name) {
            let name = ident(name);
            return quote!(#name);
        }
        reference(&self.module_path(module), name)
    }
}
