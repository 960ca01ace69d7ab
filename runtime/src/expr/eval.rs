//! The interpreter: an expression's value for a row, by the same operations that generated Rust calls.

use crate::context::Context;
use crate::expr::ops::Meets;
use crate::expr::{Comparison, Expr, Node, Operator, cast, logic, ops};
use crate::fault::Reason;
use crate::row::Row;
use crate::types::Type;
use crate::value::Value;
use std::cmp::Ordering;

/// Whoever looks at which way an evaluation goes.
pub trait Watch {
    /// A `case` takes its arm of this index, or what stands behind `else`.
    fn takes(&self, case: &Expr, arm: Option<usize>);
}

/// Nobody looks, and nothing is paid for it.
impl Watch for () {
    fn takes(&self, _: &Expr, _: Option<usize>) {}
}

/// The value of a typed expression for this row.
pub fn eval<'a>(expr: &Expr, row: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    watched(expr, row, context, &())
}

/// The same, before somebody who looks.
pub fn watched<'a, W: Watch>(
    expr: &Expr,
    row: &Row<'a>,
    context: &Context,
    watch: &W,
) -> Result<Value<'a>, Reason> {
    let value = |it: &Expr| watched(it, row, context, watch);
    let truth = |it: &Expr| watched(it, row, context, watch).map(|it| it.boolean());
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
            for (arm, (condition, result)) in arms.iter().enumerate() {
                if logic::holds(truth(condition)?) {
                    watch.takes(expr, Some(arm));
                    return value(result);
                }
            }
            watch.takes(expr, None);
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

#[cfg(test)]
mod tests {
    use super::eval;
    use crate::context::Context;
    use crate::expr::functions::named;
    use crate::expr::{Comparison, Expr, Node, Operator};
    use crate::fault::Reason;
    use crate::row::Row;
    use crate::timestamp::Timestamp;
    use crate::types::Type;
    use crate::value::Value;

    fn of(node: Node, ty: Type) -> Expr {
        Expr { node, ty, nullable: true, at: 0..0 }
    }

    fn literal(value: impl Into<Value<'static>>) -> Box<Expr> {
        Box::new(of(Node::Literal(value.into()), Type::Bigint))
    }

    /// An expression that fails where it is evaluated.
    fn fault() -> Box<Expr> {
        Box::new(of(Node::Arithmetic(Operator::Div, literal(1), literal(0)), Type::Bigint))
    }

    fn unknown() -> Box<Expr> {
        literal(Value::Null)
    }

    fn check(node: Node, expect: Result<Value<'static>, Reason>) {
        let context = Context::new(Timestamp(7), vec![9000.into()]);
        let row = Row::new(vec![9001.into(), "Anna".into()]);
        let shown = format!("{node:?}");
        assert_eq!(eval(&of(node, Type::Bigint), &row, &context), expect, "{shown}");
    }

    #[test]
    fn columns_and_thresholds_are_read_by_index() {
        let (column, threshold) = (of(Node::Column(0), Type::Integer), of(Node::Threshold(0), Type::Integer));
        check(Node::Compare(Comparison::More, column.into(), threshold.into()), Ok(true.into()));
        check(Node::Column(1), Ok("Anna".into()));
        check(Node::Column(9), Ok(Value::Null));
    }

    #[test]
    fn what_is_not_needed_is_not_evaluated() {
        let falsity = || literal(false);
        check(Node::And(falsity(), fault()), Ok(false.into()));
        check(Node::Or(literal(true), fault()), Ok(true.into()));
        check(Node::And(unknown(), fault()), Err(Reason::DivisionByZero));
        check(Node::Coalesce(vec![*unknown(), *literal(5), *fault()]), Ok(5.into()));
        let arms = vec![(*unknown(), *fault()), (*literal(true), *literal(1)), (*fault(), *fault())];
        check(Node::Case { arms, otherwise: Some(fault()) }, Ok(1.into()));
        let (operand, low) = (literal(1), literal(2));
        check(Node::Between { operand, low, high: fault(), negated: true }, Ok(true.into()));
        let list = vec![*literal(1), *fault()];
        check(Node::In { operand: literal(1), list, negated: false }, Ok(true.into()));
    }

    #[test]
    fn a_negated_unknown_is_unknown() {
        let list = vec![*unknown()];
        check(Node::In { operand: literal(1), list, negated: true }, Ok(Value::Null));
        let (operand, pattern) = (unknown(), literal("%"));
        check(Node::Like { operand, pattern, escape: None, negated: true }, Ok(Value::Null));
        check(Node::IsNull { operand: unknown(), negated: true }, Ok(false.into()));
        check(Node::IsTruth { operand: unknown(), truth: true, negated: true }, Ok(true.into()));
    }

    #[test]
    fn a_lenient_cast_forgives_itself_and_not_its_operand() {
        check(Node::Cast { operand: literal("x"), lenient: true }, Ok(Value::Null));
        check(Node::Cast { operand: literal("x"), lenient: false }, Err(Reason::Type));
        check(Node::Cast { operand: fault(), lenient: true }, Err(Reason::DivisionByZero));
    }

    #[test]
    fn functions_are_called_by_their_table() {
        let call = |name, arguments| Node::Call(named(name).expect("in the table"), arguments);
        check(call("greatest", vec![*literal(1), *literal(3), *literal(2)]), Ok(3.into()));
        check(call("nullif", vec![*literal("a"), *literal("a")]), Ok(Value::Null));
        check(call("round", vec![*literal(2.5)]), Ok(3.0.into()));
        check(call("abs", vec![*literal(-2)]), Ok(2.into()));
        check(call("now", vec![]), Ok(Timestamp(7).into()));
        check(call("extract", vec![*literal("year"), *literal(Timestamp(0))]), Ok(1970.into()));
        check(call("regexp_like", vec![*literal("abc"), *literal("^a.c$")]), Ok(true.into()));
        check(call("mod", vec![*literal(1), *literal(0)]), Err(Reason::DivisionByZero));
    }
}
