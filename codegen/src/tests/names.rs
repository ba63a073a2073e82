//! Names: their origins and the resolution of conflicts.

use crate::ir::{Api, GroupId, Naming, Presence, Shape, Type, TypeDef, TypeId};
use crate::name::{NameMode, name};

use super::build::{api, component, inline, operation, query, string_enum, structure};

fn with_types(types: Vec<TypeDef>) -> Api {
    Api { types, ..api() }
}

fn idents(api: &Api) -> Vec<String> {
    let (names, _) = name(api, NameMode::Resolve);
    let names = names.types.iter();
    names.map(|name| name.ident.to_string()).collect()
}

#[test]
fn components_take_precedence_over_inline_types() {
    let invoice = component("Invoice", structure(&[]));
    let within = inline(
        Naming::Within(TypeId(0), vec!["status".to_owned()]),
        "/components/schemas/Invoice/properties/status",
        string_enum(&["open"]),
    );
    let status = component("InvoiceStatus", string_enum(&["open"]));
    assert_eq!(
        idents(&with_types(vec![invoice, within, status])),
        ["Invoice", "InvoiceStatusValue", "InvoiceStatus"]
    );
}

#[test]
fn collisions_are_reported_where_they_can_be_resolved() {
    let api = with_types(vec![
        component("invoice_line", structure(&[])),
        component("InvoiceLine", structure(&[])),
    ]);
    let (_, reported) = name(&api, NameMode::Strict);
    let candidates: Vec<&str> = reported[0]
        .candidates
        .iter()
        .map(|(key, _)| key.as_str())
        .collect();
    assert_eq!(reported[0].name, "InvoiceLine");
    assert_eq!(candidates, ["invoice_line", "InvoiceLine"]);
    let (names, reported) = name(&api, NameMode::Resolve);
    assert!(reported.is_empty());
    assert_eq!(
        names.types[1].ident, "InvoiceLine",
        "the exact spelling keeps its name"
    );
    assert_eq!(names.types[0].ident, "InvoiceUnderscoreLine");
}

#[test]
fn unrelated_types_do_not_affect_names() {
    let types = vec![
        component("a_b", structure(&[])),
        component("a-b", structure(&[])),
        component("Result", structure(&[])),
    ];
    let before = idents(&with_types(types.clone()));
    let mut more = types;
    more.push(component("Unrelated", structure(&[])));
    more.push(component("UnrelatedResult", structure(&[])));
    assert_eq!(idents(&with_types(more))[..3], before);
}

#[test]
fn types_do_not_shadow_the_prelude() {
    let keys = ["String", "Option", "Result", "Error"];
    let types = keys.map(|key| component(key, structure(&[]))).to_vec();
    assert_eq!(
        idents(&with_types(types)),
        ["StringModel", "OptionModel", "ResultModel", "Error"]
    );
}

#[test]
fn enum_values_that_differ_in_case_get_distinct_names() {
    let types = vec![component(
        "Order",
        string_enum(&["asc", "ASC", "unknown", "self", "+1", "-1", "", ">="]),
    )];
    let (names, _) = name(&with_types(types), NameMode::Resolve);
    let variants: Vec<&str> = names.types[0]
        .members
        .iter()
        .map(|member| member.ident.as_str())
        .collect();
    assert_eq!(
        variants,
        [
            "AscLower",
            "AscUpper",
            "ValueUnknown",
            "ValueSelf",
            "Plus1",
            "Minus1",
            "Empty",
            "GreaterOrEqual"
        ]
    );
}

#[test]
fn setters_do_not_hide_methods() {
    let mut listing = operation("list", Type::Null);
    listing.parameters = ["send", "request", "new", "type", "body"]
        .map(|key| query(key, Type::String, false))
        .to_vec();
    let api = Api {
        operations: vec![listing],
        ..api()
    };
    let (names, _) = name(&api, NameMode::Resolve);
    let members: Vec<(&str, &str)> = names.operations[0]
        .parameters
        .iter()
        .map(|member| (member.ident.as_str(), member.setter.as_str()))
        .collect();
    assert_eq!(
        members,
        [
            ("send", "with_send"),
            ("request", "with_request"),
            ("new", "with_new"),
            ("r#type", "r#type"),
            ("query_body", "query_body"),
        ]
    );
}

