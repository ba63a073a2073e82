//! `README.md` of a generated crate.

use super::client::title;
use super::{Context, crate_root};
use crate::comment::{Docs, Markdown, code, link, one_line};

/// The text of `README.md`.
pub(super) fn readme(context: Context<'_>) -> String {
    let Context { api, options, .. } = context;
    let mut page = Docs::default();
    page.heading(&one_line(&options.package));
    let mut about = Markdown::from(options.purpose()) + one_line(title(context));
    let version = api.version.trim();
    if !version.is_empty() {
        about = about + " (version " + one_line(version) + ")";
    }
    if !options.types_only {
        about = about + ": " + api.operations.len() as u64 + " operations";
    }
    page.unwrapped(about + ", generated from " + code(&options.source) + " by signon.");
    page.row("");
    if !options.types_only {
        page.row("- `Client` lists the operations; each of them is a value that can be built without a client.");
    }
    page.row("- Models keep what they do not know, and give back what they were given.");
    page.row("- `manifest.json` says which Rust item each schema and operation has.");
    if context.options.has_catalog() {
        page.row("- `catalog.json` has the operations as data; the feature `catalog` embeds it.");
    }
    page.shown(crate_root::first_call(context));
    if api.operations.iter().any(|op| op.pagination.is_some()) {
        page.unwrapped(
            Markdown::from("A list that comes in pages is a stream: ")
                + code(".items()")
                + " on the call gives the items of all pages, each page requested when it is needed, and "
                + code(".items().collect_all()")
                + " all of them in a "
                + code("Vec")
                + "; awaiting the call gives the first page.",
        );
    }
    if let Some(url) = &api.docs_url {
        page.unwrapped(link("The provider's documentation", url));
    }
    format!(
        "<!-- {} -->\n\n{}\n",
        options.marker(),
        page.lines().join("\n")
    )
}
