//! What types do to each other: widening, arithmetic, comparison (semantics 3).

use pipec_runtime::expr::{Expr, Node, Operator};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// Most digits of a decimal.
const DIGITS: u8 = 38;

/// Whether it is the constant `null`, which takes the type of its surroundings.
pub(super) fn is_null(expr: &Expr) -> bool {
    matches!(expr.node, Node::Literal(Value::Null))
}

/// What messages call a value of a type.
pub(super) fn noun(ty: Type) -> String {
    match ty {
        Type::Varchar(_) | Type::String => "text".to_owned(),
        Type::Integer | Type::Bigint => "a whole number".to_owned(),
        Type::Double => "a double".to_owned(),
        Type::Decimal { .. } => "a decimal".to_owned(),
        Type::Boolean => "true or false".to_owned(),
        Type::Timestamp => "a timestamp".to_owned(),
    }
}

/// The type that values of both types have, without loss; `None` where there is none.
pub(super) fn common(left: Type, right: Type) -> Option<Type> {
    match (left, right) {
        (left, right) if left == right => Some(left),
        (Type::Varchar(left), Type::Varchar(right)) => Some(Type::Varchar(left.max(right))),
        (left, right) if left.is_text() && right.is_text() => Some(Type::String),
        (left, right) if left.is_whole() && right.is_whole() => Some(Type::Bigint),
        (Type::Double, other) | (other, Type::Double) if other.is_number() => Some(Type::Double),
        (left, right) if left.is_number() && right.is_number() => {
            let ((left, left_scale), (right, right_scale)) = (digits(left), digits(right));
            let scale = left_scale.max(right_scale);
            let whole = (left - left_scale).max(right - right_scale);
            Some(Type::Decimal { precision: (whole + scale).min(DIGITS), scale })
        }
        _ => None,
    }
}

/// Whether a type that is common to values keeps this one exactly: a bigint is not always a double, and digits on both
/// sides of the point can be more than 38.
pub(super) fn keeps(common: Type, expr: &Expr) -> bool {
    if is_null(expr) {
        return true;
    }
    match (expr.ty, common) {
        (Type::Bigint | Type::Decimal { .. }, Type::Double) => false,
        (ty, Type::Decimal { scale, .. }) => {
            let (precision, own) = digits(ty);
            precision - own + scale <= DIGITS
        }
        _ => true,
    }
}

/// Precision and scale of a whole number's or a decimal's type.
fn digits(ty: Type) -> (u8, u8) {
    match ty {
        Type::Decimal { precision, scale } => (precision, scale),
        Type::Integer => (10, 0),
        Type::Bigint => (19, 0),
        Type::Varchar(_) | Type::String | Type::Double | Type::Boolean | Type::Timestamp => (0, 0),
    }
}

/// The same value as this type; `null` takes the type as it is.
pub(super) fn widened(expr: Expr, ty: Type) -> Expr {
    if is_null(&expr) {
        return Expr { ty, ..expr };
    }
    let same = expr.ty == ty
        || (expr.ty.is_text() && ty.is_text())
        || (expr.ty.is_whole() && ty.is_whole())
        || same_scale(expr.ty, ty);
    if same {
        return expr;
    }
    let (nullable, at) = (expr.nullable, expr.at.clone());
    Expr { node: Node::Widen(Box::new(expr)), ty, nullable, at }
}

fn same_scale(left: Type, right: Type) -> bool {
    match (left, right) {
        (Type::Decimal { scale: left, .. }, Type::Decimal { scale: right, .. }) => left == right,
        _ => false,
    }
}

/// What an operator gives for operands of these types, and the type that both are widened to first.
/// `Err` says why it cannot be.
pub(super) fn arithmetic(operator: Operator, left: Type, right: Type) -> Result<(Type, Type), Misfit> {
    if !left.is_number() || !right.is_number() {
        return Err(Misfit::NotNumbers);
    }
    let common = common(left, right).ok_or(Misfit::NotNumbers)?;
    match (operator, common) {
        (Operator::Div, Type::Integer | Type::Bigint) => Ok((Type::Bigint, Type::Bigint)),
        (Operator::Div, _) => Err(Misfit::NotWhole),
        (Operator::Divide, Type::Decimal { .. }) => Err(Misfit::DecimalDivision),
        (Operator::Divide, _) => Ok((Type::Double, Type::Double)),
        (Operator::Modulo, Type::Double) => Err(Misfit::NotExact),
        (_, Type::Double) => Ok((Type::Double, Type::Double)),
        (_, Type::Integer | Type::Bigint) => Ok((Type::Bigint, Type::Bigint)),
        (Operator::Multiply, _) => product(left, right),
        (Operator::Modulo, decimal) => Ok((decimal, decimal)),
        (_, decimal) => Ok((one_digit_more(decimal), decimal)),
    }
}

/// Why operands do not fit an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    /// One is no number.
    NotNumbers,
    /// `div` wants whole numbers.
    NotWhole,
    /// `%` of a double.
    NotExact,
    /// `/` of a decimal.
    DecimalDivision,
    /// A product with more than 38 digits after the point.
    TooManyDigits,
}

/// A product adds the scales; the factors keep theirs.
fn product(left: Type, right: Type) -> Result<(Type, Type), Misfit> {
    let ((left, left_scale), (right, right_scale)) = (digits(left), digits(right));
    let scale = left_scale + right_scale;
    if scale > DIGITS {
        return Err(Misfit::TooManyDigits);
    }
    let precision = (left + right).min(DIGITS).max(scale);
    let factor = Type::Decimal { precision: left.max(right), scale: 0 };
    Ok((Type::Decimal { precision, scale }, factor))
}

/// A decimal's type with room for a carry; other types as they are.
pub(super) fn one_digit_more(ty: Type) -> Type {
    match ty {
        Type::Decimal { precision, scale } => Type::Decimal { precision: (precision + 1).min(DIGITS), scale },
        other => other,
    }
}
