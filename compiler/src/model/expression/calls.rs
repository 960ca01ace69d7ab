//! Calls of functions: the table's signatures decide.

use super::aggregates::aggregate;
use super::codes::{NOT_IN_LANGUAGE, UNKNOWN_FUNCTION, WRONG_ARGUMENTS};
use super::numbers::{common, is_null, noun, one_digit_more, widened};
use super::parse::range;
use super::typer::Typer;
use pipec_runtime::aggregate;
use pipec_runtime::expr::functions::{self, Function, Gives, Kind, Nulls, Signature};
use pipec_runtime::expr::{Expr, Node, Operator};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use sqlparser::ast;
use std::borrow::Cow;
use std::ops::Range;

/// Types a call.
pub(super) fn function(typer: &mut Typer, call: &ast::Function) -> Option<Expr> {
    let name = call.name.to_string().trim_matches('"').to_lowercase();
    let at = call.name.0.first().map_or(0..0, |it| range(typer.site.text, ast::Spanned::span(it)));
    if let Some(named) = aggregate::named(&name) {
        return aggregate(typer, named, call, at);
    }
    let Some(function) = functions::named(&name) else {
        let message = format!("no function is called `{name}`");
        let known = functions::ALL.iter().map(|it| it.name).chain(aggregate::ALL.iter().map(|it| it.name));
        typer.site.error(&UNKNOWN_FUNCTION, at, message).nearest(&name, known);
        return None;
    };
    let plain = is_plain(call) && call.filter.is_none() && call.over.is_none();
    let trees = plain.then(|| arguments(&call.args)).flatten();
    let Some(trees) = trees else {
        let message = format!("`{name}` takes a plain list of arguments");
        typer.site.error(&NOT_IN_LANGUAGE, at, message);
        return None;
    };
    let word_first = function.signatures.iter().any(|it| matches!(it.takes.first(), Some(Kind::Word(_))));
    let read: Vec<Option<Expr>> = trees
        .iter()
        .enumerate()
        .map(|(index, tree)| match tree {
            ast::Expr::Identifier(word) if index == 0 && word_first => {
                Some(text(&word.value.to_lowercase(), range(typer.site.text, word.span)))
            }
            tree => typer.read(tree),
        })
        .collect();
    let whole = at.start..closing(typer.site.text, at.end);
    typed(typer, function, read.into_iter().collect::<Option<_>>()?, at, whole)
}

/// Whether a call has none of what other dialects hang on one.
pub(super) fn is_plain(call: &ast::Function) -> bool {
    call.within_group.is_empty()
        && call.null_treatment.is_none()
        && call.parameters == ast::FunctionArguments::None
        && !call.uses_odbc_syntax
}

/// The end of the brackets that are opened next, brackets in quotes aside.
pub(super) fn closing(text: &str, from: usize) -> usize {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, letter) in text.char_indices().skip_while(|(at, _)| *at < from) {
        match (quote, letter) {
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') if depth == 1 => return at + 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    text.len()
}

/// Types `extract(field from x)`.
pub(super) fn extract(typer: &mut Typer, field: &str, operand: Expr) -> Option<Expr> {
    let function = functions::named("extract")?;
    let at = operand.at.clone();
    let field = text(&field.to_lowercase(), at.clone());
    typed(typer, function, vec![field, operand], at.clone(), at)
}

fn text(word: &str, at: Range<usize>) -> Expr {
    let ty = Type::Varchar(word.chars().count().max(1) as u32);
    Expr { node: Node::Literal(Value::Text(Cow::Owned(word.to_owned()))), ty, nullable: false, at }
}

fn arguments(list: &ast::FunctionArguments) -> Option<Vec<&ast::Expr>> {
    match list {
        ast::FunctionArguments::None => Some(Vec::new()),
        ast::FunctionArguments::Subquery(_) => None,
        ast::FunctionArguments::List(list) => {
            let plain = list.duplicate_treatment.is_none() && list.clauses.is_empty();
            let trees = list.args.iter().map(|it| match it {
                ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(tree)) => Some(tree),
                _ => None,
            });
            plain.then(|| trees.collect())?
        }
    }
}

