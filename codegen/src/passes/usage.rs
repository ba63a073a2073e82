//! Where values of each type are sent.

use crate::ir::{Api, BodyEncoding, Decoding, Operation, Type, TypeId, Usage};

const REQUEST: Usage = Usage {
    request: true,
    response: false,
    parameter: false,
};

const PARAMETER: Usage = Usage {
    parameter: true,
    ..REQUEST
};

const RESPONSE: Usage = Usage {
    request: false,
    response: true,
    parameter: false,
};

/// Derives the usage of each type from the operations.
pub(super) fn derive(api: &mut Api) {
    let mut work: Vec<(TypeId, Usage)> = api.operations.iter().flat_map(used_by).collect();
    while let Some((id, usage)) = work.pop() {
        let own = api.derived.usage.entry(id).or_default();
        let before = *own;
        *own = before.or(usage);
        if *own != before {
            let named = api.type_def(id).shape.named();
            work.extend(named.into_iter().map(|id| (id, usage)));
        }
    }
}

/// The named types of an operation's parameters, bodies and headers.
pub(crate) fn used_by(operation: &Operation) -> Vec<(TypeId, Usage)> {
    let mut found = Vec::new();
    let mut add =
        |ty: &Type, usage: Usage| found.extend(ty.named().into_iter().map(|id| (id, usage)));
    for of in &operation.parameters {
        add(&of.ty, PARAMETER);
    }
    for body in &operation.bodies {
        let is_form = matches!(
            body.encoding,
            BodyEncoding::Form(_) | BodyEncoding::Multipart
        );
        add(&body.ty, if is_form { PARAMETER } else { REQUEST });
    }
    for response in operation.successes.iter().chain(&operation.errors) {
        let contents = response.contents.iter();
        let decoded = contents.map(|content| &content.decoding);
        for ty in decoded.filter_map(Decoding::ty) {
            add(ty, RESPONSE);
        }
        for header in &response.headers {
            add(&header.ty, RESPONSE);
        }
    }
    found
}
