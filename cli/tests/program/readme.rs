//! Program output in the README.

use std::fs;
use std::path::Path;

use anstyle_svg::Term;
use signon_codegen::{Generator, Input};

use super::{signon, status, stderr};

/// The document for the README's picture.
const SHOP: &str = r##"openapi: 3.0.3
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        "200":
          description: The order.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Ordr" }
components:
  schemas:
    Order: { type: object, properties: { id: { type: string } } }
"##;

/// `UPDATE=1` regenerates it.
#[test]
fn the_picture_of_a_diagnostic_is_what_the_program_prints() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("shop.yaml"), SHOP).expect("a document");
    let printed = signon(folder.path(), &["check", "shop.yaml"]);
    assert_eq!(status(&printed), Some(1));

    let generator = Generator::new("shop").expect("a name");
    let report = generator.check(&Input::text("shop.yaml", SHOP));
    let report = report.expect_err("an unresolved reference");
    assert_eq!(
        stderr(&printed).trim_end(),
        format!("{}\n\n1 error", report.render(false).trim_end())
    );
    let screen = format!(
        "$ signon check shop.yaml\n{}\n\n1 error",
        report.render(true).trim_end()
    );
    let picture = Term::new().render_svg(&screen);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/images/diagnostic.svg");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &picture).expect("the picture");
    }
    let recorded = fs::read_to_string(&path).expect("the picture");
    assert!(
        recorded == picture,
        "the picture differs: `UPDATE=1 cargo nextest run -p signon-cli picture`"
    );
}
