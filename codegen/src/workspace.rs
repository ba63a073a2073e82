//! All generated files of this workspace, in memory: the clients, the facade, and the calls that the tests make.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::thread;

use crate::diagnostic::{Diagnostics, Strictness};
use crate::document::Documents;
use crate::emit::{EmitOptions, Place};
use crate::format::Tree;
use crate::ir::Api;
use crate::load::SpecSet;
use crate::name::Names;
use crate::{facade, load, test_generation};

/// A provider whose specs are understood.
#[derive(Debug)]
pub struct Provider {
    /// The folder below `specs/`.
    pub name: String,
    /// Its files.
    pub set: SpecSet,
    /// What they mean.
    pub api: Api,
    /// What the parts are called.
    pub names: Names,
}

/// What understanding the specs came to.
#[derive(Debug, Default)]
pub struct Understood {
    /// The providers without faults.
    pub providers: Vec<Provider>,
    /// The rendered diagnostics.
    pub report: String,
    /// Whether there are errors.
    pub faulty: bool,
}

/// Understands the specs of these providers below `root`, side by side.
pub fn understand(root: &Path, providers: &[String], color: bool) -> Understood {
    let each: Vec<(Option<Provider>, String)> = thread::scope(|scope| {
        let threads: Vec<_> = providers
            .iter()
            .map(|name| scope.spawn(move || one(root, name, color)))
            .collect();
        threads
            .into_iter()
            .filter_map(|thread| thread.join().ok())
            .collect()
    });
    let mut understood = Understood {
        faulty: each.len() != providers.len(),
        ..Understood::default()
    };
    for (provider, report) in each {
        understood.faulty |= provider.is_none();
        understood.providers.extend(provider);
        if !report.is_empty() {
            understood.report.push_str(&report);
            understood.report.push_str("\n\n");
        }
    }
    understood
}

fn one(root: &Path, name: &str, color: bool) -> (Option<Provider>, String) {
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    let Ok(mut set) = load::load_tree(root, name, &mut diagnostics) else {
        return (None, diagnostics.render(&Documents::default(), color));
    };
    let understood = crate::understand(&mut set, name, &mut diagnostics);
    let report = diagnostics.render(&set.documents, color);
    let provider = understood.ok().map(|(api, names)| Provider {
        name: name.to_owned(),
        set,
        api,
        names,
    });
    (provider, report)
}

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
    crate::format::rustfmt(&mut tests)?;
    trees.insert("tests/src/generated".to_owned(), tests);
    if all {
        let known: Vec<facade::Provider> = providers
            .iter()
            .map(|provider| facade::Provider {
                name: provider.name.clone(),
                title: provider.api.title.clone(),
            })
            .collect();
        let mut facade = facade::facade(&known, version);
        crate::format::rustfmt(&mut facade)?;
        trees.insert("generated/signon".to_owned(), facade);
    }
    Ok(trees)
}

fn client(provider: &Provider) -> io::Result<(String, Tree, String)> {
    let options = options(provider);
    let mut tree =
        crate::format::format(&crate::emit::emit(&provider.api, &provider.names, &options));
    crate::format::rustfmt(&mut tree)?;
    let calls = test_generation::tests(&provider.api, &provider.names, &options);
    Ok((provider.name.clone(), tree, calls))
}

pub(crate) fn options(provider: &Provider) -> EmitOptions {
    let file = format!("specs/{}/provider.yaml", provider.name);
    EmitOptions {
        source: format!("specs/{}", provider.name),
        ..EmitOptions::new(format!("signon-{}", provider.name), &file, Place::Workspace)
    }
}

/// The manifest that a provider's crate has, as JSON.
pub fn manifest(provider: &Provider) -> String {
    crate::manifest::manifest(&provider.api, &provider.names, &options(provider))
}
