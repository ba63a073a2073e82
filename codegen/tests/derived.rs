//! The derives of constructors and setters add the functions that `signon diff` expects.
//!
//! The generator computes the signatures from the IR, the derives from the emitted structs. The test compares both for each
//! struct, operation and form of the golden cases.

#[path = "../../runtime/derive/src/argument.rs"]
mod argument;
#[path = "../../runtime/derive/src/build.rs"]
mod build;
#[path = "../../runtime/derive/src/construct.rs"]
mod construct;
#[path = "../../runtime/derive/src/input.rs"]
#[expect(dead_code, reason = "other derives read the rest of it")]
mod input;
#[path = "../../runtime/derive/src/rename.rs"]
#[expect(dead_code, reason = "other derives read the rest of it")]
mod rename;
#[path = "../../runtime/derive/src/wrapper.rs"]
mod wrapper;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::ToTokens;
use signon_codegen::internal::{derived_signatures, planned_items};
use signon_codegen::{Generator, Input};
use syn::{DeriveInput, ImplItem, Item};

/// Returns the golden documents without further files.
fn documents() -> Vec<Input> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = fs::read_dir(folder).expect("the golden cases");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let documents = paths.filter(|path| {
        let extension = path.extension();
        extension.is_some_and(|of| of == "yaml") && !path.with_extension("").exists()
    });
    documents.map(|path| Input::file(&path)).collect()
}

/// Formats a signature without spaces, and without the paths of its types, which depend on the imports of a file.
fn text(signature: impl ToTokens) -> String {
    let text = signature.to_token_stream().to_string();
    let std = [
        ":: core :: convert :: ",
        ":: core :: iter :: ",
        ":: std :: string :: ",
    ];
    let text = std.iter().fold(text, |text, path| text.replace(path, ""));
    let text = text.replace(" :: ", "::");
    let words = text.split_whitespace().filter_map(|word| {
        let name = word.rsplit("::").next()?;
        Some(name.trim_matches(','))
    });
    words.collect()
}

/// Returns the signatures of the public functions that the derives generate for a struct.
fn derived(input: &DeriveInput) -> Vec<String> {
    let names = input.attrs.iter().filter(|of| of.path().is_ident("derive"));
    let names: String = names.map(|of| of.to_token_stream().to_string()).collect();
    let derives = |name: &str| {
        let mut words = names.split(|char: char| !char.is_alphanumeric());
        words.any(|word| word == name)
    };
    let mut tokens = TokenStream::new();
    if derives("New") {
        tokens.extend(construct::new(input).expect("an impl"));
    }
    if derives("Setters") {
        tokens.extend(construct::setters(input).expect("an impl"));
    }
    let items = syn::parse2::<syn::File>(tokens).expect("items").items;
    let mut functions = Vec::new();
    for item in items {
        let Item::Impl(of) = item else { continue };
        for item in of.items {
            if let ImplItem::Fn(function) = item
                && of.trait_.is_none()
            {
                functions.push(text(function.sig));
            }
        }
    }
    functions
}

#[test]
fn derives_add_the_functions_that_a_diff_compares() {
    let mut compared = 0;
    for input in documents() {
        let generator = Generator::new("acme").expect("a name");
        let generator = generator.keep_going(true).allow_rust_types(true);
        let expected = derived_signatures(&generator, &input);
        let expected = expected.unwrap_or_else(|report| panic!("{report}"));
        let mut actual = BTreeMap::new();
        let (files, _) = planned_items(&generator, &input).expect("items");
        for (path, items) in files {
            let module = path.trim_start_matches("src/").trim_end_matches(".rs");
            let module = module.split('/').next().unwrap_or_default();
            for item in items {
                if let Ok(of) = syn::parse2::<DeriveInput>(item) {
                    actual.insert(format!("{module}::{}", of.ident), derived(&of));
                }
            }
        }
        for (owner, signatures) in expected {
            let signatures: Vec<String> = signatures.into_iter().map(text).collect();
            assert_eq!(actual.get(&owner), Some(&signatures), "{owner}");
            compared += signatures.len();
        }
    }
    assert!(compared > 200, "{compared} functions are compared");
}
