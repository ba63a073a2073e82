//! Which types lead to each other.

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
