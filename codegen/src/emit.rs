//! Writes Rust: `ir::Api`, [`Names`] → [`FilePlan`]s → items. Cannot fail.
//!
//! [`plan`] lists the files and what is in each of them, as data. [`rust`] and [`text`] are pure functions of one plan, so
//! that the caller decides when and on which thread a file is written: token streams cannot leave a thread, and those of
//! a large document would not fit in memory.

mod alias;
mod api;
mod argument;
mod cargo_toml;
mod client;
mod constant;
mod constructor;
mod crate_root;
mod derives;
mod discriminated_union;
mod enums;
mod error;
mod example;
mod headers;
mod ident;
mod imports;
mod item;
mod literal;
mod module;
mod multipart;
mod operation;
mod options;
mod paginated;
mod plan;
mod provenance;
mod rate_limit;
mod readme;
mod reexports;
mod rename;
mod request;
mod response;
mod runtime;
mod scope;
mod security;
mod signature;
mod structs;
mod types;
mod untagged_union;
mod xml;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;

pub use self::cargo_toml::{NO_UNIT_TESTS, RUNTIME_FEATURES, quoted};
pub(crate) use self::constructor::derived_items;
pub(crate) use self::error::error_type;
pub use self::ident::ident;
use self::imports::{Shortened, shorten};
pub use self::imports::{reference, shortened_text, trait_in_scope};
pub(crate) use self::item::rust;
pub use self::literal::{exact, literal, text as text_literal};
pub(crate) use self::operation::{accept, has_streams, is_redirecting};
pub(crate) use self::options::Command;
pub use self::options::Runtime;
pub use self::options::{CrateLayout, EmitOptions};
pub(crate) use self::plan::{Content, FilePlan, plan, text};
pub use self::reexports::items as reexports;
pub use self::response::output_type;
pub use self::scope::Scope;
pub(crate) use self::signature::Initial;
pub use self::signature::{Input, InputType, Origin, Signature};
pub(crate) use self::types::type_text;
pub use self::types::{is_boxed_in_variant, text_type, ty};
pub(crate) use crate::comment::{Docs, Line};
use crate::ir::{Api, TypeDef, TypeId};
use crate::name::Names;

/// A file of Rust items.
#[derive(Debug, Default)]
pub struct RustFile {
    /// The first line, without `//`.
    pub(crate) marker: Line,
    /// What the module is.
    pub(crate) docs: Docs,
    /// Its items; `use` comes first.
    pub(crate) items: Vec<TokenStream>,
}

impl RustFile {
    /// A file that is not part of the crate that it is about: the items, after what they import.
    pub fn outside(marker: Line, docs: Docs, items: Vec<TokenStream>) -> Self {
        let Shortened { imports, items } = shorten(&BTreeSet::new(), items);
        Self {
            marker,
            docs,
            items: imports.items().chain(items).collect(),
        }
    }
}

/// What all emitters read.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What the document means.
    pub api: &'a Api,
    /// What its parts are called in Rust.
    pub names: &'a Names,
    /// What is generated.
    pub options: &'a EmitOptions,
}

impl<'a> Context<'a> {
    /// What the emitters of a crate read.
    pub fn new(api: &'a Api, names: &'a Names, options: &'a EmitOptions) -> Self {
        Self {
            api,
            names,
            options,
        }
    }

    /// The types that are written: all, but in a crate of this workspace those alone that a request or a response has.
    pub fn types(self) -> impl Iterator<Item = (TypeId, &'a TypeDef)> {
        let all = self.api.types.iter().zip((0..).map(TypeId));
        all.map(|(def, id)| (id, def)).filter(move |(id, _)| {
            let usage = self.api.derived.usage(*id);
            usage.request || usage.response || !self.options.in_workspace()
        })
    }
}
