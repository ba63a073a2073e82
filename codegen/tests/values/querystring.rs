//! A parameter for the entire query is serialized by its media type (OpenAPI 3.2, "Parameter Locations").

use querystring::models::{Filter, Range};
use querystring::operations::{ByForm, ByJson, ByOptionalForm, ByOther, ByPath, ByText};
use signon_runtime::Operation;

fn filter() -> Filter {
    let range = Range::default().low(1);
    Filter::new(["a b", "c"]).range(range).path("x/y&z")
}

#[test]
fn a_form_has_a_pair_for_each_property_in_its_encoding() {
    let query = ByForm::new(filter()).request().encoded_query().to_owned();
    assert_eq!(query, "tags=a%20b%7Cc&range=%7B%22low%22%3A1%7D&path=x/y%26z");
}

#[test]
fn a_form_without_encodings_repeats_lists() {
    let query = ByOptionalForm::new().filter(filter()).request().encoded_query().to_owned();
    assert_eq!(query, "tags=a%20b&tags=c&range%5Blow%5D=1&path=x%2Fy%26z");
    assert_eq!(ByOptionalForm::new().request().target(), "/form/optional");
}

#[test]
fn json_is_the_query() {
    let request = ByJson::new().filter(Filter::new(["a"])).request();
    assert_eq!(request.target(), "/json?%7B%22tags%22%3A%5B%22a%22%5D%7D");
    assert_eq!(ByJson::new().request().target(), "/json");
}

#[test]
fn text_is_the_query_whatever_its_media_type() {
    assert_eq!(ByText::new("a=b&c").request().target(), "/text?a%3Db%26c");
    // The standard's own example of a JSONPath.
    assert_eq!(ByPath::new().selector("$.a.b[1:1]").request().target(), "/path?%24.a.b%5B1%3A1%5D");
    assert_eq!(ByOther::new().filter("<f/>").request().target(), "/other?%3Cf%2F%3E");
}