#[test]
fn declared_fields_keep_their_names_beside_undeclared_keys() {
    let rest_beside = |key: &str, rest: Option<Type>| {
        let mut shape = structure(&[(key, Type::String, Presence::Required)]);
        if let Shape::Struct(of) = &mut shape {
            of.rest = rest;
        }
        let (names, _) = name(
            &with_types(vec![component("Bag", shape)]),
            NameMode::Resolve,
        );
        assert_eq!(names.types[0].members[0].ident, key);
        names.types[0].rest.ident.clone()
    };
    assert_eq!(rest_beside("a", Some(Type::Json)), "additional");
    assert_eq!(
        rest_beside("additional", Some(Type::Json)),
        "additional_properties"
    );
    assert_eq!(rest_beside("a", None), "unknown_fields");
    assert_eq!(rest_beside("unknown_fields", None), "unknown_keys");
}

#[test]
fn tags_with_the_same_identifier_share_a_module() {
    let mut api = api();
    for key in ["Invoices", "client", "gen"] {
        api.groups.push(crate::ir::Group {
            key: key.to_owned(),
            is_tag: true,
            description: None,
        });
    }
    let (names, _) = name(&api, NameMode::Resolve);
    let modules: Vec<&str> = names
        .groups
        .iter()
        .map(|group| names.module(*group).ident.as_str())
        .collect();
    assert_eq!(
        modules,
        ["invoices", "invoices", "client_operations", "r#gen"]
    );
}

/// Returns the methods of operations with some ids, all in the group `invoices`.
fn methods(ids: &[&str]) -> Vec<String> {
    let operations = ids.iter().map(|id| operation(id, Type::Null));
    let api = Api {
        operations: operations.collect(),
        ..api()
    };
    let (names, _) = name(&api, NameMode::Resolve);
    let operations = names.operations.iter();
    let methods = operations.map(|name| name.method.to_string());
    methods.collect()
}

#[test]
fn methods_of_a_group_do_not_repeat_its_name() {
    let pairs = [
        ("invoices/list", "list"),
        ("getInvoice", "get"),
        ("create", "create"),
        ("invoicesArchive", "archive"),
        ("invoices/type", "invoices_type"),
        ("invoices_as_ref", "invoices_as_ref"),
        ("invoices-2fa", "invoices_2fa"),
        ("invoicessync", "invoicessync"),
        ("cloneInvoice", "clone_invoice"),
    ];
    let ids = pairs.map(|(id, _)| id);
    assert_eq!(methods(&ids), pairs.map(|(_, method)| method));
}

#[test]
fn later_operations_get_the_longer_name() {
    assert_eq!(methods(&["getInvoices"]), ["get"]);
    assert_eq!(
        methods(&["getInvoices", "getInvoice"]),
        ["get", "get_invoice"]
    );
    // The exception is an operation whose full name is the short one.
    assert_eq!(
        methods(&["listInvoiceLines", "listLines"]),
        ["list_invoice_lines", "list_lines"]
    );
}

#[test]
fn equal_methods_of_a_spec_tree_are_a_collision() {
    let api = Api {
        operations: ["getInvoices", "getInvoice"]
            .map(|id| operation(id, Type::Null))
            .into(),
        ..api()
    };
    let (_, collisions) = name(&api, NameMode::Strict);
    let [collision] = collisions.as_slice() else {
        panic!("one collision: {collisions:?}");
    };
    assert_eq!((collision.kind, collision.name.as_str()), ("method", "get"));
    let candidates: Vec<&str> = collision
        .candidates
        .iter()
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(candidates, ["getInvoices", "getInvoice"]);
}

#[test]
fn operations_without_a_tag_are_methods_of_the_client() {
    let mut api = api();
    api.groups.push(crate::ir::Group {
        key: "operations".to_owned(),
        is_tag: false,
        description: None,
    });
    api.operations = ["listInvoices", "ping", "invoices"]
        .map(|id| operation(id, Type::Null))
        .into();
    for untagged in &mut api.operations[1..] {
        untagged.group = GroupId(1);
    }
    let (names, _) = name(&api, NameMode::Resolve);
    let group = |index: usize| names.module(index).ident.as_str();
    let methods: Vec<(Option<&str>, &str)> = names
        .operations
        .iter()
        .map(|name| (name.group.map(group), name.method.as_str()))
        .collect();
    assert_eq!(
        methods,
        [
            (Some("invoices"), "list"),
            (None, "ping"),
            // `client.invoices()` returns the group.
            (None, "invoices_operations"),
        ]
    );
}

#[test]
fn the_number_of_operations_does_not_affect_method_names() {
    let ids: Vec<String> = (0..31)
        .map(|index| format!("{}Invoice{index}", ["get", "list", "archive"][index % 3]))
        .collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let all = methods(&ids);
    for count in [1, 2, 29, 30] {
        assert_eq!(methods(&ids[..count]), all[..count], "{count} operations");
    }
}
