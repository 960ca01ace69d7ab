//! `not-built-yet` at the gate: branches whose engine is not built so far; everything else can be done with them.

use crate::diagnostic::Diagnostics;
use crate::model::{Branch, BranchId, Hot, Model};
use crate::syntax::NOT_BUILT_YET;

/// Tells of each window, and of each engine that is named; what runs together with them is not told again.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, branch, hot) in model.hot().filter(|(_, _, hot)| !hot.engine.abilities().built) {
        let why = format!(
            "with `pipec test` and `pipec run` only: the engine `{}` is not built yet",
            hot.engine.word()
        );
        if let Some(window) = &hot.window {
            findings.error(&NOT_BUILT_YET, window.span, format!("this window runs {why}"));
        } else if let Some(span) = hot.engine_span.filter(|_| !runs_with_a_window(model, id)) {
            let message = format!("`{}` runs {why}", branch.name.value);
            findings.error(&NOT_BUILT_YET, span, message);
        }
    }
}

fn runs_with_a_window(model: &Model, id: BranchId) -> bool {
    let head = model.head(id);
    let together = |(other, _, _): &(BranchId, &Branch, &Hot)| head.is_some() && model.head(*other) == head;
    model.hot().filter(together).any(|(_, _, hot)| hot.window.is_some())
}
