//! Requests as values: what they put where, and what they reject.

use std::collections::BTreeMap;

use serde::Serialize;
use signon_runtime::codegen::{FormEncoding, Parameter, PathStyle, QueryStyle, ToParameter};
use signon_runtime::metadata::{Method, OperationMetadata};
use signon_runtime::{Body, Defect, Field, Json, Multipart, Request, Secret};

use crate::acme::{self, CREATE, GET, PING, SHAPES};

fn list() -> Vec<&'static str> {
    vec!["blue", "black brown", "a,b"]
}

fn object() -> Parameter {
    #[derive(Serialize)]
    struct Color {
        #[serde(rename = "R")]
        r: i32,
        #[serde(rename = "G")]
        g: f64,
        #[serde(rename = "B")]
        b: &'static str,
    }
    Parameter::from_serialize(&Color {
        r: 100,
        g: 200.0,
        b: "1/2",
    })
}

#[test]
fn path_styles() {
    static STYLED: OperationMetadata =
        OperationMetadata::new(&acme::API, Method::Get, "styled", "/x{color}");
    let cases: &[(PathStyle, &dyn ToParameter, &str)] = &[
        (PathStyle::SIMPLE, &"a b", "/xa%20b"),
        (PathStyle::SIMPLE, &list(), "/xblue,black%20brown,a%2Cb"),
        (PathStyle::SIMPLE, &object(), "/xR,100,G,200,B,1%2F2"),
        (
            PathStyle::SIMPLE_EXPLODED,
            &object(),
            "/xR=100,G=200,B=1%2F2",
        ),
        (PathStyle::LABEL, &5, "/x.5"),
        (PathStyle::LABEL, &list(), "/x.blue,black%20brown,a%2Cb"),
        (
            PathStyle::LABEL_EXPLODED,
            &list(),
            "/x.blue.black%20brown.a%2Cb",
        ),
        (
            PathStyle::LABEL_EXPLODED,
            &object(),
            "/x.R=100.G=200.B=1%2F2",
        ),
        (PathStyle::MATRIX, &5, "/x;color=5"),
        (
            PathStyle::MATRIX,
            &list(),
            "/x;color=blue,black%20brown,a%2Cb",
        ),
        (
            PathStyle::MATRIX_EXPLODED,
            &list(),
            "/x;color=blue;color=black%20brown;color=a%2Cb",
        ),
        (PathStyle::MATRIX, &object(), "/x;color=R,100,G,200,B,1%2F2"),
        (
            PathStyle::MATRIX_EXPLODED,
            &object(),
            "/x;R=100;G=200;B=1%2F2",
        ),
        (PathStyle::SIMPLE, &"", "/x"),
        (PathStyle::LABEL, &"", "/x."),
        (PathStyle::MATRIX, &"", "/x;color"),
        (
            PathStyle::SIMPLE.reserved(),
            &"a:b/c?d#e[f]@!$&'()*+,;=%41%",
            "/xa:b%2Fc%3Fd%23e%5Bf%5D@!$&'()*+,;=%41%25",
        ),
        (
            PathStyle::MATRIX_EXPLODED.reserved(),
            &["a=b", "c d"].as_slice(),
            "/x;color=a=b;color=c%20d",
        ),
    ];
    for (style, value, expected) in cases {
        let request = Request::new(&STYLED).path_with("color", *style, &value.to_parameter());
        assert_eq!(request.encoded_path(), *expected, "{style:?}");
        assert_eq!(request.defect(), None);
    }
}

#[test]
fn query_styles() {
    let nested: Json =
        serde_json::json!({"a": {"b": [1, 2]}, "c": null, "d": [{"e": 1}, {"e": 2}]}).into();
    let none: Option<&str> = None;
    let cases: &[(QueryStyle, &dyn ToParameter, &str)] = &[
        (QueryStyle::FORM, &"a b&c=d#e+f", "q=a%20b%26c%3Dd%23e%2Bf"),
        (QueryStyle::FORM, &true, "q=true"),
        (QueryStyle::FORM, &1.0, "q=1"),
        (QueryStyle::FORM, &1.5, "q=1.5"),
        (QueryStyle::FORM, &"", "q="),
        (QueryStyle::FORM, &none, ""),
        (QueryStyle::FORM, &Field::<i32>::Null, "q="),
        (QueryStyle::FORM, &Field::<i32>::Absent, ""),
        (QueryStyle::FORM, &list(), "q=blue&q=black%20brown&q=a%2Cb"),
        (QueryStyle::FORM, &Vec::<i32>::new(), ""),
        (QueryStyle::FORM, &object(), "R=100&G=200&B=1%2F2"),
        (
            QueryStyle::FORM_JOINED,
            &list(),
            "q=blue,black%20brown,a%2Cb",
        ),
        (QueryStyle::FORM_JOINED, &object(), "q=R,100,G,200,B,1%2F2"),
        (QueryStyle::FORM_JOINED, &Vec::<i32>::new(), ""),
        (QueryStyle::SPACE, &list(), "q=blue%20black%20brown%20a%2Cb"),
        (QueryStyle::TAB, &list(), "q=blue%09black%20brown%09a%2Cb"),
        (QueryStyle::PIPE, &list(), "q=blue%7Cblack%20brown%7Ca%2Cb"),
        (
            QueryStyle::DEEP_OBJECT,
            &object(),
            "q%5BR%5D=100&q%5BG%5D=200&q%5BB%5D=1%2F2",
        ),
        (
            QueryStyle::DEEP_OBJECT,
            &nested,
            "q%5Ba%5D%5Bb%5D%5B%5D=1&q%5Ba%5D%5Bb%5D%5B%5D=2&q%5Bc%5D=\
             &q%5Bd%5D%5B0%5D%5Be%5D=1&q%5Bd%5D%5B1%5D%5Be%5D=2",
        ),
        (
            QueryStyle::FORM.reserved(),
            &"a/b?c:d&e=f#g+h%",
            "q=a/b?c:d%26e=f%23g%2Bh%25",
        ),
    ];
    for (style, value, expected) in cases {
        let request = Request::new(&PING).query_with("q", *style, &value.to_parameter());
        assert_eq!(request.encoded_query(), *expected, "{style:?}");
    }
}

