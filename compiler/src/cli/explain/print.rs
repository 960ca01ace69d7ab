//! Explanations as people read them, and as programs do.

use crate::explain::cost::{Estimate, Item};
use crate::explain::{Engine, Explained, Thing};
use serde::Serialize;
use std::fmt::Write;

/// One JSON object a line.
pub fn lines<T: Serialize>(all: &[T]) -> String {
    let line = |it: &T| serde_json::to_string(it).expect("explanations are plain JSON") + "\n";
    all.iter().map(line).collect()
}

/// The branches, a paragraph each.
pub fn branches(explained: &[Explained]) -> String {
    explained.iter().map(branch).collect::<Vec<_>>().join("\n")
}

fn branch(of: &Explained) -> String {
    let mut text = format!("{}, fed by `{}`\n", of.branch, of.stream);
    part("engine", &engine(&of.engine), &mut text);
    part("becomes", &of.becomes.iter().map(thing).collect::<Vec<_>>(), &mut text);
    part("rights", &of.rights, &mut text);
    part("limits", &of.limits, &mut text);
    text
}

/// A heading with its lines; nothing where there are none.
fn part(heading: &str, lines: &[String], text: &mut String) {
    let mut heading = heading;
    for line in lines {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {heading:7}  {line}");
        heading = "";
    }
}

fn engine(of: &Engine) -> Vec<String> {
    let chosen = format!("{}: {}", of.name, of.because);
    std::iter::once(chosen).chain(of.others.iter().chain(&of.costs).cloned()).collect()
}

fn thing(of: &Thing) -> String {
    let Thing { id, noun, path } = of;
    match id.as_str() {
        "" => format!("the {noun} of {path}, which is there already"),
        id => format!("the {noun} {id}, for {path}"),
    }
}

/// The estimate as a bill.
pub fn cost(of: &Estimate) -> String {
    let mut text = of.items.iter().map(item).collect::<String>();
    let rest = if of.unknown { ", and what is unknown" } else { "" };
    let _ = writeln!(text, "{:>12}  USD a month{rest}\n\nassumed", of.total);
    of.assumes.iter().for_each(|it| {
        let _ = writeln!(text, "  {it}");
    });
    text.push_str("\nprices\n");
    of.prices.iter().for_each(|it| {
        let _ = writeln!(text, "  {it}");
    });
    text
}

fn item(of: &Item) -> String {
    let mut text = format!("the {} {}, for {}\n", of.noun, of.name, of.path);
    for line in &of.lines {
        let usd = line.usd.as_deref().unwrap_or("unknown");
        let _ = writeln!(text, "{usd:>12}  {}", line.what);
    }
    for otherwise in &of.otherwise {
        let _ = writeln!(text, "{:12}  {otherwise}", "");
    }
    text + "\n"
}
