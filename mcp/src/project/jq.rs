//! Runs jq programs over responses.
//!
//! A program may run forever or exhaust the memory, so [`run`] is meant for a separate process:
//! [`Worker`] starts it, and limits its time, memory and output.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Filter, Vars, data, unwrap_valr};
use jaq_json::Val;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// The time limit of a program.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The maximum length of the output, in bytes; the result budget is much smaller.
const MAX_OUTPUT_LEN: u64 = 4 * 1024 * 1024;

/// How to start the process that runs a jq program.
#[derive(Clone, Debug)]
pub struct Worker {
    /// The executable, which calls [`run`].
    pub program: PathBuf,
    /// Arguments before the jq program.
    pub arguments: Vec<String>,
}

/// An error of a jq program.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The program does not parse, or failed.
    #[error("{0}")]
    Program(String),
    /// The program took too long.
    #[error("the program did not end within {} seconds", TIMEOUT.as_secs())]
    Time,
    /// The program made too much output or used too much memory.
    #[error("the program's output or memory exceeds the limit")]
    Size,
    /// The process could not be started or read.
    #[error("the jq process failed: {0}")]
    Process(#[from] std::io::Error),
}

impl Worker {
    /// Runs a program over a value; several outputs become an array.
    ///
    /// # Errors
    ///
    /// Fails when the program does, or when it exceeds its limits.
    pub async fn run(&self, program: &str, input: &Value) -> Result<Value, Error> {
        let mut child = tokio::process::Command::new(&self.program)
            .args(&self.arguments)
            .arg(program)
            // `env` and `$ENV` would expose the server's credentials.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(mut stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(Error::Size);
        };
        let input = serde_json::to_vec(input).map_err(std::io::Error::from)?;
        let write = async move {
            // A program that ends early does not read its input.
            let _ = stdin.write_all(&input).await;
        };
        let mut output = Vec::new();
        let mut message = Vec::new();
        let read = async {
            let mut stdout = stdout.take(MAX_OUTPUT_LEN + 1);
            let mut stderr = stderr.take(4096);
            tokio::try_join!(
                stdout.read_to_end(&mut output),
                stderr.read_to_end(&mut message)
            )?;
            if stdout.limit() == 0 {
                return Ok(None);
            }
            child.wait().await.map(Some)
        };
        let (status, ()) = tokio::time::timeout(TIMEOUT, async { tokio::join!(read, write) })
            .await
            .map_err(|_| Error::Time)?;
        match status?.map(|status| status.success()) {
            Some(true) => serde_json::from_slice(&output).map_err(|_| Error::Size),
            Some(false) if !message.is_empty() => {
                let message = String::from_utf8_lossy(&message);
                let message = message.trim();
                let message = message.strip_prefix("error: ").unwrap_or(message);
                Err(Error::Program(message.to_owned()))
            }
            Some(false) | None => Err(Error::Size),
        }
    }
}

/// Checks that a program parses and uses only defined names, without running it.
///
/// # Errors
///
/// Fails if the program is invalid.
pub fn check(program: &str) -> Result<(), Error> {
    compile(program).map(drop)
}

fn compile(program: &str) -> Result<Filter<data::JustLut<Val>>, Error> {
    let definitions = jaq_core::defs()
        .chain(jaq_std::defs())
        .chain(jaq_json::defs());
    let functions = jaq_core::funs()
        .chain(jaq_std::funs())
        .chain(jaq_json::funs());
    let arena = Arena::default();
    let modules = Loader::new(definitions)
        .load(
            &arena,
            File {
                code: program,
                path: (),
            },
        )
        .map_err(|_| Error::Program("the jq program does not parse".to_owned()))?;
    Compiler::default()
        .with_funs(functions)
        .compile(modules)
        .map_err(|errors| {
            let names = errors
                .iter()
                .flat_map(|(_, errors)| errors)
                .map(|(name, _)| *name);
            Error::Program(format!(
                "the jq program uses undefined names: {}",
                names.collect::<Vec<_>>().join(", ")
            ))
        })
}

/// Runs a program over JSON text and writes its output as JSON text; several outputs become an array.
///
/// # Errors
///
/// Fails when the input is not JSON, or the program does not parse or fails.
pub fn run(program: &str, input: &[u8], output: &mut dyn std::io::Write) -> Result<(), Error> {
    let input =
        jaq_json::read::parse_single(input).map_err(|error| Error::Program(error.to_string()))?;
    let filter = compile(program)?;
    let context = Ctx::<data::JustLut<Val>>::new(&filter.lut, Vars::new([]));
    let mut outputs = filter.id.run((context, input)).map(unwrap_valr);
    let first = outputs.next();
    let second = outputs.next();
    let several = second.is_some() || first.is_none();
    if several {
        output.write_all(b"[")?;
    }
    for (index, value) in first.into_iter().chain(second).chain(outputs).enumerate() {
        let value = value.map_err(|error| Error::Program(error.to_string()))?;
        if index > 0 {
            output.write_all(b",")?;
        }
        write!(output, "{value}")?;
    }
    if several {
        output.write_all(b"]")?;
    }
    Ok(output.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(program: &str, input: &str, expected: Result<&str, &str>) {
        let mut output = Vec::new();
        let result = run(program, input.as_bytes(), &mut output).map_err(|error| error.to_string());
        let result = result.map(|()| String::from_utf8(output).expect("UTF-8"));
        assert_eq!(result.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn runs_programs() {
        check(".a", r#"{"a":[1,null]}"#, Ok("[1,null]"));
        check(".[] | .id", r#"[{"id":1},{"id":"x"}]"#, Ok(r#"[1,"x"]"#));
        check("empty", "{}", Ok("[]"));
        check(
            "map(select(.n > 1) | {n})",
            r#"[{"n":1},{"n":2}]"#,
            Ok(r#"[{"n":2}]"#),
        );
        check(
            ".n",
            r#"{"n":123456789012345678901234567890}"#,
            Ok("123456789012345678901234567890"),
        );
    }

    #[test]
    fn reports_errors() {
        check(
            ".a | nothing",
            "{}",
            Err("the jq program uses undefined names: nothing"),
        );
        check(".a[", "{}", Err("the jq program does not parse"));
        check("error(\"no\")", "{}", Err("\"no\""));
    }
}
