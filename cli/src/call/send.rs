//! Sends a call and prints its result.

use std::cell::Cell;
use std::collections::BTreeSet;

use serde_json::Value;
use signon_mcp::project::{self, jq};
use signon_mcp::request;
use signon_runtime::catalog::Operation;
use signon_runtime::dynamic::{Answer, AnswerBody, Arguments, DynamicCall, DynamicClient};

use super::failure::Failure;
use super::flags::Flags;
use super::options::{Format, Options};
use super::output::{self, Pages, Reader};
use super::progress::Progress;
use super::redact::Secrets;
use super::rows::{self, Columns};
use super::{client, curl};
use crate::message;

/// The inputs of a call.
struct Context<'a> {
    client: &'a DynamicClient,
    operation: &'a Operation,
    flags: &'a Flags,
    options: &'a Options,
    /// Whether `--fields` has been checked against the items of a response.
    checked_fields: Cell<bool>,
}

/// Sends the call, or prints the request.
pub(super) fn run(
    client: &DynamicClient,
    operation: &Operation,
    flags: &Flags,
    arguments: Arguments,
    options: &Options,
) -> Result<(), Failure> {
    let context = Context {
        client,
        operation,
        flags,
        options,
        checked_fields: Cell::new(false),
    };
    context.check()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::local)?;
    let outcome = if options.dry_run || options.curl {
        context.show(arguments)
    } else {
        runtime.block_on(context.call(arguments))
    };
    outcome.map_err(|failure| {
        if !failure.is_authentication() {
            return failure;
        }
        client::hints(client.catalog(), operation)
            .into_iter()
            .fold(failure, Failure::detail)
    })
}

