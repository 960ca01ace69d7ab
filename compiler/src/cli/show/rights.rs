//! `pipec show rights`: for each part of the file, what may be done on what, and when.

use crate::emit::{Right, rights};
use crate::plan::Plan;
use std::fmt::Write;

/// The rights as a table of three levels: yaml path, statement, what it allows.
pub fn print(plan: &Plan) -> String {
    let rights = rights(plan);
    let mut paths: Vec<&str> = rights.iter().map(|it| it.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut text = String::new();
    for path in paths {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{path}");
        rights.iter().filter(|it| it.path == path).for_each(|it| statement(it, &mut text));
        text.push('\n');
    }
    let actions: usize = rights.iter().map(|it| it.actions.len()).sum();
    let _ = writeln!(text, "{} statements, {actions} actions granted", rights.len());
    text
}

fn statement(right: &Right, text: &mut String) {
    let _ = writeln!(text, "  {} -> {}   ({})", right.from, right.to, right.sid);
    for resource in &right.resource {
        let _ = writeln!(text, "    on     {resource}");
    }
    let _ = writeln!(text, "    may    {}", right.actions.join(", "));
    for condition in &right.conditions {
        let _ = writeln!(text, "    where  {condition}");
    }
    if !right.reason.is_empty() {
        let _ = writeln!(text, "    why    {}", right.reason);
    }
}
