//! What a generated crate declares, as its source says.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use syn::{FnArg, ImplItem, Item, Signature, Type, Visibility};

/// The public functions of a crate.
#[derive(Default)]
pub(super) struct Source {
    /// Async methods of a type, by the type's name; and the module that it is declared in.
    methods: BTreeMap<String, Vec<Signature>>,
    /// `new` of a type, by the crate's module that the type is found in, and its name.
    constructors: BTreeMap<(String, String), Signature>,
    /// Where types are declared.
    modules: BTreeMap<String, Vec<String>>,
    /// Async functions, with their modules.
    functions: Vec<(Vec<String>, Signature)>,
}

impl Source {
    /// Reads all files of a folder.
    pub(super) fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut source = Self::default();
        source.folder(folder, &[])?;
        Ok(source)
    }

    /// The type with most async methods, and the module that it is declared in.
    pub(super) fn largest_client(&self) -> Option<(Vec<String>, String)> {
        let (name, _) = self
            .methods
            .iter()
            .max_by_key(|(_, methods)| methods.len())?;
        Some((
            self.modules.get(name).cloned().unwrap_or_default(),
            name.clone(),
        ))
    }

    /// The async methods of a type.
    pub(super) fn methods(&self, owner: &str) -> impl Iterator<Item = &Signature> {
        self.methods.get(owner).into_iter().flatten()
    }

    /// The async functions, with their modules.
    pub(super) fn functions(&self) -> impl Iterator<Item = (&[String], &Signature)> {
        self.functions
            .iter()
            .map(|(module, function)| (module.as_slice(), function))
    }

    /// `new` of the type with this path: `nexus::disks::DiskCreate`. A module may be split into files, which its users
    /// do not see.
    pub(super) fn constructor(&self, path: &str) -> Option<&Signature> {
        let mut steps = path.split("::").skip(1);
        let module = steps.next()?.trim_start_matches("r#").to_owned();
        let owner = steps.next()?.to_owned();
        self.constructors.get(&(module, owner))
    }

    fn folder(&mut self, folder: &Path, module: &[String]) -> Result<(), Box<dyn Error>> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path
                .file_stem()
                .and_then(|name| name.to_str())
                .unwrap_or_default()
                .to_owned();
            let below = match name.as_str() {
                "lib" | "mod" => module.to_vec(),
                _ => [module, &[name]].concat(),
            };
            if path.is_dir() {
                self.folder(&path, &below)?;
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = syn::parse_file(&std::fs::read_to_string(&path)?)?;
                file.items
                    .into_iter()
                    .for_each(|item| self.item(item, &below));
            }
        }
        Ok(())
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "most items of Rust do not matter here"
    )]
    fn item(&mut self, item: Item, module: &[String]) {
        match item {
            Item::Fn(function) if function.sig.asyncness.is_some() && is_public(&function.vis) => {
                self.functions.push((module.to_vec(), function.sig));
            }
            Item::Struct(declared) => drop(
                self.modules
                    .insert(declared.ident.to_string(), module.to_vec()),
            ),
            Item::Impl(block) if block.trait_.is_none() => {
                let Some(owner) = owner(&block.self_ty) else {
                    return;
                };
                for item in block.items {
                    match item {
                        ImplItem::Fn(method) if is_public(&method.vis) => {
                            self.method(&owner, module, method.sig);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn method(&mut self, owner: &str, module: &[String], signature: Signature) {
        if signature.asyncness.is_some()
            && matches!(signature.inputs.first(), Some(FnArg::Receiver(_)))
        {
            self.methods
                .entry(owner.to_owned())
                .or_default()
                .push(signature);
        } else if signature.ident == "new" {
            let module = module.first().cloned().unwrap_or_default();
            self.constructors
                .insert((module, owner.to_owned()), signature);
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn owner(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    Some(path.path.segments.last()?.ident.to_string())
}
