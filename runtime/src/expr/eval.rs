//! The interpreter: an expression's value for a row, by the same operations that generated Rust calls.

use crate::context::Context;
use crate::expr::ops::Meets;
use crate::expr::{Comparison, Expr, Node, Operator, cast, logic, ops};
use crate::fault::Reason;
use crate::row::Row;
use crate::types::Type;
use crate::value::Value;
use std::cmp::Ordering;

/// The value of a typed expression for this row.
pub fn eval<'a>(expr: &Expr, row: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    let value = |it: &Expr| eval(it, row, context);
    let truth = |it: &Expr| eval(it, row, context).map(|it| it.boolean());
    let boolean = |it: Option<bool>| Ok(Value::from(it));
    match &expr.node {
        Node::Literal(literal) => Ok(literal.clone()),
        Node::Column(index) => Ok(row.get(*index).clone()),
        Node::Threshold(index) => Ok(context.get(*index).clone()),
        Node::Not(operand) => boolean(logic::not(truth(operand)?)),
        Node::And(left, right) => boolean(logic::and(truth(left)?, || truth(right))?),
        Node::Or(left, right) => boolean(logic::or(truth(left)?, || truth(right))?),
        Node::IsNull { operand, negated } => boolean(Some(value(operand)?.is_null() != *negated)),
        Node::IsTruth { operand, truth: asked, negated } => {
            boolean(negate_if(*negated, logic::is(truth(operand)?, *asked)))
        }
        Node::Compare(comparison, left, right) => {
            boolean(compare(*comparison, &value(left)?, &value(right)?))
        }
        Node::Distinct { left, right, negated } => {
            boolean(Some(is_distinct(&value(left)?, &value(right)?) != *negated))
        }
        Node::Between { operand, low, high, negated } => {
            let (operand, low) = (value(operand)?, value(low)?);
            let from = compare(Comparison::MoreOrEqual, &operand, &low);
            let within = logic::and(from, || Ok(compare(Comparison::LessOrEqual, &operand, &value(high)?)))?;
            boolean(negate_if(*negated, within))
        }
        Node::In { operand, list, negated } => {
            let operand = value(operand)?;
            let found = list.iter().try_fold(Some(false), |found, member| {
                logic::or(found, || Ok(compare(Comparison::Equal, &operand, &value(member)?)))
            })?;
            boolean(negate_if(*negated, found))
        }
        Node::Like { operand, pattern, escape, negated } => {
            let found = ops::like(value(operand)?.text(), value(pattern)?.text(), *escape);
            boolean(negate_if(*negated, found))
        }
        Node::Case { arms, otherwise } => {
            for (condition, result) in arms {
                if logic::holds(truth(condition)?) {
                    return value(result);
                }
            }
            otherwise.as_deref().map_or(Ok(Value::Null), value)
        }
        Node::Cast { operand, lenient: false } => cast::cast(value(operand)?, expr.ty),
        Node::Cast { operand, lenient: true } => Ok(cast::try_cast(value(operand)?, expr.ty)),
        Node::Widen(operand) => widen(value(operand)?, expr.ty),
        Node::Arithmetic(operator, left, right) => arithmetic(*operator, value(left)?, value(right)?),
        Node::Negate(operand) => negate(value(operand)?),
        Node::Concat(left, right) => Ok(ops::concat(value(left)?.text(), value(right)?.text()).into()),
        Node::Coalesce(operands) => {
            for operand in operands {
                let found = value(operand)?;
                if !found.is_null() {
                    return Ok(found);
                }
            }
            Ok(Value::Null)
        }
        Node::Call(function, arguments) => {
            let values = arguments.iter().map(value).collect::<Result<Vec<_>, _>>()?;
            (function.call)(&values, context)
        }
    }
}

/// How one value stands to another; none where one is null, or where the typer would not let them meet.
pub fn order(left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left.meets(right)),
        (Value::Whole(left), Value::Whole(right)) => Some(left.meets(right)),
        (Value::Whole(left), Value::Double(right)) => Some(left.meets(right)),
        (Value::Double(left), Value::Whole(right)) => Some(left.meets(right)),
        (Value::Double(left), Value::Double(right)) => Some(left.meets(right)),
        (Value::Decimal(left), Value::Decimal(right)) => Some(left.meets(right)),
        (Value::Boolean(left), Value::Boolean(right)) => Some(left.meets(right)),
        (Value::Timestamp(left), Value::Timestamp(right)) => Some(left.meets(right)),
        _ => None,
    }
}

fn compare(comparison: Comparison, left: &Value<'_>, right: &Value<'_>) -> Option<bool> {
    let order = order(left, right)?;
    Some(match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::More => order.is_gt(),
        Comparison::MoreOrEqual => order.is_ge(),
    })
}

fn is_distinct(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left.is_null(), right.is_null()) {
        (true, true) => false,
        (false, false) => order(left, right) != Some(Ordering::Equal),
        (true, false) | (false, true) => true,
    }
}

fn negate_if(negated: bool, truth: Option<bool>) -> Option<bool> {
    if negated { logic::not(truth) } else { truth }
}

fn widen<'a>(value: Value<'a>, to: Type) -> Result<Value<'a>, Reason> {
    Ok(match (value, to) {
        (Value::Whole(it), Type::Double) => cast::to_double(Some(it)).into(),
        (Value::Decimal(it), Type::Double) => cast::to_double(Some(it)).into(),
        (Value::Whole(it), Type::Decimal { scale, .. }) => cast::to_decimal(Some(it), scale)?.into(),
        (Value::Decimal(it), Type::Decimal { scale, .. }) => cast::to_decimal(Some(it), scale)?.into(),
        (other, _) => other,
    })
}

fn arithmetic<'a>(operator: Operator, left: Value<'a>, right: Value<'a>) -> Result<Value<'a>, Reason> {
    Ok(match (&left, &right) {
        (Value::Decimal(_), Value::Decimal(_)) => {
            let (left, right) = (left.decimal(), right.decimal());
            match operator {
                Operator::Add => ops::add(left, right)?.into(),
                Operator::Subtract => ops::subtract(left, right)?.into(),
                Operator::Multiply => ops::multiply(left, right)?.into(),
                Operator::Modulo => ops::modulo(left, right)?.into(),
                Operator::Divide | Operator::Div => Value::Null,
            }
        }
        (Value::Double(_), Value::Double(_)) => {
            let (left, right) = (left.double(), right.double());
            match operator {
                Operator::Add => ops::add(left, right)?.into(),
                Operator::Subtract => ops::subtract(left, right)?.into(),
                Operator::Multiply => ops::multiply(left, right)?.into(),
                Operator::Divide => ops::divide(left, right)?.into(),
                Operator::Div | Operator::Modulo => Value::Null,
            }
        }
        _ => {
            let (left, right) = (left.whole(), right.whole());
            match operator {
                Operator::Add => ops::add(left, right)?.into(),
                Operator::Subtract => ops::subtract(left, right)?.into(),
                Operator::Multiply => ops::multiply(left, right)?.into(),
                Operator::Div => ops::div(left, right)?.into(),
                Operator::Modulo => ops::modulo(left, right)?.into(),
                Operator::Divide => Value::Null,
            }
        }
    })
}

fn negate(value: Value<'_>) -> Result<Value<'_>, Reason> {
    Ok(match value {
        Value::Decimal(it) => ops::negate(Some(it))?.into(),
        Value::Double(it) => ops::negate(Some(it))?.into(),
        other => ops::negate(other.whole())?.into(),
    })
}
