//! The reading itself: events of the parser into the tree, limits, and how to go on after a syntax error.

use granit_parser::{ErrorKind, Options, Parser, options};

use super::codes;
use super::syntax::{self, Fault};
use super::tree::Tree;
use super::{MAX_BYTES, MAX_DEPTH, MAX_NODES, Node};
use crate::diagnostic::{Diagnostics, SHOWN};
use crate::source::{Source, Span};

/// Reads a file. After a syntax error it goes on at the next key at the start of a line, so that one run
/// tells the mistakes of all sections.
pub fn parse(source: &Source) -> (Node, Diagnostics) {
    if source.text.len() > MAX_BYTES {
        return too_large(format!("the file has more than {MAX_BYTES} bytes"));
    }
    let mut tree = Tree::new(source);
    let mut from = Some(0);
    for _ in 0..SHOWN {
        let Some(start) = from else { break };
        from = read(&mut tree, source, start);
    }
    if tree.is_full() {
        return too_large(format!("the file has more than {MAX_NODES} keys and values"));
    }
    tree.finish()
}

/// Reads up to the end or to a syntax error; then it says where to go on.
fn read(tree: &mut Tree<'_>, source: &Source, from: usize) -> Option<usize> {
    for event in Parser::new_from_str_with_options(&source.text[from..], limits()) {
        match event {
            Ok((event, span)) => {
                let tag = span.tag_span().map(|it| place(it, from));
                if tree.take(event, place(span, from), tag).is_break() {
                    return None;
                }
            }
            Err(error) => {
                let at = from + error.marker().byte_offset().unwrap_or_default();
                let cause = report(tree, source, at, error.kind());
                let next = next_section(&source.text, cause.max(from));
                tree.cut(at, next);
                return next;
            }
        }
    }
    None
}

fn limits() -> Options {
    options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH + 1,
        block_nesting_limit: MAX_DEPTH + 1,
    }
}

/// Tells a syntax error, and where its cause is.
fn report(tree: &mut Tree<'_>, source: &Source, at: usize, kind: &ErrorKind) -> usize {
    if matches!(kind, ErrorKind::RecursionLimitExceeded) {
        tree.refuse_depth(Span::new(at, at));
        return at;
    }
    let starts = tree.starts().collect();
    let fault = Fault { text: &source.text, at, last: tree.last, bracket: tree.bracket(), starts };
    let words = syntax::explain(kind, &fault);
    let cause = words.span.start;
    words.tell(&mut tree.findings);
    cause
}

/// A place in the part of the file that begins at `from`.
fn place(span: granit_parser::Span, from: usize) -> Span {
    let range = span.byte_range().expect("a parser over a text knows its bytes");
    Span::new(from + range.start, from + range.end.max(range.start))
}

/// The next line behind this place that begins with a key in its first column.
pub(super) fn next_section(text: &str, from: usize) -> Option<usize> {
    let mut start = from + text[from..].find('\n')? + 1;
    for line in text[start..].split_inclusive('\n') {
        let begins =
            line.starts_with(|it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '"' | '\''));
        if begins && (line.contains(": ") || line.trim_end().ends_with(':')) {
            return Some(start);
        }
        start += line.len();
    }
    None
}

fn too_large(message: String) -> (Node, Diagnostics) {
    let mut findings = Diagnostics::new();
    findings
        .error(&codes::FILE_TOO_LARGE, Span::default(), message)
        .help("split the pipeline, or move the records of tests into files");
    (Node::broken(Span::default()), findings)
}
