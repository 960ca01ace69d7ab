//! Findings: what is wrong, where, and the edit that mends it. They know no stage.

pub mod json;
pub mod page;
pub mod sarif;
pub mod terminal;

use crate::source::{Source, Span, Spanned};
use std::borrow::Cow;

/// Most findings of one run that are shown; the rest are counted.
pub const SHOWN: usize = 50;

/// A kind of finding, with its page. Each is a constant in the file that reports it.
#[derive(Debug)]
pub struct Code {
    /// Its name, as `unknown-stream`.
    pub name: &'static str,
    /// What is wrong, in a sentence or two.
    pub what: &'static str,
    /// Why it matters, in a sentence or two; for an AWS or SQL fact, with its source.
    pub why: &'static str,
    /// YAML with the mistake: a whole file, or parts to lay over [`BASE`].
    pub example: &'static str,
    /// The same parts, mended.
    pub instead: &'static str,
}

impl PartialEq for Code {
    fn eq(&self, other: &Code) -> bool {
        self.name == other.name
    }
}

/// The pipeline that the examples of the pages are laid over.
pub const BASE: &str = include_str!("diagnostic/base.yaml");

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Written, but probably not what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Its name, as `error`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A second place that explains the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What it has to do with the finding.
    pub text: String,
}

/// A replacement of text that mends the finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The text to replace; empty to insert.
    pub span: Span,
    /// What to write there.
    pub replacement: String,
}

/// A finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: &'static Code,
    /// How bad it is.
    pub severity: Severity,
    /// Its place.
    pub span: Span,
    /// What is wrong here, in one line.
    pub message: String,
    /// What was expected here; shown under the place.
    pub label: Option<String>,
    /// Other places.
    pub labels: Vec<Label>,
    /// An edit in words.
    pub help: Option<String>,
    /// The same edit, for a machine.
    pub edit: Option<Edit>,
    /// Whether the text at the place is never shown.
    pub hidden: bool,
}

/// All findings of a run.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds an error.
    pub fn error(&mut self, code: &'static Code, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.add(code, Severity::Error, span, message.into())
    }

    /// Adds a warning.
    pub fn warn(&mut self, code: &'static Code, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.add(code, Severity::Warning, span, message.into())
    }

    /// Adds a note.
    pub fn note(&mut self, code: &'static Code, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.add(code, Severity::Note, span, message.into())
    }

    fn add(
        &mut self,
        code: &'static Code,
        severity: Severity,
        span: Span,
        message: String,
    ) -> &mut Diagnostic {
        self.list.push(Diagnostic {
            code,
            severity,
            span,
            message,
            label: None,
            labels: Vec::new(),
            help: None,
            edit: None,
            hidden: false,
        });
        self.list.last_mut().expect("one was pushed")
    }

    /// Adds all of another run's.
    pub fn extend(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Adds those of an environment's run that are not here already; where one stands outside of its block, its name is
    /// pointed at.
    pub fn extend_new(&mut self, other: Diagnostics, name: &Spanned<String>, block: Span) {
        let before = self.list.len();
        for mut it in other.list {
            if self.list[..before].contains(&it) {
                continue;
            }
            if !block.range().contains(&it.span.start) {
                it.label(name.span, format!("in the environment `{}`", name.value));
            }
            self.list.push(it);
        }
    }

    /// Forgets all but the first so many: what they told is told better otherwise.
    pub fn keep(&mut self, count: usize) {
        self.list.truncate(count);
    }

    /// Takes back each edit of which this holds, with the help that says it in words.
    pub fn withdraw(&mut self, is_wrong: impl Fn(&Edit) -> bool) {
        for it in self.list.iter_mut().filter(|it| it.edit.as_ref().is_some_and(&is_wrong)) {
            (it.help, it.edit) = (None, None);
        }
    }

    /// The file with all that findings hide made unreadable.
    pub fn masked<'s>(&self, source: &'s Source) -> Cow<'s, Source> {
        let hidden = self.list.iter().filter(|it| it.hidden);
        hidden.fold(Cow::Borrowed(source), |source, it| Cow::Owned(source.masked(it.span)))
    }

    /// All but those of these kinds.
    pub fn without(mut self, codes: &[&Code]) -> Diagnostics {
        self.list.retain(|it| !codes.contains(&it.code));
        self
    }

    /// The same, all as notes.
    pub fn as_notes(mut self) -> Diagnostics {
        self.list.iter_mut().for_each(|it| it.severity = Severity::Note);
        self
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|it| it.severity == Severity::Error)
    }

    /// Whether one of them is of this kind.
    pub fn has(&self, code: &Code) -> bool {
        self.list.iter().any(|it| it.code == code)
    }

    /// Those that stand within a place.
    pub fn within(&self, place: Span) -> impl Iterator<Item = &Diagnostic> {
        let holds = move |it: Span| place.start <= it.start && it.end <= place.end;
        self.list.iter().filter(move |it| holds(it.span))
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|it| it.severity == severity).count()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, by place in the file, then as they were found.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.list.iter().collect();
        sorted.sort_by_key(|it| (it.span.start, it.span.end));
        sorted
    }
}

