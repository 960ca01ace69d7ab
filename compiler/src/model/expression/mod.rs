//! SQL text → a typed expression, or findings underlined inside the YAML scalar.

mod aggregates;
mod calls;
mod codes;
mod forms;
mod literals;
mod names;
mod numbers;
mod parse;
mod typer;

pub use codes::{CODES, MISPLACED_AGGREGATE, NOT_GROUPED, WINDOW_BOUNDS};
pub use literals::{literal, text_of};
pub use names::{Place, Scope};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax;
use crate::yaml::Offsets;
use pipec_runtime::aggregate::Call;
use pipec_runtime::expr::Expr;
use pipec_runtime::types::Type;
use std::ops::Range;

/// A typed expression of the file, with its text and its place.
#[derive(Debug, Clone)]
pub struct Expression {
    /// The expression.
    pub expr: Expr,
    /// Its text, as SQL.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Whether YAML's own quotes stood around it.
    pub quoted: bool,
    /// From places in the text to places in the file.
    pub offsets: Offsets,
}

impl Expression {
    /// Where a part of it stands in the file.
    pub fn place(&self, at: &Range<usize>) -> Span {
        self.offsets.span(at.start, at.end)
    }
}

/// Types an expression; `None` means that a finding has been made.
pub fn read(written: &syntax::Expression, scope: &Scope, findings: &mut Diagnostics) -> Option<Expression> {
    read_with_aggregates(written, scope, findings).map(|(expression, _)| expression)
}

/// Types an expression, whose aggregates have their values behind the row's columns; `None` means that a finding has
/// been made.
pub fn read_with_aggregates(
    written: &syntax::Expression,
    scope: &Scope,
    findings: &mut Diagnostics,
) -> Option<(Expression, Vec<Call>)> {
    let before = findings.len();
    let mut site = Site { text: &written.text, offsets: &written.offsets, span: written.span, findings };
    let Some(tree) = parse::parse(&scope.words(), &mut site) else {
        if let Some(comment) = written.comment {
            findings.keep(before);
            cut_short(written, comment, findings);
        }
        return None;
    };
    let mut typer = typer::Typer { scope, site: &mut site, calls: Vec::new() };
    let (expr, calls) = (typer.read(&tree)?, typer.calls);
    let expression = Expression {
        expr,
        text: written.text.clone(),
        span: written.span,
        quoted: written.quoted,
        offsets: written.offsets.clone(),
    };
    Some((expression, calls))
}

/// Types a condition: the expression must be boolean.
pub fn read_condition(
    written: &syntax::Expression,
    scope: &Scope,
    findings: &mut Diagnostics,
) -> Option<Expression> {
    let expression = read(written, scope, findings)?;
    if expression.expr.ty == Type::Boolean {
        return Some(expression);
    }
    let message = format!("a condition is true or false, and this is {}", numbers::noun(expression.expr.ty));
    findings.error(&codes::TYPE_MISFIT, expression.place(&expression.expr.at), message);
    None
}

/// The type of a number as SQL writes it; `None` where no type holds it.
pub fn number_type(text: &str) -> Option<Type> {
    literals::number(text).map(|(_, ty)| ty)
}

/// Tells that YAML took the rest of an expression for a comment.
fn cut_short(written: &syntax::Expression, comment: Span, findings: &mut Diagnostics) {
    findings
        .error(
            &codes::COMMENT_IN_SQL,
            comment,
            "in YAML ` #` begins a comment, and the expression ends before it",
        )
        .label(written.span, "all that is left of it")
        .help("put the whole expression in double quotes, or behind `|` on a line of its own");
}

/// The text of an expression, its place in the file, and where findings go.
struct Site<'a> {
    text: &'a str,
    offsets: &'a Offsets,
    span: Span,
    findings: &'a mut Diagnostics,
}

impl Site<'_> {
    fn error(
        &mut self,
        code: &'static Code,
        at: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let span = self.offsets.span(at.start, at.end);
        self.findings.error(code, span, message)
    }
}
