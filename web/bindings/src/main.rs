//! Writes the JavaScript around a WebAssembly module.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "\
Writes the JavaScript around a WebAssembly module, as an ES module for browsers.

Usage: bindings INPUT.wasm FOLDER

  INPUT.wasm  a module that was built with `wasm-bindgen`
  FOLDER      where the JavaScript and the module for it are written

Exit status: 0 done, 1 the module cannot be read or written, 2 wrong usage.
";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let is_help = |argument: &OsString| argument == "--help" || argument == "-h";
    if arguments.iter().any(is_help) {
        drop(std::io::stdout().write_all(USAGE.as_bytes()));
        return ExitCode::SUCCESS;
    }
    let [input, folder] = arguments.as_slice() else {
        let message = format!(
            "two arguments are expected, not {}\n\n{USAGE}",
            arguments.len()
        );
        return fail(&message, 2);
    };
    let (input, folder) = (PathBuf::from(input), PathBuf::from(folder));
    if !input.is_file() {
        return fail(&format!("`{}` is not a file\n", input.display()), 1);
    }
    let mut bindgen = Bindgen::new();
    let written = bindgen
        .input_path(&input)
        .typescript(false)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .web(true)
        .and_then(|bindgen| bindgen.generate(&folder));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let (input, folder) = (input.display(), folder.display());
            fail(&format!("`{input}` → `{folder}`: {error:#}\n"), 1)
        }
    }
}

/// Prints why nothing was written.
fn fail(message: &str, status: u8) -> ExitCode {
    drop(write!(std::io::stderr(), "error: {message}"));
    ExitCode::from(status)
}
