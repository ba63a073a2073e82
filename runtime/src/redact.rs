//! Server text made safe to display: one short line without the caller's secrets.
//!
//! A server may repeat a secret in another form than it was sent in. A [`Redactor`] finds it in plain form,
//! percent-encoded, form-encoded, with the escapes of JSON, Rust or HTML, and with white space or control characters
//! within; and so for each form that it travels in, such as the base64 of HTTP Basic.

mod line;
mod unit;

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretSlice};

pub(crate) use self::line::{OneLine, prefix, printable};
use self::unit::Unit;
use crate::secret::Secret;

/// Shorter secrets are not looked for: to redact single letters would show which letters they are.
const SHORTEST: usize = 4;
/// So many first bytes of a secret are redacted even if the rest is cut off.
const TELLTALE: usize = 12;
/// The maximum number of characters of a text.
const LONGEST: usize = 300;
/// How far around the displayed part secrets are searched for. Servers choose how long tokens are.
const FARTHEST: usize = 64 * 1024;
/// The replacement for a secret.
const MASK: &str = "***";

/// Finds secrets in texts.
#[derive(Default)]
pub(crate) struct Redactor {
    /// The forms of the secrets, without what is ignored within them.
    needles: Vec<SecretSlice<u8>>,
}

impl Redactor {
    /// A redactor of these texts, and of what they are when they are percent-encoded or in base64.
    pub(crate) fn new(secrets: impl IntoIterator<Item = Secret>) -> Self {
        let mut redactor = Self::default();
        for secret in secrets {
            let text = secret.expose();
            redactor.add(text);
            if text.len() >= SHORTEST {
                let mut encoded = String::new();
                crate::percent::strict(&mut encoded, text);
                redactor.add(&encoded);
                redactor.add(&STANDARD_NO_PAD.encode(text));
                redactor.add(&URL_SAFE_NO_PAD.encode(text));
            }
        }
        redactor
    }

    fn add(&mut self, form: &str) {
        let form = form.trim_end_matches('=');
        let needle: String = form.chars().filter(|c| !unit::is_ignored(*c)).collect();
        let is_known = |known: &SecretSlice<u8>| known.expose_secret() == needle.as_bytes();
        if needle.len() >= SHORTEST && !self.needles.iter().any(is_known) {
            self.needles.push(SecretSlice::from(needle.into_bytes()));
        }
    }

    /// `text` as a part of one line.
    pub(crate) fn line(&self, text: &str) -> String {
        // Text beyond this cannot be displayed, even if all before it is redacted into one mask.
        let shown = prefix(text, self.reach());
        let mut line = String::new();
        let mut count = 0_usize;
        let mut rest = shown.char_indices();
        // Secrets are looked for no farther than the line goes.
        while let Some((index, character)) = rest.next() {
            if let Some(end) = self.end_of_secret(shown, index) {
                line.push_str(MASK);
                while rest.offset() < end && rest.next().is_some() {}
            } else {
                line.push(line::plain(character));
            }
            count = count.saturating_add(1);
            if count == LONGEST {
                break;
            }
        }
        if count == LONGEST || shown.len() < text.len() {
            line.push_str("...");
        }
        line
    }

    /// The text of `bytes` between `from` and `to`, with no part of a secret.
    pub(crate) fn window(&self, bytes: &[u8], from: usize, to: usize) -> String {
        let reach = self.reach();
        let boundary = |at: usize| char_boundary(bytes, at.min(bytes.len()));
        let start = boundary(from.saturating_sub(reach));
        let end = boundary(to.saturating_add(reach));
        let from = boundary(from);
        let to = boundary(to).max(from);
        let decode = |part: Range<usize>| {
            String::from_utf8_lossy(bytes.get(part).unwrap_or_default()).into_owned()
        };
        let before = decode(start..from);
        let shown = decode(from..to);
        let all = [&*before, &*shown, &*decode(to..end)].concat();
        let shown = before.len()..before.len().saturating_add(shown.len());
        let mut window = String::new();
        let mut at = shown.start;
        for span in self.spans(&all) {
            if span.end > at && span.start < shown.end {
                window.push_str(all.get(at..span.start).unwrap_or_default());
                window.push_str(MASK);
                at = span.end;
            }
        }
        window.push_str(all.get(at..shown.end).unwrap_or_default());
        window
    }

    /// How far into a text a secret can reach that begins among the first characters.
    fn reach(&self) -> usize {
        /// The longest escape of a byte: `\u{000041}`.
        const ESCAPE: usize = 10;
        let lengths = self
            .needles
            .iter()
            .map(|needle| needle.expose_secret().len());
        let longest = lengths.max().unwrap_or_default();
        longest
            .saturating_mul(ESCAPE)
            .min(FARTHEST)
            .saturating_add(LONGEST * ESCAPE)
    }

    /// Where secrets are in `text`, in order and apart from each other.
    fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let mut spans: Vec<Range<usize>> = Vec::new();
        for (start, _) in text.char_indices() {
            if spans.last().is_some_and(|span| start < span.end) {
                continue;
            }
            if let Some(end) = self.end_of_secret(text, start) {
                spans.push(start..end);
            }
        }
        spans
    }

    /// Where a secret ends that begins at `start` of `text`.
    fn end_of_secret(&self, text: &str, start: usize) -> Option<usize> {
        let needles = self.needles.iter();
        needles
            .filter_map(|needle| end_of_match(text, start, needle.expose_secret()))
            .max()
    }
}

/// Where the character begins that `at` is in.
fn char_boundary(bytes: &[u8], at: usize) -> usize {
    let is_continuation = |byte: &u8| byte & 0b1100_0000 == 0b1000_0000;
    let before = bytes.get(..at).unwrap_or_default();
    let inside = bytes.get(at).is_some_and(is_continuation);
    let back = before
        .iter()
        .rev()
        .take_while(|byte| is_continuation(byte))
        .count();
    match back {
        back @ 0..3 if inside => at.saturating_sub(back).saturating_sub(1),
        _ => at,
    }
}

/// Where `needle` ends that begins at `start` of `text`, or as much of it as gives it away.
fn end_of_match(text: &str, start: usize, needle: &[u8]) -> Option<usize> {
    let enough = needle.len().min(TELLTALE);
    let mut best: Option<(usize, usize)> = None;
    let mut seen = std::collections::HashSet::new();
    let mut open = vec![(start, 0_usize)];
    while let Some((at, matched)) = open.pop() {
        let expected = needle.get(matched..).unwrap_or_default();
        for unit in Unit::at(text, at) {
            let is_padding = expected.is_empty() && unit.is_padding();
            let length = unit.matches(expected).or(is_padding.then_some(0));
            let next = matched.saturating_add(length.unwrap_or_default());
            if length.is_some() && next >= enough {
                best = best.max(Some((next, unit.end)));
            }
            if length.is_none() && !(unit.is_ignored() && matched > 0) {
                continue;
            }
            let state = (unit.end, next);
            if seen.insert(state) {
                open.push(state);
            }
        }
    }
    best.map(|(_, end)| end)
}

#[cfg(test)]
mod tests;
