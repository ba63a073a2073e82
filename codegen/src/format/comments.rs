//! Comments, apart from the code that `prettyplease` lays out.
//!
//! A comment is one `doc` attribute with a line break between its lines. [`take`] replaces the text by a number, so that
//! each is one line while the item is laid out, and [`put`] replaces that line by those of the comment. A line of the
//! laid out item begins with `///` for no other reason: every comment is replaced, and no other token holds a line break.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::quote;
use syn::Lit;

/// The item with the number of each comment instead of its text, and the comments.
pub(super) fn take(item: TokenStream) -> (TokenStream, Vec<String>) {
    let mut comments = Vec::new();
    let tokens = numbered(item, &mut comments);
    (tokens, comments)
}

/// Replaces the text of each comment by its number.
fn numbered(tokens: TokenStream, comments: &mut Vec<String>) -> TokenStream {
    let mut numbered: Vec<TokenTree> = Vec::new();
    for tree in tokens {
        let TokenTree::Group(group) = tree else {
            numbered.push(tree);
            continue;
        };
        let (delimiter, content) = (group.delimiter(), group.stream());
        // Tokens that the group shares would be copied instead of moved.
        drop(group);
        let is_attribute = delimiter == Delimiter::Bracket
            && matches!(numbered.last(), Some(TokenTree::Punct(mark)) if mark.as_char() == '#');
        let content = if is_attribute {
            attribute(content, comments)
        } else {
            self::numbered(content, comments)
        };
        numbered.push(Group::new(delimiter, content).into());
    }
    numbered.into_iter().collect()
}

/// Replaces the text of the comment that an attribute is, if it is one.
fn attribute(content: TokenStream, comments: &mut Vec<String>) -> TokenStream {
    let trees: Vec<TokenTree> = content.into_iter().collect();
    match <[TokenTree; 3]>::try_from(trees) {
        Ok([TokenTree::Ident(name), equals, TokenTree::Literal(text)]) if name == "doc" => {
            let number = Literal::string(&comments.len().to_string());
            if let Lit::Str(text) = Lit::new(text.clone()) {
                comments.push(text.value());
                quote!(#name #equals #number)
            } else {
                quote!(#name #equals #text)
            }
        }
        Ok(trees) => numbered(trees.into_iter().collect(), comments),
        Err(trees) => numbered(trees.into_iter().collect(), comments),
    }
}

/// The laid out item with its comments, each line on a line of its own.
pub(super) fn put(item: &str, comments: &[String]) -> String {
    let length: usize = comments.iter().map(String::len).sum();
    let mut out = String::with_capacity(item.len() + length + length / 8);
    for line in item.split_inclusive('\n') {
        let Some((indent, comment)) = comment(line, comments) else {
            out.push_str(line);
            continue;
        };
        for line in comment.trim_end().split('\n') {
            out.extend([indent, "///", line, "\n"]);
        }
    }
    out
}

/// The comment whose number is on a line, and the indent of the line.
fn comment<'a>(line: &'a str, comments: &'a [String]) -> Option<(&'a str, &'a str)> {
    let number = line.trim_start();
    let indent = line.strip_suffix(number)?;
    let number = number.strip_prefix("///")?.trim_end();
    let comment = comments.get(number.parse::<usize>().ok()?)?;
    Some((indent, comment))
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::{put, take};

    /// The item with numbers, and the item with comments, as `prettyplease` lays them out.
    fn laid_out(item: TokenStream) -> (String, String) {
        let (tokens, comments) = take(item);
        let file = syn::parse2(tokens).expect("an item");
        let numbered = prettyplease::unparse(&file);
        let text = put(&numbered, &comments);
        (numbered, text)
    }

    #[test]
    fn each_line_of_a_comment_is_a_line() {
        let item = quote! {
            #[doc = " A.\n\n `b`:\n   - \"c\""]
            #[derive(Debug)]
            struct A {
                #[doc = " B."]
                #[doc(hidden)]
                b: u8,
                #[doc = ""]
                #[doc = " C\n D"]
                c: u8,
            }
        };
        let (numbered, text) = laid_out(item);
        assert_eq!(
            numbered,
            "///0\n#[derive(Debug)]\nstruct A {\n    ///1\n    #[doc(hidden)]\n    b: u8,\n    ///2\n    ///3\n    c: u8,\n}\n"
        );
        assert_eq!(
            text,
            "/// A.\n///\n/// `b`:\n///   - \"c\"\n#[derive(Debug)]\nstruct A {\n    /// B.\n    #[doc(hidden)]\n    b: u8,\n    ///\n    /// C\n    /// D\n    c: u8,\n}\n"
        );
    }

    #[test]
    fn what_looks_like_a_number_is_text() {
        let item = quote! {
            #[doc = "1"]
            #[doc = "/0\n///0\n 0\n*/"]
            const A: &str = "\n///0\n    ///1\n";
        };
        let (_, text) = laid_out(item);
        assert_eq!(
            text,
            "///1\n////0\n//////0\n/// 0\n///*/\nconst A: &str = \"\\n///0\\n    ///1\\n\";\n"
        );
    }
}
