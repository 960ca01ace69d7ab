//! What the language does not read, though YAML does: each is told, and the tree stands.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::open::{Items, Key, Pair};
use super::{Tree, codes};
use crate::diagnostic::Diagnostics;
use crate::source::{Source, Span};
use crate::yaml::{MAX_DEPTH, MAX_FINDINGS, Node};

/// Where a name was given to a value; the value's place is empty if it is a list or mapping.
pub(super) struct Anchor {
    name: Span,
    value: Span,
}

impl Tree<'_> {
    /// A file has one document.
    pub(super) fn document(&mut self, span: Span) -> ControlFlow<()> {
        self.documents += 1;
        if self.documents == 1 {
            self.refuse_directives(span.start);
            return ControlFlow::Continue(());
        }
        let line = first_line(self.source, span);
        self.findings
            .error(&codes::SECOND_DOCUMENT, line, "a second document begins here")
            .help("put it in a file of its own, or remove the line");
        ControlFlow::Break(())
    }

    /// Before the first document only comments and directives can stand.
    fn refuse_directives(&mut self, end: usize) {
        let mut start = 0;
        let is_told = self.findings.has(&codes::DIRECTIVE) || !self.roots.is_empty();
        for line in self.source.text[..end].split_inclusive('\n') {
            if line.starts_with('%') && !is_told && self.findings.len() < MAX_FINDINGS {
                let span = Span::new(start, start + line.trim_end().len());
                self.findings
                    .error(&codes::DIRECTIVE, span, format!("`{}` is a directive", self.source.slice(span)))
                    .help("remove the line")
                    .edit(Span::new(start, start + line.len()), "");
            }
            start += line.len();
        }
    }

    /// An alias is a node that is not there; below a merge key it is the same mistake.
    pub(super) fn alias(&mut self, span: Span, id: Option<usize>) {
        if !self.is_merging() {
            self.refuse_alias(span, id);
        }
        self.add(Node::broken(span));
    }

    fn refuse_alias(&mut self, span: Span, id: Option<usize>) {
        let message = format!("`{}` is an alias", self.source.slice(span));
        let finding = self.findings.error(&codes::ALIAS, span, message).help("write the value out here");
        let Some(anchor) = id.and_then(|it| self.anchors.get(&it)) else { return };
        finding.label(anchor.name, "it stands for this value");
        let value = self.source.slice(anchor.value);
        if !value.is_empty() && !value.contains('\n') && value.len() <= 80 {
            finding.help(format!("write the value out: `{value}`")).edit(span, value);
        }
    }

    /// An anchor comes behind its node, which stays.
    pub(super) fn anchor(&mut self, id: usize, span: Span) {
        // INVARIANT: the event of the anchored node came just before; of a collection only its start.
        let is_scalar = self.last.start >= span.end && !matches!(self.source.slice(self.last), "[" | "{");
        let value = if is_scalar { self.last } else { Span::new(span.end, span.end) };
        self.anchors.insert(id, Anchor { name: span, value });
        let message = format!("`{}` is an anchor", self.source.slice(span));
        self.findings
            .error(&codes::ANCHOR, span, message)
            .help("remove it, and write the value out where it is used")
            .edit(with_blanks(self.source, span), "");
    }

    pub(super) fn refuse_tag(&mut self, span: Span) {
        let message = format!("`{}` is a tag", self.source.slice(span));
        self.findings
            .error(&codes::TAG, span, message)
            .help("remove it; a text that begins with `!` stands in quotes")
            .edit(with_blanks(self.source, span), "");
    }

    /// Reports that lists and mappings are nested too deeply.
    pub(in crate::yaml) fn refuse_depth(&mut self, span: Span) {
        let message = format!("lists and mappings are nested more than {MAX_DEPTH} deep here");
        self.findings
            .error(&codes::FILE_TOO_DEEP, span, message)
            .help("remove some of the brackets or levels");
    }

    fn is_merging(&self) -> bool {
        self.open.iter().any(|it| matches!(it.items, Items::Map(_, Key::Merge)))
    }
}

/// Reports keys that were there before, and drops what they say.
pub(super) fn refuse_duplicates(pairs: &mut Vec<Pair>, findings: &mut Diagnostics) {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    pairs.retain(|(key, _)| {
        let Some(before) = first.get(&key.value) else {
            first.insert(key.value.clone(), key.span);
            return true;
        };
        if findings.len() < MAX_FINDINGS {
            findings
                .error(&codes::DUPLICATE_KEY, key.span, format!("`{}` is given twice", key.value))
                .label(*before, "first given here")
                .help("keep one of the two");
        }
        false
    });
}

/// The place, but not beyond its first line.
fn first_line(source: &Source, span: Span) -> Span {
    let line = source.slice(span).lines().next().unwrap_or_default();
    Span::new(span.start, span.start + line.len())
}

/// The place and the blanks that follow it.
fn with_blanks(source: &Source, span: Span) -> Span {
    let rest = &source.text[span.end..];
    Span::new(span.start, span.end + rest.len() - rest.trim_start_matches(' ').len())
}
