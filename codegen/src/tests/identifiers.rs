//! Only `name` creates identifiers.
//!
//! `emit::ident` accepts a name planned by `name`, which is a separate type, or a word of the generator, which is
//! `'static`. This test checks what the compiler cannot: that no other function creates identifiers from texts, neither
//! here nor in `tools/providers`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proc_macro2::TokenTree;
use signon_oracle::tokens::{sources, tokens, trees, word};

#[test]
fn identifiers_are_created_in_one_place() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    // The second crate also generates code, with the functions of `internal`.
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
    // Paths of items and Rust types of the user.
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
fn all_ways_to_create_an_identifier_are_detected() {
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

/// Returns the ways in which a source creates identifiers from texts, outside of quoted code.
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
