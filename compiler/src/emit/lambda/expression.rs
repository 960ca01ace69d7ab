//! A typed expression → Rust, by the table in the documentation of `pipec_runtime::expr`.

use super::literal::{character, option, string, type_value};
use super::tree::{Any, Call, Choice, Piece, Tree};
use pipec_runtime::expr::functions::{Function, Kind};
use pipec_runtime::expr::{Comparison, Expr, Node, Operator};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// The Rust of an expression.
pub fn rust(expr: &Expr) -> Tree {
    match &expr.node {
        Node::Literal(value) => option(value, expr.ty),
        Node::Column(index) => Tree::leaf(format!("row.{}({index})", getter(expr.ty))),
        Node::Threshold(index) => Tree::leaf(format!("context.{}({index})", getter(expr.ty))),
        Node::Not(operand) => not(rust(operand)),
        Node::And(left, right) => lazy("truth", "logic::and", vec![rust(left)], rust(right)),
        Node::Or(left, right) => or(rust(left), rust(right)),
        Node::IsNull { operand, negated: false } => call("truth", "ops::is_null", vec![rust(operand)]),
        Node::IsNull { operand, negated: true } => call("truth", "ops::is_not_null", vec![rust(operand)]),
        Node::IsTruth { operand, truth, negated } => {
            let asked = Tree::leaf(truth.to_string());
            not_if(*negated, call("truth", "logic::is", vec![rust(operand), asked]))
        }
        Node::Compare(comparison, left, right) => {
            call("truth", compares(*comparison), vec![rust(left), rust(right)])
        }
        Node::Distinct { left, right, negated } => {
            not_if(*negated, call("truth", "ops::distinct", vec![rust(left), rust(right)]))
        }
        Node::Between { operand, low, high, negated } => {
            let bounds = vec![rust(operand), rust(low)];
            not_if(*negated, lazy("truth", "ops::between", bounds, rust(high)))
        }
        Node::In { operand, list, negated } => {
            not_if(*negated, is_in(operand, list.iter().map(rust).collect()))
        }
        Node::Like { operand, pattern, escape, negated } => {
            let escape = escape.map_or("None".to_owned(), |it| format!("Some({})", character(it)));
            let operands = vec![rust(operand), rust(pattern), Tree::leaf(escape)];
            not_if(*negated, call("truth", "ops::like", operands))
        }
        Node::Case { arms, otherwise } => {
            let otherwise = otherwise.as_deref().map_or(Tree::leaf("None"), rust);
            choice(arms.iter().map(|(when, then)| (rust(when), rust(then))), otherwise)
        }
        Node::Cast { operand, lenient } => cast(rust(operand), *lenient, expr.ty),
        Node::Widen(operand) => widen(rust(operand), expr.ty),
        Node::Arithmetic(operator, left, right) => {
            let (noun, name) = works_out(*operator);
            failing(call(noun, name, vec![rust(left), rust(right)]))
        }
        Node::Negate(operand) => failing(call("negative", "ops::negate", vec![rust(operand)])),
        Node::Concat(left, right) => call("joined", "ops::concat", vec![rust(left), rust(right)]),
        Node::Coalesce(operands) => coalesce(operands),
        Node::Call(function, arguments) => spelled(function, arguments),
    }
}

fn getter(ty: Type) -> &'static str {
    match ty {
        Type::Varchar(_) | Type::String => "text",
        Type::Integer | Type::Bigint => "whole",
        Type::Double => "double",
        Type::Decimal { .. } => "decimal",
        Type::Boolean => "boolean",
        Type::Timestamp => "timestamp",
    }
}

fn compares(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "ops::equal",
        Comparison::NotEqual => "ops::not_equal",
        Comparison::Less => "ops::less",
        Comparison::LessOrEqual => "ops::less_or_equal",
        Comparison::More => "ops::more",
        Comparison::MoreOrEqual => "ops::more_or_equal",
    }
}

/// What an operator's value is called, and its function.
fn works_out(operator: Operator) -> (&'static str, &'static str) {
    match operator {
        Operator::Add => ("sum", "ops::add"),
        Operator::Subtract => ("difference", "ops::subtract"),
        Operator::Multiply => ("product", "ops::multiply"),
        Operator::Divide => ("quotient", "ops::divide"),
        Operator::Div => ("quotient", "ops::div"),
        Operator::Modulo => ("remainder", "ops::modulo"),
    }
}

fn call(noun: &'static str, name: &str, operands: Vec<Tree>) -> Tree {
    Tree::Call(Call { noun, pieces: pieces(name, operands), fails: false, getter: "" })
}

/// A call whose last operand is a closure; each of these gives a `Result`.
fn lazy(noun: &'static str, name: &str, operands: Vec<Tree>, last: Tree) -> Tree {
    let mut pieces = pieces(name, operands);
    pieces.pop();
    pieces.extend([Piece::Text(", ".to_owned()), Piece::Lazy(last), Piece::Text(")".to_owned())]);
    Tree::Call(Call { noun, pieces, fails: true, getter: "" })
}

fn pieces(name: &str, operands: Vec<Tree>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, operand) in operands.into_iter().enumerate() {
        let before = if index == 0 { format!("{name}(") } else { ", ".to_owned() };
        pieces.extend([Piece::Text(before), Piece::Operand(operand)]);
    }
    pieces.push(Piece::Text(")".to_owned()));
    pieces
}

