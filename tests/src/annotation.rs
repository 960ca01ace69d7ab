//! Findings, written into a fixture below the line that they are about.
//!
//! ```yaml
//!     from: readigns
//! #         ^^^^^^^^ error unknown-stream: no stream is called `readigns`
//! #         help: `readings` is close
//! ```
//!
//! The carets stand below the exact columns. `|` is a place between two characters. After `#>` everything
//! stands two columns too far right, which makes room for the first column. A place of several lines ends in
//! `to +2:7`: two lines below, before column 7. A place behind the last line is written `# at 9:1`.
//! Annotations are taken out before the text is compiled, so they may stand where YAML has no comments.

use pipec::diagnostic::{Diagnostic, Diagnostics};
use pipec::source::{Position, Source};

/// A fixture's text without its annotations: what is compiled.
pub fn strip(fixture: &str) -> String {
    let mut inside = false;
    let keep = |line: &&str| {
        inside = is_finding(line) || (inside && is_help(line));
        !inside
    };
    fixture.split_inclusive('\n').filter(keep).collect()
}

/// The text with an annotation for each finding.
pub fn annotate(source: &Source, findings: &Diagnostics) -> String {
    let lines: Vec<&str> = source.text.split_inclusive('\n').collect();
    let sorted = findings.sorted();
    let mut out = String::new();
    let place = |it: &&&Diagnostic| source.position(it.span.start).line;
    for it in sorted.iter().filter(|it| lines.is_empty() && place(it) == 1) {
        out.push_str(&annotation(source, &lines, it));
    }
    for (at, line) in lines.iter().enumerate() {
        out.push_str(line);
        let last = at + 1 == lines.len();
        for it in sorted.iter().filter(|it| place(it) == at + 1 || (last && place(it) > lines.len())) {
            out.push_str(&annotation(source, &lines, it));
        }
    }
    out
}

fn annotation(source: &Source, lines: &[&str], finding: &Diagnostic) -> String {
    let (start, end) = (source.position(finding.span.start), source.position(finding.span.end));
    let head = match lines.get(start.line - 1) {
        Some(line) => carets(line.trim_end_matches(['\n', '\r']), start, end),
        None => format!("# at {}:{}", start.line, start.column),
    };
    let severity = finding.severity.name();
    let mut out = format!("{head} {severity} {}: {}\n", finding.code.name, one_line(&finding.message));
    if let Some(help) = &finding.help {
        let indent = head.find(['^', '|', 'a']).unwrap_or(2);
        out.push_str(&format!("#{:indent$}help: {}\n", "", one_line(help), indent = indent - 1));
    }
    out
}

fn carets(line: &str, start: Position, end: Position) -> String {
    let gutter = match start.column {
        1 => "#>".to_owned(),
        column => format!("#{:indent$}", "", indent = column - 2),
    };
    match (end.line - start.line, end.column.saturating_sub(start.column)) {
        (0, 0) => format!("{gutter}|"),
        (0, width) => format!("{gutter}{}", "^".repeat(width)),
        (below, _) => {
            let width = (line.chars().count() + 1).saturating_sub(start.column).max(1);
            format!("{gutter}{} to +{below}:{}", "^".repeat(width), end.column)
        }
    }
}

fn one_line(text: &str) -> String {
    text.replace('\n', "\\n")
}

/// Whether a line of a fixture is a finding's annotation.
fn is_finding(line: &str) -> bool {
    let Some(text) = line.strip_prefix('#') else { return false };
    let text = text.strip_prefix('>').unwrap_or(text).trim_start_matches(' ');
    let marks = text.trim_start_matches('^');
    let rest = match (marks.len() < text.len(), text.strip_prefix('|'), text.strip_prefix("at ")) {
        (true, _, _) => marks.strip_prefix(" to +").map_or(marks, |it| it.trim_start_matches(is_place)),
        (false, Some(rest), _) => rest,
        (false, None, Some(rest)) => rest.trim_start_matches(is_place),
        (false, None, None) => return false,
    };
    ["error", "warning", "note"]
        .iter()
        .any(|it| rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(it)))
}

fn is_place(letter: char) -> bool {
    letter.is_ascii_digit() || letter == ':'
}

fn is_help(line: &str) -> bool {
    line.strip_prefix('#').is_some_and(|it| it.trim_start_matches(' ').starts_with("help: "))
}

#[cfg(test)]
mod tests {
    use super::{annotate, strip};
    use pipec::diagnostic::{Code, Diagnostics};
    use pipec::source::{Source, Span};

    const CODE: Code = Code { name: "odd", what: "", why: "", example: "", instead: "" };

    /// The finding's place is given by its text, or by bytes.
    fn check(text: &str, span: Span, fixture: &str) {
        let mut findings = Diagnostics::new();
        static ODD: Code = CODE;
        findings.error(&ODD, span, "it is odd").help("make it even");
        let source = Source::new("x.yaml", text);
        assert_eq!(annotate(&source, &findings), fixture);
        assert_eq!(strip(fixture), text);
    }

    #[test]
    fn carets_stand_below_the_exact_columns() {
        check(
            "a: 1\nb: odd\n",
            Span::new(8, 11),
            "a: 1\nb: odd\n#  ^^^ error odd: it is odd\n#  help: make it even\n",
        );
    }

    #[test]
    fn columns_are_characters() {
        check("é: odd\n", Span::new(4, 7), "é: odd\n#  ^^^ error odd: it is odd\n#  help: make it even\n");
    }

    #[test]
    fn the_first_column_has_room() {
        check("odd: 1\n", Span::new(0, 3), "odd: 1\n#>^^^ error odd: it is odd\n# help: make it even\n");
        check("{odd: 1}\n", Span::new(1, 4), "{odd: 1}\n#^^^ error odd: it is odd\n#help: make it even\n");
    }

    #[test]
    fn a_place_between_characters_a_place_of_lines_and_one_behind_the_end() {
        check("a: 1\n", Span::new(4, 4), "a: 1\n#   | error odd: it is odd\n#   help: make it even\n");
        check(
            "a:\n  b: 1\n",
            Span::new(0, 9),
            "a:\n#>^^ to +1:7 error odd: it is odd\n# help: make it even\n  b: 1\n",
        );
        check("a: 1\n", Span::new(5, 5), "a: 1\n# at 2:1 error odd: it is odd\n# help: make it even\n");
        check("", Span::new(0, 0), "# at 1:1 error odd: it is odd\n# help: make it even\n");
    }

    #[test]
    fn comments_of_the_fixture_itself_stay() {
        let fixture = "# help: a comment\na: 1 # ^ note\n# ^ not this\n# at noon error\n";
        assert_eq!(strip(fixture), fixture);
    }
}
