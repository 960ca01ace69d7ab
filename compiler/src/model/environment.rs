//! Lays an environment over a file: mappings merge, the rest replaces.
//!
//! What comes of it is a tree like any other, whose nodes keep their places in the file. So every stage reads, checks and
//! compiles an environment as it does the file itself.

use super::codes::UNKNOWN_IN_ENVIRONMENT;
use super::{Environment, Model, Sink};
use crate::diagnostic::Diagnostics;
use crate::sinks;
use crate::source::Spanned;
use crate::spec::ENVIRONMENT_STRUCTURE;
use crate::yaml::{Kind, Node, Scalar, Style};

/// Most environments of a file, since each of them is compiled; more of them are told by a rule.
pub const MOST: usize = 32;

/// What of a stream a place brings along: a stream that is there already has its own, and the other way round.
const PLACES: &[&str] = &["existing", "key", "name", "capacity", "retention", "readers"];

/// The keys whose mappings are one value of several forms, so that two of them cannot merge.
const WHOLE: &[&str] = &["capacity", "encryption"];

/// An environment, laid over the file.
#[derive(Debug)]
pub struct Laid {
    /// The tree that comes of it.
    pub node: Node,
    /// What it says of itself.
    pub environment: Environment,
    /// What it may not change, and what it names that the file does not have.
    pub findings: Diagnostics,
}

/// All environments that could be read, one after the other.
pub fn lay_all(file: &Node, base: &Model) -> impl Iterator<Item = Laid> {
    let environments = base.spec.environments.items.iter().take(MOST);
    environments.filter_map(move |(name, overlay)| {
        let overlay = &overlay.as_ref()?.0;
        let environment = Environment {
            name: name.clone(),
            span: overlay.span,
            account: overlay.account.clone().map(|it| it.map(|it| it.digits)),
            region: overlay.region.clone().map(|it| it.map(|it| it.name)),
        };
        let mut findings = Diagnostics::new();
        let node = lay(file, &name.value, base, &mut findings);
        Some(Laid { node, environment, findings })
    })
}

/// The file's tree with an environment laid over it. What the environment may not change is told, and left as it was.
fn lay(file: &Node, name: &str, base: &Model, findings: &mut Diagnostics) -> Node {
    let mut laid = file.clone();
    let over = file.get("environments").and_then(|it| it.get(name)).and_then(Node::as_map);
    for (key, value) in over.unwrap_or_default() {
        let named = value.as_map().unwrap_or_default();
        match key.value.as_str() {
            "thresholds" => named.iter().for_each(|it| threshold(&mut laid, it, base, findings)),
            "streams" => named.iter().for_each(|it| stream(&mut laid, it, base, findings)),
            "sinks" => named.iter().for_each(|it| sink(&mut laid, it, base, findings)),
            "settings" => merge(below(&mut laid, key), &only(value, |key| key != "architecture")),
            "monitoring" => merge(below(&mut laid, key), value),
            // `description`, `account` and `region` are the environment's own; anything else has been told.
            _ => {}
        }
    }
    laid
}

type Pair = (Spanned<String>, Node);

/// Puts a value into a threshold, which keeps its type: a literal has that of what it replaces, not of its own digits.
fn threshold(laid: &mut Node, (name, value): &Pair, base: &Model, findings: &mut Diagnostics) {
    let known = base.spec.thresholds.items.iter().map(|(it, _)| it);
    if !is_known("threshold", name, known, findings) || value.as_scalar().is_none() {
        return;
    }
    let Some(resolved) = base.thresholds.iter().find(|it| it.name.value == name.value) else { return };
    let node = below(section(laid, "thresholds"), name);
    if node.as_map().is_none() {
        *node = Node { span: value.span, kind: Kind::Map(Vec::new()) };
    }
    let ty = Scalar { text: resolved.ty.to_string(), style: Style::Plain };
    let here = |key: &str| Spanned::new(key.to_owned(), value.span);
    *below(node, &here("type")) = Node { span: value.span, kind: Kind::Scalar(ty) };
    *below(node, &here("value")) = value.clone();
}

/// Gives a stream another place or size. One that is there already brings everything of its own.
fn stream(laid: &mut Node, (name, value): &Pair, base: &Model, findings: &mut Diagnostics) {
    if !is_known("stream", name, base.spec.streams.items.iter().map(|(it, _)| it), findings) {
        return;
    }
    let node = below(section(laid, "streams"), name);
    let moves = value.get("existing").is_some() && node.get("existing").is_none();
    if moves {
        *node = only(node, |key| !PLACES.contains(&key));
    }
    merge(node, &only(value, |key| PLACES.contains(&key)));
}