#[test]
fn free_form_query_and_json_query() {
    let map = BTreeMap::from([("a".to_owned(), 1), ("b c".to_owned(), 2)]);
    let request = Request::new(&PING)
        .query("ids[]", &vec![1, 2])
        .query("any", &map)
        .query_json("filter", &serde_json::json!({"x": [1]}))
        .query_json("none", &Option::<i32>::None);
    assert_eq!(
        request.target(),
        "/ping?ids%5B%5D=1&ids%5B%5D=2&a=1&b%20c=2&filter=%7B%22x%22%3A%5B1%5D%7D"
    );
    assert_eq!(
        request.query_pairs()[0],
        ("ids[]".to_owned(), "1".to_owned())
    );
}

#[test]
fn headers_and_cookies() {
    let request = Request::new(&PING)
        .header("X-List", &list())
        .header_with("X-Object", true, &object())
        .header("X-None", &Option::<i32>::None)
        .cookie("a", "x; y=z")
        .cookie("b", &vec![1, 2]);
    let headers: Vec<_> = request
        .headers()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect();
    assert_eq!(
        headers,
        [
            ("x-list", "blue,black brown,a,b"),
            ("x-object", "R=100,G=200,B=1/2")
        ]
    );
    assert_eq!(request.encoded_cookies(), "a=x%3B%20y%3Dz; b=1; b=2");
}

