//! Rust tokens, without tokens added by formatting and without comments.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Returns the tokens of items as texts, except for delimiters, commas and comments.
pub(crate) fn words(tokens: TokenStream) -> Vec<String> {
    let mut out = Vec::new();
    push(tokens, &mut out);
    out
}

fn push(tokens: TokenStream, out: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                let is_inner = |next: &TokenTree| matches!(next, TokenTree::Punct(mark) if mark.as_char() == '!');
                let inner = tokens.next_if(is_inner);
                if tokens.next_if(is_comment).is_none() {
                    out.push("#".to_owned());
                    out.extend(inner.map(|_| "!".to_owned()));
                }
            }
            TokenTree::Punct(mark) if mark.as_char() == ',' => {}
            TokenTree::Punct(mark) => out.push(mark.as_char().to_string()),
            TokenTree::Group(group) => push(group.stream(), out),
            TokenTree::Ident(_) | TokenTree::Literal(_) => out.push(token.to_string()),
        }
    }
}

/// Whether a token is `[doc = "text"]`.
fn is_comment(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let mut inside = group.stream().into_iter();
    group.delimiter() == Delimiter::Bracket
        && matches!(inside.next(), Some(TokenTree::Ident(name)) if name == "doc")
        && matches!(inside.next(), Some(TokenTree::Punct(mark)) if mark.as_char() == '=')
}
