//! Where a block scalar begins: the parser gives only its text, without the `|` or `>`.

use super::Tree;
use crate::source::Span;

impl Tree<'_> {
    /// The place of a block scalar from its `|` or `>` to its last line that is not blank.
    pub(super) fn with_header(&self, span: Span) -> Span {
        let text = &self.source.text;
        let from = self.last.end.min(span.start);
        let start = header(&text[from..span.start]).map_or(span.start, |it| from + it);
        Span::new(start, start + text[start..span.end].trim_end().len())
    }
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
