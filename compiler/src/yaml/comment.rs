//! The comment after a value: ` #` may have cut an SQL expression short.

use crate::source::{Source, Span};

/// The comment that follows this place on its last line, from its `#` to the end of the line.
pub fn comment_after(source: &Source, span: Span) -> Option<Span> {
    let rest = source.text.get(span.end..)?;
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    let is_comment = blanks > 0 && line[blanks..].starts_with('#');
    is_comment.then(|| Span::new(span.end + blanks, span.end + line.len()))
}

#[cfg(test)]
mod tests {
    use super::comment_after;
    use crate::source::{Source, Span};

    fn check(text: &str, value: &str, expect: Option<&str>) {
        let source = Source::new("test.yaml", text);
        let start = text.find(value).expect("the value is in the text");
        let comment = comment_after(&source, Span::new(start, start + value.len()));
        assert_eq!(comment.map(|it| source.slice(it)), expect, "{text}");
    }

    #[test]
    fn a_comment_follows_a_blank_and_a_hash_on_the_same_line() {
        check("a: x #1 = y\nb: 1", "x", Some("#1 = y"));
        check("a: x\t # é\r\n", "x", Some("# é"));
        check("a: x#1\n", "x#1", None);
        check("a: x\n# below\n", "x", None);
        check("a: [x, y] # c", "x", None);
        check("a: x", "x", None);
    }
}
