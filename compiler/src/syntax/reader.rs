//! Reads a mapping key by key and tells what is missing, unknown or of the wrong shape.

use super::Read;
use super::codes::{
    COMMA_IN_SQL, MISSING_KEY, NOT_BUILT_YET, ONE_OF, TOO_MANY_ITEMS, UNKNOWN_KEY, WRONG_TYPE,
};
use super::shapes::{Collection, Required};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::source::{Source, Span, Spanned};
use crate::yaml::{Kind, Node, Style};

/// Most items of a list or mapping. A stack has 500 resources, so no pipeline that can be deployed has as many.
const MOST_ITEMS: usize = 1000;

/// Words that the language keeps for what is to come.
const RESERVED: &[&str] = &["references", "join", "dedupe", "order_by", "limit", "over", "include"];

/// Values that the language keeps for what is to come.
pub const RESERVED_WORDS: &[&str] = &["csv"];

/// The file that is read, and what is found on the way.
pub struct Reader<'a> {
    /// The file.
    pub source: &'a Source,
    /// What has been found.
    pub findings: Diagnostics,
}

/// The keys of one mapping.
pub struct Fields<'n> {
    map: &'n [(Spanned<String>, Node)],
    span: Span,
    /// Whether something in the mapping could not be read.
    pub broken: bool,
    /// The keys whose value a comma cut short, which has been told.
    cut: Vec<&'n str>,
    /// The keys that the block does not have, which has been told.
    unknown: Vec<&'n str>,
}

impl<'n> Fields<'n> {
    /// Opens a mapping and tells its unknown keys; `None` where the node is no mapping.
    pub fn open(node: &'n Node, known: &[&str], reader: &mut Reader) -> Option<Fields<'n>> {
        let map = reader.map(node)?;
        let mut fields = Fields { map, span: node.span, broken: false, cut: Vec::new(), unknown: Vec::new() };
        let mut open: Option<&(Spanned<String>, Node)> = None;
        for pair in map {
            if known.contains(&pair.0.value.as_str()) {
                open = is_open(&pair.1).then_some(pair);
                continue;
            }
            fields.broken = true;
            match open {
                Some((key, value)) if is_nothing(&pair.1) => {
                    if !fields.cut.contains(&key.value.as_str()) {
                        fields.cut.push(&key.value);
                        reader.cut_by_comma(value, pair.0.span);
                    }
                }
                _ => {
                    fields.unknown.push(&pair.0.value);
                    reader.unknown_key(&pair.0, known, map);
                }
            }
        }
        Some(fields)
    }

    /// The one key of a choice, and its value; `None` where there is none or more than one.
    pub fn one_of<'k>(node: &'n Node, known: &[&'k str], reader: &mut Reader) -> Option<(&'k str, &'n Node)> {
        let map = reader.map(node)?;
        Fields::one_of_these(map, node.span, known, reader)
    }

    /// The same, of these keys and values only.
    pub fn one_of_these<'k>(
        map: impl IntoIterator<Item = &'n (Spanned<String>, Node)>,
        span: Span,
        known: &[&'k str],
        reader: &mut Reader,
    ) -> Option<(&'k str, &'n Node)> {
        let (chosen, others): (Vec<_>, Vec<_>) =
            map.into_iter().partition(|(key, _)| known.contains(&key.value.as_str()));
        for (key, _) in &others {
            reader.unknown_key(key, known, &[]);
        }
        match chosen.as_slice() {
            [(key, value)] if others.is_empty() => {
                known.iter().find(|it| **it == key.value).map(|it| (*it, value))
            }
            [] if !others.is_empty() => None,
            [_] => None,
            [] => {
                reader.expected_one_of(span, known);
                None
            }
            [(first, _), (second, _), ..] => {
                let message = format!("`{}` and `{}` exclude each other", first.value, second.value);
                reader.findings.error(&ONE_OF, second.span, message).label(first.span, "chosen here");
                None
            }
        }
    }

    /// A key that must be there.
    pub fn required<T: Read>(&mut self, key: &str, reader: &mut Reader) -> Required<T> {
        if self.find(key).is_none() && !self.is_misspelt(key) {
            let message = format!("the key `{key}` is missing");
            reader
                .findings
                .error(&MISSING_KEY, reader.head(self.span), message)
                .help(format!("add `{key}:`"));
            self.broken = true;
        }
        Required(self.optional(key, reader))
    }

    /// Whether an unknown key is near to this one: that has been told with this one as its help.
    fn is_misspelt(&self, key: &str) -> bool {
        self.unknown.iter().any(|it| nearest(it, [key]).is_some())
    }

    /// The keys that are there.
    pub fn keys(&self) -> Vec<Spanned<String>> {
        self.map.iter().map(|(key, _)| key.clone()).collect()
    }

    /// A key that may be there.
    pub fn optional<T: Read>(&mut self, key: &str, reader: &mut Reader) -> Option<T> {
        if self.cut.contains(&key) {
            return None;
        }
        let value = T::read(self.find(key)?, reader);
        self.broken |= value.is_none();
        value
    }

    /// A key whose value is empty where it is absent.
    pub fn collection<T: Read + Default>(&mut self, key: &str, reader: &mut Reader) -> Collection<T> {
        Collection(self.optional(key, reader).unwrap_or_default())
    }

    fn find(&self, key: &str) -> Option<&'n Node> {
        self.map.iter().find(|(it, _)| it.value == key).map(|(_, value)| value)
    }
}

