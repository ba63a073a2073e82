//! Comments and prose in generated files: the only way by which a document's text enters one.
//!
//! A document is not trusted: its texts must neither end a comment nor become a doc test, raw HTML or a link to a
//! script. [`Docs`] and [`Markdown`] are made of two things alone: string constants of this crate (`&'static str`),
//! and texts of a document that a function of this module has escaped. A description is parsed, written anew from
//! the parser's events, and the result is parsed again ([`verify`]).
//!
//! No line of a comment holds a line terminator, a control character or one that reorders text.

mod characters;
mod docs;
mod example;
mod html;
mod inline;
mod layout;
mod markdown;
mod plain;
mod read;
mod verify;
mod word;
mod wrap;

pub(crate) use self::characters::{clean, printable, printable_json, shortened};
pub use self::docs::Docs;
pub(crate) use self::docs::full_stop;
pub(crate) use self::example::Example;
pub use self::markdown::Line;
pub use self::markdown::{Markdown, cell, code};
pub(crate) use self::markdown::{code_link, joined, link, one_line};

/// Column limit of a comment's text.
const WIDTH: usize = 92;

/// Longest text of a document that a comment holds, in bytes; the check stage reports longer ones.
pub(crate) const MAX_TEXT: usize = 64 * 1024;

/// Longest text that becomes a part of one line, such as a title or a key, in bytes.
pub(crate) const MAX_LINE: usize = 300;

#[cfg(test)]
mod tests;