fn failing(tree: Tree) -> Tree {
    match tree {
        Tree::Call(call) => Tree::Call(Call { fails: true, ..call }),
        other => other,
    }
}

fn not(tree: Tree) -> Tree {
    call("truth", "logic::not", vec![tree])
}

fn not_if(negated: bool, tree: Tree) -> Tree {
    if negated { not(tree) } else { tree }
}

/// The truth of one of two conditions.
pub fn or(left: Tree, right: Tree) -> Tree {
    lazy("truth", "logic::or", vec![left], right)
}

/// Whether two values are equal.
pub fn equal(left: Tree, right: Tree) -> Tree {
    call("truth", "ops::equal", vec![left, right])
}

fn is_in(operand: &Expr, members: Vec<Tree>) -> Tree {
    let clones = operand.ty.is_text();
    let operand = Box::new(rust(operand));
    if members.iter().any(Tree::may_fail) {
        return Tree::Any(Any { operand, clones, members });
    }
    call("found", "ops::is_in", vec![*operand, Tree::List(members)])
}

/// A choice as clippy likes it, from its end: no value stands twice in a row, and no choice in an `else`.
fn choice(arms: impl DoubleEndedIterator<Item = (Tree, Tree)>, otherwise: Tree) -> Tree {
    arms.rev().fold(otherwise, |rest, (when, then)| match rest {
        rest if rest == then && when.may_fail() => Tree::After(Box::new(when), Box::new(rest)),
        rest if rest == then => rest,
        Tree::Choice(Choice { mut arms, otherwise }) => {
            match arms.first_mut() {
                Some((next, value)) if *value == then => {
                    *next = or(when, std::mem::replace(next, Tree::leaf("")));
                }
                Some(_) | None => arms.insert(0, (when, then)),
            }
            Tree::Choice(Choice { arms, otherwise })
        }
        Tree::Leaf(_) | Tree::Call(_) | Tree::List(_) | Tree::After(..) | Tree::Any(_) => {
            Tree::Choice(Choice { arms: vec![(when, then)], otherwise: Box::new(rest) })
        }
    })
}

fn cast(operand: Tree, lenient: bool, ty: Type) -> Tree {
    let name = if lenient { "cast::try_cast" } else { "cast::cast" };
    let pieces = pieces(name, vec![operand, Tree::leaf(type_value(ty))]);
    Tree::Call(Call { noun: "cast", pieces, fails: !lenient, getter: getter(ty) })
}

fn widen(operand: Tree, ty: Type) -> Tree {
    match ty {
        Type::Double => call("double", "cast::to_double", vec![operand]),
        Type::Decimal { scale, .. } => {
            failing(call("decimal", "cast::to_decimal", vec![operand, Tree::leaf(scale.to_string())]))
        }
        Type::Varchar(_) | Type::String | Type::Integer | Type::Bigint | Type::Boolean | Type::Timestamp => {
            operand
        }
    }
}

/// The first that is not null, then the next, and so on: many are a flight of steps and no staircase.
fn coalesce(operands: &[Expr]) -> Tree {
    let first = |left, right| lazy("first", "ops::coalesce", vec![left], right);
    operands.iter().map(rust).reduce(first).unwrap_or(Tree::leaf("None"))
}

/// A function of the table: its spelling with the arguments in their places.
fn spelled(function: &'static Function, arguments: &[Expr]) -> Tree {
    let (spelling, fails) = match function.spelling.rust.strip_suffix('?') {
        Some(spelling) => (spelling, true),
        None => (function.spelling.rust, false),
    };
    let argument = |index: usize, it: &Expr| match &it.node {
        Node::Literal(Value::Text(text)) if is_word(function, index) => Tree::leaf(string(text)),
        _ => rust(it),
    };
    let operands: Vec<Tree> = arguments.iter().enumerate().map(|(index, it)| argument(index, it)).collect();
    let mut pieces = Vec::new();
    let mut rest = spelling;
    while let Some((before, place, after)) = next_place(rest) {
        pieces.push(Piece::Text(before.to_owned()));
        pieces.push(Piece::Operand(filled(place, &operands)));
        rest = after;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    Tree::Call(Call { noun: noun(function), pieces, fails, getter: "" })
}

/// Whether an argument is a bare string literal in Rust.
fn is_word(function: &Function, index: usize) -> bool {
    let kinds = function.signatures.iter().filter_map(|it| it.takes.get(index));
    kinds.into_iter().any(|it| matches!(it, Kind::Word(_) | Kind::Pattern))
}

/// The text before the next place for arguments, the place, and what follows: `{0}`, `[{*}]`, `[{1*}]`.
fn next_place(spelling: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = spelling.split_once('{')?;
    let (place, after) = rest.split_once('}')?;
    match (before.strip_suffix('['), after.strip_prefix(']')) {
        (Some(before), Some(after)) => Some((before, place, after)),
        (None, _) | (_, None) => Some((before, place, after)),
    }
}

fn filled(place: &str, operands: &[Tree]) -> Tree {
    let number = place.trim_end_matches('*').parse().unwrap_or(0);
    match place.ends_with('*') {
        true => Tree::List(operands.get(number..).unwrap_or_default().to_vec()),
        false => operands.get(number).cloned().expect("the typer counts the arguments"),
    }
}

/// What a function's value is called: its name, which is no keyword of Rust but for one.
fn noun(function: &Function) -> &'static str {
    if function.name == "mod" { "remainder" } else { function.name }
}
