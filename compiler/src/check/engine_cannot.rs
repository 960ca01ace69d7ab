//! `engine-cannot`, `two-engines`: branches whose engine cannot run them, or not together.

use crate::diagnostic::{Code, Diagnostics};
use crate::engines;
use crate::model::{Branch, Hot, Model};
use crate::source::Span;

/// The pages of both.
pub const CODES: &[&Code] = &[&CANNOT, &TWO];

const CANNOT: Code = Code {
    name: "engine-cannot",
    what: "A branch has a window, or runs together with one that has, and names an engine that has none.",
    why: "A function of Lambda sees one batch of records at a time and remembers nothing; a window needs an engine \
          that does. Branches that read each other by name run together in one engine.",
    example: "hot:\n  peaks:\n    from: readings\n    engine: lambda\n    window: { tumbling: { size: 60s } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
    instead: "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
};

const TWO: Code = Code {
    name: "two-engines",
    what: "Branches that read each other by name, and so run together, name different engines.",
    why: "What one branch gives the other never leaves the engine. A stream between them cuts them apart.",
    example: "hot:\n  alarm: { engine: lambda }\n  second: { engine: flink, from: alarm, to: alarms }\n",
    instead: "hot:\n  alarm: { engine: lambda }\n  second: { from: alarm, to: alarms }\n",
};

/// Tells of each group of branches that no engine can run as they are.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (head, _, _) in model.hot().filter(|(id, _, _)| model.head(*id) == Some(*id)) {
        let group: Vec<(&Branch, &Hot)> = model
            .hot()
            .filter(|(id, _, _)| model.head(*id) == Some(head))
            .map(|(_, branch, hot)| (branch, hot))
            .collect();
        let named: Vec<Named> = group
            .iter()
            .filter_map(|(branch, hot)| Some(Named { branch, hot, span: hot.engine_span? }))
            .collect();
        let window = group.iter().find(|(_, hot)| hot.window.is_some());
        let unable: Vec<&Named> =
            named.iter().filter(|it| window.is_some() && !it.hot.engine.abilities().windows).collect();
        match window {
            Some((owner, hot)) if !unable.is_empty() => {
                unable.into_iter().for_each(|it| cannot(it, owner, hot, findings));
            }
            Some(_) | None => two(&named, findings),
        }
    }
}

/// A branch that names its engine, and where.
struct Named<'m> {
    branch: &'m Branch,
    hot: &'m Hot,
    span: Span,
}

fn cannot(named: &Named, owner: &Branch, other: &Hot, findings: &mut Diagnostics) {
    let own = named.hot.window.as_ref();
    let Some(window) = own.or(other.window.as_ref()) else { return };
    let engine = named.hot.engine.word();
    let message = match own {
        Some(_) => format!("the engine `{engine}` has no windows"),
        None => format!(
            "the engine `{engine}` has no windows, and `{}` runs together with `{}`",
            named.branch.name.value, owner.name.value
        ),
    };
    let finding = findings.error(&CANNOT, named.span, message).label(window.span, "the window");
    if let Some(able) = engines::ALL.iter().find(|it| it.windows) {
        let able = able.name.word();
        let help = match own {
            Some(_) => format!("write `engine: {able}`"),
            None => format!("write `engine: {able}`, or put a stream between the two branches"),
        };
        finding.help(help).edit(named.span, able);
    }
}

/// Tells of each engine that is not the first one named.
fn two(named: &[Named], findings: &mut Diagnostics) {
    let Some((first, rest)) = named.split_first() else { return };
    for other in rest.iter().filter(|it| it.hot.engine != first.hot.engine) {
        let (one, two) = (&first.branch.name.value, &other.branch.name.value);
        let word = first.hot.engine.word();
        findings
            .error(
                &TWO,
                other.span,
                format!("`{two}` runs together with `{one}`, which names another engine"),
            )
            .label(first.span, "the other engine")
            .help(format!("write `engine: {word}`, or put a stream between the two branches"))
            .edit(other.span, word);
    }
}
