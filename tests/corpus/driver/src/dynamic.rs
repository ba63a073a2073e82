//! Calls from the catalog of a document.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use signon_runtime::catalog::{
    self, BodyEncoding, Catalog, Encoding, Location, SchemeKind, SecurityScheme,
};
use signon_runtime::dynamic::DynamicClient;

use crate::given;
use crate::{Given, NO_CALL, Order, Outcome};

/// Makes the call of an order from the catalog.
pub(crate) async fn send(client: &DynamicClient, order: &Order) -> Outcome {
    let mut operations = client.catalog().operations.iter();
    let operation = operations.find(|operation| {
        operation.method == order.method
            && operation.path == order.path
            && media(operation) == order.media.as_deref()
    });
    let Some(operation) = operation else {
        return Outcome::unmade(NO_CALL);
    };
    let Arguments {
        values,
        credentials,
    } = match arguments(client.catalog(), operation, &order.given) {
        Ok(arguments) => arguments,
        Err(problem) => return Outcome::unmade(problem),
    };
    let call = client.call(&operation.id, values);
    let call = credentials
        .iter()
        .fold(call, |call, (name, value)| call.header(name, value));
    let call = order
        .headers
        .iter()
        .fold(call, |call, (name, value)| call.header(name, value));
    match call.await {
        Ok(_) => Outcome::success(),
        Err(error) if !error.problems().is_empty() => Outcome::unmade(error.to_string()),
        Err(error) => Outcome {
            error: Some(error.to_string()),
            made: true,
            ..Outcome::default()
        },
    }
}

/// The one media type that the catalog's calls send.
fn media(operation: &catalog::Operation) -> Option<&str> {
    operation.body.as_ref().map(|body| body.media_type.as_str())
}

/// What is given, as a dynamic call takes it.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    /// Values by the names of the catalog.
    pub values: Map<String, Value>,
    /// Headers that the document has as parameters and that are credentials, which are not arguments.
    pub credentials: Vec<(String, Value)>,
}

/// What is given, under the names of the catalog. Each value must have an argument.
pub fn arguments(
    catalog: &Catalog,
    operation: &catalog::Operation,
    given: &Given,
) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    for argument in &operation.arguments {
        if let Some(value) = value(operation, argument, given)? {
            arguments.values.insert(argument.name.clone(), value);
        }
    }
    for fixed in &operation.fixed {
        given.note(place(fixed.location), &fixed.wire_name);
    }
    let is_key = |scheme: &SecurityScheme, name: &str| matches!(&scheme.kind, SchemeKind::ApiKeyHeader { key } if key.eq_ignore_ascii_case(name));
    for (name, value) in &given.header {
        let mut schemes = catalog.security_schemes.iter();
        if name.eq_ignore_ascii_case("authorization") || schemes.any(|scheme| is_key(scheme, name))
        {
            given.note("header", name);
            arguments.credentials.push((name.clone(), value.clone()));
        }
    }
    let idle = given.idle();
    if idle.is_empty() {
        Ok(arguments)
    } else {
        Err(format!(
            "the catalog has no argument for {}",
            idle.join(", ")
        ))
    }
}

/// The value of an argument, if one is given.
fn value(
    operation: &catalog::Operation,
    argument: &catalog::Argument,
    given: &Given,
) -> Result<Option<Value>, String> {
    if argument.location == Location::Body {
        return given
            .has_body()
            .then(|| given.body().and_then(|body| whole(operation, &body)))
            .transpose();
    }
    let value = given.optional(place(argument.location), &argument.wire_name)?;
    let fields = operation.body.iter().flat_map(|body| &body.fields);
    let mut fields = fields.filter(|field| field.name == argument.wire_name);
    let is_part = argument.location == Location::Part;
    let field = fields.next().filter(|_| is_part);
    let encoding = field.map(|field| &field.encoding);
    value.map(|value| part(encoding, value)).transpose()
}

/// A body that is one argument.
fn whole(operation: &catalog::Operation, body: &Value) -> Result<Value, String> {
    let encoding = operation.body.as_ref().map(|body| body.encoding);
    let fields = operation.body.iter().flat_map(|body| &body.fields);
    match (encoding, body) {
        (Some(BodyEncoding::Binary), _) => file(body),
        (Some(BodyEncoding::Multipart), Value::Object(parts)) => {
            let parts = parts.iter().map(|(name, value)| {
                let field = fields.clone().find(|field| field.name == *name);
                let value = part(field.map(|field| &field.encoding), value.clone())?;
                Ok((name.clone(), value))
            });
            parts
                .collect::<Result<Map<_, _>, String>>()
                .map(Value::Object)
        }
        _ => Ok(body.clone()),
    }
}

/// A value, or a file where the catalog takes one.
fn part(encoding: Option<&Encoding>, value: Value) -> Result<Value, String> {
    match (encoding, &value) {
        (Some(Encoding::File { .. }), Value::Array(files)) => files.iter().map(file).collect(),
        (Some(Encoding::File { .. }), _) => file(&value),
        _ => Ok(value),
    }
}

/// A file as the runtime takes it in JSON.
fn file(value: &Value) -> Result<Value, String> {
    let file = given::file(value)?;
    let encoded = STANDARD.encode(given::content(value)?);
    let mut json = json!({"base64": encoded, "filename": file.name()});
    if let (Some(media), Some(members)) = (file.media(), json.as_object_mut()) {
        members.insert("content_type".to_owned(), Value::from(media));
    }
    Ok(json)
}

/// The place of [`Given`] for a location.
fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::Querystring | Location::BodyField | Location::Part | Location::Body | _ => "part",
    }
}