/// Gives a sink another place, size or address.
fn sink(laid: &mut Node, (name, value): &Pair, base: &Model, findings: &mut Diagnostics) {
    let known = base.spec.sinks.items.iter().map(|(it, _)| it);
    if is_known("sink", name, known, findings)
        && let Some(sink) = base.sinks.iter().find(|it| it.name.value == name.value)
    {
        let over = kept(sink, value, findings);
        let node = below(section(laid, "sinks"), name);
        if let Some(settings) = &sink.settings {
            let kind = Spanned::new(settings.key().to_owned(), value.span);
            let existing = settings.sink().existing();
            let moves = existing.arn.is_none()
                && over.get(&kind.value).is_some_and(|it| it.get("existing").is_some());
            if moves {
                // What is there already has its own of these.
                let block = below(node, &kind);
                *block = only(block, |key| !existing.own.contains(&key));
            }
        }
        merge(node, &over);
    }
}

/// What of a sink an environment may change: told, and left out, is the rest.
fn kept(sink: &Sink, over: &Node, findings: &mut Diagnostics) -> Node {
    let Some(settings) = &sink.settings else { return Node { span: over.span, kind: Kind::Map(Vec::new()) } };
    let (kind, allowed) = (settings.key(), settings.sink().environment_keys());
    let mut refuse = |key: &Spanned<String>, what: String| {
        let may: Vec<String> = allowed.iter().map(|it| format!("`{it}`")).collect();
        findings
            .error(&ENVIRONMENT_STRUCTURE, key.span, format!("an environment may not change {what}"))
            .help(format!("of a `{kind}` sink it may change {}", may.join(", ")));
    };
    let mut pairs = Vec::new();
    for (key, value) in over.as_map().unwrap_or_default() {
        if key.value != kind {
            let is_kind = sinks::Settings::KEYS.contains(&key.value.as_str());
            let what = match is_kind {
                true => format!("what `{}` is: `{kind}`", sink.name.value),
                false => format!("`{}` of a sink", key.value),
            };
            refuse(key, what);
            continue;
        }
        for (key, _) in value.as_map().unwrap_or_default() {
            if !allowed.contains(&key.value.as_str()) {
                refuse(key, format!("`{}` of a sink", key.value));
            }
        }
        // What is no mapping is told by whoever reads the sink.
        pairs.push((key.clone(), only(value, |key| allowed.contains(&key))));
    }
    Node { span: over.span, kind: Kind::Map(pairs) }
}

/// Lays one tree over another.
fn merge(node: &mut Node, over: &Node) {
    match &over.kind {
        Kind::Map(pairs) if node.as_map().is_some() => {
            for (key, value) in pairs {
                let below = below(node, key);
                match WHOLE.contains(&key.value.as_str()) {
                    true => *below = value.clone(),
                    false => merge(below, value),
                }
            }
        }
        Kind::Broken => {}
        Kind::Map(_) | Kind::List(_) | Kind::Scalar(_) => *node = over.clone(),
    }
}

/// A section of the file. Whatever is laid into it is named there.
fn section<'n>(file: &'n mut Node, key: &str) -> &'n mut Node {
    let span = file.span;
    below(file, &Spanned::new(key.to_owned(), span))
}

/// The value under a key, which is put there, empty, if it is not.
fn below<'n>(node: &'n mut Node, key: &Spanned<String>) -> &'n mut Node {
    if node.as_map().is_none() {
        node.kind = Kind::Map(Vec::new());
    }
    let Kind::Map(pairs) = &mut node.kind else { unreachable!("it was made a mapping") };
    let at = pairs.iter().position(|(it, _)| it.value == key.value).unwrap_or_else(|| {
        pairs.push((key.clone(), Node { span: key.span, kind: Kind::Map(Vec::new()) }));
        pairs.len() - 1
    });
    &mut pairs[at].1
}

/// A mapping's pairs of these keys.
fn only(node: &Node, is_kept: impl Fn(&str) -> bool) -> Node {
    match &node.kind {
        Kind::Map(pairs) => {
            let kept = pairs.iter().filter(|(key, _)| is_kept(&key.value)).cloned().collect();
            Node { span: node.span, kind: Kind::Map(kept) }
        }
        Kind::Scalar(_) | Kind::List(_) | Kind::Broken => node.clone(),
    }
}

/// Whether the file has this; otherwise it is told.
fn is_known<'a>(
    noun: &str,
    name: &Spanned<String>,
    known: impl Iterator<Item = &'a Spanned<String>> + Clone,
    findings: &mut Diagnostics,
) -> bool {
    if known.clone().any(|it| it.value == name.value) {
        return true;
    }
    let message = format!("the file has no {noun} `{}`", name.value);
    let known = known.map(|it| it.value.as_str());
    findings.error(&UNKNOWN_IN_ENVIRONMENT, name.span, message).nearest(&name.value, known);
    false
}
