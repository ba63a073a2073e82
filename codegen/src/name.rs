//! Plans every identifier and module path at once, before any token: `ir::Api` → [`Names`].
//!
//! A name is a function of what the document says about the thing and about those that it collides with. No name
//! moves because of an unrelated part of the document, and none ends in a bare number.

mod access;
mod call_argument;
mod case;
mod conflicts;
mod conversion;
mod former;
mod identifier;
mod members;
mod methods;
mod modules;
mod operations;
pub(crate) mod outcome;
mod reexports;
mod reserved;
mod shared;
mod shorten;
mod test_function;
pub(crate) mod tool;
mod type_modules;
mod types;
mod xml;

pub use self::identifier::Identifier;
pub(crate) use call_argument::CallArguments;
pub use conversion::{certainty, conversion, conversion_argument, field_list};
pub(crate) use former::{FORMER_NAME, MAX_FORMER_IDS};
pub(crate) use members::plain;
pub(crate) use modules::Part;
pub(crate) use reexports::Reexports;
pub use test_function::test_function;

use std::collections::BTreeMap;

use crate::ir::{Api, GroupId, OperationId, TypeId};
use crate::source::Origin;

/// Who can resolve a collision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameMode {
    /// The maintainer of the document, with `x-rust-name`: collisions are reported.
    Strict,
    /// No one: collisions are resolved.
    Resolve,
}

/// Things that would have the same name in Rust.
#[derive(Clone, Debug)]
pub(crate) struct Collision {
    /// The name.
    pub name: String,
    /// What kind of name it is: `type`, `operation`, `field`, ...
    pub kind: &'static str,
    /// What would have it: the document's name and the location.
    pub candidates: Vec<(String, Origin)>,
}

/// Every identifier of a generated crate.
///
/// Identifiers are as in code: raw (`r#type`) where they must be.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The modules of the crate; the first are `models`, `errors` and `headers`.
    pub(crate) modules: Vec<ModuleName>,
    /// For each group, the index of its module.
    pub(crate) groups: Vec<usize>,
    /// For each type.
    pub(crate) types: Vec<TypeName>,
    /// For each operation.
    pub(crate) operations: Vec<OperationName>,
    /// Documented errors that operations share.
    pub(crate) errors: Vec<Shared>,
    /// Response headers that operations share.
    pub(crate) headers: Vec<Shared>,
    /// What the modules of tags re-export of those that operations share, by the index of the module.
    pub(crate) reexports: BTreeMap<usize, Reexports>,
    /// For each security scheme.
    pub(crate) schemes: Vec<SchemeName>,
    /// The arguments of `Client::new`, one for each of [`Api::client_inputs`].
    pub(crate) client_arguments: Vec<Identifier>,
    /// The statics that describe XML.
    pub(crate) xml: XmlNames,
    /// What items were called before their operation was renamed.
    pub(crate) former: FormerNames,
}

/// What items and methods were called before their operation was renamed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FormerNames {
    /// The former names of items, by module and name.
    items: BTreeMap<(usize, String), Vec<Identifier>>,
    /// The former names of methods, by the index of the operation.
    methods: BTreeMap<usize, Vec<Identifier>>,
}

/// What the function that makes a credential for a security scheme is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SchemeName {
    /// The function.
    pub ident: Identifier,
    /// Its arguments, one for each of [`SchemeKind::inputs`](crate::ir::SchemeKind::inputs).
    pub arguments: Vec<Identifier>,
}

/// What the statics that describe XML are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct XmlNames {
    /// For each shared content.
    pub shared: Vec<Identifier>,
    /// For each root element.
    pub roots: Vec<Identifier>,
}

/// A module of a generated crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModuleName {
    /// The module.
    pub ident: Identifier,
    /// The sub-client that lists the operations.
    pub(crate) client: Identifier,
    /// The method of the client that gives the sub-client.
    pub(crate) accessor: Identifier,
    /// The feature that the module is behind.
    pub(crate) feature: Option<String>,
}

/// What a type and the things in it are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeName {
    /// The index of the module that the type lives in.
    pub module: usize,
    /// The type.
    pub ident: Identifier,
    /// Its fields or variants, in their order.
    pub members: Vec<MemberName>,
    /// What holds undeclared keys (of a struct) or unknown values (of an enum or union).
    pub(crate) rest: MemberName,
}

impl TypeName {
    /// The method that gives the value of a field, or the default where there is none; none if a setter has the name.
    pub(crate) fn default_accessor(&self, field: &MemberName) -> Option<Identifier> {
        let name = format!("{}_or_default", plain(&field.ident));
        let is_taken = self.members.iter().any(|member| *member.setter == name);
        (!is_taken).then(|| Identifier::new(name))
    }
}

/// What a field, variant or parameter is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberName {
    /// The field, variant or argument.
    pub ident: Identifier,
    /// The method that sets it.
    pub setter: Identifier,
}

