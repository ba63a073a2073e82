//! A URI template as an OpenAPI operation: literals are the path, expressions are parameters.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use signon_runtime::Request;
use signon_runtime::codegen::{Parameter, PathStyle, QueryKind, QueryStyle, ToParameter as _};

/// Why OpenAPI cannot say what a template says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deviation {
    /// `{#x}`: no parameter is in the fragment, which is not sent.
    Fragment,
    /// `{x:3}`: no style cuts a value.
    Prefix,
    /// `{/list*}`: a parameter does not add segments to a path template.
    SegmentForEachItem,
    /// A path parameter is required (OpenAPI 3.1.1, section 4.8.12.2).
    UndefinedInPath,
    /// A segment without text would name another endpoint.
    EmptySegment,
    /// `?{x}`: a query parameter has a name.
    NamelessQuery,
    /// `{+path}` with a `/`: a path parameter holds no unescaped `/`, `?` or `#` (OpenAPI 3.2, section 4.12.4).
    ReservedInPath,
}

/// A variable of an expression.
struct Variable<'a> {
    name: String,
    explode: bool,
    value: Option<&'a Value>,
}

impl Variable<'_> {
    /// Whether the template expands it (RFC 6570, section 2.3): an empty list is not defined.
    fn is_defined(&self) -> bool {
        match self.value {
            None | Some(Value::Null) => false,
            Some(Value::Array(items)) => !items.is_empty(),
            Some(Value::Object(members)) => !members.is_empty(),
            Some(_) => true,
        }
    }

    fn is_list(&self) -> bool {
        matches!(self.value, Some(Value::Array(_) | Value::Object(_)))
    }

    fn parameter(&self) -> Parameter {
        match self.value {
            // The set writes what is not defined as null.
            None | Some(Value::Null) => Parameter::Absent,
            Some(value) => value.to_parameter(),
        }
    }
}

/// A path template in the making, and what its parameters are filled with.
#[derive(Default)]
struct Draft<'a> {
    path: String,
    in_path: Vec<(Variable<'a>, PathStyle)>,
    in_query: Vec<(String, QueryStyle, Parameter)>,
}

/// The request that an OpenAPI operation of this template makes.
pub(super) fn request(
    template: &str,
    variables: &Map<String, Value>,
) -> Result<Request, Deviation> {
    let (path, query) = split(template);
    let mut draft = Draft::default();
    if !path.starts_with('/') && !path.starts_with("{/") {
        draft.path.push('/');
    }
    for piece in pieces(path) {
        match piece {
            Piece::Literal(text) => draft.path.push_str(text),
            Piece::Expression(text) => draft.expression(text, variables)?,
        }
    }
    if let Some(query) = query {
        draft.fixed_query(query, variables)?;
    }
    draft.build()
}

impl<'a> Draft<'a> {
    fn expression(
        &mut self,
        text: &str,
        variables: &'a Map<String, Value>,
    ) -> Result<(), Deviation> {
        let (operator, names) = match text.chars().next() {
            Some(operator) if "+#./;?&".contains(operator) => {
                (operator, text.get(1..).unwrap_or_default())
            }
            _ => (' ', text),
        };
        let listed = listed(names, variables)?;
        match operator {
            '#' => Err(Deviation::Fragment),
            '?' | '&' => {
                for variable in listed {
                    let style = query_style(variable.explode);
                    let parameter = variable.parameter();
                    self.in_query.push((variable.name, style, parameter));
                }
                Ok(())
            }
            _ => self.path_expression(operator, listed),
        }
    }

    fn path_expression(
        &mut self,
        operator: char,
        variables: Vec<Variable<'a>>,
    ) -> Result<(), Deviation> {
        let mut first = true;
        for variable in variables {
            if !variable.is_defined() {
                return Err(Deviation::UndefinedInPath);
            }
            if operator == '/' && variable.explode && variable.is_list() {
                return Err(Deviation::SegmentForEachItem);
            }
            if operator == '+' && holds_a_delimiter(variable.value) {
                return Err(Deviation::ReservedInPath);
            }
            match operator {
                '/' => self.path.push('/'),
                ' ' | '+' if !first => self.path.push(','),
                _ => {}
            }
            first = false;
            self.path.push('{');
            self.path.push_str(&variable.name);
            self.path.push('}');
            let style = path_style(operator, variable.explode);
            self.in_path.push((variable, style));
        }
        Ok(())
    }

