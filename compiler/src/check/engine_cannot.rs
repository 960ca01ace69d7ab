//! `engine-cannot`: an engine that cannot run the branch that names it.

use crate::diagnostic::{Code, Diagnostics};
use crate::engines;
use crate::model::Model;

/// The finding's page.
pub const CODE: Code = Code {
    name: "engine-cannot",
    what: "A branch names an engine that cannot run it.",
    why: "A Lambda function sees a batch of a shard, not a window over all of them: state per shard is 1 MB, and a \
          record may come twice (AWS Lambda guide, `services-kinesis-windows`).",
    example: "hot:\n  alarm: { engine: lambda, window: { tumbling: { size: 60s } } }\n",
    instead: "hot:\n  alarm: { engine: lambda }\n",
};

/// Tells of each such branch.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (_, _, hot) in model.hot() {
        let (Some(span), Some(window)) = (hot.engine_span, &hot.window) else { continue };
        if !hot.engine.abilities().windows {
            let able = engines::ALL.iter().find(|it| it.windows);
            let finding = findings
                .error(&CODE, span, format!("the engine `{}` has no windows", hot.engine.word()))
                .label(window.span, "the window");
            if let Some(able) = able {
                finding.help(format!("write `engine: {}`", able.name.word())).edit(span, able.name.word());
            }
        }
    }
}
