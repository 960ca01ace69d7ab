//! From a byte of a scalar's text to the byte of the file that it comes from.

use super::lines::lines;
use super::{Kind, Node, Style};
use crate::source::{Source, Span};

/// Where each byte of a scalar's text is written, quotes, escapes, folds and indentation aside.
#[derive(Debug, Clone)]
pub struct Offsets {
    /// One place for each byte, and one for the end.
    places: Vec<usize>,
}

/// A stretch of the file that stands in the text as it is, but for escapes.
struct Segment {
    start: usize,
    end: usize,
    /// How many ends of lines were passed before it.
    breaks: usize,
    /// Whether a backslash joins it to the one before.
    is_joined: bool,
}

impl Offsets {
    /// The places of a scalar's text; of any other node only its start.
    pub fn new(source: &Source, node: &Node) -> Offsets {
        let Kind::Scalar(scalar) = &node.kind else { return Offsets { places: vec![node.span.start] } };
        let raw = source.slice(node.span);
        let segments = match scalar.style {
            Style::Plain => flow_segments(raw, 0, raw.len(), false),
            Style::SingleQuoted => flow_segments(raw, 1, raw.len().saturating_sub(1), false),
            Style::DoubleQuoted => flow_segments(raw, 1, raw.len().saturating_sub(1), true),
            Style::Literal => literal_segments(raw, &scalar.text),
            Style::Folded => folded_segments(raw, &scalar.text),
        };
        let mut walk = Walk { raw, text: &scalar.text, style: scalar.style, places: Vec::new() };
        let end = walk.all(&segments);
        let places = walk.places.iter().chain([&end]).map(|it| node.span.start + it).collect();
        Offsets { places }
    }

    /// The place in the file of a byte of the text; past the end, that of the end.
    pub fn at(&self, offset: usize) -> usize {
        self.places[offset.min(self.places.len() - 1)]
    }

    /// The place in the file of a part of the text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let start_place = self.at(start);
        Span::new(start_place, self.at(end).max(start_place))
    }
}

/// Segments of a scalar whose lines are trimmed and joined: plain and in quotes.
fn flow_segments(raw: &str, from: usize, to: usize, has_escapes: bool) -> Vec<Segment> {
    let (mut segments, mut breaks, mut is_joined) = (Vec::new(), 0, false);
    for (line_start, line) in lines(raw.get(from..to).unwrap_or_default()) {
        let is_first = line_start == 0;
        let (line_start, line_end) = (from + line_start, from + line_start + line.len());
        let skipped = if is_first { 0 } else { line.len() - line.trim_start_matches(BLANK).len() };
        let start = line_start + skipped;
        let content =
            if line_end == to { &raw[start..to] } else { raw[start..line_end].trim_end_matches(BLANK) };
        let joins = has_escapes && line_end < to && ends_in_escape(content);
        let mut end = start + content.len() - usize::from(joins);
        let is_escaped_blank = joins && end + 1 < line_end;
        if is_escaped_blank {
            end += 2;
        }
        if start < end || line_end == to || joins {
            segments.push(Segment { start, end, breaks, is_joined });
            (breaks, is_joined) = (0, joins && !is_escaped_blank);
        }
        breaks += 1;
    }
    segments
}

const BLANK: [char; 2] = [' ', '\t'];

/// Whether the last character is a backslash that escapes what follows.
fn ends_in_escape(text: &str) -> bool {
    (text.len() - text.trim_end_matches('\\').len()) % 2 == 1
}

/// Each line stands in the text as it is, behind its indentation.
fn literal_segments(raw: &str, text: &str) -> Vec<Segment> {
    let lines = block_lines(raw).zip(text.split('\n'));
    lines
        .enumerate()
        .map(|(nth, ((start, line), written))| {
            let end = start + line.len();
            let start = start + line.floor_char_boundary(line.len().saturating_sub(written.len()));
            Segment { start, end, breaks: nth.min(1), is_joined: false }
        })
        .collect()
}

fn folded_segments(raw: &str, text: &str) -> Vec<Segment> {
    let first = block_lines(raw).map(|(_, it)| it).find(|it| !it.trim().is_empty()).unwrap_or_default();
    let written = text.lines().find(|it| !it.trim().is_empty()).unwrap_or_default();
    let indent = spaces(first).saturating_sub(spaces(written));
    let (mut segments, mut breaks) = (Vec::new(), 0);
    for (start, line) in block_lines(raw) {
        if line.len() > indent && line.is_char_boundary(indent) {
            segments.push(Segment {
                start: start + indent,
                end: start + line.len(),
                breaks,
                is_joined: false,
            });
            breaks = 0;
        }
        breaks += 1;
    }
    segments
}

/// The lines below the `|` or `>`.
fn block_lines(raw: &str) -> impl Iterator<Item = (usize, &str)> {
    lines(raw).skip(1)
}

fn spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The walk along the file and the text at once.
struct Walk<'a> {
    raw: &'a str,
    text: &'a str,
    style: Style,
    places: Vec<usize>,
}

