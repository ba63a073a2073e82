//! Nothing to build: without a build script, Cargo ignores `[build-dependencies]`, whose features `Cargo.toml` explains.

fn main() {}
