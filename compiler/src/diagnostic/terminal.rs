//! Findings for a person at a terminal, in the look of rustc.

use std::ops::Range;

use annotate_snippets::renderer::{DecorStyle, Renderer};
use annotate_snippets::{AnnotationKind, Group, Level, Snippet, normalize_untrusted_str};

use super::{Diagnostic, Diagnostics, Label, SHOWN, Severity};
use crate::source::{Source, Span};

/// Most characters of a message that are shown; a person's text in it may be of any length.
const MESSAGE: usize = 400;

/// All findings by place, at most [`SHOWN`], and how many there are.
pub fn render(diagnostics: &Diagnostics, source: &Source, colour: bool) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let renderer = renderer(colour);
    let mut text = String::new();
    let source = diagnostics.masked(source);
    for diagnostic in diagnostics.sorted().into_iter().take(SHOWN) {
        text.push_str(&renderer.render(&[group(diagnostic, &source)]));
        text.push_str("\n\n");
    }
    if let Some(rest) = diagnostics.len().checked_sub(SHOWN).filter(|it| *it > 0) {
        text.push_str(&format!("and {rest} more\n\n"));
    }
    text.push_str(&summary(diagnostics));
    text
}

/// The place of something that is no finding, with a word on it, and without a line feed at its end.
pub fn excerpt(source: &Source, span: Span, label: &str, colour: bool) -> String {
    renderer(colour).render(&[Group::with_level(Level::ERROR).element(snippet(
        source,
        span,
        Some(label),
        &[],
    ))])
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii)
}

/// How many errors, warnings and notes there are, as `2 errors, 1 warning`.
pub fn summary(diagnostics: &Diagnostics) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|it| (diagnostics.count(it), it.name()))
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
    counts.collect::<Vec<_>>().join(", ") + "\n"
}

fn group<'a>(diagnostic: &'a Diagnostic, source: &'a Source) -> Group<'a> {
    let title =
        level(diagnostic.severity).primary_title(visible(&diagnostic.message)).id(diagnostic.code.name);
    let group =
        title.element(snippet(source, diagnostic.span, diagnostic.label.as_deref(), &diagnostic.labels));
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(visible(help))),
        None => group,
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The lines from the first place to the last; the renderer leaves out those between.
fn snippet<'a>(
    source: &'a Source,
    span: Span,
    label: Option<&str>,
    labels: &'a [Label],
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = &source.text;
    let primary = shown(text, span);
    let labels: Vec<_> = labels.iter().map(|it| (shown(text, it.span), &it.text)).collect();
    let first = labels.iter().map(|(it, _)| it.start).fold(primary.start, usize::min);
    let last = labels.iter().map(|(it, _)| it.end).fold(primary.end, usize::max);
    let start = text[..first].rfind('\n').map_or(0, |it| it + 1);
    let end = text[last..].find('\n').map_or(text.len(), |it| last + it);
    let inside = |range: &Range<usize>| range.start - start..range.end - start;
    let line = text.as_bytes()[..start].iter().filter(|it| **it == b'\n').count() + 1;
    Snippet::source(same_length(&text[start..end]))
        .line_start(line)
        .path(visible(&source.name))
        .annotation(AnnotationKind::Primary.span(inside(&primary)).label(label.map(visible)))
        .annotations(
            labels.iter().map(|(it, label)| AnnotationKind::Context.span(inside(it)).label(visible(label))),
        )
}

/// What is underlined of a place: its first line; of one behind the last line, the end of that line.
fn shown(text: &str, span: Span) -> Range<usize> {
    let start = text.floor_char_boundary(span.start.min(text.trim_end().len()));
    let line = text[start..].lines().next().unwrap_or_default();
    let end = text.floor_char_boundary(span.end.min(start + line.len()));
    start..end.max(start)
}

/// A text without anything that a terminal would obey, on one line and not too long.
pub fn visible(text: &str) -> String {
    let mut visible: String =
        text.chars().take(MESSAGE).map(|it| if is_c1(it) { '\u{fffd}' } else { it }).collect();
    if text.chars().nth(MESSAGE).is_some() {
        visible.push('…');
    }
    normalize_untrusted_str(&visible).replace('\n', "␊")
}

