//! The functions of generated tests.

use super::{Identifier, Names};
use crate::ir::OperationId;

/// The function that makes the request of an operation with this one of its bodies, by its index. The index of the
/// operation distinguishes `a_b` in a group `c` and `b` in a group `c_a`.
pub fn test_function(names: &Names, id: OperationId, body: Option<usize>) -> Identifier {
    let name = names.of_operation(id);
    let module = names.module(name.module).ident.trim_start_matches("r#");
    let method = name.method.trim_start_matches("r#");
    let variant = name.bodies.as_ref().zip(body.filter(|index| *index > 0));
    let variant = variant.and_then(|(bodies, index)| bodies.members.get(index));
    let suffix = variant
        .map(|variant| format!("_as_{}", variant.to_lowercase()))
        .unwrap_or_default();
    Identifier::new(format!("{module}_{method}_{}{suffix}", id.0))
}
