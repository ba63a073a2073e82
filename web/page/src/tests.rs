//! What the page gets, without a browser.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use signon_codegen::{Generator, Input, Layout};
use zip::ZipArchive;

use crate::{Generated, generate};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: Books, version: "1" }
servers: [{ url: "https://books.example" }]
paths:
  /books/{id}:
    get:
      operationId: getBook
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: A book.
          content:
            application/json: { schema: { $ref: "#/components/schemas/Book" } }
components:
  schemas:
    Book:
      type: object
      required: [title]
      properties: { title: { type: string }, pages: { type: integer } }
"##;

fn run(text: &str, package: &str, layout: &str, types_only: bool) -> Generated {
    let file = String::from("books.yaml");
    generate(text.to_owned(), file, package, layout, types_only, false)
}

/// The files of an archive by their paths.
fn read(bytes: Vec<u8>) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file");
        let path = file.name().expect("a path").into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        files.insert(path, text);
    }
    files
}

#[test]
fn the_archive_has_the_files_of_the_generator() {
    let generator = || Generator::new("our-books").expect("a name");
    let input = Input::text("books.yaml", DOCUMENT);
    for (layout, folder, generator) in [
        ("crate", "our-books", generator()),
        ("member", "our-books", generator().layout(Layout::Member)),
        ("module", "our_books", generator().module()),
    ] {
        for types_only in [false, true] {
            let generated = run(DOCUMENT, "our-books", layout, types_only);
            let expected = generator.clone().types_only(types_only);
            let expected = expected.generate(&input).expect("code");

            assert!(generated.is_generated(), "{}", generated.report());
            assert_eq!(generated.operations(), expected.operations);
            assert_eq!(generated.types(), expected.types);
            let paths: Vec<&String> = expected.files().keys().collect();
            assert_eq!(generated.paths().iter().collect::<Vec<_>>(), paths);
            for (path, text) in expected.files() {
                assert_eq!(generated.file(path).as_ref(), Some(text), "{path}");
            }
            let expected: BTreeMap<String, String> = expected
                .files()
                .iter()
                .map(|(path, text)| (format!("{folder}/{path}"), text.clone()))
                .collect();
            assert_eq!(read(generated.archive().expect("an archive")), expected);
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let archive = || run(DOCUMENT, "books", "crate", false).archive();
    assert_eq!(
        archive().expect("an archive"),
        archive().expect("an archive")
    );
}

#[test]
fn a_broken_document_is_reported_with_its_line() {
    let document = DOCUMENT.replace("schemas/Book\"", "schemas/Film\"");
    let generated = run(&document, "books", "crate", false);
    assert!(!generated.is_generated());
    assert_eq!(generated.errors(), 1);
    assert!(generated.paths().is_empty());
    assert!(generated.archive().is_err());
    let report = generated.report();
    assert!(report.starts_with("error["), "{report}");
    assert!(report.contains("books.yaml:14:"), "{report}");
}

#[test]
fn a_text_that_is_no_document_is_reported() {
    for text in ["", "[", "a: b: c", "null", "<html></html>", "\0"] {
        let generated = run(text, "books", "crate", false);
        assert!(!generated.is_generated(), "{text}");
        assert!(!generated.is_unsupported(), "{text}");
        assert!(generated.report().contains("books.yaml"), "{text}");
    }
}

#[test]
fn what_is_not_supported_can_be_left_out() {
    let document = DOCUMENT.replace("in: path,", "in: path, style: pipeDelimited,");
    let of = |keep_going| {
        let file = String::from("books.yaml");
        generate(document.clone(), file, "books", "crate", false, keep_going)
    };
    let stopped = of(false);
    assert!(!stopped.is_generated());
    assert!(stopped.is_unsupported(), "{}", stopped.report());
    let generated = of(true);
    assert!(generated.is_generated(), "{}", generated.report());
    assert_eq!(generated.errors(), 0);
    assert!(generated.simplifications() > 0, "{}", generated.report());
}

#[test]
fn an_invalid_argument_is_reported() {
    for package in ["", "1st", "a b", "../up", "std", "größe", "<b>", "a\0"] {
        let generated = run(DOCUMENT, package, "crate", false);
        assert!(!generated.is_generated(), "{package}");
        assert_eq!(generated.errors(), 1, "{package}");
        let report = generated.report();
        assert!(report.starts_with("error: `"), "{report}");
    }
    let generated = run(DOCUMENT, "books", "folder", false);
    assert!(generated.report().contains("`folder`"));
}
