//! The program as a process.

use std::collections::BTreeMap;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_signon");

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg("mcp").args(arguments);
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    command(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("an output")
}

pub(crate) fn tools(arguments: &[&str]) -> BTreeMap<String, Value> {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--print-tools"]).collect();
    let output = run(&arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tools: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    tools
        .into_iter()
        .map(|tool| {
            let name = tool.get("name").and_then(Value::as_str).expect("a name");
            (name.to_owned(), tool)
        })
        .collect()
}
