//! Which paths are imported, and how the others are written.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{if_imported, reference, shorten, trait_in_scope};

/// The text of the `use` items and the items, without spaces between tokens that need none.
fn written(own: &[&str], items: Vec<TokenStream>) -> Vec<String> {
    let shortened = shorten(&own.iter().copied().collect::<BTreeSet<_>>(), items);
    let lines: Vec<String> = shortened.imports.lines().collect();
    let parsed = |line: &String| line.parse::<TokenStream>().expect("Rust").to_string();
    let uses: Vec<String> = shortened.imports.items().map(|of| of.to_string()).collect();
    assert_eq!(lines.iter().map(parsed).collect::<Vec<_>>(), uses);
    let items = shortened.items.iter().map(ToString::to_string);
    lines.into_iter().chain(items).collect()
}

fn alias(name: &TokenStream, of: &TokenStream) -> TokenStream {
    quote!(type #name = Vec<#of>;)
}

#[test]
fn items_are_imported_once_and_in_the_order_of_a_tidy_file() {
    let map = reference("std::collections", "BTreeMap");
    let (user, app) = (
        reference("crate::models", "User"),
        reference("crate::models", "App"),
    );
    let module = reference("crate::r#type", "Kind");
    let secret = reference("signon_runtime", "Secret");
    let item = quote!(fn a(user: &#user, app: #app) -> #map<#secret, #module> { #user::b() });
    assert_eq!(
        written(&[], vec![item]),
        [
            "use std::collections::BTreeMap;",
            "use signon_runtime::Secret;",
            "use crate::models::{App, User};",
            "use crate::r#type::Kind;",
            "fn a (user : & User , app : App) -> BTreeMap < Secret , Kind > { User :: b () }",
        ]
    );
}

#[test]
fn of_several_items_of_one_name_one_is_imported() {
    let (model, other) = (
        reference("crate::models", "Secret"),
        reference("crate::apps", "Secret"),
    );
    let runtime = reference("signon_runtime", "Secret");
    let items = vec![
        alias(&quote!(A), &other),
        alias(&quote!(B), &model),
        alias(&quote!(C), &other),
    ];
    assert_eq!(
        written(&[], items.clone()),
        [
            "use crate::apps::Secret;",
            "type A = Vec < Secret > ;",
            "type B = Vec < crate :: models :: Secret > ;",
            "type C = Vec < Secret > ;",
        ]
    );
    let with_runtime = [items, vec![alias(&quote!(D), &runtime)]].concat();
    assert_eq!(
        written(&[], with_runtime),
        [
            "use signon_runtime::Secret;",
            "type A = Vec < crate :: apps :: Secret > ;",
            "type B = Vec < crate :: models :: Secret > ;",
            "type C = Vec < crate :: apps :: Secret > ;",
            "type D = Vec < Secret > ;",
        ]
    );
}

#[test]
fn a_name_in_scope_is_not_imported() {
    let secret = reference("signon_runtime", "Secret");
    let items = vec![
        quote!(
            struct Secret;
        ),
        alias(&quote!(A), &secret),
    ];
    let expected = [
        "struct Secret ;",
        "type A = Vec < signon_runtime :: Secret > ;",
    ];
    assert_eq!(written(&["Secret"], items), expected);
}

#[test]
fn code_can_depend_on_whether_an_item_is_imported() {
    let get = reference("crate::operations", "Get");
    let choice = |item: &TokenStream| if_imported(item, &quote!(short()), &quote!(long()));
    let without_use = choice(&get);
    let with_use = quote!(fn a(b: #get) { #without_use });
    assert_eq!(
        written(&[], vec![with_use.clone()]),
        ["use crate::operations::Get;", "fn a (b : Get) { short () }"]
    );
    assert_eq!(
        written(&["Get"], vec![with_use]),
        ["fn a (b : crate :: operations :: Get) { long () }"]
    );
    assert_eq!(written(&[], vec![without_use]), ["long ()"]);
    assert_eq!(written(&["Get"], vec![choice(&quote!(Get))]), ["short ()"]);
}

#[test]
fn methods_of_a_trait_are_in_scope_whatever_has_its_name() {
    let send = reference("signon_runtime", "Send");
    let items = || {
        vec![
            trait_in_scope(&send),
            quote!(
                fn a() {
                    b.send()
                }
            ),
        ]
    };
    let function = "fn a () { b . send () }";
    assert_eq!(
        written(&[], items()),
        ["use signon_runtime::Send;", function]
    );
    assert_eq!(
        written(&["Send"], items()),
        ["use signon_runtime::Send as _;", function]
    );
}
