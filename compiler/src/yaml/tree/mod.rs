//! Events → the tree, one open list or mapping inside the other.

mod block;
mod cut;
mod open;
mod refuse;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use granit_parser::{Event, ScalarStyle};

use super::codes;
use super::{Kind, MAX_DEPTH, MAX_FINDINGS, MAX_NODES, Node, Scalar, Style};
use crate::diagnostic::Diagnostics;
use crate::source::{Source, Span};
use open::{Items, Key, Open, read_key};
use refuse::{Anchor, refuse_duplicates};

/// A tree that grows.
pub(super) struct Tree<'s> {
    /// What was found so far.
    pub(super) findings: Diagnostics,
    /// The last scalar, alias or bracket.
    pub(super) last: Span,
    source: &'s Source,
    open: Vec<Open>,
    /// One for each stretch of the file that was read without a syntax error.
    roots: Vec<Node>,
    documents: usize,
    nodes: usize,
    anchors: BTreeMap<usize, Anchor>,
}

impl<'s> Tree<'s> {
    pub(super) fn new(source: &'s Source) -> Tree<'s> {
        Tree {
            findings: Diagnostics::new(),
            last: Span::default(),
            source,
            open: Vec::new(),
            roots: Vec::new(),
            documents: 0,
            nodes: 0,
            anchors: BTreeMap::new(),
        }
    }

    /// Takes one event; breaks where reading on makes no sense.
    pub(super) fn take(&mut self, event: Event<'_>, span: Span, tag: Option<Span>) -> ControlFlow<()> {
        if let Some(tag) = tag {
            self.refuse_tag(tag);
        }
        match event {
            Event::DocumentStart(..) => self.document(span)?,
            Event::Scalar(text, style, ..) => self.scalar(&text, style, span),
            Event::SequenceStart(..) => self.begin(span, Items::List(Vec::new()))?,
            Event::MappingStart(..) => self.begin(span, Items::Map(Vec::new(), Key::Awaited))?,
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(id) => self.alias(span, Some(id)),
            Event::UnresolvedAlias(_) => self.alias(span, None),
            Event::Anchor(id, _) => self.anchor(id, span),
            // What is left has no content: the ends of the stream and of documents, comments.
            _ => {}
        }
        if self.is_full() || self.findings.len() >= MAX_FINDINGS {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// The innermost bracket that is still open.
    pub(super) fn bracket(&self) -> Option<Span> {
        let open = self.open.iter().rev().find(|it| it.has_brackets)?;
        Some(Span::new(open.span.start, open.span.start + 1))
    }

    /// The starts of the lists and mappings that are still open, outermost first.
    pub(super) fn starts(&self) -> impl Iterator<Item = usize> {
        self.open.iter().map(|it| it.span.start)
    }

    /// The whole tree.
    pub(super) fn finish(mut self) -> (Node, Diagnostics) {
        self.close_all(self.source.text.len());
        if self.roots.iter().all(is_absent) && !self.findings.has_errors() {
            let message = "the file is empty";
            self.findings.error(&codes::EMPTY_FILE, Span::default(), message).help("begin with `version: 1`");
        }
        self.roots.retain(|it| !is_absent(it));
        let root = self.join();
        (root, self.findings)
    }

    /// The mappings of all stretches as one; of anything else, the first.
    fn join(&mut self) -> Node {
        let mut roots = std::mem::take(&mut self.roots);
        if roots.len() > 1 && roots.iter().any(|it| it.as_map().is_some()) {
            roots.retain(|it| it.as_map().is_some());
        }
        let mut roots = roots.into_iter();
        let Some(mut whole) = roots.next() else { return Node::broken(Span::default()) };
        if let Kind::Map(pairs) = &mut whole.kind {
            for root in roots {
                whole.span.end = whole.span.end.max(root.span.end);
                if let Kind::Map(more) = root.kind {
                    pairs.extend(more);
                }
            }
            refuse_duplicates(pairs, &mut self.findings);
        }
        whole
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        let (span, text) = match style {
            Style::Plain if span.start == span.end => (self.after_colon(span), ""),
            Style::Literal | Style::Folded => (self.with_header(span), text),
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => (span, text),
        };
        self.add(Node { span, kind: Kind::Scalar(Scalar { text: text.to_owned(), style }) });
    }

    /// The place of an absent value is behind its colon, not on it.
    fn after_colon(&self, span: Span) -> Span {
        let is_value = !matches!(self.open.last(), Some(Open { items: Items::Map(_, Key::Awaited), .. }));
        let shift = usize::from(is_value && self.source.text.as_bytes().get(span.start) == Some(&b':'));
        Span::new(span.start + shift, span.start + shift)
    }

    fn begin(&mut self, span: Span, items: Items) -> ControlFlow<()> {
        if self.open.len() >= MAX_DEPTH {
            self.refuse_depth(span);
            return ControlFlow::Break(());
        }
        self.last = self.last.max(span);
        let has_brackets = matches!(self.source.slice(span), "[" | "{");
        self.open.push(Open { span, has_brackets, items });
        ControlFlow::Continue(())
    }

    fn end(&mut self, span: Span) {
        let Some(mut open) = self.open.pop() else { return };
        if open.has_brackets {
            open.span.end = open.span.end.max(span.end);
        }
        self.close(open);
    }

    fn close(&mut self, open: Open) {
        let kind = match open.items {
            Items::List(mut items) => {
                items.shrink_to_fit();
                Kind::List(items)
            }
            Items::Map(mut pairs, key) => {
                if let Key::Read(key) = key {
                    let value = Node::broken(Span::new(key.span.end, key.span.end));
                    pairs.push((key, value));
                }
                refuse_duplicates(&mut pairs, &mut self.findings);
                pairs.shrink_to_fit();
                Kind::Map(pairs)
            }
        };
        self.add(Node { span: open.span, kind });
    }

    /// Hangs a node where it belongs.
    fn add(&mut self, node: Node) {
        self.nodes += 1;
        self.last = self.last.max(node.span);
        let Some(open) = self.open.last_mut() else {
            self.roots.push(node);
            return;
        };
        open.span.start = open.span.start.min(node.span.start);
        open.span.end = open.span.end.max(node.span.end);
        match &mut open.items {
            Items::List(items) => items.push(node),
            Items::Map(pairs, key) => match std::mem::replace(key, Key::Awaited) {
                Key::Awaited => *key = read_key(node, &mut self.findings),
                Key::Read(key) => pairs.push((key, node)),
                Key::Refused | Key::Merge => {}
            },
        }
    }

    /// Whether the tree has as many nodes as it may.
    pub(super) fn is_full(&self) -> bool {
        self.nodes >= MAX_NODES
    }
}

/// Whether nothing is written where the whole file should be.
fn is_absent(node: &Node) -> bool {
    node.as_scalar().is_some_and(|it| it.style == Style::Plain && it.text.is_empty())
}
