//! Names: where they come from, and who gives way.

use signon_codegen::ir::{Api, Naming, Presence, Shape, Type, TypeDef, TypeId};
use signon_codegen::name::{NameMode, name};

use crate::build::{api, choice, component, inline, operation, query, record};

fn with_types(types: Vec<TypeDef>) -> Api {
    Api { types, ..api() }
}

fn idents(api: &Api) -> Vec<String> {
    let (names, _) = name(api, NameMode::Settle);
    names.types.into_iter().map(|name| name.ident).collect()
}

#[test]
fn an_inline_type_gives_way_to_a_component() {
    let invoice = component("Invoice", record(&[]));
    let within = inline(
        Naming::Within(TypeId(0), vec!["status".to_owned()]),
        "/components/schemas/Invoice/properties/status",
        choice(&["open"]),
    );
    let status = component("InvoiceStatus", choice(&["open"]));
    assert_eq!(
        idents(&with_types(vec![invoice, within, status])),
        ["Invoice", "InvoiceStatusValue", "InvoiceStatus"]
    );
}

#[test]
fn a_collision_is_told_where_someone_can_resolve_it() {
    let api = with_types(vec![
        component("invoice_line", record(&[])),
        component("InvoiceLine", record(&[])),
    ]);
    let (_, told) = name(&api, NameMode::Strict);
    let parties: Vec<&str> = told[0]
        .parties
        .iter()
        .map(|(key, _)| key.as_str())
        .collect();
    assert_eq!(told[0].name, "InvoiceLine");
    assert_eq!(parties, ["invoice_line", "InvoiceLine"]);
    let (names, told) = name(&api, NameMode::Settle);
    assert!(told.is_empty());
    assert_eq!(
        names.types[1].ident, "InvoiceLine",
        "the exact spelling keeps its name"
    );
    assert_eq!(names.types[0].ident, "InvoiceUnderscoreLine");
}

#[test]
fn unrelated_types_move_no_name() {
    let types = vec![
        component("a_b", record(&[])),
        component("a-b", record(&[])),
        component("Result", record(&[])),
    ];
    let before = idents(&with_types(types.clone()));
    let mut more = types;
    more.push(component("Unrelated", record(&[])));
    more.push(component("UnrelatedResult", record(&[])));
    assert_eq!(idents(&with_types(more))[..3], before);
}

#[test]
fn a_type_hides_nothing_of_the_prelude() {
    let keys = ["String", "Option", "Result", "Error"];
    let types = keys.map(|key| component(key, record(&[]))).to_vec();
    assert_eq!(
        idents(&with_types(types)),
        ["StringModel", "OptionModel", "ResultModel", "Error"]
    );
}

#[test]
fn values_of_a_choice_differ_in_more_than_case() {
    let types = vec![component(
        "Order",
        choice(&["asc", "ASC", "unknown", "self", "+1", "-1", "", ">="]),
    )];
    let (names, _) = name(&with_types(types), NameMode::Settle);
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
fn a_setter_hides_no_method() {
    let mut listing = operation("list", Type::Null);
    listing.parameters = ["send", "request", "new", "type", "body"]
        .map(|key| query(key, Type::String, false))
        .to_vec();
    let api = Api {
        operations: vec![listing],
        ..api()
    };
    let (names, _) = name(&api, NameMode::Settle);
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
fn undeclared_keys_leave_a_declared_field_its_name() {
    let rest_beside = |key: &str, rest: Option<Type>| {
        let mut shape = record(&[(key, Type::String, Presence::Required)]);
        if let Shape::Record(record) = &mut shape {
            record.rest = rest;
        }
        let (names, _) = name(&with_types(vec![component("Bag", shape)]), NameMode::Settle);
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
fn tags_that_read_the_same_are_one_module() {
    let mut api = api();
    for key in ["Invoices", "client", "gen"] {
        api.groups.push(signon_codegen::ir::Group {
            key: key.to_owned(),
            description: None,
        });
    }
    let (names, _) = name(&api, NameMode::Settle);
    assert_eq!(names.groups, [1, 1, 2, 3]);
    let modules: Vec<&str> = names
        .modules
        .iter()
        .map(|module| module.ident.as_str())
        .collect();
    assert_eq!(
        modules,
        ["models", "invoices", "client_operations", "r#gen"]
    );
}

#[test]
fn a_method_of_a_group_does_not_repeat_the_group() {
    let ids = [
        "invoices/list",
        "invoices.create",
        "create",
        "invoicesArchive",
        "invoices/type",
        "invoices_as_ref",
        "invoices-2fa",
        "invoicessync",
    ];
    let methods = |others: usize| {
        let others = (0..others).map(|index| format!("other{index}"));
        let ids = ids.map(str::to_owned).into_iter().chain(others);
        let api = Api {
            operations: ids.map(|id| operation(&id, Type::Null)).collect(),
            ..api()
        };
        let (names, _) = name(&api, NameMode::Settle);
        let methods = names.operations.into_iter().map(|name| name.method);
        methods.take(8).collect::<Vec<_>>()
    };
    assert_eq!(
        methods(30),
        [
            "list",
            "invoices_create",
            "create",
            "archive",
            "r#type",
            "invoices_as_ref",
            "invoices2fa",
            "invoicessync",
        ]
    );
    let ungrouped = methods(0);
    assert_eq!(ungrouped[0], "invoices_list", "there are no groups");
}
