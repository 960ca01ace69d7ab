//! Findings for code scanners: one SARIF 2.1.0 document.

use super::json::Lines;
use super::{Code, Diagnostic, Diagnostics, Edit, Severity, page};
use crate::source::{Source, Span};
use serde_json::{Value, json};

/// Where the form of the document is written down.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Findings of one run, in any number of files.
#[derive(Debug, Default)]
pub struct Log {
    rules: Vec<&'static Code>,
    results: Vec<Value>,
}

impl Log {
    /// Adds all that was found in a file, by place.
    pub fn add(&mut self, diagnostics: &Diagnostics, source: &Source) {
        // Places only, never the text there: it may be a secret.
        let lines = Lines::new(source);
        for it in diagnostics.sorted() {
            let result = self.result(it, &source.name, &lines);
            self.results.push(result);
        }
    }

    /// The document.
    pub fn print(&self) -> String {
        let rules: Vec<Value> = self.rules.iter().map(|it| rule(it)).collect();
        let driver = json!({
            "name": "pipec",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        let run = json!({
            "tool": { "driver": driver },
            // Columns count characters, not UTF-16's units.
            "columnKind": "unicodeCodePoints",
            "results": self.results,
        });
        format!("{:#}\n", json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }))
    }

    fn result(&mut self, it: &Diagnostic, name: &str, lines: &Lines<'_>) -> Value {
        let mut result = json!({
            "ruleId": it.code.name,
            "ruleIndex": self.index(it.code),
            "level": level(it.severity),
            "message": { "text": message(it) },
            "locations": [location(it.span, it.label.as_deref(), name, lines)],
        });
        if !it.labels.is_empty() {
            let related = it.labels.iter().map(|it| location(it.span, Some(&it.text), name, lines));
            result["relatedLocations"] = related.collect();
        }
        if let Some(edit) = &it.edit {
            result["fixes"] = json!([fix(edit, it.help.as_deref(), name, lines)]);
        }
        result
    }

    /// The place of a rule among those of the document.
    fn index(&mut self, code: &'static Code) -> usize {
        self.rules.iter().position(|it| *it == code).unwrap_or_else(|| {
            self.rules.push(code);
            self.rules.len() - 1
        })
    }
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.name,
        "shortDescription": { "text": code.what },
        "fullDescription": { "text": code.why },
        "help": { "text": page::render(code) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn message(it: &Diagnostic) -> String {
    match &it.help {
        Some(help) => format!("{}; {help}", it.message),
        None => it.message.clone(),
    }
}

fn location(span: Span, label: Option<&str>, name: &str, lines: &Lines<'_>) -> Value {
    let mut location = json!({
        "physicalLocation": { "artifactLocation": { "uri": uri(name) }, "region": region(span, lines) },
    });
    if let Some(label) = label {
        location["message"] = json!({ "text": label });
    }
    location
}

fn region(span: Span, lines: &Lines<'_>) -> Value {
    let (start_line, start_column) = lines.position(span.start);
    let (end_line, end_column) = lines.position(span.end);
    json!({
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

fn fix(edit: &Edit, help: Option<&str>, name: &str, lines: &Lines<'_>) -> Value {
    let replacement = json!({
        "deletedRegion": region(edit.span, lines),
        "insertedContent": { "text": edit.replacement },
    });
    let change = json!({ "artifactLocation": { "uri": uri(name) }, "replacements": [replacement] });
    let mut fix = json!({ "artifactChanges": [change] });
    if let Some(help) = help {
        fix["description"] = json!({ "text": help });
    }
    fix
}

/// A path as a URI: whatever a URI has another use for is told by its bytes.
fn uri(path: &str) -> String {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-._~/".contains(&it);
    let path = path.replace('\\', "/");
    let part = |it: u8| if plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") };
    let text: String = path.bytes().map(part).collect();
    if path.starts_with('/') { format!("file://{text}") } else { text }
}
