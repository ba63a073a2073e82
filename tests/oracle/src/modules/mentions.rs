//! What a source mentions of its crate.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenTree};

use crate::tokens::{trees, word};

/// What a source mentions outside of its tests.
#[derive(Default)]
pub(super) struct Mentions {
    /// The first name of each path that begins at the crate's root.
    pub(super) names: BTreeSet<String>,
    /// The submodules in files of their own, and these; a module that depends on the platform has several.
    pub(super) submodules: Vec<(String, String)>,
}

impl Mentions {
    /// What the tokens of `file` mention, which is a module `depth` levels below the crate's root.
    pub(super) fn of(tokens: &[TokenTree], depth: usize, file: &str) -> Self {
        let mut mentions = Self::default();
        mentions.read(tokens, depth, file);
        mentions
    }

    fn read(&mut self, mut tokens: &[TokenTree], depth: usize, file: &str) {
        let mut path = None;
        while let [first, rest @ ..] = tokens {
            tokens = rest;
            match (word(first).as_str(), rest) {
                // Tests, and macros for other crates: their paths are those of the crate that calls them.
                ("#", [attribute, item @ ..])
                    if matches!(&*attribute.to_string(), "[cfg (test)]" | "[macro_export]") =>
                {
                    let end = item.iter().position(is_end).map_or(item.len(), |at| at + 1);
                    tokens = item.get(end..).unwrap_or_default();
                }
                ("#", [TokenTree::Group(attribute), ..]) => {
                    path = path_of(&trees(attribute.stream())).or(path);
                }
                // Paths of generated code.
                ("quote" | "quote_spanned", [mark, _, after @ ..]) if word(mark) == "!" => {
                    tokens = after;
                }
                ("mod", [_, TokenTree::Group(body), after @ ..]) => {
                    self.read(&trees(body.stream()), depth + 1, file);
                    tokens = after;
                }
                ("mod", [name, end, ..]) if word(end) == ";" => {
                    let name = name.to_string();
                    let file = submodule(file, &name, path.take());
                    self.submodules.push((name, file));
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
                        self.read(&trees(group.stream()), depth, file);
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

/// The names that the root exports, and the modules that they come from.
pub(super) fn exports(root: &[TokenTree]) -> BTreeMap<String, String> {
    let mut exports = BTreeMap::new();
    for item in root.split(|token| word(token) == ";") {
        let Some(start) = item.iter().position(|token| word(token) == "use") else {
            continue;
        };
        let mut names = Vec::new();
        for token in item.iter().skip(start + 1) {
            if let TokenTree::Group(group) = token {
                names.extend(trees(group.stream()));
            } else {
                names.push(token.clone());
            }
        }
        let names = match names.as_slice() {
            [first, _, _, names @ ..] if word(first) == "crate" => names,
            names => names,
        };
        if let [module, names @ ..] = names {
            let names = names.iter().map(TokenTree::to_string);
            exports.extend(names.map(|name| (name, module.to_string())));
        }
    }
    exports
}

/// The file of the submodule `name` of `file`, whose attribute may name another.
fn submodule(file: &str, name: &str, path: Option<String>) -> String {
    if let Some(path) = path {
        return match file.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{path}"),
            None => path,
        };
    }
    match file.strip_suffix(".rs") {
        Some(folder) => format!("{folder}/{name}.rs"),
        None => format!("{name}.rs"),
    }
}

/// The file that the attribute `path` names.
fn path_of(attribute: &[TokenTree]) -> Option<String> {
    let [name, _, TokenTree::Literal(path)] = attribute else {
        return None;
    };
    (word(name) == "path").then(|| path.to_string().trim_matches('"').to_owned())
}

/// The end of an item: `;` or its braces.
fn is_end(token: &TokenTree) -> bool {
    if let TokenTree::Group(group) = token {
        group.delimiter() == Delimiter::Brace
    } else {
        word(token) == ";"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    fn names(names: &str) -> BTreeSet<String> {
        names.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn only_compiled_paths_to_the_root_are_dependencies() {
        let source = "
            // crate::comment
            /// [`crate::link`]
            use crate::single::{name, other};
            use crate::{grouped::{inner, deeper}, plain};
            use super::super::ancestor::Item;
            use super::sibling;
            pub(crate) fn run() {
                format!(\"{}\", crate::argument::of());
                quote!(crate::generated::code());
            }
            macro_rules! internal { () => { $crate::expanded::here() }; }
            #[macro_export]
            macro_rules! exported { () => { $crate::elsewhere::there() }; }
            mod inline { use super::super::super::outer; use super::super::cousin; }
            #[cfg(test)]
            mod tests { use crate::tested; }
            #[cfg(test)]
            use crate::helper;
        ";
        let mentions = Mentions::of(&tokens(source).unwrap(), 2, "a/b.rs");
        let expected = "ancestor argument expanded grouped outer plain single";
        assert_eq!(mentions.names, names(expected));
    }

    #[test]
    fn submodules_are_in_files_below_their_module() {
        let source = "
            mod plain;
            #[cfg(unix)]
            #[path = \"b/unix.rs\"]
            mod system;
            #[cfg(windows)]
            #[path = \"b/windows.rs\"]
            mod system;
            mod inline {}
            #[cfg(test)]
            mod tests;
        ";
        let files = |file| Mentions::of(&tokens(source).unwrap(), 2, file).submodules;
        let expected = |[plain, unix, windows]: [&str; 3]| {
            let pairs = [("plain", plain), ("system", unix), ("system", windows)];
            pairs.map(|(name, file)| (name.to_owned(), file.to_owned()))
        };
        let below = ["a/b/plain.rs", "a/b/unix.rs", "a/b/windows.rs"];
        assert_eq!(files("a/b.rs"), expected(below));
        let root = ["plain.rs", "b/unix.rs", "b/windows.rs"];
        assert_eq!(files(""), expected(root));
    }

    #[test]
    fn exports_are_of_the_module_that_defines_them() {
        let source = "pub use crate::one::A; pub use two::{B, C}; pub use other; pub mod one;";
        let exports = exports(&tokens(source).unwrap());
        let module = |name: &str| exports.get(name).map(String::as_str);
        assert_eq!(module("A"), Some("one"));
        assert_eq!(module("B"), Some("two"));
        assert_eq!(module("C"), Some("two"));
        assert_eq!(module("other"), None);
    }
}
