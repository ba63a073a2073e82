//! The command line of `signon mcp`.

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::Args;
use signon_mcp::project::jq;
use signon_mcp::prompts::{self, Prompt};
use signon_mcp::{Options, Search, budget};

/// Serve operations as tools for agents over the Model Context Protocol
///
/// Credentials come from the environment, a file, or a profile; `--settings` prints the names. They are never tool arguments.
#[derive(Clone, Debug, Args)]
pub(crate) struct Mcp {
    /// Providers to serve
    #[arg(value_name = "PROVIDER", required_unless_present = "spec")]
    pub(crate) providers: Vec<String>,
    /// Documents to serve
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Vec<String>,
    /// Exclude operations that modify data
    #[arg(long)]
    pub(crate) read_only: bool,
    /// Serve only these operations, by tool name or operation id
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) tools: Vec<String>,
    /// Serve only these groups of operations
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub(crate) tags: Vec<String>,
    /// Exclude these operations and groups
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) exclude: Vec<String>,
    /// Offer tools to search and call operations, instead of one per operation [default: above 40 operations]
    #[arg(long, overrides_with = "no_search")]
    pub(crate) search: bool,
    /// Always offer one tool per operation
    #[arg(long)]
    pub(crate) no_search: bool,
    /// Maximum size of a result, in bytes of JSON
    #[arg(long, value_name = "BYTES", default_value_t = budget::DEFAULT)]
    pub(crate) budget: usize,
    /// Maximum number of pages that `all_pages` collects
    #[arg(long, value_name = "COUNT", default_value_t = Options::default().max_pages)]
    pub(crate) max_pages: usize,
    /// Show requests without sending them
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask for confirmation of destructive calls where the client can ask
    #[arg(long)]
    pub(crate) no_confirm: bool,
    /// Ask for missing required arguments of calls and prompts, where the client can ask
    #[arg(long)]
    pub(crate) ask: bool,
    /// Let the client's model write these text arguments (`operation.argument`) if a call lacks them
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) ask_model: Vec<String>,
    /// Use the client's open folders for these arguments (`operation.argument`) if a call lacks them
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) ask_roots: Vec<String>,
    /// The folder that files may be uploaded from
    #[arg(long, value_name = "DIR")]
    pub(crate) upload_root: Option<PathBuf>,
    /// A JSON file of prompts to offer, each with `name`, `title`, `description`, `arguments`, `operations`, `resources`, `workflow` and `text`
    #[arg(long, value_name = "FILE")]
    pub(crate) prompts: Option<PathBuf>,
    /// File of `NAME=value` settings that only its owner may read
    #[arg(long, value_name = "FILE")]
    pub(crate) credentials: Option<PathBuf>,
    /// Profile to read settings from [default: `SIGNON_PROFILE`, or `default`]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Serve over HTTP on this address, such as `127.0.0.1:8765`; addresses other than loopback need `SIGNON_MCP_TOKEN`
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) http: Option<String>,
    /// Accepted host name of this server
    #[arg(long, value_name = "HOST", requires = "http")]
    pub(crate) allow_host: Vec<String>,
    /// Allowed origin of web pages, in addition to those of this machine
    #[arg(long, value_name = "ORIGIN", requires = "http")]
    pub(crate) allow_origin: Vec<String>,
    /// Print the names of the settings, and exit
    #[arg(long)]
    pub(crate) settings: bool,
    /// Print the tools as JSON, and exit
    #[arg(long)]
    pub(crate) print_tools: bool,
}

impl Mcp {
    pub(crate) fn options(&self) -> Result<Options, Box<dyn Error>> {
        let mut options = Options::default();
        if let Some(path) = &self.prompts {
            options.prompts = read_prompts(path)?;
        }
        options.read_only = self.read_only;
        options.tools.clone_from(&self.tools);
        options.tags.clone_from(&self.tags);
        options.exclude.clone_from(&self.exclude);
        options.search = match (self.search, self.no_search) {
            (true, _) => Search::Always,
            (_, true) => Search::Never,
            _ => Search::Auto,
        };
        options.budget = self.budget;
        options.max_pages = self.max_pages;
        options.dry_run = self.dry_run;
        options.confirm = !self.no_confirm;
        options.ask = self.ask;
        options.ask_model.clone_from(&self.ask_model);
        options.ask_roots.clone_from(&self.ask_roots);
        options.upload_root.clone_from(&self.upload_root);
        options.jq = Some(jq::Worker {
            program: std::env::current_exe()?,
            arguments: vec!["mcp-jq".to_owned()],
        });
        Ok(options)
    }
}

fn read_prompts(path: &Path) -> Result<Vec<Prompt>, Box<dyn Error>> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("`{shown}`: {error}"))?;
    Ok(prompts::parse(&text).map_err(|error| format!("`{shown}` has no prompts: {error}"))?)
}