    /// A query that the template itself begins: `?fixed=yes` or `?ref={+path}`.
    fn fixed_query(
        &mut self,
        query: &str,
        variables: &'a Map<String, Value>,
    ) -> Result<(), Deviation> {
        let (pair, further) = query
            .split_once("{&")
            .map_or((query, None), |(pair, further)| {
                (pair, Some(further.trim_end_matches('}')))
            });
        if pair.starts_with('{') {
            return Err(Deviation::NamelessQuery);
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (style, value) = match value
            .strip_prefix("{+")
            .and_then(|value| value.strip_suffix('}'))
        {
            Some(variable) => {
                let style = QueryStyle::FORM_JOINED.reserved();
                (style, listed(variable, variables)?.remove(0).parameter())
            }
            None => (QueryStyle::FORM, Parameter::Scalar(value.to_owned())),
        };
        self.in_query.push((name.to_owned(), style, value));
        match further {
            Some(further) => self.expression(&format!("&{further}"), variables),
            None => Ok(()),
        }
    }

    fn build(self) -> Result<Request, Deviation> {
        let is_empty = |variable: &Variable<'_>| variable.value.and_then(Value::as_str) == Some("");
        for (variable, style) in &self.in_path {
            let segment = format!("{{{}}}", variable.name);
            let is_alone = self.path.split('/').any(|part| part == segment);
            if is_alone && is_empty(variable) && style.kind == PathStyle::SIMPLE.kind {
                return Err(Deviation::EmptySegment);
            }
        }
        let mut request = Request::custom(http::Method::GET, self.path);
        for (variable, style) in &self.in_path {
            request = request.path_with(&variable.name, *style, &variable.parameter());
        }
        for (name, style, value) in &self.in_query {
            request = request.query_with(name, *style, value);
        }
        Ok(request)
    }
}

/// The variables of an expression. Names are decoded: OpenAPI has them as they are.
fn listed<'a>(
    names: &str,
    variables: &'a Map<String, Value>,
) -> Result<Vec<Variable<'a>>, Deviation> {
    let mut listed = Vec::new();
    for text in names.split(',') {
        if text.contains(':') {
            return Err(Deviation::Prefix);
        }
        let (name, explode) = text
            .strip_suffix('*')
            .map_or((text, false), |name| (name, true));
        listed.push(Variable {
            name: percent_decode_str(name).decode_utf8_lossy().into_owned(),
            explode,
            value: variables.get(name),
        });
    }
    Ok(listed)
}

fn path_style(operator: char, explode: bool) -> PathStyle {
    match (operator, explode) {
        ('.', false) => PathStyle::LABEL,
        ('.', true) => PathStyle::LABEL_EXPLODED,
        (';', false) => PathStyle::MATRIX,
        (';', true) => PathStyle::MATRIX_EXPLODED,
        ('+', false) => PathStyle::SIMPLE.reserved(),
        ('+', true) => PathStyle::SIMPLE_EXPLODED.reserved(),
        (_, false) => PathStyle::SIMPLE,
        (_, true) => PathStyle::SIMPLE_EXPLODED,
    }
}

fn query_style(explode: bool) -> QueryStyle {
    QueryStyle {
        kind: QueryKind::Form,
        explode,
        allow_reserved: false,
    }
}

/// Whether a value holds what would end a segment or a path.
fn holds_a_delimiter(value: Option<&Value>) -> bool {
    value.is_some_and(|value| match value {
        Value::String(text) => text.contains(['/', '?', '#']),
        Value::Array(items) => items.iter().any(|item| holds_a_delimiter(Some(item))),
        Value::Object(members) => members
            .values()
            .any(|member| holds_a_delimiter(Some(member))),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    })
}

/// A path, and the query that is in the template itself.
fn split(template: &str) -> (&str, Option<&str>) {
    match template.find('?') {
        Some(mark) if !template.get(..mark).unwrap_or_default().ends_with('{') => (
            template.get(..mark).unwrap_or_default(),
            template.get(mark + 1..),
        ),
        _ => (template, None),
    }
}

enum Piece<'a> {
    Literal(&'a str),
    Expression(&'a str),
}

fn pieces(path: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut remaining = path;
    while let Some((literal, after)) = remaining.split_once('{') {
        let (expression, after) = after.split_once('}').unwrap_or((after, ""));
        pieces.push(Piece::Literal(literal));
        pieces.push(Piece::Expression(expression));
        remaining = after;
    }
    pieces.push(Piece::Literal(remaining));
    pieces
}
