//! The depth of types inside one another: rustc follows them, and has a limit.

use std::collections::{HashSet, VecDeque};

use super::graph::components;
use crate::ir::{Api, Shape, TypeId};

/// Derives the length of the longest chain of types that contain one another.
pub(super) fn derive(api: &mut Api) {
    api.derived.depth = depth(api);
}

/// The length of the longest chain of types, through lists, maps and pointers. A cycle of types counts as the longest
/// path across it. A type counts once for each list or map around what it contains.
#[expect(
    clippy::indexing_slicing,
    reason = "all indices are ids of types or numbers of components"
)]
fn depth(api: &Api) -> usize {
    let edges: Vec<Vec<TypeId>> = api.types.iter().map(|def| def.shape.named()).collect();
    let mut back = vec![Vec::new(); edges.len()];
    for (index, targets) in edges.iter().enumerate() {
        for target in targets {
            back[target.0].push(TypeId(index));
        }
    }
    let mut component = vec![usize::MAX; edges.len()];
    let mut heights: Vec<usize> = Vec::new();
    for (number, members) in components(&edges).iter().enumerate() {
        for member in members {
            component[member.0] = number;
        }
        let below = members
            .iter()
            .flat_map(|member| &edges[member.0])
            .filter(|target| component[target.0] != number)
            .map(|target| heights[component[target.0]])
            .max();
        let inside = |id: &TypeId| component[id.0] == number;
        let across = members.first().map_or(0, |first| {
            farthest(*first, &edges, inside) + farthest(*first, &back, inside) + 1
        });
        let levels = members.iter().map(|id| levels(&api.type_def(*id).shape));
        let across = across.saturating_mul(levels.max().unwrap_or(1));
        heights.push(across + below.unwrap_or_default());
    }
    heights.into_iter().max().unwrap_or_default()
}

/// The number of lists and maps around what a type contains, 1 at least.
fn levels(shape: &Shape) -> usize {
    let levels = shape.types().into_iter().map(|ty| ty.levels() - 1).max();
    levels.unwrap_or(1).max(1)
}

/// The number of steps to the type that is farthest away.
#[expect(clippy::indexing_slicing, reason = "all indices are ids of types")]
fn farthest(start: TypeId, edges: &[Vec<TypeId>], inside: impl Fn(&TypeId) -> bool) -> usize {
    let mut seen = HashSet::from([start]);
    let mut work = VecDeque::from([(start, 0)]);
    let mut last = 0;
    while let Some((id, steps)) = work.pop_front() {
        last = steps;
        let next = edges[id.0].iter().filter(|target| inside(target));
        work.extend(
            next.copied()
                .filter(|target| seen.insert(*target))
                .map(|target| (target, steps + 1)),
        );
    }
    last
}
