//! Converts a tool's arguments to a call, and returns its result.

use rmcp::model::CallToolResult;
use serde_json::{Map, Value, json};
use signon_runtime::catalog::{CursorSource, NextPage, Operation};
use signon_runtime::dynamic::{AnswerBody, Arguments, DynamicClient};
use signon_runtime::{Body, File};

use crate::budget::Cursor;
use crate::json::object;
use crate::options::Options;
use crate::progress::Progress;
use crate::project::{self, jq};
use crate::reply::{Reply, Source};
use crate::tool::{Entry, Extra};
use crate::{failure, pointer, request, resource, upload};

/// The maximum length of arguments, in bytes of JSON: a file of a few megabytes as base64.
const MAX_ARGUMENTS_LEN: usize = 8 * 1024 * 1024;

/// How to shape a result.
#[derive(Debug, Default)]
struct Shape {
    fields: Option<Vec<String>>,
    jq: Option<String>,
    all_pages: bool,
    cursor: Option<Cursor>,
}

/// Makes a call.
///
/// Every failure is a result, so that the calling model can correct the call.
pub(crate) async fn call(
    client: &DynamicClient,
    entry: &Entry,
    arguments: Map<String, Value>,
    options: &Options,
    progress: &mut Progress,
) -> CallToolResult {
    match attempt(client, entry, arguments, options, progress).await {
        Ok(result) | Err(result) => result,
    }
}

async fn attempt(
    client: &DynamicClient,
    entry: &Entry,
    mut arguments: Map<String, Value>,
    options: &Options,
    progress: &mut Progress,
) -> Result<CallToolResult, CallToolResult> {
    if serde_json::to_vec(&arguments).map_or(0, |text| text.len()) > MAX_ARGUMENTS_LEN {
        return Err(failure::of_argument(
            "",
            &format!("the arguments exceed {MAX_ARGUMENTS_LEN} bytes"),
        ));
    }
    let shape = shape(&entry.extra, &mut arguments)?;
    let is_repeatable = entry.effect.read_only && !options.dry_run;
    let uri = is_repeatable.then(|| resource::uri(&entry.tool.name, &arguments));
    let source = Source {
        tool: &entry.tool.name,
        uri: uri.flatten(),
    };
    let arguments = attach(entry, arguments, options)?;
    let reply = if options.dry_run {
        let request = client
            .dry_run(&entry.id, arguments)
            .map_err(|error| failure::of_call(&error, options.budget))?;
        Reply::of(request::value(&request))
    } else if shape.all_pages {
        pages(client, entry, arguments, options, progress).await?
    } else {
        let answer = client
            .call(&entry.id, arguments)
            .await
            .map_err(|error| failure::of_call(&error, options.budget))?;
        let more = answer.next_cursor().map(str::to_owned);
        let mut reply = Reply::new(&source, answer);
        // A cursor outside the fields of the response, such as one in a header, must be reported.
        if let Some(more) = more.filter(|more| !contains_text(&reply.value, more)) {
            reply
                .value
                .entry("next_cursor")
                .or_insert(Value::from(more));
        }
        reply
    };
    let value = project(reply.value, &shape, options).await?;
    Ok(Reply { value, ..reply }.result(options.budget, shape.cursor.as_ref()))
}

/// Removes the arguments that shape the result from the others.
fn shape(extra: &Extra, arguments: &mut Map<String, Value>) -> Result<Shape, CallToolResult> {
    let mut take = |name: &Option<String>| {
        let name = name.as_ref()?;
        // Models often pass null for unused arguments.
        let value = arguments.remove(name).filter(|value| !value.is_null())?;
        Some((pointer::child("", name), value))
    };
    let invalid = |pointer: &str, expected: &str| {
        failure::of_argument(pointer, &format!("the value must be {expected}"))
    };
    let text = |taken: Option<(String, Value)>| match taken {
        Some((_, Value::String(text))) => Ok(Some(text)),
        Some((pointer, _)) => Err(invalid(&pointer, "a string")),
        None => Ok(None),
    };
    let fields = match take(&extra.fields) {
        Some((pointer, value)) => Some(
            serde_json::from_value(value)
                .map_err(|_| invalid(&pointer, "an array of JSON pointers"))?,
        ),
        None => None,
    };
    let all_pages = match take(&extra.all_pages) {
        Some((_, Value::Bool(all_pages))) => all_pages,
        Some((pointer, _)) => return Err(invalid(&pointer, "true or false")),
        None => false,
    };
    let jq = text(take(&extra.jq))?;
    let cursor = match take(&extra.cursor) {
        Some((pointer, value)) => {
            let cursor = value.as_str().and_then(|text| text.parse().ok());
            Some(cursor.ok_or_else(|| invalid(&pointer, "a `next_cursor` of a shortened array"))?)
        }
        None => None,
    };
    Ok(Shape {
        fields,
        jq,
        all_pages,
        cursor,
    })
}

/// Returns the requested part of a response.
async fn project(
    value: Map<String, Value>,
    shape: &Shape,
    options: &Options,
) -> Result<Map<String, Value>, CallToolResult> {
    let mut value = Value::Object(value);
    if let Some(pointers) = &shape.fields {
        value = project::fields(&value, pointers).map_err(|pointer| {
            failure::of_argument(
                "/fields",
                &format!("`{pointer}` is not a JSON pointer, which begins with `/`"),
            )
        })?;
    }
    if let (Some(program), Some(worker)) = (&shape.jq, &options.jq) {
        value = run(worker, program, &value).await?;
    }
    Ok(object(value))
}

