//! `decided-comparison`: a comparison whose answer the column's type decides.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Column, Expression, Model};
use pipec_runtime::decimal::Decimal;
use pipec_runtime::expr::{Comparison, Expr, Node};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use std::cmp::Ordering;

/// The finding's page.
pub const CODE: Code = Code {
    name: "decided-comparison",
    what: "A comparison is always true, or never, for every value that the column's type has.",
    why: "An `integer` ends at 2147483647, a `varchar(4)` holds no longer text, and a whole number has no fraction: \
          the filter lets everything through, or nothing.",
    example: "hot:\n  alarm: { where: level > high or level > 3000000000 }\n",
    instead: "hot:\n  alarm: { where: level > high or level > 3000 }\n",
};

/// Warns of each such comparison.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for schema in model.schemas.iter().filter(|it| it.intact) {
        let columns: Vec<&Column> = schema.columns.iter().collect();
        for (_, check) in &schema.checks {
            check.expr.visit(&mut |it: &Expr| one(it, check, &columns, findings));
        }
    }
    for (_, _, hot) in model.hot().filter(|(_, branch, _)| branch.intact) {
        let input: Vec<&Column> = hot.input.iter().collect();
        let row: Vec<&Column> = match &hot.window {
            Some(_) => hot.group_by.iter().map(|it| &hot.input[it.value]).collect(),
            None => input.clone(),
        };
        let outputs: Vec<&Column> = hot.outputs.iter().map(|it| &it.column).collect();
        let mut see = |tree: &Expr, text: &Expression, columns: &[&Column]| {
            tree.visit(&mut |it: &Expr| one(it, text, columns, findings));
        };
        hot.filter.iter().for_each(|it| see(&it.expr, it, &input));
        for added in &hot.adds {
            see(&added.expression.expr, &added.expression, &row);
            added.over_records().for_each(|it| see(it, &added.expression, &input));
        }
        hot.having.iter().for_each(|it| see(&it.expr, it, &outputs));
    }
}

fn one(expr: &Expr, expression: &Expression, columns: &[&Column], findings: &mut Diagnostics) {
    let Node::Compare(comparison, left, right) = &expr.node else { return };
    let sides = match (column(left, columns), column(right, columns)) {
        (Some(column), None) => Some((column, *comparison, &**right)),
        (None, Some(column)) => Some((column, mirrored(*comparison), &**left)),
        (Some(_), Some(_)) | (None, None) => None,
    };
    let Some((column, comparison, constant)) = sides else { return };
    let Some(always) = decided(column.ty, comparison, constant) else { return };
    let how = if always { "always true" } else { "never true" };
    let nulls = if always && column.nullable { ", but for null" } else { "" };
    let message = format!("this is {how} of `{}`, which is {}{nulls}", column.name.value, column.ty);
    findings.warn(&CODE, expression.place(&expr.at), message).label(column.name.span, "the column");
}

/// The column that one side is, with or without a widening around it.
fn column<'a>(expr: &Expr, columns: &[&'a Column]) -> Option<&'a Column> {
    match &expr.node {
        Node::Column(index) => columns.get(*index).copied(),
        Node::Widen(inner) => column(inner, columns),
        _ => None,
    }
}

fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::More,
        Comparison::LessOrEqual => Comparison::MoreOrEqual,
        Comparison::More => Comparison::Less,
        Comparison::MoreOrEqual => Comparison::LessOrEqual,
        Comparison::Equal | Comparison::NotEqual => comparison,
    }
}

/// Whether the comparison is always true, or never, if the type decides it.
fn decided(ty: Type, comparison: Comparison, constant: &Expr) -> Option<bool> {
    let constant = literal(constant)?;
    match (ty, constant) {
        (Type::Varchar(length), Value::Text(text)) => {
            let too_long = text.chars().count() > length as usize;
            match comparison {
                Comparison::Equal if too_long => Some(false),
                Comparison::NotEqual if too_long => Some(true),
                _ => None,
            }
        }
        (Type::Integer | Type::Bigint | Type::Decimal { .. }, constant) => {
            numeric(ty, comparison, exact(constant)?)
        }
        _ => None,
    }
}

fn literal(expr: &Expr) -> Option<&Value<'static>> {
    match &expr.node {
        Node::Literal(value) => Some(value),
        Node::Widen(inner) => literal(inner),
        _ => None,
    }
}

/// A number without loss; a double is none, since it is compared as one.
fn exact(value: &Value) -> Option<Decimal> {
    match value {
        Value::Whole(number) => Some(Decimal::from(*number)),
        Value::Decimal(number) => Some(*number),
        Value::Null | Value::Text(_) | Value::Double(_) | Value::Boolean(_) | Value::Timestamp(_) => None,
    }
}

fn numeric(ty: Type, comparison: Comparison, constant: Decimal) -> Option<bool> {
    let (least, greatest, scale) = range(ty)?;
    let (low, high) = (constant.partial_cmp(&least)?, constant.partial_cmp(&greatest)?);
    let outside = low == Ordering::Less || high == Ordering::Greater;
    let missed = outside || constant.rescale_exactly(scale).is_none();
    match comparison {
        Comparison::Equal => missed.then_some(false),
        Comparison::NotEqual => missed.then_some(true),
        Comparison::Less => between(high == Ordering::Greater, low != Ordering::Greater),
        Comparison::LessOrEqual => between(high != Ordering::Less, low == Ordering::Less),
        Comparison::More => between(low == Ordering::Less, high != Ordering::Less),
        Comparison::MoreOrEqual => between(low != Ordering::Greater, high == Ordering::Greater),
    }
}

fn between(always: bool, never: bool) -> Option<bool> {
    match (always, never) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        (false, false) => None,
    }
}

/// The least and greatest value of a type, and its digits after the point.
fn range(ty: Type) -> Option<(Decimal, Decimal, u8)> {
    match ty {
        Type::Integer => Some((Decimal::from(i64::from(i32::MIN)), Decimal::from(i64::from(i32::MAX)), 0)),
        Type::Bigint => Some((Decimal::from(i64::MIN), Decimal::from(i64::MAX), 0)),
        Type::Decimal { precision, scale } => {
            let greatest = 10_i128.checked_pow(precision.into())? - 1;
            Some((Decimal::new(-greatest, scale)?, Decimal::new(greatest, scale)?, scale))
        }
        Type::Varchar(_) | Type::String | Type::Double | Type::Boolean | Type::Timestamp => None,
    }
}
