//! For any bytes, a run terminates with a crate, or with diagnostics that can be rendered.
//!
//! `cargo +nightly fuzz run document fuzz/corpus/document codegen/tests/mutations`

#![no_main]

use libfuzzer_sys::fuzz_target;
use signon_codegen::{Generator, Input};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    let input = Input::Text {
        name: "document.yaml".to_owned(),
        text: text.to_owned(),
    };
    let Ok(generator) = Generator::new("acme") else {
        return;
    };
    let generated = generator.keep_going(true).generate(&input);
    let report = generated.map_or_else(|report| report, |output| output.report);
    drop(report.to_string());
});
