//! Engines: branches joined by name run together, in the one that is named, or in the first that can do them all.

use crate::engines::{self, Abilities};
use crate::model::{Branch, BranchKind, Hot, head};
use std::collections::BTreeMap;

/// Gives every hot branch without an engine of its own that of the branches that it runs together with.
pub(super) fn choose(branches: &mut [Branch]) {
    let heads: Vec<Option<usize>> = (0..branches.len()).map(|id| head(branches, id)).collect();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (id, head) in heads.iter().enumerate() {
        groups.entry(head.unwrap_or(id)).or_default().push(id);
    }
    for group in groups.into_values() {
        let hot: Vec<&Hot> = group.iter().filter_map(|id| branches[*id].as_hot()).collect();
        let engine = engine_of(&hot);
        for id in group {
            if let BranchKind::Hot(hot) = &mut branches[id].kind
                && hot.engine_span.is_none()
            {
                hot.engine = engine;
            }
        }
    }
}

fn engine_of(group: &[&Hot]) -> engines::Name {
    let windows = || group.iter().filter_map(|it| it.window.as_ref());
    let can = |it: &Abilities| windows().all(|window| it.windows.has(window.kind));
    let named = group.iter().filter(|it| it.engine_span.is_some()).map(|it| it.engine.abilities());
    let able = named.chain(engines::ALL.iter().copied()).find(|it| can(it));
    able.map_or(engines::Name::Lambda, |it| it.name)
}
