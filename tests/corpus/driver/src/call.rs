//! Calls of the generated client.

use std::fmt;

use serde_json::Value;
use signon_runtime::metadata::Api;
use signon_runtime::{BoxFuture, Client, Error, Operation, Paginated};

use crate::{Given, Order, Outcome};

/// A call of one operation, with a body of one media type.
pub struct Call {
    /// The method, in capitals.
    pub(crate) method: &'static str,
    /// The path template.
    pub(crate) path: &'static str,
    /// The media type of the body.
    pub(crate) media: Option<&'static str>,
    /// What the crate says of the API as a whole.
    pub(crate) api: &'static Api,
    send: Box<Sender>,
    /// Asks for all pages, where there are any.
    pages: Option<Box<Sender>>,
}

type Sender = dyn for<'a> Fn(&'a Client, &Order) -> BoxFuture<'a, Outcome>;

impl Call {
    /// The call of the operation that `make` makes.
    pub fn of<O: Operation + 'static>(
        method: &'static str,
        path: &'static str,
        media: Option<&'static str>,
        make: fn(&Given) -> Result<O, String>,
        written: fn(&O::Output) -> Option<Value>,
    ) -> Self {
        Self {
            method,
            path,
            media,
            api: O::METADATA.api(),
            send: Box::new(move |client, order| send(make, written, client, order)),
            pages: None,
        }
    }

    /// The call of an operation that has pages.
    pub fn paged<O: Paginated + Send + 'static>(
        method: &'static str,
        path: &'static str,
        media: Option<&'static str>,
        make: fn(&Given) -> Result<O, String>,
        written: fn(&O::Output) -> Option<Value>,
    ) -> Self {
        Self {
            pages: Some(Box::new(move |client, order| {
                pages(make, written, client, order)
            })),
            ..Self::of(method, path, media, make, written)
        }
    }

    /// Makes the call.
    pub(crate) async fn send(&self, client: &Client, order: &Order) -> Outcome {
        match (&self.pages, order.pages) {
            (Some(pages), true) => pages(client, order).await,
            (None, true) => Outcome::unmade("the operation has no pages"),
            (_, false) => (self.send)(client, order).await,
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("media", &self.media)
            .finish_non_exhaustive()
    }
}

fn send<'a, O: Operation + 'static>(
    make: fn(&Given) -> Result<O, String>,
    written: fn(&O::Output) -> Option<Value>,
    client: &'a Client,
    order: &Order,
) -> BoxFuture<'a, Outcome> {
    let operation = match made(make, &order.given) {
        Ok(operation) => operation,
        Err(error) => return Box::pin(std::future::ready(Outcome::unmade(error))),
    };
    if order.nonsense {
        let call = client.call_raw(operation.request().json("nonsense"));
        return Box::pin(async move {
            match call.await {
                Ok(_) => Outcome::success(),
                Err(error) => outcome(&error, false),
            }
        });
    }
    let mut call = operation.send(client);
    if let Some(prefer) = &order.prefer {
        call = call.header("Prefer", prefer);
    }
    for (name, value) in &order.headers {
        call = call.header(name, value);
    }
    Box::pin(async move {
        match call.await {
            Ok(output) => Outcome {
                answer: written(&output),
                ..Outcome::success()
            },
            Err(error) => outcome(&error, error.api::<O>().is_some()),
        }
    })
}

/// The operation with the arguments, each of which it must take.
fn made<O>(make: fn(&Given) -> Result<O, String>, given: &Given) -> Result<O, String> {
    let operation = make(given)?;
    let idle = given.idle();
    if idle.is_empty() {
        Ok(operation)
    } else {
        Err(format!(
            "the operation has no place for {}",
            idle.join(", ")
        ))
    }
}

fn pages<'a, O: Paginated + Send + 'static>(
    make: fn(&Given) -> Result<O, String>,
    written: fn(&O::Output) -> Option<Value>,
    client: &'a Client,
    order: &Order,
) -> BoxFuture<'a, Outcome> {
    let operation = made(make, &order.given);
    Box::pin(async move {
        let operation = match operation {
            Ok(operation) => operation,
            Err(error) => return Outcome::unmade(error),
        };
        let mut stream = operation.pages(client);
        let mut pages = Vec::new();
        while let Some(page) = stream.next().await {
            match page {
                Ok(page) => pages.push(written(page.body())),
                Err(error) => {
                    let outcome = outcome(&error, error.api::<O>().is_some());
                    return Outcome { pages, ..outcome };
                }
            }
        }
        Outcome {
            pages,
            ..Outcome::success()
        }
    })
}

fn outcome(error: &Error, documented: bool) -> Outcome {
    Outcome {
        error: Some(said(error)),
        made: true,
        documented,
        status: error.status().map(|status| status.as_u16()),
        body: error
            .body()
            .map(|body| String::from_utf8_lossy(body).into_owned()),
        answer: None,
        pages: Vec::new(),
    }
}

/// An error and what it comes from.
fn said(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
