//! Deduplication of equal inline types.

use crate::ir::{Api, Naming, OperationId, Shape, Type, TypeId};
use crate::passes::dedupe;

use super::build::{api, component, inline, operation, string_enum};

#[test]
fn equal_inline_types_are_deduplicated() {
    let of = |operation| Naming::InOperation(OperationId(operation), vec!["order".to_owned()]);
    let mut api = Api {
        types: vec![
            inline(
                of(0),
                "/paths/~1a/get/parameters/0/schema",
                string_enum(&["asc", "desc"]),
            ),
            inline(
                of(1),
                "/paths/~1b/get/parameters/0/schema",
                string_enum(&["asc", "desc"]),
            ),
            inline(
                of(1),
                "/paths/~1b/get/parameters/1/schema",
                string_enum(&["asc"]),
            ),
            component("Order", string_enum(&["asc", "desc"])),
            component("Sort", string_enum(&["asc", "desc"])),
        ],
        operations: vec![operation("a", Type::Null), operation("b", Type::Null)],
        ..api()
    };
    for parameter in 0..3 {
        let usage = api.derived.usage.entry(TypeId(parameter)).or_default();
        usage.parameter = true;
    }
    dedupe(&mut api);
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
