//! `README.md` of a generated crate.

use std::fmt::Write;

use super::Context;
use super::client::title;
use super::doc::{link, one_line};

/// The text of `README.md`.
pub(super) fn readme(context: Context<'_>) -> String {
    let Context { api, options, .. } = context;
    let title = one_line(title(context));
    let mut out = format!("<!-- {} -->\n\n# {}\n\n", options.marker(), options.package);
    let _ = write!(out, "A typed client for {title}");
    let version = api.version.trim();
    if !version.is_empty() {
        let _ = write!(out, " (version {})", one_line(version));
    }
    let _ = write!(
        out,
        ": {} operations, generated from {} by signon.\n\n",
        api.operations.len(),
        options.source
    );
    out.push_str("- `Client` lists the operations; each of them is a value that can be built without a client.\n");
    out.push_str("- Models keep what they do not know, and give back what they were given.\n");
    out.push_str("- `manifest.json` says what Rust stands for each schema and operation.\n");
    if let Some(url) = &api.docs_url {
        let _ = write!(out, "\n{}\n", link("The provider's documentation", url));
    }
    out
}
