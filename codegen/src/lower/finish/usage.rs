//! Where types travel.

use super::inner::inner;
use crate::ir::{Api, BodyEncoding, Content, Decoding, Type, TypeId, Usage};

/// Tells each type where it travels.
pub(super) fn usage(api: &mut Api) {
    let request = Usage {
        request: true,
        ..Usage::default()
    };
    let response = Usage {
        response: true,
        ..Usage::default()
    };
    let parameter = Usage {
        request: true,
        parameter: true,
        ..Usage::default()
    };
    let mut work: Vec<(TypeId, Usage)> = Vec::new();
    let mut add =
        |ty: &Type, usage: Usage| work.extend(ty.named().into_iter().map(|id| (id, usage)));
    for operation in &api.operations {
        for of in &operation.parameters {
            add(&of.ty, parameter);
        }
        for body in &operation.bodies {
            let is_form = matches!(
                body.encoding,
                BodyEncoding::Form(_) | BodyEncoding::Multipart
            );
            add(&body.ty, if is_form { parameter } else { request });
        }
        for answer in operation.successes.iter().chain(&operation.errors) {
            for ty in answer.contents.iter().filter_map(content_type) {
                add(ty, response);
            }
            for header in &answer.headers {
                add(&header.ty, response);
            }
        }
    }
    while let Some((id, usage)) = work.pop() {
        let Some(def) = api.types.get_mut(id.0) else {
            continue;
        };
        let before = def.usage;
        def.usage.request |= usage.request;
        def.usage.response |= usage.response;
        def.usage.parameter |= usage.parameter;
        if def.usage != before {
            work.extend(inner(&def.shape).into_iter().map(|id| (id, usage)));
        }
    }
}

fn content_type(content: &Content) -> Option<&Type> {
    match &content.decoding {
        Decoding::Json(ty) | Decoding::Xml(ty, _) | Decoding::Events(ty) | Decoding::Lines(ty) => {
            Some(ty)
        }
        Decoding::Text | Decoding::Binary => None,
    }
}
