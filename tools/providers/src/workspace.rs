//! All generated files of this workspace, in memory: the clients, the facade, and the calls that the tests make.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::thread;

use signon_codegen::internal::diagnostic::{Diagnostics, Strictness};
use signon_codegen::internal::document::Documents;
use signon_codegen::internal::emit::{Context, CrateLayout, EmitOptions};
use signon_codegen::internal::output::{self, Owner, Tree, render};
use signon_codegen::internal::report;
use signon_codegen::internal::specs::Provider;
use signon_codegen::{Changes, Report};

use crate::mapping::{self, Compiled};
use crate::{facade, test_generation};

/// Every generated file of these providers, but for those of the mappings: folder, relative to `root`, and its content.
///
/// The facade is made from all providers, so it is there only if they are `all`.
pub fn generate(
    providers: &[Provider],
    all: bool,
    version: &str,
) -> io::Result<BTreeMap<String, Tree>> {
    let mut trees = BTreeMap::new();
    let each: Vec<io::Result<(String, Tree, String)>> = thread::scope(|scope| {
        let threads: Vec<_> = providers
            .iter()
            .map(|provider| scope.spawn(move || client(provider)))
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(io::Error::other("a thread of the generator panicked")))
            })
            .collect()
    });
    let mut tests = Tree::default();
    for result in each {
        let (name, tree, calls) = result?;
        tests.files.insert(format!("{name}.rs"), calls);
        trees.insert(format!("generated/{name}"), tree);
    }
    output::rustfmt(&mut tests)?;
    trees.insert("tests/src/generated".to_owned(), tests);
    if all {
        let known: Vec<facade::Provider> = providers.iter().map(listed).collect();
        let mut facade = facade::facade(&known, version);
        output::rustfmt(&mut facade)?;
        trees.insert("generated/signon".to_owned(), facade);
    }
    Ok(trees)
}

/// A provider as the facade lists it.
fn listed(provider: &Provider) -> facade::Provider {
    facade::Provider {
        name: provider.name.clone(),
        title: provider.api.title.clone(),
    }
}

/// Whether the README of the facade lists these providers as their specs describe them.
pub fn facade_lists(readme: &str, providers: &[Provider]) -> bool {
    let mut providers = providers.iter();
    providers.all(|provider| facade::lists(readme, &listed(provider)))
}

/// The conversions between the unified models and those of the providers, from the mappings below `root`.
///
/// # Errors
///
/// What is wrong with the mappings.
pub fn mappings(root: &Path, providers: &[Provider]) -> Result<io::Result<Compiled>, Report> {
    mapping::generate(root, providers)
}

/// What must happen for the folders below `root` to hold these trees. Where a tree is a part of what its folder holds
/// (`is_partial`), the other files of the folder stay.
///
/// # Errors
///
/// The files that are in the way.
pub fn plan(
    root: &Path,
    trees: BTreeMap<String, Tree>,
    is_partial: impl Fn(&str) -> bool,
) -> Result<Vec<Changes>, Report> {
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    let mut all = Vec::new();
    for (folder, tree) in trees {
        let owner = Owner::Workspace {
            partial: is_partial(&folder),
        };
        all.extend(output::plan(
            tree,
            &root.join(&folder),
            owner,
            &mut diagnostics,
        ));
    }
    if diagnostics.checkpoint().is_ok() {
        return Ok(all);
    }
    Err(report(diagnostics, Documents::default()))
}

fn client(provider: &Provider) -> io::Result<(String, Tree, String)> {
    let options = options(provider);
    let context = Context::new(&provider.api, &provider.names, &options);
    let mut tree = render(context);
    output::rustfmt(&mut tree)?;
    let calls = test_generation::tests(context);
    Ok((provider.name.clone(), tree, calls))
}

pub(crate) fn options(provider: &Provider) -> EmitOptions {
    let file = format!("specs/{}/provider.yaml", provider.name);
    EmitOptions {
        source: format!("specs/{}", provider.name),
        ..EmitOptions::new(
            format!("signon-{}", provider.name),
            &file,
            CrateLayout::Workspace,
        )
    }
}

/// The manifest that a provider's crate has, as JSON.
pub fn manifest(provider: &Provider) -> String {
    let options = options(provider);
    output::manifest(Context::new(&provider.api, &provider.names, &options))
}
