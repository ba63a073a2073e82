//! The server's side of a request: what was sent, read by the spec's own words for each parameter.
//!
//! It shares nothing with the runtime: the query and the forms are parsed by `form_urlencoded`, multipart bodies by
//! `multer`, and styles are read here as the standard describes them. Values are compared as texts, because that is
//! all that travels in a URL or a header; JSON is compared as JSON.

pub mod body;
mod pairs;
mod path;
mod text;

use openapiv3::{Parameter, ParameterSchemaOrContent, PathStyle, QueryStyle};
use serde_json::Value;

pub use self::pairs::Pairs;
pub use self::path::segments;
pub use self::text::{leaves, unescape};
use crate::spec::operation::Endpoint;

/// A request as it came in.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The method, in capitals.
    pub method: String,
    /// The path, encoded, without what belongs to the server's URL.
    pub path: String,
    /// The query, encoded, without the question mark.
    pub query: String,
    /// The headers; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// A parameter that came in.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrived {
    /// The parameter's name.
    pub name: String,
    /// What it holds, with texts for all scalars.
    pub value: Value,
}

impl Seen {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// Reads every parameter of a request. `example` shows for each whether it is a scalar, a list or a map.
///
/// Fails if the method or the path is another one, or if anything was sent that no parameter explains.
pub fn read<'e>(
    endpoint: Endpoint<'_>,
    seen: &Seen,
    example: impl Fn(&Parameter) -> Option<&'e Value>,
) -> Result<Vec<Arrived>, String> {
    if seen.method != endpoint.method {
        return Err(format!(
            "the method is {}, not {}",
            seen.method, endpoint.method
        ));
    }
    let mut parts = Parts {
        segments: segments(endpoint.path, &seen.path)?,
        query: Pairs::parse(&seen.query),
        cookies: Pairs::cookies(seen.header("cookie").unwrap_or_default()),
        seen,
    };
    let mut arrived = Vec::new();
    let mut parameters = endpoint.parameters();
    // A map whose keys are parameters of their own takes what the others leave.
    parameters.sort_by_key(|parameter| takes_the_rest(parameter, example(parameter)));
    for parameter in parameters {
        let name = &parameter.parameter_data_ref().name;
        let Some(shape) = example(parameter) else {
            return Err(format!("`{name}` has no example"));
        };
        match parts.take(parameter, shape) {
            Some(value) => arrived.push(Arrived {
                name: name.clone(),
                value,
            }),
            None => return Err(format!("`{name}` was not sent")),
        }
    }
    match parts.query.left() {
        [] => Ok(arrived),
        left => Err(format!(
            "no parameter of the spec explains {left:?} in the query"
        )),
    }
}

/// The parts of a request that hold parameters.
struct Parts<'a> {
    /// The value of each parameter of the path, still encoded.
    segments: Vec<(&'a str, String)>,
    query: Pairs,
    cookies: Pairs,
    /// The request, for its headers.
    seen: &'a Seen,
}

impl Parts<'_> {
    /// Takes the value of a parameter, of the shape that its example has.
    fn take(&mut self, parameter: &Parameter, shape: &Value) -> Option<Value> {
        let data = parameter.parameter_data_ref();
        let name = &data.name;
        if matches!(data.format, ParameterSchemaOrContent::Content(_)) {
            let text = self.query.take(name)?;
            return Some(serde_json::from_str(&text).unwrap_or(Value::String(text)));
        }
        let explode = |default: bool| data.explode.unwrap_or(default);
        match parameter {
            Parameter::Path { style, .. } => {
                let (_, raw) = self.segments.iter().find(|(known, _)| known == name)?;
                Some(path::value(style, explode(false), name, raw, shape))
            }
            Parameter::Query { style, .. } => {
                let explode = explode(matches!(style, QueryStyle::Form));
                self.query.value(style, explode, name, shape)
            }
            Parameter::Header { .. } => {
                let (style, raw) = (PathStyle::Simple, self.seen.header(name)?);
                Some(path::value(&style, explode(false), name, raw, shape))
            }
            Parameter::Cookie { .. } => {
                let style = QueryStyle::Form;
                self.cookies.value(&style, explode(true), name, shape)
            }
        }
    }
}

fn takes_the_rest(parameter: &Parameter, example: Option<&Value>) -> bool {
    let explode = parameter.parameter_data_ref().explode != Some(false);
    example.is_some_and(Value::is_object)
        && explode
        && match parameter {
            Parameter::Query { style, .. } => matches!(style, QueryStyle::Form),
            Parameter::Cookie { .. } => true,
            Parameter::Header { .. } | Parameter::Path { .. } => false,
        }
}
