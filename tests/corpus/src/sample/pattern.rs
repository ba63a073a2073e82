//! Texts that a pattern takes: written from the pattern, and held against it by another engine.

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

/// What many patterns take.
const COMMON: [&str; 8] = [
    "a",
    "ab",
    "abc-1",
    "1",
    "a1",
    "A1",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "2001:db8::/32",
];

/// A text that the pattern takes, of a length within the bounds.
pub(super) fn text(
    pattern: &str,
    least: usize,
    most: usize,
    formed: Option<&str>,
) -> Result<String, String> {
    let judge = regress::Regex::with_flags(pattern, "u")
        .or_else(|_| regress::Regex::new(pattern))
        .map_err(|error| format!("the pattern `{pattern}`: {error}"))?;
    let fits = |text: &str| {
        let length = text.chars().count();
        length >= least && length <= most && judge.find(text).is_some()
    };
    let mut candidates: Vec<String> = formed.map(str::to_owned).into_iter().collect();
    if let Ok(hir) = parse(pattern) {
        // Longer and longer, until the length fits.
        for extra in 0..=64 {
            let mut text = String::new();
            write(&hir, extra, &mut text);
            candidates.push(text);
        }
    }
    candidates.extend(COMMON.map(str::to_owned));
    candidates
        .into_iter()
        .find(|text| fits(text))
        .ok_or_else(|| format!("no text was found that the pattern `{pattern}` takes"))
}

/// The pattern without what looks ahead or behind, which the reader does not know.
fn parse(pattern: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    let mut plain = String::new();
    let mut rest = pattern;
    while let Some(start) = ["(?!", "(?=", "(?<!", "(?<="]
        .iter()
        .filter_map(|mark| rest.find(mark))
        .min()
    {
        let (before, after) = rest.split_at(start);
        plain.push_str(before);
        rest = after.get(group(after)..).unwrap_or_default();
    }
    plain.push_str(rest);
    // A slash and such are escaped where JavaScript's literals need it.
    let plain = plain
        .replace("\\/", "/")
        .replace("\\_", "_")
        .replace("\\@", "@");
    regex_syntax::parse(&plain).map_err(Box::new)
}

/// How long the group is that a text begins with.
fn group(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (index, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return index + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The shortest text of a pattern, with `extra` more repeats where it has no bound.
fn write(hir: &Hir, extra: u32, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => {
            let wanted = ['a', 'A', '1', '-'].into_iter().find(|wanted| {
                class
                    .ranges()
                    .iter()
                    .any(|range| (range.start()..=range.end()).contains(wanted))
            });
            text.extend(wanted.or_else(|| class.ranges().first().map(ClassUnicodeRange::start)));
        }
        HirKind::Class(Class::Bytes(class)) => {
            text.extend(
                class
                    .ranges()
                    .first()
                    .map(|range| char::from(range.start())),
            );
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            for _ in 0..repetition.min.saturating_add(extra).min(most) {
                write(&repetition.sub, 0, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, extra, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, extra, text)),
        HirKind::Alternation(members) => {
            if let Some(member) = members.first() {
                write(member, extra, text);
            }
        }
    }
}
