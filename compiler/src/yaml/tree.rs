//! Events → the tree, frame by frame; what the language refuses is reported here, and the tree stands.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use granit_parser::{Event, ScalarStyle};

use super::codes;
use super::{Kind, MAX_DEPTH, MAX_FINDINGS, MAX_NODES, Node, Plain, Scalar, Style};
use crate::diagnostic::Diagnostics;
use crate::source::{Source, Span, Spanned};

type Pair = (Spanned<String>, Node);

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

/// A list or mapping whose end is still to come.
struct Open {
    span: Span,
    has_brackets: bool,
    items: Items,
}

enum Items {
    List(Vec<Node>),
    Map(Vec<Pair>, Key),
}

/// The key whose value comes next.
enum Key {
    Awaited,
    Read(Spanned<String>),
    Refused,
    /// Aliases below a merge key are the same mistake.
    Merge,
}

struct Anchor {
    name: Span,
    value: Span,
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

    /// Closes what a syntax error left open. What was read from `next` on will be read again, and text that ends
    /// at the error is not what was meant.
    pub(super) fn cut(&mut self, at: usize, next: Option<usize>) {
        if self.source.text.get(self.last.end..at).is_some_and(|it| it.trim_matches(' ').is_empty()) {
            self.spoil();
        }
        let limit = next.unwrap_or(self.source.text.len());
        self.close_all(limit);
        self.last = Span::new(limit, limit);
        self.documents = 0;
    }

    /// Breaks the last node if it is a scalar.
    fn spoil(&mut self) {
        let broken = |node: &mut Node| {
            if node.as_scalar().is_some() {
                node.kind = Kind::Broken;
            }
        };
        match self.open.last_mut().map(|it| &mut it.items) {
            Some(Items::List(items)) => items.last_mut().map_or((), broken),
            Some(Items::Map(pairs, Key::Awaited)) => pairs.last_mut().map_or((), |(_, value)| broken(value)),
            Some(Items::Map(_, key)) => *key = Key::Refused,
            None => self.roots.retain(|it| it.as_scalar().is_none()),
        }
    }

    fn close_all(&mut self, limit: usize) {
        while let Some(mut open) = self.open.pop() {
            if open.span.start < limit {
                open.drop_from(limit);
                self.expect_no_key();
                self.close(open);
            }
        }
    }

    /// What was left open in the place of a key is not blamed for being no text.
    fn expect_no_key(&mut self) {
        if let Some(Open { items: Items::Map(_, key @ Key::Awaited), .. }) = self.open.last_mut() {
            *key = Key::Refused;
        }
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

    fn document(&mut self, span: Span) -> ControlFlow<()> {
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

    /// The place of a block scalar from its `|` or `>` to its last line that is not blank.
    fn with_header(&self, span: Span) -> Span {
        let text = &self.source.text;
        let from = self.last.end.min(span.start);
        let start = header(&text[from..span.start]).map_or(span.start, |it| from + it);
        Span::new(start, start + text[start..span.end].trim_end().len())
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

    fn alias(&mut self, span: Span, id: Option<usize>) {
        if !self.is_merging() {
            let anchor = id.and_then(|it| self.anchors.get(&it));
            let name = self.source.slice(span);
            let finding = self.findings.error(&codes::ALIAS, span, format!("`{name}` is an alias"));
            finding.help("write the value out here");
            if let Some(anchor) = anchor {
                finding.label(anchor.name, "it stands for this value");
                let value = self.source.slice(anchor.value);
                if !value.is_empty() && !value.contains('\n') && value.len() <= 80 {
                    finding.help(format!("write the value out: `{value}`")).edit(span, value);
                }
            }
        }
        self.add(Node::broken(span));
    }

    fn anchor(&mut self, id: usize, span: Span) {
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

    fn refuse_tag(&mut self, span: Span) {
        let message = format!("`{}` is a tag", self.source.slice(span));
        self.findings
            .error(&codes::TAG, span, message)
            .help("remove it; a text that begins with `!` stands in quotes")
            .edit(with_blanks(self.source, span), "");
    }

    /// Reports that lists and mappings are nested too deeply.
    pub(super) fn refuse_depth(&mut self, span: Span) {
        let message = format!("lists and mappings are nested more than {MAX_DEPTH} deep here");
        self.findings
            .error(&codes::FILE_TOO_DEEP, span, message)
            .help("remove some of the brackets or levels");
    }

    fn is_merging(&self) -> bool {
        self.open.iter().any(|it| matches!(it.items, Items::Map(_, Key::Merge)))
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

impl Open {
    /// Drops what begins at or behind a place.
    fn drop_from(&mut self, limit: usize) {
        let mut end = self.span.start + usize::from(self.has_brackets);
        match &mut self.items {
            Items::List(items) => {
                items.retain(|it| it.span.start < limit);
                end = items.iter().map(|it| it.span.end).fold(end, usize::max);
            }
            Items::Map(pairs, key) => {
                pairs.retain(|(key, _)| key.span.start < limit);
                end = pairs.iter().map(|(key, value)| key.span.end.max(value.span.end)).fold(end, usize::max);
                match key {
                    Key::Read(read) if read.span.start < limit => end = end.max(read.span.end),
                    _ => *key = Key::Awaited,
                }
            }
        }
        self.span.end = end;
    }
}

/// The key that a node in the place of a key is.
fn read_key(node: Node, findings: &mut Diagnostics) -> Key {
    let noun = if node.is_null() { "nothing" } else { node.noun() };
    match node.kind {
        Kind::Scalar(scalar) if scalar.style == Style::Plain && scalar.text == "<<" => {
            findings
                .error(&codes::MERGE_KEY, node.span, "`<<` merges another mapping")
                .help("write the keys out");
            Key::Merge
        }
        Kind::Scalar(scalar) if scalar.plain() != Plain::Null => {
            Key::Read(Spanned::new(scalar.text, node.span))
        }
        Kind::Broken => Key::Refused,
        Kind::Scalar(_) | Kind::List(_) | Kind::Map(_) => {
            findings
                .error(&codes::KEY_NOT_TEXT, node.span, format!("a key is {noun}, not text"))
                .help("write a name before the `:`");
            Key::Refused
        }
    }
}

/// Reports keys that were there before, and drops what they say.
fn refuse_duplicates(pairs: &mut Vec<Pair>, findings: &mut Diagnostics) {
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

/// Whether nothing is written where the whole file should be.
fn is_absent(node: &Node) -> bool {
    node.as_scalar().is_some_and(|it| it.style == Style::Plain && it.text.is_empty())
}

/// Where the `|` or `>` is that begins a word, comments aside.
fn header(before: &str) -> Option<usize> {
    let mut start = 0;
    for line in before.split_inclusive('\n') {
        let code = without_comment(line);
        let begins = |at: usize| at == 0 || code[..at].ends_with([' ', '\t']);
        if let Some((at, _)) = code.char_indices().find(|(at, it)| matches!(it, '|' | '>') && begins(*at)) {
            return Some(start + at);
        }
        start += line.len();
    }
    None
}

fn without_comment(line: &str) -> &str {
    let is_comment = |at: usize| at == 0 || line[..at].ends_with([' ', '\t']);
    let hash = line.char_indices().find(|(at, it)| *it == '#' && is_comment(*at));
    &line[..hash.map_or(line.len(), |(at, _)| at)]
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
