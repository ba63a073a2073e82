//! Where a reference leads, and the value at a pointer.

use openapiv3::{Components, Header, Parameter, ReferenceOr, RequestBody, Response};
use serde_json::Value;

use super::Spec;

impl Spec {
    /// The parameter itself, wherever it is.
    pub fn parameter<'s>(&'s self, parameter: &'s ReferenceOr<Parameter>) -> Option<&'s Parameter> {
        match parameter {
            ReferenceOr::Item(parameter) => Some(parameter),
            ReferenceOr::Reference { reference } => self.parameter(
                self.components()?
                    .parameters
                    .get(name(reference, "parameters")?)?,
            ),
        }
    }

    /// The request body itself, wherever it is.
    pub fn request_body<'s>(
        &'s self,
        body: &'s ReferenceOr<RequestBody>,
    ) -> Option<&'s RequestBody> {
        match body {
            ReferenceOr::Item(body) => Some(body),
            ReferenceOr::Reference { reference } => self.request_body(
                self.components()?
                    .request_bodies
                    .get(name(reference, "requestBodies")?)?,
            ),
        }
    }

    /// The response itself, wherever it is.
    pub fn response<'s>(&'s self, response: &'s ReferenceOr<Response>) -> Option<&'s Response> {
        match response {
            ReferenceOr::Item(response) => Some(response),
            ReferenceOr::Reference { reference } => self.response(
                self.components()?
                    .responses
                    .get(name(reference, "responses")?)?,
            ),
        }
    }

    /// The response header itself, wherever it is.
    pub fn header<'s>(&'s self, header: &'s ReferenceOr<Header>) -> Option<&'s Header> {
        match header {
            ReferenceOr::Item(header) => Some(header),
            ReferenceOr::Reference { reference } => self.header(
                self.components()?
                    .headers
                    .get(name(reference, "headers")?)?,
            ),
        }
    }

    /// The value at a pointer of the document, such as `#/components/schemas/App`; references on the way are
    /// followed.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        let mut at = self.document.root();
        for step in pointer.strip_prefix('#')?.split('/').skip(1) {
            while let Some(reference) = at.get("$ref").and_then(Value::as_str) {
                at = self.at(reference)?;
            }
            let step = step.replace("~1", "/").replace("~0", "~");
            at = match at {
                Value::Array(items) => items.get(step.parse::<usize>().ok()?)?,
                Value::Object(members) => members.get(&step)?,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
            };
        }
        Some(at)
    }

    fn components(&self) -> Option<&Components> {
        self.api.components.as_ref()
    }
}

fn name<'r>(reference: &'r str, kind: &str) -> Option<&'r str> {
    reference
        .strip_prefix("#/components/")?
        .strip_prefix(kind)?
        .strip_prefix('/')
}
