//! Where a block scalar begins: the parser gives only its text, without the `|` or `>`.

use super::Tree;
use crate::source::Span;
use crate::yaml::lines::lines;

impl Tree<'_> {
    /// The place of a block scalar from its `|` or `>` to its last line that is not blank.
    pub(super) fn with_header(&self, span: Span) -> Span {
        let text = &self.source.text;
        let from = self.last.end.min(span.start);
        let start = header(&text[from..span.start]).map_or(span.start, |it| from + it);
        let last = start + text[start..span.end].trim_end().len();
        let blanks = text[last..span.end].find(['\r', '\n']).unwrap_or(span.end - last);
        Span::new(start, last + blanks)
    }
}

/// Where the `|` or `>` is that begins a word, comments aside.
fn header(before: &str) -> Option<usize> {
    lines(before).find_map(|(start, line)| {
        let code = without_comment(line);
        let begins = |at: usize| at == 0 || code[..at].ends_with([' ', '\t', '\u{feff}']);
        let mark = code.char_indices().find(|(at, it)| matches!(it, '|' | '>') && begins(*at));
        mark.map(|(at, _)| start + at)
    })
}

fn without_comment(line: &str) -> &str {
    let is_comment = |at: usize| at == 0 || line[..at].ends_with([' ', '\t']);
    let hash = line.char_indices().find(|(at, it)| *it == '#' && is_comment(*at));
    &line[..hash.map_or(line.len(), |(at, _)| at)]
}
