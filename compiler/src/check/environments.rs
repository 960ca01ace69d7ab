//! `too-many-items` of environments: each of them is compiled.

use crate::diagnostic::Diagnostics;
use crate::model::{Model, environment};
use crate::syntax::TOO_MANY_ITEMS;

/// Tells of the first environment that is not laid over the file.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let all = &model.spec.environments.items;
    if let Some((name, _)) = all.get(environment::MOST) {
        let message = format!("{} environments, more than {}", all.len(), environment::MOST);
        findings.error(&TOO_MANY_ITEMS, name.span, message).help("put some of them into files of their own");
    }
}
