//! Renders the files of a crate: each is planned first, then written by one of several threads.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use proc_macro2::TokenStream;

use crate::catalog::catalog;
use crate::emit::{self, Content, Context, FilePlan, RustFile};
use crate::format::{self, Tree};
use crate::manifest::manifest;

/// A file that is not rendered yet.
enum Planned<'a> {
    Emitted(FilePlan<'a>),
    Manifest { lines: usize },
    Catalog { lines: usize },
}

/// For fewer lines, another thread costs more than it saves.
const LINES_PER_WORKER: usize = 500;

/// Renders every file, as many at a time as there are processors, and the longest first, so that all end together.
///
/// # Panics
///
/// If a file holds an item that is not Rust, which is a bug of `emit`.
pub fn render(context: Context<'_>) -> Tree {
    let mut longest_first = plan(context);
    longest_first.sort_by_key(|file| Reverse(file.lines()));
    let lines: usize = longest_first.iter().map(Planned::lines).sum();
    let workers = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(lines / LINES_PER_WORKER + 1);
    let next = AtomicUsize::new(0);
    let files = Mutex::new(BTreeMap::new());
    let work = || {
        while let Some(file) = longest_first.get(next.fetch_add(1, Ordering::Relaxed)) {
            let text = file.rendered(context).text();
            if let Ok(mut files) = files.lock() {
                files.insert(file.path().to_owned(), text);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..workers {
            scope.spawn(work);
        }
        work();
    });
    Tree {
        files: files.into_inner().unwrap_or_default(),
    }
}

/// Renders every file in this thread, which tokens cannot leave, and gives the items of each file of Rust as well.
///
/// # Panics
///
/// If a file holds an item that is not Rust, which is a bug of `emit`.
pub(crate) fn render_with_items(
    context: Context<'_>,
) -> (Tree, BTreeMap<String, Vec<TokenStream>>) {
    let (mut tree, mut items) = (Tree::default(), BTreeMap::new());
    for file in plan(context) {
        let (path, rendered) = (file.path().to_owned(), file.rendered(context));
        if let Rendered::Rust(file) = &rendered {
            items.insert(path.clone(), file.items.clone());
        }
        tree.files.insert(path, rendered.text());
    }
    (tree, items)
}

/// The files of a crate: what `emit` plans, and the lists for tools.
fn plan(context: Context<'_>) -> Vec<Planned<'_>> {
    // Lines of JSON are rendered faster than those of Rust.
    let lines = context.api.operations.len() + context.api.types.len();
    let mut files = vec![Planned::Manifest { lines }];
    if context.options.has_catalog() {
        files.push(Planned::Catalog { lines });
    }
    files.extend(emit::plan(context).into_iter().map(Planned::Emitted));
    files
}

impl Planned<'_> {
    fn path(&self) -> &str {
        match self {
            Self::Emitted(file) => &file.path,
            Self::Manifest { .. } => "manifest.json",
            Self::Catalog { .. } => "catalog.json",
        }
    }

    /// The estimated number of lines.
    fn lines(&self) -> usize {
        match self {
            Self::Emitted(FilePlan { lines, .. })
            | Self::Manifest { lines }
            | Self::Catalog { lines } => *lines,
        }
    }

    fn rendered(&self, context: Context<'_>) -> Rendered {
        match self {
            Self::Manifest { .. } => Rendered::Text(manifest(context)),
            Self::Catalog { .. } => Rendered::Text(catalog(context)),
            Self::Emitted(file) => match &file.content {
                Content::Text(text) => Rendered::Text(emit::text(context, *text)),
                Content::Rust(module) => Rendered::Rust(emit::rust(context, module)),
            },
        }
    }
}

/// The content of a file.
enum Rendered {
    Text(String),
    /// Rust that is not laid out yet.
    Rust(RustFile),
}

impl Rendered {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Rust(file) => format::rust(file),
        }
    }
}
