//! Whatever a model holds, it is read as it was written.

use proptest::prelude::*;
use signon_runtime::Field;

use super::{Customer, Line, Order, ROOT, read, small, written};

/// Text that XML can hold.
fn text() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[\\t\\n\\r -~\u{a0}-\u{ff}\u{1f600}]{0,12}").expect("a pattern")
}

fn name() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[a-zA-Z_é][a-zA-Z0-9_.-]{0,6}").expect("a pattern")
}

fn line() -> impl Strategy<Value = Line> {
    (
        text(),
        proptest::option::of("[^\\x00-\\x1f\u{fffe}\u{ffff}]{1,8}"),
    )
        .prop_map(|(sku, note)| Line {
            sku,
            // White space between elements is layout.
            note: note.filter(|note| !note.trim().is_empty()),
        })
}

fn order() -> impl Strategy<Value = Order> {
    let customer = (proptest::option::of(text()), text());
    let customer = customer.prop_map(|(language, name)| Customer { language, name });
    let leaf = (
        any::<i64>(),
        proptest::option::of(customer),
        proptest::collection::vec(line(), 0..3),
        proptest::option::of(proptest::collection::vec(text(), 1..4)),
        -1e15..1e15,
        prop_oneof![
            Just(Field::Absent),
            Just(Field::Null),
            any::<bool>().prop_map(Field::Value)
        ],
        proptest::option::of(proptest::collection::vec(any::<i32>(), 0..3)),
        proptest::option::of(proptest::collection::btree_map(name(), text(), 0..3)),
    );
    let leaf = leaf.prop_map(
        |(id, customer, lines, tags, total, paid, sizes, labels)| Order {
            customer,
            lines,
            tags,
            total,
            paid,
            sizes,
            labels,
            ..small(id)
        },
    );
    leaf.prop_recursive(3, 4, 1, |inner| {
        (inner.clone(), inner).prop_map(|(order, parent)| Order {
            parent: Some(Box::new(parent)),
            ..order
        })
    })
}

proptest! {
    #[test]
    fn a_model_round_trips(order in order()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let document = written(&order, &ROOT).expect("a document");
        let again = runtime.block_on(read(&document)).expect("an order");
        prop_assert_eq!(again, order);
    }
}
