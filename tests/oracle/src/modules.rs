//! Dependencies between the modules of a crate's root.
//!
//! The sources are read as tokens, so that comments do not count and the arguments of macros do. A method that is called
//! without its type being named is not a dependency.

mod mentions;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use self::mentions::{Mentions, exports};
use crate::tokens::tokens;

/// For each module, the modules that it names, with a file that names them.
pub type Graph = BTreeMap<String, BTreeMap<String, String>>;

/// The dependencies between the modules that `lib.rs` declares, in the folder `sources`.
pub fn graph(sources: &Path) -> Result<Graph, String> {
    let read = |file: &str| {
        let text = fs::read_to_string(sources.join(file));
        text.map_err(|error| format!("{file}: {error}"))
            .and_then(|text| tokens(&text).map_err(|error| format!("{file}: {error}")))
    };
    let root = read("lib.rs")?;
    let submodules = Mentions::of(&root, 0, "").submodules;
    let declared: BTreeMap<String, String> = submodules.into_iter().collect();
    let exports = exports(&root);
    let mut graph = Graph::new();
    for (module, file) in &declared {
        let edges = graph.entry(module.clone()).or_default();
        let mut files = vec![(file.clone(), 1)];
        while let Some((file, depth)) = files.pop() {
            let mentions = Mentions::of(&read(&file)?, depth, &file);
            for name in mentions.names {
                let name = exports.get(&name).unwrap_or(&name);
                if name != module && declared.contains_key(name) {
                    edges.entry(name.clone()).or_insert_with(|| file.clone());
                }
            }
            let below = mentions.submodules.into_iter();
            files.extend(below.map(|(_, file)| (file, depth + 1)));
        }
    }
    Ok(graph)
}

/// A cycle of the graph, as the edges that make it up.
pub fn cycle(graph: &Graph) -> Option<String> {
    let mut done = BTreeSet::new();
    let cycle = graph
        .keys()
        .find_map(|start| visit(graph, start, &mut Vec::new(), &mut done))?;
    let to = cycle.iter().cycle().skip(1);
    let edges = cycle.iter().zip(to).map(|(from, to)| {
        let file = graph.get(*from).and_then(|edges| edges.get(*to));
        format!("{from} -> {to} ({})", file.map_or("", String::as_str))
    });
    Some(edges.collect::<Vec<_>>().join(", "))
}

/// Searches depth first; `path` leads to `module`, and from what is `done` no cycle can be reached.
fn visit<'a>(
    graph: &'a Graph,
    module: &'a str,
    path: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
) -> Option<Vec<&'a str>> {
    if let Some(start) = path.iter().position(|earlier| *earlier == module) {
        return Some(path.split_off(start));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_is_reported_with_its_files() {
        let edges = [("a", "b"), ("b", "c"), ("b", "d"), ("d", "b"), ("c", "e")];
        let mut graph = Graph::new();
        for (from, to) in edges {
            let file = format!("{from}.rs");
            let edges = graph.entry(from.to_owned()).or_default();
            edges.insert(to.to_owned(), file);
        }
        let expected = "b -> d (b.rs), d -> b (d.rs)";
        assert_eq!(cycle(&graph).as_deref(), Some(expected));
        graph.remove("d");
        assert_eq!(cycle(&graph), None);
    }
}
