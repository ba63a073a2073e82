//! Filling a path template.

use crate::defect::Defect;
use crate::parameter::Parameter;
use crate::request::encode;
use crate::request::style::PathStyle;

/// Puts `value` in the place of `{name}` in `path`.
pub(crate) fn fill_text(path: &mut String, name: &str, value: &str) -> Result<(), Defect> {
    let (start, end) = place(path, name)?;
    let tail = path.split_off(end);
    path.truncate(start);
    encode::strict(path, value);
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
    match style {
        PathStyle::Simple { explode } => simple(path, explode, value),
        PathStyle::Label { explode } => label(path, explode, value),
        PathStyle::Matrix { explode } => matrix(path, name, explode, value),
    }
    let filled = path.len();
    path.push_str(&tail);
    if filled == start {
        return Err(match value {
            Parameter::Absent | Parameter::Null => Defect::MissingPathParameter(name.to_owned()),
            Parameter::Scalar(_) | Parameter::List(_) | Parameter::Map(_) => {
                Defect::Segment(name.to_owned())
            }
        });
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
    path.split('/').any(|segment| matches!(segment, "." | ".."))
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

/// Refuses a value that is empty, or that makes its segment a dot segment.
fn check(path: &str, start: usize, end: usize, name: &str) -> Result<(), Defect> {
    let head = path.get(..start).unwrap_or_default();
    let tail = path.get(end..).unwrap_or_default();
    let from = head.rfind('/').map_or(0, |slash| slash + 1);
    let to = tail.find('/').map_or(path.len(), |slash| end + slash);
    let segment = path.get(from..to).unwrap_or_default();
    if start == end || matches!(segment, "" | "." | "..") {
        return Err(Defect::Segment(name.to_owned()));
    }
    Ok(())
}

fn simple(out: &mut String, explode: bool, value: &Parameter) {
    match value {
        Parameter::Absent | Parameter::Null => {}
        Parameter::Scalar(text) => encode::strict(out, text),
        Parameter::List(items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                simple(out, explode, item);
            }
        }
        Parameter::Map(members) => {
            for (index, (key, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                encode::strict(out, key);
                out.push(if explode { '=' } else { ',' });
                simple(out, explode, member);
            }
        }
    }
}

fn label(out: &mut String, explode: bool, value: &Parameter) {
    match value {
        Parameter::Absent | Parameter::Null => {}
        Parameter::List(items) if explode => {
            for item in items {
                out.push('.');
                simple(out, false, item);
            }
        }
        Parameter::Map(members) if explode => {
            for (key, member) in members {
                out.push('.');
                encode::strict(out, key);
                out.push('=');
                simple(out, false, member);
            }
        }
        Parameter::Scalar(_) | Parameter::List(_) | Parameter::Map(_) => {
            out.push('.');
            simple(out, false, value);
        }
    }
}

fn matrix(out: &mut String, name: &str, explode: bool, value: &Parameter) {
    match value {
        Parameter::Absent | Parameter::Null => {}
        Parameter::List(items) if explode => {
            for item in items {
                matrix(out, name, false, item);
            }
        }
        Parameter::Map(members) if explode => {
            for (key, member) in members {
                matrix(out, key, false, member);
            }
        }
        Parameter::Scalar(_) | Parameter::List(_) | Parameter::Map(_) => {
            out.push(';');
            encode::strict(out, name);
            out.push('=');
            simple(out, false, value);
        }
    }
}
