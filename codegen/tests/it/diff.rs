//! Comparison of documents: our own pairs, and the pairs of another tool, compared with a peer's verdicts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use signon_codegen::{Comparison, Generator, Input, Side, Verdict};
use signon_oracle::skip;

fn compared(old: &Input, new: &Input) -> Result<Comparison, String> {
    let generator = Generator::new("acme").expect("a name").keep_going(true);
    let compared = generator.diff(old, new);
    compared.map_err(|report| report.to_string())
}

/// Compares two documents that are built from parts.
fn parts(old: &Value, new: &Value) -> Comparison {
    let input = |name: &str, parts: &Value| {
        let mut document = json!({"openapi": "3.1.0", "info": {"title": "Acme", "version": "1"}});
        let members = document.as_object_mut().expect("a map");
        members.extend(parts.as_object().expect("a map").clone());
        let text = serde_yaml::to_string(&document).expect("YAML");
        Input::Text {
            name: name.to_owned(),
            text,
        }
    };
    compared(&input("old.yaml", old), &input("new.yaml", new)).expect("a comparison")
}

#[test]
fn an_enum_that_is_closed_opened_or_extended_breaks_callers() {
    let document = |values: &Value, extension: &str| {
        let state = json!({"type": "string", "enum": values, "x-rust-enum": extension});
        json!({"paths": {}, "components": {"schemas": {"State": state}}})
    };
    let two = json!(["on", "off"]);
    let three = json!(["on", "off", "dimmed"]);
    for (old, new, verdict) in [
        (
            document(&two, "open"),
            document(&two, "closed"),
            Verdict::Major,
        ),
        (
            document(&two, "closed"),
            document(&two, "open"),
            Verdict::Major,
        ),
        (
            document(&two, "closed"),
            document(&three, "closed"),
            Verdict::Major,
        ),
        (
            document(&two, "open"),
            document(&three, "open"),
            Verdict::Minor,
        ),
    ] {
        let comparison = parts(&old, &new);
        assert_eq!(comparison.verdict(), verdict, "{}", comparison.text());
    }
}

/// Returns a document with one operation, with a schema in its request or response.
fn with_schema(schema: &Value, in_request: bool) -> Value {
    let content = json!({"application/json": {"schema": schema}});
    let operation = if in_request {
        let responses = json!({"200": {"description": "Done."}});
        json!({"operationId": "call", "requestBody": {"content": content}, "responses": responses})
    } else {
        let response = json!({"description": "Done.", "content": content});
        json!({"operationId": "call", "responses": {"200": response}})
    };
    let node =
        json!({"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}});
    json!({
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": {"Node": node}},
    })
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff")
}

/// A test case: the change and both versions.
#[derive(serde::Deserialize)]
struct Case {
    #[serde(rename = "case")]
    name: String,
    old: Value,
    new: Value,
}

/// Returns the cases of a file: name, old and new value.
fn cases(file: &str) -> Vec<(String, Value, Value)> {
    let text = fs::read_to_string(folder().join(file)).expect("the cases");
    let cases: Vec<Case> = serde_yaml::from_str(&text).expect("YAML");
    let parts = |case: Case| (case.name, case.old, case.new);
    cases.into_iter().map(parts).collect()
}

/// Compares with the expected output; `UPDATE=1` rewrites it.
fn expect(file: &str, actual: &str) {
    let path = folder().join(file);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, actual).expect("the expectation can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{file} is expected otherwise:\n{actual}"
    );
}

#[test]
fn schemas_are_compared_as_expected() {
    let mut out = String::new();
    for (name, old, new) in cases("schemas.yaml") {
        for (direction, in_request) in [("request", true), ("response", false)] {
            let comparison = parts(
                &with_schema(&old, in_request),
                &with_schema(&new, in_request),
            );
            let _ = writeln!(out, "## {name}, in a {direction}\n{}", comparison.text());
        }
    }
    expect("schemas.txt", &out);
}

#[test]
fn documents_are_compared_as_expected() {
    let mut out = String::new();
    for (name, old, new) in cases("documents.yaml") {
        let _ = writeln!(out, "## {name}\n{}", parts(&old, &new).text());
    }
    expect("documents.txt", &out);
}

/// A change is also a change in the opposite direction.
#[test]
fn each_case_is_a_change_in_both_directions_and_none_of_itself() {
    for (name, old, new) in cases("documents.yaml") {
        assert_eq!(parts(&old, &old), Comparison::default(), "{name}");
        let there = parts(&old, &new).changes.is_empty();
        let back = parts(&new, &old).changes.is_empty();
        assert_eq!(there, back, "{name}");
    }
}

#[test]
fn markdown_escapes_document_texts() {
    let path = "/a`b\u{1b}[31m<script>";
    let operation =
        json!({"get": {"operationId": "getA", "responses": {"204": {"description": "Done."}}}});
    let comparison = parts(&json!({"paths": {path: operation}}), &json!({"paths": {}}));
    let markdown = comparison.markdown();
    assert!(markdown.contains("### Breaking, on the wire"), "{markdown}");
    assert!(
        markdown.contains("- `` GET /a`b [31m<script> ``: removed"),
        "{markdown}"
    );
    assert!(!markdown.contains('\u{1b}'));
}

#[test]
fn values_of_an_enum_are_named_and_stay_code() {
    let hostile = "a` [b](https://evil.example) `<i>";
    let with = |value: &str| with_schema(&json!({"enum": ["open", value]}), false);
    let comparison = parts(&with("paid"), &with(hostile));
    let change = comparison.changes.iter().find(|it| it.code == "enum");
    assert_eq!(
        change.expect("a change").message,
        "`enum` changed: `\"paid\"` removed, `\"a' [b](https://evil.example) '<i>\"` added"
    );
    let markdown = comparison.markdown();
    assert!(!markdown.contains("<i>\"` added"), "{markdown}");
}

#[test]
fn changes_reached_by_several_paths_are_reported_once() {
    let item = |more: &str| json!({"type": "object", "properties": {"id": {"type": "string"}, more: {"type": "string"}}});
    let document = |more: &str| {
        let schema = json!({"$ref": "#/components/schemas/Item"});
        let wrapped = json!({"allOf": [schema, {"description": "Another."}]});
        let of = |schema: &Value| json!({"description": "Done.", "content": {"application/json": {"schema": schema}}});
        let get =
            json!({"operationId": "call", "responses": {"200": of(&schema), "201": of(&wrapped)}});
        json!({"paths": {"/things": {"get": get}}, "components": {"schemas": {"Item": item(more)}}})
    };
    let changes = parts(&document("a"), &document("b")).changes;
    let unique: std::collections::HashSet<_> = changes.iter().collect();
    assert_eq!(unique.len(), changes.len());
}

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/suites/oasdiff")
}

