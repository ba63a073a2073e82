//! From the IR to files on the disk: names, crates, manifest, facade, changes. The IR is built by hand.

#[path = "crates/build.rs"]
mod build;
#[path = "crates/dedupe.rs"]
mod dedupe;
#[path = "crates/emitted.rs"]
mod emitted;
#[path = "crates/modules.rs"]
mod modules;
#[path = "crates/names.rs"]
mod names;
#[path = "crates/shared.rs"]
mod shared;
#[path = "crates/write.rs"]
mod write;
