//! The arguments.

use clap::Parser;

use crate::table::Format;

/// Offboards people: starts Torii's automation, waits until it has completed, and reports the access that is left.
#[derive(Debug, Parser)]
#[command(
    name = "offboard",
    term_width = 0,
    after_help = "Environment: TORII_API_KEY, and TORII_URL for another server.\n\
                  Exit code: 0 if everyone is offboarded, 1 if not, 2 if an argument is wrong."
)]
pub(crate) struct Options {
    /// The people who leave; without any, everyone whose status is already `offboarding`
    #[arg(value_name = "EMAIL")]
    pub(super) emails: Vec<String>,
    /// Flag the access that is left as removed once the automation has completed
    #[arg(long)]
    pub(super) remove_left: bool,
    /// How many times to check whether the automation has completed
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) polls: u32,
    /// The time between two checks
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(super) interval: u64,
    /// Change nothing, wait for nothing, and say what would be done
    #[arg(long)]
    pub(super) dry_run: bool,
    /// How the report is written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}
