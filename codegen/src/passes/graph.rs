//! Graphs of types that refer to each other.

use crate::ir::TypeId;

/// The strongly connected components of a graph, each before those that lead to it (Tarjan, without recursion).
#[expect(
    clippy::indexing_slicing,
    reason = "all indices are nodes of the graph"
)]
pub(super) fn components(edges: &[Vec<TypeId>]) -> Vec<Vec<TypeId>> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut done = vec![false; edges.len()];
    let mut components = Vec::new();
    let mut stack = Vec::new();
    let mut next = 0;
    for root in 0..edges.len() {
        if order[root] != NEW {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                order[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
            }
            if let Some(target) = edges[node].get(edge).map(|id| id.0) {
                work.push((node, edge + 1));
                if order[target] == NEW {
                    work.push((target, 0));
                } else if !done[target] {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            if low[node] == order[node] {
                let mut members = Vec::new();
                while let Some(member) = stack.pop() {
                    done[member] = true;
                    members.push(TypeId(member));
                    if member == node {
                        break;
                    }
                }
                components.push(members);
            }
            if let Some((parent, _)) = work.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
        }
    }
    components
}

/// The edges that close a cycle in a depth-first search, by node, the last of a node first.
pub(super) fn back_edges(edges: &[Vec<Option<TypeId>>]) -> Vec<(TypeId, usize)> {
    let mut begun = vec![false; edges.len()];
    let mut on_path = vec![false; edges.len()];
    let mut found = Vec::new();
    for root in 0..edges.len() {
        let mut path = vec![(root, 0)];
        while let Some((node, edge)) = path.pop() {
            let targets = edges.get(node).map_or(&[][..], Vec::as_slice);
            if edge == 0 {
                if begun.get(node).copied().unwrap_or(true) {
                    continue;
                }
                mark(&mut begun, node, true);
                mark(&mut on_path, node, true);
            }
            let Some(target) = targets.get(edge) else {
                mark(&mut on_path, node, false);
                continue;
            };
            path.push((node, edge + 1));
            if let Some(TypeId(target)) = *target {
                if on_path.get(target).copied().unwrap_or(false) {
                    found.push((TypeId(node), edge));
                } else {
                    path.push((target, 0));
                }
            }
        }
    }
    found.sort_by_key(|(id, edge)| (*id, std::cmp::Reverse(*edge)));
    found
}

fn mark(marks: &mut [bool], node: usize, to: bool) {
    if let Some(mark) = marks.get_mut(node) {
        *mark = to;
    }
}
