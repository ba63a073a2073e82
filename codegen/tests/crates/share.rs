//! Inline types that are alike.

use signon_codegen::ir::{Api, Naming, OperationId, Shape, Type, TypeId};
use signon_codegen::share::share;

use crate::build::{api, choice, component, inline, operation};

#[test]
fn alike_inline_types_become_one() {
    let of = |operation| Naming::Of(OperationId(operation), vec!["order".to_owned()]);
    let mut api = Api {
        types: vec![
            inline(
                of(0),
                "/paths/~1a/get/parameters/0/schema",
                choice(&["asc", "desc"]),
            ),
            inline(
                of(1),
                "/paths/~1b/get/parameters/0/schema",
                choice(&["asc", "desc"]),
            ),
            inline(
                of(1),
                "/paths/~1b/get/parameters/1/schema",
                choice(&["asc"]),
            ),
            component("Order", choice(&["asc", "desc"])),
            component("Sort", choice(&["asc", "desc"])),
        ],
        operations: vec![operation("a", Type::Null), operation("b", Type::Null)],
        ..api()
    };
    for parameter in &mut api.types[..3] {
        parameter.usage.parameter = true;
    }
    share(&mut api);
    let aliases: Vec<bool> = api
        .types
        .iter()
        .map(|def| matches!(def.shape, Shape::Alias(Type::Named(TypeId(0)))))
        .collect();
    assert_eq!(
        aliases,
        [false, true, false, false, false],
        "named types are left alone"
    );
}
