//! Calls of aggregates: what stands inside sees the records of a window, and what is around it sees a value.

use super::calls::{self, closing};
use super::codes::{
    AGGREGATE_WITHOUT_WINDOW, DECIMAL_DIVISION, MISPLACED_AGGREGATE, NOT_IN_LANGUAGE, WRONG_ARGUMENTS,
};
use super::names::{Place, Scope};
use super::numbers::{is_null, noun};
use super::typer::Typer;
use crate::model::Column;
use pipec_runtime::aggregate::{Aggregate, Call};
use pipec_runtime::expr::{Expr, Node};
use pipec_runtime::types::Type;
use sqlparser::ast;
use std::ops::Range;

/// What stands between the brackets of a call.
enum Argument<'t> {
    /// `*`.
    Star,
    /// A value of each record.
    Of(&'t ast::Expr),
}

/// Types a call; `name` is where the aggregate's name stands.
pub(super) fn aggregate(
    typer: &mut Typer,
    aggregate: &'static Aggregate,
    call: &ast::Function,
    name: Range<usize>,
) -> Option<Expr> {
    let at = whole(typer, call, &name);
    let input = input(typer, aggregate, call, &name, &at)?;
    if !is_plain(call) {
        let message = format!("`{}` takes its argument and `filter (where …)`, nothing more", aggregate.name);
        typer.site.error(&NOT_IN_LANGUAGE, at, message).help(called_as(aggregate));
        return None;
    }
    let call = typed(typer, aggregate, call, input, &at)?;
    let given = call.argument.as_ref().map_or(Type::Boolean, |it| it.ty);
    let ty = (aggregate.gives)(given)?;
    // Its value stands behind the row's columns, and behind the values of those before it in the text.
    let node = Node::Column(typer.scope.columns.len() + typer.calls.len());
    typer.calls.push(call);
    Some(Expr { node, ty, nullable: aggregate.nullable, at })
}

/// The columns that the aggregate sees, where one may stand here; else that has been told.
fn input<'t>(
    typer: &mut Typer<'t, '_>,
    aggregate: &Aggregate,
    call: &ast::Function,
    name: &Range<usize>,
    at: &Range<usize>,
) -> Option<&'t [Column]> {
    let word = aggregate.name;
    if call.over.is_some() {
        let message =
            format!("`over` is not part of the language: `{word}` is over the window of its branch");
        let help = "give the branch a `window`, and leave `over (…)` out";
        typer.site.error(&NOT_IN_LANGUAGE, at.clone(), message).help(help);
        return None;
    }
    let text = typer.site.text.get(at.clone()).unwrap_or(word).to_owned();
    let (message, help) = match typer.scope.place {
        Place::Window(input) => return Some(input),
        Place::Record => {
            let message = format!("`{word}` is over the records of a window, and this branch has none");
            let help = "give the branch a window, as `window: { tumbling: { size: 60s } }`";
            typer.site.error(&AGGREGATE_WITHOUT_WINDOW, name.clone(), message).help(help);
            return None;
        }
        Place::Check => {
            let message = format!("`check` looks at one record, and `{word}` at many");
            (message, "compare with it in a branch with a window".to_owned())
        }
        Place::Where => {
            let message = format!("`where` looks at one record before the window, and `{word}` at many");
            (message, format!("give `{text}` a name in `add`, and use the name in `having`"))
        }
        Place::Having(_) => {
            let message = format!("`having` sees the columns of the rows, and `{word}` looks at records");
            (message, format!("give `{text}` a name in `add`, and use the name here"))
        }
        Place::Aggregate => {
            let message = format!("`{word}` stands inside of another aggregate");
            (message, "work the inner one out in a branch with a window, and read that branch".to_owned())
        }
    };
    typer.site.error(&MISPLACED_AGGREGATE, name.clone(), message).help(help);
    None
}

/// Whether nothing but an argument and a filter belongs to the call.
fn is_plain(call: &ast::Function) -> bool {
    let list = match &call.args {
        ast::FunctionArguments::List(list) => list,
        ast::FunctionArguments::None | ast::FunctionArguments::Subquery(_) => return false,
    };
    calls::is_plain(call)
        && list.clauses.is_empty()
        && list.duplicate_treatment != Some(ast::DuplicateTreatment::All)
}

