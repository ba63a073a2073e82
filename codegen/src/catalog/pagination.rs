//! How the next page is requested.

use serde_json::{Value, json};

use super::input::Input;
use super::object::{Object, texts};
use crate::ir::{CursorSource, LinkSource, NextPage, Pagination, Step};
use crate::source::escape;

/// How the next page is requested; none where an argument that it needs is none.
pub(super) fn pagination(input: &Input<'_>, pagination: &Pagination) -> Option<Value> {
    let name = |index: usize| input.name_of_parameter(index);
    let next = match &pagination.next {
        NextPage::Link(LinkSource::Header) => json!({"by": "link"}),
        NextPage::Link(LinkSource::Body(steps)) => json!({"by": "link", "body": pointer(steps)}),
        NextPage::Cursor {
            parameter,
            from,
            excludes,
        } => {
            let from = match from {
                CursorSource::Body(steps) => json!({"body": pointer(steps)}),
                CursorSource::Header {
                    name,
                    percent_encoded,
                } => json!({"header": {"name": name, "percent_encoded": percent_encoded}}),
            };
            let excludes: Vec<&str> = excludes.iter().filter_map(|index| name(*index)).collect();
            Object::new()
                .put("by", "cursor")
                .put("argument", name(*parameter)?)
                .put("from", from)
                .put_list("excludes", texts(&excludes))
                .into()
        }
        NextPage::Number {
            parameter,
            first,
            size,
        } => Object::new()
            .put("by", "number")
            .put("argument", name(*parameter)?)
            .put("first", *first)
            .put_some("size", size.and_then(name))
            .into(),
    };
    Some(json!({"next": next, "items": pointer(&pagination.items)}))
}

/// The JSON pointer that these steps take. A variant of a union is the value itself.
fn pointer(steps: &[Step]) -> String {
    let keys = steps.iter().filter_map(|step| match step {
        Step::Field { key, .. } => Some(key),
        Step::Variant { .. } => None,
    });
    keys.fold(String::new(), |pointer, key| {
        format!("{pointer}/{}", escape(key))
    })
}
