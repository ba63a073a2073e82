//! A parameter whose only value is null is sent as the empty text.

use parameters_null::operations::{PutItem, PutItemBody};
use signon_runtime::Operation;

#[test]
fn null_is_the_empty_text() {
    let request = PutItem::new((), PutItemBody::new(())).request();
    assert_eq!(request.target(), "/items?none=");
    let request = PutItem::new((), PutItemBody::new(())).list([(), ()]).request();
    assert_eq!(request.target(), "/items?none=&list=&list=");
}
