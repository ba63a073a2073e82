//! Payloads that the providers published, and a map that says where each belongs.

use std::path::{Path, PathBuf};

use crate::provider::Provider;
use crate::spec::operation::{Endpoint, Side};
use crate::spec::root;

/// A row of `MAP.tsv`: a file, and the body that it is an example of.
#[derive(Clone, Debug)]
pub struct Row {
    /// The file, below the folder of the samples; its first folder is the provider.
    pub file: String,
    /// The method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Who sends it.
    pub side: Side,
    /// The status; `-` for a request.
    pub status: String,
}

/// The folder of the samples: `SIGNON_SAMPLES`, or the one that lies beside the project while it is developed.
pub fn folder() -> PathBuf {
    std::env::var_os("SIGNON_SAMPLES")
        .map_or_else(|| root().join("../shared/samples"), PathBuf::from)
}

/// The rows of `MAP.tsv`.
pub fn rows(folder: &Path) -> Result<Vec<Row>, String> {
    let map = folder.join("MAP.tsv");
    let text =
        std::fs::read_to_string(&map).map_err(|error| format!("{}: {error}", map.display()))?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with("file\t"));
    lines
        .map(|(index, line)| {
            row(line).ok_or_else(|| format!("{}:{}: `{line}` is no row", map.display(), index + 1))
        })
        .collect()
}

fn row(line: &str) -> Option<Row> {
    let mut cells = line.split('\t').map(str::trim);
    let mut next = || cells.next().map(str::to_owned);
    let (file, method, path, side, status) = (next()?, next()?, next()?, next()?, next()?);
    let side = [Side::Request, Side::Response]
        .into_iter()
        .find(|known| known.name() == side)?;
    Some(Row {
        file,
        method: method.to_uppercase(),
        path,
        side,
        status,
    })
}

impl Row {
    /// The provider that the sample is of.
    pub fn provider(&self) -> Option<&'static Provider> {
        Provider::named(self.file.split('/').next()?)
    }

    /// The operation that the sample belongs to; the names of path parameters do not matter.
    pub fn endpoint(&self) -> Option<Endpoint<'static>> {
        let spec = self.provider()?.spec().ok()?;
        let same = |endpoint: &Endpoint<'_>| {
            endpoint.method == self.method && nameless(endpoint.path) == nameless(&self.path)
        };
        spec.endpoints().into_iter().find(same)
    }
}

/// A path template without the names of its parameters.
fn nameless(path: &str) -> String {
    let mut rest = path.trim_end_matches('/');
    let mut nameless = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        nameless.push_str(before);
        nameless.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    nameless + rest
}
