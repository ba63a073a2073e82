//! The test set of RFC 6570 (URI Template), which OpenAPI's path and query styles are defined by.
//!
//! Each template is read as an OpenAPI path with its parameters, and the request is compared with what the set expects.
//! What OpenAPI itself rules out is a [`Deviation`]; all else must be equal.

mod template;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use signon_oracle::skip;
use signon_runtime::Request;

use self::template::{Deviation, request};

/// The files of the set, and how many cases each has.
const FILES: [(&str, usize); 3] = [
    ("spec-examples.json", 64),
    ("spec-examples-by-section.json", 117),
    ("extended-tests.json", 53),
];

/// How many cases OpenAPI rules out, for each reason.
const DEVIATIONS: [(Deviation, usize); 7] = [
    (Deviation::Fragment, 22),
    (Deviation::Prefix, 28),
    (Deviation::SegmentForEachItem, 7),
    (Deviation::UndefinedInPath, 11),
    (Deviation::EmptySegment, 2),
    (Deviation::NamelessQuery, 4),
    (Deviation::ReservedInPath, 6),
];

#[test]
fn the_test_set_of_rfc_6570() -> Result<(), String> {
    let folder = folder();
    if skip::without(&folder)? {
        return Ok(());
    }
    let mut deviations = BTreeMap::new();
    let mut passed = 0;
    let mut failed = Vec::new();
    for (file, count) in FILES {
        let cases = cases(&folder.join(file))?;
        assert_eq!(cases.len(), count, "{file} has other cases");
        for case in cases {
            match request(&case.template, &case.variables) {
                Ok(request) => match case.judge(&request) {
                    Ok(()) => passed += 1,
                    Err(error) => failed.push(format!("{file}: {error}")),
                },
                Err(deviation) => *deviations.entry(deviation).or_insert(0) += 1,
            }
        }
    }
    skip::say(&format!(
        "RFC 6570: {passed} passed, {} failed, ruled out by OpenAPI: {deviations:?}",
        failed.len()
    ));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert_eq!(deviations, BTreeMap::from(DEVIATIONS));
    Ok(())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/suites/uritemplate")
}

/// A template, its variables, and the expansions that are right.
struct Case {
    template: String,
    variables: Map<String, Value>,
    expected: Vec<String>,
}

impl Case {
    /// Compares the path and the query of a request with the expansions.
    fn judge(&self, request: &Request) -> Result<(), String> {
        if let Some(defect) = request.defect() {
            return Err(format!("`{}`: {defect}", self.template));
        }
        let target = normalized(&request.target())?;
        for expected in &self.expected {
            if normalized(expected)? == target {
                return Ok(());
            }
        }
        Err(format!(
            "`{}`: {target}, expected one of {:?}",
            self.template, self.expected
        ))
    }
}

/// A path and a query as they would be sent. A path starts with `/`, and a query with `?`, which some templates leave out.
fn normalized(target: &str) -> Result<String, String> {
    let target = match target.chars().next() {
        Some('/') => target.to_owned(),
        Some('&') => format!("/?{}", target.get(1..).unwrap_or_default()),
        Some(_) | None => format!("/{target}"),
    };
    let url =
        url::Url::parse(&format!("http://host{target}")).map_err(|error| error.to_string())?;
    Ok(url.as_str().to_owned())
}

fn cases(file: &Path) -> Result<Vec<Case>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let groups: BTreeMap<String, Group> =
        serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let mut cases = Vec::new();
    for group in groups.into_values() {
        for (template, expected) in group.testcases {
            cases.push(Case {
                template,
                variables: group.variables.clone(),
                expected: match expected {
                    Value::String(one) => vec![one],
                    Value::Array(several) => {
                        let texts = several.iter().filter_map(Value::as_str);
                        texts.map(str::to_owned).collect()
                    }
                    other
                    @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) => {
                        return Err(format!("{other} is no expansion"));
                    }
                },
            });
        }
    }
    Ok(cases)
}

#[derive(serde::Deserialize)]
struct Group {
    variables: Map<String, Value>,
    testcases: Vec<(String, Value)>,
}
