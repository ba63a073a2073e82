//! Rust sources as tokens.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use proc_macro2::{LexError, TokenStream, TokenTree};

/// The tokens of a source.
pub fn tokens(source: &str) -> Result<Vec<TokenTree>, LexError> {
    source.parse().map(trees)
}

/// The tokens of a stream.
pub fn trees(stream: TokenStream) -> Vec<TokenTree> {
    stream.into_iter().collect()
}

/// The text of a token that holds no others.
pub fn word(token: &TokenTree) -> String {
    if let TokenTree::Group(_) = token {
        String::new()
    } else {
        token.to_string()
    }
}

/// The Rust files below a folder, sorted, but for those of builds.
pub fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if !path.ends_with("target") {
                files.extend(sources(&path)?);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