impl Diagnostic {
    /// Says what was expected at the place.
    pub fn label_here(&mut self, text: impl Into<String>) -> &mut Diagnostic {
        self.label = Some(text.into());
        self
    }

    /// Points at another place.
    pub fn label(&mut self, span: Span, text: impl Into<String>) -> &mut Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says the edit that mends it.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// Keeps the text at the place out of everything that is printed.
    pub fn hide(&mut self) -> &mut Diagnostic {
        self.hidden = true;
        self
    }

    /// Gives the edit that mends it.
    pub fn edit(&mut self, span: Span, replacement: impl Into<String>) -> &mut Diagnostic {
        self.edit = Some(Edit { span, replacement: replacement.into() });
        self
    }

    /// Names the nearest of the known words, as help and as an edit, where one is near.
    pub fn nearest<'a>(&mut self, word: &str, known: impl IntoIterator<Item = &'a str>) -> &mut Diagnostic {
        if let Some(near) = nearest(word, known) {
            self.help = Some(format!("`{near}` is close"));
            self.edit = Some(Edit { span: self.span, replacement: near.to_owned() });
        }
        self
    }

    /// Names the word of a closed list that this one misspells, as help and as an edit, where there is exactly one.
    pub fn respelled(&mut self, word: &str, known: &[&str]) -> &mut Diagnostic {
        match respelled(word, known) {
            Some(near) => self.nearest(word, [near]),
            None => self,
        }
    }
}

/// The one word of a closed list that this is a slip of: in its capitals, or in one letter. Words that are further apart
/// may be meant to mean something else, as `keep_last` does beside `keep_first`.
fn respelled<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let within = |most| {
        let near = |it: &&&str| distance(&word.to_lowercase(), &it.to_lowercase()) <= most;
        match known.iter().filter(near).collect::<Vec<_>>().as_slice() {
            [only] => Some(**only),
            _ => None,
        }
    };
    within(0).or_else(|| within(1))
}

/// The known word nearest to this one, if at most a third of it would have to change.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let bound = (word.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for it in known {
        let distance = distance(&word.to_lowercase(), &it.to_lowercase());
        if distance <= bound && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, it));
        }
    }
    best.map(|(_, it)| it)
}

/// Insertions, deletions, replacements and swaps of neighbours that make one word the other.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=right.len()).collect()];
    for i in 1..=left.len() {
        let mut row = vec![i; right.len() + 1];
        for j in 1..=right.len() {
            let changed = usize::from(left[i - 1] != right[j - 1]);
            row[j] = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + changed);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                row[j] = row[j].min(rows[i - 2][j - 2] + 1);
            }
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}
