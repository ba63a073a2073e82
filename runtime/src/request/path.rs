//! Filling a path template.

use crate::defect::Defect;
use crate::parameter::Parameter;
use crate::percent;
use crate::style::{PathKind, PathStyle};

/// Puts `value` in the place of `{name}` in `path`.
pub(crate) fn fill_text(path: &mut String, name: &str, value: &str) -> Result<(), Defect> {
    let (start, end) = place(path, name)?;
    let tail = path.split_off(end);
    path.truncate(start);
    percent::strict(path, value);
    let filled = path.len();
    path.push_str(&tail);
    check(path, start, filled, name)
}

/// Puts `value`, written in `style`, in the place of `{name}` in `path`.
pub(crate) fn fill(
    path: &mut String,
    name: &str,
    style: PathStyle,
    value: &Parameter,
) -> Result<(), Defect> {
    let (start, end) = place(path, name)?;
    let tail = path.split_off(end);
    path.truncate(start);
    let text = if style.allow_reserved {
        percent::reserved_in_path
    } else {
        percent::strict
    };
    let mut writer = Writer { path, text };
    match style.kind {
        PathKind::Simple => writer.simple(style.explode, value),
        PathKind::Label => writer.label(style.explode, value),
        PathKind::Matrix => writer.matrix(name, style.explode, value),
    }
    let filled = path.len();
    path.push_str(&tail);
    match value {
        Parameter::Absent | Parameter::Null => {
            return Err(Defect::MissingPathParameter(name.to_owned()));
        }
        // Nothing to write, as for a value that is missing (RFC 6570, section 2.3).
        Parameter::List(items) if items.is_empty() => return Err(Defect::Segment(name.to_owned())),
        Parameter::Map(members) if members.is_empty() => {
            return Err(Defect::Segment(name.to_owned()));
        }
        Parameter::Scalar(_) | Parameter::List(_) | Parameter::Map(_) => {}
    }
    check(path, start, filled, name)
}

/// The name of a parameter that has no value.
pub(crate) fn unfilled(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once('{')?;
    rest.split_once('}').map(|(name, _)| name)
}

/// Whether a segment of `path` would be taken for a step to another endpoint.
pub(crate) fn has_dot_segment(path: &str) -> bool {
    path.split('/').any(is_dot_segment)
}

/// Whether a URL parser takes a segment for a step to another folder. It does so in each form of the dot (WHATWG URL).
fn is_dot_segment(segment: &str) -> bool {
    let mut remaining = segment;
    let mut dots = 0;
    while let Some(dot) = [".", "%2e", "%2E"]
        .into_iter()
        .find(|dot| remaining.starts_with(dot))
    {
        remaining = remaining.get(dot.len()..).unwrap_or_default();
        dots += 1;
    }
    remaining.is_empty() && matches!(dots, 1 | 2)
}

fn place(path: &str, name: &str) -> Result<(usize, usize), Defect> {
    path.match_indices('{')
        .find_map(|(start, _)| {
            let rest = path.get(start + 1..)?;
            let rest = rest.strip_prefix(name)?;
            rest.starts_with('}')
                .then_some((start, start + name.len() + 2))
        })
        .ok_or_else(|| Defect::UnknownPathParameter(name.to_owned()))
}

/// Rejects a value that leaves its segment empty, or that makes it a dot segment.
fn check(path: &str, start: usize, end: usize, name: &str) -> Result<(), Defect> {
    let head = path.get(..start).unwrap_or_default();
    let tail = path.get(end..).unwrap_or_default();
    let from = head.rfind('/').map_or(0, |slash| slash + 1);
    let to = tail.find('/').map_or(path.len(), |slash| end + slash);
    let segment = path.get(from..to).unwrap_or_default();
    if segment.is_empty() || is_dot_segment(segment) {
        return Err(Defect::Segment(name.to_owned()));
    }
    Ok(())
}

/// Writes a value into a path.
struct Writer<'a> {
    path: &'a mut String,
    /// Encodes a text for the path.
    text: fn(&mut String, &str),
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        (self.text)(self.path, text);
    }

    fn simple(&mut self, explode: bool, value: &Parameter) {
        match value {
            Parameter::Absent | Parameter::Null => {}
            Parameter::Scalar(text) => self.text(text),
            Parameter::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.path.push(',');
                    }
                    self.simple(explode, item);
                }
            }
            Parameter::Map(members) => {
                for (index, (key, member)) in members.iter().enumerate() {
                    if index > 0 {
                        self.path.push(',');
                    }
                    self.text(key);
                    self.path.push(if explode { '=' } else { ',' });
                    self.simple(explode, member);
                }
            }
        }
    }

    fn label(&mut self, explode: bool, value: &Parameter) {
        match value {
            Parameter::Absent | Parameter::Null => {}
            Parameter::List(items) if explode => {
                for item in items {
                    self.path.push('.');
                    self.simple(false, item);
                }
            }
            Parameter::Map(members) if explode => {
                for (key, member) in members {
                    self.path.push('.');
                    self.text(key);
                    self.path.push('=');
                    self.simple(false, member);
                }
            }
            Parameter::Scalar(_) | Parameter::List(_) | Parameter::Map(_) => {
                self.path.push('.');
                self.simple(false, value);
            }
        }
    }

    fn matrix(&mut self, name: &str, explode: bool, value: &Parameter) {
        match value {
            Parameter::Absent | Parameter::Null => {}
            Parameter::List(items) if explode => {
                for item in items {
                    self.matrix(name, false, item);
                }
            }
            Parameter::Map(members) if explode => {
                for (key, member) in members {
                    self.matrix(key, false, member);
                }
            }
            Parameter::Scalar(_) | Parameter::List(_) | Parameter::Map(_) => {
                self.path.push(';');
                self.text(name);
                // An empty value has no `=` (RFC 6570, section 3.2.7).
                if !matches!(value, Parameter::Scalar(text) if text.is_empty()) {
                    self.path.push('=');
                    self.simple(false, value);
                }
            }
        }
    }
}