/// The call, if one of the function's signatures takes these arguments; else that is told at its name.
fn typed(
    typer: &mut Typer,
    function: &'static Function,
    arguments: Vec<Expr>,
    name: Range<usize>,
    at: Range<usize>,
) -> Option<Expr> {
    let fitting = function.signatures.iter().find_map(|it| fit(it, &arguments).map(|types| (it, types)));
    let Some((signature, types)) = fitting else {
        misfit(typer, function, &arguments, name);
        return None;
    };
    let arguments: Vec<Expr> = arguments.into_iter().zip(&types).map(|(it, ty)| widened(it, *ty)).collect();
    let ty = match signature.gives {
        Gives::Exactly(ty) => ty,
        Gives::Argument(index) => types.get(index).copied()?,
        Gives::Common => common_of(signature, &types)?,
    };
    let nullable = match function.nulls {
        Nulls::Strict => arguments.iter().any(|it| it.nullable),
        Nulls::Sometimes => true,
        Nulls::All => arguments.iter().all(|it| it.nullable),
        Nulls::Never => false,
    };
    let ty = if function.name == "round" { one_digit_more(ty) } else { ty };
    let node = match function.name {
        "coalesce" => Node::Coalesce(arguments),
        "mod" => modulo(arguments)?,
        _ => Node::Call(function, arguments),
    };
    Some(Expr { node, ty, nullable, at })
}

/// `mod(a, b)` is `a % b`: SQL printers then guard both alike.
fn modulo(arguments: Vec<Expr>) -> Option<Node> {
    let mut sides = arguments.into_iter();
    Some(Node::Arithmetic(Operator::Modulo, Box::new(sides.next()?), Box::new(sides.next()?)))
}

/// The types that the arguments are widened to, if the signature takes them.
fn fit(signature: &Signature, arguments: &[Expr]) -> Option<Vec<Type>> {
    let kinds = kinds(signature, arguments.len())?;
    let mut same: Option<Type> = None;
    for (argument, _) in
        arguments.iter().zip(&kinds).filter(|(it, kind)| **kind == Kind::Same && !is_null(it))
    {
        same = Some(match same {
            None => argument.ty,
            Some(before) => common(before, argument.ty)?,
        });
    }
    let same = same.unwrap_or(Type::String);
    arguments.iter().zip(kinds).map(|(argument, kind)| accepted(kind, argument, same)).collect()
}

/// What each of so many arguments must be.
fn kinds(signature: &Signature, count: usize) -> Option<Vec<Kind>> {
    let more = count.checked_sub(signature.takes.len())?;
    let mut kinds = signature.takes.to_vec();
    if more > 0 {
        kinds.extend(std::iter::repeat_n(signature.rest?, more));
    }
    Some(kinds)
}

/// The type that an argument of this kind is widened to.
fn accepted(kind: Kind, argument: &Expr, same: Type) -> Option<Type> {
    let null = is_null(argument);
    let ty = argument.ty;
    match kind {
        Kind::Text => (null || ty.is_text()).then_some(if null { Type::String } else { ty }),
        Kind::Whole => (null || ty.is_whole()).then_some(if null { Type::Bigint } else { ty }),
        Kind::Double => (null || ty.is_number()).then_some(Type::Double),
        Kind::Decimal => matches!(ty, Type::Decimal { .. }).then_some(ty),
        Kind::Boolean => (null || ty == Type::Boolean).then_some(Type::Boolean),
        Kind::Timestamp => (null || ty == Type::Timestamp).then_some(Type::Timestamp),
        Kind::Same => Some(same),
        Kind::Word(words) => match &argument.node {
            Node::Literal(Value::Text(text)) if words.contains(&text.as_ref()) => Some(ty),
            _ => None,
        },
        Kind::Pattern => match &argument.node {
            Node::Literal(Value::Text(text)) if functions::valid_pattern(text).is_ok() => Some(ty),
            _ => None,
        },
    }
}

/// The type that arguments of one kind have in common.
fn common_of(signature: &Signature, types: &[Type]) -> Option<Type> {
    let kinds = kinds(signature, types.len())?;
    types.iter().zip(kinds).find(|(_, kind)| *kind == Kind::Same).map(|(it, _)| *it)
}

fn misfit(typer: &mut Typer, function: &Function, arguments: &[Expr], at: Range<usize>) {
    let given: Vec<String> = arguments.iter().map(|it| noun(it.ty)).collect();
    let given = if given.is_empty() { "nothing".to_owned() } else { given.join(", ") };
    let message = format!("`{}` does not take {given}", function.name);
    let forms: Vec<String> = function.signatures.iter().map(|it| form(function.name, it)).collect();
    typer.site.error(&WRONG_ARGUMENTS, at, message).help(format!("it is called as {}", forms.join(" or ")));
}

/// A signature as a person reads it.
pub(super) fn form(name: &str, signature: &Signature) -> String {
    let mut words: Vec<String> = signature.takes.iter().map(|it| word(*it)).collect();
    if signature.rest.is_some() {
        words.push("…".to_owned());
    }
    format!("`{name}({})`", words.join(", "))
}

fn word(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Whole => "whole number".to_owned(),
        Kind::Double => "number".to_owned(),
        Kind::Decimal => "decimal".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Timestamp => "timestamp".to_owned(),
        Kind::Same => "value".to_owned(),
        Kind::Word(words) => words.join("|"),
        Kind::Pattern => "'regular expression'".to_owned(),
    }
}