impl Walk<'_> {
    /// Walks all segments and gives the end of the last.
    fn all(&mut self, segments: &[Segment]) -> usize {
        let mut end = segments.first().map_or(self.raw.len(), |it| it.start);
        for segment in segments {
            for _ in 0..self.gap(segment) {
                self.places.push(end);
            }
            self.segment(segment);
            end = segment.end;
        }
        self.places.resize(self.text.len(), end);
        end
    }

    /// How many bytes of the text stand for the ends of lines before a segment.
    fn gap(&self, segment: &Segment) -> usize {
        let breaks = segment.breaks;
        match self.style {
            Style::Literal => breaks,
            Style::Folded if breaks > 0 => self.folded_gap(),
            Style::Folded => 0,
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => match (breaks, segment.is_joined) {
                (0 | 1, true) | (0, false) => 0,
                (1, false) => 1,
                (_, _) => breaks - 1,
            },
        }
    }

    /// One space for one end of line; more, and those around indented lines, are kept.
    fn folded_gap(&self) -> usize {
        let rest = self.text.get(self.places.len()..).unwrap_or_default();
        let kept = rest.len() - rest.trim_start_matches('\n').len();
        if kept == 0 { usize::from(rest.starts_with(' ')) } else { kept }
    }

    fn segment(&mut self, segment: &Segment) {
        let mut at = segment.start;
        while let Some(raw) = self.raw.get(at..segment.end).filter(|it| !it.is_empty())
            && let Some(char) = self.text.get(self.places.len()..).and_then(|it| it.chars().next())
        {
            for _ in 0..char.len_utf8() {
                self.places.push(at);
            }
            at += self.width(raw, char);
        }
    }

    /// How many bytes of the file stand for a character of the text.
    fn width(&self, raw: &str, char: char) -> usize {
        let mut chars = raw.chars();
        let first = chars.next().map_or(1, char::len_utf8);
        let second = chars.next();
        match (self.style, second) {
            (Style::SingleQuoted, Some('\'')) if raw.starts_with('\'') => 2,
            (Style::DoubleQuoted, Some(escape)) if raw.starts_with('\\') => escape_width(escape, char),
            (_, _) => first,
        }
        .min(raw.len())
    }
}

/// How long an escape is, from its backslash.
fn escape_width(escape: char, char: char) -> usize {
    match escape {
        'x' => 4,
        // Beyond U+FFFF two escapes make one character.
        'u' if char > '\u{ffff}' => 12,
        'u' => 6,
        'U' => 10,
        _ => 1 + escape.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::Offsets;
    use crate::source::Source;
    use crate::yaml;

    /// Each word of the decoded text is found where it is written.
    fn check(text: &str, words: &[&str]) {
        let source = Source::new("test.yaml", text);
        let (root, findings) = yaml::parse(&source);
        assert!(findings.is_empty(), "{findings:?}");
        let node = root.get("a").expect("the text has the key `a`");
        let decoded = &node.as_scalar().expect("it is a scalar").text;
        let offsets = Offsets::new(&source, node);
        for word in words {
            let (word, written) = word.split_once(" <- ").unwrap_or((word, word));
            let start = decoded.find(word).unwrap_or_else(|| panic!("{word:?} is in {decoded:?}"));
            let span = offsets.span(start, start + word.len());
            assert_eq!(source.slice(span), written, "{word:?} of {decoded:?} in {text:?}");
        }
        assert!(offsets.at(decoded.len() + 5) <= node.span.end);
    }

    #[test]
    fn plain_text() {
        check("a: x + é_y > 5 # c\n", &["x", "é_y", "5", "x + é_y > 5"]);
        check("a: one\n  two\n\n  three  four\nb: c\n", &["one", "two", "three", "four"]);
        check("a: one\r\n  two\r\n", &["one", "two"]);
        check("a: one\r  two\r\r  three\r", &["one", "two", "three"]);
        check("a:\n", &["", " <- "]);
    }

    #[test]
    fn quoted_text() {
        check("a: 'it''s x'\n", &["it's <- it''s", "x", "'s <- ''s"]);
        check("a: \"c = \\\"\\u00e9\\\" AND\\tcty = 1\"\n", &["cty", "é <- \\u00e9", "AND", "1"]);
        check("a: \"\\U0001F600 x \\uD83D\\uDE00 y\\x41z\"\n", &["x", "y", "z", "A <- \\x41"]);
        check("a: 'one  \n\n  two\n  three'\n", &["one", "two", "three"]);
        check(
            "a: \"one \\\n  two \\\n\n  three \\\\\n  four\\ \n  five\"\n",
            &["one", "two", "three", "four", "five"],
        );
        check("a: \"\n  one\n  \"\n", &["one"]);
        check("a: \"é\\/ü\"\n", &["é", "ü"]);
    }

    #[test]
    fn literal_text() {
        check("a: |\n  one\n    two\n\n  three é x\nb: c\n", &["one", "  two", "three", "x"]);
        check("a: |2-\n    one\n  two\n", &["one", "two"]);
        check("a: |+ # c | d\n\n\n  one\n\n\nb: c\n", &["one"]);
        check("a: |\n  one\n  two  \n\n", &["one", "two"]);
        check("a: |\r\n  one\r\n  two\r\n", &["one", "two"]);
        check("a: |\r  one\r\r  two \u{feff}\r", &["one", "two"]);
    }

    #[test]
    fn folded_text() {
        check(
            "a: >-\n  one\n  two é\n\n  three\n    four\n  five\n",
            &["one", "two", "three", "  four", "five"],
        );
        check("a: >\n\n  one > 2\n  two\n", &["one", "2", "two"]);
        check("a: >1\n   one\n two\n", &["one", "two"]);
    }
}
