//! `engine-cannot`, `two-engines`: branches whose engine cannot run them, or not together.

use crate::diagnostic::{Code, Diagnostics};
use crate::engines::{self, Abilities, Windows};
use crate::model::{Branch, Hot, Model, Window};
use crate::source::Span;
use pipec_runtime::window;

/// The pages of both.
pub const CODES: &[&Code] = &[&CANNOT, &TWO];

const CANNOT: Code = Code {
    name: "engine-cannot",
    what: "A branch has a window, or runs together with one that has, and names an engine that has no such windows.",
    why: "A function of Lambda sees one batch of records at a time and remembers nothing; a window needs an engine \
          that does. The SQL of Kinesis Analytics has tumbling windows only: its sliding window gives a row for each \
          record, and it has no session. Branches that read each other by name run together in one engine.",
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
        let before = findings.len();
        named.iter().for_each(|it| cannot(it, &group, findings));
        if findings.len() == before {
            two(&named, findings);
        }
    }
}

/// A branch that names its engine, and where.
struct Named<'m> {
    branch: &'m Branch,
    hot: &'m Hot,
    span: Span,
}

/// Tells of a window that a branch's engine does not have: its own, or else another's of the group.
fn cannot(named: &Named, group: &[(&Branch, &Hot)], findings: &mut Diagnostics) {
    let abilities = named.hot.engine.abilities();
    let is_own = |branch: &Branch| std::ptr::eq(branch, named.branch);
    let found = || group.iter().filter_map(|(branch, hot)| Some((*branch, lacking(hot, abilities)?)));
    let own = found().find(|(branch, _)| is_own(branch));
    let Some((owner, window)) = own.or_else(|| found().next()) else { return };
    let mut message =
        format!("the engine `{}` has no {}", named.hot.engine.word(), kind(window.kind, abilities));
    if !is_own(owner) {
        let (one, other) = (&named.branch.name.value, &owner.name.value);
        message.push_str(&format!(", and `{one}` runs together with `{other}`"));
    }
    let finding = findings.error(&CANNOT, named.span, message).label(window.span, "the window");
    if let Some(able) = engines::ALL.iter().find(|it| group.iter().all(|(_, hot)| lacking(hot, it).is_none()))
    {
        let able = able.name.word();
        let help = match is_own(owner) {
            true => format!("write `engine: {able}`"),
            false => format!("write `engine: {able}`, or put a stream between the two branches"),
        };
        finding.help(help).edit(named.span, able);
    }
}

/// The window of a branch, where an engine does not have it.
fn lacking<'m>(hot: &'m Hot, abilities: &Abilities) -> Option<&'m Window> {
    hot.window.as_ref().filter(|it| !abilities.windows.has(it.kind))
}

/// What an engine has not, that does not have this window.
fn kind(window: window::Window, abilities: &Abilities) -> &'static str {
    match (abilities.windows, window) {
        (Windows::None, _) => "windows",
        (Windows::Tumbling | Windows::All, window::Window::Tumbling { .. }) => "tumbling windows",
        (Windows::Tumbling | Windows::All, window::Window::Sliding { .. }) => "sliding windows",
        (Windows::Tumbling | Windows::All, window::Window::Session { .. }) => "sessions",
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
