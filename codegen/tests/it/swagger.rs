//! The same API, written in Swagger 2.0 and in OpenAPI 3.0, becomes the same crate.
//!
//! A case is a pair of documents: `swagger/CASE.yaml` and `swagger/CASE.openapi.yaml`; referenced files are in the
//! folder `swagger/CASE/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use signon_codegen::{Code, Generator, Input};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/swagger")
}

/// Returns a document under the same name for both versions.
fn input(text: String, other: &Path) -> Input {
    let mut texts = BTreeMap::from([("api.yaml".to_owned(), text)]);
    for entry in fs::read_dir(other).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        let text = fs::read_to_string(&path).expect("a file of the case");
        texts.insert(name.into_owned(), text);
    }
    Input::Texts {
        main: "api.yaml".to_owned(),
        texts,
    }
}

/// Returns the generated sources of a document, and the diagnostics.
fn generated(text: String, other: &Path) -> (BTreeMap<String, String>, String) {
    let generator = Generator::new("api").expect("a name");
    let output = generator.generate(&input(text, other));
    let output = output.unwrap_or_else(|report| panic!("{report}"));
    let mut files = output.files().clone();
    files.retain(|path, _| Path::new(path).extension().is_some_and(|end| end == "rs"));
    (files, output.report.to_string())
}

#[test]
fn swagger_and_openapi_become_the_same_crate() {
    let mut count = 0;
    for entry in fs::read_dir(folder()).expect("the folder of the cases") {
        let file = entry.expect("an entry").path();
        let name = file
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let Some(case) = name
            .strip_suffix(".yaml")
            .filter(|case| !case.contains('.'))
        else {
            continue;
        };
        count += 1;
        let read = |name: String| fs::read_to_string(folder().join(name)).expect("a document");
        let (ours, report) = generated(read(name.clone()), &folder().join(case));
        let (theirs, _) = generated(
            read(format!("{case}.openapi.yaml")),
            &folder().join(format!("{case}.openapi")),
        );
        assert!(!report.contains("error["), "{case}: {report}");
        assert!(!report.contains("unknown-key"), "{case}: {report}");
        assert_eq!(
            ours.keys().collect::<Vec<_>>(),
            theirs.keys().collect::<Vec<_>>(),
            "{case}"
        );
        for (path, text) in &ours {
            let expected = theirs.get(path).map_or("", String::as_str);
            let differing = text
                .lines()
                .zip(expected.lines())
                .find(|(ours, theirs)| ours != theirs);
            assert!(text == expected, "{case}: {path} differs at {differing:?}");
        }
    }
    assert!(count >= 5, "the cases are gone");
}

#[test]
fn copies_of_shared_parts_are_limited() {
    let media: Vec<String> = (0..5_000)
        .map(|number| format!("application/x{number}"))
        .collect();
    let media = media.join(", ");
    let description = "text ".repeat(20_000);
    let operations: Vec<String> = (0..2_000)
        .map(|number| {
            format!(
                "  /p{number}:\n    get:\n      operationId: o{number}\n      produces: [application/xml]\n      \
                 responses: {{ '200': {{ $ref: '#/responses/R' }} }}\n"
            )
        })
        .collect();
    let operations = operations.concat();
    let header = "swagger: '2.0'\ninfo: { title: T, version: '1' }\n";
    let named = format!(
        "{header}paths:\n{operations}responses: {{ R: {{ description: R, schema: {{ type: string, \
         description: '{description}' }} }} }}\n"
    );
    let listed = format!(
        "{header}consumes: [{media}]\npaths:\n  /a:\n    post:\n      operationId: a\n      parameters: [{{ name: a, \
         in: body, schema: {{ type: object, description: '{description}' }} }}]\n      \
         responses: {{ '204': {{ description: D }} }}\n"
    );
    for text in [named, listed] {
        let generator = Generator::new("api").expect("a name");
        let checked = generator.check(&Input::text("api.yaml", text));
        let report = checked.map_or_else(|report| report, |checked| checked.report);
        let codes: Vec<Code> = report
            .findings()
            .iter()
            .map(|finding| finding.code)
            .collect();
        assert!(codes.contains(&Code::TooLarge), "{codes:?}");
    }
}

/// OpenAPI 3 has no such style, so there is no document to compare with.
#[test]
fn tab_separated_values_keep_their_separator() {
    let document = r#"swagger: "2.0"
info: { title: Shop, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - { name: weights, in: query, type: array, collectionFormat: tsv, items: { type: number } }
      responses: { "204": { description: None. } }
"#;
    let (files, report) = generated(document.to_owned(), Path::new(""));
    assert!(!report.contains("unsupported-style"), "{report}");
    let is_written = |text: &String| text.contains("\"weights\", QueryStyle::TAB");
    assert!(files.values().any(is_written), "{files:#?}");
}