async fn run(worker: &jq::Worker, program: &str, value: &Value) -> Result<Value, CallToolResult> {
    worker
        .run(program, value)
        .await
        .map_err(|error| failure::of_argument("/jq", &error.to_string()))
}

/// Replaces file paths with files.
fn attach(
    entry: &Entry,
    mut arguments: Map<String, Value>,
    options: &Options,
) -> Result<Arguments, CallToolResult> {
    let mut files = Vec::new();
    for name in &entry.files {
        let Some(path) = arguments.get(name).and_then(|value| value.get("path")) else {
            continue;
        };
        let at = pointer::child(&pointer::child("", name), "path");
        let path = path
            .as_str()
            .ok_or_else(|| failure::of_argument(&at, "the value must be a string"))?;
        let path = upload::resolve(options.upload_root.as_deref(), path)
            .map_err(|error| failure::of_argument(&at, &error.to_string()))?;
        let body = Body::from_path(&path);
        let upload = arguments.remove(name).unwrap_or_default();
        let text = |key: &str| upload.get(key).and_then(Value::as_str).map(str::to_owned);
        let base_name = || {
            path.file_name()
                .map(|name| name.to_string_lossy().into_owned())
        };
        let file = File::new(
            text("filename").or_else(base_name).unwrap_or_default(),
            body,
        );
        files.push((
            name.clone(),
            match text("content_type") {
                Some(media_type) => file.content_type(&media_type),
                None => file,
            },
        ));
    }
    let arguments = Arguments::from(arguments);
    Ok(files
        .into_iter()
        .fold(arguments, |arguments, (name, file)| {
            arguments.file(name, file)
        }))
}

/// Collects the items of pages, up to the maximum number of pages.
async fn pages(
    client: &DynamicClient,
    entry: &Entry,
    arguments: Arguments,
    options: &Options,
    progress: &mut Progress,
) -> Result<Reply, CallToolResult> {
    let Some(operation) = client.catalog().operation(&entry.id) else {
        return Err(failure::of_message("unknown operation"));
    };
    let mut pages = client.pages(&entry.id, arguments);
    let mut collected: Option<Value> = None;
    let mut count = 0;
    let mut more = None;
    while count < options.max_pages {
        let page = match pages.next().await {
            None => break,
            Some(Ok(page)) => page,
            Some(Err(error)) if collected.is_none() => {
                return Err(failure::of_call(&error, options.budget));
            }
            Some(Err(error)) => {
                let mut reply = collected_reply(collected, count, more);
                reply.value.insert(
                    "warning".to_owned(),
                    json!(format!("further pages failed: {error}")),
                );
                return Ok(reply);
            }
        };
        count += 1;
        more = page.next_cursor().map(str::to_owned);
        if page.json().is_none() {
            let source = Source {
                tool: &entry.tool.name,
                uri: None,
            };
            return Ok(Reply::new(&source, page));
        }
        let AnswerBody::Json(body) = page.body else {
            break;
        };
        progress.report(&format!("page {count} was read")).await;
        match &mut collected {
            Some(collected) => append(collected, body, operation),
            None => collected = Some(body),
        }
        if more.is_none() {
            break;
        }
    }
    Ok(collected_reply(collected, count, more))
}

/// Returns the collected items, and whether there are more.
fn collected_reply(collected: Option<Value>, count: usize, more: Option<String>) -> Reply {
    let mut reply = Reply::of(collected.unwrap_or_default());
    let mut pages = json!({ "collected": count, "complete": more.is_none() });
    if let (Some(pages), Some(more)) = (pages.as_object_mut(), more) {
        pages.insert("next_cursor".to_owned(), Value::from(more));
    }
    reply.value.insert("_pages".to_owned(), pages);
    reply
}

/// Appends a page's items to the collected ones.
fn append(collected: &mut Value, mut page: Value, operation: &Operation) {
    let Some(pagination) = &operation.pagination else {
        return;
    };
    let items = page.pointer_mut(&pagination.items).map(Value::take);
    match (collected.pointer_mut(&pagination.items), items) {
        (Some(Value::Array(collected)), Some(Value::Array(items))) => collected.extend(items),
        (Some(Value::Object(collected)), Some(Value::Object(items))) => collected.extend(items),
        _ => {}
    }
    // The cursor must be the one of the last page.
    if let NextPage::Cursor {
        from: CursorSource::Body(pointer),
        ..
    } = &pagination.next
        && let Some(cursor) = collected.pointer_mut(pointer)
    {
        *cursor = page
            .pointer_mut(pointer)
            .map(Value::take)
            .unwrap_or_default();
    }
}

/// Whether a field of the response, at most one level down, has this text.
fn contains_text(value: &Map<String, Value>, text: &str) -> bool {
    let is_text = |value: &Value| match value {
        Value::String(other) => other == text,
        Value::Number(other) => other.to_string() == text,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    };
    value.values().any(|value| {
        is_text(value)
            || value
                .as_object()
                .is_some_and(|object| object.values().any(is_text))
    })
}
