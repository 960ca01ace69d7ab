//! The reading itself: events of the parser into the tree, limits, and how to go on after a syntax error.

use granit_parser::{Parser, ScanError, options};

use super::codes;
use super::syntax::{self, Fault};
use super::tree::Tree;
use super::{MAX_BYTES, MAX_DEPTH, MAX_FINDINGS, MAX_NODES, Node};
use crate::diagnostic::{Diagnostics, SHOWN};
use crate::source::{Source, Span};

/// Reads a file. After a syntax error it goes on at the next key at the start of a line, so that one run
/// tells the mistakes of all sections.
pub fn parse(source: &Source) -> (Node, Diagnostics) {
    if source.text.len() > MAX_BYTES {
        return refuse_size(format!("the file has {} bytes", source.text.len()));
    }
    let mut tree = Tree::new(source);
    let mut from = Some(0);
    let mut stretches = 0;
    while let Some(start) = from.take()
        && stretches < SHOWN
    {
        stretches += 1;
        if let Some(error) = read(&mut tree, source, start) {
            report(&mut tree, source, &error, start);
            from = resume(&source.text, tree.last.end.max(start));
            tree.cut();
        }
    }
    if tree.is_full() {
        return refuse_size(format!("the file has more than {MAX_NODES} keys and values"));
    }
    tree.finish()
}