/// What an operation and what belongs to it are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationName {
    /// The index of the module that the operation lives in.
    pub module: usize,
    /// The index of the module whose sub-client has the method; none where the client itself has it.
    pub(crate) group: Option<usize>,
    /// The type.
    pub ident: Identifier,
    /// The method of the client, or of its sub-client.
    pub(crate) method: Identifier,
    /// Its parameters, in their order.
    pub(crate) parameters: Vec<MemberName>,
    /// Its body.
    pub(crate) body: MemberName,
    /// The type of the body, where it can be of several media types.
    pub bodies: Option<EnumName>,
    /// The type of the output, where a call can succeed in several ways.
    pub output: Option<EnumName>,
    /// The type of the documented error bodies.
    pub(crate) error: Option<EnumName>,
    /// The shared errors that [`error`](Self::error) is an alias of; indexes [`Names::errors`].
    pub(crate) shared_error: Option<usize>,
    /// The type of the response headers, and its fields.
    pub(crate) headers: Option<EnumName>,
    /// The shared headers that [`headers`](Self::headers) is an alias of; indexes [`Names::headers`].
    pub(crate) shared_headers: Option<usize>,
}

/// Documented errors or response headers that operations share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shared {
    /// The index of the module that it is in.
    pub module: usize,
    /// The type, and its variants or fields: those of the first operation.
    pub name: EnumName,
    /// The operations that have it, in their order; one at least.
    pub operations: Vec<OperationId>,
}

/// A type that belongs to an operation, and what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnumName {
    /// The type.
    pub ident: Identifier,
    /// Its variants or fields.
    pub members: Vec<Identifier>,
}

#[expect(clippy::indexing_slicing, reason = "names are made for every id")]
impl Names {
    /// What a type is called.
    pub fn of_type(&self, id: TypeId) -> &TypeName {
        &self.types[id.0]
    }

    /// What an operation is called.
    pub fn of_operation(&self, id: OperationId) -> &OperationName {
        &self.operations[id.0]
    }

    /// The index of the module of a group.
    pub(crate) fn of_group(&self, id: GroupId) -> usize {
        self.groups[id.0]
    }

    /// A module.
    pub fn module(&self, index: usize) -> &ModuleName {
        &self.modules[index]
    }
}

/// Whether a word is a keyword of Rust.
pub(crate) fn is_keyword(word: &str) -> bool {
    reserved::KEYWORDS.contains(&word)
}

/// The module of the types that operations share.
pub(crate) const MODELS: usize = 0;

/// The module of the documented errors that operations share.
pub(crate) const ERRORS: usize = 1;

/// The module of the response headers that operations share.
pub(crate) const HEADERS: usize = 2;

/// Plans the names of an API. Collisions are resolved in both modes, and reported in [`NameMode::Strict`] alone, but for those of former
/// names.
pub(crate) fn name(api: &Api, mode: NameMode) -> (Names, Vec<Collision>) {
    let mut collisions = Vec::new();
    let mut names = plan(api, mode, &mut collisions);
    names.former = former::former(api, mode, &names, &mut collisions);
    if mode == NameMode::Resolve {
        collisions.retain(|collision| collision.kind == FORMER_NAME);
    }
    (names, collisions)
}

/// Plans the names that follow from the document as it is.
fn plan(api: &Api, mode: NameMode, collisions: &mut Vec<Collision>) -> Names {
    let mut names = modules::plan(api);
    access::plan(api, &mut names);
    types::plan(api, mode, &mut names, collisions);
    members::plan(api, &mut names, collisions);
    operations::plan_members(api, &mut names, collisions);
    methods::plan(api, &mut names, collisions);
    names.xml = xml::plan(api);
    names
}

/// Why a crate cannot have this name, if it cannot.
pub(crate) fn package_defect(name: &str) -> Option<String> {
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'));
    if !is_name {
        return Some(format!(
            "`{name}` is no name for a package: letters, digits, `-` and `_`, a letter first"
        ));
    }
    let krate = name.replace('-', "_");
    reserved::is_crate(&krate).then(|| {
        format!("`{name}` is no name for this package: its code needs the name `{krate}` for something else")
    })
}

/// Whether a document cannot put types into a module of this name: it is one of every crate's own, or it has no file everywhere. The module
/// of shared models takes further types.
pub(crate) fn is_reserved_module(name: &str) -> bool {
    name != "models" && (reserved::is_module(name) || reserved::is_file(name))
}

/// A module's identifier that is a keyword only where it can be raw.
pub(crate) fn module_name(name: &str) -> Identifier {
    Identifier::new(reserved::keyword_safe(name.to_owned()))
}

/// The file of what belongs to an operation or a component, by its name in Rust.
pub(crate) fn module_file(owner: &str, is_operation: bool) -> String {
    let name = case::snake(owner.trim_start_matches("r#"));
    if reserved::is_file(&name) {
        let kind = if is_operation { "operation" } else { "model" };
        return format!("{name}_{kind}");
    }
    name
}

/// The crate of a provider of this workspace, in code.
pub fn provider_crate(name: &str) -> Identifier {
    Identifier::new(format!("signon_{}", name.replace('-', "_")))
}

/// The module of a provider in the facade.
pub fn provider_module(name: &str) -> Identifier {
    let name = name.replace('-', "_");
    if reserved::is_module(&name) {
        Identifier::new(format!("{name}_client"))
    } else {
        module_name(&name)
    }
}
