//! `signon mcp-jq`: the process that runs one jq program for the server.

use std::error::Error;
use std::io::Read as _;

use signon_mcp::project::jq;

use crate::Outcome;

pub(crate) fn run(program: &str) -> Result<Outcome, Box<dyn Error>> {
    bound()?;
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    jq::run(program, &input, &mut output)?;
    Ok(Outcome::Done)
}

/// Bounds the memory and the time of this process: jq programs can use any amount of both.
#[cfg(unix)]
fn bound() -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let limits = [
        (Resource::As, 512 * 1024 * 1024),
        (Resource::Cpu, 10),
        (Resource::Core, 0),
    ];
    for (resource, most) in limits {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn bound() -> std::io::Result<()> {
    Ok(())
}
