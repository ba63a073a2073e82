//! [`ir::Api`](crate::ir::Api) → the same: what can only be decided once every type is known.
//!
//! Each pass is a function over the whole API. It changes types, or fills in one of the tables of
//! [`Derived`](crate::ir::Derived), and relies on the passes before it.

mod aliases;
mod boxing;
mod cycles;
mod dedupe;
mod depth;
mod discriminators;
mod graph;
mod shape_hints;
mod size;
mod usage;

use crate::ir::Api;

/// The passes, in their order.
const PASSES: [fn(&mut Api); 11] = [
    // A union or an alias that is itself would be infinite.
    cycles::break_cycles,
    aliases::wrap_recursive,
    aliases::wrap_large,
    // The members of a discriminated union write the discriminator by themselves.
    discriminators::declare,
    // Before `fill`: a discriminator is what its own union reads, and distinguishes nothing in other unions.
    shape_hints::derive,
    discriminators::fill,
    boxing::box_members,
    boxing::box_cycles,
    size::box_large,
    usage::derive,
    depth::derive,
];

/// Runs the passes that every API needs.
pub(crate) fn run(api: &mut Api) {
    for pass in PASSES {
        pass(api);
    }
}

pub(crate) use self::dedupe::dedupe;
pub(crate) use self::usage::used_by;
