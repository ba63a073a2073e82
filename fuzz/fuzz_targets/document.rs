//! Whatever the bytes, a run ends: in a crate, or in faults that can be shown.
//!
//! `cargo +nightly fuzz run document fuzz/corpus/document codegen/tests/mutations`

#![no_main]

use libfuzzer_sys::fuzz_target;
use signon_codegen::diagnostic::{Diagnostics, Strictness};
use signon_codegen::document::Documents;
use signon_codegen::emit::{EmitOptions, Place, Runtime, emit};
use signon_codegen::format::format;
use signon_codegen::load::{SpecSet, add};
use signon_codegen::understand;

const NAME: &str = "document.yaml";

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    let mut diagnostics = Diagnostics::new(Strictness::Vendor { keep_going: true });
    let mut documents = Documents::default();
    let Ok(main) = add(NAME, text.to_owned(), &mut documents, &mut diagnostics) else {
        drop(diagnostics.render(&documents, false));
        return;
    };
    let mut set = SpecSet {
        documents,
        main,
        operation_files: Vec::new(),
        folder_of: Vec::new(),
    };
    if let Ok((api, names)) = understand(&mut set, "acme", &mut diagnostics) {
        let options = EmitOptions {
            package: "acme".to_owned(),
            source: NAME.to_owned(),
            main_file: NAME.to_owned(),
            place: Place::Alone(Runtime::Version("0.1".to_owned())),
        };
        drop(format(&emit(&api, &names, &options)));
    }
    drop(diagnostics.render(&set.documents, false));
});