impl<'a> Reader<'a> {
    /// A reader of this file, with nothing found.
    pub fn new(source: &'a Source) -> Reader<'a> {
        Reader { source, findings: Diagnostics::new() }
    }

    /// Tells that a node is not what was expected here, unless that has been told already.
    pub fn wrong_type(&mut self, node: &Node, expected: &str) -> Option<&mut Diagnostic> {
        if node.kind == Kind::Broken {
            return None;
        }
        let message = format!("expected {expected}, found {}", node.noun());
        Some(self.findings.error(&WRONG_TYPE, self.head(node.span), message))
    }

    /// The keys and values of a mapping; otherwise tells that it is none.
    pub fn map<'n>(&mut self, node: &'n Node) -> Option<&'n [(Spanned<String>, Node)]> {
        match &node.kind {
            Kind::Map(map) if self.is_too_many(node, map.len()) => None,
            Kind::Map(map) => Some(map),
            _ => {
                self.wrong_type(node, "a mapping");
                None
            }
        }
    }

    /// The items of a list; otherwise tells that it is none.
    pub fn list<'n>(&mut self, node: &'n Node) -> Option<&'n [Node]> {
        match &node.kind {
            Kind::List(list) if self.is_too_many(node, list.len()) => None,
            Kind::List(list) => Some(list),
            _ => {
                self.wrong_type(node, "a list");
                None
            }
        }
    }

    /// Whether a list or mapping has more items than the stages behind are made for, which is told.
    fn is_too_many(&mut self, node: &Node, count: usize) -> bool {
        if count > MOST_ITEMS {
            let message = format!("{count} items in one place, more than {MOST_ITEMS}");
            self.findings.error(&TOO_MANY_ITEMS, self.head(node.span), message).help("split the pipeline");
        }
        count > MOST_ITEMS
    }

    /// The first line of a place: a block of many lines is pointed at by its first.
    pub fn head(&self, span: Span) -> Span {
        let line = self.source.slice(span).lines().next().unwrap_or_default().trim_end();
        Span::new(span.start, span.start + line.len())
    }

    /// Tells that a comma cut an expression short; the rest of it stands there as keys.
    fn cut_by_comma(&mut self, value: &Node, rest: Span) {
        let place = Span::new(value.span.start, rest.end);
        self.findings
            .error(&COMMA_IN_SQL, place, "inside `{ }` a comma ends a value, and this one goes on behind it")
            .help("put the whole value in double quotes");
    }

    /// The items of a mapping whose keys are free. One that a comma cut short has no value, which is told, and its rest
    /// is no item.
    pub fn items<'n>(
        &mut self,
        map: &'n [(Spanned<String>, Node)],
    ) -> Vec<(&'n Spanned<String>, Option<&'n Node>)> {
        let mut items = Vec::new();
        let mut rest = map;
        while let [(key, value), behind @ ..] = rest {
            let cut = if is_open(value) { rest_of_value(behind) } else { 0 };
            if let Some((last, _)) = behind[..cut].last() {
                self.cut_by_comma(value, last.span);
            }
            items.push((key, (cut == 0).then_some(value)));
            rest = &behind[cut..];
        }
        items
    }

    fn expected_one_of(&mut self, span: Span, known: &[&str]) {
        let head = self.head(span);
        self.findings.error(&ONE_OF, head, format!("expected exactly one of {}", ticked(known)));
    }

    fn unknown_key(&mut self, key: &Spanned<String>, known: &[&str], present: &[(Spanned<String>, Node)]) {
        if RESERVED.contains(&key.value.as_str()) {
            let message = format!("`{}` is kept for a later version of pipec", key.value);
            self.findings.error(&NOT_BUILT_YET, key.span, message);
            return;
        }
        let message = format!("unknown key `{}`", key.value);
        let absent = known.iter().filter(|it| !present.iter().any(|(key, _)| key.value == **it));
        let finding = self.findings.error(&UNKNOWN_KEY, key.span, message);
        finding.nearest(&key.value, absent.copied());
        if finding.help.is_none() && !known.is_empty() {
            finding.help(format!("the keys here are {}", ticked(known)));
        }
    }
}

/// Whether a text opens more brackets, or quotes, than it closes.
fn is_open(node: &Node) -> bool {
    let Kind::Scalar(scalar) = &node.kind else { return false };
    let count = |it: char| scalar.text.matches(it).count();
    scalar.style == Style::Plain && (count('(') > count(')') || count('\'') % 2 == 1)
}

/// How many of these keys are the rest of the value before them: those up to one that closes it, all without a value.
fn rest_of_value(behind: &[(Spanned<String>, Node)]) -> usize {
    let empty = behind.iter().take_while(|(_, value)| is_nothing(value));
    empty.zip(1..).find(|((key, _), _)| key.value.contains([')', '\''])).map_or(0, |(_, count)| count)
}

/// Whether nothing is written there.
fn is_nothing(node: &Node) -> bool {
    matches!(&node.kind, Kind::Scalar(scalar) if scalar.style == Style::Plain && scalar.text.is_empty())
}

/// Words in backticks, with commas between.
fn ticked(words: &[&str]) -> String {
    words.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
