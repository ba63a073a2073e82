//! Types of the user's own, instead of those that schemas would become.

use std::fmt;

/// The path of a type, of identifiers and generic arguments alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RustType {
    /// The steps of the path.
    segments: Vec<Segment>,
}

/// A step of the path of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Segment {
    /// The identifier: no keyword but `crate` at the beginning, no raw one.
    pub(crate) ident: String,
    /// The generic arguments.
    pub(crate) arguments: Vec<RustType>,
}

/// The longest path, in bytes, and how deep generic arguments may be in one another.
const MAX_LENGTH: usize = 400;
const MAX_DEPTH: usize = 8;

/// The types that need no crate.
const PRIMITIVES: [&str; 16] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize",
];

impl RustType {
    /// Reads `crate::money::Money`, `my_types::Pair<u64, std::string::String>` or a primitive type.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, as a clause: anything but identifiers, `::`, and generic arguments in `<` and `>`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_LENGTH {
            return Err(format!("it is longer than {MAX_LENGTH} bytes"));
        }
        let mut rest = text;
        let parsed = path(&mut rest, 0)?;
        if rest.is_empty() {
            Ok(parsed)
        } else {
            Err(String::from("it is more than the path of a type"))
        }
    }

    /// The steps of the path.
    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The last identifier of the path.
    pub(crate) fn name(&self) -> &str {
        self.segments
            .last()
            .map_or("", |segment| segment.ident.as_str())
    }

    /// Whether it is a type of the language.
    pub(crate) fn is_primitive(&self) -> bool {
        self.segments.len() == 1
    }
}

/// Reads a path from the beginning of a text.
fn path(rest: &mut &str, depth: usize) -> Result<RustType, String> {
    if depth > MAX_DEPTH {
        return Err(String::from(
            "its generic arguments are too deep in one another",
        ));
    }
    let mut segments = Vec::new();
    loop {
        let ident = identifier(rest)?;
        if ident == "crate" && !segments.is_empty() {
            return Err(String::from("`crate` is at the beginning of a path alone"));
        }
        let arguments = arguments(rest, depth)?;
        let is_last = !arguments.is_empty();
        segments.push(Segment { ident, arguments });
        match rest.strip_prefix("::") {
            Some(after) if !is_last => *rest = after,
            _ => break,
        }
    }
    if let [only] = segments.as_slice()
        && (!PRIMITIVES.contains(&only.ident.as_str()) || !only.arguments.is_empty())
    {
        let ident = &only.ident;
        return Err(format!(
            "`{ident}` is without its crate: write `crate::{ident}` or `CRATE::{ident}`"
        ));
    }
    Ok(RustType { segments })
}

/// Reads generic arguments, if there are any.
fn arguments(rest: &mut &str, depth: usize) -> Result<Vec<RustType>, String> {
    let Some(after) = rest.strip_prefix('<') else {
        return Ok(Vec::new());
    };
    *rest = after;
    let mut arguments = Vec::new();
    loop {
        arguments.push(path(rest, depth + 1)?);
        if let Some(after) = rest.strip_prefix('>') {
            *rest = after;
            return Ok(arguments);
        }
        let after = rest.strip_prefix(',');
        let after = after.ok_or("a `,` or a `>` is missing after a generic argument")?;
        *rest = after.strip_prefix(' ').unwrap_or(after);
    }
}

/// Reads an identifier.
fn identifier(rest: &mut &str) -> Result<String, String> {
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    let (ident, after) = rest.split_at(end);
    let is_identifier = syn::parse_str::<syn::Ident>(ident).is_ok() || ident == "crate";
    if !is_identifier || ident == "gen" {
        return Err(match ident {
            "" => String::from("an identifier is missing"),
            _ => format!("`{ident}` is no identifier"),
        });
    }
    *rest = after;
    Ok(ident.to_owned())
}

/// The path, as it is written in a document.
impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.segments.iter().enumerate() {
            let separator = if index == 0 { "" } else { "::" };
            write!(f, "{separator}{}", segment.ident)?;
            let arguments = segment.arguments.iter().map(Self::to_string);
            let arguments: Vec<String> = arguments.collect();
            if !arguments.is_empty() {
                write!(f, "<{}>", arguments.join(", "))?;
            }
        }
        Ok(())
    }
}

impl std::str::FromStr for RustType {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::RustType;

    #[test]
    fn paths_of_types_are_read_and_nothing_else() {
        for text in [
            "u64",
            "crate::Money",
            "my_types::money::Money",
            "std::collections::BTreeMap<std::string::String, std::vec::Vec<u8>>",
        ] {
            let parsed = RustType::parse(text).map(|path| path.to_string());
            assert_eq!(parsed.as_deref(), Ok(text));
        }
        for text in [
            "",
            "Money",
            "Vec<u8>",
            "u64<u8>",
            "::my_types::Money",
            "self::Money",
            "super::Money",
            "a::crate::Money",
            "crate",
            "a::fn",
            "a::r#type",
            "a::_",
            "a::B;",
            "a::B; fn injected() {}",
            "a::B<{ panic!() }>",
            "a::B<'static>",
            "a::B<dyn a::C>",
            "a::B<u8>::C",
            "a::B<>",
            "a::B<u8",
            "a::B /* */",
            "a::b!()",
            "<a::B as a::C>::D",
            "fn() -> a::B",
            "(a::B, a::C)",
            "&a::B",
            "a::B\n",
            "a::größe::B",
            "a::B<a::C=u8>",
        ] {
            assert!(RustType::parse(text).is_err(), "{text}");
        }
        assert!(RustType::parse(&format!("a::{}", "B".repeat(400))).is_err());
        let deep = format!("{}u8{}", "a::B<".repeat(20), ">".repeat(20));
        assert!(RustType::parse(&deep).is_err());
    }
}
