//! Documented errors and response headers that operations share.

use crate::ir::{
    Api, Content, Decoding, Doc, Header, Naming, Operation, OperationId, Response, Status, Type,
    TypeId,
};
use crate::name::{NameMode, name};

use super::build::{api, component, inline, operation, response, structure};

const PROBLEM: Type = Type::Named(TypeId(0));

fn failing(id: &str, errors: Vec<Response>) -> Operation {
    Operation {
        errors,
        ..operation(id, Type::String)
    }
}

fn with_headers(id: &str, keys: &[&str]) -> Operation {
    let mut operation = operation(id, Type::String);
    let header = |key: &&str| Header {
        key: (*key).to_owned(),
        doc: Doc::default(),
        ty: Type::String,
        required: false,
    };
    for success in &mut operation.successes {
        success.headers = keys.iter().map(header).collect();
    }
    operation
}

fn problem(status: u16) -> Response {
    response(Status::Code(status), Some(PROBLEM))
}

fn with_operations(operations: Vec<Operation>) -> Api {
    Api {
        types: vec![component("Problem", structure(&[]))],
        operations,
        ..api()
    }
}

/// Returns the module and name of the shared errors and headers of each operation.
fn shared(api: &Api) -> Vec<(Option<String>, Option<String>)> {
    let (names, collisions) = name(api, NameMode::Strict);
    assert!(collisions.is_empty(), "{collisions:?}");
    let path = |shared: &crate::name::Shared| {
        format!(
            "{}::{}",
            names.module(shared.module).ident,
            shared.name.ident
        )
    };
    let operations = names.operations.iter();
    operations
        .map(|operation| {
            let errors = operation
                .shared_error
                .and_then(|index| names.errors.get(index));
            let headers = operation
                .shared_headers
                .and_then(|index| names.headers.get(index));
            (errors.map(path), headers.map(path))
        })
        .collect()
}

fn errors(api: &Api) -> Vec<Option<String>> {
    shared(api).into_iter().map(|(errors, _)| errors).collect()
}

#[test]
fn operations_share_errors_in_our_specs_too() {
    let api = with_operations(vec![
        failing("a", vec![problem(401), problem(404)]),
        failing("b", vec![problem(401)]),
        failing("c", vec![problem(404), problem(401)]),
    ]);
    let both = Some("errors::ProblemFor401_404".to_owned());
    let one = Some("errors::ProblemFor401".to_owned());
    assert_eq!(errors(&api), [both.clone(), one, both]);
}

#[test]
fn adding_an_operation_keeps_the_names_of_shared_types() {
    let before = with_operations(vec![
        failing("a", vec![problem(401), problem(404)]),
        with_headers("b", &["X-Rate-Limit", "X-Rate-Left"]),
    ]);
    let known = shared(&before);
    let newcomers = [
        failing("new", vec![problem(401)]),
        failing("new", vec![problem(401), problem(404)]),
        failing(
            "new",
            vec![
                problem(404),
                response(Status::Code(409), Some(Type::String)),
            ],
        ),
        with_headers("new", &["x-rate-left", "x-rate-limit"]),
        with_headers("new", &["X-Rate-Limit"]),
        with_headers("new", &["Rate-Limit-Rate-Left"]),
    ];
    for newcomer in newcomers {
        let mut after = before.clone();
        after.operations.insert(0, newcomer);
        assert_eq!(shared(&after)[1..], known);
    }
}

#[test]
fn names_contain_bodies_and_media_types() {
    let text = Content {
        media: "text/html".to_owned(),
        decoding: Decoding::Text,
    };
    let mut with_html = problem(401);
    with_html.contents.push(text);
    let api = with_operations(vec![
        failing("a", vec![with_html.clone()]),
        failing("b", vec![with_html, problem(404)]),
        failing("c", vec![response(Status::Code(304), None), problem(404)]),
    ]);
    let named = |name: &str| Some(format!("errors::{name}"));
    assert_eq!(
        errors(&api),
        [
            named("ProblemOrHtmlFor401"),
            named("ProblemFor401_404OrHtmlFor401"),
            named("EmptyFor304OrProblemFor404"),
        ]
    );
}

#[test]
fn errors_with_a_type_of_one_operation_are_not_shared() {
    let naming = Naming::InOperation(OperationId(0), vec!["error".to_owned()]);
    let mut api = with_operations(vec![failing("a", vec![problem(404)])]);
    api.types = vec![inline(
        naming,
        "/paths/~1a/get/responses/404",
        structure(&[]),
    )];
    assert_eq!(errors(&api), [None]);
}

#[test]
fn order_and_case_of_headers_are_ignored() {
    let api = with_operations(vec![
        with_headers("a", &["X-Rate-Limit", "X-Rate-Left"]),
        with_headers("b", &["x-rate-left", "x-rate-limit"]),
    ]);
    let headers: Vec<_> = shared(&api)
        .into_iter()
        .map(|(_, headers)| headers)
        .collect();
    let expected = Some("headers::RateLeftLimitHeaders".to_owned());
    assert_eq!(headers, [expected.clone(), expected]);
}