impl Context<'_> {
    fn failure(&self, error: signon_runtime::dynamic::Error) -> Failure {
        Failure::of_call(error, |pointer| self.flags.at(pointer))
    }

    /// Rejects invalid `--jq` and `--fields` before the request takes effect.
    fn check(&self) -> Result<(), Failure> {
        if let Some(program) = &self.options.jq {
            jq::check(program).map_err(|error| {
                Failure::usage(format!("`--{}`: {error}", self.flags.builtin("jq")))
            })?;
        }
        project::fields(&Value::Null, &self.pointers(&Value::Null))
            .map(drop)
            .map_err(|pointer| Failure::usage(format!("`{pointer}` is not a field")))
    }

    /// Prints the request without sending it.
    fn show(&self, arguments: Arguments) -> Result<(), Failure> {
        let catalog = self.client.catalog();
        let secrets = Secrets::of(
            catalog,
            &self.operation.input,
            self.flags,
            arguments.values(),
        );
        let prepared = self
            .client
            .dry_run(&self.operation.id, arguments)
            .map_err(|error| self.failure(error))?;
        if self.options.curl {
            let command = curl::command(catalog, &prepared, &secrets);
            return output::write(format!("{command}\n").as_bytes()).map_err(Failure::local);
        }
        let mut value = request::value(&prepared);
        secrets.redact_value(&mut value);
        let format = match self.options.format {
            Some(Format::Yaml) => Format::Yaml,
            Some(Format::Jsonl) => Format::Jsonl,
            _ => Format::Json,
        };
        output::answer(self.operation, value, format, &self.columns()).map_err(Failure::local)
    }

    /// Returns the columns: the fields selected by name, or all.
    fn columns(&self) -> Columns {
        let fields = &self.options.fields;
        let are_names = !fields.is_empty() && fields.iter().all(|field| !field.starts_with('/'));
        if are_names && self.options.jq.is_none() {
            Columns::Chosen(
                fields
                    .iter()
                    .filter(|field| !field.is_empty())
                    .cloned()
                    .collect(),
            )
        } else {
            Columns::All
        }
    }

    fn dynamic(&self, arguments: Arguments) -> DynamicCall<'_> {
        let call = self.client.call(&self.operation.id, arguments);
        match self.options.retry {
            Some(retries) => call.max_attempts(retries.saturating_add(1)),
            None => call,
        }
    }

    async fn call(&self, arguments: Arguments) -> Result<(), Failure> {
        if self.options.format == Some(Format::Raw) {
            return self.raw(arguments).await;
        }
        if self.options.pages() {
            return self.pages(arguments).await;
        }
        let format = output::format(self.options.format);
        let answer = self
            .dynamic(arguments)
            .await
            .map_err(|error| self.failure(error))?;
        if let Some(value) = self.value(answer).await? {
            output::answer(self.operation, value, format, &self.columns())
                .map_err(Failure::local)?;
        }
        Ok(())
    }

    /// Streams the bytes of the response to standard output.
    async fn raw(&self, arguments: Arguments) -> Result<(), Failure> {
        let raw = self
            .dynamic(arguments)
            .raw()
            .await
            .map_err(|error| self.failure(error))?;
        let mut stream = raw.stream().map_err(signon_runtime::Error::from)?;
        while let Some(chunk) = stream.next().await {
            output::write(&chunk?).map_err(Failure::local)?;
        }
        Ok(())
    }

    /// Prints the items of all pages: page by page where the format allows it, otherwise at the end, even before an error.
    async fn pages(&self, arguments: Arguments) -> Result<(), Failure> {
        let format = output::format(self.options.format);
        let columns = self.columns();
        let mut printed = Pages::of(format, &columns);
        let mut remaining = self.options.max_items.unwrap_or(usize::MAX);
        let mut collected = Vec::new();
        let mut progress = Progress::new(printed.is_some(), self.options.verbose);
        let mut failed = Ok(());
        let mut pages = self.dynamic(arguments).pages();
        while remaining > 0 {
            let Some(page) = pages.next().await else {
                break;
            };
            let page = match page {
                Ok(page) => page,
                Err(error) => {
                    failed = Err(self.failure(error));
                    break;
                }
            };
            let Some(value) = self.value(page).await? else {
                return Ok(());
            };
            let mut items = rows::items(self.operation, value);
            items.truncate(remaining);
            remaining = remaining.saturating_sub(items.len());
            progress.add_page(items.len());
            let Some(printed) = &mut printed else {
                collected.extend(items);
                continue;
            };
            if let Reader::Closed = printed.print(&items).map_err(Failure::local)? {
                return Ok(());
            }
        }
        drop(progress);
        let has_no_output = failed.is_err() && collected.is_empty();
        if printed.is_none() && !has_no_output {
            output::items(&collected, true, format, &columns).map_err(Failure::local)?;
        }
        failed
    }

    /// Returns the selected part of a response; `None` if the response is not JSON, and was printed.
    async fn value(&self, answer: Answer) -> Result<Option<Value>, Failure> {
        if output::bytes(&answer.body).map_err(Failure::local)? {
            return Ok(None);
        }
        let AnswerBody::Json(mut value) = answer.body else {
            return Ok(None);
        };
        if !self.options.fields.is_empty() {
            self.check_fields(&value);
            value = project::fields(&value, &self.pointers(&value)).map_err(Failure::local)?;
        }
        if let Some(program) = &self.options.jq {
            let worker = jq::Worker {
                program: std::env::current_exe().map_err(Failure::local)?,
                arguments: vec!["mcp-jq".to_owned()],
            };
            value = worker.run(program, &value).await.map_err(|error| {
                let failure = Failure::local(format!("`--{}`: {error}", self.flags.builtin("jq")));
                if self.operation.effect.read_only {
                    failure
                } else {
                    failure.detail("note: the request took effect")
                }
            })?;
        }
        Ok(Some(value))
    }

    /// Reports fields that no item of the first response has: they may be misspelled.
    fn check_fields(&self, answer: &Value) {
        let pointer = rows::pointer(self.operation, answer).unwrap_or_default();
        let items = match answer.pointer(&pointer) {
            Some(Value::Array(items)) => items.as_slice(),
            _ => std::slice::from_ref(answer),
        };
        let members = items.iter().filter_map(Value::as_object);
        let known: BTreeSet<&str> = members
            .flat_map(|it| it.keys())
            .map(String::as_str)
            .collect();
        if known.is_empty() || self.checked_fields.replace(true) {
            return;
        }
        for field in &self.options.fields {
            let name = field.split('.').next().unwrap_or_default();
            if !field.is_empty() && !field.starts_with('/') && !known.contains(name) {
                let known: Vec<&str> = known.iter().copied().collect();
                message::note(&format!(
                    "note: no item has the field `{field}`; available fields: {}",
                    known.join(", ")
                ));
            }
        }
    }

    /// Returns the fields as JSON pointers into the response; names refer to members of an item.
    fn pointers(&self, answer: &Value) -> Vec<String> {
        let items = rows::pointer(self.operation, answer).unwrap_or_default();
        let fields = self.options.fields.iter().filter(|field| !field.is_empty());
        fields
            .map(|field| {
                if field.starts_with('/') {
                    return field.clone();
                }
                let segments = field
                    .split('.')
                    .map(|segment| segment.replace('~', "~0").replace('/', "~1"));
                format!("{items}/{}", segments.collect::<Vec<_>>().join("/"))
            })
            .collect()
    }
}
