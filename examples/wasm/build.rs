//! Generates the module `petstore`.

use signon_codegen::{BuildError, Generator};

fn main() -> Result<(), BuildError> {
    Generator::new("petstore")?.build_script("petstore.yaml")
}
