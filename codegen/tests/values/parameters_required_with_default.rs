//! A required parameter with a default is initialized with it, and has a setter.

use parameters_required_with_default::operations::{GetItem, ListItems};
use signon_runtime::{Operation, Request};

/// Returns the value of the header that has a default.
fn version(request: &Request) -> &str {
    let (_, value) = request.headers().find(|(name, _)| *name == "x-version").expect("the header");
    value.to_str().expect("text")
}

#[test]
fn defaults_are_sent() {
    let request = ListItems::new().request();
    assert_eq!(request.target(), "/items?size=20");
    assert_eq!(version(&request), "1.1");
    assert_eq!(ListItems::default(), ListItems::new());
}

#[test]
fn setters_replace_defaults() {
    let request = ListItems::new().size(5).after("a").request();
    assert_eq!(request.target(), "/items?size=5&after=a");
}

#[test]
fn a_path_parameter_and_a_default_that_does_not_fit_are_arguments() {
    let get = GetItem::new("1", "audit", "2026-01-31").x_version("3");
    let request = get.request();
    assert_eq!(request.target(), "/items/1?reason=audit&since=2026-01-31");
    assert_eq!(version(&request), "3");
}
