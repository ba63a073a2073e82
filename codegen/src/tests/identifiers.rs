//! Identifiers are made by `name` alone.
//!
//! `emit::ident` takes a name that `name` has planned, which is a type of its own, or a word of the generator, which is
//! `'static`. Here is what the compiler does not see: that no other function makes identifiers of texts, neither
//! here nor in `tools/providers`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proc_macro2::TokenTree;
use signon_oracle::tokens::{sources, tokens, trees, word};

#[test]
fn identifiers_are_made_in_one_place() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    // The second crate writes code as well, with what `internal` gives it.
    for (folder, least) in [("src", 200), ("../tools/providers/src", 20)] {
        let folder = package.join(folder);
        let files = sources(&folder).expect("the sources");
        assert!(files.len() > least, "{}: {}", folder.display(), files.len());
        for path in files {
            let file = path.strip_prefix(&folder).expect("a source");
            let source = tokens(&fs::read_to_string(&path).expect("a source")).expect("Rust");
            let made = made(&source);
            if !made.is_empty() {
                found.insert(file.display().to_string(), made);
            }
        }
    }
    // Paths: those of items, and a type of the user's own.
    let uses = ["imports", "types"].map(|file| format!("emit/{file}.rs"));
    for file in uses {
        let made = found.remove(&file).unwrap_or_default();
        assert!(made.iter().all(|how| how == "segment"), "{file}: {made:?}");
    }
    let made = found.remove("emit/ident.rs").unwrap_or_default();
    assert!(made.contains(&String::from("Ident::new")), "{made:?}");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn all_ways_to_make_an_identifier_are_found() {
    let source = "
        use proc_macro2::Ident;
        use super::ident::segment;
        fn a(name: Ident) -> Vec<Ident> {
            let known = ident(&names.of_type(id).ident);
            let segments = path.segments().map(|segment| segment.ident);
            let make = |text| Ident::new(text, span);
            quote! { Ident::new(format_ident!()) }
        }
        fn b() {
            [proc_macro2::Ident::new_raw(a, b), format_ident!(\"a\"), segment(text)]
        }
    ";
    let expected = [
        "segment",
        "Ident::new",
        "Ident::new_raw",
        "format_ident!",
        "segment",
    ];
    assert_eq!(made(&tokens(source).expect("Rust")), expected);
}

/// How a source makes identifiers of texts, outside of the code that it generates.
fn made(mut tokens: &[TokenTree]) -> Vec<String> {
    let mut found = Vec::new();
    while let [first, rest @ ..] = tokens {
        tokens = rest;
        match (word(first).as_str(), rest) {
            ("quote" | "quote_spanned", [mark, _, after @ ..]) if word(mark) == "!" => {
                tokens = after;
            }
            ("format_ident", [mark, ..]) if word(mark) == "!" => {
                found.push(String::from("format_ident!"));
            }
            ("Ident", [colon, _, constructor, ..])
                if word(colon) == ":" && word(constructor).starts_with("new") =>
            {
                found.push(format!("Ident::{constructor}"));
            }
            ("ident", [colon, _, name, after @ ..])
                if word(colon) == ":" && word(name) == "segment" =>
            {
                found.push(String::from("segment"));
                tokens = after;
            }
            ("segment", [TokenTree::Group(_), ..]) => found.push(String::from("segment")),
            (_, _) => {
                if let TokenTree::Group(group) = first {
                    found.extend(made(&trees(group.stream())));
                }
            }
        }
    }
    found
}
