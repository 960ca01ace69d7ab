//! What a name means where it stands: a column of the row, or a threshold.

use super::codes::{NOT_GROUPED, UNKNOWN_NAME, WINDOW_BOUNDS};
use super::parse::range;
use super::typer::Typer;
use crate::model::{BOUNDS, Column, Threshold};
use pipec_runtime::expr::{Expr, Node};
use sqlparser::ast;
use std::ops::Range;

/// The names that an expression may use.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    /// The row's columns, by index; a value without a name is `None`.
    pub columns: Vec<Option<&'a Column>>,
    /// The thresholds.
    pub thresholds: &'a [Threshold],
    /// Names whose own mistake has been told.
    pub broken: &'a [&'a str],
    /// Where the expression stands.
    pub place: Place<'a>,
}

/// Where an expression stands; that decides what aggregates mean in it, and columns of the input.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// In a branch without a window.
    Record,
    /// In the `check` of a column.
    Check,
    /// In the `where` of a branch with one.
    Where,
    /// In the `add` of a branch with one, whose aggregates see these columns.
    Window(&'a [Column]),
    /// In an aggregate, or in its `filter`.
    Aggregate,
    /// In the `having` of a branch that has these columns as input.
    Having(&'a [Column]),
}

impl<'a> Scope<'a> {
    /// All names, columns first.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        let columns = self.columns.iter().flatten().map(|it| it.name.value.as_str());
        columns.chain(self.thresholds.iter().map(|it| it.name.value.as_str()))
    }

    /// All names, and those that only aggregates see.
    pub(super) fn words(&self) -> Vec<&'a str> {
        let inside = self.input().iter().map(|it| it.name.value.as_str());
        self.names().chain(inside).collect()
    }

    /// The columns of the input, where the row has others.
    fn input(&self) -> &'a [Column] {
        match self.place {
            Place::Window(input) | Place::Having(input) => input,
            Place::Record | Place::Check | Place::Where | Place::Aggregate => &[],
        }
    }
}

/// Types a name.
pub(super) fn name(typer: &mut Typer, name: &ast::Ident) -> Option<Expr> {
    let (scope, at) = (typer.scope, range(typer.site.text, name.span));
    let word = name.value.as_str();
    if matches!(scope.place, Place::Aggregate) && BOUNDS.contains(&word) {
        bounds(typer, word, at);
        return None;
    }
    let found = scope.columns.iter().position(|it| it.is_some_and(|it| it.name.value == word));
    if let Some((index, column)) = found.and_then(|it| Some((it, scope.columns[it]?))) {
        return Some(Expr { node: Node::Column(index), ty: column.ty, nullable: column.nullable, at });
    }
    if scope.broken.contains(&word) {
        return None;
    }
    let elsewhere = scope.input().iter().any(|it| it.name.value == word);
    let threshold = scope.thresholds.iter().position(|it| it.name.value == word);
    match threshold {
        Some(index) if !elsewhere => {
            let ty = scope.thresholds[index].ty;
            Some(Expr { node: Node::Threshold(index), ty, nullable: false, at })
        }
        _ if elsewhere => {
            of_the_input(typer, word, at);
            None
        }
        _ => {
            unknown(typer, word, at);
            None
        }
    }
}

/// Tells that a column is known for each record, and not for a window.
fn of_the_input(typer: &mut Typer, word: &str, at: Range<usize>) {
    match typer.scope.place {
        Place::Having(_) => {
            let message = format!("`having` sees the columns of the rows, and `{word}` is none");
            typer
                .site
                .error(&UNKNOWN_NAME, at, message)
                .help(format!("`where` decides by `{word}`, before the window"));
        }
        Place::Window(_) | Place::Record | Place::Check | Place::Where | Place::Aggregate => {
            let message = format!("`{word}` has a value for each record, and a row is of many");
            typer
                .site
                .error(&NOT_GROUPED, at, message)
                .help(format!("put it into an aggregate, as `max({word})`, or into `group_by`"));
        }
    }
}

/// Tells that an aggregate cannot see the bounds of a window.
fn bounds(typer: &mut Typer, word: &str, at: Range<usize>) {
    let is_input = typer.scope.columns.iter().flatten().any(|it| it.name.value == word);
    let (message, help) = if is_input {
        let message = format!("`{word}` is a column of the input, and in a window the window's own bound");
        (message, format!("give it another name in the branch before, as `first: {word}` in `add`"))
    } else {
        let message = format!("`{word}` is not known while an aggregate looks at records");
        (message, "use it outside of the aggregate".to_owned())
    };
    typer.site.error(&WINDOW_BOUNDS, at, message).help(help);
}

fn unknown(typer: &mut Typer, word: &str, at: Range<usize>) {
    let scope = typer.scope;
    let known: Vec<&str> = scope.words();
    let quoted = typer.site.text.get(at.start..).is_some_and(|it| it.starts_with('"'));
    let is_bound = BOUNDS.contains(&word);
    let message = format!("no column or threshold is called `{word}`");
    let finding = typer.site.error(&UNKNOWN_NAME, at, message);
    finding.nearest(word, known);
    if finding.help.is_some() {
        return;
    }
    match scope.place {
        Place::Where if is_bound => {
            finding.help("`where` looks at one record; `having` decides on windows");
        }
        Place::Having(_) if is_bound => {
            finding.help(format!("add `{word}` to `select`"));
        }
        Place::Record if is_bound => {
            finding.help("a branch with a `window` has it");
        }
        Place::Aggregate => {
            finding.help("an aggregate sees the columns of the input, and thresholds");
        }
        Place::Record | Place::Check | Place::Where | Place::Window(_) | Place::Having(_) => {
            if quoted {
                finding.help(format!("a text stands in single quotes: `'{word}'`"));
            }
        }
    }
}
