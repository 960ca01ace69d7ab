//! How large a number an expression can give, without its point: so it is known what cannot leave a type.

use pipec_runtime::expr::{Expr, Node, Operator};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// The largest whole number, whatever its sign, that is there with either sign.
pub const BIGINT: u128 = i64::MAX as u128;
/// Whole numbers up to this one are doubles, too.
pub const DOUBLE: u128 = 1 << 53;

/// The type of a value: that of its expression, for a decimal with no more digits than it can have.
pub fn narrow(expr: &Expr, row: &[Type]) -> Type {
    match expr.ty {
        Type::Decimal { precision, scale } => {
            let digits = most(expr, row).checked_ilog10().unwrap_or(0) + 1;
            let precision = u8::try_from(digits).map_or(precision, |it| it.max(scale).min(precision));
            Type::Decimal { precision, scale }
        }
        Type::Varchar(_)
        | Type::String
        | Type::Integer
        | Type::Bigint
        | Type::Double
        | Type::Boolean
        | Type::Timestamp => expr.ty,
    }
}

/// The least number that the digits of an exact expression's value, without sign and point, never exceed.
pub fn most(expr: &Expr, row: &[Type]) -> u128 {
    let most = |expr: &Expr| most(expr, row);
    match &expr.node {
        Node::Literal(Value::Whole(it)) => u128::from(it.unsigned_abs()),
        Node::Literal(Value::Decimal(it)) => it.digits().unsigned_abs(),
        Node::Widen(operand) => scaled(most(operand), scale(operand.ty), scale(expr.ty)),
        Node::Negate(operand) => most(operand),
        Node::Arithmetic(operator, left, right) => arithmetic(*operator, [left, right], scale(expr.ty), row),
        Node::Case { arms, otherwise } => {
            arms.iter().map(|(_, then)| then).chain(otherwise.as_deref()).map(most).max().unwrap_or(0)
        }
        Node::Coalesce(operands) => operands.iter().map(most).max().unwrap_or(0),
        Node::Cast { operand, .. } if operand.ty.is_whole() && expr.ty.is_whole() => {
            most(operand).min(of_type(expr.ty))
        }
        Node::Call(function, operands) if matches!(function.name, "abs" | "nullif") => {
            operands.first().map_or(0, most)
        }
        Node::Column(at) => of_type(row.get(*at).copied().unwrap_or(expr.ty)),
        Node::Literal(_)
        | Node::Threshold(_)
        | Node::Not(_)
        | Node::And(..)
        | Node::Or(..)
        | Node::IsNull { .. }
        | Node::IsTruth { .. }
        | Node::Compare(..)
        | Node::Distinct { .. }
        | Node::Between { .. }
        | Node::In { .. }
        | Node::Like { .. }
        | Node::Cast { .. }
        | Node::Concat(..)
        | Node::Call(..) => of_type(expr.ty),
    }
}

fn arithmetic(operator: Operator, [left, right]: [&Expr; 2], to: u8, row: &[Type]) -> u128 {
    let most = |expr: &Expr| most(expr, row);
    let alike = |it: &Expr| scaled(most(it), scale(it.ty), to);
    match operator {
        Operator::Add | Operator::Subtract => alike(left).saturating_add(alike(right)),
        Operator::Multiply => most(left).saturating_mul(most(right)),
        Operator::Divide => most(left),
        Operator::Div => match &right.node {
            Node::Literal(Value::Whole(it)) => most(left) / u128::from(it.unsigned_abs()).max(1),
            _ => most(left),
        },
        Operator::Modulo => alike(left).min(alike(right).saturating_sub(1)),
    }
}

fn of_type(ty: Type) -> u128 {
    match ty {
        Type::Integer => 1 << 31,
        Type::Bigint => 1 << 63,
        Type::Decimal { precision, .. } => 10_u128.pow(u32::from(precision)) - 1,
        Type::Varchar(_) | Type::String | Type::Double | Type::Boolean | Type::Timestamp => u128::MAX,
    }
}

fn scaled(most: u128, from: u8, to: u8) -> u128 {
    most.saturating_mul(10_u128.pow(u32::from(to.saturating_sub(from))))
}

fn scale(ty: Type) -> u8 {
    match ty {
        Type::Decimal { scale, .. } => scale,
        Type::Varchar(_)
        | Type::String
        | Type::Integer
        | Type::Bigint
        | Type::Double
        | Type::Boolean
        | Type::Timestamp => 0,
    }
}
