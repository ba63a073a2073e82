//! The reader of requests must read every style of the standard, and must see what is wrong.

use serde_json::{Value, json};
use signon_tests::spec::Spec;
use signon_tests::spec::operation::Endpoint;
use signon_tests::wire::body::{Arrival, Part};
use signon_tests::wire::{Seen, read};

/// A document of one operation with these parameters.
fn spec(path: &str, parameters: &Value) -> Spec {
    let operation = json!({ "operationId": "o", "parameters": parameters, "responses": {} });
    let document = json!({
        "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": { path: { "get": operation } },
    });
    Spec::read("thing", document.to_string()).expect("the document is one")
}

/// The operation of the document.
fn only(spec: &Spec) -> Endpoint<'_> {
    spec.endpoint("o").expect("the document has one operation")
}

fn seen(path: &str, query: &str) -> Seen {
    Seen {
        method: "GET".to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        ..Seen::default()
    }
}

/// What arrives of one query parameter `p` in this style.
fn query(style: &str, explode: bool, example: &Value, query: &str) -> Result<Value, String> {
    let spec = spec(
        "/a",
        &json!([{ "name": "p", "in": "query", "style": style, "explode": explode, "schema": {} }]),
    );
    let arrived = read(only(&spec), &seen("/a", query), |_| Some(example))?;
    Ok(arrived.into_iter().map(|arrived| arrived.value).collect())
}

/// What arrives of one path parameter `p` in this style.
fn path(style: &str, explode: bool, example: &Value, path: &str) -> Result<Value, String> {
    let parameter = json!({ "name": "p", "in": "path", "required": true, "style": style, "explode": explode, "schema": {} });
    let spec = spec("/a/{p}", &json!([parameter]));
    let arrived = read(only(&spec), &seen(path, ""), |_| Some(example))?;
    Ok(arrived.into_iter().map(|arrived| arrived.value).collect())
}

#[test]
fn query_styles() {
    let (text, list, map) = (json!(""), json!([]), json!({}));
    assert_eq!(
        query("form", true, &text, "p=a%2Bb+c").unwrap(),
        json!(["a+b c"])
    );
    assert_eq!(
        query("form", true, &list, "p=a&p=b").unwrap(),
        json!([["a", "b"]])
    );
    assert_eq!(
        query("form", false, &list, "p=a%2C,b").unwrap(),
        json!([["a,", "b"]])
    );
    assert_eq!(
        query("form", true, &map, "a=1&b=2").unwrap(),
        json!([{ "a": "1", "b": "2" }])
    );
    assert_eq!(
        query("form", false, &map, "p=a,1,b,2").unwrap(),
        json!([{ "a": "1", "b": "2" }])
    );
    assert_eq!(
        query("spaceDelimited", false, &list, "p=a%20b").unwrap(),
        json!([["a", "b"]])
    );
    assert_eq!(
        query("pipeDelimited", false, &list, "p=a%7Cb").unwrap(),
        json!([["a", "b"]])
    );
    let deep = "p%5Ba%5D%5Bb%5D=1&p[c][]=2&p[c][]=3";
    assert_eq!(
        query("deepObject", true, &map, deep).unwrap(),
        json!([{ "a": { "b": "1" }, "c": ["2", "3"] }])
    );
    let numbered = "p[0][a]=1&p[1][a]=2&p[1][b]=3";
    assert_eq!(
        query("deepObject", true, &list, numbered).unwrap(),
        json!([[{ "a": "1" }, { "a": "2", "b": "3" }]])
    );
}

#[test]
fn path_styles() {
    let (text, list, map) = (json!(""), json!([]), json!({}));
    assert_eq!(
        path("simple", false, &text, "/a/x%2Fy+").unwrap(),
        json!(["x/y+"])
    );
    assert_eq!(
        path("simple", false, &list, "/a/x,y%2C").unwrap(),
        json!([["x", "y,"]])
    );
    assert_eq!(
        path("simple", true, &map, "/a/k=v,l=w").unwrap(),
        json!([{ "k": "v", "l": "w" }])
    );
    assert_eq!(
        path("label", true, &list, "/a/.x.y").unwrap(),
        json!([["x", "y"]])
    );
    assert_eq!(
        path("matrix", true, &list, "/a/;p=x;p=y").unwrap(),
        json!([["x", "y"]])
    );
    assert_eq!(
        path("matrix", false, &map, "/a/;p=k,v").unwrap(),
        json!([{ "k": "v" }])
    );
    assert_eq!(
        path("matrix", true, &map, "/a/;k=v").unwrap(),
        json!([{ "k": "v" }])
    );
}

#[test]
fn what_is_wrong_is_seen() {
    let text = json!("");
    assert!(
        query("form", true, &text, "").is_err(),
        "the parameter is missing"
    );
    assert!(
        query("form", true, &text, "p=a&p=b").is_err(),
        "the parameter came twice"
    );
    assert!(
        query("form", true, &text, "p=a&q=b").is_err(),
        "there is no parameter `q`"
    );
    assert!(
        path("simple", false, &text, "/a/b/c").is_err(),
        "the path is another one"
    );
    assert!(
        path("simple", false, &text, "/a/").is_err(),
        "the segment is empty"
    );
}

#[tokio::test]
async fn bodies() {
    let with = |media: &str, body: &str| Seen {
        headers: vec![("content-type".to_owned(), media.to_owned())],
        body: body.as_bytes().to_vec(),
        ..Seen::default()
    };
    let form = with(
        "application/x-www-form-urlencoded",
        "a=1&b=2&b=3&c%5Bd%5D=4+5",
    );
    assert_eq!(
        form.arrival().await,
        Ok(Arrival::Form(
            json!({ "a": "1", "b": ["2", "3"], "c": { "d": "4 5" } })
        ))
    );

    let text = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n\"\r\nContent-Type: text/csv\r\n\r\na\r\n--x--\r\n";
    let part = Part {
        name: "f".to_owned(),
        file: Some("n".to_owned()),
        media: Some("text/csv".to_owned()),
        content: b"a".to_vec(),
    };
    assert_eq!(
        with("multipart/form-data; boundary=x", text)
            .arrival()
            .await,
        Ok(Arrival::Parts(vec![part]))
    );

    assert_eq!(
        with("application/json; charset=utf-8", "[1]")
            .arrival()
            .await,
        Ok(Arrival::Json(json!([1])))
    );
    assert!(with("application/json", "[1").arrival().await.is_err());
    assert_eq!(Seen::default().arrival().await, Ok(Arrival::Nothing));
}