/// Returns the rows of a table with `CELLS` columns.
fn rows<const CELLS: usize>(path: &Path) -> Vec<[String; CELLS]> {
    let table = fs::read_to_string(path).expect("the table");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        cells.try_into().ok()
    })
    .collect()
}

/// Compares the pairs of oasdiff. The peer is Redocly, whose verdicts are not authoritative: each disagreement is listed with
/// our two verdicts and a reason, and an obsolete entry fails the test.
#[test]
fn the_pairs_of_oasdiff() -> Result<(), String> {
    if skip::without(&suite())? {
        return Ok(());
    }
    let mut listed: BTreeMap<String, [String; 3]> = BTreeMap::new();
    for [pair, wire, all, peer, reason] in rows::<5>(&folder().join("oasdiff-exceptions.tsv")) {
        assert!(!reason.is_empty(), "{pair} is listed without a reason");
        listed.insert(pair, [wire, all, peer]);
    }
    let verdicts = rows::<3>(&suite().join("redocly-verdicts.tsv"));
    assert_eq!(verdicts.len(), 115, "the set has other pairs");
    let (mut agreed, mut wrong) = (0, Vec::new());
    for [old, new, peer] in verdicts {
        let pair = old
            .trim_end_matches(".yaml")
            .trim_end_matches("_base")
            .to_owned();
        let input = |name: &str| Input::file(suite().join(name));
        let ours =
            compared(&input(&old), &input(&new)).map_err(|error| format!("{pair}: {error}"))?;
        let all = ours.verdict();
        let changes = ours.changes.iter();
        let wire = changes.filter(|change| change.side == Side::Wire);
        let wire = wire
            .map(|change| change.verdict)
            .max()
            .unwrap_or(Verdict::Patch);
        let row = [wire.to_string(), all.to_string(), peer.clone()];
        let is_same = row.iter().all(|verdict| *verdict == peer);
        agreed += usize::from(is_same);
        match listed.remove(&pair) {
            None if is_same => {}
            Some(known) if known == row && !is_same => {}
            _ => wrong.push(format!("{pair}\t{}", row.join("\t"))),
        }
    }
    skip::say(&format!(
        "oasdiff: {agreed} of 115 pairs have the verdict of Redocly, {} are listed with a reason, {} are not as listed",
        115 - agreed - wrong.len(),
        wrong.len()
    ));
    wrong.extend(
        listed
            .into_keys()
            .map(|pair| format!("{pair}: unknown pair")),
    );
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
}
