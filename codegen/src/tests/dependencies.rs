//! Dependencies between the modules of the crate's root: a graph without cycles.
//!
//! The sources are read as tokens, so that comments do not count and the arguments of macros do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// For each module, the modules that it names, with a file that names them.
type Graph = BTreeMap<String, BTreeMap<String, String>>;

#[test]
fn modules_of_the_root_have_no_cycles() {
    let graph = graph(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    // A reader that finds nothing finds no cycle either.
    assert!(graph.len() >= 30, "only {} modules", graph.len());
    assert!(graph["lower"].contains_key("ir"), "`lower` makes the IR");
    assert_eq!(cycle(&graph), None);
}

#[test]
fn a_cycle_is_reported_with_its_files() {
    let edges = [("a", "b"), ("b", "c"), ("b", "d"), ("d", "b"), ("c", "e")];
    let mut graph = Graph::new();
    for (from, to) in edges {
        let file = format!("{from}.rs");
        graph
            .entry(from.to_owned())
            .or_default()
            .insert(to.to_owned(), file);
    }
    let expected = "b -> d (b.rs), d -> b (d.rs)";
    assert_eq!(cycle(&graph).as_deref(), Some(expected));
    graph.remove("d");
    assert_eq!(cycle(&graph), None);
}

#[test]
fn only_compiled_paths_to_the_root_are_dependencies() {
    let source = "
        // crate::comment
        use crate::single::{name, other};
        use crate::{grouped::{inner, deeper}, plain};
        use super::super::ancestor::Item;
        use super::sibling;
        pub(crate) fn run() {
            format!(\"{}\", crate::argument::of());
            quote!(crate::generated::code());
        }
        mod inline { use super::super::super::outer; use super::super::cousin; }
        mod file;
        #[cfg(test)]
        mod tests { use crate::tested; }
        #[cfg(test)]
        use crate::helper;
    ";
    let mut mentions = Mentions::default();
    mentions.read(&tokens(source), 2);
    let names = "ancestor argument grouped outer plain single".split(' ');
    assert_eq!(mentions.names, names.map(str::to_owned).collect());
    assert_eq!(mentions.submodules, ["file"]);
}

/// What a source mentions outside of its tests.
#[derive(Default)]
struct Mentions {
    /// The first name of each path that begins at the crate's root.
    names: BTreeSet<String>,
    /// The submodules in files of their own.
    submodules: Vec<String>,
}

impl Mentions {
    /// Reads the tokens of a module that is `depth` levels below the crate's root.
    fn read(&mut self, mut tokens: &[TokenTree], depth: usize) {
        while let [first, rest @ ..] = tokens {
            tokens = rest;
            match (word(first).as_str(), rest) {
                ("#", [attribute, item @ ..]) if attribute.to_string() == "[cfg (test)]" => {
                    let end = item.iter().position(is_end).map_or(item.len(), |at| at + 1);
                    tokens = &item[end..];
                }
                // Paths of generated code.
                ("quote" | "quote_spanned", [mark, _, after @ ..]) if word(mark) == "!" => {
                    tokens = after;
                }
                ("mod", [_, TokenTree::Group(body), after @ ..]) => {
                    self.read(&trees(body.stream()), depth + 1);
                    tokens = after;
                }
                ("mod", [name, end, ..]) if word(end) == ";" => {
                    self.submodules.push(name.to_string());
                }
                ("crate", [..]) => self.root(rest),
                ("super", [..]) => {
                    let mut levels = 1;
                    while let [_, _, next, after @ ..] = tokens
                        && word(next) == "super"
                    {
                        levels += 1;
                        tokens = after;
                    }
                    if levels == depth {
                        self.root(tokens);
                    }
                }
                (_, _) => {
                    if let TokenTree::Group(group) = first {
                        self.read(&trees(group.stream()), depth);
                    }
                }
            }
        }
    }

    /// Reads what follows `crate`, or as many `super` as lead to the root.
    fn root(&mut self, path: &[TokenTree]) {
        let [colon, _, next, ..] = path else {
            return;
        };
        if word(colon) != ":" {
            return;
        }
        if let TokenTree::Group(group) = next {
            let trees = trees(group.stream());
            let paths = trees.split(|token| word(token) == ",");
            self.names
                .extend(paths.filter_map(|path| Some(path.first()?.to_string())));
        } else {
            self.names.insert(next.to_string());
        }
    }
}

/// The text of a token that holds no others.
pub(super) fn word(token: &TokenTree) -> String {
    if let TokenTree::Group(_) = token {
        String::new()
    } else {
        token.to_string()
    }
}

/// The end of an item: `;` or its braces.
fn is_end(token: &TokenTree) -> bool {
    if let TokenTree::Group(group) = token {
        group.delimiter() == Delimiter::Brace
    } else {
        word(token) == ";"
    }
}

pub(super) fn trees(stream: TokenStream) -> Vec<TokenTree> {
    stream.into_iter().collect()
}

pub(super) fn tokens(source: &str) -> Vec<TokenTree> {
    trees(source.parse().expect("Rust"))
}

/// The dependencies between the modules that `lib.rs` declares.
fn graph(sources: &Path) -> Graph {
    let root = tokens(&fs::read_to_string(sources.join("lib.rs")).expect("the root"));
    let mut declared = Mentions::default();
    declared.read(&root, 0);
    let exports = exports(&root);
    let mut graph = Graph::new();
    for module in &declared.submodules {
        let edges = graph.entry(module.clone()).or_default();
        let mut files = vec![(module.clone(), 1)];
        while let Some((path, depth)) = files.pop() {
            let file = format!("{path}.rs");
            let source = fs::read_to_string(sources.join(&file)).expect("a module's file");
            let mut mentions = Mentions::default();
            mentions.read(&tokens(&source), depth);
            for name in mentions.names {
                let name = exports.get(&name).unwrap_or(&name);
                if name != module && declared.submodules.contains(name) {
                    edges.entry(name.clone()).or_insert_with(|| file.clone());
                }
            }
            let below = mentions.submodules.into_iter();
            files.extend(below.map(|name| (format!("{path}/{name}"), depth + 1)));
        }
    }
    graph
}

/// The names that the root exports, and the modules that they come from.
fn exports(root: &[TokenTree]) -> BTreeMap<String, String> {
    let mut exports = BTreeMap::new();
    for item in root.split(|token| word(token) == ";") {
        let Some(start) = item.iter().position(|token| word(token) == "use") else {
            continue;
        };
        let mut names = Vec::new();
        for token in &item[start + 1..] {
            if let TokenTree::Group(group) = token {
                names.extend(trees(group.stream()));
            } else {
                names.push(token.clone());
            }
        }
        if let [module, names @ ..] = names.as_slice() {
            exports.extend(
                names
                    .iter()
                    .map(|name| (name.to_string(), module.to_string())),
            );
        }
    }
    exports
}

/// A cycle of the graph, as the edges that make it up.
fn cycle(graph: &Graph) -> Option<String> {
    let mut done = BTreeSet::new();
    graph
        .keys()
        .find_map(|start| visit(graph, start, &mut Vec::new(), &mut done))
}

/// Searches depth first; `path` leads to `module`, and from what is `done` no cycle can be reached.
fn visit<'a>(
    graph: &'a Graph,
    module: &'a str,
    path: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
) -> Option<String> {
    if let Some(start) = path.iter().position(|earlier| *earlier == module) {
        let from = &path[start..];
        let to = from.iter().skip(1).chain([&module]);
        let edges = from.iter().zip(to);
        let edges = edges.map(|(from, to)| format!("{from} -> {to} ({})", graph[*from][*to]));
        return Some(edges.collect::<Vec<_>>().join(", "));
    }
    if done.contains(module) {
        return None;
    }
    path.push(module);
    let edges = graph.get(module).into_iter().flat_map(BTreeMap::keys);
    for next in edges {
        if let Some(found) = visit(graph, next, path, done) {
            return Some(found);
        }
    }
    path.pop();
    done.insert(module);
    None
}