#[test]
fn json_in_every_location() {
    let value = serde_json::json!({"k": ["é 😀", "a/b;c"]});
    let request = Request::new(&GET)
        .path_json("id", &value)
        .header_json("X-Json", &value)
        .header_json("X-None", &Option::<i32>::None)
        .cookie_json("c", &value)
        .cookie_json("none", &Option::<i32>::None);
    assert_eq!(request.defect(), None);
    assert_eq!(
        request.encoded_path(),
        "/things/%7B%22k%22%3A%5B%22%C3%A9%20%F0%9F%98%80%22%2C%22a%2Fb%3Bc%22%5D%7D"
    );
    let headers: Vec<_> = request
        .headers()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect();
    assert_eq!(
        headers,
        [("x-json", r#"{"k":["\u00e9 \ud83d\ude00","a/b;c"]}"#)]
    );
    assert_eq!(
        request.encoded_cookies(),
        "c=%7B%22k%22%3A%5B%22%C3%A9%20%F0%9F%98%80%22%2C%22a%2Fb%3Bc%22%5D%7D"
    );
    assert_eq!(
        Request::new(&GET)
            .path_json("id", &Option::<i32>::None)
            .defect(),
        Some(&Defect::MissingPathParameter("id".to_owned()))
    );
}

static JOINED: OperationMetadata =
    OperationMetadata::new(&acme::API, Method::Get, "joined", "/x/{a}{b}/y");

#[test]
fn path_segments_that_name_another_endpoint_are_refused() {
    for value in ["", ".", ".."] {
        let request = Request::new(&GET).path("id", value);
        assert_eq!(request.defect(), Some(&Defect::Segment("id".to_owned())));
    }
    for value in ["...", "a/../b", "%2e%2e", "..%2f", "\\..\\"] {
        let request = Request::new(&GET).path("id", value);
        assert_eq!(request.defect(), None, "{value}");
        assert_eq!(request.encoded_path().matches('/').count(), 2, "{value}");
    }
    let request = Request::new(&JOINED).path("a", ".").path("b", ".");
    assert_eq!(request.defect(), Some(&Defect::Segment("b".to_owned())));
    for value in ["%2e", "%2E%2e", ".%2e", "%2e."] {
        let reserved = PathStyle::SIMPLE.reserved();
        let request = Request::new(&GET).path_with("id", reserved, value);
        assert_eq!(request.defect(), Some(&Defect::Segment("id".to_owned())));
        let request = Request::custom(http::Method::GET, format!("/a/{value}/b"));
        assert!(request.defect().is_some(), "{value}");
    }
    let label = PathStyle::LABEL;
    let request = Request::new(&GET).path_with("id", label, "");
    assert_eq!(request.defect(), Some(&Defect::Segment("id".to_owned())));
    let request = Request::new(&GET).path("id", &Option::<i32>::None);
    assert_eq!(
        request.defect(),
        Some(&Defect::MissingPathParameter("id".to_owned()))
    );
    let request = Request::new(&GET).path("id", &Vec::<String>::new());
    assert_eq!(request.defect(), Some(&Defect::Segment("id".to_owned())));
}

#[test]
fn a_value_is_never_read_as_a_template_parameter() {
    let request = Request::new(&SHAPES).path("x", "{y}").path("y", "{x}");
    assert_eq!(request.encoded_path(), "/a/%7By%7D/b/%7Bx%7D");
}

#[test]
fn headers_that_cannot_arrive_as_they_are_are_refused() {
    for value in ["a\r\nb", "a\nb", "\0", " a", "a ", "\ta"] {
        let request = Request::new(&PING).header("X-A", value);
        assert_eq!(
            request.defect(),
            Some(&Defect::Header("X-A".to_owned())),
            "{value:?}"
        );
    }
    assert!(Request::new(&PING).header("X-A", "").defect().is_none());
    assert!(
        Request::new(&PING)
            .header("bad name", "a")
            .defect()
            .is_some()
    );
}

#[derive(Serialize)]
struct Number {
    #[serde(serialize_with = "signon_runtime::codegen::number")]
    n: f64,
}

#[test]
fn bodies() {
    #[derive(Serialize)]
    struct Form {
        a: Vec<i32>,
        b: BTreeMap<String, Option<i32>>,
        c: &'static str,
    }
    let form = Form {
        a: vec![1, 2],
        b: BTreeMap::from([("x".to_owned(), Some(3)), ("y".to_owned(), None)]),
        c: "d e",
    };
    let request = Request::new(&CREATE).form(&form);
    assert_eq!(
        request.content_type(),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        request.body_bytes().unwrap().as_ref(),
        b"a=1&a=2&b%5Bx%5D=3&b%5By%5D=&c=d%20e"
    );
    let request = Request::new(&CREATE).form_with(
        &form,
        &[("a", FormEncoding::Style(QueryStyle::FORM_JOINED))],
    );
    assert!(request.body_bytes().unwrap().starts_with(b"a=1,2&"));
    assert_eq!(
        Request::new(&CREATE).form(&[1]).defect(),
        Some(&Defect::Form)
    );

    let request = Request::new(&CREATE).json(&Number { n: 2.0 });
    assert_eq!(request.body_bytes().unwrap().as_ref(), br#"{"n":2}"#);
    let request = Request::new(&CREATE).json(&Number { n: f64::NAN });
    assert!(matches!(request.defect(), Some(Defect::Json(_))));

    let request = Request::new(&CREATE).text("text/plain", "hi");
    assert_eq!(request.body_bytes().unwrap().as_ref(), b"hi");
    let request = Request::new(&CREATE).bytes("image/png", &Body::from(vec![1, 2]));
    assert_eq!(request.content_type(), Some("image/png"));
    assert!(request.is_replayable());
}

#[test]
fn requests_are_compared_and_shown_without_values() {
    let make = |secret: &str| {
        Request::new(&GET)
            .path("id", &Secret::from(secret))
            .query("token", &Secret::from(secret))
            .header("X-Token", &Secret::from(secret))
            .json(&Secret::from(secret))
    };
    assert_eq!(make("hunter2"), make("hunter2"));
    assert_ne!(make("hunter2"), make("hunter3"));
    let shown = format!("{:?} {:#?}", make("hunter2"), make("hunter2"));
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(
        shown.contains("getThing") && shown.contains("x-token"),
        "{shown}"
    );
    let form = Multipart::new().text("secret", &Secret::from("hunter2"));
    assert!(!format!("{form:?}").contains("hunter2"));
}

#[test]
fn custom_requests() {
    let request = Request::custom(http::Method::GET, "/beta/{id}").path("id", "a/b");
    assert_eq!(request.target(), "/beta/a%2Fb");
    for path in ["beta", "/a?b", "/a#b", "/a/../b", "/a\\b"] {
        assert!(
            Request::custom(http::Method::GET, path).defect().is_some(),
            "{path}"
        );
    }
}

#[test]
fn a_float_that_json_does_not_have_is_a_defect_wherever_it_is() {
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let map = BTreeMap::from([("a", Some(vec![1.5, float])), ("b", None)]);
        let create = || Request::new(&CREATE);
        for request in [
            create().json(&float),
            create().json(&vec![(1, float)]),
            create().json(&map),
            create().query_json("filter", &float),
            create().header_json("X-Filter", &map),
            create().multipart(Multipart::new().json("meta", Some(&float))),
        ] {
            assert!(
                matches!(request.defect(), Some(Defect::Json(_))),
                "{request:?}"
            );
        }
        assert!(Json::encode(&map).is_err());
    }
    let none = BTreeMap::from([("a", None::<f64>)]);
    assert!(Request::new(&CREATE).json(&none).defect().is_none());
}