fn typed(
    typer: &mut Typer,
    aggregate: &'static Aggregate,
    call: &ast::Function,
    input: &[Column],
    at: &Range<usize>,
) -> Option<Call> {
    let distinct = is_distinct(call);
    let Some(argument) = argument(aggregate, call) else {
        let message = format!("`{}` takes one argument", aggregate.name);
        typer.site.error(&WRONG_ARGUMENTS, at.clone(), message).help(called_as(aggregate));
        return None;
    };
    if distinct && !aggregate.distinct {
        let message = format!("`{}` does not take `distinct`", aggregate.name);
        typer.site.error(&WRONG_ARGUMENTS, at.clone(), message).help(called_as(aggregate));
        return None;
    }
    let scope = Scope {
        columns: input.iter().map(Some).collect(),
        thresholds: typer.scope.thresholds,
        broken: typer.scope.broken,
        place: Place::Aggregate,
    };
    let mut inside = Typer { scope: &scope, site: &mut *typer.site, calls: Vec::new() };
    let argument = match argument {
        Argument::Star => Some(None),
        Argument::Of(tree) => inside.read(tree).and_then(|it| fitting(&mut inside, aggregate, it)).map(Some),
    };
    let filter = match &call.filter {
        None => Some(None),
        Some(tree) => inside.condition(tree).map(Some),
    };
    Some(Call { aggregate, argument: argument?, filter: filter?, distinct })
}

fn is_distinct(call: &ast::Function) -> bool {
    match &call.args {
        ast::FunctionArguments::List(list) => {
            list.duplicate_treatment == Some(ast::DuplicateTreatment::Distinct)
        }
        ast::FunctionArguments::None | ast::FunctionArguments::Subquery(_) => false,
    }
}

/// The one argument; none where there are none or more, or a `*` that the aggregate does not take.
fn argument<'t>(aggregate: &Aggregate, call: &'t ast::Function) -> Option<Argument<'t>> {
    let ast::FunctionArguments::List(list) = &call.args else { return None };
    match list.args.as_slice() {
        [ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(tree))] => Some(Argument::Of(tree)),
        [ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Wildcard)] => {
            (aggregate.star && !is_distinct(call)).then_some(Argument::Star)
        }
        _ => None,
    }
}

/// The argument, if the aggregate takes such.
fn fitting(typer: &mut Typer, aggregate: &Aggregate, argument: Expr) -> Option<Expr> {
    let word = aggregate.name;
    if is_null(&argument) {
        let message = format!("`{word}` skips nulls, and the constant `null` is never anything else");
        typer.site.error(&WRONG_ARGUMENTS, argument.at, message).help(called_as(aggregate));
        return None;
    }
    if (aggregate.gives)(argument.ty).is_some() {
        return Some(argument);
    }
    let text = typer.site.text.get(argument.at.clone()).unwrap_or("x").to_owned();
    if let Type::Decimal { .. } = argument.ty {
        let message = format!("`{word}` of decimals has no exact form");
        let cast = format!("cast({text} as double)");
        let span = typer.site.offsets.span(argument.at.start, argument.at.end);
        typer
            .site
            .error(&DECIMAL_DIVISION, argument.at, message)
            .help(format!("write `{word}({cast})`"))
            .edit(span, cast);
        return None;
    }
    let message = format!("`{word}` takes {}, and this is {}", aggregate.takes, noun(argument.ty));
    typer.site.error(&WRONG_ARGUMENTS, argument.at, message).help(called_as(aggregate));
    None
}

/// How an aggregate is called, for a help.
fn called_as(aggregate: &Aggregate) -> String {
    let Aggregate { name, takes, .. } = aggregate;
    let mut forms = vec![format!("`{name}(x)` where `x` is {takes}")];
    if aggregate.star {
        forms.insert(0, format!("`{name}(*)`"));
    }
    if aggregate.distinct {
        forms.push(format!("`{name}(distinct x)`"));
    }
    format!("it is called as {}", forms.join(" or "))
}

/// Where the call stands, its filter included.
fn whole(typer: &Typer, call: &ast::Function, name: &Range<usize>) -> Range<usize> {
    let text = typer.site.text;
    let end = closing(text, name.end);
    // The filter's own brackets are the next.
    let end = if call.filter.is_some() { closing(text, end) } else { end };
    name.start..end
}
