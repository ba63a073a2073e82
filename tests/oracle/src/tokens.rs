//! Rust sources as tokens.

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
