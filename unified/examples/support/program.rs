//! What every use case does as a program: arguments, the account, what is printed, the exit code.

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;
use signon_torii::{Client, security};
use signon_unified::Torii;

/// What a run found, as text, and whether anything is left to do.
pub(crate) struct Outcome {
    pub(crate) text: String,
    pub(crate) is_complete: bool,
}

/// Runs a use case: 0 is done, 1 is not complete or failed; a wrong argument is 2.
pub(crate) fn run<O: Parser>(
    work: impl AsyncFnOnce(Torii, O) -> Result<Outcome, Box<dyn Error>>,
) -> ExitCode {
    let options = O::parse();
    match account().and_then(|torii| block_on(work(torii, options))) {
        Ok(outcome) if outcome.is_complete => print(&outcome.text, ExitCode::SUCCESS),
        Ok(outcome) => print(&outcome.text, ExitCode::FAILURE),
        Err(error) => fail(error.as_ref()),
    }
}

/// The account that the environment names.
fn account() -> Result<Torii, Box<dyn Error>> {
    let token = std::env::var("TORII_API_KEY").map_err(|_| "TORII_API_KEY is not set")?;
    let mut client = Client::builder().credential(security::api_key(token));
    if let Ok(url) = std::env::var("TORII_URL") {
        client = client.base_url(url);
    }
    Ok(Torii::new(client.build()?))
}

fn block_on<T>(work: impl Future<Output = Result<T, Box<dyn Error>>>) -> Result<T, Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

fn print(text: &str, code: ExitCode) -> ExitCode {
    match write(text) {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Prints a text.
pub(crate) fn write(text: &str) -> io::Result<()> {
    let mut output = io::stdout();
    output.write_all(text.as_bytes())?;
    output.flush()
}

fn fail(error: &dyn Error) -> ExitCode {
    // There is no other place for the message if this fails too.
    let _ = writeln!(io::stderr(), "error: {error}");
    ExitCode::FAILURE
}
