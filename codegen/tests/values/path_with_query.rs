//! A query that is part of the path template is sent once.

use path_with_query::operations::{ListItems, Search};
use signon_runtime::Operation;

#[test]
fn a_fixed_query_is_sent_once() {
    assert_eq!(ListItems::new().request().target(), "/items?type=all");
    assert_eq!(ListItems::new().limit(5).request().target(), "/items?type=all&limit=5");
    assert_eq!(Search::new("a b").request().target(), "/search?mode=full&raw&q=a%20b");
}
