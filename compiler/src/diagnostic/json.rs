//! Findings for a machine: one JSON object a line.

use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics};
use crate::source::{Source, Span};

/// All findings by place, one object a line. What is absent is `null`.
pub fn render(diagnostics: &Diagnostics, source: &Source) -> String {
    let lines = Lines::new(source);
    diagnostics.sorted().iter().map(|it| format!("{}\n", object(it, source, &lines))).collect()
}

fn object(diagnostic: &Diagnostic, source: &Source, lines: &Lines<'_>) -> Value {
    let mut object = json!({
        "code": diagnostic.code.name,
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "file": source.name,
    });
    lines.add(&mut object, diagnostic.span);
    object["labels"] = labels(diagnostic, lines);
    object["help"] = json!(diagnostic.help);
    object["edit"] = diagnostic.edit.as_ref().map_or(Value::Null, |edit| {
        let mut object = json!({});
        lines.add(&mut object, edit.span);
        object["replacement"] = json!(edit.replacement);
        object
    });
    object
}

/// The label of the place itself, if it has one, and then the others.
fn labels(diagnostic: &Diagnostic, lines: &Lines<'_>) -> Value {
    let here = diagnostic.label.iter().map(|it| (diagnostic.span, it));
    let others = diagnostic.labels.iter().map(|it| (it.span, &it.text));
    let labels = here.chain(others).map(|(span, text)| {
        let mut object = json!({});
        lines.add(&mut object, span);
        object["message"] = json!(text);
        object
    });
    labels.collect()
}

/// Where the lines of a file start, so that many places are found without reading it many times.
pub(super) struct Lines<'s> {
    text: &'s str,
    starts: Vec<usize>,
}

impl<'s> Lines<'s> {
    /// Those of this file.
    pub(super) fn new(source: &'s Source) -> Lines<'s> {
        let ends = source.text.match_indices('\n').map(|(at, _)| at + 1);
        Lines { text: &source.text, starts: [0].into_iter().chain(ends).collect() }
    }

    /// Adds the four numbers of a place.
    fn add(&self, object: &mut Value, span: Span) {
        (object["line"], object["column"]) = self.position(span.start);
        (object["end_line"], object["end_column"]) = self.position(span.end);
    }

    /// Line and column as [`Source::position`] gives them.
    pub(super) fn position(&self, offset: usize) -> (Value, Value) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|it| *it <= offset);
        let column = self.text[self.starts[line - 1]..offset].chars().count() + 1;
        (json!(line), json!(column))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, render};
    use crate::diagnostic::{Code, Diagnostics};
    use crate::source::{Source, Span};

    const CODE: Code = Code { name: "some-code", what: "", why: "", example: "", instead: "" };

    #[test]
    fn a_finding_is_one_line() {
        let source = Source::new("p.yaml", "a: é\nb: x\n");
        let mut findings = Diagnostics::new();
        findings
            .error(&CODE, Span::new(9, 10), "say \"y\"")
            .label_here("here")
            .label(Span::new(3, 5), "there")
            .help("write `y`")
            .edit(Span::new(9, 10), "y");
        findings.note(&CODE, Span::new(0, 1), "odd");
        let expect = concat!(
            r#"{"code":"some-code","severity":"note","message":"odd","file":"p.yaml","line":1,"column":1,"#,
            r#""end_line":1,"end_column":2,"labels":[],"help":null,"edit":null}"#,
            "\n",
            r#"{"code":"some-code","severity":"error","message":"say \"y\"","file":"p.yaml","line":2,"column":4,"#,
            r#""end_line":2,"end_column":5,"labels":[{"line":2,"column":4,"end_line":2,"end_column":5,"#,
            r#""message":"here"},{"line":1,"column":4,"end_line":1,"end_column":5,"message":"there"}],"#,
            r#""help":"write `y`","edit":{"line":2,"column":4,"end_line":2,"end_column":5,"replacement":"y"}}"#,
            "\n",
        );
        assert_eq!(render(&findings, &source), expect);
    }

    #[test]
    fn places_are_those_of_the_source() {
        let source = Source::new("p.yaml", "a: é\n\nb: x\r\n");
        let lines = Lines::new(&source);
        for offset in (0..source.text.len() + 3).filter(|it| source.text.is_char_boundary(*it)) {
            let position = source.position(offset);
            assert_eq!(lines.position(offset), (position.line.into(), position.column.into()), "{offset}");
        }
    }
}
