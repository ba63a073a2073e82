//! Operations.

use serde_json::Value;

use super::input::Input;
use super::object::{Object, texts};
use super::schema::Schemas;
use super::{access, argument, body, documentation, effect, example, outcome, pagination};
use crate::emit::{Context, accept, has_streams, is_redirecting};
use crate::ir::{Operation, OperationId, Retry};
use crate::name::tool;

/// The entry of an operation.
pub(super) fn entry(
    context: Context<'_>,
    schemas: &mut Schemas<'_>,
    index: usize,
    operation: &Operation,
    tool: &str,
) -> Value {
    let input = Input::of(context, OperationId(index), operation);
    let arguments = argument::arguments(schemas, operation, &input);
    let tags = tags(context, operation);
    let paged = operation.pagination.as_ref();
    let security = operation.security.as_ref();
    let servers = operation.servers.as_ref();
    Object::new()
        .put("id", operation.id.as_str())
        .put("tool", tool)
        .put("group", tool::group(context.names, operation.group))
        .put("name", tool::method(context.names, OperationId(index)))
        .put("title", documentation::title(operation))
        .put("description", documentation::paragraphs(&operation.doc))
        .put_some("docs_url", operation.doc.url.clone())
        .put_list("tags", texts(&tags))
        .put("method", operation.method.as_str())
        .put("path", operation.path.as_str())
        .put_true("deprecated", operation.doc.deprecated)
        .put("effect", effect::effect(operation))
        .put("input", arguments.schema())
        .put_some("output", outcome::output(schemas, operation))
        .put("arguments", arguments.entries)
        .put_list("fixed", arguments.fixed)
        .put_some(
            "body",
            input
                .body
                .as_ref()
                .map(|given| body::body(context, operation, given)),
        )
        .put("responses", outcome::responses(operation))
        .put_list("errors", outcome::errors(schemas, operation))
        .put_some("accept", accept(operation))
        .put_true("streaming", has_streams(operation))
        .put_true("redirects", is_redirecting(operation))
        .put_some(
            "pagination",
            paged.and_then(|paged| pagination::pagination(&input, paged)),
        )
        .put_list("rate_limits", access::rate_limits(&operation.rate_limits))
        .put_some("retry", operation.retry.map(retry))
        .put_some("idempotency_header", operation.idempotency_header.clone())
        .put_some("security", security.map(|it| access::requirements(it)))
        .put_some("servers", servers.map(|it| access::servers(it)))
        .put_list(
            "examples",
            example::example(operation, &input).into_iter().collect(),
        )
        .into()
}

/// The tag that the operation is grouped by.
fn tags<'a>(context: Context<'a>, operation: &Operation) -> Vec<&'a str> {
    let group = context.api.groups.get(operation.group.0);
    let tag = group.filter(|group| group.is_tag);
    tag.map(|group| group.key.as_str()).into_iter().collect()
}

/// Whether the document says that a call is repeated.
fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Safe => "safe",
        Retry::Never => "never",
    }
}
