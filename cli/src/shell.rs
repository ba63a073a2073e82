//! Shell completions and man pages.

use std::error::Error;
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::arguments::{self, Arguments};
use crate::{Outcome, fish, message};

pub(crate) fn completions(shell: Shell) -> Outcome {
    let command = Arguments::command();
    #[cfg(feature = "mcp")]
    let command = crate::call::tree(command);
    let mut command = command;
    clap_complete::generate(shell, &mut command, "signon", &mut std::io::stdout());
    if shell == Shell::Fish {
        message::data(&fish::operations(&command));
    }
    Outcome::Done
}

pub(crate) fn man(folder: &Path) -> Result<Outcome, Box<dyn Error>> {
    std::fs::create_dir_all(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    clap_mangen::generate_to(arguments::command(), folder)
        .map_err(|error| format!("`{}`: {error}", folder.display()))?;
    Ok(Outcome::Done)
}
