//! Generates, compiles and tries the clients of a folder of documents: `cargo xtask corpus --help`.

use std::process::ExitCode;

use lexopt::Parser;
use signon_corpus::USAGE;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match signon_corpus::parse(&mut Parser::from_env()) {
        Ok(task) => signon_corpus::exit_code(signon_corpus::run(task)),
        Err(error) => {
            signon_workspace::complain(&format!("error: {error}\n\n{USAGE}"));
            ExitCode::from(2)
        }
    }
}
