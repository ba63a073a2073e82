//! All stages for many documents, in a thread whose stack has an end.

use std::path::PathBuf;

use signon_codegen::diagnostic::{Diagnostics, Place, Strictness};
use signon_codegen::document::Documents;
use signon_codegen::emit::{EmitOptions, Place as CratePlace, Runtime, emit};
use signon_codegen::format::{Tree, format};
use signon_codegen::load::{SpecSet, add};
use signon_codegen::understand;

const STACK: usize = 16 * 1024 * 1024;
const NAME: &str = "document.json";

/// How large a result can be for its document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Types, for each byte of the document.
    pub(crate) types_for_each_byte: f64,
}

/// What came of the documents.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ran {
    pub(crate) documents: usize,
    pub(crate) crates: usize,
    pub(crate) faults: usize,
}

/// Runs all documents. The one at hand stands in a file, so that it can be looked at even if the process dies.
pub(crate) fn run_all(name: &str, documents: Vec<String>, limits: Limits) -> Ran {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.json"));
    let at_hand = file.clone();
    let work = move || {
        let mut ran = Ran::default();
        for (index, text) in documents.into_iter().enumerate() {
            std::fs::write(&at_hand, &text).expect("the document at hand can be written");
            run(index, text, limits, &mut ran);
        }
        ran
    };
    let thread = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(work)
        .expect("a thread");
    thread
        .join()
        .unwrap_or_else(|_| panic!("the document in `{}` does not end well", file.display()))
}

fn run(index: usize, text: String, limits: Limits, ran: &mut Ran) {
    ran.documents += 1;
    let strictness = match index % 10 {
        8 => Strictness::Spec,
        9 => Strictness::Vendor { keep_going: false },
        _ => Strictness::Vendor { keep_going: true },
    };
    let size = text.len();
    let mut diagnostics = Diagnostics::new(strictness);
    let mut documents = Documents::default();
    let Ok(main) = add(NAME, text, &mut documents, &mut diagnostics) else {
        ran.faults += 1;
        return check_places(&diagnostics, &documents);
    };
    let mut set = SpecSet {
        documents,
        main,
        operation_files: Vec::new(),
        folder_of: Vec::new(),
    };
    let understood = understand(&mut set, "acme", &mut diagnostics);
    check_places(&diagnostics, &set.documents);
    let Ok((api, names)) = understood else {
        assert!(
            !diagnostics.sorted().is_empty(),
            "no crate, and no fault told"
        );
        ran.faults += 1;
        return;
    };
    ran.crates += 1;
    #[expect(clippy::cast_precision_loss, reason = "a rough bound")]
    let most = 1000.0 + limits.types_for_each_byte * size as f64;
    #[expect(clippy::cast_precision_loss, reason = "a rough bound")]
    let types = api.types.len() as f64;
    assert!(types <= most, "{types} types for {size} bytes");
    // Layout takes far longer than everything before it.
    let options = options();
    let draft = emit(&api, &names, &options);
    if index.is_multiple_of(8) {
        assert!(!format(&draft).files.is_empty(), "a crate without files");
    }
}

/// The crate of a document, if it becomes one.
pub(crate) fn crate_of(text: String) -> Option<Tree> {
    let mut diagnostics = Diagnostics::new(Strictness::Vendor { keep_going: true });
    let mut documents = Documents::default();
    let main = add(NAME, text, &mut documents, &mut diagnostics).ok()?;
    let mut set = SpecSet {
        documents,
        main,
        operation_files: Vec::new(),
        folder_of: Vec::new(),
    };
    let (api, names) = understand(&mut set, "acme", &mut diagnostics).ok()?;
    let options = EmitOptions {
        place: CratePlace::Alone(Runtime::Path(crate::sandbox::runtime())),
        ..options()
    };
    Some(format(&emit(&api, &names, &options)))
}

fn options() -> EmitOptions {
    let place = CratePlace::Alone(Runtime::Version("0.1".to_owned()));
    EmitOptions::new("acme", NAME, place)
}

/// Each fault is shown with the line and column that it is about.
fn check_places(diagnostics: &Diagnostics, documents: &Documents) {
    let all = diagnostics.sorted();
    let in_text = all
        .iter()
        .filter(|of| !matches!(of.primary.place, Place::File(_)))
        .count();
    let text = diagnostics.render(documents, false);
    let marks = format!("--> {NAME}:");
    let shown = text
        .lines()
        .filter(|line| line.trim_start().starts_with(&marks))
        .count();
    assert!(
        shown >= in_text,
        "{in_text} faults, of which {shown} have a place:\n{text}"
    );
}