/// The renderer shows the controls below U+0020; those from U+0080 give way to as many bytes, so that the places
/// stay right.
fn same_length(text: &str) -> String {
    text.chars().map(|it| if is_c1(it) { '¿' } else { it }).collect()
}

fn is_c1(char: char) -> bool {
    matches!(char, '\u{80}'..='\u{9f}')
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::diagnostic::{Code, Diagnostics};
    use crate::source::{Source, Span};

    const CODE: Code = Code { name: "some-code", what: "", why: "", example: "", instead: "" };

    fn place(text: &str, word: &str) -> Span {
        let start = text.find(word).expect("the word is in the text");
        Span::new(start, start + word.len())
    }

    fn one(text: &str, span: Span) -> String {
        let mut findings = Diagnostics::new();
        findings.error(&CODE, span, "wrong");
        render(&findings, &Source::new("p.yaml", text), false)
    }

    #[test]
    fn a_finding_has_the_look_of_rustc() {
        let text = "a: 1\nb: 2\nc: 3\nd: 4\ne: é bad\n";
        let mut findings = Diagnostics::new();
        findings
            .error(&CODE, place(text, "bad"), "no stream is called `bad`")
            .label_here("not declared")
            .label(place(text, "1"), "the first")
            .help("`good` is close");
        findings.warn(&CODE, place(text, "2"), "odd");
        let expect = "\
warning[some-code]: odd
 --> p.yaml:2:4
  |
2 | b: 2
  |    ^

error[some-code]: no stream is called `bad`
 --> p.yaml:5:6
  |
1 | a: 1
  |    - the first
...
5 | e: é bad
  |      ^^^ not declared
  |
  = help: `good` is close

1 error, 1 warning
";
        assert_eq!(render(&findings, &Source::new("p.yaml", text), false), expect);
    }

    #[test]
    fn a_place_behind_the_last_line_shows_its_end() {
        for span in [Span::new(5, 5), Span::new(7, 7), Span::new(90, 99)] {
            assert!(one("a: 1\n\n\n", span).contains("1 | a: 1\n  |     ^\n"), "{}", one("a: 1\n\n\n", span));
        }
        assert!(one("", Span::new(0, 0)).contains("--> p.yaml:1:1"));
    }

    #[test]
    fn of_many_lines_the_first_is_shown() {
        assert!(one("a:\n  b: 1\n  c: 2\n", Span::new(0, 17)).contains("1 | a:\n  | ^^\n"));
    }

    #[test]
    fn a_long_line_does_not_flood() {
        let text = format!("a: {} bad {}\n", "x".repeat(50_000), "y".repeat(50_000));
        assert!(one(&text, place(&text, "bad")).len() < 1_000);
        assert!(one(&text, Span::new(3, 60_000)).len() < 1_000);
    }

    #[test]
    fn only_so_many_are_shown() {
        let mut findings = Diagnostics::new();
        for _ in 0..57 {
            findings.error(&CODE, Span::new(0, 1), "wrong");
        }
        let text = render(&findings, &Source::new("p.yaml", "a: 1\n"), false);
        assert_eq!(text.matches("error[").count(), 50);
        assert!(text.ends_with("\n\nand 7 more\n\n57 errors\n"));
    }

    #[test]
    fn a_file_cannot_write_to_the_terminal() {
        let text = "a: \u{1b}[31m\u{9b}31m\u{7f}\u{202e}\r b\n";
        let mut findings = Diagnostics::new();
        findings
            .error(&CODE, Span::new(0, 2), format!("`{text}`"))
            .label_here(text)
            .label(Span::new(3, 4), text)
            .help(text);
        let shown = render(&findings, &Source::new(text, text), false);
        assert!(shown.chars().all(|it| it == '\n' || !it.is_control() && it != '\u{202e}'), "{shown:?}");
    }
}
