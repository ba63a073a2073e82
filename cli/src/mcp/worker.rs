//! `signon mcp-jq`: runs a jq program in a separate process for the server.

use std::error::Error;
use std::io::Read as _;

use signon_mcp::project::jq;

use crate::Outcome;

pub(crate) fn run(program: &str) -> Result<Outcome, Box<dyn Error>> {
    set_limits()?;
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    jq::run(program, &input, &mut output)?;
    Ok(Outcome::Done)
}

/// Limits the memory and CPU time of this process: jq programs can use any amount of both.
#[cfg(unix)]
fn set_limits() -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let limits = [
        (Resource::As, 512 * 1024 * 1024),
        (Resource::Cpu, 10),
        (Resource::Core, 0),
    ];
    for (resource, max) in limits {
        let limit = Rlimit {
            current: Some(max),
            maximum: Some(max),
        };
        setrlimit(resource, limit)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn set_limits() -> std::io::Result<()> {
    Ok(())
}
